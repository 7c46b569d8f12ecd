# shellcheck shell=sh
# A job is a call that outlives its session. It is an agent of its own in a session of its own (setsid), which reads its
# program from a file and writes its records to a file. The program begins with t_job='DIRECTORY'. The controller builds
# it (agent/JobProgram), and modules/job.sh starts it.
#   result   the records of the call, with id 0
#   process  PROCESS.BOOT of the job
#   done     exists once the result is complete
#   timeout  exists if the job ran out of time

# t_job_ticket RUN EPOCH KEY REQUIRED: replaces ticket. The call that started the job checks the lease and saves the
# results.
t_job_ticket() {
  t_run=$1 t_epoch=$2 t_call=$3 t_keep_required=$4
  t_lease_file=
}

# t_job_carry_out: replaces call. Uploaded files are in the job's directory.
t_job_carry_out() {
  # shellcheck disable=SC2034 # an option of modules
  [ -z "${p_staged+given}" ] || p_staged=$t_job/staged
  call
}

# t_job_run SECONDS: runs the job from start to end. t_job_call is its call. A signal ends the wait when the time is
# over.
t_job_run() {
  rm -f -- "$t_job/program"
  t_work=$t_job/work
  mkdir -m 700 -- "$t_work" || exit 1
  t_job_over=false
  trap 't_job_over=true' USR1
  { t_job_call && : >"$t_job/done"; } </dev/null &
  t_job_worker=$!
  t_job_watch "$1" </dev/null >/dev/null &
  t_job_watcher=$!
  while [ "$t_job_over" = false ] && kill -0 "$t_job_worker" 2>/dev/null; do wait "$t_job_worker"; done
  [ "$t_job_over" = false ] || [ -e "$t_job/done" ] || t_job_kill
  kill "$t_job_watcher" 2>/dev/null
  exit 0
}

t_job_watch() {
  trap 'kill "$t_job_sleep" 2>/dev/null; exit 0' TERM
  sleep "$1" &
  t_job_sleep=$!
  wait "$t_job_sleep"
  kill -USR1 "$$"
}

# Kills the job and everything that it started.
t_job_kill() {
  : >"$t_job/timeout"
  trap '' HUP INT PIPE TERM USR1
  kill -TERM 0
  for t_item in 1 2 3 4 5; do
    kill -0 "$t_job_worker" 2>/dev/null || break
    sleep 0.2 2>/dev/null || sleep 1
  done
  rm -rf -- "$t_work"
  : >"$t_job/done"
  kill -KILL 0
}
