# shellcheck shell=sh
# The settings of a connection of NetworkManager, for the module nmcli: what its options want, what is there, and the words
# for nmcli.

# Settings whose value is that of an option.
nmcli_of_connection_options() { nmcli_options 'connection.autoconnect:autoconnect connection.autoconnect-priority:autoconnect_priority connection.autoconnect-retries:autoconnect_retries connection.zone:zone'; }
nmcli_of_bond_options() { nmcli_options 'arp-interval:arp_interval arp-ip-target:arp_ip_target downdelay:downdelay miimon:miimon mode:mode primary:primary updelay:updelay xmit_hash_policy:xmit_hash_policy fail_over_mac:fail_over_mac'; }
nmcli_of_bridge_options() { nmcli_options 'bridge.ageing-time:ageingtime bridge.forward-delay:forwarddelay bridge.hello-time:hellotime bridge.max-age:maxage bridge.priority:priority bridge.stp:stp'; }
nmcli_of_port_options() { nmcli_options 'bridge-port.path-cost:path_cost bridge-port.hairpin-mode:hairpin bridge-port.priority:slavepriority'; }
nmcli_of_team_options() { nmcli_options 'team.runner:runner team.runner-hwaddr-policy:runner_hwaddr_policy team.runner-fast-rate:runner_fast_rate'; }
nmcli_of_vlan_options() { nmcli_options 'vlan.id:vlanid vlan.parent:vlandev vlan.flags:flags vlan.ingress:ingress vlan.egress:egress'; }
nmcli_of_vxlan_options() { nmcli_options 'vxlan.id:vxlan_id vxlan.local:vxlan_local vxlan.remote:vxlan_remote'; }

# Writes want: a line KEY<tab>text|list<tab>VALUE for each setting.
nmcli_wanted() {
  : >"$t_tmp.want"
  if [ "${p_ifname+given}" ]; then
    nmcli_put connection.interface-name "$p_ifname"
  elif [ "$nmcli_exists" = false ] && [ "$nmcli_type" != vpn ]; then
    nmcli_put connection.interface-name "$p_conn_name"
  fi
  nmcli_of_connection_options
  case $nmcli_type in
    ovs-interface) nmcli_addresses ;;
    bond | bridge | dummy | ethernet | 802-3-ethernet | generic | gre | infiniband | ipip | sit | team | vlan | wifi | 802-11-wireless | gsm | macvlan | wireguard | vpn | loopback | vrf)
      if [ -z "${p_master-}" ] || [ "${p_slave_type-}" = vrf ]; then nmcli_addresses; fi
      ;;
  esac
  case $nmcli_type in bridge) nmcli_mac=bridge.mac-address ;; *) nmcli_mac=802-3-ethernet.cloned-mac-address ;; esac
  [ -z "${p_mac-}" ] || nmcli_put "$nmcli_mac" "$p_mac"
  nmcli_mtu=802-3-ethernet.mtu
  case $nmcli_type in
    bond | bond-slave | dummy | ethernet | infiniband | team-slave | vlan)
      [ "$nmcli_type" != infiniband ] || nmcli_mtu=infiniband.mtu
      if [ "${p_mtu+given}" ]; then nmcli_put $nmcli_mtu "$p_mtu"; elif [ "$nmcli_exists" = true ]; then nmcli_put $nmcli_mtu auto; fi
      ;;
  esac
  case $nmcli_type in
    ethernet | bridge | bond | vlan | team | wifi | bond-slave | bridge-slave | team-slave | infiniband | ovs-port | ovs-interface) nmcli_master ;;
  esac
  nmcli_of_type
}

nmcli_master() {
  nmcli_options 'connection.master:master'
  case $nmcli_type in
    wifi) [ -z "${p_master-}" ] || nmcli_put connection.slave-type "${p_slave_type:-bond}" ;;
    bond-slave | bridge-slave | team-slave)
      nmcli_put connection.slave-type "${nmcli_type%-slave}"
      [ "${p_slave_type-}" ] || warn "Connection 'slave-type' property automatically set to '${nmcli_type%-slave}' because of using '$nmcli_type' connection type."
      ;;
    *) nmcli_options 'connection.slave-type:slave_type' ;;
  esac
}

