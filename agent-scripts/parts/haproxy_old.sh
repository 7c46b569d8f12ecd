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

hc_old() {
  if ! $hc_cli; then
    printf '%s' "$hc_old"
    return
  fi
  hc_old_workers "$t_tmp.proc" | awk '$4 == "true" {
    printf "%s%s (%d s old", (n++ ? ", " : ""), $1, $5
    if ($6 != "-") printf ", %d connections", $6
    printf ")" }'
}
