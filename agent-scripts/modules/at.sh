# shellcheck shell=sh
# module: at  also=ansible.posix.at
# summary: schedule a command or script to run once, with at
# check: full   diff: none   needs: awk   uses: reverse
# example: at: {command: /usr/local/sbin/sweep, count: 20, units: minutes}
# option: command      str                                      the command
# option: script_file  str                                      a script on the host, in place of a command
# option: count        int                                      after how many units; required with state=present
# option: units        enum  minutes|hours|days|weeks           of what; required with state=present
# option: state        enum  present|absent  default=present    absent: remove jobs that contain the command or the script
# option: unique       bool  default=false                      do nothing if there is a job that contains it
# one-of: command script_file
# exclusive: command script_file
# result: state        as requested
# result: script_file  the script
# result: count        as requested
# result: units        as requested

at_run() {
  task_needs at
  if [ "$p_state" = present ]; then
    case ${p_count:-0}:${p_units-} in 0:* | *:) fail 'present state requires count and units' ;; esac
    [ "$p_count" -gt 0 ] || fail 'count must be positive'
  fi
  if [ "${p_command+given}" ]; then
    at_script=$t_tmp.script
    printf '%s\n' "$p_command" >"$at_script"
  else
    at_script=$p_script_file
    [ -r "$at_script" ] || fail "cannot read $at_script"
  fi
  result state "$p_state"
  : >"$t_tmp.jobs"
  if [ "$p_state" = absent ] || [ "$p_unique" = true ]; then at_jobs; fi
  if [ "$p_state" = absent ]; then
    at_remove
    return
  fi
  [ ! -s "$t_tmp.jobs" ] || return 0
  at_add
}

at_failed() {
  result_int rc "$run_status"
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  fail "${run_stderr:-at failed}"
}

at_jobs() { # writes the numbers of the jobs that contain the script
  task_needs atq
  run env LC_ALL=C atq || at_failed
  printf '%s\n' "$run_stdout" | awk '$1 ~ /^[0-9]+$/ { print $1 }' >"$t_tmp.all"
  while IFS= read -r at_job <&4; do # the jobs of one user
    run_to "$t_tmp.job" env LC_ALL=C at -c "$at_job" || at_failed
    if at_contains; then printf '%s\n' "$at_job" >>"$t_tmp.jobs"; fi
  done 4<"$t_tmp.all"
}
at_contains() { # without the white space around the script
  awk '
    FILENAME == ARGV[1] { want = want $0 "\n"; next }
    { text = text $0 "\n" }
    END { gsub(/^[ \t\r\n\f\v]+|[ \t\r\n\f\v]+$/, "", want); exit !(want == "" || index(text, want)) }' "$at_script" "$t_tmp.job"
}

at_remove() {
  [ -s "$t_tmp.jobs" ] || return 0
  changed
  if checking; then return; fi
  while IFS= read -r at_job <&4; do
    note at "job $at_job was removed"
    run env LC_ALL=C at -r "$at_job" || at_failed
    did
  done 4<"$t_tmp.jobs"
}

at_add() {
  changed
  if [ "${p_script_file+given}" ]; then result script_file "$p_script_file"; fi
  result_int count "$p_count"
  result units "$p_units"
  if checking; then return; fi
  note_begin at 'a job that was added stays'
  did
  run env LC_ALL=C at -f "$at_script" now + "$p_count" "$p_units" || at_failed
  at_job=$(printf '%s\n' "$run_stdout" "$run_stderr" | awk '$1 == "job" && $2 ~ /^[0-9]+$/ { print $2; exit }')
  # shellcheck disable=SC2016 # for the inner shell: it may have run by now
  if [ "$at_job" ]; then keep_reverse "job $at_job of at" '"$0" -r "$1" 2>/dev/null || :' at "$at_job"; else note at 'a job that was added stays'; fi
  note_end 'a job that was added stays'
}
