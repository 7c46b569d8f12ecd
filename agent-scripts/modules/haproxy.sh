# shellcheck shell=sh
# module: haproxy  also=community.general.haproxy
# summary: enable, disable or drain a server of a running HAProxy through its runtime API
# check: full   diff: none   needs: awk   uses: socket
# example: haproxy: {state: drain, host: web1.example.org, socket: /run/haproxy/admin.sock, wait: true}
# option: state              enum  enabled|disabled|drain  required   what the server is to be
# option: host               str   required                           the server's name in the configuration
# option: backend            str                                      its backend; when absent, every backend that has such a server
# option: socket             path  default=/var/run/haproxy.sock      the stats socket, of level admin
# option: weight             str                                      a weight to set while enabling: absolute, or a percentage of the first one
# option: shutdown_sessions  bool  default=false                      when disabling, end the server's sessions at once
# option: drain              bool  default=false                      when disabling, drain first and wait until no session is left
# option: health             bool  default=false                      switch the server's health checks along with it
# option: agent              bool  default=false                      switch the server's agent checks along with it
# option: wait               bool  default=false                      wait until the server has reached the state, enabled meaning UP
# option: wait_interval      int   default=5                          seconds between two looks
# option: wait_retries       int   default=25                         how often to look
# option: fail_on_not_found  bool  default=false                      fail when a server is not there, instead of passing it over
# result: servers  for each server its backend, name, status and weight as they are afterwards

haproxy_run() {
  haproxy_changed=false
  haproxy_ask 'show stat'
  haproxy_field '#' pxname "$t_tmp.stat" >/dev/null || fail "$p_socket does not answer like a HAProxy stats socket"
  awk -F, -v host="$p_host" -v backend="${p_backend-}" '
    $2 == host && (backend == "" || $1 == backend) { print $1 }' "$t_tmp.stat" >"$t_tmp.backends"
  if [ ! -s "$t_tmp.backends" ]; then
    haproxy_name=${p_backend:+$p_backend/}$p_host
    [ "$p_fail_on_not_found" = true ] || done_with "no server $haproxy_name is configured: nothing to do"
    fail "no server $haproxy_name is configured"
  fi
  # A loop over a few names of backends, not over data.
  while IFS= read -r haproxy_backend <&4; do
    haproxy_server "$haproxy_backend"
  done 4<"$t_tmp.backends"
  if $haproxy_changed; then changed; fi
  haproxy_report
}

# Brings one server into the requested state. Sends only the commands that this needs.
haproxy_server() {
  haproxy_at=$1/$p_host
  haproxy_look "$1"
  case $p_state in
    enabled) haproxy_enable "$1" ;;
    disabled) haproxy_disable "$1" ;;
    drain)
      case $haproxy_status in
        DRAIN*) ;;
        *) haproxy_do "set server $haproxy_at state drain" ;;
      esac
      [ "$p_wait" = false ] || haproxy_await "$1" DRAIN "$p_drain"
      ;;
  esac
}

haproxy_enable() {
  case $haproxy_status in
    MAINT* | DRAIN*) haproxy_do "set server $haproxy_at state ready" ;;
  esac
  [ "$p_health" = false ] || haproxy_switch health enable
  [ "$p_agent" = false ] || haproxy_switch agent enable
  if [ "${p_weight+given}" ] && ! haproxy_weighs "$p_weight"; then
    haproxy_do "set weight $haproxy_at $p_weight"
  fi
  [ "$p_wait" = false ] || haproxy_await "$1" UP false
}

haproxy_disable() {
  case $haproxy_status in
    MAINT*) ;;
    *)
      if [ "$p_drain" = true ]; then
        haproxy_do "set server $haproxy_at state drain"
        haproxy_await "$1" DRAIN true
      fi
      haproxy_do "set server $haproxy_at state maint"
      ;;
  esac
  [ "$p_health" = false ] || haproxy_switch health disable
  [ "$p_agent" = false ] || haproxy_switch agent disable
  if [ "$p_shutdown_sessions" = true ] && [ "$p_drain" = false ] && [ "$haproxy_sessions" -gt 0 ]; then
    haproxy_do "shutdown sessions server $haproxy_at"
  fi
  [ "$p_wait" = false ] || haproxy_await "$1" MAINT false
}

