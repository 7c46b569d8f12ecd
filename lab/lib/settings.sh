# shellcheck shell=bash
# shellcheck disable=SC2034 # read by the other files
# Where things are, and how the lab speaks. Everything the lab makes is under these names, and nothing else is touched.

# A second lab beside the first: HITLESS_LAB_ID=1 has its own hosts, network and inventory.
LAB_ID=${HITLESS_LAB_ID:-0}
case $LAB_ID in
  [0-9] | [1-9][0-9]) ;;
  *) printf 'lab: HITLESS_LAB_ID must be a number from 0 to 99, not %s\n' "$LAB_ID" >&2 && exit 1 ;;
esac

CHECKOUT=$(dirname "$LAB_DIR")
CACHE=${HITLESS_LAB_CACHE:-${XDG_CACHE_HOME:-/var/cache}/hitless-lab}
STATE=/run/hitless-lab-$LAB_ID
HOSTS=$STATE/hosts
BRIDGE=hl$LAB_ID
SUBNET=10.78.$LAB_ID
BASTION=$SUBNET.1
PROXY_PORT=3128
MIRROR_PORT=8078
DELAY_PORT=2200 # and up, by the host's number
CGROUP=hitless-lab-$LAB_ID

# Each host's disk is a tmpfs of this size; memory is used only for what a host writes.
DISK_SIZE=${HITLESS_LAB_DISK:-2g}
HAPROXY_SUITES=${HITLESS_LAB_HAPROXY:-bookworm trixie}

INVENTORY=$CHECKOUT/inventories/lab
[ "$LAB_ID" = 0 ] || INVENTORY=$INVENTORY-$LAB_ID

say() { printf 'lab: %s\n' "$*" >&2; }

die() {
  printf 'lab: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# This machine can't have a lab, for no fault of the lab's: the tests know it by the exit status (EX_UNAVAILABLE) and are left out.
lacks() { (die "$@") || exit 69; }

# Seconds since $1 (a value of $EPOCHREALTIME), to a tenth.
since() { awk -v a="${1/,/.}" -v b="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.1f s", b - a }'; }

# One command at a time changes the lab. The lock goes with the process, so nothing stale can stay.
with_lock() {
  while :; do
    mkdir -p "$STATE"
    exec 9>"$STATE/lock"
    flock -n 9 || { say "another lab command is at work, waiting" && flock 9; }
    [ "$STATE/lock" -ef /proc/$$/fd/9 ] && break # else it was `down`, which took the lock's file along
  done
  "$@"
}

# A process is known by its pid and its start, so that a pid that was given anew is never taken for ours. Nothing for a zombie.
started_at() { awk '{ sub(/.*\) /, "") } $1 != "Z" { print $20 }' "/proc/$1/stat" 2>/dev/null; }

note_pid() { printf '%s %s\n' "$2" "$(started_at "$2")" >"$1"; }

# Prints the pid noted in file $1 if that very process still lives.
live_pid() {
  local pid start
  read -r pid start 2>/dev/null <"$1" || return 1
  [ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ] && printf '%s\n' "$pid"
}

stop_noted() {
  local pid
  if pid=$(live_pid "$1"); then kill -KILL "$pid" 2>/dev/null || true; fi
  rm -f "$1"
}
