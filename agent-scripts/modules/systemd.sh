# shellcheck shell=sh
# module: systemd  also=systemd_service,ansible.builtin.systemd_service
# summary: start, stop, enable and mask systemd units
# check: full   diff: text   needs: systemctl
# example: systemd: {name: haproxy.service, state: started, enabled: true, daemon_reload: true}
# option: name           str   aliases=service,unit                       the unit; .service may be left out
# option: state          enum  started|stopped|restarted|reloaded         the wanted state; reloaded and restarted always act
# option: enabled        bool                                             whether it starts at boot
# option: masked         bool                                             whether the unit is masked, so that it can't be started
# option: force          bool                                             overwrite links that are in the way
# option: daemon_reload  bool  default=false  aliases=daemon-reload       read the unit files again first
# option: daemon_reexec  bool  default=false  aliases=daemon-reexec       restart systemd itself first
# option: scope          enum  system|user|global  default=system         which systemd instance
# option: no_block       bool  default=false                              do not wait for the result
# result: name  the unit
# result: state  started or stopped
# result: enabled  whether it starts at boot
# result: status  properties of the unit as systemctl shows them

systemd_run() {
  [ "${p_name+given}" ] || [ -z "${p_state+given}${p_enabled+given}${p_masked+given}" ] || fail 'state, enabled and masked need the name of a unit'
  systemd_options="--$p_scope"
  [ "$p_no_block" = false ] || systemd_options="$systemd_options --no-block"
  [ "${p_force-false}" = false ] || systemd_options="$systemd_options --force"
  if [ "$p_scope" = user ] && [ -z "${XDG_RUNTIME_DIR-}" ]; then
    XDG_RUNTIME_DIR=/run/user/$(id -u)
    export XDG_RUNTIME_DIR
  fi
  if [ "$p_daemon_reload" = true ] && ! checking; then systemd_ctl daemon-reload || fail "failure reloading systemd: $run_stderr"; fi
  if [ "$p_daemon_reexec" = true ] && ! checking; then systemd_ctl daemon-reexec || fail "failure re-executing systemd: $run_stderr"; fi
  if [ "${p_name+given}" ]; then systemd_unit; fi
}

systemd_ctl() {
  # shellcheck disable=SC2086
  run env LC_ALL=C systemctl $systemd_options "$@"
}

systemd_unit() {
  case $p_name in
    *.service | *.socket | *.device | *.mount | *.automount | *.swap | *.target | *.path | *.timer | *.slice | *.scope) systemd_name=$p_name ;;
    *) systemd_name=$p_name.service ;;
  esac
  result name "$p_name"
  systemd_show
  if [ "$systemd_load" = not-found ] && [ "$systemd_active" = inactive ]; then
    # in check mode, an earlier task might have created the unit
    ! checking || [ -z "${p_state+given}${p_enabled+given}" ] || fail "Could not find the requested service $p_name: host"
    if [ "${p_masked-}" != true ] || [ "${p_state+given}${p_enabled+given}" ]; then fail "Could not find the requested service $p_name: host"; fi
  fi
  if [ "${p_masked+given}" ]; then systemd_mask; fi
  if [ "${p_enabled+given}" ]; then systemd_enable; fi
  if [ "${p_state+given}" ]; then systemd_state; fi
}

# One systemctl command reads all properties.
systemd_show() {
  systemd_load='' systemd_active='' systemd_sub='' systemd_file=''
  systemd_ctl show --property=Id,Names,LoadState,LoadError,ActiveState,SubState,UnitFileState,UnitFilePreset,FragmentPath,MainPID,Result,ExecMainStatus,ExecMainCode,Type,Description,NeedDaemonReload,ActiveEnterTimestamp,CanReload,CanStart,CanStop,NRestarts,ControlGroup,TriggeredBy \
    -- "$systemd_name" || {
    case $p_scope in global) return ;; esac
    fail "cannot query systemd about $p_name: ${run_stderr:-$run_stdout}"
  }
  printf '%s\n' "$run_stdout" | awk '{ p = index($0, "="); if (p) print "s\tstatus/" substr($0, 1, p - 1) "\t" substr($0, p + 1) }' >"$t_tmp.status"
  result_table <"$t_tmp.status"
  while IFS= read -r systemd_line; do # about twenty lines
    case $systemd_line in
      LoadState=*) systemd_load=${systemd_line#*=} ;;
      ActiveState=*) systemd_active=${systemd_line#*=} ;;
      SubState=*) systemd_sub=${systemd_line#*=} ;;
      UnitFileState=*) systemd_file=${systemd_line#*=} ;;
    esac
  done <<END
$run_stdout
END
}

