# shellcheck shell=sh
# module: recover
# summary: find answers of a run that may not have arrived
# check: none   diff: none   uses: state   needs: awk
# runs: internal
# option: run   str  required     the run
# option: wait  int  default=0    seconds to wait for calls that are still carried out
# result: slots     files with answers, as they were sent
# result: running   those of them whose agent is still at work
# result: changing  calls that changed something, or were about to

recover_run() {
  result_json slots '[]'
  result_json running '[]'
  result_json changing '[]'
  recover_left=$((${p_wait:-0} * 5))
  for recover_slot in "$t_store/runs/$p_run/spool"/*; do
    [ -s "$recover_slot" ] || continue
    while recover_at_work "$recover_slot" && [ "$recover_left" -gt 0 ]; do
      recover_left=$((recover_left - 1))
      sleep 0.2 2>/dev/null || sleep 1
    done
    result 'slots/[]' "$recover_slot"
    if recover_at_work "$recover_slot"; then result 'running/[]' "$recover_slot"; else recover_tidy "$recover_slot"; fi
  done
  [ -s "$t_store/runs/$p_run/undo/log" ] || return 0
  awk -F '\t' 'NF == 6 && $6 == "." && !seen[$1]++ { print "s\tchanging/[]\t" $1 }' "$t_store/runs/$p_run/undo/log" | result_table
}

# Whether an agent of this boot is there whose last answer has no end yet.
recover_at_work() {
  recover_name=${1##*/}
  recover_pid=${recover_name%%.*}
  case $recover_name in
    "$recover_pid.$t_boot".*) [ -e "/proc/$recover_pid" ] || return 1 ;;
    *) return 1 ;;
  esac
  case $(tail -c 40 -- "$1" | tr '\n' '~') in *' e 0 ~~') return 1 ;; esac
  return 0
}

# What an agent that was killed has left: its work directory, and new files that it did not come to move into their place.
recover_tidy() {
  recover_key=${1##*.}
  [ -e "/proc/$recover_pid" ] && [ "${1##*/}" = "$recover_pid.$t_boot.$recover_key" ] && return
  for recover_dir in "${TMPDIR:-/tmp}" /tmp /var/tmp /dev/shm "$HOME"; do
    [ ! -d "$recover_dir/.hitless-$recover_key" ] || rm -rf -- "$recover_dir/.hitless-$recover_key"
  done
  [ -s "$t_store/runs/$p_run/undo/log" ] || return 0
  t_kept_directories "$t_store/runs/$p_run/undo/log" >"$t_tmp.dirs"
  while IFS= read -r recover_dir; do # a handful: the directories in which the run changed files
    t_decode "$recover_dir"
    for recover_left_over in "$t_decoded"/.hitless-[0-9]*-"$recover_key"; do
      [ ! -f "$recover_left_over" ] || rm -f -- "$recover_left_over"
    done
  done <"$t_tmp.dirs"
}
