# shellcheck shell=sh
# Services by scripts in /etc/init.d, for the modules sysvinit and service.

# init_manage: does what the options name, state, enabled, runlevels, sleep, pattern, arguments and daemonize say.
init_manage() {
  [ "${p_state+given}${p_enabled+given}" ] || fail 'one of the following is required: state, enabled'
  if [ "${p_runlevels_n:-0}" -gt 0 ] && [ -z "${p_enabled+given}" ]; then fail 'runlevels says where the service is enabled or disabled: it needs enabled'; fi
  case $p_name in /*) init_script=$p_name ;; *) init_script=/etc/init.d/$p_name ;; esac
  [ -e "$init_script" ] || fail "Could not find the requested service $p_name: "
  init_outputs=
  init_enabled
  init_runs
  if [ "${p_enabled+given}" ]; then init_enable; else init_said enabled false; fi
  if [ "${p_state+given}" ]; then init_state; else init_said null false; fi
  init_report
}

# Also where the path of a login over SSH does not look.
init_has() {
  if task_has "$1"; then return; fi
  [ -x "/sbin/$1" ] || [ -x "/usr/sbin/$1" ] || [ -x "/bin/$1" ] || [ -x "/usr/bin/$1" ]
}
init_call() { run env LC_ALL=C PATH="$( (t_environment && printf %s "$PATH")):/sbin:/usr/sbin:/bin:/usr/bin" "$@"; }

# init_said WHAT CHANGED: a part of status, for the end; with OUTPUT given, with the output of the last command.
init_said() {
  printf 'b\tstatus/%s/changed\t%s\n' "$1" "$2" >>"$t_tmp.said"
  if [ $# -gt 2 ]; then
    printf 'i\tstatus/%s/rc\t%s\n' "$1" "$run_status" >>"$t_tmp.said"
    init_outputs="$init_outputs $1"
    cp -- "$t_work/stdout" "$t_tmp.$1.stdout"
    cp -- "$t_work/stderr" "$t_tmp.$1.stderr"
  else
    printf 'n\tstatus/%s/%s\t\n' "$1" rc "$1" stdout "$1" stderr >>"$t_tmp.said"
  fi
}
init_report() {
  result name "$p_name"
  result_table <"$t_tmp.said"
  for init_what in $init_outputs; do
    result_file "status/$init_what/stdout" "$t_tmp.$init_what.stdout"
    result_file "status/$init_what/stderr" "$t_tmp.$init_what.stderr"
  done
}

# ---- what it is ----------------------------------------------------------------------------------------------------------------------

init_enabled() { # sets init_on and init_off to the run levels where it is enabled and disabled, or to `all`
  init_on='' init_off=''
  if [ "${p_runlevels_n:-0}" -gt 0 ]; then
    each runlevels init_level
  elif init_links "$p_name" '?'; then
    init_on=all
  else
    init_off=all
  fi
}
init_level() {
  case $1 in '' | *[!0-9A-Za-z]*) fail "no run level: $1" ;; esac
  if init_links "$p_name" "$1"; then init_on="$init_on $1"; else init_off="$init_off $1"; fi
}

# init_among_processes TEXT: whether a command line contains it, except the agent's.
init_among_processes() {
  printf '%s\n' "$1" >"$t_tmp.pattern"
  (t_environment && { ps auxww 2>/dev/null || ps; }) | awk -v own="$$" 'BEGIN { getline want < ARGV[1]; ARGV[1] = "-" } $1 != own && $2 != own && index($0, want) && !/ awk / { found = 1 } END { exit !found }' "$t_tmp.pattern"
}

# Sets init_running. What a script prints is more reliable than its status.
init_runs() {
  init_running=false
  if [ "${p_pattern-}" ]; then
    if init_among_processes "$p_pattern"; then init_running=true; fi
    return
  fi
  if init_has service; then init_call service "$p_name" status; else init_call "$init_script" status; fi || :
  if [ "$p_name" = iptables ]; then case $run_stdout in *ACCEPT*) init_running=true && return ;; esac fi
  case $(printf '%s\n' "$run_stdout" | awk -v name="$p_name" '
    { text = text tolower($0) "\n" }
    END {
      if (NR > 1) exit
      name = tolower(name)
      while (name != "" && (p = index(text, name))) text = substr(text, 1, p - 1) substr(text, p + length(name))
      if (text ~ /stop|is dead |dead but |could not access pid file|inactive/) print "stopped"
      else if (text ~ /run|start|active/ && text !~ /not /) print "started"
    }') in
    stopped) return ;;
    started) init_running=true && return ;;
  esac
  case $run_status in
    0) init_running=true ;;
    1 | 2 | 3 | 4 | 69) ;;
    *)
      if init_among_processes "$p_name"; then
        init_running=true
        warn 'Used ps output to match service name and determine it is up, this is very unreliable'
      else
        warn 'Unable to determine if service is up, assuming it is down'
      fi
      ;;
  esac
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

init_enable() {
  if [ "${p_runlevels_n:-0}" -gt 0 ]; then
    init_i=0
    while [ "$init_i" -lt "$p_runlevels_n" ]; do
      init_i=$((init_i + 1))
      eval "init_level=\$p_runlevels_$init_i"
      printf 's\tstatus/enabled/runlevels/[]\t%s\n' "$init_level" >>"$t_tmp.said"
    done
  fi
  if [ "$p_enabled" = true ]; then init_wrong=$init_off; else init_wrong=$init_on; fi
  if [ -z "$init_wrong" ]; then
    init_said enabled false
    return
  fi
  changed
  diff_text "$p_name (enabled)" "$([ "$p_enabled" = false ] && printf true || printf false)$t_nl" "$p_enabled$t_nl"
  if checking; then
    init_said enabled true
    return
  fi
  if init_has update-rc.d; then init_enable_by_update_rc; elif init_has chkconfig; then init_enable_by_chkconfig; else fail 'the host has neither update-rc.d nor chkconfig to enable services'; fi
  init_said enabled true output
  case $run_stderr in *'illegal runlevel specified'*) fail "Illegal runlevel specified for enable operation on service $p_name" ;; esac
  [ "$run_status" -eq 0 ] || fail "cannot change whether $p_name starts at boot: ${run_stderr:-$run_stdout}"
}
init_enable_by_update_rc() {
  if [ "$p_enabled" = true ]; then set -- enable disable; else set -- disable enable; fi
  if [ "$init_wrong" = all ]; then
    note_service sysvinit "$p_name" "${2}d"
    if [ "$1" = disable ]; then
      init_call update-rc.d "$p_name" disable || :
    else
      init_call update-rc.d "$p_name" defaults || :
      init_links "$p_name" '?' || [ "$run_status" -ne 0 ] || init_call update-rc.d "$p_name" enable || : # it was disabled once
    fi
    return
  fi
  did
  # shellcheck disable=SC2086 # run levels
  keep_reverse "$p_name in the run levels$init_wrong" "$own_program" update-rc.d "$p_name" "$2" $init_wrong
  # shellcheck disable=SC2086
  init_call update-rc.d "$p_name" "$1" $init_wrong || :
}
init_enable_by_chkconfig() {
  if [ "$p_enabled" = true ]; then set -- on off; else set -- off on; fi
  if [ "$init_wrong" = all ]; then
    if [ "$1" = on ]; then note_service sysvinit "$p_name" disabled; else note_service sysvinit "$p_name" enabled; fi
    init_call chkconfig "$p_name" "$1" || :
    return
  fi
  did
  init_wrong=$(printf %s "$init_wrong" | tr -d ' ')
  keep_reverse "$p_name in the run levels $init_wrong" "$own_program" chkconfig --level "$init_wrong" "$p_name" "$2"
  init_call chkconfig --level "$init_wrong" "$p_name" "$1" || :
}

init_state() {
  case $p_state:$init_running in
    started:true | stopped:false)
      init_said "$p_state" false
      return
      ;;
  esac
  changed
  if [ "$init_running" = true ]; then set -- started; else set -- stopped; fi
  diff_text "$p_name (state)" "$1$t_nl" "$p_state$t_nl"
  if checking; then
    init_said "$p_state" true
    return
  fi
  case $p_state:$1 in stopped:* | started:* | restarted:stopped) note_service sysvinit "$p_name" "$1" ;; esac
  did
  case $p_state in
    started) init_do start ;;
    stopped) init_do stop ;;
    reloaded) init_do reload ;;
    restarted) # a script need not know restart
      init_action=restart
      init_do stop
      sleep "${p_sleep-1}"
      init_do start
      sleep "${p_sleep-1}"
      ;;
  esac
  init_said "$p_state" true output
}
init_do() {
  init_verb=$1
  split_words "${p_arguments-}" || fail "arguments have an unclosed quote: $p_arguments"
  set -- "$init_script" "$1"
  values_of w_ "$w_n"
  eval "set -- \"\$@\" $values"
  # with daemonize, nothing of the task's session ends what the script starts
  if [ "${p_daemonize-false}" = true ] && have setsid; then set -- setsid "$@"; fi
  init_call "$@" || {
    result_int rc "$run_status"
    result_file stdout "$t_work/stdout"
    result_file stderr "$t_work/stderr"
    fail "Failed to ${init_action:-$init_verb} service: $p_name"
  }
}
