# shellcheck shell=sh
# For transitions: asks the service as a client would, and the kernel for connections that it dropped.

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

hc_kernel() {
  awk '$1 == "TcpExt:" { if (!titles++) split($0, title); else for (i = 2; i <= NF; i++)
    if (title[i] ~ /^(ListenOverflows|ListenDrops|TCPReqQFullDrop|TCPReqQFullDoCookies)$/) dropped += $i } END { print dropped + 0 }' /proc/net/netstat
}
