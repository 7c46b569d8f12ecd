# shellcheck shell=sh
# module: job
# summary: start a module call that outlives the session
# check: full   diff: none   uses: state   needs: setsid
# runs: internal
# option: jid      str   required         the name of the job; one that has begun is not begun again
# option: program  str   required secret  what it runs
# option: staged   path                   a file of the session that it needs
# result: ansible_job_id  the name of the job
# result: results_file    where its result will be
# result: started         true
# result: finished        false

job_run() {
  t_store_make jobs 2>"$t_tmp.err" || fail "cannot save jobs on the host: $(cat "$t_tmp.err")"
  job_dir=$t_store/jobs/$p_jid
  result ansible_job_id "$p_jid"
  result results_file "$job_dir/result"
  result_bool started true
  result_bool finished false
  changed
  [ ! -d "$job_dir" ] || done_with
  job_forget_old
  mkdir -m 700 -- "$job_dir" 2>"$t_tmp.err" || fail "cannot save the job on the host: $(cat "$t_tmp.err")"
  did
  if [ "${p_staged+given}" ]; then mv -f -- "$p_staged" "$job_dir/staged" || job_fail; fi
  t_shell_words "$job_dir"
  (umask 077 && printf '%s' "t_job=$t_words$t_nl$p_program" >"$job_dir/program") || job_fail
  job_detached "$job_dir" &
  printf '%s\n' "$!.$t_boot" >"$job_dir/process"
  done_with
}

job_fail() {
  rm -rf -- "$job_dir"
  fail "cannot save the job on the host: the disk may be full"
}

job_detached() {
  exec <"$1/program" >"$1/result" 2>"$1/errors" 3>&- 9>&-
  if [ "$t_lc_all_given" ]; then LC_ALL=$t_lc_all; else unset LC_ALL; fi
  # shellcheck disable=SC2086 # the shell and its options
  exec setsid $t_shell
}

# Deletes results that nobody has read within a week.
job_forget_old() {
  [ -z "$(find "$t_store/jobs" -mindepth 1 -maxdepth 1 -type d -mtime +7 2>/dev/null)" ] ||
    find "$t_store/jobs" -mindepth 2 -maxdepth 2 -name 'done' -mtime +7 -exec sh -c 'rm -rf -- "${1%/*}"' sh {} \;
}
