# shellcheck shell=sh
# The core of the agent: its work directory, the records of its replies, and how a call begins and ends. The controller
# sends a line t_key='RANDOM' before this file, optionally with t_remote_tmp='DIRECTORY'. After lib.sh it sends the word
# `hello`.

set -u
IFS=' 	
'
t_nl='
'
t_tab='	'
t_id=0
t_work=
t_run=
t_slot=
t_live=false
t_results_arrived=false

trap 't_clean_up' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
t_clean_up() {
  set --
  if [ "$t_results_arrived" = true ]; then set -- "$t_store"/runs/*/spool/*."$t_key"; fi
  [ -z "$t_work" ] || rm -rf -- "$t_work" "$@"
}

# bye: the controller has all results of calls with a ticket, so the agent can delete its copies.
bye() { t_results_arrived=true; }

# Replies use only descriptor 3. If a command prints something by mistake, it goes to standard error.
exec 3>&1 1>&2

# Lengths are counted in bytes. Commands can get the user's locale back (user_locale).
t_lc_all=${LC_ALL-}
t_lc_all_given=${LC_ALL+given}
LC_ALL=C
export LC_ALL

PATH=${PATH:-/usr/bin:/bin}
for t_dir in /usr/local/sbin /usr/sbin /sbin; do
  case :$PATH: in
    *":$t_dir:"*) ;;
    *) PATH=$PATH:$t_dir ;;
  esac
done
export PATH
case ${HOME-} in '') HOME=/ && export HOME ;; esac

t_begin_more() { :; }
if [ "${KSH_VERSION+ksh}" ]; then
  # mksh counts characters by default. It has no builtin printf, and a large value would not fit on a command line.
  # shellcheck disable=SC3041 # it is mksh here
  set +U
  # Without an exit trap, an unset variable ends only the current function, not the call.
  t_begin_more() { trap : EXIT; }
  printf() {
    case $1 in
      %s) t_tail= ;;
      '%s\n') t_tail=$t_nl ;;
      *)
        command printf "$@"
        return
        ;;
    esac
    shift
    t_printed=0
    for t_piece in "$@"; do print -nr -- "$t_piece$t_tail" || t_printed=1; done
    return $t_printed
  }
fi

# each_place FUNCTION: calls FUNCTION with each directory that can hold the agent's work directory, until one call
# returns 0.
each_place() {
  case ${t_remote_tmp-} in
    '') ;;
    '~'*) "$1" "$HOME${t_remote_tmp#?}" && return ;;
    *) "$1" "$t_remote_tmp" && return ;;
  esac
  for t_dir in "${TMPDIR:-/tmp}" /tmp /var/tmp /run /dev/shm "$HOME"; do
    "$1" "$t_dir" && return
  done
  return 1
}

# hello: the program is complete. Creates the work directory. Its name contains the controller's random key, so nobody
# can create it first.
hello() {
  t_tried=
  each_place t_settle && printf '%s\n' "hitless $t_key $$ $t_work" >&3 && return
  t_work=
  printf '%s\n' "hitless $t_key $$ !$t_tried" >&3
  exit 1
}
# t_settle DIR: true if the work directory can be in DIR. On a full disk mkdir can succeed although no file can be
# written.
t_settle() {
  t_work=${1%/}/.hitless-$t_key
  if t_why=$(exec mkdir -m 700 -- "$t_work" 2>&1); then
    { command printf '%s' "$t_key" >"$t_work/stdout"; } 2>/dev/null && [ -s "$t_work/stdout" ] && return
    rm -rf -- "$t_work"
    t_why='the disk is full'
  fi
  case $t_tried in
    *" $1: "*) ;;
    *) t_tried="$t_tried${t_tried:+;} $1: ${t_why##*: }" ;;
  esac
  return 1
}

# needs MODULE COMMAND…: the controller sends this with a module. The commands are looked up only once.
needs() {
  t_module=$1
  t_missing=
  shift
  for t_item in "$@"; do
    command -v "$t_item" >/dev/null 2>&1 || t_missing="$t_missing $t_item"
  done
  eval "t_missing_$t_module=\$t_missing"
}

# t_record TYPE NAME VALUE: sends all replies. If the call has a ticket, saves the record first (parts/ticket.sh).
t_record() {
  [ -z "$t_slot" ] || t_spool "$@"
  printf '%s\n' "$t_id $1 ${#3} $2$t_nl$3" >&3
}

# begin ID MODULE CHECK DIFF: the first command in the subshell of a call. Input from /dev/null: nothing in the call can
# read the agent's program.
begin() {
  exec </dev/null
  t_begin_more
  t_id=$1
  t_module=$2
  t_check=$3
  t_diff=$4
  t_tmp=$t_work/call$t_id
  t_changed=false
  t_did=false
  t_ended=false
  t_rooms=0
  t_user_locale=false
}

# The task's environment. A call that has one redefines this function.
t_environment() { :; }

# call: runs the module, after begin and the assignments.
call() {
  eval "t_missing=\${t_missing_$t_module-}"
  [ -z "$t_missing" ] || fail "the host lacks what module $t_module needs:$t_missing"
  "${t_module}_run"
  t_over
}

# t_room: false if the disk of the work files is full. Programs then write less than they should, and not all of them
# report it. A new file each time, of a whole block: nothing else would need room.
t_block=0123456789abcdef
t_room() {
  t_rooms=$((t_rooms + 1))
  while [ ${#t_block} -lt 4096 ]; do t_block=$t_block$t_block; done
  { printf '%s' "$t_block" >"$t_tmp.room$t_rooms"; } 2>/dev/null && [ -s "$t_tmp.room$t_rooms" ]
}

# Ends the call with its last record. Most calls have no temporary files; checking first saves a fork.
t_over() {
  [ -z "$t_origin" ] || t_leave
  for t_item in "$t_tmp"*; do
    if [ -e "$t_item" ] || [ -h "$t_item" ]; then
      $t_ended || t_room || t_failed "the disk of $t_work is full"
      rm -rf -- "$t_tmp"*
      break
    fi
  done
  t_record e '' ''
  [ -z "$t_run" ] || t_lease_idle
  exit 0
}

# lost ID STATUS: the subshell of a call ended without an end record (a shell error, a signal).
lost() {
  t_id=$1
  t_record q '' "$2"
  [ -z "$t_work" ] || rm -rf -- "$t_work/call$t_id"*
  t_id=0
}
