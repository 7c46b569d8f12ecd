# shellcheck shell=sh
# module: wait_for
# summary: wait until a port opens or closes, a file appears or disappears, a text appears, or connections end
# check: none   diff: none   needs: awk date sleep   uses: regex
# example: wait_for: {port: 8080, timeout: 60}
# option: port             int                                               the port
# option: host             str   default=127.0.0.1                           the host of the port
# option: path             path                                              a file, in place of a port
# option: search_regex     str                                               pattern in Python's syntax that the file, or what the port sends, must match
# option: state            enum  started|stopped|present|absent|drained  default=started  what to wait for
# option: delay            int   default=0                                   seconds before the first check
# option: timeout          int   default=300                                 seconds to wait at most
# option: sleep            int   default=1                                   seconds between checks
# option: connect_timeout  int   default=5                                   seconds for one connection attempt
# option: active_connection_states list/str default=ESTABLISHED,FIN_WAIT1,FIN_WAIT2,SYN_RECV,SYN_SENT,TIME_WAIT  connection states that count as not drained
# option: exclude_hosts    list/str                                          with drained: addresses whose connections do not count
# option: msg              str                                               the message on failure
# exclusive: port path
# result: elapsed  seconds waited
# result: match_groups  the groups of search_regex
# result: match_groupdict  the named groups of search_regex

wait_for_run() {
  wait_for_begin=$(date +%s)
  wait_for_check
  [ "${p_search_regex+given}" ] && printf '%s\n' "$p_search_regex" >"$t_tmp.pattern"
  sleep "$p_delay"
  if [ -z "${p_port+given}${p_path+given}" ]; then
    sleep "$p_timeout"
    wait_for_done
  fi
  while :; do
    if wait_for_look; then wait_for_done; fi
    wait_for_now=$(date +%s)
    [ $((wait_for_now - wait_for_begin)) -lt "$p_timeout" ] || wait_for_give_up
    sleep "$p_sleep"
  done
}

wait_for_check() {
  case $p_state in
    stopped | absent) ;;
    drained)
      [ "${p_port+given}" ] || fail 'state=drained should only be used for checking a port'
      ;;
  esac
  if [ "${p_exclude_hosts_n:-0}" -gt 0 ] && [ "$p_state" != drained ]; then fail 'exclude_hosts should only be with state=drained'; fi
  if [ "${p_port+given}" ] && [ "${p_search_regex+given}" ]; then
    { have bash && have timeout; } || have curl || have nc || fail 'to read from a port, the host needs bash, curl or nc'
  fi
  [ "$p_state" != drained ] || [ -r /proc/net/tcp ] || fail 'cannot list the connections of the host: there is no /proc/net/tcp'
}

wait_for_done() {
  wait_for_now=$(date +%s)
  result_int elapsed $((wait_for_now - wait_for_begin))
  result state "$p_state"
  [ -z "${p_path+given}" ] || describe "$p_path"
  if [ "${p_port+given}" ]; then result_int port "$p_port"; else result_null port; fi
  if [ "${p_path+given}" ]; then result path "$p_path"; else result_null path; fi
  if [ "${p_search_regex+given}" ]; then result search_regex "$p_search_regex"; else result_null search_regex; fi
  if [ -s "$t_tmp.groups" ]; then
    { IFS= read -r wait_for_groups && IFS= read -r wait_for_dict; } <"$t_tmp.groups"
    result_json match_groups "$wait_for_groups"
    result_json match_groupdict "$wait_for_dict"
  else
    result_json match_groups '[]'
    result_json match_groupdict '{}'
  fi
  done_with
}

wait_for_give_up() {
  result_int elapsed $((wait_for_now - wait_for_begin))
  [ -z "${p_msg+given}" ] || fail "$p_msg"
  wait_for_at=$p_host:${p_port-}
  case $p_state:${p_path+path}:${p_search_regex+text} in
    drained:*) fail "Timeout when waiting for $wait_for_at to drain" ;;
    stopped:path:* | absent:path:*) fail "Timeout when waiting for $p_path to be absent." ;;
    stopped:* | absent:*) fail "Timeout when waiting for $wait_for_at to stop." ;;
    *:path:text) fail "Timeout when waiting for search string $p_search_regex in $p_path" ;;
    *:path:) fail "Timeout when waiting for file $p_path" ;;
    *::text) fail "Timeout when waiting for search string $p_search_regex in $wait_for_at" ;;
    *) fail "Timeout when waiting for $wait_for_at" ;;
  esac
}

wait_for_look() {
  case $p_state in
    drained) wait_for_drained ;;
    stopped | absent) if [ "${p_path+given}" ]; then [ ! -e "$p_path" ] || { [ "${p_search_regex+given}" ] && ! wait_for_text "$p_path"; }; else ! wait_for_connect; fi ;;
    *)
      if [ "${p_path+given}" ]; then
        [ -e "$p_path" ] && { [ -z "${p_search_regex+given}" ] || wait_for_text "$p_path"; }
      elif [ "${p_search_regex+given}" ]; then
        wait_for_hear
      else
        wait_for_connect
      fi
      ;;
  esac
}