systemd_mask() {
  case $systemd_load:$systemd_file in masked:* | *:masked | *:masked-runtime) systemd_masked=true ;; *) systemd_masked=false ;; esac
  [ "$systemd_masked" != "$p_masked" ] || return 0
  changed
  diff_text "$systemd_name (masked)" "$systemd_masked$t_nl" "$p_masked$t_nl"
  ! checking || return 0
  if [ "$p_masked" = true ]; then set -- mask unmasked; else set -- unmask masked; fi
  note_service "systemd-$p_scope" "$systemd_name" "$2"
  systemd_ctl "$1" -- "$systemd_name" || fail "Unable to $1 service $p_name: $run_stderr"
}

systemd_enable() {
  systemd_enabled=false
  case $p_scope:$systemd_file in
    global:*) if systemd_ctl is-enabled -- "$systemd_name"; then systemd_enabled=true; fi ;;
    *:enabled | *:enabled-runtime | *:static | *:indirect | *:generated | *:alias | *:linked-runtime) systemd_asked ;;
    *: | *:bad) systemd_asked ;; # an old systemd does not report scripts in init.d
  esac
  result_bool enabled "$p_enabled"
  [ "$systemd_enabled" != "$p_enabled" ] || return 0
  changed
  diff_text "$systemd_name (enabled)" "$systemd_enabled$t_nl" "$p_enabled$t_nl"
  ! checking || return 0
  if [ "$p_enabled" = true ]; then set -- enable disabled; else set -- disable enabled; fi
  note_service "systemd-$p_scope" "$systemd_name" "$2"
  systemd_ctl "$1" -- "$systemd_name" || fail "Unable to $1 service $p_name: ${run_stderr:-$run_stdout}"
}
systemd_asked() {
  case $systemd_file in
    enabled | enabled-runtime | static | alias) systemd_enabled=true ;;
    indirect) ;; # another instance or its socket may be enabled; the unit is not
    *) if systemd_ctl is-enabled -- "$systemd_name"; then systemd_enabled=true; fi ;;
  esac
}

systemd_state() {
  result state "$p_state"
  systemd_action=
  case $p_state:$systemd_active in
    started:active | started:activating | started:reloading) ;;
    started:*) systemd_action=start ;;
    stopped:active | stopped:activating | stopped:reloading | stopped:deactivating) systemd_action=stop ;;
    stopped:*) ;;
    reloaded:active | reloaded:reloading | reloaded:activating) systemd_action=reload ;;
    reloaded:*) systemd_action=start ;; # like restart of a unit that does not run
    restarted:*) systemd_action=restart ;;
  esac
  case $p_state in started | restarted | reloaded) result state started ;; *) result state stopped ;; esac
  [ "$systemd_action" ] || return 0
  changed
  diff_text "$systemd_name (state)" "$systemd_active$t_nl" "$p_state$t_nl"
  ! checking || return 0
  case $p_state:$systemd_active in
    stopped:*) note_service "systemd-$p_scope" "$systemd_name" started ;;
    *:active | *:activating | *:reloading) ;;
    *) note_service "systemd-$p_scope" "$systemd_name" stopped ;;
  esac
  : >"$t_tmp.began"
  systemd_ctl "$systemd_action" -- "$systemd_name" || systemd_failed
}

systemd_failed() { # the error of systemctl, and the unit's latest log lines
  systemd_said=${run_stderr:-$run_stdout}
  result_int rc "$run_status"
  case $p_scope in user) set -- --user ;; *) set -- ;; esac
  if have journalctl && run env LC_ALL=C journalctl "$@" --no-pager --quiet --lines=20 --output=cat --since "@$(stat -c %Y "$t_tmp.began")" --unit "$systemd_name" && [ "$run_stdout" ]; then
    fail "Unable to $systemd_action service $p_name: $systemd_said${t_nl}its latest log lines:${t_nl}$run_stdout"
  fi
  fail "Unable to $systemd_action service $p_name: $systemd_said"
}
