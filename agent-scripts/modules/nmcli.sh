# shellcheck shell=sh
# module: nmcli  also=community.general.nmcli
# summary: keep connections of NetworkManager present, absent, up or down
# check: full   diff: text   needs: awk   uses: awk reverse nmcli_settings
# example: nmcli: {conn_name: lan, type: ethernet, ifname: eth0, ip4: 192.0.2.10/24, gw4: 192.0.2.1, state: present}
# option: conn_name             str   required                              name of the connection
# option: state                 enum  absent|present|up|down  required      whether it must exist, or be active
# option: type                  enum  bond|bond-slave|bridge|bridge-slave|dummy|ethernet|generic|gre|infiniband|ipip|sit|team|team-slave|vlan|vxlan|wifi|gsm|macvlan|wireguard|vpn|loopback|ovs-interface|ovs-bridge|ovs-port|vrf  kind of connection; required to create one
# option: ifname                str                                         the interface; the default is conn_name
# option: autoconnect           bool  default=true                          activate it by itself
# option: autoconnect_priority  int                                         which of several is activated first: the highest
# option: autoconnect_retries   int                                         how often to try; 0 for ever
# option: conn_reload           bool  default=false                         let NetworkManager read its files after a change
# option: master                str                                         the bond, bridge, team or VRF that it belongs to
# option: slave_type            enum  bond|bridge|team|ovs-port|vrf         kind of master
# option: ip4                   list/str                                    IPv4 addresses with prefix length
# option: gw4                   str                                         IPv4 gateway
# option: gw4_ignore_auto       bool  default=false                         ignore IPv4 routes of DHCP
# option: routes4               list/str                                    IPv4 routes: NETWORK GATEWAY METRIC
# option: routes4_extended      list/dict                                   IPv4 routes: mappings of ip, next_hop, metric, table, tos, cwnd, mtu, onlink
# option: route_metric4         int                                         metric of IPv4 routes
# option: routing_rules4        list/str                                    IPv4 routing rules
# option: never_default4        bool  default=false                         never use it for the IPv4 default route
# option: dns4                  list/str                                    IPv4 DNS servers
# option: dns4_search           list/str                                    DNS search domains
# option: dns4_options          list/str                                    options of the resolver
# option: dns4_ignore_auto      bool  default=false                         ignore DNS servers of DHCP
# option: method4               enum  auto|link-local|manual|shared|disabled  how to get IPv4 addresses
# option: may_fail4             bool  default=true                          whether it may be up without IPv4
# option: dhcp_client_id        str                                         client id for DHCP
# option: ip6                   list/str                                    IPv6 addresses with prefix length
# option: gw6                   str                                         IPv6 gateway
# option: gw6_ignore_auto       bool  default=false                         ignore IPv6 routes of the network
# option: routes6               list/str                                    IPv6 routes: NETWORK GATEWAY METRIC
# option: routes6_extended      list/dict                                   IPv6 routes: mappings of ip, next_hop, metric, table, cwnd, mtu, onlink
# option: route_metric6         int                                         metric of IPv6 routes
# option: dns6                  list/str                                    IPv6 DNS servers
# option: dns6_search           list/str                                    DNS search domains
# option: dns6_options          list/str                                    options of the resolver
# option: dns6_ignore_auto      bool  default=false                         ignore DNS servers of the network
# option: method6               enum  ignore|auto|dhcp|link-local|manual|shared|disabled  how to get IPv6 addresses
# option: ip_privacy6           enum  disabled|prefer-public-addr|prefer-temp-addr|unknown  temporary IPv6 addresses
# option: addr_gen_mode6        enum  default|default-or-eui64|eui64|stable-privacy  how IPv6 addresses are made
# option: mtu                   int                                         MTU; the default is automatic
# option: mac                   str                                         MAC address
# option: zone                  str                                         zone of the firewall
# option: mode                  enum  802.3ad|active-backup|balance-alb|balance-rr|balance-tlb|balance-xor|broadcast  default=balance-rr  mode of a bond
# option: miimon                int                                         bond: milliseconds between looks at the link
# option: downdelay             int                                         bond: milliseconds before a link counts as down
# option: updelay               int                                         bond: milliseconds before a link counts as up
# option: xmit_hash_policy      str                                         bond: how packets are spread
# option: fail_over_mac         enum  none|active|follow                    bond: MAC address after a fail-over
# option: arp_interval          int                                         bond: milliseconds between ARP requests
# option: arp_ip_target         str                                         bond: addresses for ARP requests
# option: primary               str                                         bond: the preferred interface
# option: stp                   bool  default=true                          bridge: spanning tree
# option: priority              int   default=128                           bridge: priority for the spanning tree
# option: slavepriority         int   default=32                            bridge-slave: priority of the port
# option: forwarddelay          int   default=15                            bridge: seconds of forward delay
# option: hellotime             int   default=2                             bridge: seconds between hellos
# option: maxage                int   default=20                            bridge: seconds until a message is too old
# option: ageingtime            int   default=300                           bridge: seconds until a MAC address is forgotten
# option: hairpin               bool  default=false                         bridge-slave: send packets back where they came from
# option: path_cost             int   default=100                           bridge-slave: cost of the port
# option: runner                enum  broadcast|roundrobin|activebackup|loadbalance|lacp  default=roundrobin  team: runner
# option: runner_hwaddr_policy  enum  same_all|by_active|only_active        team: MAC addresses with the runner activebackup
# option: runner_fast_rate      bool                                        team: fast rate with the runner lacp
# option: vlanid                int                                         vlan: id
# option: vlandev               str                                         vlan: the parent
# option: flags                 str                                         vlan: flags
# option: ingress               str                                         vlan: incoming priorities
# option: egress                str                                         vlan: outgoing priorities
# option: vxlan_id              int                                         vxlan: id
# option: vxlan_local           str                                         vxlan: local address
# option: vxlan_remote          str                                         vxlan: remote address
# option: ip_tunnel_dev         str                                         gre, ipip, sit: the parent
# option: ip_tunnel_local       str                                         gre, ipip, sit: local address
# option: ip_tunnel_remote      str                                         gre, ipip, sit: remote address
# option: ip_tunnel_input_key   str   secret                                gre: key of incoming packets
# option: ip_tunnel_output_key  str   secret                                gre: key of outgoing packets
# option: ssid                  str                                         wifi: name of the network
# option: wifi                  dict                                        wifi: other settings of 802-11-wireless
# option: wifi_sec              dict  secret                                wifi: settings of 802-11-wireless-security
# option: ignore_unsupported_suboptions  bool  default=false                wifi: leave out settings that NetworkManager does not know
# option: gsm                   dict                                        gsm: settings
# option: macvlan               dict                                        macvlan: mode and parent; promiscuous, tap
# option: wireguard             dict                                        wireguard: settings
# option: vpn                   dict                                        vpn: service-type, permissions and data
# option: sriov                 dict                                        ethernet: settings of sriov
# option: table                 int                                         vrf: routing table
# option: transport_mode        enum  datagram|connected                    infiniband: mode
# option: infiniband_mac        str                                         infiniband: MAC address
# exclusive: never_default4 gw4
# exclusive: routes4_extended routes4
# exclusive: routes6_extended routes6
# result: conn_name   the connection
# result: state       as asked for
# result: Exists      whether it existed, and was changed
# result: Connection  that it was created
# result: stdout      what nmcli printed
# result: stderr      what nmcli printed as errors

