# shellcheck shell=sh
# For haproxy_config: reads which HAProxy process serves, and makes it load a file.

# Reads the running process. From the master's socket (before 1.9: from the master's children): master, reloads, failed,
# fresh (the worker that was not reloaded since) and old workers. From the stats socket: worker, marker and version.
hc_look() {
  hc_running=false hc_worker='' hc_live='' hc_version=''
  hc_master='' hc_reloads=0 hc_failed=- hc_fresh='' hc_old='' hc_cli=false
  hc_mark_name=proc.hitless_cfg${hc_variable:+_${hc_variable#HITLESS_CFG_}}
  if [ -S "$p_socket" ] && ask_socket "$t_tmp.info" "$p_socket" "show info;get var $hc_mark_name" 5; then
    awk -v name="$hc_mark_name" '
      { value = $0; sub(/^[^:]*: */, "", value) }
      /^Pid: / { pid = value }
      /^Version: / { version = value }
      /^description: / { n = split(value, word, " "); if (word[n] ~ /^cfg-[0-9a-f]+$/) marker = substr(word[n], 5) }
      index($0, name ": ") == 1 && match(value, /<cfg-[0-9a-f]+>/) { applied = substr(value, RSTART + 5, RLENGTH - 6) }
      END { if (pid) print pid, version, marker == "" ? "-" : marker, applied }' "$t_tmp.info" >"$t_tmp.look"
    if [ -s "$t_tmp.look" ]; then
      read -r hc_worker hc_version hc_described hc_live <"$t_tmp.look"
      hc_running=true
      [ -n "$hc_live" ] || hc_look_mark
    fi
  fi
  if [ -S "$p_master_socket" ] && ask_socket "$t_tmp.proc" "$p_master_socket" 'show proc' 5; then
    awk '
      NR == 1 { for (i = 1; i <= NF; i++) if ($i == "<reloads>") column = i; if (/<relative PID>/) column--; next }
      /^#/ { part = $2; next }
      $2 == "master" { master = $1; reloads = $column; failed = match($0, /failed: [0-9]+/) ? substr($0, RSTART + 8, RLENGTH - 8) : "-" }
      $2 == "worker" && part == "workers" && $column == 0 { fresh = $1 }
      $2 == "worker" && part == "old" { old = old (old == "" ? "" : ",") $1 }
      END { if (master) print master, reloads, failed, fresh == "" ? "-" : fresh, old }' "$t_tmp.proc" >"$t_tmp.look"
    if [ -s "$t_tmp.look" ]; then
      read -r hc_master hc_reloads hc_failed hc_fresh hc_old <"$t_tmp.look"
      hc_cli=true
    fi
  fi
  $hc_cli || hc_find_master
  if [ "$hc_failed" = - ]; then
    hc_failed=0
    ! hc_waits || hc_failed=1
  fi
}

# hc_look_new: the same after a reload. For a moment the old worker may still answer, since both have the same socket.
hc_look_new() {
  hc_look
  hc_clock
  hc_until=$((hc_now + 5000))
  while [ "$hc_worker" = "$hc_base_worker" ] && [ "$hc_now" -lt "$hc_until" ]; do
    hc_nap
    hc_look
    hc_clock
  done
}

# True if the master is in wait mode after a failed reload. Masters before 2.5 have no counter of failures: if one can't
# load its file, it executes itself again and waits for its existing worker. Later ones always wait like this. During an
# upgrade the old worker may still answer, so the version of the master's own program decides.
hc_waits() {
  grep -q HAPROXY_MWORKER_WAIT_ONLY=1 "/proc/$hc_master/environ" 2>/dev/null || return 1
  hc_of_master=$hc_version
  ! run "/proc/$hc_master/exe" -v || hc_of_master=$(printf '%s\n' "$run_stdout" | awk 'NR == 1 { print $3 }')
  hc_before_25 "$hc_of_master"
}

hc_before_25() {
  case $1 in
    1.* | 2.[0-4] | 2.[0-4][.-]*) ;;
    *) return 1 ;;
  esac
}

# Without changes that were made live, the process runs what it was loaded with. A process before 2.5 can't keep the mark
# of such changes, so a file does.
hc_look_mark() {
  [ -z "$hc_variable" ] || hc_described=$(hc_live_variable)
  [ "$hc_described" != - ] || hc_described=''
  hc_live=$hc_described
  if hc_before_25 "$hc_version" && [ -f "$p_dest.applied" ]; then
    read -r hc_applied hc_applied_to <"$p_dest.applied" || :
    [ "$hc_applied" != "$hc_worker:$(hc_started "$hc_worker"):$hc_described" ] || hc_live=$hc_applied_to
  fi
}

# Masters up to 3.0 keep the variable forever, even if its file is gone or lost the mark. So it counts only if a file
# here has it.
hc_live_variable() {
  ask_socket "$t_tmp.variable" "$p_socket" "show env $hc_variable" 5 || return 0
  hc_shown=$(sed -n "s/^$hc_variable=cfg-//p" "$t_tmp.variable")
  case $hc_shown in
    "$(hc_marker "$p_dest")" | "$(hc_marker "$hc_good")") printf '%s' "$hc_shown" ;;
  esac
}

