# shellcheck shell=sh
# For nginx_config: reads which nginx serves, makes it load its files, and proves that new workers did so.

# Sets hc_master, hc_workers (those that take connections, as PID:START), hc_old (those that are shutting down) and
# hc_running. The titles of the processes tell.
ngx_look() {
  hc_running=false hc_workers='' hc_old='' hc_kinds=''
  ngx_is_master "$hc_master" || ngx_find_master
  hc_worker=$hc_master # it holds the listening sockets
  [ -n "$hc_master" ] || return 0
  hc_running=true hc_children=''
  read -r hc_children <"/proc/$hc_master/task/$hc_master/children" 2>/dev/null || :
  # shellcheck disable=SC2086  # a list of process ids
  for hc_child in $hc_children; do
    ngx_title "$hc_child"
    case $ngx_title in
      'nginx: worker process is shutting down'*) hc_old=$hc_old${hc_old:+,}$hc_child ;;
      'nginx: worker process'*) hc_workers="$hc_workers${hc_workers:+ }$(hc_process_of "$hc_child")" ;;
    esac
  done
}

# What follows a NUL does not matter.
ngx_title() {
  ngx_title=''
  [ -z "$1" ] || read -r ngx_title 2>/dev/null <"/proc/$1/cmdline" || :
}
ngx_is_master() {
  ngx_title "$1"
  case $ngx_title in 'nginx: master process '*) ;; *) return 1 ;; esac
}

ngx_find_master() {
  hc_master=''
  if [ -n "$p_unit" ] && have systemctl && run systemctl show -p MainPID "$p_unit"; then hc_master=${run_stdout#MainPID=}; fi
  ngx_is_master "$hc_master" && return
  hc_master=''
  [ ! -s "$p_pidfile" ] || read -r hc_master <"$p_pidfile" || :
  # A pid file may outlive its process, and the number may belong to another process now.
  ngx_is_master "$hc_master" && return
  case $ngx_title in nginx* | */nginx*) ngx_single=$hc_master ;; esac
  hc_master=''
}

ngx_serving() {
  if ! $hc_running; then
    printf 'nginx is not running'
    return
  fi
  # shellcheck disable=SC2086  # a list of workers
  set -- $hc_workers
  printf 'master %s with %s workers serves %s' "$hc_master" $# "${hc_live:+cfg-}${hc_live:-a configuration that was not loaded by hitless}"
}

ngx_old() { printf 'process %s' "$hc_old"; }

# Sets ngx_program: the program that runs, since a reload does not replace it, else the installed one. Sets hc_version.
ngx_programs() {
  ngx_program=$p_binary hc_version='' ngx_installed=''
  ngx_version "$p_binary" && ngx_installed=$ngx_said
  if [ -n "$hc_master" ] && ngx_version "/proc/$hc_master/exe"; then
    ngx_program=/proc/$hc_master/exe hc_version=$ngx_said
    if [ -n "$ngx_installed" ] && [ "$ngx_installed" != "$hc_version" ]; then
      warn "nginx $ngx_installed is installed, and $hc_version runs: a reload does not replace the program"
    fi
  else
    hc_version=$ngx_installed
  fi
}
ngx_version() {
  [ -x "$1" ] && run "$1" -V || return 1
  ngx_said=$(printf '%s\n' "$run_stderr" | sed -n 's/^nginx version: [^/]*\///p; 1q')
  ngx_said=${ngx_said%% *}
  ngx_built=$run_stderr
}

# Sets ngx_prefix and ngx_globals to -p and -g of the running master. Its title has them, with blanks between.
ngx_arguments() {
  ngx_prefix='' ngx_globals=''
  [ -n "$hc_master" ] || return 0
  ngx_title "$hc_master"
  ngx_line=" ${ngx_title#nginx: master process } -"
  case $ngx_line in *' -p '*) ngx_prefix=${ngx_line#* -p } ngx_prefix=${ngx_prefix%% -*} ;; esac
  case $ngx_line in *' -g '*) ngx_globals=${ngx_line#* -g } ngx_globals=${ngx_globals%% -*} ;; esac
  case $ngx_line in
    *' -c '*)
      ngx_line=${ngx_line#* -c } ngx_line=${ngx_line%% -*}
      [ "$(readlink -f -- "$ngx_line")" = "$(readlink -f -- "$p_main")" ] ||
        { hc_why="nginx was started with $ngx_line, and main is $p_main" && return 1; }
      ;;
  esac
}

# ngx_check KIND: nginx checks the copies of ngx_read. Paths that leave the directory of the main file need a copy in it.
ngx_check() {
  if grep -q "[[:space:]\"']\.\./" "$t_tmp.$1."[0-9]*; then
    hc_staged=${p_main%/*}/.${p_main##*/}.staged
    cp "$t_tmp.$1.1" "$hc_staged"
  else
    hc_stage "$p_main" "$t_tmp.$1.1"
  fi
  set -- "$ngx_program" -t -q -c "$hc_staged"
  [ -z "$ngx_prefix" ] || set -- "$@" -p "$ngx_prefix"
  [ -z "$ngx_globals" ] || set -- "$@" -g "$ngx_globals"
  run "$@" || :
  ngx_status=$run_status
  rm -rf "$hc_staged" "$t_tmp.stage"
  run_stderr=$(printf '%s\n' "$run_stderr" | ngx_unstaged)
  return "$ngx_status"
}

