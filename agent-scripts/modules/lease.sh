# shellcheck shell=sh
# module: lease
# summary: take, renew and release the lock of this host
# check: none   diff: none   uses: state leases
# runs: internal
# option: action       enum take|renew|release|show  required   what to do
# option: run          str                        the run that wants the lock
# option: owner        str                        the owner of the run, shown to others
# option: epoch        int                        epoch of the lease to renew or release
# option: place        str                        path of that lease
# option: process      int   default=0            with renew: process of the agent that works under the lease
# option: time         int   default=120          seconds until the lease expires unless it is renewed
# option: break_stale  bool  default=false        take over an expired lease
# option: gone         str                        a run that is known to have ended: its lease counts as expired
# option: over         bool  default=false        with release: no call of the run on this host is open, so delete its results
# option: keep_days    int   default=30           how many days to keep pre-images of old runs
# option: keep_mib     int   default=1024         how much space, in MiB, pre-images may take
# result: granted  whether the run has the lease now
# result: epoch    epoch of the lease, for tickets
# result: place    path of the lease, for tickets
# result: alone    whether rollouts of other users can't see the lease
# result: other    who has the lease, or had it before it was broken
# result: leases   all leases that are visible here
# result: pruned   runs whose pre-images were deleted

lease_run() {
  lease_at=$(date +%s)
  case $p_action in
    take) lease_take ;;
    show) lease_show ;;
    *) lease_mine ;;
  esac
}

# Sets lease_place to where this user takes leases, and lease_places to all others. A user other than root takes it in a
# directory that does not depend on the user, so that all users look there. lease_alone: there is no such directory.
lease_find() {
  lease_place=$t_store/lease lease_places='' lease_alone=false
  [ -z "${HITLESS_AGENT_STATE-}" ] || return 0
  lease_shared=
  for lease_dir in $t_lease_shared; do
    lease_places="$lease_places $lease_dir/hitless-lease"
    if [ -z "$lease_shared" ] && [ -k "$lease_dir" ] && [ -w "$lease_dir" ] && [ "$(stat -L -c %u -- "$lease_dir" 2>/dev/null)" = 0 ]; then
      lease_shared=$lease_dir/hitless-lease
    fi
  done
  [ "$t_euid" != 0 ] || return 0
  lease_places="$t_lease_root $lease_places"
  if [ -n "$lease_shared" ]; then lease_place=$lease_shared; else lease_alone=true; fi
  if [ -d "${t_lease_root%/*}" ] && ! { [ -r "${t_lease_root%/*}" ] && [ -x "${t_lease_root%/*}" ]; }; then
    fail "cannot find out whether a rollout of root has locked this host: this user cannot read ${t_lease_root%/*}"
  fi
}

lease_take() {
  lease_find
  [ "$lease_place" != "$t_store/lease" ] || t_store_make 2>"$t_work/state" || fail "cannot save a lease on the host: $(cat "$t_work/state")"
  lease_broken=
  while :; do
    lease_all_allow || return 0
    t_lease_top "$lease_place"
    if lease_next $((t_top + 1)); then break; fi
  done
  # Two users who take it in different places at the same time see each other now.
  if ! lease_all_allow; then
    rm -f -- "$lease_place.$lease_epoch"
    return 0
  fi
  result_bool granted true
  result_int epoch "$lease_epoch"
  result place "$lease_place"
  [ "$lease_alone" = false ] || result_bool alone true
  [ -z "$lease_broken" ] || result_json other "$lease_broken"
}

# True if no lease blocks the run. Otherwise the result names its owner.
lease_all_allow() {
  for lease_there in $lease_places; do
    lease_allows "$lease_there" || return 1
  done
  lease_allows "$lease_place"
}

# lease_allows PLACE: true if there is no lease, or it is free, belongs to the run, or may be broken. Root deletes
# leases of other users.
lease_allows() {
  while :; do
    lease_read "$1"
    lease_why=
    if [ "$lease_state" = free ]; then
      return 0
    elif [ "$t_lease_run" = "$p_run" ]; then
      if [ "$1" = "$lease_place" ] || [ "$t_euid" != 0 ]; then return 0; fi
    elif [ "$lease_state" != stale ] || [ "${p_break_stale-false}" != true ]; then
      break
    elif [ "$1" = "$lease_place" ]; then
      lease_broken=$lease_json
      return 0
    elif [ "$t_euid" != 0 ]; then
      lease_why="only root can break it"
      break
    else
      lease_broken=$lease_json
    fi
    rm -f -- "$1.$t_top" 2>"$t_work/state" || lease_failed
  done
  result_bool granted false
  result_json other "$lease_json"
  [ -z "$lease_why" ] || result why "$lease_why"
  return 1
}

