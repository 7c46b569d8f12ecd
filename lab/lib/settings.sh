# shellcheck shell=bash
# shellcheck disable=SC2034 # read by the other files
# Paths, and how the lab prints messages. The lab creates files only under these paths, and changes nothing else.

# HITLESS_LAB_ID=1 is a second lab with its own hosts, network and inventory.
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
DELAY_PORT=2200 # and the following ones: plus the host's number
CGROUP=hitless-lab-$LAB_ID

# Each host's disk is a tmpfs of this size. It uses memory only for what a host writes.
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

# This machine can't run a lab, which is not an error of the lab. Tests recognize the exit status (EX_UNAVAILABLE) and
# are skipped.
lacks() { (die "$@") || exit 69; }

# Prints the seconds since $1 (a value of $EPOCHREALTIME), with one decimal.
since() { awk -v a="${1/,/.}" -v b="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.1f s", b - a }'; }

# One command at a time changes the lab. The lock ends with its process, so it is never stale.
with_lock() {
  while :; do
    mkdir -p "$STATE"
    exec 9>"$STATE/lock"
    flock -n 9 || { say "waiting for another lab command" && flock 9; }
    [ "$STATE/lock" -ef /proc/$$/fd/9 ] && break # otherwise `down` has removed the lock's file
  done
  "$@"
}

# Identifies a process by its pid and start time, since the kernel reuses pids. Prints nothing for a zombie.
started_at() { awk '{ sub(/.*\) /, "") } $1 != "Z" { print $20 }' "/proc/$1/stat" 2>/dev/null; }

note_pid() { printf '%s %s\n' "$2" "$(started_at "$2")" >"$1"; }

# Prints the pid in file $1 if that process still runs.
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