nmcli_of_type() {
  case $nmcli_type in
    bond) nmcli_of_bond_options ;;
    bridge) nmcli_of_bridge_options ;;
    bridge-slave)
      warn "Connection type as 'bridge-slave' implies 'ethernet' connection with 'bridge' slave-type. Consider using slave_type='bridge' with necessary type."
      nmcli_of_port_options
      ;;
    team) nmcli_of_team_options ;;
    gre | ipip | sit)
      nmcli_options 'ip-tunnel.local:ip_tunnel_local'
      nmcli_put ip-tunnel.mode "$nmcli_type"
      nmcli_options 'ip-tunnel.parent:ip_tunnel_dev ip-tunnel.remote:ip_tunnel_remote'
      [ "$nmcli_type" != gre ] || nmcli_options 'ip-tunnel.input-key:ip_tunnel_input_key ip-tunnel.output-key:ip_tunnel_output_key'
      ;;
    vlan) nmcli_of_vlan_options ;;
    vxlan) nmcli_of_vxlan_options ;;
    wifi)
      nmcli_options '802-11-wireless.ssid:ssid'
      nmcli_each wifi 802-11-wireless.
      nmcli_each wifi_sec 802-11-wireless-security.
      ;;
    gsm) nmcli_each gsm gsm. ;;
    macvlan) nmcli_each macvlan macvlan. ;;
    wireguard) nmcli_each wireguard wireguard. ;;
    vpn) nmcli_vpn ;;
    infiniband) nmcli_options 'infiniband.transport-mode:transport_mode infiniband.mac-address:infiniband_mac' ;;
    vrf) nmcli_options 'table:table' ;;
    ethernet) nmcli_each sriov sriov. ;;
  esac
}

nmcli_addresses() {
  case $nmcli_type in dummy | macvlan | wireguard) nmcli_method=disabled ;; *) nmcli_method= ;; esac
  nmcli_method4=$nmcli_method nmcli_method6=$nmcli_method
  [ "${p_ip4_n:-0}" -eq 0 ] || nmcli_method4=manual
  [ "${p_ip6_n:-0}" -eq 0 ] || nmcli_method6=manual
  nmcli_list ipv4.addresses ip4 /32
  nmcli_options 'ipv4.dhcp-client-id:dhcp_client_id'
  nmcli_list ipv4.dns dns4
  nmcli_list ipv4.dns-search dns4_search
  nmcli_list ipv4.dns-options dns4_options
  nmcli_options 'ipv4.ignore-auto-dns:dns4_ignore_auto ipv4.gateway:gw4 ipv4.ignore-auto-routes:gw4_ignore_auto'
  nmcli_routes ipv4.routes routes4 routes4_extended
  nmcli_options 'ipv4.route-metric:route_metric4'
  nmcli_list ipv4.routing-rules routing_rules4
  nmcli_options 'ipv4.never-default:never_default4'
  nmcli_put ipv4.method "${p_method4:-$nmcli_method4}"
  nmcli_options 'ipv4.may-fail:may_fail4'
  nmcli_list ipv6.addresses ip6 /128
  nmcli_list ipv6.dns dns6
  nmcli_list ipv6.dns-search dns6_search
  nmcli_list ipv6.dns-options dns6_options
  nmcli_options 'ipv6.ignore-auto-dns:dns6_ignore_auto ipv6.gateway:gw6 ipv6.ignore-auto-routes:gw6_ignore_auto'
  nmcli_routes ipv6.routes routes6 routes6_extended
  nmcli_options 'ipv6.route-metric:route_metric6'
  nmcli_put ipv6.method "${p_method6:-$nmcli_method6}"
  nmcli_options 'ipv6.ip6-privacy:ip_privacy6 ipv6.addr-gen-mode:addr_gen_mode6'
}

