# shellcheck shell=sh
# For keepalived_config: what keepalived's processes say of their VRRP instances, and what a configuration says of them.

# Sets hc_running, hc_master (the parent), hc_worker (the process of VRRP) and hc_workers (the parent, as PID:START).
ka_look() {
  hc_running=false hc_master='' hc_worker='' hc_workers=''
  if [ -n "$p_unit" ] && have systemctl && run systemctl show -p MainPID "$p_unit"; then hc_master=${run_stdout#MainPID=}; fi
  ka_is_parent || {
    hc_master=''
    [ ! -s "$p_pidfile" ] || read -r hc_master <"$p_pidfile" || :
    # A pid file may outlive its process, and the number may belong to another process now.
    ka_is_parent || { hc_master='' && return 0; }
  }
  hc_running=true hc_workers=$(hc_process_of "$hc_master")
  hc_children=''
  read -r hc_children <"/proc/$hc_master/task/$hc_master/children" 2>/dev/null || :
  hc_worker=${hc_children%% *}
}
ka_is_parent() {
  hc_comm=''
  case $hc_master in '' | 0) return 1 ;; esac
  read -r hc_comm 2>/dev/null <"/proc/$hc_master/comm" || :
  case ${p_binary##*/} in "$hc_comm"*) [ -n "$hc_comm" ] ;; *) false ;; esac
}

ka_serving() {
  if ! $hc_running; then
    printf 'keepalived is not running'
  elif [ -s "$t_tmp.instances" ]; then
    awk -F "$t_tab" '{ printf "%s%s is %s with priority %s%s", (NR > 1 ? "; " : ""), $1, $2, $3, ($6 == "" ? "" : ": " $6) }' "$t_tmp.instances"
  else
    printf 'keepalived runs as process %s' "$hc_master"
  fi
}

# ka_says FILE: prints the VRRP instances of a configuration: NAME<tab>PRIORITY<tab>ROUTER<tab>INTERFACE. A value that is
# not plain, such as $PRIORITY, is empty, and so is one that is not there. Lines for some hosts only are left out.
ka_says() {
  awk '
    function value(text) { gsub(/"/, "", text); return text ~ /[$<]/ ? "" : text }
    { sub(/[!#].*$/, ""); gsub(/[{}]/, " & ") }
    $1 ~ /^@/ { next }
    {
      for (i = 1; i <= NF; i++) {
        if ($i == "{") depth++
        else if ($i == "}") { depth--; if (inside && !depth) { print name "\t" priority "\t" router "\t" card; inside = 0 } }
        else if (!depth && $i == "vrrp_instance") { name = value($(i + 1)); inside = 1; priority = router = card = ""; i++ }
        else if (inside && depth == 1 && i == 1 || $(i - 1) == "{" && inside && depth == 1) {
          if ($i == "priority") priority = value($(i + 1))
          else if ($i == "virtual_router_id") router = value($(i + 1))
          else if ($i == "interface") card = value($(i + 1))
        }
      }
    }' "$1"
}

# Asks the process for its instances, into $t_tmp.instances: NAME<tab>STATE<tab>PRIORITY<tab>ROUTER<tab>INTERFACE<tab>virtual
# addresses with blanks between<tab>those that are set. It writes them to a file of its own. Returns 1 and sets hc_why if it
# does not.
ka_ask() {
  : >"$t_tmp.instances"
  hc_why="keepalived does not write its state to $p_dump"
  [ -n "$hc_worker" ] || { hc_why='keepalived has no process of VRRP' && return 1; }
  ka_dump=/proc/$hc_worker/root$p_dump
  rm -f -- "$ka_dump"
  kill -USR1 "$hc_master" || return 1
  ka_tries=0
  while ka_tries=$((ka_tries + 1)); do
    hc_nap
    if [ -f "$ka_dump" ] && ka_instances && [ -s "$t_tmp.instances" ]; then break; fi
    [ "$ka_tries" -lt 30 ] || return 1
  done
  hc_why=''
}

# Nobody else can have made the file: it is root's, like the process.
ka_instances() {
  stat_of "$ka_dump"
  [ "$s_type/$s_uid" = file/0 ] && tail -n 1 "$ka_dump" | grep -q . || return 1
  awk '
    function flush() { if (name != "") print name "\t" state "\t" priority "\t" router "\t" card "\t" all "\t" set; name = "" }
    /^------<.*>------/ { flush(); list = 0 }
    /^ VRRP Instance = / { flush(); name = $4; state = priority = router = card = all = set = ""; list = 0 }
    name == "" { next }
    /^   State = / { state = $3 }
    /^   Priority = / { priority = $3 }
    /^   Virtual Router ID = / { router = $5 }
    /^   Interface = / { card = $3 }
    /^   Virtual (IP|IPv6)? ?\([0-9]+\):/ { list = 1; next }
    list && /^     / {
      at = $1; sub(/\/.*/, "", at); all = all (all == "" ? "" : " ") at
      if ($NF == "set" || / set( |$)/) set = set (set == "" ? "" : " ") at
      next
    }
    { list = 0 }
    END { flush() }' "$ka_dump" >"$t_tmp.instances"
}

# ka_unlike FILE: prints how the instances of the process differ from those of a configuration.
ka_unlike() {
  ka_says "$1" >"$t_tmp.said"
  awk -F "$t_tab" '
    function unlike(what, is, should) { if (should != "" && is != should) print name ": " what " is " is ", not " should }
    FILENAME == ARGV[1] { there[$1] = 1; state[$1] = $2; priority[$1] = $3; router[$1] = $4; card[$1] = $5; next }
    {
      name = $1
      if (!(name in there)) { print name " is not there"; next }
      unlike("the priority", priority[name], $2); unlike("the router id", router[name], $3); unlike("the interface", card[name], $4)
    }' "$t_tmp.instances" "$t_tmp.said"
}

# Prints the addresses that nobody answers for: of an instance that is not master, the neighbour has to.
ka_unanswered() {
  awk -F "$t_tab" '$2 == "BACKUP" { n = split($6, at, " "); for (i = 1; i <= n; i++) if (at[i] ~ /^[0-9.]+$/) print at[i] }' "$t_tmp.instances" >"$t_tmp.others"
  while IFS= read -r ka_address <&4; do
    ask_socket "$t_tmp.asked" "$ka_address:9" '' 1 || : # so the kernel looks for the neighbour
    awk -v at="$ka_address" '$1 == at && $3 != "0x0" { found = 1 } END { exit !found }' /proc/net/arp || printf '%s\n' "$ka_address"
  done 4<"$t_tmp.others"
}

# Waits until each instance is as the file says, and master with its addresses, or backup where another host has them.
ka_settle() {
  hc_clock
  hc_until=$((hc_now + p_deadline * 1000))
  while :; do
    ka_look
    $hc_running || { hc_why='keepalived has ended' && return 1; }
    ka_ask || return 1
    hc_why=$(ka_unlike "$1" | head -n 3 | awk '{ printf "%s%s", (NR > 1 ? "; " : ""), $0 }')
    if [ -z "$hc_why" ]; then
      hc_why=$(awk -F "$t_tab" '
        $2 != "MASTER" && $2 != "BACKUP" { print $1 " is " $2; exit }
        $2 == "MASTER" && $6 != $7 { print $1 " is MASTER, and has not all of its addresses"; exit }' "$t_tmp.instances")
    fi
    # A backup that nobody answers is about to become master.
    if [ -z "$hc_why" ] && [ "$p_neighbours" = true ]; then
      ka_silent=$(ka_unanswered | head -n 1)
      [ -z "$ka_silent" ] || hc_why="no other host answers for $ka_silent, and it is not here"
    fi
    [ -n "$hc_why" ] || return 0
    hc_clock
    [ "$hc_now" -lt "$hc_until" ] || return 1
    sleep 1
  done
}

ka_start() {
  if [ -n "$p_unit" ]; then
    run systemctl reset-failed "$p_unit" || :
    run systemctl start "$p_unit" && return 0
    run journalctl -u "$p_unit" -n 30 -o cat --no-pager || :
    hc_why="keepalived did not start: $(printf '%s\n' "$run_stdout" | tail -n 3)"
    return 1
  fi
  # See hc_start: it must inherit neither the descriptors of the session nor ignored signals.
  # shellcheck disable=SC2086  # arguments, split as a shell would
  (trap - HUP INT PIPE TERM && exec "$p_binary" -f "$p_dest" -p "$p_pidfile" ${p_args-}) \
    >"$t_tmp.start" 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- && return 0
  hc_why="keepalived did not start: $(tail -n 3 "$t_tmp.start")"
  return 1
}

ka_stop() {
  if [ -n "$p_unit" ]; then
    run systemctl stop "$p_unit" || :
  elif [ -n "$hc_master" ]; then
    kill -TERM "$hc_master" 2>/dev/null || :
  fi
}

ka_load() {
  if ! $hc_running; then
    ka_start || return 1
    sleep 1
  else
    kill -HUP "$hc_master" || { hc_why="cannot signal process $hc_master" && return 1; }
    sleep 1 # the instances of before answer until it has read the file
  fi
}
