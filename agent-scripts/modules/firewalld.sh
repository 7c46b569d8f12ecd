# shellcheck shell=sh
# module: firewalld  also=ansible.posix.firewalld
# summary: manage zones of firewalld, and what they let through
# check: full   diff: none   uses: awk reverse   needs: awk
# example: firewalld: {service: https, zone: public, state: enabled, permanent: true, immediate: true}
# option: state         enum  absent|disabled|enabled|present  required    present and absent are for zones and targets, enabled and disabled for all else
# option: zone          str                                 the zone; default: the default zone
# option: service       str                                 a service by name
# option: port          str                                 PORT/PROTOCOL or PORT-PORT/PROTOCOL
# option: protocol      str                                 an IP protocol by name
# option: port_forward  json                                a list with one mapping: port, proto, toport, and toaddr
# option: rich_rule     str                                 a rule in the rich language
# option: source        str                                 a network, or an address, that belongs to the zone
# option: interface     str                                 an interface that belongs to the zone
# option: icmp_block    str                                 a type of ICMP that is blocked
# option: icmp_block_inversion  bool                        block all other types of ICMP instead
# option: masquerade    bool                                masquerade what leaves by the zone
# option: forward       bool                                forward between interfaces and sources of the zone
# option: target        enum  default|ACCEPT|DROP|%%REJECT%%   what happens to packets that nothing matches
# option: permanent     bool  default=false                 change the configuration
# option: immediate     bool  default=false                 change the running firewall; true if permanent is false
# option: offline       bool  default=false                 with permanent: ignore immediate if the firewall does not run
# option: timeout       int   default=0                     seconds after which the running firewall drops it again
# exclusive: icmp_block icmp_block_inversion service protocol port port_forward rich_rule interface forward masquerade source target
# result: msg  what was done

firewalld_run() {
  firewalld_what
  firewalld_reach
  case $firewalld_kind in
    none) firewalld_zone ;;
    target) firewalld_target ;;
    *) firewalld_item ;;
  esac
  firewalld_report
}

# Sets firewalld_kind, the name in firewall-cmd; firewalld_value, if it has one; and firewalld_label, for messages.
firewalld_what() {
  firewalld_kind=none firewalld_value='' firewalld_label='' firewalld_wanted=$p_state
  firewalld_given icmp-block "${p_icmp_block-}"
  firewalld_given service "${p_service-}"
  firewalld_given protocol "${p_protocol-}"
  firewalld_given source "${p_source-}"
  firewalld_given interface "${p_interface-}"
  firewalld_given target "${p_target-}"
  firewalld_given rich-rule "${p_rich_rule-}"
  [ -z "${p_port+given}" ] || case $p_port in
    */?*) firewalld_given port "$p_port" ;;
    *) fail 'improper port format (missing protocol?)' ;;
  esac
  firewalld_switch icmp-block-inversion "${p_icmp_block_inversion-}"
  firewalld_switch masquerade "${p_masquerade-}"
  firewalld_switch forward "${p_forward-}"
  [ -z "${p_port_forward+given}" ] || firewalld_forward
  case $firewalld_kind:$p_state in
    none:* | target:*) ;;
    *:absent | *:present) fail 'absent and present state can only be used in zone level operations' ;;
  esac
  case $firewalld_kind in interface | target) [ "${p_zone-}" ] || fail "$firewalld_kind needs zone" ;; esac
}
firewalld_given() {
  [ "$2" ] || return 0
  firewalld_kind=$1 firewalld_value=$2
}
firewalld_switch() { # a switch that is false turns the state around
  [ "$2" ] || return 0
  firewalld_kind=$1
  case $2:$p_state in
    false:enabled) firewalld_wanted=disabled ;;
    false:disabled) firewalld_wanted=enabled ;;
  esac
}
firewalld_forward() {
  firewalld_value=$(printf '%s\n' "$p_port_forward" | awk "$t_awk_json_text"'
    function bad(why) { print why > "/dev/stderr"; failed = 1; exit 1 }
    { text = text $0 }
    END {
      if (failed) exit 1
      if (gsub(/\}/, "}", text) > 1) bad("Only one port forward supported at a time")
      while (match(text, /"[a-z]+": *("([^"\\]|\\.)*"|[0-9]+|null)/)) {
        pair = substr(text, RSTART, RLENGTH); text = substr(text, RSTART + RLENGTH)
        match(pair, /^"[a-z]+"/); key = substr(pair, 2, RLENGTH - 2); v = substr(pair, RLENGTH + 2); sub(/^ */, "", v)
        if (key !~ /^(port|proto|toport|toaddr)$/) bad("port_forward: unknown key " key)
        value[key] = v ~ /^"/ ? json_text(v) : v == "null" ? "" : v
      }
      if (value["port"] == "") bad("port must be specified for port forward")
      if (value["proto"] != "tcp" && value["proto"] != "udp") bad("proto udp/tcp must be specified for port forward")
      if (value["toport"] == "") bad("toport must be specified for port forward")
      print "port=" value["port"] ":proto=" value["proto"] ":toport=" value["toport"] ":toaddr=" value["toaddr"]
    }' 2>"$t_tmp.error") || fail "$(cat "$t_tmp.error")"
  firewalld_kind=forward-port
}

