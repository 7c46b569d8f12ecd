# shellcheck shell=sh
# For haproxy_config: what serves, and how it is made to load a file.

# Reads what serves: master, reloads, failed, fresh (worker without a reload behind it) and old workers from the master's socket or, before
# 1.9, from its children; worker, marker and version from the stats socket.
haproxy_config_look() {
  haproxy_config_running=false haproxy_config_worker='' haproxy_config_live='' haproxy_config_version=''
  haproxy_config_master='' haproxy_config_reloads=0 haproxy_config_failed=- haproxy_config_fresh='' haproxy_config_old='' haproxy_config_cli=false
  if [ -S "$p_socket" ] && ask_socket "$t_tmp.info" "$p_socket" 'show info' 5; then
    awk '
      { value = $0; sub(/^[^:]*: */, "", value) }
      /^Pid: / { pid = value }
      /^Version: / { version = value }
      /^description: / { n = split(value, word, " "); if (word[n] ~ /^cfg-[0-9a-f]+$/) marker = substr(word[n], 5) }
      END { if (pid) print pid, version, marker }' "$t_tmp.info" >"$t_tmp.look"
    if [ -s "$t_tmp.look" ]; then
      read -r haproxy_config_worker haproxy_config_version haproxy_config_live <"$t_tmp.look"
      haproxy_config_running=true
      [ -z "$haproxy_config_variable" ] || haproxy_config_live=$(haproxy_config_live_variable)
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
      read -r haproxy_config_master haproxy_config_reloads haproxy_config_failed haproxy_config_fresh haproxy_config_old <"$t_tmp.look"
      haproxy_config_cli=true
    fi
  fi
  $haproxy_config_cli || haproxy_config_find_master
  if [ "$haproxy_config_failed" = - ]; then
    haproxy_config_failed=0
    ! haproxy_config_waits || haproxy_config_failed=1
  fi
}

# Before 2.5 the master counts no failures: one that could not load its file waits for the worker it has, and was started anew for that. Later
# ones always wait so. While the program is replaced the old worker may still answer, so it is the master's own version that counts.
haproxy_config_waits() {
  grep -q HAPROXY_MWORKER_WAIT_ONLY=1 "/proc/$haproxy_config_master/environ" 2>/dev/null || return 1
  haproxy_config_of_master=$haproxy_config_version
  ! run "/proc/$haproxy_config_master/exe" -v || haproxy_config_of_master=$(printf '%s\n' "$run_stdout" | awk 'NR == 1 { print $3 }')
  haproxy_config_before_25 "$haproxy_config_of_master"
}

haproxy_config_before_25() {
  case $1 in
    1.* | 2.[0-4] | 2.[0-4][.-]*) ;;
    *) return 1 ;;
  esac
}

# A master up to 3.0 hands the variable on for ever, also when its file is gone or has lost the mark: it counts where a file here bears it.
haproxy_config_live_variable() {
  ask_socket "$t_tmp.variable" "$p_socket" "show env $haproxy_config_variable" 5 || return 0
  haproxy_config_shown=$(sed -n "s/^$haproxy_config_variable=cfg-//p" "$t_tmp.variable")
  case $haproxy_config_shown in
    "$(haproxy_config_marker "$p_dest")" | "$(haproxy_config_marker "$haproxy_config_good")") printf '%s' "$haproxy_config_shown" ;;
  esac
}

haproxy_config_find_master() {
  if [ -n "$p_unit" ]; then
    run systemctl show -p MainPID "$p_unit" || return 0
    haproxy_config_master=${run_stdout#MainPID=}
  elif [ -s "$p_pidfile" ]; then
    read -r haproxy_config_master <"$p_pidfile" || :
  fi
  # A pid file may outlive its process, and the number be somebody else's by now.
  haproxy_config_comm=
  read -r haproxy_config_comm 2>/dev/null <"/proc/${haproxy_config_master:-none}/comm" || :
  case ${p_binary##*/} in
    "$haproxy_config_comm"*) [ -n "$haproxy_config_comm" ] ;;
    *) false ;;
  esac || { haproxy_config_master='' && return 0; }
  haproxy_config_running=true
  haproxy_config_children=''
  read -r haproxy_config_children <"/proc/$haproxy_config_master/task/$haproxy_config_master/children" 2>/dev/null || :
  # shellcheck disable=SC2086  # a list of process ids
  for haproxy_config_child in $haproxy_config_children; do
    [ "$haproxy_config_child" = "$haproxy_config_worker" ] || haproxy_config_old=$haproxy_config_old${haproxy_config_old:+,}$haproxy_config_child
  done
}

haproxy_config_serving() {
  if ! $haproxy_config_running; then
    printf 'HAProxy is not running'
  elif [ -z "$haproxy_config_worker" ]; then
    printf 'master %s runs, and no worker answers at %s' "$haproxy_config_master" "$p_socket"
  else
    printf 'worker %s of master %s serves %s' "$haproxy_config_worker" "${haproxy_config_master:-unknown}" \
      "${haproxy_config_live:+cfg-}${haproxy_config_live:-a configuration without a mark}"
  fi
}

