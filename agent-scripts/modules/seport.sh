# shellcheck shell=sh
# module: seport  also=community.general.seport
# summary: keep the SELinux type of network ports
# check: full   diff: none   uses: semanage reverse   needs: awk
# example: seport: {ports: 8404, proto: tcp, setype: http_port_t, state: present}
# option: ports   list/str  required                            ports, and ranges FIRST-LAST
# option: proto   enum  tcp|udp  required                       their protocol
# option: setype  str   required                                their type
# option: state   enum  present|absent  default=present         whether they must have it
# option: reload  bool  default=true                            load the policy
# option: local   bool  default=false                           look only at what the host has added to the policy
# option: ignore_selinux_state  bool  default=false             do not ask whether SELinux is enabled
# option: _root   str   hidden  default=""                      root of the host's files, for tests
# result: ports   as requested
# result: proto   as requested
# result: setype  as requested
# result: state   as requested

seport_run() {
  semanage_check
  seport_no_reload=
  [ "$p_reload" = true ] || seport_no_reload=-N
  set --
  [ "$p_local" = false ] || set -- -C
  semanage_list port -l -n "$@"
  mv "$t_tmp.listed" "$t_tmp.all"
  semanage_list port -l -n -C
  each ports seport_one
  result proto "$p_proto"
  result setype "$p_setype"
  result state "$p_state"
}

# seport_type FILE PORT: sets seport_is to the type that exactly this port or range has.
seport_type() {
  seport_is=$(awk -v proto="$p_proto" -v port="$2" '$2 == proto { for (i = 3; i <= NF; i++) { p = $i; sub(/,$/, "", p); if (p == port) { print $1; exit } } }' "$1")
}

seport_one() {
  seport_port=${1#"${1%%[! ]*}"}
  seport_port=${seport_port%"${seport_port##*[! ]}"}
  case $seport_port in '' | -* | *- | *[!0-9-]*) fail "not a port or a range of ports: $seport_port" ;; esac
  result 'ports/[]' "$seport_port"
  seport_type "$t_tmp.listed" "$seport_port"
  seport_local=$seport_is
  seport_type "$t_tmp.all" "$seport_port"
  case $p_state:$seport_is in
    "present:$p_setype") return 0 ;;
    present:*) seport_set ;;
    "absent:$p_setype") seport_remove ;;
  esac
}

seport_reverse() { keep_reverse "SELinux type of port $seport_port/$p_proto" "$own_program" semanage port "$@"; }
seport_do() { semanage_do port ${seport_no_reload:+"$seport_no_reload"} "$@"; }

seport_set() {
  changed
  if checking; then return; fi
  if [ "$seport_local" ]; then
    seport_reverse -m -t "$seport_local" -p "$p_proto" "$seport_port"
  else
    seport_reverse -d -t "$p_setype" -p "$p_proto" "$seport_port"
  fi
  if [ "$seport_is" ]; then set -- -m; else set -- -a; fi
  seport_do "$1" -t "$p_setype" -p "$p_proto" "$seport_port"
}

seport_remove() {
  changed
  if checking; then return; fi
  seport_reverse -a -t "$p_setype" -p "$p_proto" "$seport_port"
  seport_do -d -t "$p_setype" -p "$p_proto" "$seport_port"
}
