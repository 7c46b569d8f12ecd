# shellcheck shell=sh
# module: lease
# summary: take, keep up and give back the right to change this host
# check: none   diff: none   uses: state
# runs: internal
# option: action       enum take|renew|release|show  required   what to do
# option: run          str                        the run that asks
# option: owner        str                        who that is, for the eyes of others
# option: epoch        int                        of the lease to renew or to release
# option: time         int   default=120          seconds it holds without a sign of life
# option: break_stale  bool  default=false        take it from a run that let its time pass
# option: over         bool  default=false        with release: no call of the run on this host is open, so its answers go
# option: keep_days    int   default=30           how long pre-images of old runs are kept
# option: keep_mib     int   default=1024         how much they may take up
# result: granted  whether the run has it now
# result: epoch    for the tickets of calls
# result: other    who has it, or had it before it was broken
# result: leases   all that can be seen from here
# result: pruned   runs whose pre-images were dropped

lease_run() {
  case $p_action in
    take) lease_take ;;
    show) lease_show ;;
    *) lease_mine ;;
  esac
}

# Root's lease counts for everybody.
lease_take() {
  t_store_make 2>"$t_work/state" || fail "cannot keep a lease on the host: $(cat "$t_work/state")"
  lease_at=$(date +%s)
  lease_broken=
  if [ "$t_host_store" != "$t_store" ]; then
    lease_read "$t_host_store"
    lease_allows || return 0
  fi
  while :; do
    lease_read "$t_store"
    lease_allows || return 0
    if lease_next $((t_top + 1)); then break; fi
  done
  result_bool granted true
  result_int epoch "$lease_epoch"
  [ -z "$lease_broken" ] || result_json other "$lease_broken"
}

# Whether the lease that was read may give way; else it is told who has it.
lease_allows() {
  case $lease_state in
    free) return 0 ;;
    stale) if [ "${p_break_stale-false}" = true ] && [ "$t_lease_run" != "$p_run" ]; then lease_broken=$lease_json; fi ;;
  esac
  [ "$t_lease_run" != "$p_run" ] && [ -z "$lease_broken" ] || return 0
  result_bool granted false
  result_json other "$lease_json"
  return 1
}

# lease_next EPOCH: makes it; 1 if somebody was faster.
lease_next() {
  lease_new=$t_store/.lease-$t_key
  umask 022
  t_uptime
  printf '%s\n' "$p_run ${p_time:-120} $t_up $lease_at $t_boot ${p_owner-}" 2>"$t_work/state" >"$lease_new" || lease_failed
  if ! ln -- "$lease_new" "$t_store/lease.$1" 2>"$t_work/state"; then
    rm -f -- "$lease_new"
    [ -e "$t_store/lease.$1" ] || lease_failed
    return 1
  fi
  lease_epoch=$1
  set -- "$lease_new"
  for lease_file in "$t_store"/lease.* "$t_store"/alive.*; do
    case ${lease_file##*.} in *[!0-9]*) continue ;; esac
    [ "${lease_file##*.}" -ge "$lease_epoch" ] || set -- "$@" "$lease_file"
  done
  rm -f -- "$@"
}
lease_failed() { fail "cannot keep a lease on the host: $(cat "$t_work/state")"; }

# lease_read DIR: sets lease_state to free, held or stale and lease_json to all there is to say.
lease_read() {
  t_lease_look "$1"
  lease_state=free lease_left=0
  if [ "$t_top" != 0 ] && [ "$t_over_up" != free ]; then
    t_uptime
    if [ "$t_over_boot" = "$t_boot" ]; then lease_left=$((t_over_up - t_up)); else lease_left=$((t_over_at - lease_at)); fi
    # A command may take longer than the lease: while it is at work, so is its run.
    if [ "$t_lease_pid" != 0 ] && { [ "$t_over_boot" != "$t_boot" ] || ! t_process_is_agent "$t_lease_pid"; }; then t_lease_pid=0; fi
    lease_state=stale
    if [ "$lease_left" -ge 0 ] || [ "$t_lease_pid" != 0 ]; then lease_state=held; fi
  fi
  json_string "$1"
  lease_json="{\"directory\": $j_text, \"state\": \"$lease_state\", \"epoch\": $t_top, \"run\": \"$t_lease_run\""
  json_string "$t_lease_owner"
  lease_json="$lease_json, \"owner\": $j_text, \"taken\": $t_lease_at, \"left\": $lease_left, \"process\": ${t_lease_pid:-0}}"
}

lease_show() {
  lease_at=$(date +%s)
  result_json leases '[]'
  lease_read "$t_store"
  result_json 'leases/[]' "$lease_json"
  [ "$t_host_store" != "$t_store" ] || return 0
  lease_read "$t_host_store"
  result_json 'leases/[]' "$lease_json"
}

# Renews or gives back the lease if the run has it.
lease_mine() {
  t_lease_look "$t_store"
  if [ "$t_top/$t_lease_run" != "${p_epoch-}/${p_run-}" ] || [ "$t_over_up" = free ]; then
    result_bool granted false
  elif [ "$p_action" = renew ]; then
    t_lease_sign "$t_store" 0 || fail 'cannot renew the lease: the disk may be full'
    result_bool granted true
  else
    printf 'free\n' 1<>"$t_store/alive.$t_top" || fail 'cannot give back the lease: the disk may be full'
    result_bool granted true
    [ "${p_over-false}" = false ] || rm -rf -- "$t_store/runs/$p_run/spool"
    lease_prune
  fi
}

# ---- what is kept of old runs ------------------------------------------------------------------------------------------------------

# Too old ones go, and the oldest ones while all together are too big; not this run's.
lease_prune() {
  set -- "$t_store"/runs/*
  [ $# -gt 1 ] || return 0
  result_json pruned '[]'
  find "$t_store/runs" -maxdepth 1 ! -path "$t_store/runs" -type d -mtime "+${p_keep_days:-30}" -print >"$t_tmp.old"
  # Run ids begin with their time: their order is that of the runs.
  du -sk -- "$@" 2>/dev/null | sort -r -k 2 | awk -v own="$t_store/runs/$p_run" -v most="$((${p_keep_mib:-1024} * 1024))" '
    FILENAME == ARGV[1] { old[$0] = 1; next }
    { size = $1; sub(/^[0-9]+[ \t]+/, ""); sum += size }
    $0 != own && ((sum > most) || ($0 in old)) { print }' "$t_tmp.old" - >"$t_tmp.prune"
  while IFS= read -r lease_old; do # one line for each run
    rm -rf -- "$lease_old"
    result 'pruned/[]' "${lease_old##*/}"
  done <"$t_tmp.prune"
}
