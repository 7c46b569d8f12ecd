# shellcheck shell=sh
# Running commands on the host, and what the modules command, shell and script share.

# user_locale: commands that this call runs from now on use the user's locale instead of C.
user_locale() { t_user_locale=true; }

# t_exec CMD…: only as the last command of a subshell. Closes descriptors 3 and 9, so that CMD can neither send replies
# nor keep the channel open.
t_exec() {
  if [ "$t_user_locale" = true ]; then
    if [ "$t_lc_all_given" ]; then LC_ALL=$t_lc_all; else unset LC_ALL; fi
  fi
  t_environment
  exec "$@" 3>&- 9>&-
}

# Uses files, not $( ): a daemon that CMD leaves behind would keep a pipe open forever.
run() {
  run_status=0
  run_stdout=
  run_stderr=
  (t_exec "$@") >"$t_work/stdout" 2>"$t_work/stderr" || run_status=$?
  [ ! -s "$t_work/stdout" ] || { run_stdout=$(cat -- "$t_work/stdout"); } 2>/dev/null
  [ ! -s "$t_work/stderr" ] || { run_stderr=$(cat -- "$t_work/stderr"); } 2>/dev/null
  return "$run_status"
}
run_to() {
  run_status=0
  run_stdout=
  run_stderr=
  t_to=$1
  shift
  (t_exec "$@") >"$t_to" 2>"$t_work/stderr" || run_status=$?
  [ ! -s "$t_work/stderr" ] || { run_stderr=$(cat -- "$t_work/stderr"); } 2>/dev/null
  return "$run_status"
}

