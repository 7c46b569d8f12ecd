# shellcheck shell=sh
# What an agent keeps beyond its session: in /var/lib/hitless for root, below the home directory for others.
#   runs/RUN/undo/   what the run changed, as it was before (keep.sh)
#   runs/RUN/spool/  answers that may not have arrived, a file for each agent (ticket.sh): PROCESS.BOOT.EPOCH.KEY
#   lease.N          the lease of epoch N: `RUN SECONDS TAKEN-UP TAKEN-AT BOOT OWNER`; never changed once it is there
#   alive.N          its last sign of life: `OVER-UP OVER-AT BOOT PROCESS`, or `free` once it was given back
# Taking the lease is one ln to the next N, so there is no lock that could be left behind; the highest N counts. UP is the kernel's uptime,
# which no clock can set back, and counts while BOOT is the same; AT is by the clock.

t_boot=none
if [ -r /proc/sys/kernel/random/boot_id ]; then read -r t_boot </proc/sys/kernel/random/boot_id; fi

# Without a fork; sets t_euid.
t_who_am_i() {
  t_euid=
  if [ -r /proc/self/status ]; then
    while read -r t_word t_value t_euid t_rest; do
      [ "$t_word" != Uid: ] || return 0
    done </proc/self/status
  fi
  t_euid=$(id -u)
}

t_host_store=/var/lib/hitless
if [ "${HITLESS_AGENT_STATE-}" ]; then
  t_store=$HITLESS_AGENT_STATE
  t_host_store=$t_store
else
  t_who_am_i
  if [ "$t_euid" = 0 ]; then
    t_store=$t_host_store
  else
    t_store=${XDG_STATE_HOME:-$HOME/.local/state}/hitless
  fi
fi

# t_store_make [DIR]: the state directory, and a directory in it. Leases can be read by everybody, nothing else.
t_store_make() {
  if ! [ -d "$t_store/runs" ]; then
    (umask 022 && mkdir -p -- "$t_store" && umask 077 && mkdir -p -- "$t_store/runs") || return 1
  fi
  [ -z "${1-}" ] || [ -d "$t_store/$1" ] || (umask 077 && mkdir -p -- "$t_store/$1")
}

# t_lease_look DIR: sets t_top to the highest epoch there, 0 if none, and what its file says.
t_lease_look() {
  t_top=0 t_lease_run='' t_lease_seconds=0 t_lease_up=0 t_lease_at=0 t_lease_boot='' t_lease_owner=''
  for t_file in "$1"/lease.*; do
    t_file=${t_file##*.}
    case $t_file in *[!0-9]*) continue ;; esac
    [ "$t_file" -le "$t_top" ] || t_top=$t_file
  done
  [ "$t_top" != 0 ] || return 0
  read -r t_lease_run t_lease_seconds t_lease_up t_lease_at t_lease_boot t_lease_owner <"$1/lease.$t_top" || :
  t_over_up=$((t_lease_up + t_lease_seconds)) t_over_at=$((t_lease_at + t_lease_seconds)) t_over_boot=$t_lease_boot t_lease_pid=0
  # A sign of life that is just being written is empty for a moment.
  if [ -s "$1/alive.$t_top" ]; then
    read -r t_over_up t_over_at t_over_boot t_lease_pid <"$1/alive.$t_top" || :
  fi
}

t_uptime() {
  read -r t_up t_rest </proc/uptime
  t_up=${t_up%%.*}
}

# t_lease_sign DIR PROCESS: a sign of life for the lease that was looked at there, without a fork. PROCESS carries out a call, or is 0. Written
# in place, for to empty a file costs milliseconds on some file systems: only its first line counts.
t_lease_sign() {
  t_uptime
  if [ "$t_lease_boot" = "$t_boot" ]; then
    t_at=$((t_lease_at + t_up - t_lease_up))
  else
    t_at=$(date +%s) # the host was started anew since
  fi
  printf '%s\n' "$((t_up + t_lease_seconds)) $((t_at + t_lease_seconds)) $t_boot $2" 1<>"$1/alive.$t_top"
}

