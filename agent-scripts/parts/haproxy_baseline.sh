# shellcheck shell=sh
# For haproxy_config: the state "baseline", and the checks whether the transition may continue.

# Reads the files on disk, the running process, and what an interrupted transition left. Decides which file a rollback
# restores.
hc_baseline() {
  hc_look
  hc_baseline_of_worker
  hc_undo=$hc_disk
  hc_interrupted=$(hc_interrupted_state)
  if ! checking; then
    if [ -n "$hc_interrupted" ]; then hc_resume_live; else rm -f "$p_dest.steps"; fi
  fi
  if cmp -s "$t_tmp.new" "$hc_disk"; then hc_swap_needed=false; fi
  hc_find_program
  if $hc_running && [ "$hc_live" = "$hc_want" ] &&
    { [ -z "$hc_program" ] || [ "$hc_program" = "$hc_version" ]; } && ! $hc_stuck; then
    hc_reload_needed=false
  fi
  hc_basis="$hc_worker $hc_version $hc_live $hc_want"
  if [ -n "${p__basis-}" ] && [ "$p__basis" != "$hc_basis" ]; then
    hc_why="somebody else has changed HAProxy since the plan was made; $(hc_serving)" && return 1
  fi
  hc_kernel >"$t_tmp.kernel_before"
  hc_traffic "$t_tmp.traffic_before"
  hc_detail=$(hc_serving)
  $hc_running || return 0
  $hc_swap_needed || $hc_reload_needed || return 0
  hc_takes_over || hc_accepted || return 1
  hc_why=''
  if [ -n "$hc_interrupted" ]; then
    hc_continue_interrupted
  else
    hc_choose_undo
  fi
}

# Sets hc_program to the version that is installed.
hc_find_program() {
  hc_program=
  [ -x "$p_binary" ] && run "$p_binary" -v || return 0
  hc_program=$(printf '%s\n' "$run_stdout" | awk 'NR == 1 { print $3 }')
}

hc_baseline_of_worker() {
  hc_base_worker=$hc_worker hc_base_live=$hc_live
  hc_base_count=$hc_master/$hc_reloads hc_base_failed=$hc_failed
  hc_was_running=$hc_running hc_base_cli=$hc_cli
}

# True if the installed program can take over from the running master. The protocol changed in 2.5: when 2.6.0 took over
# from 2.2.0, it crashed together with the master; with 2.6.12 after 2.2.9, the new worker never counted as fresh.
hc_takes_over() {
  [ -n "$hc_version" ] && [ -n "$hc_program" ] || return 0
  hc_sides=0
  ! hc_before_25 "$hc_version" || hc_sides=1
  ! hc_before_25 "$hc_program" || hc_sides=$((hc_sides + 1))
  [ "$hc_sides" = 1 ] || return 0
  hc_why="HAProxy $hc_program can't take over from a running $hc_version: between versions before 2.5 and"
  hc_why="$hc_why later ones a reload may end the service: take the host out of traffic and restart HAProxy"
  return 1
}

# A transition was interrupted after its swap. Of the files on disk, only the last good one is proven.
hc_continue_interrupted() {
  warn "an earlier transition was interrupted in '$hc_interrupted'; continuing from the host's current state"
  [ ! -f "$hc_good" ] || hc_undo=$hc_good
  if ! $hc_swap_needed && $hc_reload_needed && [ "$hc_failed" -gt 0 ]; then
    hc_touched=true
    hc_why='the reload of the interrupted transition has failed'
    return 1
  fi
  hc_passes_on || hc_accepted
}

# The file to restore must be the one that runs. If no file on disk is, somebody else has changed the host.
hc_choose_undo() {
  hc_disk_is=$(hc_marker "$hc_disk")
  hc_good_is=$(hc_marker "$hc_good")
  $hc_reload_needed || return 0
  hc_passes_on || hc_accepted || return 1
  hc_why=''
  hc_changed=$(hc_other_changed)
  if [ -n "$hc_changed" ]; then
    hc_why="$hc_changed was changed by somebody else since it was loaded, and would be loaded too"
    result_bool drift true
    hc_accepted || return 1
    hc_why=''
  fi
  [ -n "$hc_live" ] || return 0
  if [ "$hc_live" = "$hc_good_is" ]; then
    hc_undo=$hc_good
    if $hc_swap_needed && ! cmp -s "$hc_good" "$hc_disk"; then
      hc_why="$p_dest was changed by somebody else since it was loaded"
      hc_drifted
    fi
  elif [ "$hc_live" != "$hc_disk_is" ]; then
    hc_why="the running configuration (cfg-$hc_live) is neither $p_dest nor the last good configuration"
    hc_drifted
  fi
  [ -z "$hc_why" ] || hc_accepted
}

# True if the next reload passes the listening sockets on. After a failed reload, masters from 2.6 to 3.0 still do so,
# through the sockets of their worker. Other versions lose connections: ten such reloads under load cost 2.2.9 four
# connections, 2.4.0 32 and 3.4.0 48; 2.6.12 and 3.0.11 lost none.
hc_passes_on() {
  [ "$hc_failed" -gt 0 ] || return 0
  case $hc_version in
    2.[6-9] | 2.[6-9][.-]* | 3.0 | 3.0[.-]*) return 0 ;;
  esac
  hc_why="a reload of master $hc_master has failed before, and HAProxy ${hc_version:-of this version} may drop"
  hc_why="$hc_why connections at the next one: take the host out of traffic and restart HAProxy"
  return 1
}

# True if the operator has accepted the problem in hc_why (accept_drift).
hc_accepted() {
  hc_why="$hc_why; accept_drift=true continues anyway"
  [ "$p_accept_drift" = true ] || return 1
  warn "$hc_why"
}

# A drift check reports this for a node that a rollout refuses.
hc_drifted() {
  result_bool drift true
  diff_text "$p_dest: what runs" "cfg-$hc_live
" "cfg-${hc_want:-$hc_disk_is}
"
}
