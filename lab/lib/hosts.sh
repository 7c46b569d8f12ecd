# shellcheck shell=bash
# Starts and removes hosts. A host is a directory in $HOSTS and a process that keeps it (lab/run-host).

lab_up() {
  local began=$EPOCHREALTIME kind count name wanted=() kinds=() fresh=()
  declare -A counts=()
  up_arguments "$@"
  needs_tools
  for kind in $(kind_names); do
    count=${counts[$kind]:-0}
    [ "$count" -gt 0 ] || continue
    kinds+=("$kind")
    for (( ; count > 0; count--)); do wanted+=("$(prefix_of "$kind")$count:$kind"); done
  done

  cache_ensure "${kinds[@]}"
  local booting=$EPOCHREALTIME
  network_up
  keys_ensure
  # Removes what a crash or restart of this machine left of hosts.
  for name in $(host_names); do host_is_kept "$name" || host_remove "$name"; done
  while IFS=: read -r name kind; do
    if ! host_is_kept "$name"; then
      host_make "$name" "$kind"
      fresh+=("$name")
    elif ! host_is_on "$name"; then
      host_start "$name"
    fi
  done < <(printf '%s\n' "${wanted[@]}" | sort -V)
  hosts_file_write
  for name in ${fresh[@]+"${fresh[@]}"}; do host_power "$name"; done
  for name in $(host_names); do
    if host_should_answer "$name"; then host_await "$name"; fi
  done
  inventory_write
  say "$(host_names | wc -l) hosts up: $(host_names | tr '\n' ' ')(hosts $(since "$booting"), all $(since "$began"))"
  say "inventory: $(realpath --relative-to="$PWD" "$INVENTORY" 2>/dev/null || printf '%s' "$INVENTORY")"
}

# All labs share the cache, so only one at a time adds to it.
cache_ensure() {
  local kind
  mkdir -p "$CACHE"
  exec 8>"$CACHE/lock"
  flock 8
  for kind; do
    base_ensure "$(suite_of "$kind")"
    layer_ensure "$kind"
    case $kind in yum | rpm) rpms_ensure ;; esac
  done
  mirror_ensure
  exec 8>&-
}

# Sets counts[] of lab_up, the caller: "up 3" means three balancers.
up_arguments() {
  local kind
  [ $# -gt 0 ] || counts[balancer]=3
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
      --kinds) kinds_wanted "${2-}" && shift 2 && continue ;;
      --balancers | --backends) kind=${1#--} kind=${kind%s} && shift ;;
      --*) kind=${1#--} && kind_check "$kind" && shift ;;
      *) kind=balancer ;;
    esac
    case ${1-} in
      [0-9] | [1-9][0-9]) counts[$kind]=$1 ;;
      *) die "how many ${kind} hosts? Got: ${1-nothing}" "hitless lab up [N] [--balancers N] [--KIND N …] [--kinds KIND,…]" ;;
    esac
    shift
  done
}

host_names() {
  local dir
  for dir in "$HOSTS"/*/; do
    if [ -f "$dir/kind" ]; then basename "$dir"; fi
  done | sort -V
}

host_kind() { cat "$HOSTS/$1/kind"; }
host_number() { cat "$HOSTS/$1/number"; }
host_address() { address "$(host_number "$1")"; }
host_keeper() { live_pid "$HOSTS/$1/pid"; }
host_is_kept() { host_keeper "$1" >/dev/null; }
host_should_answer() { [ ! -e "$HOSTS/$1/cut" ] && [ ! -e "$HOSTS/$1/frozen" ] && [ ! -e "$HOSTS/$1/off" ]; }
host_is_on() { host_init "$1" >/dev/null; }

# Runs a command in the namespaces of the host's keeper. Works whether the host is on or off.
in_keeper() {
  local keeper
  if ! keeper=$(host_keeper "$1") || ! keeper=$(pgrep -P "$keeper"); then die "$1 is gone (start it again: lab up)"; fi
  shift
  nsenter --mount --net --pid --target "$keeper" "$@"
}

# Prints the pid of the host's process 1 on this machine.
host_init() {
  local pid
  pid=$(host_keeper "$1") && pid=$(pgrep -P "$pid") && pid=$(pgrep -P "$pid" -x systemd-nspawn) && pgrep -P "$pid" -x 'systemd|init'
}

# Commands that take hosts require their names, so that a typo breaks no host.
host_arguments() {
  local name
  [ $# -gt 0 ] || die "a host is missing; there are: $(host_names | tr '\n' ' ')"
  for name in "$@"; do
    [ -f "$HOSTS/$name/kind" ] || die "no such host: $name" "hosts: $(host_names | tr '\n' ' ')"
  done
}

host_make() {
  local name=$1 kind=$2 dir=$HOSTS/$1
  host_remove "$name"
  mkdir -p "$dir"
  free_number >"$dir/number"
  host_seed "$name" "$kind"
  mkfifo "$dir/start"
  printf '%s\n' "$kind" >"$dir/kind"
  setsid unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private \
    "$LAB_DIR/run-host" "$dir" "$name" "$(lower_dirs "$kind")" "$DISK_SIZE" "$CGROUP" "$kind" </dev/null >"$dir/log" 2>&1 9>&- &
  note_pid "$dir/pid" $!
}

free_number() {
  local number=1
  while grep -qsx "$number" "$HOSTS"/*/number; do number=$((number + 1)); done
  [ "$number" -lt 240 ] || die "the lab's network has no free address"
  printf '%s\n' "$number"
}

