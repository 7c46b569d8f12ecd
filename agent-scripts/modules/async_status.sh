# shellcheck shell=sh
# module: async_status
# summary: report how a task with async is doing on the host, and return its result
# check: full   diff: none   uses: state
# example: async_status: {jid: "{{ build.ansible_job_id }}"}
# option: jid    str   required                       the job, as ansible_job_id of the task that started it
# option: mode   enum  status|cleanup  default=status  ask, or forget its result
# option: _take  bool  default=false  hidden          forget the result once it is given
# option: _kill  bool  default=false  hidden          end the job if it is still running
# result: ansible_job_id  the job
# result: started         whether it was started
# result: finished        whether it has ended; then the result of its module is here too
# result: results_file    where the host keeps the result
# result: erased          by mode cleanup: what was removed

async_status_run() {
  async_status_dir=$t_store/jobs/$p_jid
  result ansible_job_id "$p_jid"
  result stdout ''
  result stderr ''
  case $p_jid in
    '' | .* | */*) async_status_none ;;
  esac
  [ -d "$async_status_dir" ] || async_status_none
  if [ "$p_mode" = cleanup ]; then async_status_cleanup; fi
  result results_file "$async_status_dir/result"
  result_bool started true
  if [ "$p__kill" = true ]; then async_status_kill; fi
  if [ ! -e "$async_status_dir/done" ] && async_status_alive; then
    result_bool finished false
    done_with
  fi
  result_bool finished true
  if [ -e "$async_status_dir/timeout" ]; then
    async_status_over "the job did not end in the time that async allows, and was killed"
  elif [ ! -e "$async_status_dir/done" ]; then
    async_status_over "the job ended without a result: it was killed, or the host was restarted: $(tail -n 3 -- "$async_status_dir/errors" 2>/dev/null)"
  fi
  async_status_replay
}

async_status_none() {
  if [ "$p_mode" = cleanup ]; then result erased "$async_status_dir/result"; else result results_file "$async_status_dir/result"; fi
  result_bool started true
  result_bool finished true
  fail "there is no job '$p_jid' on the host"
}

async_status_cleanup() {
  result_bool started false
  result_bool finished false
  result erased "$async_status_dir/result"
  checking || rm -rf -- "$async_status_dir"
  done_with
}

# A job writes to its result only after it has read its program.
async_status_alive() {
  async_status_process=
  read -r async_status_process <"$async_status_dir/process" 2>/dev/null || return 1
  [ "${async_status_process#*.}" = "$t_boot" ] && [ ! -e "$async_status_dir/done" ] || return 1
  async_status_process=${async_status_process%%.*}
  async_status_is_job || { [ -e "$async_status_dir/program" ] && kill -0 "$async_status_process" 2>/dev/null; }
}

# The process is identified by the file that it writes to. Its number may belong to another process, which must not get
# a signal.
async_status_is_job() {
  # shellcheck disable=SC3013 # all shells that hosts have know -ef
  [ "/proc/$async_status_process/fd/3" -ef "$async_status_dir/result" ] # the agent's descriptor for replies
}

async_status_kill() {
  async_status_left=20
  while async_status_alive && [ "$async_status_left" -gt 0 ]; do
    if async_status_is_job; then kill -USR1 "$async_status_process" 2>/dev/null; fi
    async_status_left=$((async_status_left - 1))
    sleep 0.2 2>/dev/null || sleep 1
  done
}

async_status_over() {
  if [ "$p__take" = true ]; then rm -rf -- "$async_status_dir"; fi
  fail "$1"
}

# Sends the records of the job as they are. They include the end record.
async_status_replay() {
  [ -z "$t_slot" ] || { cat -- "$async_status_dir/result" >&9; } 2>/dev/null || :
  cat -- "$async_status_dir/result" >&3 || kill "$$"
  if [ "$p__take" = true ]; then rm -rf -- "$async_status_dir"; fi
  [ -z "$t_run" ] || t_lease_idle
  exit 0
}
