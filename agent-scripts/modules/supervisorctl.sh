# shellcheck shell=sh
# module: supervisorctl  also=community.general.supervisorctl
# summary: start, stop, add and remove programs of supervisord
# check: full   diff: none   needs: awk   uses: reverse
# example: supervisorctl: {name: app, state: started}
# option: name        str   required                       the program; with a colon at its end, a group; or all
# option: state       enum  required  present|started|stopped|restarted|absent|signalled  the wanted state; restarted reads the configuration again first
# option: stop_before_removing  bool  default=false        with state=absent: stop it first
# option: signal      str                                  the signal, with state=signalled
# option: config      path                                 the configuration of supervisorctl
# option: server_url  str                                  where supervisord listens
# option: username    str                                  user to log in as
# option: password    str   secret                         its password
# option: supervisorctl_path  path                         the program to use; default: supervisorctl
# result: name      the program or group
# result: state     as requested
# result: affected  the programs that were changed

supervisorctl_run() {
  [ "$p_state" != signalled ] || [ "${p_signal-}" ] || fail 'state is signalled but all of the following are missing: signal'
  supervisorctl_name=$p_name supervisorctl_group=false
  while :; do
    case $supervisorctl_name in *:) supervisorctl_name=${supervisorctl_name%:} supervisorctl_group=true ;; *) break ;; esac
  done
  case $supervisorctl_name in '' | -* | *[[:space:]]*) fail "no name of a program: $p_name" ;; esac
  supervisorctl_program=${p_supervisorctl_path:-supervisorctl}
  task_needs "$supervisorctl_program"
  [ -z "${p_password-}" ] || supervisorctl_login
  [ "$p_state" != restarted ] || checking || supervisorctl_do update
  supervisorctl_look
  case $p_state in
    present) supervisorctl_present ;;
    absent) supervisorctl_absent ;;
    *)
      [ -s "$t_tmp.programs" ] || supervisorctl_fail "ERROR (no such process): $run_stdout$run_stderr"
      supervisorctl_act
      ;;
  esac
}
supervisorctl_fail() {
  result name "$supervisorctl_name"
  fail "$1"
}

supervisorctl_call() {
  [ -z "${p_username-}" ] || [ "${p_password-}" ] || set -- -u "$p_username" "$@"
  [ -z "${p_server_url-}" ] || set -- -s "$p_server_url" "$@"
  [ -z "${p_config-}" ] || set -- -c "$p_config" "$@"
  run env LANG=C LC_ALL=C LC_MESSAGES=C LC_CTYPE=C "$supervisorctl_program" "$@"
}
supervisorctl_do() {
  supervisorctl_call "$@" && return
  result_int rc "$run_status"
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  supervisorctl_fail "${run_stderr:-$run_stdout}"
}