# ---- firewall-cmd --------------------------------------------------------------------------------------------------------------------

# Sets firewalld_running and firewalld_places: what is changed, the running firewall, its configuration, or both.
firewalld_reach() {
  firewalld_running=false
  if task_has firewall-cmd && run firewall-cmd --state; then firewalld_running=true; fi
  firewalld_now=$p_immediate
  if [ "$p_offline" = true ]; then
    [ "$p_permanent" = true ] || fail 'offline cannot be enabled unless permanent changes are allowed'
    [ "$firewalld_running" = true ] || firewalld_now=false
  fi
  [ "$p_permanent" = true ] || firewalld_now=true
  [ "$firewalld_now:$firewalld_running" != true:false ] ||
    fail 'firewall is not currently running, unable to perform immediate actions without a running firewall daemon'
  [ "$firewalld_running" = true ] || task_has firewall-offline-cmd || fail 'the host has no firewalld'
  firewalld_places=
  [ "$firewalld_now" = false ] || firewalld_places=now
  [ "$p_permanent" = false ] || firewalld_places="$firewalld_places kept"
}

# firewalld_command now|kept: sets firewalld_program and firewalld_first.
firewalld_command() {
  firewalld_program=firewall-cmd firewalld_first=
  case $1:$firewalld_running in
    kept:true) firewalld_first=--permanent ;;
    kept:false) firewalld_program=firewall-offline-cmd ;;
  esac
}
firewalld_call() { # firewalld_call now|kept ARG…
  firewalld_command "$1"
  shift
  run env LC_ALL=C "$firewalld_program" ${firewalld_first:+"$firewalld_first"} "$@"
}
firewalld_failed() { fail "${run_stderr:-${run_stdout:-$firewalld_program failed}}"; }
firewalld_change() { # firewalld_change now|kept ARG…: after keep_reverse
  firewalld_call "$@" || firewalld_failed
  did
}
# firewalld_reverse now|kept ARG…
firewalld_reverse() {
  firewalld_command "$1"
  firewalld_place=$1
  shift
  keep_reverse "firewalld $firewalld_place ${p_zone-}: $firewalld_kind $firewalld_value" "$own_program" "$firewalld_program" ${firewalld_first:+"$firewalld_first"} "$@"
}

# ---- what a zone lets through ------------------------------------------------------------------------------------------------------------