nmcli_run() {
  nmcli_type=${p_type-}
  nmcli_check
  nmcli_find
  case $p_state in
    present) nmcli_present ;;
    absent)
      [ "$nmcli_exists" = true ] || nmcli_end
      changed
      if checking; then done_with; fi
      nmcli_keep
      run nmcli con down "$p_conn_name" || :
      nmcli_do 'Error removing connection named' con del "$p_conn_name"
      nmcli_end
      ;;
    *)
      [ "$nmcli_exists" = true ] || nmcli_end
      changed
      if checking; then done_with; fi
      [ "$p_conn_reload" = false ] || run nmcli con reload || :
      nmcli_note_state
      case $p_state in
        up) nmcli_do 'Error bringing up connection named' con up "$p_conn_name" ;;
        down) nmcli_do 'Error bringing down connection named' con down "$p_conn_name" ;;
      esac
      nmcli_end
      ;;
  esac
}

nmcli_check() {
  task_has nmcli || fail 'Failed to find required executable "nmcli": install the package network-manager (NetworkManager)'
  case $p_conn_name in -*) fail "the name of a connection can't begin with a dash: $p_conn_name" ;; esac
  case $nmcli_type in
    bridge-slave | team-slave | bond-slave)
      case ${p_slave_type-} in
        '' | "${nmcli_type%-slave}") ;;
        *) fail "Connection type '$nmcli_type' cannot be combined with '$p_slave_type' slave-type. Allowed slave-type for '$nmcli_type' is '${nmcli_type%-slave}'." ;;
      esac
      ;;
    *) [ -z "${p_slave_type+given}" ] || [ "${p_master+given}" ] || fail "'master' option is required when 'slave_type' is specified." ;;
  esac
  if [ "$nmcli_type" = team-slave ] || [ "${p_slave_type-}" = team ]; then
    [ "${p_master:+${p_ifname-}}" ] || fail 'type is team-slave but all of the following are missing: master, ifname'
  fi
  case $nmcli_type in
    wifi) [ "${p_ssid+given}" ] || fail 'type is wifi but all of the following are missing: ssid' ;;
    team)
      [ -z "${p_runner_hwaddr_policy+given}" ] || [ "$p_runner" = activebackup ] || fail 'Runner-hwaddr-policy is only allowed for runner activebackup'
      [ -z "${p_runner_fast_rate+given}" ] || [ "$p_runner" = lacp ] || fail 'runner-fast-rate is only allowed for runner lacp'
      ;;
    macvlan)
      [ "${p_macvlan_n:-0}" -gt 0 ] || [ "$p_state" != present ] || {
        result name "$p_conn_name"
        fail 'type is macvlan but all of the following are missing: macvlan'
      }
      ;;
  esac
  [ "$nmcli_type" != wifi ] || nmcli_known_properties
}

