# shellcheck shell=bash
# What the machine must have: asked before anything is changed, and named precisely when it is missing.

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

# Installs the packages whose commands are missing. Arguments: command=package…
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

# Every host's systemd, logind and dbus watch files: about seven watchers, all counted as root's. With the kernel's usual 128 some of
# twenty hosts would not boot, and none would say why.
WATCHERS=1024
needs_watchers() {
  local file=/proc/sys/fs/inotify/max_user_instances now
  now=$(cat "$file" 2>/dev/null) && [ "$now" -lt $WATCHERS ] || return 0
  if printf '%s\n' $WATCHERS 2>/dev/null >"$file"; then
    say "raised fs.inotify.max_user_instances from $now to $WATCHERS until this machine boots again: a host needs seven"
  else
    say "fs.inotify.max_user_instances is $now and can't be raised here: more than $((now / 7 - 1)) hosts will not boot"
  fi
}
