# shellcheck shell=sh
# For haproxy_config: whether traffic is as good as before, by the process, the kernel and probes.

# Requests and 5xx answers of the frontends, and how each server is.
haproxy_config_traffic() {
  : >"$1"
  $haproxy_config_running && [ -n "$haproxy_config_worker" ] && ask_socket "$t_tmp.stat" "$p_socket" 'show stat' 5 || return 0
  awk -F, '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) at[$i] = i; next }
    $2 == "FRONTEND" { requests += $at["req_tot"]; errors += $at["hrsp_5xx"] }
    NF > 2 && $2 != "FRONTEND" && $2 != "BACKEND" { print "server", $1 "/" $2, $at["status"] }
    END { print "requests", requests + 0, errors + 0 }' "$t_tmp.stat" >"$1"
}

haproxy_config_kernel() {
  awk '$1 == "TcpExt:" { if (!titles++) split($0, title); else for (i = 2; i <= NF; i++)
    if (title[i] ~ /^(ListenOverflows|ListenDrops|TCPReqQFullDrop|TCPReqQFullDoCookies)$/) dropped += $i } END { print dropped + 0 }' /proc/net/netstat
}

haproxy_config_compare() {
  read -r haproxy_config_dropped_before <"$t_tmp.kernel_before"
  read -r haproxy_config_dropped_after <"$t_tmp.kernel_after"
  awk -v dropped="$((haproxy_config_dropped_after - haproxy_config_dropped_before))" -v rate="$p_max_error_rate" \
    -v down="$p_max_servers_down" -v drops="$p_max_listen_drops" '
    $1 == "requests" { requests[part] = $2; errors[part] = $3 }
    $1 == "server" && part == 1 && $3 ~ /^UP/ { up[$2] = 1 }
    $1 == "server" && part == 2 { count += ($3 ~ /^UP/); if ($2 in up && $3 ~ /^DOWN/) { lost++; names = names " " $2 } }
    function percent(p) { return requests[p] ? 100 * errors[p] / requests[p] : 0 }
    END {
      text = sprintf("%d requests, %.2f%% errors (before: %.2f%%), %d servers up, %d dropped by the kernel",
        requests[2], percent(2), percent(1), count, dropped)
      if (percent(2) > percent(1) + rate) bad = bad "; too many errors"
      if (lost > down) bad = bad "; went down:" names
      if (dropped > drops) bad = bad "; the kernel dropped connections"
      print text bad
      exit bad != ""
    }' part=1 "$t_tmp.traffic_before" part=2 "$t_tmp.traffic_after"
}

# Asks each probe, a few times before it counts as failed; without probes, connects to the first binds.
haproxy_config_probe() {
  haproxy_config_tries=$1 haproxy_config_probed=0 haproxy_config_unanswered=''
  if [ "${p_probes_n:-0}" -gt 0 ]; then
    each probes haproxy_config_ask
  else
    haproxy_config_binds open /dev/null >"$t_tmp.open"
    while IFS="$t_tab" read -r haproxy_config_kind haproxy_config_address <&4; do
      [ "$haproxy_config_kind" = open ] && [ "$haproxy_config_probed" -lt 3 ] && haproxy_config_ask "tcp://$haproxy_config_address"
    done 4<"$t_tmp.open"
  fi
  [ -n "$haproxy_config_unanswered" ] || { haproxy_config_probed="$haproxy_config_probed probes" && return 0; }
  haproxy_config_why=$haproxy_config_unanswered
  return 1
}

haproxy_config_ask() {
  haproxy_config_left=$haproxy_config_tries
  while ! haproxy_config_answers "$1"; do
    haproxy_config_left=$((haproxy_config_left - 1))
    if [ "$haproxy_config_left" = 0 ]; then
      haproxy_config_unanswered="probe $1: $haproxy_config_answer"
      return 0
    fi
    haproxy_config_nap
  done
  haproxy_config_probed=$((haproxy_config_probed + 1))
}

haproxy_config_answers() {
  haproxy_config_answer='no connection'
  case $1 in
    tcp://*)
      ask_socket "$t_tmp.answer" "${1#tcp://}" '' 3
      return
      ;;
    http://* | https://*) ;;
    *) haproxy_config_answer='probes begin with http://, https:// or tcp://' && return 1 ;;
  esac
  if have curl; then
    run curl -gsk -o /dev/null -m 5 -w '%{http_code}' "$1" || { haproxy_config_answer="curl ended with $run_status" && return 1; }
    haproxy_config_code=$run_stdout
  else
    case $1 in https://*) haproxy_config_answer='curl is needed to probe https' && return 1 ;; esac
    haproxy_config_url=${1#http://}/
    haproxy_config_at=${haproxy_config_url%%/*}
    haproxy_config_url=/${haproxy_config_url#*/}
    case $haproxy_config_at in
      *\]) haproxy_config_port=:80 ;;
      *:*) haproxy_config_port= ;;
      *) haproxy_config_port=:80 ;;
    esac
    [ "$haproxy_config_url" = / ] || haproxy_config_url=${haproxy_config_url%/}
    ask_socket "$t_tmp.answer" "$haproxy_config_at$haproxy_config_port" \
      "GET $haproxy_config_url HTTP/1.0$haproxy_config_cr${t_nl}Host: $haproxy_config_at$haproxy_config_cr$t_nl$haproxy_config_cr" 5 || return 1
    haproxy_config_code=$(awk 'NR == 1 { print $2 }' "$t_tmp.answer")
  fi
  haproxy_config_answer="status ${haproxy_config_code:-none}"
  if [ "${p_probe_status_n:-0}" -gt 0 ]; then
    match_list probe_status "$haproxy_config_code"
  else
    [ "${haproxy_config_code:-0}" -ge 100 ] && [ "$haproxy_config_code" -lt 500 ]
  fi
}