nmcli_present() {
  if [ "$nmcli_exists" = true ]; then nmcli_modify; else nmcli_create; fi
  result conn_name "$p_conn_name"
  result state "$p_state"
}

nmcli_modify() {
  nmcli_show
  nmcli_wanted
  nmcli_differs
  if [ "$nmcli_different" = false ]; then
    result Exists 'Connections already exist and no changes made'
    return 0
  fi
  changed
  if ! checking; then
    nmcli_keep
    nmcli_write modify
    [ "$p_conn_reload" = false ] || nmcli_do '' con reload
    nmcli_printed
  fi
  result Exists 'Connections do exist so we are modifying them'
}

nmcli_create() {
  [ "$nmcli_type" ] || fail 'type is required to create a connection'
  changed
  nmcli_wanted
  if ! checking; then
    # shellcheck disable=SC2016
    keep_reverse "the connection $p_conn_name of NetworkManager" '! "$0" con show "$1" >/dev/null 2>&1 || "$0" con del "$1"' nmcli "$p_conn_name"
    nmcli_write create
    nmcli_start
    nmcli_printed
  fi
  result Connection "Connection $p_conn_name of Type $nmcli_type is being added"
}

# A new connection is activated if what it sets would have no effect otherwise, as by Ansible.
nmcli_start() {
  case $nmcli_type:${p_mtu+mtu}:${p_dns4_n+dns}${p_dns6_n+dns} in
    bond:mtu:* | dummy:mtu:* | ethernet:mtu:* | infiniband:mtu:* | wifi:mtu:* | bond:*:dns* | dummy:*:dns* | ethernet:*:dns* | infiniband:*:dns* | wifi:*:dns* | team:*:dns*)
      nmcli_do '' con up "$p_conn_name"
      ;;
  esac
}