# t_process_is_agent PID: whether it is there and a shell; its number may be another process's by now.
t_process_is_agent() {
  [ -r "/proc/$1/comm" ] || return 1
  t_comm=
  read -r t_comm <"/proc/$1/comm" || :
  case $t_comm in *sh | busybox*) return 0 ;; esac
  return 1
}

# ---- the log of what was kept --------------------------------------------------------------------------------------------------------
# A line for each thing, in order: CALL NAME DETAIL KIND PATH and a dot, between tabs. Tabs and line ends in them are written as %09 and %0A.
# A line without its dot was cut off by a power cut: what it was to announce was never begun.

# t_encode TEXT: sets t_encoded.
t_encode() {
  t_encoded=$1
  case $1 in
    *[%"$t_tab$t_nl"]*) ;;
    *) return 0 ;;
  esac
  t_encoded=
  t_left=$1
  while :; do
    t_plain=${t_left%%[%"$t_tab$t_nl"]*}
    t_encoded=$t_encoded$t_plain
    t_left=${t_left#"$t_plain"}
    case $t_left in
      '') return 0 ;;
      %*) t_encoded=$t_encoded%25 ;;
      "$t_tab"*) t_encoded=$t_encoded%09 ;;
      *) t_encoded=$t_encoded%0A ;;
    esac
    t_left=${t_left#?}
  done
}

# t_decode TEXT: sets t_decoded.
t_decode() {
  t_decoded=
  t_left=$1
  while :; do
    case $t_left in
      *%*) ;;
      *) break ;;
    esac
    t_decoded=$t_decoded${t_left%%\%*}
    t_left=${t_left#*%}
    case $t_left in
      25*) t_decoded=$t_decoded% ;;
      09*) t_decoded=$t_decoded$t_tab ;;
      *) t_decoded=$t_decoded$t_nl ;;
    esac
    t_left=${t_left#??}
  done
  t_decoded=$t_decoded$t_left
}

# t_sync FILE…: returns when they are on the disk. A sync that takes no files syncs everything, which may take long: dd then.
t_sync() {
  sync -d -- "$@" 2>/dev/null && return
  for t_file in "$@"; do
    dd if=/dev/null of="$t_file" conv=notrunc,fsync 2>/dev/null || sync
  done
}

# ---- agents that are gone --------------------------------------------------------------------------------------------------------------

# t_at_work SLOT: whether an agent of this boot is there whose last answer has no end yet.
t_at_work() {
  t_file=${1##*/}
  t_pid=${t_file%%.*}
  case $t_file in
    "$t_pid.$t_boot".*) t_process_is_agent "$t_pid" || return 1 ;;
    *) return 1 ;;
  esac
  case $(tail -c 40 -- "$1" | tr '\n' '~') in *' e 0 ~~') return 1 ;; esac
  return 0
}

# t_tidy SLOT: takes away what an agent that was killed has left: its work directory, and new files that it did not come to move into their place.
t_tidy() {
  t_pid=${1##*/}
  t_pid=${t_pid%%.*}
  t_gone=${1##*.}
  case ${1##*/} in "$t_pid.$t_boot".*) if t_process_is_agent "$t_pid"; then return 0; fi ;; esac
  for t_dir in "${TMPDIR:-/tmp}" /tmp /var/tmp /dev/shm "$HOME"; do
    [ ! -d "$t_dir/.hitless-$t_gone" ] || rm -rf -- "$t_dir/.hitless-$t_gone"
  done
  # What a command printed is in there too: no name but of this agent's files counts.
  grep -a "^/.*/\\.hitless-[0-9]*-$t_gone\$" "$1" >"$t_tmp.left" || return 0
  while IFS= read -r t_file; do # one at most for each call
    t_decode "$t_file"
    if [ -f "$t_decoded" ] || [ -h "$t_decoded" ]; then rm -f -- "$t_decoded"; fi
  done <"$t_tmp.left"
}