# A password in the arguments would be seen in the list of processes. It goes into a configuration that only this call reads.
supervisorctl_login() {
  case $p_password${p_username-} in *"$t_nl"* | *' ;'* | *"$t_tab;"* | ' '* | *' ') fail 'a configuration of supervisorctl cannot hold this password or user name' ;; esac
  supervisorctl_from=${p_config-}
  if [ -z "$supervisorctl_from" ]; then
    for supervisorctl_from in supervisord.conf etc/supervisord.conf /etc/supervisord.conf /etc/supervisor/supervisord.conf /dev/null; do
      [ ! -r "$supervisorctl_from" ] || break
    done
  fi
  [ -r "$supervisorctl_from" ] || fail "cannot read $supervisorctl_from"
  clean_path "$supervisorctl_from"
  supervisorctl_here=${c_path%/*}
  umask 077
  T_USER=${p_username-} T_PASSWORD=$p_password T_HERE=${supervisorctl_here:-/} awk '
    function escaped(s) { gsub(/%/, "%%", s); return s }
    BEGIN {
      print "[supervisorctl]\npassword = " escaped(ENVIRON["T_PASSWORD"]); here = escaped(ENVIRON["T_HERE"])
      if (ENVIRON["T_USER"] != "") print "username = " escaped(ENVIRON["T_USER"])
    }
    /^\[/ { ours = /^\[supervisorctl\]/; next }
    !ours || tolower($0) ~ /^password[ \t]*[=:]/ || ENVIRON["T_USER"] != "" && tolower($0) ~ /^username[ \t]*[=:]/ { next }
    { while (p = index($0, "%(here)s")) $0 = substr($0, 1, p - 1) here substr($0, p + 8); print }' "$supervisorctl_from" >"$t_tmp.conf"
  p_config=$t_tmp.conf
}

# Writes programs: the name and the status of those that are meant.
supervisorctl_look() {
  supervisorctl_call status || : # 3 if one does not run
  printf '%s\n' "$run_stdout" | T_NAME=$supervisorctl_name awk -v group="$supervisorctl_group" '
    BEGIN { name = ENVIRON["T_NAME"] }
    NF < 2 { next }
    group == "true" { p = index($1, ":"); if (p && substr($1, 1, p - 1) == name) print $1, $2; next }
    $1 == name || name == "all" { print $1, $2 }' >"$t_tmp.programs"
}
supervisorctl_over() {
  result name "$supervisorctl_name"
  result state "$p_state"
}

# supervisorctl_keep WHAT COMMAND NAME: undo runs it, unless it would have to know a password.
supervisorctl_keep() {
  did
  if [ "${p_password-}" ]; then
    note supervisor "$1"
    return
  fi
  supervisorctl_what=$1
  shift
  [ -z "${p_username-}" ] || set -- -u "$p_username" "$@"
  [ -z "${p_server_url-}" ] || set -- -s "$p_server_url" "$@"
  [ -z "${p_config-}" ] || set -- -c "$p_config" "$@"
  # shellcheck disable=SC2016 # for the inner shell: it may be so already
  keep_reverse "$supervisorctl_what" '"$0" "$@" >/dev/null 2>&1 || :' "$supervisorctl_program" "$@"
}

supervisorctl_present() {
  if [ ! -s "$t_tmp.programs" ]; then
    changed
    if checking; then return; fi
    supervisorctl_do reread
    supervisorctl_keep "$supervisorctl_name: absent" remove "$supervisorctl_name"
    supervisorctl_keep "$supervisorctl_name: stopped" stop "$p_name"
    supervisorctl_call add "$supervisorctl_name" || :
    case $run_stdout in *"$supervisorctl_name: added process group"*) ;; *) supervisorctl_fail "${run_stdout:-$run_stderr}" ;; esac
  fi
  supervisorctl_over
}

supervisorctl_absent() {
  if [ -s "$t_tmp.programs" ]; then
    changed
    if checking; then return; fi
    if [ "$p_stop_before_removing" = true ]; then
      awk '$2 == "RUNNING" || $2 == "STARTING"' "$t_tmp.programs" >"$t_tmp.todo"
      supervisorctl_each stop stopped
    fi
    supervisorctl_do reread
    supervisorctl_keep "$supervisorctl_name: present" add "$supervisorctl_name"
    supervisorctl_call remove "$supervisorctl_name" || :
    case $run_stdout in *"$supervisorctl_name: removed process group"*) ;; *) supervisorctl_fail "${run_stdout:-$run_stderr}" ;; esac
  fi
  supervisorctl_over
}

supervisorctl_act() {
  awk -v state="$p_state" '
    { up = $2 == "RUNNING" || $2 == "STARTING" }
    state == "restarted" || state == "started" && !up || state == "stopped" && up || state == "signalled" && $2 == "RUNNING"' "$t_tmp.programs" >"$t_tmp.todo"
  if [ -s "$t_tmp.todo" ]; then
    changed
    if checking; then return; fi
    case $p_state in
      restarted) supervisorctl_each restart started ;;
      started) supervisorctl_each start started ;;
      stopped) supervisorctl_each stop stopped ;;
      signalled) supervisorctl_each signal signalled ;;
    esac
    awk '{ print $1 }' "$t_tmp.todo" >"$t_tmp.rows"
    result_lines affected "$t_tmp.rows"
  fi
  supervisorctl_over
}
supervisorctl_each() {                                      # supervisorctl_each COMMAND SAID
  while read -r supervisorctl_one supervisorctl_was <&4; do # the programs of a group
    case $1:$supervisorctl_was in
      stop:* | restart:RUNNING | restart:STARTING) [ "$1" = restart ] || supervisorctl_keep "$supervisorctl_one: started" start "$supervisorctl_one" ;;
      start:* | restart:*) supervisorctl_keep "$supervisorctl_one: stopped" stop "$supervisorctl_one" ;;
      signal:*) note supervisor "the signal $p_signal was sent to $supervisorctl_one" ;;
    esac
    did
    if [ "$1" = signal ]; then supervisorctl_do signal "$p_signal" "$supervisorctl_one"; else supervisorctl_do "$1" "$supervisorctl_one"; fi
    case $run_stdout in *"$supervisorctl_one: $2"*) ;; *) supervisorctl_fail "${run_stdout:-$run_stderr}" ;; esac
  done 4<"$t_tmp.todo"
}
