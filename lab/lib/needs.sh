# shellcheck shell=bash
# What this machine must have. Checked before anything is changed; missing things are listed by name.

needs_root() {
  [ "$(id -u)" = 0 ] || lacks "must run as root: it makes namespaces, mounts and a bridge"
}

needs_kernel() {
  local missing=()
  unshare --mount --net --pid --fork true 2>/dev/null || missing+=("namespaces: this machine does not let root make mount, network and pid namespaces")
  grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null || missing+=("overlayfs: the kernel has no module 'overlay'")
  [ -d /sys/fs/cgroup/systemd ] || [ -f /sys/fs/cgroup/cgroup.controllers ] ||
    missing+=("cgroups: neither /sys/fs/cgroup/systemd nor a cgroup2 at /sys/fs/cgroup is mounted")
  if ! ip link show "$BRIDGE" >/dev/null 2>&1; then
    if ip link add "$BRIDGE" type bridge 2>/dev/null; then ip link del "$BRIDGE"; else missing+=("a bridge: the kernel does not make one"); fi
  fi
  [ ${#missing[@]} -eq 0 ] || lacks "this machine lacks what the lab stands on:" "${missing[@]}"
}

# Installs the packages of missing commands. Arguments: command=package…
needs_commands() {
  local pair packages=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}")
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || lacks "needs these packages, and there is no apt-get to install them:" "${packages[*]}"
  say "installing ${packages[*]} (apt-get)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -qq -y --no-install-recommends "${packages[@]}" >"$STATE/apt.log" 2>&1 ||
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${packages[@]}"; } >"$STATE/apt.log" 2>&1 ||
    { tail -n 20 "$STATE/apt.log" >&2 && lacks "could not install ${packages[*]}"; }
}

needs_tools() {
  needs_commands ip=iproute2 pgrep=procps
  needs_kernel
  needs_commands systemd-nspawn=systemd-container debootstrap=debootstrap tinyproxy=tinyproxy-bin python3=python3 \
    ssh=openssh-client
  needs_watchers
}

# systemd, logind and dbus of each host watch files: about seven watchers, all counted for root. With the kernel's usual
# limit of 128, some of twenty hosts would fail to boot without an error.
WATCHERS=1024
needs_watchers() {
  local file=/proc/sys/fs/inotify/max_user_instances now
  now=$(cat "$file" 2>/dev/null) && [ "$now" -lt $WATCHERS ] || return 0
  if printf '%s\n' $WATCHERS 2>/dev/null >"$file"; then
    say "raised fs.inotify.max_user_instances from $now to $WATCHERS until this machine reboots: each host needs seven"
  else
    say "fs.inotify.max_user_instances is $now and can't be raised here: more than $((now / 7 - 1)) hosts will not boot"
  fi
}