nmcli_put() { # nmcli_put KEY VALUE [list]: nothing for an empty text
  [ -n "$2" ] || [ "${3-}" ] || return 0
  case $1$2 in *"$t_nl"* | *"$t_tab"*) fail "$1 must be of one line without tabs" ;; esac
  printf '%s\t%s\t%s\n' "$1" "${3:-text}" "$2" >>"$t_tmp.want"
}

nmcli_options() { # nmcli_options 'KEY:OPTION …'
  for nmcli_word in $1; do
    eval "nmcli_value=\${p_${nmcli_word#*:}-}"
    case ${nmcli_word#*:}:$nmcli_value in
      autoconnect:* | gw?_ignore_auto:* | never_default4:* | dns?_ignore_auto:* | may_fail4:* | stp:* | hairpin:* | runner_fast_rate:*)
        case $nmcli_value in true) nmcli_value=yes ;; false) nmcli_value=no ;; esac
        ;;
    esac
    nmcli_put "${nmcli_word%%:*}" "$nmcli_value"
  done
}

nmcli_list() { # nmcli_list KEY OPTION [PREFIX]: PREFIX for addresses that have no length of it
  eval "nmcli_n=\${p_$2_n-}"
  [ "$nmcli_n" ] || return 0
  nmcli_joined='' nmcli_i=0
  while [ "$nmcli_i" -lt "$nmcli_n" ]; do
    nmcli_i=$((nmcli_i + 1))
    eval "nmcli_value=\$p_$2_$nmcli_i"
    case ${3-}$nmcli_value in /*/* | [!/]*) ;; *) nmcli_value=$nmcli_value$3 ;; esac
    nmcli_joined=$nmcli_joined${nmcli_joined:+,}$nmcli_value
  done
  nmcli_put "$1" "$nmcli_joined" list
}

# Routes are texts, or mappings: JSON, as the controller writes it.
nmcli_routes() { # nmcli_routes KEY OPTION EXTENDED
  nmcli_list "$1" "$2"
  eval "nmcli_n=\${p_${3}_n:-0}"
  [ "$nmcli_n" -gt 0 ] || return 0
  eval "printf '%s\\n' \"\$p_$3\"" >"$t_tmp.routes"
  nmcli_joined=$(awk "$t_awk_json_text$t_awk_sort"'
    { s = $0; route = ""; n = 0; split("", value)
      while (match(s, /"([^"\\]|\\.)*"[ ]*:[ ]*("([^"\\]|\\.)*"|[^,}]+)/)) {
        pair = substr(s, RSTART, RLENGTH); s = substr(s, RSTART + RLENGTH)
        match(pair, /^"([^"\\]|\\.)*"/); key = json_text(substr(pair, 1, RLENGTH)); pair = substr(pair, RLENGTH + 1); sub(/^[ ]*:[ ]*/, "", pair)
        if (key !~ /^(ip|next_hop|metric|table|tos|cwnd|mtu|onlink)$/) { print "!" key; exit }
        value[key] = pair ~ /^"/ ? json_text(pair) : pair
        if (key !~ /^(ip|next_hop|metric)$/) other[++n] = key
      }
      if (value["ip"] == "") { print "!ip"; exit }
      sort_list(other, n)
      route = value["ip"] (value["next_hop"] != "" && value["next_hop"] != "null" ? " " value["next_hop"] : "") (value["metric"] != "" && value["metric"] != "null" ? " " value["metric"] : "")
      for (i = 1; i <= n; i++) if (value[other[i]] != "null") route = route " " other[i] "=" tolower(value[other[i]])
      printf "%s%s", (NR > 1 ? "," : ""), route }' "$t_tmp.routes")
  case $nmcli_joined in
    *'!ip') fail "$3: a route has no ip" ;;
    *'!'*) fail "$3: a route has ip, next_hop, metric, table, tos, cwnd, mtu and onlink, not ${nmcli_joined#*!}" ;;
  esac
  nmcli_put "$1" "$nmcli_joined" list
}

