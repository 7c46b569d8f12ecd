# shellcheck shell=sh
# For haproxy_config: checks that traffic is as good as before, by the process and the kernel.

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
