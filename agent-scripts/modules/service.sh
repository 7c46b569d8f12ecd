# shellcheck shell=sh
# module: service
# summary: start, stop and enable services, with the service manager of the host
# check: full   diff: text   needs: awk
# example: service: {name: nginx, state: restarted, enabled: true}
# option: name       str   required                               the service
# option: state      enum  started|stopped|restarted|reloaded     the wanted state; reloaded and restarted always act
# option: enabled    bool                                         whether it starts at boot
# option: sleep      int                                          seconds between stop and start of a restart
# option: pattern    str                                          what to look for in the process list if the service can't report its state
# option: runlevel   str   default=default                        run level of OpenRC
# option: arguments  str   default=""  aliases=args               more arguments for the service's script
# option: use        str   default=auto                           systemd, openrc, upstart or sysvinit; auto: the one that the host uses
# one-of: state enabled
# result: name  the service
# result: state  started or stopped
# result: enabled  whether it starts at boot
# result: status  properties as systemctl shows them, with systemd

service_run() {
  result name "$p_name"
  service_by=$p_use
  [ "$service_by" != auto ] || service_detect
  case $service_by in
    systemd | openrc | upstart | sysvinit) ;;
    sysv | service) service_by=sysvinit ;;
    *) fail "no way known to handle services with '$p_use': systemd, openrc, upstart, sysvinit" ;;
  esac
  "service_find_$service_by"
  if [ "${p_enabled+given}" ]; then
    result_bool enabled "$p_enabled"
    if "service_enabled_$service_by"; then service_is=true; else service_is=false; fi
    if [ "$service_is" != "$p_enabled" ]; then
      changed
      diff_text "$p_name (enabled)" "$service_is$t_nl" "$p_enabled$t_nl"
      if ! checking; then
        if [ "$p_enabled" = true ]; then service_was=disabled; else service_was=enabled; fi
        service_keep "$service_was"
        "service_enable_$service_by"
      fi
    fi
  fi
  [ -z "${p_state+given}" ] || service_state
}

service_keep() { # service_keep HOW: saves the state for undo
  case $service_by in
    systemd) note_service systemd-system "$p_name" "$1" ;;
    *) note_service "$service_by" "$p_name" "$1" ;;
  esac
}

service_detect() {
  service_by=sysvinit
  if [ -d /run/systemd/system ]; then
    service_by=systemd
  elif have rc-service && [ -x /sbin/openrc ]; then
    service_by=openrc
  elif have initctl && [ -d /etc/init ] && initctl version 2>/dev/null | grep -q upstart; then
    service_by=upstart
  fi
}

service_state() {
  if "service_running_$service_by"; then service_is=started; else service_is=stopped; fi
  service_action=
  case $p_state:$service_is in
    started:stopped) service_action=start ;;
    stopped:started) service_action=stop ;;
    restarted:*) service_action=restart ;;
    reloaded:started) service_action=reload ;;
    reloaded:stopped) service_action=start ;;
  esac
  case $p_state in stopped) result state stopped ;; *) result state started ;; esac
  [ "$service_action" ] || return 0
  changed
  diff_text "$p_name (state)" "$service_is$t_nl" "$p_state$t_nl"
  ! checking || return 0
  case $p_state:$service_is in
    stopped:* | *:stopped) service_keep "$service_is" ;;
  esac
  : >"$t_tmp.began"
  if [ "$service_action" = restart ] && [ "${p_sleep-0}" -gt 0 ]; then
    service_act stop || [ "$service_is" = stopped ] || service_failed
    sleep "$p_sleep"
    service_action=start
  fi
  service_act "$service_action" || service_failed
}

service_failed() {
  service_said=${run_stderr:-$run_stdout}
  result_int rc "$run_status"
  if [ "$service_by" = systemd ] && have journalctl && run env LC_ALL=C journalctl --no-pager --quiet --lines=20 --output=cat --since "@$(stat -c %Y "$t_tmp.began")" --unit "$p_name" && [ "$run_stdout" ]; then
    fail "Unable to $service_action service $p_name: $service_said${t_nl}its latest log lines:${t_nl}$run_stdout"
  fi
  fail "Unable to $service_action service $p_name: $service_said"
}

service_act() {
  split_words "$p_arguments" || fail "arguments have an unclosed quote: $p_arguments"
  case $service_by in
    systemd) set -- env LC_ALL=C systemctl "$1" -- "$p_name" ;;
    openrc) set -- rc-service "$p_name" "$1" ;;
    upstart) set -- initctl "$1" "$p_name" ;;
    sysvinit) if [ -x "/etc/init.d/$p_name" ]; then set -- "/etc/init.d/$p_name" "$1"; else set -- service "$p_name" "$1"; fi ;;
  esac
  service_i=0
  while [ "$service_by" != systemd ] && [ "$service_i" -lt "$w_n" ]; do
    service_i=$((service_i + 1))
    eval "set -- \"\$@\" \"\$w_$service_i\""
  done
  run "$@"
}

service_among_processes() { # the pattern in the command lines, except the agent's
  ps -ef 2>/dev/null | awk -v own="$$" 'BEGIN { getline want < ARGV[1]; ARGV[1] = "-" } $2 != own && index($0, want) && !/ awk / { found = 1 } END { exit !found }' "$t_tmp.pattern"
}

