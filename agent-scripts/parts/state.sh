# shellcheck shell=sh
# What an agent stores beyond its session: in /var/lib/hitless for root, in the home directory for others. Each user has its own.
#   runs/RUN/undo/   the pre-images of what the run changed (preimage.sh)
#   runs/RUN/spool/  results that may not have arrived, one file per agent (ticket.sh): PROCESS.BOOT.EPOCH.KEY

t_boot=none
if [ -r /proc/sys/kernel/random/boot_id ]; then read -r t_boot </proc/sys/kernel/random/boot_id; fi

# Sets t_euid without a fork.
t_who_am_i() {
  t_euid=
  if [ -r /proc/self/status ]; then
    while read -r t_word t_value t_euid t_rest; do
      [ "$t_word" != Uid: ] || return 0
    done </proc/self/status
  fi
  t_euid=$(id -u)
}

# Sets t_store. A user without a writable home, such as nobody, gets a directory in /var/tmp. Nobody can create it
# first, since its name is random. Later it is found by its owner.
t_store_find() {
  t_store=${HITLESS_AGENT_STATE-}
  [ -z "$t_store" ] || return 0
  t_who_am_i
  t_store=/var/lib/hitless
  [ "$t_euid" != 0 ] || return 0
  t_store=${XDG_STATE_HOME:-$HOME/.local/state}/hitless
  ! t_can_be_made "$t_store" || return 0
  for t_store in /var/tmp/hitless-state.* /tmp/hitless-state.* /dev/shm/hitless-state.*; do
    if [ -d "$t_store" ] && ! [ -h "$t_store" ] && [ -O "$t_store" ]; then return 0; fi
  done
  for t_dir in /var/tmp /tmp /dev/shm; do
    t_store=$t_dir/hitless-state.$t_key
    if [ -w "$t_dir" ]; then return 0; fi
  done
}

# t_can_be_made DIR: true if DIR exists or can be created.
t_can_be_made() {
  t_dir=$1
  while ! [ -e "$t_dir" ]; do
    case $t_dir in
      ?*/*) t_dir=${t_dir%/*} ;;
      /*) t_dir=/ ;;
      *) return 1 ;;
    esac
  done
  [ -d "$t_dir" ] && [ -w "$t_dir" ] && [ -x "$t_dir" ]
}

t_store_find

# t_store_make [DIR]: creates the state directory, and DIR in it. Everybody can read leases, but nothing else.
t_store_make() {
  if ! [ -d "$t_store/runs" ]; then
    (umask 022 && mkdir -p -- "$t_store" && umask 077 && mkdir -p -- "$t_store/runs") || return 1
  fi
  [ -z "${1-}" ] || [ -d "$t_store/$1" ] || (umask 077 && mkdir -p -- "$t_store/$1")
}

# t_prune RUN DAYS MIB: deletes runs that are older than DAYS, and the oldest ones while all together exceed MIB, but
# never RUN. $t_tmp.prune lists the deleted ones.
t_prune() {
  t_file=$t_store/runs/$1
  set -- "$2" "$(($3 * 1024))" "$t_store"/runs/*
  [ $# -gt 3 ] || return 0
  find "$t_store/runs" -maxdepth 1 ! -path "$t_store/runs" -type d -mtime "+$1" -print >"$t_tmp.old"
  t_size=$2
  shift 2
  # Run ids start with their time, so they sort by age.
  du -sk -- "$@" 2>/dev/null | sort -r -k 2 | awk -v own="$t_file" -v most="$t_size" '
    FILENAME == ARGV[1] { old[$0] = 1; next }
    { size = $1; sub(/^[0-9]+[ \t]+/, ""); sum += size }
    $0 != own && ((sum > most) || ($0 in old)) { print }' "$t_tmp.old" - >"$t_tmp.prune"
  while IFS= read -r t_file; do # one line per run
    rm -rf -- "$t_file"
  done <"$t_tmp.prune"
}

# t_process_is_agent PID: true if the process exists and is a shell. The number may belong to another process now.
t_process_is_agent() {
  [ -r "/proc/$1/comm" ] || return 1
  t_comm=
  read -r t_comm <"/proc/$1/comm" || :
  case $t_comm in *sh | busybox*) return 0 ;; esac
  return 1
}

# ---- the undo log ---------------------------------------------------------------------------------------------------------------------
# One line per saved item, in order: CALL NAME DETAIL KIND PATH and a dot, separated by tabs. Tabs and newlines in them are %09 and %0A.
# A line without its dot was truncated by a power cut: its change never started.

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

# t_sync FILE…: returns when the files are on disk. Some versions of sync take no files and sync everything, which may
# take long; then uses dd.
t_sync() {
  sync -d -- "$@" 2>/dev/null && return
  for t_file in "$@"; do
    dd if=/dev/null of="$t_file" conv=notrunc,fsync 2>/dev/null || sync
  done
}

# ---- agents that are gone --------------------------------------------------------------------------------------------------------------

# t_at_work SLOT: true if the agent still runs since this boot, and its last result has no end yet.
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

t_tidy_place() {
  for t_file in "$1/.hitless-$t_gone" "$1/.hitless-$t_gone-run"; do
    [ ! -d "$t_file" ] || rm -rf -- "$t_file"
  done
  return 1 # other places may have more
}

# t_tidy SLOT: removes what a killed agent left: its work directory, and private directories that it could not remove.
t_tidy() {
  t_pid=${1##*/}
  t_pid=${t_pid%%.*}
  t_gone=${1##*.}
  case ${1##*/} in "$t_pid.$t_boot".*) if t_process_is_agent "$t_pid"; then return 0; fi ;; esac
  each_place t_tidy_place || :
  # The spool also contains output of commands, so only names of this agent's own files count.
  grep -a "^/.*/\\.hitless-[0-9]*-$t_gone\(-[A-Za-z0-9]*\)*\$" "$1" >"$t_tmp.left" || return 0
  while IFS= read -r t_file; do # at most a few per call
    t_decode "$t_file"
    t_sweep "$t_decoded"
  done <"$t_tmp.left"
}