# The files that only this host has. They are put over its layers before it boots.
host_seed() {
  # shellcheck disable=SC2153 # settings.sh has STATE
  local name=$1 kind=$2 seed=$HOSTS/$1/seed keys=$STATE/ssh user home
  mkdir -p "$seed/etc/ssh" "$seed/root"
  printf '%s\n' "$name" >"$seed/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$seed/etc/machine-id"
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$seed/etc/ssh/ssh_host_ed25519_key"
  ssh-keygen -q -t ecdsa -N '' -C "$name" -f "$seed/etc/ssh/ssh_host_ecdsa_key"
  for user in root ops deploy; do
    home=$seed/home/$user
    [ "$user" != root ] || home=$seed/root
    [ "$user" != ops ] || [ "$kind" != busybox ] || continue # it has no sudo
    mkdir -p "$home/.ssh"
    cp "$keys/id_ed25519.pub" "$home/.ssh/authorized_keys"
    [ "$user" = root ] || chown -R --reference="$(home_of "$kind" "$user")" "$home"
    chmod 700 "$home" "$home/.ssh"
  done
  seed_packages "$kind" "$seed"
}

# Where the host's package managers find packages.
seed_packages() {
  local kind=$1 seed=$2 dir
  case $kind in
    busybox) ;;
    yum | rpm)
      for dir in "$seed/etc/yum.repos.d" "$seed/etc/zypp/repos.d"; do
        mkdir -p "$dir"
        printf '[lab]\nname=lab\nbaseurl=http://%s:%s/yum/\ngpgcheck=0\nenabled=1\n' "$BASTION" "$MIRROR_PORT" >"$dir/lab.repo"
      done
      ;;
    *)
      mkdir -p "$seed/etc/apt/apt.conf.d"
      printf 'Acquire::http::Proxy "http://%s:%s";\n' "$BASTION" "$PROXY_PORT" >"$seed/etc/apt/apt.conf.d/60lab-proxy"
      ;;
  esac
}

# Prints the home of a user in the file system that a kind of host starts from.
home_of() {
  local dir
  for dir in $(lower_dirs "$1" | tr ':' ' '); do
    [ ! -d "$dir/home/$2" ] || { printf '%s\n' "$dir/home/$2" && return; }
  done
}

# Writes the names of all hosts into each host.
hosts_file_write() {
  local name
  {
    printf '127.0.0.1 localhost\n%s bastion mirror\n' "$BASTION"
    for name in $(host_names); do printf '%s %s\n' "$(host_address "$name")" "$name"; done
  } >"$STATE/hosts-file"
  for name in $(host_names); do
    keeper_await "$name"
    cp "$STATE/hosts-file" "/proc/$(host_keeper "$name")/root$HOSTS/$name/root/etc/hosts"
  done
}

keeper_await() {
  local tries=0
  until [ -e "$HOSTS/$1/ready" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ] || ! host_is_kept "$1"; then
      tail -n 5 "$HOSTS/$1/log" >&2
      die "creating $1 failed; see $HOSTS/$1/log"
    fi
    sleep 0.05
  done
}

host_power() {
  local name=$1
  keeper_await "$name"
  cable_up "$(host_number "$name")" "$(host_keeper "$name")"
  host_start "$name"
}

# Wakes the keeper. It reads from the fifo only while its host is off.
host_start() {
  unmark off "$1"
  printf 'start\n' | timeout 5 tee "$HOSTS/$1/start" >/dev/null || die "$1 does not start; see: hitless lab log $1"
}

