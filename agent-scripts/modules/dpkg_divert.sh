# shellcheck shell=sh
# module: dpkg_divert  also=community.general.dpkg_divert
# summary: keep a file of a Debian package diverted, or not
# check: full   diff: text   needs: dpkg-divert awk
# example: dpkg_divert: {path: /etc/screenrc, rename: true}
# option: path    path  required                          the file, by its absolute path
# option: state   enum  present|absent  default=present   whether it must be diverted
# option: holder  str                                     the package whose copy is not diverted; the default is LOCAL, which is none
# option: divert  path                                    where packages put the file instead; the default is path with .distrib at its end
# option: rename  bool  default=false                     move the file aside, or back, when the diversion changes
# option: force   bool  default=false                     with rename: even if that removes a file that stands there
# result: diversion  path, state, divert and holder of the diversion
# result: commands   the commands of dpkg-divert
# result: messages   what they printed

dpkg_divert_run() {
  run sh -c 'command -v dpkg-divert' # with the task's PATH
  dpkg_divert_program=$run_stdout
  dpkg_divert_options
  dpkg_divert_state
  dpkg_divert_was_state=$dpkg_divert_state dpkg_divert_was_divert=$dpkg_divert_divert dpkg_divert_was_holder=$dpkg_divert_holder
  dpkg_divert_was="$dpkg_divert_state $dpkg_divert_holder $dpkg_divert_divert"
  if [ "$dpkg_divert_was" = "$dpkg_divert_want" ]; then
    dpkg_divert_set --test || dpkg_divert_failed 'dpkg-divert failed'
    dpkg_divert_said
  else
    changed
    dpkg_divert_change
  fi
  dpkg_divert_answer
}

# Sets dpkg_divert_want to the wanted state, and dpkg_divert_target to where the file goes.
dpkg_divert_options() {
  run dpkg-divert --version || fail "dpkg-divert failed: $run_stderr"
  dpkg_divert_rename=
  # older ones do not rename unless they are told to
  if printf '%s\n' "$run_stdout" | awk 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]+[.][0-9]/) { split($i, v, "."); exit v[1] * 1000000 + v[2] * 1000 + v[3] < 1019001 } }'; then
    dpkg_divert_rename=--no-rename
  fi
  dpkg_divert_still=$dpkg_divert_rename
  [ "$p_rename" = false ] || dpkg_divert_rename=--rename
  if [ "$p_state" = absent ]; then
    dpkg_divert_want='absent  '
    dpkg_divert_target=
    return
  fi
  dpkg_divert_owner=${p_holder:-LOCAL}
  dpkg_divert_target=${p_divert:-$p_path.distrib}
  dpkg_divert_want="present $dpkg_divert_owner $dpkg_divert_target"
}

# Sets dpkg_divert_state, dpkg_divert_holder and dpkg_divert_divert to what is.
dpkg_divert_state() {
  dpkg_divert_state=absent dpkg_divert_holder='' dpkg_divert_divert=''
  run dpkg-divert --listpackage "$p_path" || fail "dpkg-divert failed: $run_stderr"
  [ -n "$run_stdout" ] || return 0
  dpkg_divert_state=present
  dpkg_divert_holder=$run_stdout
  run dpkg-divert --truename "$p_path" || fail "dpkg-divert failed: $run_stderr"
  dpkg_divert_divert=$run_stdout
}

# dpkg_divert_set [--test]: runs the command for the wanted state.
dpkg_divert_set() {
  dpkg_divert_test=${1-}
  if [ "$p_state" = absent ]; then
    set -- --remove "$p_path"
  else
    set -- --add "$p_path"
    [ -z "${p_divert-}" ] || set -- --divert "$p_divert" "$@"
    if [ "$dpkg_divert_owner" = LOCAL ]; then set -- --local "$@"; else set -- --package "$dpkg_divert_owner" "$@"; fi
  fi
  dpkg_divert_command="$dpkg_divert_program${dpkg_divert_rename:+ $dpkg_divert_rename} $*"
  if [ -z "${dpkg_divert_test}" ]; then
    run dpkg-divert ${dpkg_divert_rename:+"$dpkg_divert_rename"} "$@"
    return
  fi
  # A test with --rename writes into the directory, so a file that is in the way is looked for here.
  run dpkg-divert --test ${dpkg_divert_still:+"$dpkg_divert_still"} "$@" || return
  [ "$dpkg_divert_rename" = --rename ] && [ "$p_state" != "$dpkg_divert_was_state" ] || return 0
  [ -e "$p_path" ] && [ -e "${dpkg_divert_target:-$dpkg_divert_was_divert}" ] || return 0
  run_status=2
  run_stderr="a file is in the way: ${dpkg_divert_target:-$dpkg_divert_was_divert}"
  [ "$p_state" = present ] || run_stderr="a file is in the way: $p_path"
  return 2
}
dpkg_divert_said() {
  result commands/[] "$dpkg_divert_command"
  result messages/[] "$run_stdout"
}
dpkg_divert_failed() {
  result cmd "$dpkg_divert_command"
  result_int rc "$run_status"
  result stdout "$run_stdout${run_stdout:+$t_nl}"
  result stderr "$run_stderr${run_stderr:+$t_nl}"
  dpkg_divert_fields
  fail "$1"
}
dpkg_divert_fields() {
  result diversion/path "$p_path"
  result diversion/state "$dpkg_divert_state"
  if [ "$dpkg_divert_state" = present ]; then
    result diversion/divert "$dpkg_divert_divert"
    result diversion/holder "$dpkg_divert_holder"
  else
    result_null diversion/divert
    result_null diversion/holder
  fi
}

