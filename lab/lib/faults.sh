# shellcheck shell=bash
# Breaks hosts on purpose, and repairs them. Each fault has a counterpart that ends it; `lab down` ends all of them.

faults_of() {
  local fault
  for fault in cut frozen full; do
    if [ -e "$HOSTS/$1/$fault" ]; then printf ', %s' "$fault"; fi
  done
}

# Disconnects the network: packets are lost in both directions without an error.
fault_cut() { each_host cable_set down "$@" && mark cut "$@"; }
fault_join() { each_host cable_set up "$@" && unmark cut "$@"; }
cable_set() { ip link set "$(cable "$(host_number "$2")")" "$1"; }

# Freezes sshd and its sessions: the kernel accepts connections, but nobody answers.
fault_freeze() { each_host signal_sshd STOP "$@" && mark frozen "$@"; }
fault_thaw() { each_host signal_sshd CONT "$@" && unmark frozen "$@"; }
signal_sshd() {
  local pids
  pids=$(host_processes "$2" -x sshd) || die "sshd does not run on $2"
  # shellcheck disable=SC2086 # a list
  kill -s "$1" $pids
}

# Shrinks the disk to its content: each write that needs a block fails with "No space left on device".
fault_fill() { each_host disk_resize full "$@" && mark full "$@"; }
fault_unfill() { each_host disk_resize free "$@" && unmark full "$@"; }
disk_resize() {
  local disk=$HOSTS/$2/disk size=$DISK_SIZE
  [ "$1" = free ] || size=$(in_keeper "$2" df --output=used -k "$disk" | tail -n 1 | tr -d ' ')k
  in_keeper "$2" mount -o "remount,size=$size" "$disk"
}

# Kills the shells that sshd, sudo or su run for a program, not for a person: the agents of a controller.
fault_kill_agent() {
  host_arguments "$@"
  local name pid parent killed=0
  for name in "$@"; do
    for pid in $(host_processes "$name" '(sh|busybox)$'); do
      parent=$(cut -d' ' -f4 "/proc/$pid/stat" 2>/dev/null) || continue
      # The shell of a person is a login shell, whose name starts with a dash.
      case $(cat "/proc/$parent/comm" 2>/dev/null):$(tr '\0' ' ' <"/proc/$pid/cmdline") in
        *:-*) ;;
        sshd:* | sudo:* | su:*) kill -KILL "$pid" && killed=$((killed + 1)) ;;
      esac
    done
  done
  say "$killed agent shells killed"
  [ "$killed" -gt 0 ]
}

# Prints the host's processes that match pgrep's arguments, as pids of this machine.
host_processes() {
  local init
  init=$(host_init "$1") || die "$1 is off"
  shift
  pgrep --ns "$init" --nslist pid "$@"
}

# Puts a TCP proxy in front of each host's sshd that delays every packet. MS is the additional round-trip time.
fault_delay() {
  local ms=${1-} name specs=()
  case $ms in
    off) ms=0 ;;
    '' | *[!0-9]*) die "a number of milliseconds is missing: hitless lab delay MS | off" ;;
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

# each_host COMMAND ARG HOST…: runs COMMAND ARG HOST for each host.
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