wait_for_text() { # true if a file contains the pattern
  awk -v tmp="$t_tmp" "$t_awk_regex"'
    function js(s) { gsub(/["\\]/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); gsub(/\r/, "\\r", s); gsub(/[\001-\037]/, "", s); return "\"" s "\"" }
    BEGIN {
      if (!re_compile(slurp(tmp ".pattern"), "m")) { print re_error > (tmp ".bad"); exit 1 }
      if (!re_search(slurp(ARGV[1]), 1)) exit 1
      for (g = 1; g <= re_groups; g++) o = o (g > 1 ? "," : "") js(re_capture(g))
      for (k in re_named) d = d (d == "" ? "" : ",") js(k) ":" js(re_capture(re_named[k]))
      print "[" o "]\n{" d "}" > (tmp ".groups")
    }' "$1" 2>/dev/null && return
  [ ! -s "$t_tmp.bad" ] || fail "search_regex can not be used: $(cat "$t_tmp.bad")"
  return 1
}

# ---- connecting, with the host's own programs -----------------------------------------------------------------------------------------

wait_for_connect() {
  if have bash && have timeout; then
    # shellcheck disable=SC2016
    run timeout "$p_connect_timeout" bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$p_host" "$p_port"
  elif have curl; then
    run curl -q -s -m "$p_connect_timeout" -o /dev/null -w '%{time_connect}' "telnet://$p_host:$p_port"
    case $run_stdout in '' | 0.000 | 0.000000 | 0,000*) return 1 ;; *) return 0 ;; esac
  elif have nc; then
    run nc -z -w "$p_connect_timeout" "$p_host" "$p_port" && return
    case $run_stderr in *option*) ;; *) return 1 ;; esac
    wait_for_by_hand # some versions of busybox lack -z
  else
    wait_for_by_hand
  fi
}
wait_for_by_hand() {
  case $p_host in
    127.* | localhost | ::1) awk -v port="$(printf '%04X' "$p_port")" '$4 == "0A" && $2 ~ (":" port "$") { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null ;;
    *)
      have nc || fail 'to connect to another host, the host needs bash, curl or nc'
      run nc -w "$p_connect_timeout" "$p_host" "$p_port"
      ;;
  esac
}

wait_for_hear() { # true if the port sends the text within connect_timeout
  : >"$t_tmp.heard"
  wait_for_listen &
  wait_for_listener=$!
  while :; do
    sleep 0.2 2>/dev/null || sleep 1
    kill -0 "$wait_for_listener" 2>/dev/null || break
    if [ -s "$t_tmp.heard" ] && wait_for_text "$t_tmp.heard"; then
      {
        kill "$wait_for_listener"
        wait "$wait_for_listener"
      } 2>/dev/null
      return 0
    fi
  done
  [ -s "$t_tmp.heard" ] && wait_for_text "$t_tmp.heard"
}

wait_for_listen() { # runs in the background; dd, since head prints nothing until it has read everything
  if have bash && have timeout; then
    # shellcheck disable=SC2016
    set -- timeout "$p_connect_timeout" bash -c 'exec 3<>"/dev/tcp/$1/$2" && exec dd bs=4096 count=16 <&3' bash "$p_host" "$p_port"
  elif have curl; then
    set -- curl -q -s -N -m "$p_connect_timeout" "telnet://$p_host:$p_port"
  else
    set -- nc -w "$p_connect_timeout" "$p_host" "$p_port"
  fi
  t_exec "$@" >"$t_tmp.heard" 2>/dev/null
}

wait_for_drained() { # true if no connection in these states uses the port. Addresses are hexadecimal, least byte first
  awk -v port="$(printf '%04X' "$p_port")" -v states="$p_active_connection_states" -v hosts="${p_exclude_hosts-}" -v host="$p_host" '
    function dotted(h,   i, o, v, d) {
      if (length(h) == 32) { if (h !~ /^0000000000000000FFFF0000/) return h; h = substr(h, 25) }
      for (i = 7; i >= 1; i -= 2) { v = (index(d16, substr(h, i, 1)) - 1) * 16 + index(d16, substr(h, i + 1, 1)) - 1; o = o (i < 7 ? "." : "") v }
      return o }
    BEGIN { d16 = "0123456789ABCDEF"; split("ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING", name, " ")
      n = split(states, w, "\n"); for (i = 1; i <= n; i++) active[w[i]] = 1
      n = split(hosts, w, "\n"); for (i = 1; i <= n; i++) left_out[w[i]] = 1 }
    FNR == 1 { next }
    { code = (index(d16, substr($4, 1, 1)) - 1) * 16 + index(d16, substr($4, 2, 1)) - 1
      split($2, local, ":"); split($3, remote, ":")
      if (local[2] == port && (name[code] in active) && !(dotted(remote[1]) in left_out) && (host == "0.0.0.0" || host == "::" || host !~ /^[0-9.]+$/ || dotted(local[1]) == host)) n_active++ }
    END { exit n_active > 0 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}