# In messages, the files have their own names.
ngx_unstaged() {
  awk -F "$t_tab" -v copies="$t_tmp.new." -v staged="$hc_staged" -v main="$p_main" '
    FILENAME != "-" { path[++n] = $1; next }
    {
      if (at = index($0, staged)) $0 = substr($0, 1, at - 1) main substr($0, at + length(staged))
      if ((at = index($0, copies)) && match(tail = substr($0, at + length(copies)), /^[0-9]+/))
        $0 = substr($0, 1, at - 1) path[substr(tail, 1, RLENGTH) + 0] substr(tail, RLENGTH + 1)
      print
    }' "$t_tmp.new.map" -
}

# Prints the errors of nginx in standard input, without times and process ids.
ngx_complaints() {
  awk '
    /\[(emerg|alert|crit)\]/ {
      sub(/^.*\[(emerg|alert|crit)\] */, ""); sub(/^[0-9]+#[0-9]+: */, ""); sub(/^\*[0-9]+ /, "")
      if (!seen[$0]++) line[++n] = $0
    }
    END { for (i = 1; i <= n && i <= 5; i++) printf "%s%s", (i > 1 ? "; " : ""), line[i]; if (!n) printf "nginx gave no reason" }'
}

# Sets ngx_log to the log to which the running master says why it can't load its files, if it is a file.
ngx_find_log() {
  ngx_log=$(ngx_tells disk | awk '$1 == "error_log" { path = substr($0, 11) } END { print path }')
  if [ -z "$ngx_log" ]; then ngx_log=$(printf '%s\n' "$ngx_built" | sed -n 's/.*--error-log-path=\([^ ]*\).*/\1/p'); fi
  case $ngx_log in
    /*) ;;
    *) ngx_log='' ;;
  esac
}
# True if the master says that it could not load its files. It tries again for some seconds to bind an address.
ngx_refused() {
  [ -f "$ngx_log" ] || return 1
  tail -c "+$((ngx_log_from + 1))" "$ngx_log" | grep -F "[emerg] $hc_master#" >"$t_tmp.refused" || return 1
  grep -q -v 'bind() to .* failed' "$t_tmp.refused" || return 1
  hc_why="the reload failed: $(ngx_complaints <"$t_tmp.refused")"
}

# Makes nginx load its files, and waits until only new workers take connections, or until the reload fails.
ngx_load() {
  ngx_before=$hc_workers
  hc_clock
  hc_until=$((hc_now + p_deadline * 1000))
  ngx_log_from=0
  [ ! -f "$ngx_log" ] || ngx_log_from=$(($(wc -c <"$ngx_log")))
  if ! $hc_running; then
    ngx_start || return 1
  else
    kill -HUP "$hc_master" || { hc_why="cannot signal master $hc_master" && return 1; }
  fi
  while :; do
    ngx_look
    if ngx_all_new; then
      # shellcheck disable=SC2086  # a list of workers
      hc_detail="${hc_detail}${hc_detail:+; }workers ${ngx_before:-none} > $hc_workers"
      return 0
    fi
    ! ngx_refused || return 1
    hc_clock
    if [ "$hc_now" -ge "$hc_until" ]; then
      hc_why="no new workers within ${p_deadline}s; $(ngx_serving)" && return 1
    fi
    hc_nap
  done
}

ngx_all_new() {
  [ -n "$hc_workers" ] || return 1
  for ngx_worker in $ngx_before; do
    case " $hc_workers " in *" $ngx_worker "*) return 1 ;; esac
  done
}

ngx_start() {
  if [ -n "$p_unit" ]; then
    run systemctl reset-failed "$p_unit" || :
    run systemctl start "$p_unit" && return 0
    run journalctl -u "$p_unit" -n 30 -o cat --no-pager || :
    hc_why="nginx did not start: $(printf '%s\n' "$run_stdout" | ngx_complaints)"
    return 1
  fi
  # See hc_start: it must inherit neither the descriptors of the session nor ignored signals.
  # shellcheck disable=SC2086  # arguments, split as a shell would
  (trap - HUP INT PIPE TERM && exec "$p_binary" -c "$p_main" ${p_args-}) \
    >"$t_tmp.start" 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- && return 0
  hc_why="nginx did not start: $(ngx_complaints <"$t_tmp.start")"
  return 1
}

# Ends nginx after its last request.
ngx_stop() {
  if [ -n "$p_unit" ]; then
    run systemctl stop "$p_unit" || :
    run systemctl reset-failed "$p_unit" || :
  elif [ -n "$hc_master" ]; then
    kill -QUIT "$hc_master" 2>/dev/null || :
  fi
}
