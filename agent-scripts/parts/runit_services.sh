# shellcheck shell=sh
# Services by runit, for the modules runit and service.

# runit_manage: does what the options name, state, enabled, service_dir and service_src say.
runit_manage() {
  case $p_name in '' | . | .. | ../* | */..) fail "not a service: $p_name" ;; esac
  task_needs sv
  runit_at=${p_service_dir:=/var/service}/$p_name runit_from=${p_service_src:=/etc/sv}/$p_name
  runit_state=stopped runit_full='' runit_pid='' runit_duration='' runit_on=false runit_new=false
  if [ -e "$runit_at" ] || [ -h "$runit_at" ]; then
    runit_on=true
    runit_look
  fi
  if [ "${p_enabled+given}" ] && [ "$p_enabled" != "$runit_on" ]; then runit_link; fi
  if [ "${p_state+given}" ] && [ "$p_state" != "$runit_state" ]; then
    changed
    checking || runit_act
  fi
  runit_look
  result sv/state "$runit_state"
  result_bool sv/enabled "$runit_on"
  result sv/svc_full "$runit_at"
  result sv/src_full "$runit_from"
  if [ "$runit_pid" ]; then result sv/pid "$runit_pid"; else result_null sv/pid; fi
  if [ "$runit_duration" ]; then result sv/duration "$runit_duration"; else result_null sv/duration; fi
  result sv/full_state "$runit_full"
}

# With /bin/sh, since the shell of busybox would run its own sv.
# shellcheck disable=SC2016
runit_call() { run env LANG=C LC_ALL=C LC_MESSAGES=C LC_CTYPE=C /bin/sh -c "$own_program" sv "$@"; }

# What sv says, as `run: DIR: (pid 12) 34s; run: log: (pid 11) 34s`.
runit_look() {
  runit_call status "$runit_at" || :
  runit_full=$run_stdout${run_stdout:+$t_nl}
  if [ "$run_stderr" ]; then
    runit_full=$run_stderr$t_nl runit_state=$run_stderr$t_nl
    return
  fi
  runit_own=${run_stdout%%'; '*}
  case $runit_own in
    run:*) runit_state=started ;;
    down:*) runit_state=stopped ;;
    *) runit_state=unknown ;;
  esac
  runit_word=$(printf '%s\n' "$runit_own" | awk 'match($0, /\(pid [0-9]+\)/) { print substr($0, RSTART + 5, RLENGTH - 6); exit }')
  runit_pid=${runit_word:-$runit_pid}
  runit_word=$(printf '%s\n' "$runit_own" | awk 'match($0, / [0-9]+s/) { print substr($0, RSTART + 1, RLENGTH - 2); exit }')
  runit_duration=${runit_word:-$runit_duration}
}

runit_link() {
  if [ "$p_enabled" = true ] && [ ! -e "$runit_from" ]; then fail "Could not find source for service to enable ($runit_from)."; fi
  changed
  if checking; then return; fi
  if [ "$p_enabled" = true ]; then
    keep "$runit_at"
    place "$runit_at" ln -s -- "$runit_from" || fail "Error while linking: $place_error"
    runit_new=true
    return
  fi
  [ -h "$runit_at" ] || fail "Error while unlinking: $runit_at is no link"
  did
  runit_call force-stop "$runit_from" || :
  remove_path "$runit_at"
  runit_state=stopped
}

runit_act() {
  case $p_state in
    killed) runit_verb=force-stop ;;
    once) runit_verb=once ;;
    reloaded) runit_verb=reload ;;
    restarted) runit_verb=restart ;;
    started) runit_verb='start' ;;
    stopped) runit_verb=stop ;;
  esac
  runit_keep
  did
  if [ "$runit_new" = true ]; then runit_wait; fi
  runit_call "$runit_verb" "$runit_at" || fail "sv cannot $runit_verb $p_name: ${run_stderr:-$run_stdout}"
}
runit_keep() {
  [ "$runit_new" = false ] || return 0 # undo removes its link
  # shellcheck disable=SC2016 # for the inner shell
  case $runit_state:$p_state in
    started:stopped | started:killed | started:once) keep_reverse "$runit_at: started" "$own_program" sv start "$runit_at" ;;
    stopped:started | stopped:once | stopped:restarted) keep_reverse "$runit_at: stopped" "$own_program" sv stop "$runit_at" ;;
  esac
}
# runsvdir looks for new links every five seconds, and makes a pipe for sv then.
runit_wait() {
  runit_waited=0
  while [ "$runit_waited" -lt 8 ] && [ ! -p "$runit_at/supervise/ok" ]; do
    runit_waited=$((runit_waited + 1))
    sleep 1
  done
}