nmcli_each() { # nmcli_each OPTION PREFIX: the members of a mapping
  eval "nmcli_n=\${p_$1_n:-0}"
  nmcli_i=0
  while [ "$nmcli_i" -lt "$nmcli_n" ]; do
    nmcli_i=$((nmcli_i + 1))
    eval "nmcli_key=\$p_$1_${nmcli_i}_key nmcli_value=\$p_$1_$nmcli_i"
    case " ${nmcli_left_out-} " in *" $2$nmcli_key "*) continue ;; esac
    case $2$nmcli_key in
      802-11-wireless.ssid)
        warn "Ignoring option 'wifi.ssid', it must be specified with option 'ssid'"
        continue
        ;;
      802-11-wireless.hidden) case $nmcli_value in [Tt]rue) nmcli_value=yes ;; [Ff]alse) nmcli_value=no ;; esac ;;
      *.group | *.leap-password-flags | *.pairwise | *.proto | *.psk-flags | *.wep-key-flags | *.mac-address-blacklist)
        nmcli_value=$(printf '%s' "$nmcli_value" | sed 's/^\[//; s/\]$//; s/["'\'']//g; s/, */,/g')
        nmcli_put "$2$nmcli_key" "$nmcli_value" list
        continue
        ;;
    esac
    nmcli_put "$2$nmcli_key" "$nmcli_value"
  done
}

nmcli_vpn() {
  nmcli_i=0 nmcli_data='' nmcli_service='' nmcli_permissions=''
  while [ "$nmcli_i" -lt "${p_vpn_n:-0}" ]; do
    nmcli_i=$((nmcli_i + 1))
    eval "nmcli_key=\$p_vpn_${nmcli_i}_key nmcli_value=\$p_vpn_$nmcli_i"
    case $nmcli_key in
      service-type) nmcli_put vpn.service-type "$nmcli_value" ;;
      permissions) nmcli_put connection.permissions "$nmcli_value" ;;
      *)
        case $nmcli_value in [Tt]rue) nmcli_value=yes ;; [Ff]alse) nmcli_value=no ;; esac
        nmcli_data=$nmcli_data${nmcli_data:+, }$nmcli_key=$nmcli_value
        ;;
    esac
  done
  nmcli_put vpn.data "$nmcli_data"
}

# Fails, or leaves them out, if there are settings of wifi that this NetworkManager does not know.
nmcli_known_properties() {
  nmcli_left_out=
  nmcli_unknown wifi 802-11-wireless ''
  nmcli_unknown wifi_sec 802-11-wireless-security "set 802-11-wireless-security.psk FAKEVALUE$t_nl"
}
nmcli_unknown() { # nmcli_unknown OPTION SETTING COMMANDS
  eval "nmcli_n=\${p_$1_n:-0}"
  [ "$nmcli_n" -gt 0 ] || return 0
  printf '%sprint %s\nquit\nyes\n' "$3" "$2" >"$t_tmp.edit"
  nmcli_edit type wifi || fail "${run_stderr:-nmcli failed}"
  printf '%s\n' "$run_stdout" >"$t_tmp.known"
  nmcli_i=0 nmcli_bad=''
  while [ "$nmcli_i" -lt "$nmcli_n" ]; do
    nmcli_i=$((nmcli_i + 1))
    eval "nmcli_key=\$p_$1_${nmcli_i}_key"
    [ "$2.$nmcli_key" != 802-11-wireless.ssid ] || continue
    if ! cut -d: -f1 "$t_tmp.known" | grep -Fqx -- "$2.$nmcli_key"; then
      nmcli_bad="$nmcli_bad${nmcli_bad:+, }\"$1.$nmcli_key\"" nmcli_left_out="$nmcli_left_out $2.$nmcli_key"
    fi
  done
  [ "$nmcli_bad" ] || return 0
  [ "$p_ignore_unsupported_suboptions" = true ] || fail "Invalid or unsupported option(s): $nmcli_bad"
  warn "Invalid or unsupported option(s): $nmcli_bad"
}