# ---- systemd -----------------------------------------------------------------------------------------------------------------------

service_find_systemd() {
  run env LC_ALL=C systemctl show --property=Id,LoadState,ActiveState,SubState,UnitFileState,MainPID,Result,FragmentPath -- "$p_name" || fail "cannot query systemd about $p_name: $run_stderr"
  service_show=$t_nl$run_stdout$t_nl
  printf '%s\n' "$run_stdout" | awk '{ p = index($0, "="); if (p) print "s\tstatus/" substr($0, 1, p - 1) "\t" substr($0, p + 1) }' >"$t_tmp.status"
  result_table <"$t_tmp.status"
  case $service_show in *"${t_nl}LoadState=not-found$t_nl"*) fail "Could not find the requested service $p_name: host" ;; esac
}
service_running_systemd() {
  case $service_show in *"${t_nl}ActiveState=active$t_nl"* | *"${t_nl}ActiveState=activating$t_nl"* | *"${t_nl}ActiveState=reloading$t_nl"*) return 0 ;; esac
  return 1
}
service_enabled_systemd() {
  case $service_show in
    *"${t_nl}UnitFileState=enabled"* | *"${t_nl}UnitFileState=static$t_nl"* | *"${t_nl}UnitFileState=alias$t_nl"*) return 0 ;;
    *"${t_nl}UnitFileState=$t_nl"* | *"${t_nl}UnitFileState=generated$t_nl"* | *"${t_nl}UnitFileState=bad$t_nl"*) run systemctl is-enabled -- "$p_name" && return 0 ;;
  esac
  return 1
}
service_enable_systemd() {
  if [ "$p_enabled" = true ]; then set -- enable; else set -- disable; fi
  run env LC_ALL=C systemctl "$1" -- "$p_name" || fail "Unable to $1 service $p_name: $run_stderr"
}

# ---- OpenRC ------------------------------------------------------------------------------------------------------------------------

service_find_openrc() { [ -x "/etc/init.d/$p_name" ] || fail "Could not find the requested service $p_name: there is no /etc/init.d/$p_name"; }
service_running_openrc() { run rc-service "$p_name" status; }
service_enabled_openrc() { [ -e "/etc/runlevels/$p_runlevel/$p_name" ]; }
service_enable_openrc() {
  if [ "$p_enabled" = true ]; then set -- add; else set -- delete; fi
  run rc-update "$1" "$p_name" "$p_runlevel" || fail "Unable to $1 $p_name in run level $p_runlevel: ${run_stderr:-$run_stdout}"
}

# ---- upstart -----------------------------------------------------------------------------------------------------------------------

service_find_upstart() {
  [ -e "/etc/init/$p_name.conf" ] || {
    service_by=sysvinit
    service_find_sysvinit
  }
}
service_running_upstart() {
  run env LC_ALL=C initctl status "$p_name" || return 1
  case $run_stdout in *start/running* | *start/*) return 0 ;; esac
  return 1
}
service_enabled_upstart() { ! grep -qs '^[[:space:]]*manual' "/etc/init/$p_name.override" "/etc/init/$p_name.conf"; }
service_enable_upstart() {
  service_override=/etc/init/$p_name.override
  if [ "$p_enabled" = true ]; then
    awk '!/^[ \t]*manual[ \t]*$/' "$service_override" >"$t_tmp.override" 2>/dev/null
    put_from "$service_override" "$t_tmp.override" || fail "$put_error"
  else
    {
      cat "$service_override" 2>/dev/null
      printf 'manual\n'
    } >"$t_tmp.override"
    put_from "$service_override" "$t_tmp.override" || fail "$put_error"
  fi
}

# ---- scripts in /etc/init.d ----------------------------------------------------------------------------------------------------------

service_find_sysvinit() {
  [ -x "/etc/init.d/$p_name" ] || fail "Could not find the requested service $p_name: there is no /etc/init.d/$p_name"
}
service_running_sysvinit() {
  if [ "${p_pattern-}" ]; then
    printf '%s\n' "$p_pattern" >"$t_tmp.pattern"
    service_among_processes
    return
  fi
  service_act status
  case $run_status:$run_stdout in
    0:*'not running'* | 0:*stopped* | 0:*inactive*) return 1 ;;
    0:*) return 0 ;;
  esac
  return 1
}
service_enabled_sysvinit() {
  for service_link in /etc/rc[2345].d/S[0-9][0-9]"$p_name" /etc/rc.d/rc[2345].d/S[0-9][0-9]"$p_name"; do
    [ ! -e "$service_link" ] || return 0
  done
  return 1
}
service_enable_sysvinit() {
  if have chkconfig; then
    if [ "$p_enabled" = true ]; then run chkconfig --add "$p_name" && run chkconfig "$p_name" on; else run chkconfig "$p_name" off; fi
  elif have update-rc.d; then
    if [ "$p_enabled" = true ]; then run update-rc.d "$p_name" defaults && run update-rc.d "$p_name" enable; else run update-rc.d "$p_name" disable; fi
  else
    fail 'the host has neither chkconfig nor update-rc.d to enable services'
  fi || fail "cannot change whether $p_name starts at boot: ${run_stderr:-$run_stdout}"
}
