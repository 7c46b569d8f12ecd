# shellcheck shell=sh
# module: recover
# summary: find results of a run that may not have arrived at the controller
# check: none   diff: none   uses: state   needs: awk sort
# runs: internal
# option: run   str  required     the run
# option: wait  int  default=0    seconds to wait for running calls
# result: slots     spool files with results, as they were sent; the latest last
# result: running   those whose agent is still running
# result: changing  calls that changed something, or were about to

recover_run() {
  result_json slots '[]'
  result_json running '[]'
  result_json changing '[]'
  recover_left=$((${p_wait:-0} * 5))
  # shellcheck disable=SC2012 # names are the agents' own making; those of a later lease are later
  for recover_slot in $(ls -- "$t_store/runs/$p_run/spool" 2>/dev/null | sort -t . -k 3,3n); do
    recover_slot=$t_store/runs/$p_run/spool/$recover_slot
    [ -s "$recover_slot" ] || continue
    while t_at_work "$recover_slot" && [ "$recover_left" -gt 0 ]; do
      recover_left=$((recover_left - 1))
      sleep 0.2 2>/dev/null || sleep 1
    done
    result 'slots/[]' "$recover_slot"
    if t_at_work "$recover_slot"; then result 'running/[]' "$recover_slot"; else t_tidy "$recover_slot"; fi
  done
  [ -s "$t_store/runs/$p_run/undo/log" ] || return 0
  awk -F '\t' 'NF == 6 && $6 == "." && !seen[$1]++ { print "s\tchanging/[]\t" $1 }' "$t_store/runs/$p_run/undo/log" | result_table
}