dpkg_divert_change() {
  dpkg_divert_set --test || {
    dpkg_divert_refused
    return
  }
  dpkg_divert_really dpkg_divert_set
  dpkg_divert_said
}
# dpkg_divert_really CMD…: runs a command that changes something, unless this is check mode. Undo only lists it: files that
# go back without their diversion would be in nobody's place.
dpkg_divert_really() {
  ! checking || return 0
  note dpkg_divert "$p_path was: $dpkg_divert_was"
  did
  "$@" || dpkg_divert_failed 'Unexpected error: see stdout and stderr for details.'
}

# dpkg-divert does not rename over a file, and does not change where a diversion goes and who holds it.
dpkg_divert_refused() {
  if [ "$p_state" = "$dpkg_divert_was_state" ]; then
    dpkg_divert_again
    return
  fi
  dpkg_divert_over=$p_path dpkg_divert_other=$dpkg_divert_was_divert
  [ "$p_state" = absent ] || dpkg_divert_over=$dpkg_divert_target dpkg_divert_other=$dpkg_divert_target
  if [ "$p_rename" = false ] || [ ! -e "$p_path" ] || [ ! -e "$dpkg_divert_other" ]; then
    dpkg_divert_failed 'Unexpected error while changing state of the diversion.'
  fi
  [ "$p_force" = true ] || dpkg_divert_failed "Set 'force' param to True to force renaming of files."
  dpkg_divert_really dpkg_divert_forced
  dpkg_divert_said
}
dpkg_divert_forced() {
  [ ! -d "$dpkg_divert_over" ] || fail "Failed to remove $dpkg_divert_over: it is a directory"
  # Only moved aside until the diversion has changed, so that a failure loses nothing.
  run mv -- "$dpkg_divert_over" "$dpkg_divert_over.hitless-$t_key" || fail "Failed to remove $dpkg_divert_over: ${run_stderr##*: }"
  if dpkg_divert_set; then
    rm -f -- "$dpkg_divert_over.hitless-$t_key"
  else
    mv -- "$dpkg_divert_over.hitless-$t_key" "$dpkg_divert_over"
    return 1
  fi
}

dpkg_divert_again() {
  set -- --remove "$p_path"
  [ -z "$dpkg_divert_still" ] || set -- "$dpkg_divert_still" "$@"
  dpkg_divert_rename=$dpkg_divert_still
  result commands/[] "$dpkg_divert_program $*"
  dpkg_divert_command="$dpkg_divert_program $*"
  if checking; then
    run dpkg-divert --test "$@" || dpkg_divert_failed 'dpkg-divert failed'
    result messages/[] "$run_stdout"
    dpkg_divert_set --test || :
    result commands/[] "$dpkg_divert_command"
    result messages/[] 'Running in check mode'
    return
  fi
  dpkg_divert_really run dpkg-divert "$@"
  result messages/[] "$run_stdout"
  dpkg_divert_set || dpkg_divert_restore
  dpkg_divert_said
  # so that no file stays where nothing knows of it
  if [ "$dpkg_divert_was_divert" != "$dpkg_divert_target" ] && [ -e "$dpkg_divert_was_divert" ] && [ ! -e "$dpkg_divert_target" ]; then
    run mv -- "$dpkg_divert_was_divert" "$dpkg_divert_target" ||
      warn "cannot move $dpkg_divert_was_divert to $dpkg_divert_target, where it belongs now: ${run_stderr##*: }"
  fi
}
# The old diversion is gone by now. Without it, the next upgrade would overwrite the file.
dpkg_divert_restore() {
  dpkg_divert_why=$run_stderr dpkg_divert_out=$run_stdout dpkg_divert_rc=$run_status
  set -- --divert "$dpkg_divert_was_divert" --add "$p_path"
  if [ "$dpkg_divert_was_holder" = LOCAL ]; then set -- --local "$@"; else set -- --package "$dpkg_divert_was_holder" "$@"; fi
  run dpkg-divert ${dpkg_divert_still:+"$dpkg_divert_still"} "$@" || {
    warn "the old diversion of $p_path to $dpkg_divert_was_divert is gone: ${run_stderr##*: }"
    dpkg_divert_state
  }
  run_stderr=$dpkg_divert_why run_stdout=$dpkg_divert_out run_status=$dpkg_divert_rc
  dpkg_divert_failed 'Unexpected error: see stdout and stderr for details.'
}

dpkg_divert_answer() {
  if checking; then
    dpkg_divert_state=$p_state dpkg_divert_holder=${dpkg_divert_owner-} dpkg_divert_divert=$dpkg_divert_target
  else
    dpkg_divert_state
  fi
  dpkg_divert_fields
  [ "$dpkg_divert_state $dpkg_divert_holder $dpkg_divert_divert" = "$dpkg_divert_want" ] || fail "the diversion of $p_path is not as wanted: $dpkg_divert_state $dpkg_divert_holder $dpkg_divert_divert"
  diff_text "$p_path (diversion)" "state: $dpkg_divert_was_state${t_nl}divert: $dpkg_divert_was_divert${t_nl}holder: $dpkg_divert_was_holder$t_nl" \
    "state: $dpkg_divert_state${t_nl}divert: $dpkg_divert_divert${t_nl}holder: $dpkg_divert_holder$t_nl"
}
