# shellcheck shell=sh
# For haproxy_config: checks that traffic is as good as before, by the process, the kernel and probes.

# Prints requests and 5xx responses of the frontends, and the status of each server.
hc_traffic() {
  : >"$1"
  $hc_running && [ -n "$hc_worker" ] && ask_socket "$t_tmp.stat" "$p_socket" 'show stat' 5 || return 0
  awk -F, '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) at[$i] = i; next }
    $2 == "FRONTEND" { requests += $at["req_tot"]; errors += $at["hrsp_5xx"] }
    NF > 2 && $2 != "FRONTEND" && $2 != "BACKEND" { print "server", $1 "/" $2, $at["status"] }
    END { print "requests", requests + 0, errors + 0 }' "$t_tmp.stat" >"$1"
}

hc_kernel() {
  awk '$1 == "TcpExt:" { if (!titles++) split($0, title); else for (i = 2; i <= NF; i++)
    if (title[i] ~ /^(ListenOverflows|ListenDrops|TCPReqQFullDrop|TCPReqQFullDoCookies)$/) dropped += $i } END { print dropped + 0 }' /proc/net/netstat
}

# Counters start at 0 in a new process. In the same one, only what was added during the soak says something about it.
hc_compare() {
  hc_same=0
  [ "$hc_worker" != "$hc_base_worker" ] || hc_same=1
  read -r hc_dropped_before <"$t_tmp.kernel_before"
  read -r hc_dropped_after <"$t_tmp.kernel_after"
  awk -v dropped="$((hc_dropped_after - hc_dropped_before))" -v rate="$p_max_error_rate" \
    -v down="$p_max_servers_down" -v drops="$p_max_listen_drops" -v same="$hc_same" '
    $1 == "requests" { requests[part] = $2; errors[part] = $3 }
    $1 == "server" && part == 1 && $3 ~ /^UP/ { up[$2] = 1 }
    $1 == "server" && part == 2 { count += ($3 ~ /^UP/); if ($2 in up && $3 ~ /^DOWN/) { lost++; names = names " " $2 } }
    function percent(p) { return requests[p] ? 100 * errors[p] / requests[p] : 0 }
    END {
      if (same && requests[2] >= requests[1] && errors[2] >= errors[1]) { # else somebody has cleared them
        requests[2] -= requests[1]; errors[2] -= errors[1]
      }
      text = sprintf("%d requests, %.2f%% errors (before: %.2f%%), %d servers up, %d dropped by the kernel",
        requests[2], percent(2), percent(1), count, dropped)
      if (percent(2) > percent(1) + rate) bad = bad "; too many errors"
      if (lost > down) bad = bad "; went down:" names
      if (dropped > drops) bad = bad "; the kernel dropped connections"
      print text bad
      exit bad != ""
    }' part=1 "$t_tmp.traffic_before" part=2 "$t_tmp.traffic_after"
}

# Runs each probe, with some retries before it counts as failed. Without probes, connects to the first binds.
hc_probe() {
  hc_tries=$1 hc_probed=0 hc_unanswered=''
  if [ "${p_probes_n:-0}" -gt 0 ]; then
    each probes hc_ask
  else
    hc_binds open /dev/null >"$t_tmp.open"
    while IFS="$t_tab" read -r hc_kind hc_address <&4; do
      [ "$hc_kind" = open ] && [ "$hc_probed" -lt 3 ] && hc_ask "tcp://$hc_address"
    done 4<"$t_tmp.open"
  fi
  [ -n "$hc_unanswered" ] || { hc_probed="$hc_probed probes" && return 0; }
  hc_why=$hc_unanswered
  return 1
}

hc_ask() {
  hc_left=$hc_tries
  while ! hc_answers "$1"; do
    hc_left=$((hc_left - 1))
    if [ "$hc_left" = 0 ]; then
      hc_unanswered="probe $1: $hc_answer"
      return 0
    fi
    hc_nap
  done
  hc_probed=$((hc_probed + 1))
}

hc_answers() {
  hc_answer='no connection'
  case $1 in
    tcp://*)
      ask_socket "$t_tmp.answer" "${1#tcp://}" '' 3
      return
      ;;
    http://* | https://*) ;;
    *) hc_answer='probes begin with http://, https:// or tcp://' && return 1 ;;
  esac
  if have curl; then
    run curl -gsk -o /dev/null -m 5 -w '%{http_code}' "$1" || { hc_answer="curl ended with $run_status" && return 1; }
    hc_code=$run_stdout
  else
    case $1 in https://*) hc_answer='curl is needed to probe https' && return 1 ;; esac
    hc_url=${1#http://}/
    hc_at=${hc_url%%/*}
    hc_url=/${hc_url#*/}
    case $hc_at in
      *\]) hc_port=:80 ;;
      *:*) hc_port= ;;
      *) hc_port=:80 ;;
    esac
    [ "$hc_url" = / ] || hc_url=${hc_url%/}
    ask_socket "$t_tmp.answer" "$hc_at$hc_port" \
      "GET $hc_url HTTP/1.0$hc_cr${t_nl}Host: $hc_at$hc_cr$t_nl$hc_cr" 5 || return 1
    hc_code=$(awk 'NR == 1 { print $2 }' "$t_tmp.answer")
  fi
  hc_answer="status ${hc_code:-none}"
  if [ "${p_probe_status_n:-0}" -gt 0 ]; then
    match_list probe_status "$hc_code"
  else
    [ "${hc_code:-0}" -ge 100 ] && [ "$hc_code" -lt 500 ]
  fi
}
