# shellcheck shell=sh
# For haproxy_config: the state baseline, and what speaks against going on from what is found.

# What is on disk, what runs, what a transition that was cut off left behind; and from these the file that a failure goes back to.
hc_baseline() {
  hc_look
  hc_baseline_of_worker
  hc_undo=$hc_disk
  hc_cut=$(hc_was_cut)
  if cmp -s "$t_tmp.new" "$hc_disk"; then hc_swap_needed=false; fi
  hc_program=
  if [ -x "$p_binary" ] && run "$p_binary" -v; then
    hc_program=$(printf '%s\n' "$run_stdout" | awk 'NR == 1 { print $3 }')
  fi
  if $hc_running && [ "$hc_live" = "$hc_want" ] &&
    { [ -z "$hc_program" ] || [ "$hc_program" = "$hc_version" ]; }; then
    hc_reload_needed=false
  fi
  hc_kernel >"$t_tmp.kernel_before"
  hc_traffic "$t_tmp.traffic_before"
  hc_detail=$(hc_serving)
  $hc_running || return 0
  $hc_swap_needed || $hc_reload_needed || return 0
  hc_takes_over || hc_accepted || return 1
  hc_why=''
  if [ -n "$hc_cut" ]; then
    hc_pick_up
  else
    hc_choose_undo
  fi
}

hc_baseline_of_worker() {
  hc_base_worker=$hc_worker hc_base_live=$hc_live
  hc_base_count=$hc_master/$hc_reloads hc_base_failed=$hc_failed
  hc_was_running=$hc_running hc_base_cli=$hc_cli
}

# Whether the program that is installed can take over from the master that runs. From 2.5 on it is another protocol: 2.6.0 that took over from
# 2.2.0 crashed, and the master with it; of 2.6.12 after 2.2.9 the new worker never counted as fresh.
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

# A transition was cut off after its swap: nothing on disk is proven but the last good file.
hc_pick_up() {
  warn "an earlier transition was cut off in '$hc_cut'; going on from what the host is now"
  [ ! -f "$hc_good" ] || hc_undo=$hc_good
  if ! $hc_swap_needed && $hc_reload_needed && [ "$hc_failed" -gt 0 ]; then
    hc_touched=true
    hc_why='the reload of the transition that was cut off has failed'
    return 1
  fi
  hc_passes_on || hc_accepted
}

# The file to go back to must be what runs. Where nothing on disk is that, somebody else has been here.
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
    hc_why="what runs (cfg-$hc_live) is neither $p_dest nor the last good configuration"
    hc_drifted
  fi
  [ -z "$hc_why" ] || hc_accepted
}

# Whether the next reload hands the listening sockets over. A master that has failed to reload does so from 2.6 on, where it passes the
# sockets of its worker, up to 3.0: ten such reloads under load cost 2.2.9 four connections, 2.4.0 32 and 3.4.0 48; 2.6.12 and 3.0.11 none.
hc_passes_on() {
  [ "$hc_failed" -gt 0 ] || return 0
  case $hc_version in
    2.[6-9] | 2.[6-9][.-]* | 3.0 | 3.0[.-]*) return 0 ;;
  esac
  hc_why="a reload of master $hc_master has failed before, and HAProxy ${hc_version:-of this version} may drop"
  hc_why="$hc_why connections at the next one: take the host out of traffic and restart HAProxy"
  return 1
}

# Something speaks against going on, which the operator may have accepted.
hc_accepted() {
  hc_why="$hc_why; accept_drift continues all the same"
  [ "$p_accept_drift" = true ] || return 1
  warn "$hc_why"
}

# What a drift check reports of a node that a rollout refuses.
hc_drifted() {
  result_bool drift true
  diff_text "$p_dest: what runs" "cfg-$hc_live
" "cfg-${hc_want:-$hc_disk_is}
"
}
