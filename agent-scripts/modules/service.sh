# shellcheck shell=sh
# module: service
# summary: start, stop and enable services, with the service manager of the host
# check: full   diff: text   needs: awk   uses: init_links systemd_units init_scripts runit_services reverse
# example: service: {name: nginx, state: restarted, enabled: true}
# option: name           str   aliases=service,unit                      the service
# option: state          enum  started|stopped|restarted|reloaded|killed|once  the wanted state; reloaded and restarted always act; killed and once are only for runit
# option: enabled        bool                                            whether it starts at boot
# option: sleep          int                                             seconds between stop and start of a restart; not with systemd
# option: pattern        str                                             what to look for in the process list if the service can't report its state; not with systemd
# option: runlevel       str                                             run level of OpenRC; default: default
# option: runlevels      list/str                                        only with scripts in /etc/init.d: the run levels that enabled is about
# option: arguments      str   aliases=args                              more arguments for the service's script; not with systemd
# option: daemonize      bool                                            only with scripts in /etc/init.d: start it in a session of its own
# option: masked         bool                                            only with systemd: whether the unit is masked, so that it can't be started
# option: force          bool                                            only with systemd: overwrite links that are in the way
# option: daemon_reload  bool  aliases=daemon-reload                     only with systemd: read the unit files again first
# option: daemon_reexec  bool  aliases=daemon-reexec                     only with systemd: restart systemd itself first
# option: scope          enum  system|user|global                        only with systemd: which systemd instance
# option: no_block       bool                                            only with systemd: do not wait for the result
# option: service_dir    str                                             only with runit: the directory that runsvdir watches
# option: service_src    str                                             only with runit: the directory of the services' own directories
# option: use            str   default=auto                              systemd, sysvinit, runit, or service: find the tools of OpenRC, upstart or scripts; auto: what the host uses
# option: _root          str   hidden  default=""                        root of the host's files, for tests
# result: name  the service
# result: state  started or stopped
# result: enabled  whether it starts at boot
# result: sv  with runit: what sv says of the service
# result: status  with systemd: the properties of the unit, as systemctl shows them; with scripts in /etc/init.d: what was done

service_run() {
  service_pid1=
  service_by=$(printf '%s\n' "${p_use#ansible.builtin.}" | tr '[:upper:]' '[:lower:]')
  [ "$service_by" != auto ] || service_detect
  case $service_by in
    systemd) service_to_systemd ;;
    sysvinit) service_to_scripts ;;
    runit | community.general.runit) service_to_runit ;;
    *.*) fail "no module for services: $p_use" ;;
    *) service_generic ;;
  esac
}

# The same rules as for the fact service_mgr.
service_detect() {
  service_by=service
  [ ! -r /proc/1/comm ] || IFS= read -r service_pid1 </proc/1/comm
  case $service_pid1 in
    systemd) service_by=systemd ;;
    runit-init | runit) service_by=runit ;;
    init | *sh | '')
      if have systemctl && { [ -d /run/systemd/system ] || [ -d /dev/.run/systemd ] || [ -d /dev/.systemd ]; }; then
        service_by=systemd
      elif { have initctl && [ -e /etc/init ]; } || [ -e /sbin/openrc ]; then
        service_by=service
      else
        case $(readlink /sbin/init):$(command -v systemctl) in
          *systemd:?*) service_by=systemd ;; # a chroot of a host with systemd
          *) [ ! -d /etc/init.d ] || service_by=sysvinit ;;
        esac
      fi
      ;;
  esac
}

service_to_systemd() {
  for service_option in pattern runlevel sleep arguments; do
    eval "service_given=\${p_$service_option+given}"
    [ -z "$service_given" ] || warn "Ignoring \"$service_option\" as it is not used in \"systemd\""
  done
  service_only runlevels daemonize service_dir service_src
  systemd_manage
}
service_to_runit() {
  service_only sleep pattern runlevel runlevels arguments daemonize masked force daemon_reload daemon_reexec scope no_block
  [ "${p_name+given}" ] || fail 'missing required arguments: name'
  runit_manage
}
service_to_scripts() {
  service_only runlevel masked force daemon_reload daemon_reexec scope no_block service_dir service_src
  [ "${p_name+given}" ] || fail 'missing required arguments: name'
  init_manage
}
service_only() { # fails if one of these options is given, or a state of runit
  case $service_by:${p_state-} in *runit:*) ;; *:killed | *:once) fail "the service manager of this host ($service_by) has no state $p_state" ;; esac
  for service_option in "$@"; do
    eval "service_given=\${p_$service_option+given}"
    [ -z "$service_given" ] || fail "the service manager of this host ($service_by) has no option $service_option"
  done
}

# ---- OpenRC, upstart, and scripts that nothing else takes care of -------------------------------------------------------------------