nmcli_end() {
  result conn_name "$p_conn_name"
  result state "$p_state"
  [ "$p_state$nmcli_exists" = presentfalse ] || [ -z "${run_status-}" ] || [ "$nmcli_exists" = false ] || nmcli_printed
  done_with
}
nmcli_printed() {
  [ -z "$run_stdout" ] || result_file stdout "$t_work/stdout"
  [ -z "$run_stderr" ] || result_file stderr "$t_work/stderr"
}

nmcli_do() { # nmcli_do WHAT WORD…
  nmcli_what=$1
  shift
  run nmcli "$@" && did && return
  result name "${nmcli_what:+$nmcli_what }$p_conn_name"
  result_int rc "$run_status"
  fail "${run_stderr:-nmcli failed}"
}

# ---- what is there ---------------------------------------------------------------------------------------------------------------------

# Sets nmcli_exists, and nmcli_file to the file of the connection. In a terse list, colons of names are escaped.
nmcli_find() {
  run_to "$t_tmp.list" nmcli --fields filename,name --terse con show || {
    # NetworkManager before 1.4 tells no files.
    run_to "$t_tmp.list" nmcli --fields name --terse con show || fail "${run_stderr:-nmcli failed}"
    sed 's/^/:/' "$t_tmp.list" >"$t_tmp.list2" && mv -f -- "$t_tmp.list2" "$t_tmp.list"
  }
  printf '%s\n' "$p_conn_name" >"$t_tmp.name"
  nmcli_file=$(awk 'FILENAME == ARGV[1] { want = $0; next } {
    line = $0; gsub(/\\\\/, "\001", line); gsub(/\\:/, "\002", line)
    at = index(line, ":"); file = substr(line, 1, at - 1); name = substr(line, at + 1)
    gsub(/\002/, ":", file); gsub(/\001/, "\\", file); gsub(/\002/, ":", name); gsub(/\001/, "\\", name)
    if (name == want) { print "found " file; exit } }' "$t_tmp.name" "$t_tmp.list")
  nmcli_exists=true
  [ -n "$nmcli_file" ] || nmcli_exists=false
  nmcli_file=${nmcli_file#found }
  nmcli_file=${nmcli_file#found}
}

nmcli_show() {
  run_to "$t_tmp.show" nmcli --show-secrets con show "$p_conn_name" || fail "${run_stderr:-nmcli failed}"
  [ -z "$nmcli_type" ] || return 0
  nmcli_type=$(awk -F: '$1 == "connection.type" { sub(/^[^:]*: */, ""); print; exit }' "$t_tmp.show")
  [ "$nmcli_type" != 802-11-wireless ] || nmcli_type=wifi
}

# Undo puts back the file of the connection, and then NetworkManager reads it.
nmcli_keep() {
  case $nmcli_file in
    /run/* | /usr/* | '') note nmcli "the connection $p_conn_name of NetworkManager was changed" ;;
    *)
      # shellcheck disable=SC2016
      keep_reverse "the connection $p_conn_name of NetworkManager" '"$0" con load "$1" >/dev/null 2>&1 || "$0" con reload' nmcli "$nmcli_file"
      keep "$nmcli_file"
      ;;
  esac
}

# Undo activates or deactivates it again.
nmcli_note_state() {
  run nmcli --fields name --terse con show --active || :
  nmcli_was=down
  case "$t_nl$run_stdout$t_nl" in *"$t_nl$p_conn_name$t_nl"*) nmcli_was=up ;; esac
  # shellcheck disable=SC2016
  [ "$nmcli_was" = "$p_state" ] || keep_reverse "the connection $p_conn_name of NetworkManager was $nmcli_was" '"$0" con "$1" "$2"' nmcli "$nmcli_was" "$p_conn_name"
}
