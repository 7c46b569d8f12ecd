# shellcheck shell=sh
# For keepalived_config.spec: a keepalived in the directory of the case, with an interface of its own.

# card NAME: a pair of interfaces, NAME0 and NAME1, and an address on the first.
card() {
  ip link del "${1}0" 2>/dev/null || :
  ip link add "${1}0" type veth peer name "${1}1"
  ip addr add 10.213.7.1/24 dev "${1}0"
  ip link set "${1}0" up
  ip link set "${1}1" up
  ln -s "$(command -v keepalived)" keepalived
}

# conf CARD PRIORITY [MORE]
conf() {
  printf 'global_defs {\n  router_id spec\n  enable_script_security\n}\nvrrp_instance VI_1 {\n  state BACKUP\n  interface %s0\n  virtual_router_id 51\n  priority %s\n  advert_int 1\n  %s\n  virtual_ipaddress {\n    10.213.7.9/24\n  }\n}\n' "$1" "$2" "${3-}"
}

start() {
  ./keepalived -f "$PWD/keepalived.conf" -p "$PWD/pid" -r "$PWD/vrrp.pid" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- </dev/null >/dev/null 2>&1
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    ip -o addr show | grep -q 10.213.7.9/ && break || sleep 1
  done
}

priority() {
  kill -USR1 "$(cat pid)"
  sleep 1
  awk '$1 == "Priority" { print $3 }' /tmp/keepalived.data
}

# end CARD
end() {
  kill "$(cat pid)" 2>/dev/null || :
  for _ in 1 2 3 4 5 6 7 8 9; do [ -e pid ] && sleep 0.5 || break; done
  ip link del "${1}0"
  rm -f /tmp/keepalived.data /tmp/keepalived_parent.data
}
