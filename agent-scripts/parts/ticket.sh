# shellcheck shell=sh
# A call with a ticket is part of a rollout: it needs the host's lease, and its answer is kept until it is known to have arrived.

# ticket RUN EPOCH KEY REQUIRED FRESH PLACE: right behind begin, in the subshell of the call. REQUIRED: whether a change without its pre-image is
# to fail. FRESH: whether all answers before this one were journaled, and have become many. PLACE: where the lease of this EPOCH lies; none if
# another agent of the session has just looked. No fork, but for the first call of a run.
ticket() {
  t_run=$1 t_epoch=$2 t_call=$3 t_keep_required=$4
  # Whoever asked may be gone when the answer is there. A trap, not '': what the call runs has signals as ever.
  trap : HUP PIPE
  t_lease_check "$6"
  if ! [ -d "$t_store/runs/$t_run/spool" ]; then
    t_store_make "runs/$t_run/spool" 2>"$t_work/state" || fail "cannot keep the state of this run on the host: $(cat "$t_work/state")"
    # Of who takes the lease this is done when that is given back.
    [ "$t_epoch" = 0 ] || [ -n "$t_lease_file" ] || t_prune "$t_run" 30 1024
  fi
  t_spool_open "$5"
}

# ---- the lease ---------------------------------------------------------------------------------------------------------------------

# t_lease_check PLACE: that the run still has it. Who has it is independent of who does the work: mostly another user's agent has taken it, and gives
# its signs of life.
t_lease_check() {
  t_lease_file=
  [ "$t_epoch" != 0 ] && [ -n "$1" ] || return 0
  t_lease_top "$1"
  if t_lease_unseen "$1"; then
    result_bool _lease_unseen true
    fail "the lease at $1 cannot be read by this user: nothing was done"
  fi
  if [ "$t_top" = "$t_epoch" ]; then
    t_lease_read "$1.$t_top"
    if [ "$t_lease_run" = "$t_run" ] && [ "$t_over_up" != free ]; then
      if [ -w "$1.$t_top" ] && t_lease_sign "$1.$t_top" "$$" 2>/dev/null; then t_lease_file=$1.$t_top; fi
      return 0
    fi
  elif [ "$t_top" != 0 ]; then
    t_lease_look "$1.$t_top"
  fi
  result_bool _lease_lost true
  if [ "$t_top" = 0 ]; then
    fail "run $t_run has no lease of this host: nothing was done"
  elif [ "$t_lease_run" != "$t_run" ]; then
    fail "run ${t_lease_run:-of an unknown name} ($t_lease_owner) has taken over the lease of this host: nothing was done"
  else
    fail "run $t_run has given back the lease of this host, or has taken it anew elsewhere: nothing was done"
  fi
}

t_lease_unseen() {
  case $t_top in
    0) ! { [ -r "${1%/*}" ] && [ -x "${1%/*}" ]; } ;;
    "$t_epoch") ! [ -r "$1.$t_top" ] ;;
    *) return 1 ;;
  esac
}

# The call is over: nobody is at work under the lease any more.
t_lease_idle() {
  [ -z "$t_lease_file" ] || t_lease_sign "$t_lease_file" 0 2>/dev/null || :
}

# ---- the spool ---------------------------------------------------------------------------------------------------------------------

# t_spool_open FRESH: an agent's file holds its last answers, as they are sent. Mostly it is added to: to empty a file costs milliseconds on some
# file systems.
t_spool_open() {
  t_file=$t_store/runs/$t_run/spool/$$.$t_boot.$t_epoch.$t_key
  # command: else a file that can't be opened would end the shell.
  t_opened=true
  case $1 in
    true) command exec 9>"$t_file" ;;
    *) command exec 9>>"$t_file" ;;
  esac 2>/dev/null || t_opened=false
  if $t_opened; then
    t_slot=$t_file
    t_spool a "$t_call" "$t_module"
  else
    warn "the answer cannot be kept on the host: should the connection be lost now, this call will be made again"
  fi
}

# t_spool TYPE NAME VALUE: the record as it is sent. A disk that is full must not end the call, nor talk.
t_spool() {
  { printf '%s\n' "$t_id $1 ${#3} $2$t_nl$3" >&9; } 2>/dev/null || :
}

# t_spool_new PATH: a file that will not be there when the call is over, unless its agent is killed.
t_spool_new() {
  case $1 in
    /*) t_encode "$1" ;;
    *) t_encode "$PWD/$1" ;;
  esac
  t_spool l '' "$t_encoded"
}

# t_spool_bytes NAME SIZE FILE [TYPE]: as much of a long field as the controller keeps. What changed nothing is not worth the fork.
t_spool_bytes() {
  if [ "$t_changed" = false ]; then t_spool p '' ''; else { t_spool_field "$@" >&9; } 2>/dev/null || :; fi
}
t_spool_field() {
  if [ "$2" -gt 1048576 ]; then
    printf '%s\n' "$t_id f 1048576 $1"
    head -c 1048576 <"$3"
    printf '%s\n' "${t_nl}$t_id b 4 $1_truncated${t_nl}true$t_nl$t_id i ${#2} $1_bytes$t_nl$2"
  else
    printf '%s\n' "$t_id ${4:-f} $2 $1"
    cat -- "$3"
    printf '\n'
  fi
}
