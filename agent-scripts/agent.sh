# shellcheck shell=sh
# The frame of the agent: its work directory, the records it answers with, and the life of a call. The controller sends a line
# t_key='RANDOM' ahead of this file, perhaps with t_remote_tmp='DIRECTORY', and after lib.sh the word `hello`.

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
t_arrived=false

trap 't_farewell' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
t_farewell() {
  set --
  if [ "$t_arrived" = true ]; then set -- "$t_store"/runs/*/spool/*."$t_key"; fi
  [ -z "$t_work" ] || rm -rf -- "$t_work" "$@"
}

# bye: the controller has all answers of calls with a ticket: those that are kept here can go.
bye() { t_arrived=true; }

# Replies go by descriptor 3 alone: whatever a command prints by mistake ends on standard error.
exec 3>&1 1>&2

# Bytes are what is counted here; commands may get the user's own locale back (user_locale).
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
  # mksh counts characters unless told, and has no printf of its own: a big value would not fit on a command line.
  # shellcheck disable=SC3041 # it is mksh here
  set +U
  # Without an exit trap an unset variable ends only the function it is met in.
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

# each_place FUNCTION: with the directories where an agent's own can be, in order, until one returns 0.
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

# hello: the program is complete. Makes the work directory; its name has the controller's random key in it, so nobody can be there first.
hello() {
  t_tried=
  each_place t_settle && printf '%s\n' "hitless $t_key $$ $t_work" >&3 && return
  t_work=
  printf '%s\n' "hitless $t_key $$ !$t_tried" >&3
  exit 1
}
# t_settle DIR: whether the work directory can be there. On a full disk a directory can be made, and nothing put into it.
t_settle() {
  t_work=${1%/}/.hitless-$t_key
  if t_why=$(exec mkdir -m 700 -- "$t_work" 2>&1); then
    { command printf '%s' "$t_key" >"$t_work/stdout"; } 2>/dev/null && [ -s "$t_work/stdout" ] && return
    rm -rf -- "$t_work"
    t_why='nothing can be written: it is full'
  fi
  case $t_tried in
    *" $1: "*) ;;
    *) t_tried="$t_tried${t_tried:+;} $1: ${t_why##*: }" ;;
  esac
  return 1
}

# needs MODULE COMMAND…: told by the controller when it sends a module; looked for now, once.
needs() {
  t_module=$1
  t_missing=
  shift
  for t_item in "$@"; do
    command -v "$t_item" >/dev/null 2>&1 || t_missing="$t_missing $t_item"
  done
  eval "t_missing_$t_module=\$t_missing"
}

# t_record TYPE NAME VALUE: the one place that answers. The answers of calls with a ticket are kept first (parts/ticket.sh).
t_record() {
  [ -z "$t_slot" ] || t_spool "$@"
  printf '%s\n' "$t_id $1 ${#3} $2$t_nl$3" >&3
}

# begin ID MODULE CHECK DIFF: first in the subshell of a call. Nothing that runs in a call can read the agent's program.
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
  t_user_locale=false
}

# The task's environment; a call that has one defines its own.
t_environment() { :; }

# call: carries out what begin and the assignments have prepared.
call() {
  eval "t_missing=\${t_missing_$t_module-}"
  [ -z "$t_missing" ] || fail "the host lacks what module $t_module needs:$t_missing"
  "${t_module}_run"
  t_over
}

# The last record, and out of the subshell. Temporary files go now if there are any: most calls have none, and spare the fork.
t_over() {
  [ -z "$t_origin" ] || t_leave
  for t_item in "$t_tmp"*; do
    if [ -e "$t_item" ] || [ -h "$t_item" ]; then
      rm -rf -- "$t_tmp"*
      break
    fi
  done
  t_record e '' ''
  [ -z "$t_run" ] || t_lease_idle
  exit 0
}

# lost ID STATUS: the subshell of a call ended by itself (an error of the shell, a signal).
lost() {
  t_id=$1
  t_record q '' "$2"
  t_id=0
}
