# shellcheck shell=bash
# The lab's network: a bridge with the bastion at .1. The proxy to the package mirror, the on-prem mirror and the delay
# proxy listen only on that address. Hosts reach nothing else.

network_up() {
  if ! ip link show "$BRIDGE" >/dev/null 2>&1; then
    if ip -4 route show "$SUBNET.0/24" | grep -q .; then
      die "the network $SUBNET.0/24 is already in use" "use another one: HITLESS_LAB_ID=1"
    fi
    ip link add "$BRIDGE" type bridge
    ip addr add "$BASTION/24" dev "$BRIDGE"
  fi
  ip link set "$BRIDGE" up
  serve proxy "$PROXY_PORT" tinyproxy -d -c "$(proxy_config)"
  serve mirror "$MIRROR_PORT" "$(python)" -m http.server --bind "$BASTION" --directory "$MIRROR" "$MIRROR_PORT"
}

network_down() {
  local service
  for service in proxy mirror delay; do
    stop_noted "$STATE/$service.pid"
  done
  ip link del "$BRIDGE" 2>/dev/null || true
}

# Prefers the system's Python: another one in PATH may be a slow wrapper.
python() { if [ -x /usr/bin/python3 ]; then printf '/usr/bin/python3\n'; else command -v python3; fi; }

# Starts a service on the bastion if it does not run, and waits until its port answers.
serve() {
  local name=$1 port=$2 tries=0
  shift 2
  live_pid "$STATE/$name.pid" >/dev/null && return
  setsid "$@" </dev/null >"$STATE/$name.log" 2>&1 9>&- &
  note_pid "$STATE/$name.pid" $!
  until (exec 3<>"/dev/tcp/$BASTION/$port") 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! live_pid "$STATE/$name.pid" >/dev/null; then
      tail -n 5 "$STATE/$name.log" >&2
      die "the $name does not answer at $BASTION:$port"
    fi
    sleep 0.05
  done
}

# If this machine's apt uses a proxy, the lab's proxy does too.
proxy_config() {
  local upstream
  upstream=$(apt-config dump | sed -n 's|^Acquire::http::Proxy "http://\([^/"]*\)/*";|\1|p')
  cat >"$STATE/proxy.conf" <<END
Port $PROXY_PORT
Listen $BASTION
Allow $SUBNET.0/24
Timeout 120
MaxClients 300
LogLevel Warning
DisableViaHeader Yes
${upstream:+Upstream http $upstream}
END
  printf '%s/proxy.conf\n' "$STATE"
}

# Creates the host's network interface, eth0, in the network namespace of process $2.
cable_up() {
  local number=$1 pid=$2
  ip link del "$(cable "$number")" 2>/dev/null || true
  ip link add "$(cable "$number")" type veth peer name eth0 netns "$pid"
  ip link set "$(cable "$number")" master "$BRIDGE" up
  # shellcheck disable=SC2016 # expanded inside
  nsenter --net --target "$pid" sh -euc '
    ip link set lo up
    ip addr add "$1/24" dev eth0
    ip link set eth0 up
    ip route add default via "$2"' sh "$(address "$number")" "$BASTION"
}

cable() { printf '%s-%s\n' "$BRIDGE" "$1"; }
address() { printf '%s.%s\n' "$SUBNET" $((10 + $1)); }
