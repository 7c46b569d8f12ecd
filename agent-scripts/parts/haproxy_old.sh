# shellcheck shell=sh
# Old workers of HAProxy: how old they are, and what keeps them from ending. For haproxy_info and haproxy_config.

# hc_old_workers PROC: reads the answer to `show proc` in a file, and asks each old worker through the master. Prints the
# workers, a line each: PID RELOADS VERSION OLD AGE CONNECTIONS STREAMS. Ages are in seconds; CONNECTIONS and STREAMS (the
# three that live longest, as JSON) are - if nobody was asked, or nobody answered.
hc_old_workers() {
  # 1.9 to 2.1 have one more column, the relative pid. Its title has two words.
  awk "$hc_seconds_awk"'
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "<reloads>") reloads = i; if (/<relative PID>/) reloads--; next }
    /^#/ { old = /^# old/; next }
    $2 == "worker" { print $1, $reloads, $NF, (old ? "true" : "false"), seconds($(NF - 1)) }' "$1" >"$t_tmp.listed"
  while read -r hc_pid hc_listed <&4; do
    hc_kept_by='- -'
    case $hc_listed in
      *' true '*)
        if ask_socket "$t_tmp.old.info" "$p_master_socket" "@!$hc_pid show info" 5 && grep -q '^CurrConns: ' "$t_tmp.old.info" &&
          ask_socket "$t_tmp.old.sess" "$p_master_socket" "@!$hc_pid show sess" 5; then
          hc_kept_by=$(hc_streams "$t_tmp.old.info" "$t_tmp.old.sess")
        fi
        ;;
    esac
    printf '%s\n' "$hc_pid $hc_listed $hc_kept_by"
  done 4<"$t_tmp.listed"
}

# Seconds of a time as HAProxy writes it: 0d00h02m07s, 3h2m.
hc_seconds_awk='
  function seconds(text,   sum, unit) {
    sum = 0
    while (match(text, /^[0-9]+[dhms]/)) {
      unit = substr(text, RLENGTH, 1)
      sum += substr(text, 1, RLENGTH - 1) * (unit == "d" ? 86400 : unit == "h" ? 3600 : unit == "m" ? 60 : 1)
      text = substr(text, RLENGTH + 1)
    }
    return sum
  }'

hc_streams() {
  awk "$hc_seconds_awk"'
    function text(s) { gsub(/[\\"]/, "\\\\&", s); return "\"" s "\"" }
    function json(i) {
      return "{\"age\":" age[i] ",\"client\":" text(client[i]) ",\"frontend\":" text(frontend[i]) ",\"server\":" text(server[i]) "}"
    }
    /^CurrConns: / { connections = $2 }
    /^0x[0-9a-f]+: / {
      split("", value)
      for (i = 2; i <= NF; i++) if (at = index($i, "=")) value[substr($i, 1, at - 1)] = substr($i, at + 1)
      if (value["fe"] ~ /^(GLOBAL|MASTER)$/) next # this very question
      n++; age[n] = seconds(value["age"]); client[n] = value["src"]; frontend[n] = value["fe"]
      server[n] = value["be"] "/" value["srv"]
    }
    END {
      for (k = 1; k <= 3 && k <= n; k++) {
        most = 0
        for (i = 1; i <= n; i++) if (!(i in used) && (!most || age[i] > age[most])) most = i
        used[most] = 1; list = list (list == "" ? "" : ",") json(most)
      }
      print connections + 0, "[" list "]"
    }' "$1" "$2"
}

# --- For haproxy_config ---

# Old workers end by themselves when their last connection ends.
hc_drain() {
  hc_look
  hc_wait_old 0
  hc_detail='no old worker left'
  [ -n "$hc_old" ] && [ "$p_drain_limit" -gt 0 ] || return 0
  hc_detail="old workers still serving their last connections: $(hc_tell_old)"
  case $p_drain_action in
    fail) hc_why=$hc_detail && return 1 ;;
    end) hc_end_old 0 ;;
  esac
  warn "$hc_detail"
}

# Before a reload: it would leave one more old worker behind.
hc_room() {
  [ "$p_max_old_workers" -gt 0 ] || return 0
  hc_look
  hc_wait_old $((p_max_old_workers - 1))
  [ "$(hc_count_old)" -ge "$p_max_old_workers" ] || return 0
  hc_why="there are $(hc_count_old) old workers, and max_old_workers is $p_max_old_workers: $(hc_tell_old)"
  case $p_drain_action in
    fail) return 1 ;;
    end) hc_end_old $((p_max_old_workers - 1)) ;;
    *) warn "$hc_why" ;;
  esac
  hc_why=''
}

hc_count_old() { printf '%s\n' "$hc_old" | awk -F , '{ print NF }'; }

# Waits until there are at most so many old workers, or drain_limit is over.
hc_wait_old() {
  hc_clock
  hc_until=$((hc_now + p_drain_limit * 1000))
  while [ "$(hc_count_old)" -gt "$1" ] && [ "$hc_now" -lt "$hc_until" ]; do
    hc_nap
    hc_look
    hc_clock
  done
}

hc_tell_old() {
  if ! $hc_cli; then
    printf '%s' "$hc_old"
    return
  fi
  hc_old_workers "$t_tmp.proc" | awk '$4 == "true" {
    printf "%s%s (%d s old", (n++ ? ", " : ""), $1, $5
    if ($6 != "-") printf ", %d connections", $6
    printf ")" }'
}

# Ends the oldest workers, so that this many are left. Their connections are cut, as drain_action=end asks for.
hc_end_old() {
  hc_ended=''
  for hc_pid in $(printf '%s\n' "$hc_old" | tr ',' '\n' | sort -n | head -n "$(($(hc_count_old) - $1))"); do
    kill "$hc_pid" 2>/dev/null && hc_ended="$hc_ended${hc_ended:+, }$hc_pid"
  done
  hc_detail="old workers ended, as drain_action says, with the connections that they had: ${hc_ended:-none}"
  warn "$hc_detail"
  hc_clock
  hc_until=$((hc_now + 5000))
  while [ "$(hc_count_old)" -gt "$1" ] && [ "$hc_now" -lt "$hc_until" ]; do
    hc_nap
    hc_look
    hc_clock
  done
}
