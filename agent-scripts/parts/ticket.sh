# shellcheck shell=sh
# A call with a ticket is part of a rollout. It requires the host's lease, and its results are saved until they have
# arrived.

# ticket RUN EPOCH KEY REQUIRED FRESH PLACE: comes after begin, in the subshell of the call. REQUIRED: a change without
# a pre-image must fail. FRESH: all earlier results are in the journal, so the spool can start anew. PLACE: where the
# lease of this EPOCH is; empty if another agent of the session has just checked it. Forks only for the first call of a
# run.
ticket() {
  t_run=$1 t_epoch=$2 t_call=$3 t_keep_required=$4
  # The controller may be gone when the result is ready. A trap, not '': commands of the call must get the default
  # signals.
  trap : HUP PIPE
  t_lease_check "$6"
  if ! [ -d "$t_store/runs/$t_run/spool" ]; then
    t_store_make "runs/$t_run/spool" 2>"$t_work/state" || fail "cannot save the state of this run on the host: $(cat "$t_work/state")"
    # The user that takes the lease does this when it releases it.
    [ "$t_epoch" = 0 ] || [ -n "$t_lease_file" ] || t_prune "$t_run" 30 1024
  fi
  t_spool_open "$5"
}

# ---- the lease ---------------------------------------------------------------------------------------------------------------------

# t_lease_check PLACE: fails the call if its run no longer has the lease. Often the agent of another user has taken the
# lease and renews it.
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
    fail "run $t_run has released the lease of this host, or has taken another one: nothing was done"
  fi
}

t_lease_unseen() {
  case $t_top in
    0) ! { [ -r "${1%/*}" ] && [ -x "${1%/*}" ]; } ;;
    "$t_epoch") ! [ -r "$1.$t_top" ] ;;
    *) return 1 ;;
  esac
}

# The call has ended: no process works under the lease.
t_lease_idle() {
  [ -z "$t_lease_file" ] || t_lease_sign "$t_lease_file" 0 2>/dev/null || :
}

# ---- the spool ---------------------------------------------------------------------------------------------------------------------

# t_spool_open FRESH: each agent has a file with its latest results. Usually it appends, since truncating a file costs
# milliseconds on some file systems.
t_spool_open() {
  t_file=$t_store/runs/$t_run/spool/$$.$t_boot.$t_epoch.$t_key
  # command: otherwise a file that can't be opened would end the shell.
  t_opened=true
  case $1 in
    true) command exec 9>"$t_file" ;;
    *) command exec 9>>"$t_file" ;;
  esac 2>/dev/null || t_opened=false
  if $t_opened; then
    t_slot=$t_file
    t_spool a "$t_call" "$t_module"
  else
    warn "the result cannot be saved on the host: if the connection is lost now, the call will be repeated"
  fi
}

# t_spool TYPE NAME VALUE: writes a record as it is sent. A full disk must neither end the call nor print anything.
t_spool() {
  { printf '%s\n' "$t_id $1 ${#3} $2$t_nl$3" >&9; } 2>/dev/null || :
}

# t_spool_new PATH: records a file that the call removes again, in case its agent is killed.
t_spool_new() {
  case $1 in
    /*) t_encode "$1" ;;
    *) t_encode "$PWD/$1" ;;
  esac
  t_spool l '' "$t_encoded"
}

# t_spool_bytes NAME SIZE FILE [TYPE]: writes at most the part of a long field that the controller keeps. For an
# unchanged result the fork is not worth it.
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