firewalld_item() {
  firewalld_zoned=${p_zone:+--zone=$p_zone}
  firewalld_equals=${firewalld_value:+=$firewalld_value}
  for firewalld_at in $firewalld_places; do firewalld_item_at "$firewalld_at"; done
}
firewalld_item_at() {
  firewalld_call "$1" ${firewalld_zoned:+"$firewalld_zoned"} "--query-$firewalld_kind$firewalld_equals"
  case $run_status in
    0) firewalld_is=enabled ;;
    1) firewalld_is=disabled ;;
    *) firewalld_failed ;;
  esac
  [ "$firewalld_is" != "$firewalld_wanted" ] || return 0
  changed
  if checking; then return; fi
  firewalld_item_reverse "$1"
  firewalld_word=add
  [ "$firewalld_wanted" = enabled ] || firewalld_word=remove
  [ "$firewalld_kind:$firewalld_word" != interface:add ] || firewalld_word=change
  set -- "$1" ${firewalld_zoned:+"$firewalld_zoned"} "--$firewalld_word-$firewalld_kind$firewalld_equals"
  [ "$1:$p_timeout" = now:0 ] || [ "$1:$firewalld_wanted" != now:enabled ] || set -- "$@" "--timeout=$p_timeout"
  firewalld_change "$@"
}
firewalld_item_reverse() {
  keeping || return 0
  firewalld_word=remove
  [ "$firewalld_wanted" = enabled ] || firewalld_word=add
  if [ "$firewalld_kind:$firewalld_word" = interface:remove ] && firewalld_call "$1" "--get-zone-of-interface=$firewalld_value" && [ "$run_stdout" ]; then
    firewalld_reverse "$1" "--zone=$run_stdout" "--change-interface=$firewalld_value"
  else
    firewalld_reverse "$1" ${firewalld_zoned:+"$firewalld_zoned"} "--$firewalld_word-$firewalld_kind$firewalld_equals"
  fi
}

# ---- zones ---------------------------------------------------------------------------------------------------------------------------

# The running firewall knows a target, or a new zone, after a reload only.
firewalld_target() {
  firewalld_wanted=$p_target
  case $p_state in absent | disabled) firewalld_wanted=default ;; esac
  [ "$p_permanent:$p_immediate" = true:false ] || fail 'the target of a zone can only be changed with permanent, and without immediate: it needs a reload'
  firewalld_call kept "--zone=$p_zone" --get-target || firewalld_failed
  firewalld_value=$firewalld_wanted
  [ "$run_stdout" != "$firewalld_wanted" ] || return 0
  changed
  if checking; then return; fi
  firewalld_value=
  firewalld_reverse kept "--zone=$p_zone" "--set-target=$run_stdout"
  firewalld_value=$firewalld_wanted
  firewalld_change kept "--zone=$p_zone" "--set-target=$firewalld_wanted"
}

firewalld_zone() {
  case $p_state in enabled | disabled) return 0 ;; esac
  [ "${p_zone-}" ] || return 0
  [ "$p_permanent:$p_immediate" = true:false ] || fail 'Zone operations must be permanent, and can not be immediate'
  firewalld_value=$p_zone
  firewalld_call kept --get-zones || firewalld_failed
  case " $run_stdout " in
    *" $p_zone "*) firewalld_is=present ;;
    *) firewalld_is=absent ;;
  esac
  [ "$firewalld_is" != "$p_state" ] || return 0
  changed
  if checking; then return; fi
  if [ "$p_state" = present ]; then
    firewalld_reverse kept "--delete-zone=$p_zone"
    firewalld_change kept "--new-zone=$p_zone"
  else
    [ ! -e "/etc/firewalld/zones/$p_zone.xml" ] || keep "/etc/firewalld/zones/$p_zone.xml"
    firewalld_change kept "--delete-zone=$p_zone"
  fi
}

firewalld_report() {
  case $firewalld_places in
    'now kept') firewalld_msg='Permanent and Non-Permanent(immediate) operation' ;;
    now) firewalld_msg='Non-permanent operation' ;;
    *) firewalld_msg='Permanent operation' ;;
  esac
  case $firewalld_kind:$t_changed in
    *:false) ;;
    none:*) firewalld_msg="$firewalld_msg, Changed zone $p_zone to $p_state" ;;
    *) firewalld_msg="$firewalld_msg, Changed $firewalld_kind${firewalld_value:+ }$firewalld_value to $firewalld_wanted" ;;
  esac
  [ "$firewalld_running" = true ] || firewalld_msg="$firewalld_msg, (offline operation: only on-disk configs were altered)"
  result msg "$firewalld_msg"
}