service_generic() {
  service_only runlevels daemonize masked force daemon_reload daemon_reexec scope no_block service_dir service_src
  [ "${p_name+given}" ] || fail 'missing required arguments: name'
  [ "${p_state+given}${p_enabled+given}" ] || fail 'one of the following is required: state, enabled'
  service_tool
  if [ "${p_enabled+given}" ]; then service_enable; fi
  if [ "${p_state+given}" ]; then service_state; fi
  result name "$p_name"
  [ -z "${p_enabled+given}" ] || result_bool enabled "$p_enabled"
}

service_tool() {
  if [ -z "$p__root" ] && { [ "$service_pid1" = systemd ] || [ -d /run/systemd/system ]; }; then
    service_by=systemd
    service_to_systemd
    done_with
  elif init_has initctl && [ -e "$p__root/etc/init/$p_name.conf" ]; then
    service_by=upstart
  elif init_has rc-service; then
    service_by=openrc
  else
    service_by=sysvinit
    [ -f "$p__root/etc/init.d/$p_name" ] || fail "Could not find the requested service $p_name: host"
  fi
}

service_enable() {
  if "service_enabled_$service_by"; then service_is=true; else service_is=false; fi
  [ "$service_is" != "$p_enabled" ] || return 0
  changed
  diff_text "$p_name (enabled)" "$service_is$t_nl" "$p_enabled$t_nl"
  if checking; then service_exists; else "service_enable_$service_by"; fi
}
# In check mode, what would be changed must be there. upstart and scripts have been found by their files.
service_exists() {
  [ "$service_by" != openrc ] || init_call rc-service --exists "$p_name" || fail "rc-service: service \`$p_name' does not exist"
}

service_state() {
  service_runs
  service_action=
  case $p_state:$service_is in
    started:stopped | reloaded:stopped) service_action=start ;;
    stopped:started) service_action=stop ;;
    restarted:*) service_action=restart ;;
    reloaded:started) service_action=reload ;;
  esac
  if [ "$service_action" ]; then
    changed
    diff_text "$p_name (state)" "$service_is$t_nl" "$p_state$t_nl"
    if checking; then
      service_exists
      done_with 'service state changed'
    fi
    service_change
  fi
  case $p_state in stopped) result state stopped ;; *) result state started ;; esac
}
service_change() {
  case $p_state:$service_is in
    stopped:* | *:stopped) note_service "$service_by" "$p_name" "$service_is" ;;
  esac
  did
  if [ "$service_crashed" = true ] && [ "$service_action" = start ]; then init_call rc-service "$p_name" zap || :; fi
  case $service_by:$service_action in
    openrc:restart) service_act restart || service_failed ;;
    *:restart) # not all services know it
      service_act stop || :
      [ "${p_sleep-0}" -eq 0 ] || sleep "$p_sleep"
      service_act start || service_failed
      ;;
    *) service_act "$service_action" || service_failed ;;
  esac
}
service_failed() {
  case $run_stderr in *'Job is already running'*) return ;; esac
  fail "${run_stderr:-$run_stdout}"
}

service_runs() { # sets service_is and service_crashed
  service_is=stopped service_crashed=false
  if [ "${p_pattern-}" ]; then
    if init_among_processes "$p_pattern"; then service_is=started; fi
    return
  fi
  case $service_by in
    openrc)
      init_call rc-service "$p_name" status || :
      case $run_stdout in *started*) service_is=started ;; esac
      case $run_stderr$run_stdout in *crashed*) service_crashed=true ;; esac
      ;;
    upstart)
      service_act status || :
      case $run_stdout in
        *stop/waiting*) ;;
        *start/running*) service_is=started ;;
        *) service_guess ;;
      esac
      ;;
    *)
      init_script=$p__root/etc/init.d/$p_name
      init_runs
      [ "$init_running" = false ] || service_is=started
      ;;
  esac
}
# What status and output of `status` tell of a job that is between two states.
service_guess() {
  case $run_status in 1 | 2 | 3 | 4 | 69) return ;; esac
  case $(printf '%s\n' "$run_stdout" | T_NAME=$p_name awk '
    { text = tolower($0); name = tolower(ENVIRON["T_NAME"]); while (name != "" && (p = index(text, name))) text = substr(text, 1, p - 1) substr(text, p + length(name)) }
    END {
      if (NR > 1) exit
      if (text ~ /stop/) print "stopped"
      else if (text ~ /run/) print text ~ /not / ? "stopped" : "started"
      else if (text ~ /start/ && text !~ /not /) print "started"
    }'):$run_status in
    stopped:*) ;;
    started:* | :0) service_is=started ;;
    *) fail 'failed determining service state, possible typo of service name?' ;;
  esac
}