hc_find_master() {
  if [ -n "$p_unit" ]; then
    run systemctl show -p MainPID "$p_unit" || return 0
    hc_master=${run_stdout#MainPID=}
  elif [ -s "$p_pidfile" ]; then
    read -r hc_master <"$p_pidfile" || :
  fi
  # A pid file may outlive its process, and the number may belong to another process now.
  hc_comm=
  read -r hc_comm 2>/dev/null <"/proc/${hc_master:-none}/comm" || :
  case ${p_binary##*/} in
    "$hc_comm"*) [ -n "$hc_comm" ] ;;
    *) false ;;
  esac || { hc_master='' && return 0; }
  hc_running=true
  hc_children=''
  read -r hc_children <"/proc/$hc_master/task/$hc_master/children" 2>/dev/null || :
  # shellcheck disable=SC2086  # a list of process ids
  for hc_child in $hc_children; do
    [ "$hc_child" = "$hc_worker" ] || hc_old=$hc_old${hc_old:+,}$hc_child
  done
}

hc_serving() {
  if ! $hc_running; then
    printf 'HAProxy is not running'
  elif [ -z "$hc_worker" ]; then
    printf 'master %s runs, and no worker answers at %s' "$hc_master" "$p_socket"
  else
    printf 'worker %s of master %s serves %s' "$hc_worker" "${hc_master:-unknown}" \
      "${hc_live:+cfg-}${hc_live:-a configuration without a mark}"
  fi
}

# Loads DEST, and waits until a new worker runs the configuration with this marker (or any, if empty), or until the
# reload fails.
hc_load() {
  hc_clock
  hc_until=$((hc_now + p_deadline * 1000))
  if ! $hc_running; then
    hc_start || return 1
  elif $hc_cli; then
    # The CLI does one reload at a time, and from 2.7 on reports its result. A signal during a reload loses connections.
    ask_socket "$t_tmp.reload" "$p_master_socket" reload "$p_deadline" || :
    if grep -q '^Success=0' "$t_tmp.reload"; then
      hc_why="the reload failed: $(hc_complaints <"$t_tmp.reload")"
      return 1
    fi
  else
    kill -USR2 "$hc_master" || { hc_why="cannot signal master $hc_master" && return 1; }
  fi
  hc_await "$1"
}

hc_await() {
  while :; do
    hc_look
    if [ -n "$hc_worker" ] && { [ -z "$1" ] || [ "$hc_live" = "$1" ]; } && [ "$hc_worker" != "$hc_base_worker" ] &&
      { ! $hc_base_cli || [ "$hc_fresh" = "$hc_worker" ]; }; then
      hc_detail="${hc_detail}${hc_detail:+; }worker ${hc_base_worker:-none} > $hc_worker"
      return 0
    fi
    if [ "$hc_failed" -gt "$hc_base_failed" ]; then
      hc_why='the master says that the reload failed' && return 1
    fi
    hc_clock
    if [ "$hc_now" -ge "$hc_until" ]; then
      hc_why="no new worker with cfg-$1 within ${p_deadline}s; $(hc_serving)" && return 1
    fi
    hc_nap
  done
}

hc_start() {
  if [ -n "$p_unit" ]; then
    # systemd refuses to start a unit that failed too often in a short time. reset-failed clears that.
    run systemctl reset-failed "$p_unit" || :
    run systemctl start "$p_unit" && return 0
    run journalctl -u "$p_unit" -n 30 -o cat --no-pager || :
    hc_why="HAProxy did not start: $(printf '%s\n' "$run_stdout" | hc_complaints)"
    return 1
  fi
  set -- -W -D -p "$p_pidfile" -f "$p_dest"
  case $hc_program in
    1.[0-8]*) ;;
    *) set -- "$@" -S "$p_master_socket,mode,600" ;;
  esac
  # A daemon must not inherit the session's descriptors, or the connection would never end. It must not inherit ignored
  # signals, or its workers could not be stopped.
  # shellcheck disable=SC2086  # arguments, split as a shell would
  (trap - HUP INT PIPE TERM && exec "$p_binary" "$@" ${p_args-}) \
    >"$t_tmp.start" 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- && return 0
  hc_why="HAProxy did not start: $(hc_complaints <"$t_tmp.start")"
  return 1
}

# From 2.7 on, the master itself sets systemd's status text.
hc_unit_says() {
  [ -z "$p_unit" ] || ! have systemctl || { run systemctl show -p StatusText "$p_unit" && printf '%s' "${run_stdout#StatusText=}"; }
}

hc_complaints() {
  awk -v staged="$t_tmp.new" -v dest="$p_dest" '
    /Error\(s\) found in|Fatal errors found in/ { next }
    /ALERT|[Ee]rror|failed/ {
      sub(/^\[[A-Z]+\] *[^:]*: */, ""); sub(/^config *: */, ""); sub(/\.$/, "")
      if (at = index($0, staged)) $0 = substr($0, 1, at - 1) dest substr($0, at + length(staged))
      if (!seen[$0]++) lines[++n] = $0
    }
    END { for (i = 1; i <= n && i <= 5; i++) printf "%s%s", (i > 1 ? "; " : ""), lines[i]; if (!n) printf "HAProxy gave no reason" }'
}
