# shellcheck shell=bash
# Breaking hosts on purpose, and mending them. Each fault is undone by its counterpart, and by `lab down`.

faults_of() {
  local fault
  for fault in cut frozen full; do
    if [ -e "$HOSTS/$1/$fault" ]; then printf ', %s' "$fault"; fi
  done
}

# Pulls the cable: packets are lost both ways, nobody is told.
fault_cut() { each_host cable_set down "$@" && mark cut "$@"; }
fault_join() { each_host cable_set up "$@" && unmark cut "$@"; }
cable_set() { ip link set "$(cable "$(host_number "$2")")" "$1"; }

# sshd and its sessions stand still: connections are accepted by the kernel, and no one answers.
fault_freeze() { each_host signal_sshd STOP "$@" && mark frozen "$@"; }
fault_thaw() { each_host signal_sshd CONT "$@" && unmark frozen "$@"; }
signal_sshd() {
  local pids
  pids=$(host_processes "$2" -x sshd) || die "no sshd runs on $2"
  # shellcheck disable=SC2086 # a list
  kill -s "$1" $pids
}

# The disk shrinks to what is on it: every write that needs a block fails with "No space left on device".
fault_fill() { each_host disk_resize full "$@" && mark full "$@"; }
fault_unfill() { each_host disk_resize free "$@" && unmark full "$@"; }
disk_resize() {
  local disk=$HOSTS/$2/disk size=$DISK_SIZE
  [ "$1" = free ] || size=$(in_keeper "$2" df --output=used -k "$disk" | tail -n 1 | tr -d ' ')k
  in_keeper "$2" mount -o "remount,size=$size" "$disk"
}

# Kills the shells that sshd, sudo or su run for a program rather than a person: the agents of a controller.
fault_kill_agent() {
  host_arguments "$@"
  local name pid parent killed=0
  for name in "$@"; do
    for pid in $(host_processes "$name" '(sh|busybox)$'); do
      parent=$(cut -d' ' -f4 "/proc/$pid/stat" 2>/dev/null) || continue
      # A person's shell is a login shell, whose name begins with a dash.
      case $(cat "/proc/$parent/comm" 2>/dev/null):$(tr '\0' ' ' <"/proc/$pid/cmdline") in
        *:-*) ;;
        sshd:* | sudo:* | su:*) kill -KILL "$pid" && killed=$((killed + 1)) ;;
      esac
    done
  done
  say "$killed agent shells killed"
  [ "$killed" -gt 0 ]
}

# This machine's pids of the host's processes that match pgrep's arguments.
host_processes() {
  local init
  init=$(host_init "$1") || die "$1 is off"
  shift
  pgrep --ns "$init" --nslist pid "$@"
}

# A TCP proxy before each host's sshd that holds every packet back: MS is the round trip it adds.
fault_delay() {
  local ms=${1-} name specs=()
  case $ms in
    off) ms=0 ;;
    '' | *[!0-9]*) die "how many milliseconds of round trip? hitless lab delay MS | off" ;;
  esac
  [ -n "$(host_names)" ] || die "no hosts are up"
  stop_noted "$STATE/delay.pid"
  if [ "$ms" -gt 0 ]; then
    for name in $(host_names); do specs+=("$((DELAY_PORT + $(host_number "$name")))=$(host_address "$name"):22"); done
    serve delay "${specs[0]%%=*}" "$(python)" "$LAB_DIR/delay_proxy.py" "$ms" "$BASTION" "${specs[@]}"
  fi
  inventory_write
  [ "$ms" = 0 ] || say "hosts with ${ms} ms of round trip: $INVENTORY-delayed"
}

# each_host COMMAND ARG HOST…: COMMAND ARG HOST for each.
each_host() {
  local command=$1 argument=$2 name
  shift 2
  host_arguments "$@"
  for name in "$@"; do "$command" "$argument" "$name"; done
}

mark() {
  local fault=$1 name
  shift
  for name in "$@"; do : >"$HOSTS/$name/$fault"; done
}

unmark() {
  local fault=$1 name
  shift
  for name in "$@"; do rm -f "$HOSTS/$name/$fault"; done
}