service_act() {
  split_words "${p_arguments-}" || fail "arguments have an unclosed quote: $p_arguments"
  case $service_by in
    openrc) set -- rc-service "$p_name" "$1" ;;
    upstart) set -- initctl "$1" "$p_name" ;;
    sysvinit) if [ -z "$p__root" ] && init_has service; then set -- service "$p_name" "$1"; else set -- "$p__root/etc/init.d/$p_name" "$1"; fi ;;
  esac
  values_of w_ "$w_n"
  eval "set -- \"\$@\" $values"
  init_call "$@"
}

# ---- at boot -------------------------------------------------------------------------------------------------------------------------

service_enabled_openrc() {
  init_call rc-update show || :
  printf '%s\n' "$run_stdout" | T_NAME=$p_name awk -F'|' -v level="${p_runlevel-default}" '
    BEGIN { name = ENVIRON["T_NAME"] }
    { gsub(/^[ \t]+|[ \t]+$/, "", $1) } $1 == name { n = split($2, in_level, /[ \t]+/); for (i = 1; i <= n; i++) if (in_level[i] == level) found = 1; exit } END { exit !found }'
}
service_enable_openrc() {
  if [ "$p_enabled" = true ]; then set -- add delete; else set -- delete add; fi
  did
  # shellcheck disable=SC2016 # for the inner shell: rc-update fails if there is nothing to take back
  keep_reverse "$p_name in the run level ${p_runlevel-default}" '"$0" "$@" || :' rc-update "$2" "$p_name" "${p_runlevel-default}"
  init_call rc-update "$1" "$p_name" "${p_runlevel-default}" && return
  [ -z "$run_stderr" ] || fail "Error when trying to $1 $p_name: rc=$run_status $run_stderr"
  fail "Failure for $1 $p_name: rc=$run_status $run_stdout"
}

# A job has a file .override beside its own, where the line `manual` keeps it from starting.
service_enabled_upstart() {
  service_manual='manual'
  init_call initctl version || :
  case $(printf '%s\n' "$run_stdout" | awk 'match($0, /\(upstart [0-9.]+/) { split(substr($0, RSTART + 9, RLENGTH - 9), v, "."); if (v[1] > 0 || v[2] > 6 || v[2] == 6 && v[3] >= 7) print "new" }') in
    new) ;;
    *) service_manual='start on manual' ;;
  esac
  service_override=$p__root/etc/init/$p_name.override
  ! grep -qi "^${service_manual}[[:space:]]*\$" "$p__root/etc/init/$p_name.conf" || fail 'manual stanza not supported in a .conf file'
  ! grep -qsi "^${service_manual}[[:space:]]*\$" "$service_override"
}
service_enable_upstart() {
  read_text "$service_override" "$t_tmp.old"
  if [ "$p_enabled" = true ]; then
    # What was white before the next line goes with the line.
    awk -v manual="$service_manual" '
      { text = tolower($0); sub(/[ \t\r\f\v]+$/, "", text) }
      text == manual { gone = 1; next }
      gone && text == "" { next }
      gone { print ""; gone = 0 }
      { print }' "$t_tmp.old" >"$t_tmp.override"
  else
    {
      cat -- "$t_tmp.old"
      [ ! -e "$service_override" ] || printf '\n'
      printf '%s\n' "$service_manual"
    } >"$t_tmp.override"
  fi
  put_from "$service_override" "$t_tmp.override" "$t_tmp.old" || fail "$put_error"
}

service_enabled_sysvinit() {
  if ! init_has update-rc.d && ! init_has insserv && init_has chkconfig; then
    init_call chkconfig --list "$p_name" || :
    case $run_stderr in *"chkconfig --add $p_name"*) [ "$p_enabled" = true ] || return 1 ;; esac
    case $run_stdout in *3:on*5:on*) return 0 ;; *3:off*5:off*) return 1 ;; esac
    # half of it: whatever is wanted is not so
    if [ "$p_enabled" = true ]; then return 1; else return 0; fi
  fi
  init_links "$p_name" '?'
}
service_enable_sysvinit() {
  if [ "$p_enabled" = true ]; then note_service sysvinit "$p_name" disabled; else note_service sysvinit "$p_name" enabled; fi
  if init_has update-rc.d; then
    if [ "$p_enabled" = true ]; then init_call update-rc.d "$p_name" defaults && init_call update-rc.d "$p_name" enable; else init_call update-rc.d "$p_name" disable; fi
  elif init_has insserv; then
    if [ "$p_enabled" = true ]; then init_call insserv "$p_name"; else init_call insserv -r "$p_name"; fi
  elif init_has chkconfig; then
    if [ "$p_enabled" = true ]; then init_call chkconfig --add "$p_name" && init_call chkconfig "$p_name" on; else init_call chkconfig "$p_name" off; fi
  else
    fail 'the host has none of update-rc.d, insserv and chkconfig to enable services'
  fi || fail "cannot change whether $p_name starts at boot: ${run_stderr:-$run_stdout}"
}