# shellcheck disable=SC2016
nmcli_edit() { run sh -c 'input=$1 && shift && exec nmcli con edit "$@" <"$input"' sh "$t_tmp.edit" "$@"; } # nmcli_edit WORD…: by the commands in edit

# Secrets go through standard input: arguments can be seen by all.
nmcli_write() { # nmcli_write create|modify
  nmcli_has_mtu=
  if [ "$1" = modify ] && grep -q "^$nmcli_mtu:" "$t_tmp.show"; then nmcli_has_mtu=1; fi
  awk -F '\t' -v mtu="$nmcli_mtu" -v mtu_given="${p_mtu+1}" -v has_mtu="$nmcli_has_mtu" -v args="$t_tmp.args" -v edit="$t_tmp.edit" '
    BEGIN { printf "" >args; printf "" >edit }
    { key = $1; value = substr($0, length($1) + length($2) + 3) }
    key == mtu && !mtu_given { if (has_mtu) printf "%s\n0\n", key >args; next }
    key ~ /^802-11-wireless-security\.(leap-password|psk|wep-key[0-3])$|^wireguard\.private-key$|^gsm\.(password|pin)$/ { print "set " key " " value >edit; secret = 1; next }
    key == "xmit_hash_policy" || key == "fail_over_mac" { printf "+bond.options\n%s=%s\n", key, value >args; next }
    { printf "%s\n%s\n", key, value >args }
    END { if (secret) print "save\nquit" >edit }' "$t_tmp.want"
  if [ "$1" = create ]; then
    case $nmcli_type in gre | ipip | sit) nmcli_kind=ip-tunnel ;; *) nmcli_kind=$nmcli_type ;; esac
    with_lines "$t_tmp.args" nmcli_do '' con add type "$nmcli_kind" con-name "$p_conn_name"
  else
    with_lines "$t_tmp.args" nmcli_do '' con modify "$p_conn_name"
  fi
  [ -s "$t_tmp.edit" ] || return 0
  nmcli_edit "$p_conn_name" && return
  result name "$p_conn_name"
  result_int rc "$run_status"
  fail "${run_stderr:-nmcli con edit failed}"
}

# Sets nmcli_different, and adds the differences to the diff. Secrets are not shown.
nmcli_differs() {
  awk -v mtu="$nmcli_mtu" -v mac="$nmcli_mac" -v type="$nmcli_type" -v out="$t_tmp.diff" "$t_awk_sort$nmcli_compare_awk" "$t_tmp.show" "$t_tmp.want" || fail 'cannot compare the connection'
  nmcli_different=$(cat "$t_tmp.diff.changed")
  if differing; then diff_files "$p_conn_name" "$t_tmp.diff.before" "$t_tmp.diff.after"; fi
}

