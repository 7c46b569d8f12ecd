# shellcheck shell=bash
# shellcheck disable=SC2034 # read by those who source this
# What the proof and the demo share: rollouts, load in the background, and its results.

# HITLESS=… and JAVA=… replace hitless and java.
HITLESS=${HITLESS:-$CHECKOUT/hitless}
PROOF=$CHECKOUT/lab/proof
LAB_ID=${HITLESS_LAB_ID:-0}
INVENTORY=$CHECKOUT/inventories/lab
[ "$LAB_ID" = 0 ] || INVENTORY=$INVENTORY-$LAB_ID

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

find_java() {
  local candidate
  for candidate in "${JAVA:-}" "${HITLESS_JAVA_HOME:+$HITLESS_JAVA_HOME/bin/java}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" \
    /usr/lib/jvm/*/bin/java; do
    if [ -x "$candidate" ] && grep -qs '^JAVA_VERSION="\(2[5-9]\|[3-9][0-9]\)' "$(dirname "$(dirname "$(readlink -f "$candidate")")")/release"; then
      JAVA=$candidate
      return
    fi
  done
  die 'needs a JDK 25 or newer; ./hitless --version explains how to get one'
}

rollout() { "$HITLESS" rollout -i "$INVENTORY" "$@"; }

# All files that the balancers' configuration depends on. Each turn has a different configuration.
configure() {
  local version=$1 turn=$2
  shift 2
  rollout "$CHECKOUT/playbooks/haproxy-config.yml" -e "haproxy_version=$version" -e "@$PROOF/balancers.yml" -e "proof_turn=$turn" "$@"
}

build() {
  local version=$1
  shift
  rollout "$CHECKOUT/playbooks/haproxy.yml" -e "haproxy_version=$version" -e haproxy_build_once=true -e "haproxy_build_cache=$WORK/builds" \
    -e '{"haproxy_checksum": "{{ lab_haproxy_checksums[haproxy_version] }}"}' "$@"
}

on() { "$CHECKOUT/lab/lab" exec "$@"; }

# Prints names and addresses of a group's hosts, from the inventory that the lab wrote.
hosts_of() {
  awk -v group="$1:" '/^    [a-z]/ { here = ($1 == group) } here && /^        [a-z]/ { sub(/:$/, "", $1); print $1 }' "$INVENTORY/hosts.yml"
}
address_of() { awk -v host="$1:" '$1 == host { here = 1 } here && $1 == "ansible_host:" { print $2; exit }' "$INVENTORY/hosts.yml"; }

certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=proof -keyout "$WORK/key.pem" -out "$WORK/crt.pem" 2>"$WORK/openssl.log" ||
    die "openssl: $(tail -n 1 "$WORK/openssl.log")"
  cat "$WORK/crt.pem" "$WORK/key.pem" >"$WORK/proof.pem"
}

prepare() {
  certificate
  rollout "$PROOF/backends.yml"
  rollout "$PROOF/certificate.yml" -e "proof_pem=$WORK/proof.pem"
}

# Starts another process's listener that blocks a bind.
take_port() { on "$1" sh -c 'systemctl -q is-active proof-taken || { systemctl reset-failed proof-taken 2>/dev/null; systemd-run --quiet --collect --unit proof-taken socat TCP-LISTEN:9999,fork PIPE; }'; }
give_port() { on "$1" systemctl stop proof-taken; }

# Prints the kernel's counters of failed connections, over all balancers.
kernel_counters() {
  local host
  for host in $(hosts_of balancers); do on "$host" cat /proc/net/netstat; done | awk '
    $1 == "TcpExt:" && $2 !~ /^[0-9]/ { split($0, title); next }
    $1 == "TcpExt:" { for (i = 2; i <= NF; i++) sum[title[i]] += $i }
    END { n = split("ListenOverflows ListenDrops TCPReqQFullDrop TCPReqQFullDoCookies SyncookiesSent TCPSynRetrans", name)
      for (i = 1; i <= n; i++) print name[i], sum[name[i]] + 0 }'
}

# load_start NAME HOST…: puts load on these hosts until load_stop.
load_start() {
  local host targets=()
  LOAD=$WORK/$1
  shift
  for host in "$@"; do targets+=(--target "$(address_of "$host")"); done
  rm -f "$LOAD.stop"
  "$JAVA" "$PROOF/Load.java" "${targets[@]}" --rate "$RATE" --until "$LOAD.stop" --json "$LOAD.json" \
    --counters "CHECKOUT='$CHECKOUT' HITLESS_LAB_ID='$LAB_ID' bash -c '. \"$PROOF/lib.sh\"; kernel_counters'" >"$LOAD.txt" 2>"$LOAD.err" &
  LOAD_PID=$!
  sleep 4
  kill -0 "$LOAD_PID" 2>/dev/null || die "the load did not start: $(cat "$LOAD.err")"
}

# Ends the load. Sets ASKED and DROPPED.
load_stop() {
  sleep 2
  : >"$LOAD.stop"
  wait "$LOAD_PID" || :
  LOAD_PID=
  [ -s "$LOAD.json" ] || die "the load wrote no results: $(cat "$LOAD.err")"
  ASKED=$(sed -n 's/^{.*"asked": \([0-9]*\),.*/\1/p' "$LOAD.json" | head -n 1)
  DROPPED=$(sed -n 's/^{.*"dropped": \([0-9]*\),$/\1/p' "$LOAD.json" | head -n 1)
}

load_abandon() {
  [ -z "${LOAD_PID:-}" ] || kill "$LOAD_PID" 2>/dev/null || :
}