# Has the process load DEST and waits until a new worker runs the configuration of this marker (whatever it is, without one), or has failed to.
haproxy_config_load() {
  haproxy_config_clock
  haproxy_config_until=$((haproxy_config_now + p_deadline * 1000))
  if ! $haproxy_config_running; then
    haproxy_config_start || return 1
  elif $haproxy_config_cli; then
    # The CLI does one reload at a time and tells how it went from 2.7 on; signals sent while one is under way lose connections.
    ask_socket "$t_tmp.reload" "$p_master_socket" reload "$p_deadline" || :
    if grep -q '^Success=0' "$t_tmp.reload"; then
      haproxy_config_why="the reload failed: $(haproxy_config_complaints <"$t_tmp.reload")"
      return 1
    fi
  else
    kill -USR2 "$haproxy_config_master" || { haproxy_config_why="cannot signal master $haproxy_config_master" && return 1; }
  fi
  haproxy_config_await "$1"
}

haproxy_config_await() {
  while :; do
    haproxy_config_look
    if [ -n "$haproxy_config_worker" ] && { [ -z "$1" ] || [ "$haproxy_config_live" = "$1" ]; } && [ "$haproxy_config_worker" != "$haproxy_config_base_worker" ] &&
      { ! $haproxy_config_base_cli || [ "$haproxy_config_fresh" = "$haproxy_config_worker" ]; }; then
      haproxy_config_detail="${haproxy_config_detail}${haproxy_config_detail:+; }worker ${haproxy_config_base_worker:-none} > $haproxy_config_worker"
      return 0
    fi
    if [ "$haproxy_config_failed" -gt "$haproxy_config_base_failed" ]; then
      haproxy_config_why='the master says that the reload failed' && return 1
    fi
    haproxy_config_clock
    if [ "$haproxy_config_now" -ge "$haproxy_config_until" ]; then
      haproxy_config_why="no new worker with cfg-$1 within ${p_deadline}s; $(haproxy_config_serving)" && return 1
    fi
    haproxy_config_nap
  done
}

haproxy_config_start() {
  if [ -n "$p_unit" ]; then
    # A unit that failed too often in a short time is not started again until this is forgotten.
    run systemctl reset-failed "$p_unit" || :
    run systemctl start "$p_unit" && return 0
    run journalctl -u "$p_unit" -n 30 -o cat --no-pager || :
    haproxy_config_why="HAProxy did not start: $(printf '%s\n' "$run_stdout" | haproxy_config_complaints)"
    return 1
  fi
  set -- -W -D -p "$p_pidfile" -f "$p_dest"
  case $haproxy_config_program in
    1.[0-8]*) ;;
    *) set -- "$@" -S "$p_master_socket,mode,600" ;;
  esac
  # A daemon must not hold the session's descriptors, or the connection could never end; and signals that are ignored here would stay
  # ignored in its workers, which then could not be stopped.
  # shellcheck disable=SC2086  # arguments, split as a shell would
  (trap - HUP INT PIPE TERM && exec "$p_binary" "$@" ${p_args-}) \
    >"$t_tmp.start" 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- && return 0
  haproxy_config_why="HAProxy did not start: $(haproxy_config_complaints <"$t_tmp.start")"
  return 1
}

# systemd's text is the master's own from 2.7 on.
haproxy_config_unit_says() {
  [ -z "$p_unit" ] || ! have systemctl || { run systemctl show -p StatusText "$p_unit" && printf '%s' "${run_stdout#StatusText=}"; }
}

haproxy_config_complaints() {
  awk -v staged="$t_tmp.new" -v dest="$p_dest" '
    /Error\(s\) found in|Fatal errors found in/ { next }
    /ALERT|[Ee]rror|failed/ {
      sub(/^\[[A-Z]+\] *[^:]*: */, ""); sub(/^config *: */, ""); sub(/\.$/, "")
      if (at = index($0, staged)) $0 = substr($0, 1, at - 1) dest substr($0, at + length(staged))
      if (!seen[$0]++) lines[++n] = $0
    }
    END { for (i = 1; i <= n && i <= 5; i++) printf "%s%s", (i > 1 ? "; " : ""), lines[i]; if (!n) printf "HAProxy gave no reason" }'
}

# Milliseconds since the call began, without a process. The kernel counts in hundredths; mksh counts in 32 bits and must not see uptime in ms.
haproxy_config_clock() {
  read -r haproxy_config_now _ </proc/uptime
  haproxy_config_since=${haproxy_config_since:-${haproxy_config_now%.*}}
  haproxy_config_now=$(((${haproxy_config_now%.*} - haproxy_config_since) * 1000 + 1${haproxy_config_now#*.} * 10 - 1000))
}

haproxy_config_nap() {
  sleep 0.1 2>/dev/null || sleep 1
}