# Waits until sshd answers and the host allows logins.
host_await() {
  local name=$1 began=$SECONDS init greeting
  while :; do
    greeting=
    if { exec 3<>"/dev/tcp/$(host_address "$name")/22"; } 2>/dev/null; then
      read -r -t 2 greeting <&3 || true
      exec 3<&-
      if [ "${greeting#SSH-}" != "$greeting" ] && init=$(host_init "$name") && [ ! -e "/proc/$init/root/run/nologin" ]; then return; fi
    fi
    if [ $((SECONDS - began)) -gt 120 ] || ! host_is_kept "$name"; then
      tail -n 5 "$HOSTS/$name/log" >&2
      die "$name does not answer after $((SECONDS - began)) s; see: hitless lab log $name"
    fi
    sleep 0.05
  done
}

# Killing the keeper ends the host: all its processes are in the keeper's pid namespace.
host_remove() {
  local name=$1
  stop_noted "$HOSTS/$name/pid"
  cgroup_remove "$CGROUP/$name"
  rm -rf --one-file-system "${HOSTS:?}/$name"
}

# Kills the processes that are left in a cgroup (of a keeper that an interrupted `up` did not record), and removes the
# cgroup.
cgroup_remove() {
  local hierarchy tries
  for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
    for ((tries = 0; tries < 100; tries++)); do
      [ -d "$hierarchy/$1" ] || break
      # shellcheck disable=SC2038 # numbers, not names
      find "$hierarchy/$1" -name cgroup.procs -exec cat {} + 2>/dev/null | xargs -r kill -KILL 2>/dev/null || true
      find "$hierarchy/$1" -depth -type d -exec rmdir {} \; 2>/dev/null || true
      [ ! -d "$hierarchy/$1" ] || sleep 0.05
    done
  done
}

# shellcheck disable=SC2120 # `lab down` passes names
lab_down() {
  local name began=$EPOCHREALTIME names
  if [ $# -gt 0 ]; then
    host_arguments "$@"
    for name in "$@"; do host_remove "$name"; done
    [ -z "$(host_names)" ] || { hosts_file_write && inventory_write && return; }
  fi
  names=$(ls "$HOSTS" 2>/dev/null || true)
  for name in $names; do stop_noted "$HOSTS/$name/pid"; done
  for name in $names; do host_remove "$name"; done
  network_down
  cgroup_remove "$CGROUP"
  inventory_remove
  rm -rf --one-file-system "${STATE:?}"
  say "down (${names:+$(wc -w <<<"$names") hosts, }$(since "$began"))"
}

lab_clean() {
  local other
  # shellcheck disable=SC2119 # all of it
  lab_down
  for other in /run/hitless-lab-*; do
    [ ! -d "$other/hosts" ] || die "another lab uses the cached base: $other" "remove it first: HITLESS_LAB_ID=${other##*-} hitless lab down"
  done
  rm -rf --one-file-system "${CACHE:?}"/{base,layer}-* "${CACHE:?}"/{mirror,rpmbuild} "${CACHE:?}"/apt-* "${CACHE:?}"/haproxy-*
  rmdir "$CACHE" 2>/dev/null || true
  say "the cache was removed"
}

lab_start() {
  local name
  host_arguments "$@"
  for name in "$@"; do host_is_on "$name" || host_start "$name"; done
  for name in "$@"; do host_await "$name"; done
}

lab_reboot() {
  local name init
  host_arguments "$@"
  for name in "$@"; do
    init=$(host_init "$name") || die "$name is off"
    kill -s "$(init_signal "$(host_kind "$name")" reboot)" "$init"
    while [ -d "/proc/$init" ]; do sleep 0.05; done
    unmark frozen "$name"
  done
  for name in "$@"; do host_await "$name"; done
}

lab_poweroff() {
  local name init signal=
  [ "${1-}" != --hard ] || { signal=KILL && shift; }
  host_arguments "$@"
  for name in "$@"; do
    init=$(host_init "$name") || continue
    kill -s "${signal:-$(init_signal "$(host_kind "$name")" poweroff)}" "$init"
    while [ -d "/proc/$init" ]; do sleep 0.05; done
    unmark frozen "$name"
    mark off "$name"
  done
}

lab_status() {
  local name state
  [ -n "$(host_names)" ] || { say "no hosts are up" && return; }
  for name in $(host_names); do
    state=off
    if ! host_is_kept "$name"; then state='gone (raise it again: lab up)'; elif host_is_on "$name"; then state=on; fi
    printf '%-10s %-9s %-14s %s%s\n' "$name" "$(host_kind "$name")" "$(host_address "$name")" "$state" "$(faults_of "$name")"
  done
}