# shellcheck disable=SC2016,SC2034
nmcli_compare_awk='
BEGIN {
  n = split("ipv4.addresses ipv6.addresses ipv4.dns ipv4.dns-search ipv4.dns-options ipv4.routes ipv4.routing-rules ipv6.dns ipv6.dns-search ipv6.dns-options ipv6.routes 802-11-wireless-security.group 802-11-wireless-security.leap-password-flags 802-11-wireless-security.pairwise 802-11-wireless-security.proto 802-11-wireless-security.psk-flags 802-11-wireless-security.wep-key-flags 802-11-wireless.mac-address-blacklist", word, " ")
  for (i = 1; i <= n; i++) listed[word[i]] = 1
  n = split("ipv4.addresses ipv6.addresses ipv4.dns ipv6.dns ipv4.dns-search ipv6.dns-search", word, " ")
  for (i = 1; i <= n; i++) ordered[word[i]] = 1
  printf "" >(out ".before"); printf "" >(out ".after")
}
function trim(s) { sub(/^[ \t]+/, "", s); sub(/[ \t]+$/, "", s); return s }
# one text for a list: sorted, if its order is of no account
function joined(s, by, key,   n, i, item, r) {
  if (s == "") return ""
  n = split(s, item, by)
  for (i = 1; i <= n; i++) item[i] = trim(item[i])
  if (!(key in ordered)) sort_list(item, n)
  for (i = 1; i <= n; i++) r = r (i > 1 ? ", " : "") item[i]
  return r
}
function routes(s,   n, i, part, r) {
  n = split(s, part, ";")
  for (i = 1; i <= n; i++) r = r (i > 1 ? "," : "") route(part[i])
  return r
}
function route(s,   value, name, rest, n, i, other) {
  while (match(s, /[A-Za-z0-9_-]+ ?= ?[^ ,}]*/)) {
    rest = substr(s, RSTART, RLENGTH); s = substr(s, RSTART + RLENGTH)
    name = rest; sub(/ ?=.*/, "", name); sub(/^[^=]*= ?/, "", rest)
    value[name] = rest
    if (name != "ip" && name != "nh" && name != "mt") other[++n] = name
  }
  sort_list(other, n)
  rest = value["ip"] (value["nh"] != "" ? " " value["nh"] : "") (value["mt"] != "" ? " " value["mt"] : "")
  for (i = 1; i <= n; i++) rest = rest " " other[i] "=" tolower(value[other[i]])
  return rest
}
FNR == NR {
  at = index($0, ":"); if (!at) next
  key = trim(substr($0, 1, at - 1)); value = substr($0, at + 1); sub(/^[ \t]+/, "", value)
  if (key == "") next
  if (value == "--") { there[key] = 1; none[key] = 1; next }
  if (key == "bond.options") {
    n = split(value, part, ",")
    for (i = 1; i <= n; i++) if (at = index(part[i], "=")) { there[substr(part[i], 1, at - 1)] = 1; info[substr(part[i], 1, at - 1)] = substr(part[i], at + 1) }
    next
  }
  if (!(key in listed) && value ~ /^-?[0-9]+ \([A-Za-z0-9_]+\)$/) sub(/ .*/, "", value)
  there[key] = 1; info[key] = value
  next
}
{
  split($0, field, "\t"); key = field[1]; list = field[2] == "list"; value = substr($0, length(field[1]) + length(field[2]) + 3)
  now = info[key]; isnone = !(key in there) || key in none
  if (key == "ipv6.ip6-privacy") value = value == "disabled" ? "0" : value == "prefer-public-addr" ? "1 (enabled, prefer public IP)" : value == "prefer-temp-addr" ? "2 (enabled, prefer temporary IP)" : "-1"
  if (key == "802-11-wireless.wake-on-wlan" && now ~ /^0x/) now = hex(substr(now, 3))
  if (key == mtu && value == "0") value = "auto"
  if (key == mtu && type == "dummy" && !(key in there) && value == "auto") next
  if (key == mac) { value = toupper(value); now = toupper(now) }
  if (key == "gsm.apn") gsub(/^"+|"+$/, "", now)
  if (key == "vpn.data") { gsub(/ *= */, "=", now); now = joined(now, ",", key); value = joined(value, ",", key) }
  else if (list && key in there) {
    if (key ~ /^ipv[46]\.routes$/ && !isnone) now = routes(now)
    now = joined(now, ",", key); value = joined(value, ",", key); isnone = 0
  }
  if (isnone || now "" != value "") changed = 1
  if (key ~ /(password|psk|wep-key[0-3]|private-key|\.pin|-key)$/) { now = now == "" ? "" : "********"; value = "********" }
  print key ": " now >(out ".before"); print key ": " value >(out ".after")
}
function hex(h,   i, v) { v = 0; h = tolower(h); for (i = 1; i <= length(h) && substr(h, i, 1) ~ /[0-9a-f]/; i++) v = v * 16 + index("0123456789abcdef", substr(h, i, 1)) - 1; return v }
END { print (changed ? "true" : "false") >(out ".changed") }'
