# shellcheck shell=sh
# For haproxy_config: rolls a node back, after a failed transition or for the undo of a run.

# Rolls the node back. While the old worker serves, restores only the file: a reload after a failed one loses
# connections.
hc_rollback() {
  hc_taken_back='' hc_taken_back_why=''
  if [ "$hc_begun" -gt 0 ]; then
    if hc_take_back; then hc_taken_back='changes of the process taken back, '; else hc_get_stuck; fi
    hc_taken_back_why=$hc_why
  fi
  hc_look
  cp "$t_tmp.new" "$p_dest.failed"
  if [ "$hc_undo" = /dev/null ]; then
    if $hc_was_running && [ -z "$hc_variable" ]; then
      hc_why="there is no earlier configuration to restore; $(hc_serving)"
      return 1
    fi
    hc_withdraw
    return
  fi
  hc_undo_is=$(hc_marker "$hc_undo")
  hc_put "$hc_undo" || { hc_why="cannot restore $p_dest: $run_stderr" && return 1; }
  if [ -n "$hc_worker" ] && ! $hc_stuck &&
    [ "$hc_worker/$hc_live" = "$hc_base_worker/$hc_base_live" ]; then
    hc_detail="${hc_taken_back}file restored; the old worker still serves, so no reload"
    return 0
  fi
  rm -rf "$p_dest.kept"
  hc_mark_again
  hc_detail='file restored and loaded again'
  [ -z "$hc_taken_back_why" ] || hc_detail="changes of the process could not be taken back ($hc_taken_back_why); $hc_detail"
  $hc_running || hc_detail='file restored and HAProxy started again'
  hc_base_worker=$hc_worker
  hc_base_failed=$hc_failed
  hc_load "$hc_undo_is"
}

# Further files are loaded as they are now, so the mark has to count them: the next call must not take the process for what
# it was before.
hc_mark_again() {
  [ -n "$hc_undo_is" ] && [ "${p_files_n:-0}" -gt 0 ] || return 0
  hc_mark '' "$hc_undo" >"$t_tmp.hashed"
  cp "$t_tmp.hashed" "$t_tmp.back"
  each files hc_count_in
  hc_back_is=$(hc_hash)
  hc_mark "$hc_back_is" "$t_tmp.back" >"$t_tmp.again"
  if hc_put "$t_tmp.again"; then
    hc_undo_is=$hc_back_is
    cp -p "$p_dest" "$hc_good" || warn "cannot save $p_dest as $hc_good"
  fi
}

# There was no earlier configuration. A single file: stops HAProxy, so that systemd does not try to start it again. One
# of several files: HAProxy continues with the others.
hc_withdraw() {
  if [ -n "$hc_variable" ] && $hc_was_running; then
    hc_leave
    return
  fi
  if [ -n "$p_unit" ]; then
    run systemctl stop "$p_unit" || :
    run systemctl reset-failed "$p_unit" || :
  elif [ -n "$hc_master" ]; then
    kill "$hc_master" 2>/dev/null || :
  fi
  run rm -f "$p_dest" || { hc_why="cannot remove $p_dest: $run_stderr" && return 1; }
  hc_detail='file removed; HAProxy is stopped, as it was'
}

hc_leave() {
  hc_with /dev/null >"$t_tmp.list"
  hc_check "$t_tmp.list" || {
    hc_why="without $p_dest the rest is not valid: $(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | hc_complaints)"
    return 1
  }
  run rm -f "$p_dest" "$hc_good" || { hc_why="cannot remove $p_dest: $run_stderr" && return 1; }
  hc_detail='file removed; the old worker still serves, so no reload'
  [ "$hc_worker" != "$hc_base_worker" ] || return 0
  hc_detail='file removed, and the rest loaded again'
  hc_base_worker=$hc_worker
  hc_base_failed=$hc_failed
  hc_load ''
}

# haproxy_config_undo FILE: for the module undo. Restores the configuration in FILE, or none if FILE is empty. Only
# options that identify the process are set.
haproxy_config_undo() {
  hc_of=hc hc_product=HAProxy
  p_apply=reload p_soak=0 p_drain_limit=0 p_drain_action=warn p_max_old_workers=0 p_accept_drift=true p_precheck=true p_max_error_rate=100 p_max_servers_down=1000000 p_max_listen_drops=1000000
  unset p_content
  hc_reads
  hc_look
  if [ -n "$1" ]; then
    # A failed transition has already rolled back by itself.
    if cmp -s "$1" "$p_dest" && [ -n "$hc_live" ] && [ "$hc_live" = "$(hc_marker "$1")" ]; then return 0; fi
    p_src=$1
    stat_of "$1"
    p_mode=$s_mode p_owner=$s_uid p_group=$s_gid
    haproxy_config_run
    return
  fi
  [ -f "$p_dest" ] || return 0
  changed
  hc_why='' hc_detail=''
  hc_baseline_of_worker
  [ -z "$hc_live" ] || hc_base_worker=none # the worker that must be replaced
  hc_withdraw || fail "$hc_why"
}