# lease_next EPOCH: creates it; returns 1 if another run was faster. It is on disk before it counts.
lease_next() {
  lease_new=${lease_place%/*}/.lease-$t_key
  umask 022
  t_uptime
  lease_line="$p_run ${p_time:-120} $t_up $lease_at $t_boot ${p_owner-}"
  # cat reports errors better than the printf of some shells.
  printf '%s\n' "$lease_line" 2>/dev/null >"$lease_new" ||
    { printf '%s\n' "$lease_line" | cat >"$lease_new"; } 2>"$t_work/state" || lease_failed
  t_sync "$lease_new"
  IFS= read -r lease_text <"$lease_new" || :
  [ "$lease_text" = "$lease_line" ] || lease_failed # some file systems report a full disk only now
  if ! ln -- "$lease_new" "$lease_place.$1" 2>"$t_work/state"; then
    rm -f -- "$lease_new"
    [ -e "$lease_place.$1" ] || [ -h "$lease_place.$1" ] || lease_failed
    return 1
  fi
  lease_epoch=$1
  t_sync "${lease_place%/*}" 2>/dev/null || :
  set -- "$lease_new"
  for lease_file in "$lease_place".*; do
    lease_old=${lease_file#"$lease_place".}
    case $lease_old in *[!0-9]* | ??????????*) continue ;; esac
    [ "$lease_old" -ge "$lease_epoch" ] || set -- "$@" "$lease_file"
  done
  rm -f -- "$@" 2>/dev/null || : # fails for files of other users, which stay
}
lease_failed() {
  lease_why=$(cat "$t_work/state")
  lease_why=${lease_why##*: }
  rm -f -- "$lease_new"
  fail "cannot save a lease on the host: ${lease_why:-${lease_place%/*} cannot be written, the disk may be full}"
}

# lease_read PLACE: sets lease_state to free, held or stale, and lease_json to all details. An unreadable lease is
# stale, since nobody knows its owner. A lease that is being renewed right now may look expired, so it is read twice.
lease_read() {
  t_lease_top "$1"
  lease_state=free lease_left=0 lease_user='' t_lease_run='' t_lease_owner='' t_lease_at=0 t_lease_pid=0 t_lease_bad=''
  if [ "$t_top" != 0 ]; then
    lease_user=$(stat -c %U -- "$1.$t_top" 2>/dev/null)
    lease_judge "$1.$t_top"
    [ "$lease_state" != stale ] || lease_judge "$1.$t_top"
  fi
  json_string "$1.$t_top"
  lease_json="{\"file\": $j_text, \"state\": \"$lease_state\", \"epoch\": $t_top, \"run\": \"$t_lease_run\""
  json_string "$t_lease_owner"
  lease_json="$lease_json, \"owner\": $j_text, \"taken\": $t_lease_at, \"left\": $lease_left, \"process\": $t_lease_pid"
  json_string "$lease_user"
  lease_json="$lease_json, \"user\": $j_text, \"bad\": \"$t_lease_bad\"}"
}

lease_judge() {
  t_lease_look "$1"
  lease_state=stale
  [ -z "$t_lease_bad" ] || return 0
  lease_state=free
  [ "$t_over_up" != free ] || return 0
  t_uptime
  if [ "$t_over_boot" = "$t_boot" ]; then lease_left=$((t_over_up - t_up)); else lease_left=$((t_over_at - lease_at)); fi
  # A command may take longer than the lease. While it runs, the lease is held.
  if [ "$t_lease_pid" != 0 ] && { [ "$t_over_boot" != "$t_boot" ] || ! t_process_is_agent "$t_lease_pid"; }; then t_lease_pid=0; fi
  lease_state=stale
  if [ "$t_lease_pid" != 0 ] || { [ "$lease_left" -ge 0 ] && [ "$t_lease_run" != "${p_gone-}" ]; }; then lease_state=held; fi
}

lease_show() {
  lease_find
  result_json leases '[]'
  for lease_there in $lease_places; do
    lease_read "$lease_there"
    [ "$t_top" = 0 ] || result_json 'leases/[]' "$lease_json"
  done
  lease_read "$lease_place"
  case " $lease_places " in
    *" $lease_place "*) ;;
    *) result_json 'leases/[]' "$lease_json" ;;
  esac
}

# Renews or releases the lease if the run has it.
lease_mine() {
  t_lease_top "$p_place"
  [ "$t_top" != "${p_epoch-}" ] || t_lease_read "$p_place.$t_top"
  if [ "$t_top" != "${p_epoch-}" ] || [ "$t_lease_run" != "${p_run-}" ] || [ "$t_over_up" = free ]; then
    result_bool granted false
  elif [ "$p_action" = renew ]; then
    t_lease_sign "$p_place.$t_top" "${p_process:-0}" || fail 'cannot renew the lease: the disk may be full'
    result_bool granted true
  else
    printf '%s\n' "$t_lease_line${t_nl}free" 1<>"$p_place.$t_top" || fail 'cannot release the lease: the disk may be full'
    result_bool granted true
    [ "${p_over-false}" = false ] || rm -rf -- "$t_store/runs/$p_run/spool"
    t_prune "$p_run" "${p_keep_days:-30}" "${p_keep_mib:-1024}"
    [ ! -s "$t_tmp.prune" ] || sed 's|^.*/|s	pruned/[]	|' "$t_tmp.prune" | result_table
  fi
}
