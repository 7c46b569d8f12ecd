# shellcheck shell=sh
# Units of systemd, for the modules systemd and service.

# systemd_manage: does what the options name, state, enabled, masked, daemon_reload, daemon_reexec, scope, force and
# no_block say.
systemd_manage() {
  task_needs systemctl
  [ "${p_name+given}" ] || [ -z "${p_state+given}${p_enabled+given}${p_masked+given}" ] || fail 'state, enabled and masked need the name of a unit'
  case ${p_name-} in *[*?[]*) fail "name must be one unit, without the patterns *, ? and [: $p_name" ;; esac
  systemd_options=
  [ "${p_scope-system}" = system ] || systemd_options="--$p_scope"
  [ "${p_no_block-false}" = false ] || systemd_options="$systemd_options --no-block"
  [ "${p_force-false}" = false ] || systemd_options="$systemd_options --force"
  if [ -z "${XDG_RUNTIME_DIR+given}" ]; then
    XDG_RUNTIME_DIR=/run/user/$(id -u)
    export XDG_RUNTIME_DIR
  fi
  [ "${p_daemon_reload-false}" = false ] || systemd_daemon daemon-reload
  [ "${p_daemon_reexec-false}" = false ] || systemd_daemon daemon-reexec
  if [ -z "${p_name+given}" ]; then
    result_null name
    result_json status '{}'
    return
  fi
  systemd_show
  if [ "${p_masked+given}" ]; then systemd_mask; fi
  if [ "${p_enabled+given}" ]; then systemd_enable; fi
  if [ "${p_state+given}" ]; then systemd_state; fi
  result name "$p_name"
  [ -z "${p_enabled+given}" ] || result_bool enabled "$p_enabled"
  case ${p_state-} in '') ;; stopped) result state stopped ;; *) result state started ;; esac
  if [ -s "$t_tmp.status" ]; then result_table <"$t_tmp.status"; else result_json status '{}'; fi
}

systemd_ctl() {
  # shellcheck disable=SC2086 # options hold no blanks
  run env LC_ALL=C systemctl $systemd_options "$@"
}

systemd_daemon() {
  if checking || systemd_ctl "$1"; then return; fi
  systemd_away || fail "failure $run_status during $1: $run_stderr"
  warn "$1 failed, which is accepted in a chroot or if systemd is offline: $run_stderr"
}

# True where no systemd can be expected to answer.
systemd_away() { [ "$( (t_environment && printf %s "${SYSTEMD_OFFLINE-}"))" = 1 ] || systemd_in_chroot; }
systemd_in_chroot() {
  systemd_roots=$(stat -c %d:%i / && stat -L -c %d:%i /proc/1/root/. 2>/dev/null)
  [ -z "$( (t_environment && printf %s "${debian_chroot-}"))" ] || return 0
  case $systemd_roots in
    *"$t_nl"*) [ "${systemd_roots%%"$t_nl"*}" != "${systemd_roots##*"$t_nl"}" ] ;;
    *) case $(stat -f -c %T /):${systemd_roots##*:} in btrfs:256 | xfs:128 | ext*:2 | overlay*:*) return 1 ;; esac ;;
  esac
}

# ---- what systemd knows of the unit --------------------------------------------------------------------------------------------------

# One command reads all properties. The values of Exec… can have several lines, up to one that ends with a brace.
# shellcheck disable=SC2016
systemd_awk='
function put(k, v) { gsub(/^[ \t\r]+|[ \t\r]+$/, "", v)
  if (k == "LoadState") load = v
  if (k == "ActiveState") active = v
  if (k == "LoadError") error = v
  if (v ~ /[\t\n]/) print "j\tstatus/" k "\t" json(v) >table; else print "s\tstatus/" k "\t" v >table }
key != "" { many = many "\n" $0; if ($0 ~ /[}][ \t]*$/) { put(key, many); key = "" } next }
{ p = index($0, "="); if (!p) next; k = substr($0, 1, p - 1); v = substr($0, p + 1)
  if (k ~ /^Exec/ && v ~ /^[ \t]*[{]/ && v !~ /[}][ \t]*$/) { key = k; many = v } else put(k, v) }
END { print load; print active; print error }'

systemd_read() { # sets systemd_load, systemd_active and systemd_error from what show printed
  : >"$t_tmp.status"
  printf '%s\n' "$run_stdout" | awk -v table="$t_tmp.status" "$t_awk_json$systemd_awk" >"$t_tmp.unit"
  {
    IFS= read -r systemd_load
    IFS= read -r systemd_active
    IFS= read -r systemd_error
  } <"$t_tmp.unit"
}