# `show stat` has no column for health and agent checks. `show servers state` has bits: 2 is configured, 4 is enabled.
haproxy_switch() {
  haproxy_ask "show servers state ${haproxy_at%/*}" "$t_tmp.state"
  awk -v server="$p_host" -v kind="$1" -v want="$2" '
    /^# / { for (i = 2; i <= NF; i++) if ($i == (kind == "health" ? "srv_check_state" : "srv_agent_state")) column = i - 1 }
    $4 == server && column { on = int($column / 4) % 2; configured = int($column / 2) % 2 }
    END { exit !(configured && on != (want == "enable")) }' "$t_tmp.state" || return 0
  haproxy_do "$2 $1 $haproxy_at"
}

# True if the server has this weight. A percentage refers to the configured weight.
haproxy_weighs() {
  haproxy_ask "get weight $haproxy_at" "$t_tmp.weight"
  awk -v want="$1" '/initial/ {
    first = $3; sub(/\)/, "", first)
    if (want ~ /%$/) { sub(/%/, "", want); want = int(first * want / 100) }
    same = ($1 + 0 == want + 0)
  } END { exit !same }' "$t_tmp.weight"
}

# Waits for a status. If the third argument is true, also waits until the last session has ended.
haproxy_await() {
  checking && return
  haproxy_tries=0
  while haproxy_ask 'show stat' && haproxy_look "$1"; do
    case $haproxy_status in
      "$2"*) [ "$3" = true ] && [ "$haproxy_sessions" -gt 0 ] || return 0 ;;
    esac
    haproxy_tries=$((haproxy_tries + 1))
    [ "$haproxy_tries" -lt "$p_wait_retries" ] || break
    sleep "$p_wait_interval"
  done
  haproxy_report
  if $haproxy_changed; then changed; fi
  fail "$haproxy_at is $haproxy_status with $haproxy_sessions sessions after $p_wait_retries checks, expected $2"
}

haproxy_look() {
  haproxy_status=$(haproxy_field "$1" status "$t_tmp.stat")
  haproxy_sessions=$(haproxy_field "$1" scur "$t_tmp.stat")
}

# Prints a field of a backend's server. Finds it by the name in the first line, since versions add columns.
haproxy_field() {
  awk -F, -v row="$1" -v server="$p_host" -v field="$2" '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) if ($i == field) column = i; if (!column) { bad = 1; exit } }
    $1 == row && $2 == server { print $column }
    END { exit bad || !NR }' "$3"
}

# Sends a command to the runtime API, and writes the response to the file in the second argument.
haproxy_ask() {
  ask_socket "${2:-$t_tmp.stat}" "$p_socket" "$1" || fail "${socket_error:-cannot connect to HAProxy at $p_socket}"
}

# Sends a command that changes something. The response is an empty line or an error.
haproxy_do() {
  haproxy_changed=true
  checking && return
  note haproxy "$1"
  haproxy_ask "$1" "$t_tmp.said"
  haproxy_said=$(awk 'NF { print; exit }' "$t_tmp.said")
  [ -z "$haproxy_said" ] || fail "HAProxy rejected '$1': $haproxy_said"
}

haproxy_report() {
  checking || haproxy_ask 'show stat'
  awk -F, -v host="$p_host" -v backend="${p_backend-}" '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 && $2 == host && (backend == "" || $1 == backend) {
      row = "{\"backend\":\"" $1 "\",\"server\":\"" $2 "\",\"status\":\"" $at["status"] "\",\"weight\":" ($at["weight"] + 0) "}"
      rows = rows (rows == "" ? "" : ",") row
    }
    END { printf "j\tservers\t[%s]\n", rows }' "$t_tmp.stat" | result_table
}