# run_task CMD…: what command, shell and script share. Uses the options chdir, creates, removes, stdin,
# stdin_add_newline and strip_empty_ends, sets their results, and ends the call. Forks twice in addition to the command,
# and once per output. Start and end are the times of two files.
run_task() {
  t_unless
  if [ "${p_chdir-}" ]; then
    cd -- "$p_chdir" 2>/dev/null || t_no_chdir
  fi
  if [ "${p_creates-}" ] && t_any "$p_creates"; then t_not_needed "'$p_creates' exists" "$p_creates exists"; fi
  if [ "${p_removes-}" ] && ! t_any "$p_removes"; then t_not_needed "'$p_removes' does not exist" "$p_removes does not exist"; fi
  if checking; then
    if [ "$t_module" = script ] && [ -z "${p_creates-}${p_removes-}" ]; then skip 'Check mode is not supported for this task.'; fi
    result_int rc 0
    result stdout ''
    result stderr ''
    for t_word in start end delta; do result_null "$t_word"; done
    [ "${p_creates-}${p_removes-}" ] || skip 'Command would have run if not in check mode'
    changed
    done_with 'Command would have run if not in check mode'
  fi
  changed
  note command "$t_module"
  did
  user_locale
  if [ "${p_stdin+given}" ]; then
    if [ "${p_stdin_add_newline-}" = false ]; then printf '%s' "$p_stdin"; else printf '%s\n' "$p_stdin"; fi >"$t_work/stdin" || fail 'cannot save stdin'
    exec <"$t_work/stdin"
  fi
  : >"$t_work/started"
  t_status=0
  rm -f -- "$t_work/not_begun"
  [ "$t_live" = false ] || live_begin
  # If exec fails, the shell runs its trap. A command that starts has no trap.
  (trap ': >"$t_work/not_begun"' EXIT && t_exec "$@") >"$t_work/out" 2>"$t_work/err" || t_status=$?
  : >"$t_work/ended"
  [ "$t_live" = false ] || live_end
  case $t_status in
    126 | 127) if [ "$t_module" = script ]; then script_elsewhere "$@"; elif t_no_program "$1"; then t_not_begun "$@"; fi ;;
  esac
  t_task_result
}
t_no_program() {
  [ ! -e "$t_work/not_begun" ] || return 0
  case $1 in # bash does not run the trap
    */*) [ -d "$1" ] || [ ! -x "$1" ] ;;
    *) return 1 ;;
  esac
}
# Reports the operating system's error number as rc, like Ansible.
t_not_begun() {
  t_did=false
  t_shell_words "$@"
  result cmd "$t_words"
  result stdout ''
  result stderr ''
  if [ "$t_status" -eq 126 ]; then
    result_int rc 13
    fail "Error executing command: $1 can't be run: it is a directory, or the user may not run it"
  fi
  result_int rc 2
  if task_has "$1"; then fail "Error executing command: the program that the first line of $1 names is not on the host"; fi
  fail "Error executing command: there is no $1 on the host"
}
# t_shell_words WORD…: sets t_words to the words, quoted for a shell.
t_shell_words() {
  t_words=
  for t_word; do
    case $t_word in
      '' | *[!A-Za-z0-9@%+=:,./_-]*)
        t_quoted=
        while :; do
          case $t_word in *\'*) ;; *) break ;; esac
          t_quoted=$t_quoted${t_word%%\'*}\'\"\'\"\'
          t_word=${t_word#*\'}
        done
        t_word="'$t_quoted$t_word'"
        ;;
    esac
    t_words="$t_words${t_words:+ }$t_word"
  done
}
t_no_chdir() {
  for t_word in rc start end delta; do result_null "$t_word"; done
  result stdout ''
  result stderr ''
  fail "Unable to change directory before execution: cannot change to the directory $p_chdir"
}
# For command and shell, creates and removes can be patterns. A script is skipped instead, before it is copied to the
# host.
t_unless() {
  [ "$t_module" = script ] || return 0
  [ -z "${p_creates-}" ] || [ ! -e "$p_creates" ] || skip "$p_creates exists, matching creates option"
  [ -z "${p_removes-}" ] || [ -e "$p_removes" ] || skip "$p_removes does not exist, matching removes option"
  unset p_creates p_removes
}
t_any() {
  IFS=
  # shellcheck disable=SC2086
  set -- $1
  IFS=" $t_tab$t_nl"
  [ -e "$1" ] || [ -h "$1" ]
}
t_not_needed() {
  result_int rc 0
  result stdout "skipped, since $2"
  result stderr ''
  for t_word in start end delta; do result_null "$t_word"; done
  if checking; then done_with "Would not run command since $1"; fi
  done_with "Did not run command since $1"
}
t_task_result() {
  t_stats=$(cd -- "$t_work" && stat -c '%s %Y %y' started ended out err) || fail "the agent's work directory $t_work is gone"
  # shellcheck disable=SC2086 # size, seconds, date, time and zone of four files
  set -- $t_stats
  t_strip=F
  if [ "${p_strip_empty_ends-}" = false ] || [ "$t_module" = script ]; then t_strip=f; fi
  result_int rc "$t_status"
  if [ "${11}" -gt 0 ]; then t_bytes stdout "${11}" "$t_work/out" $t_strip; else result stdout ''; fi
  if [ "${16}" -gt 0 ]; then t_bytes stderr "${16}" "$t_work/err" $t_strip; else result stderr ''; fi
  # Frees the disk space of large output now, not at the end of the session.
  if [ "${11}" -gt 65536 ]; then : >"$t_work/out"; fi
  if [ "${16}" -gt 65536 ]; then : >"$t_work/err"; fi
  if [ "$t_module" = script ]; then # as in Ansible: its output as it is, and no times
    [ "$t_status" -eq 0 ] || fail 'non-zero return code'
    done_with
  fi
  t_times "$2" "$3" "$4" "$7" "$8" "$9"
  [ "$t_status" -eq 0 ] || fail 'non-zero return code'
  done_with ''
}
# t_times SECONDS DATE TIME SECONDS DATE TIME: sets the results start, end and delta, from the times of two files as stat prints
# them.
t_times() {
  t_start=$3 t_end=$6
  case $t_start in *.??????*) t_start=${t_start%"${t_start#*.??????}"} ;; *) t_start=$t_start.000000 ;; esac
  case $t_end in *.??????*) t_end=${t_end%"${t_end#*.??????}"} ;; *) t_end=$t_end.000000 ;; esac
  result start "$2 $t_start"
  result end "$5 $t_end"
  t_micros=$((1${t_end#*.} - 1${t_start#*.}))
  t_seconds=$(($4 - $1))
  if [ $t_micros -lt 0 ]; then t_micros=$((t_micros + 1000000)) t_seconds=$((t_seconds - 1)); fi
  t_delta=$((1000000 + t_micros))
  t_delta=$((t_seconds / 3600)):$((t_seconds / 600 % 6))$((t_seconds / 60 % 10)):$((t_seconds % 60 / 10))$((t_seconds % 10)).${t_delta#1}
  result delta "$t_delta"
}
# split_program TEXT: sets program_command and program_words to the first word and the others, of an option that names a
# program with words before its own command. Ends the call if the host does not have it.
split_program() {
  program_command=${1%% *} program_words=
  case $1 in *' '*) program_words=${1#* } ;; esac
  task_needs "$program_command"
}