systemd_show() {
  systemd_load='' systemd_active='' systemd_error='' systemd_found=false
  : >"$t_tmp.status"
  case $p_name in /*) systemd_script=$p_name ;; *) systemd_script=/etc/init.d/$p_name ;; esac
  systemd_ctl show -- "$p_name" || :
  case $run_status:$run_stdout$run_stderr in
    0:*=*) systemd_shown ;;
    0:*'ignoring request'* | 0:*'ignoring command'*) systemd_listed ;; # in a chroot
    0:*) ;;
    1:*'Failed to parse bus message'*) systemd_show_instances ;;
    *) systemd_listed ;;
  esac
  if [ -e "$systemd_script" ] && [ "$systemd_found" = false ]; then
    systemd_found=true
    warn "The service ($p_name) is actually an init script but the system is managed by systemd"
  fi
}
systemd_shown() {
  systemd_read
  case $systemd_load in '' | not-found) return ;; esac
  systemd_found=true
  if [ "$systemd_load" != masked ] && [ "$systemd_error" ]; then fail "Error loading unit file '$p_name': $systemd_error"; fi
}
# A systemd that can't describe the unit may still list and run it.
systemd_show_instances() {
  systemd_read
  systemd_base=${p_name%%@*}
  case $p_name in *@*) systemd_base=$systemd_base@ ;; esac
  systemd_ctl list-unit-files -- "$systemd_base*" || :
  case $run_stdout in *"$systemd_base"*) systemd_found=true ;; esac
  systemd_ctl is-active -- "$p_name" || :
  systemd_active=$run_stdout
  printf 's\tstatus/ActiveState\t%s\n' "$systemd_active" >>"$t_tmp.status"
}
systemd_listed() {
  systemd_ctl is-enabled -- "$p_name" || :
  case $run_stdout in
    enabled | enabled-runtime | linked | linked-runtime | masked | masked-runtime | static | indirect | disabled | generated | transient) systemd_found=true ;;
    *)
      if systemd_ctl list-unit-files -- "$p_name"; then
        systemd_found=true
      else
        systemd_ctl || systemd_deaf
      fi
      ;;
  esac
}
systemd_deaf() {
  result_int rc "$run_status"
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  fail "systemctl failed: ${run_stderr:-$run_stdout}"
}
systemd_needed() { [ "$systemd_found" = true ] || fail "Could not find the requested service $p_name: host"; }

systemd_unit_name() { # sets systemd_name to the whole name of the unit
  systemd_name=${p_name##*/}
  case $systemd_name in
    *.service | *.socket | *.device | *.mount | *.automount | *.swap | *.target | *.path | *.timer | *.slice | *.scope) ;;
    *) systemd_name=$systemd_name.service ;;
  esac
}
systemd_note() { # systemd_note HOW: its state, for undo
  systemd_unit_name
  note_service "systemd-${p_scope-system}" "$systemd_name" "$1"
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

systemd_mask() {
  systemd_ctl is-enabled -- "$p_name" || :
  if [ "$run_stdout" = masked ]; then systemd_masked=true; else systemd_masked=false; fi
  [ "$systemd_masked" != "$p_masked" ] || return 0
  changed
  diff_text "$p_name (masked)" "$systemd_masked$t_nl" "$p_masked$t_nl"
  ! checking || return 0
  if [ "$p_masked" = true ]; then set -- mask unmasked; else set -- unmask masked; fi
  systemd_note "$2"
  systemd_ctl "$1" -- "$p_name" || {
    systemd_said=$run_stderr
    systemd_needed
    fail "Failed to $1 the service ($p_name): $systemd_said"
  }
}

systemd_enable() {
  systemd_needed
  systemd_ctl is-enabled -l -- "$p_name" || :
  systemd_was=${run_stdout%%"$t_nl"*}
  systemd_enabled=false
  case $run_status:$run_stdout in
    0:enabled-runtime | 0:indirect | 0:alias) ;; # to be enabled for good, by systemd's own rules
    0:*) systemd_enabled=true ;;
    1:*disabled) ;;
    1:*) if [ "${p_scope-system}" = system ] && [ -e "$systemd_script" ] && init_links "$p_name" '?'; then systemd_enabled=true; fi ;;
  esac
  [ "$systemd_enabled" != "$p_enabled" ] || return 0
  changed
  diff_text "$p_name (enabled)" "$systemd_enabled$t_nl" "$p_enabled$t_nl"
  ! checking || return 0
  if [ "$p_enabled" = true ]; then set -- enable disabled; else set -- disable enabled; fi
  case $1:$systemd_was in
    disable:enabled-runtime) did ;; # systemd keeps that until the next boot
    enable:linked)                  # its undo would remove the link to the unit, too
      systemd_unit_name
      keep "/etc/systemd/system/$systemd_name"
      systemd_note "$2"
      ;;
    *) systemd_note "$2" ;;
  esac
  systemd_ctl "$1" -- "$p_name" || fail "Unable to $1 service $p_name: $run_stdout$run_stderr"
}
systemd_state() {
  systemd_needed
  systemd_action=
  case $p_state:$systemd_active in
    *:) systemd_unknown ;;
    started:active | started:activating) ;;
    stopped:active | stopped:activating | stopped:deactivating) systemd_action=stop ;;
    stopped:*) ;;
    reloaded:active | reloaded:activating) systemd_action=reload ;;
    restarted:active | restarted:activating) systemd_action=restart ;;
    *) systemd_action=start ;;
  esac
  [ "$systemd_action" ] || return 0
  changed
  diff_text "$p_name (state)" "$systemd_active$t_nl" "$p_state$t_nl"
  ! checking || return 0
  case $systemd_action in
    stop) systemd_note started ;;
    start) systemd_note stopped ;;
  esac
  : >"$t_tmp.began"
  systemd_ctl "$systemd_action" -- "$p_name" || systemd_failed
}
systemd_unknown() {
  systemd_away || {
    result_json status '{}'
    fail 'Service is in unknown state'
  }
  warn 'The host is a chroot or systemd is offline: the service is not started or stopped'
}

systemd_failed() { # the error of systemctl, and the unit's latest log lines
  systemd_said=$run_stderr
  case ${p_scope-system} in user) set -- --user ;; *) set -- ;; esac
  if have journalctl && run env LC_ALL=C journalctl "$@" --no-pager --quiet --lines=20 --output=cat --since "@$(stat -c %Y "$t_tmp.began")" --unit "$p_name" && [ "$run_stdout" ]; then
    fail "Unable to $systemd_action service $p_name: $systemd_said${t_nl}its latest log lines:${t_nl}$run_stdout"
  fi
  fail "Unable to $systemd_action service $p_name: $systemd_said"
}
