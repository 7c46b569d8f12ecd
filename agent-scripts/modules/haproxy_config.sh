# shellcheck shell=sh
# module: haproxy_config
# summary: bring a HAProxy configuration live by a hitless reload, prove it, and put the node back if that fails
# check: full   diff: text   needs: awk grep cmp sync   uses: socket haproxy_process haproxy_set haproxy_watch haproxy_binds_awk haproxy_binds
# example: haproxy_config: {content: "{{ lookup('template', 'haproxy.cfg.j2') }}", probes: ["http://127.0.0.1/health"]}
#
# One module, not one for each state: from the swap of the file to the proof of what serves there must be nobody in between who can go
# missing. The transition ignores hang-ups, so it ends, forwards or backwards, even when the connection or the controller dies in the middle
# of it, and each state is journaled beside the file (DEST.journal). The next call reads that journal and the host's real state, and goes on
# from there; it never signals blindly. States, in order, each with its time in the result:
#   plan > baseline > validate > precheck > save > swap > reload > verify > soak > drain      (on failure: rollback)
#
# Beside DEST are kept: DEST.last-good (proven), DEST.previous (proven before that), DEST.failed (the last one that was put back).
#
# DEST may be one of several files that HAProxy reads (`-f DIR`, or more than one `-f`): all are validated together, DEST alone is swapped.
#
# option: content          str                                        the configuration; `lookup('template', …)` renders it
# option: src              path                                       a file on the host that holds it
# option: dest             path  default=/etc/haproxy/haproxy.cfg     where HAProxy reads it
# option: files            list/path                                  further files it reads (certificates, maps): when they change, it is loaded again
# option: binary           path  default=/usr/local/sbin/haproxy      the program that validates it, and serves
# option: unit             str   default=haproxy                      the systemd unit; empty to run the master process without systemd
# option: pidfile          path  default=/run/haproxy.pid             of the master, without systemd
# option: args             str                                        further arguments for the master, without systemd
# option: socket           path  default=/run/haproxy/admin.sock      the stats socket, which the configuration has to declare
# option: master_socket    path  default=/run/haproxy-master.sock     the master's socket (1.9 and later); without it the master is signalled
# option: deadline         int   default=30                           seconds for the reload and its proof
# option: probes           list/str                                   http://, https:// or tcp:// addresses to ask on the host; when absent, each added or first bind
# option: probe_status     list/int                                   HTTP status expected of probes; when absent, any below 500
# option: soak             int   default=10                           seconds to watch it before it counts as good
# option: max_error_rate   float default=1                            percentage points by which 5xx answers may exceed what they were before
# option: max_servers_down int   default=0                            servers that were up before and may be down after
# option: max_listen_drops int   default=0                            connections the kernel may drop on full queues during the transition
# option: drain_limit      int   default=30                           seconds to wait for old workers to end; 0 waits for none
# option: drain_action     enum  warn|fail  default=warn              what to do when old workers are left then; they are never killed
# option: accept_drift     bool  default=false                        go on though what runs is not what is on disk, or a reload has failed here before
# option: precheck         bool  default=true                         check on the host that added binds can be bound; only measuring switches it off
# option-set: attributes
# one-of: content src
# exclusive: content src
# result: transition  list of {state, ms, detail}
# result: outcome     live, unchanged, untouched (failed before the swap) or rolled_back
# result: hash        marks this configuration: `description cfg-HASH` in global, set by this module and read back from the process
# result: host_state  what serves now, in words
# result: drift       true where it fails as what runs, or is on disk, is none of its own: somebody else has been here

haproxy_config_run() {
  haproxy_config_rows='' haproxy_config_touched=false haproxy_config_locked=false haproxy_config_journaling=false
  haproxy_config_want='' haproxy_config_cr=$(printf '\r') haproxy_config_since='' haproxy_config_early=''
  haproxy_config_journal=$p_dest.journal haproxy_config_lock=$p_dest.lock
  haproxy_config_swap_needed=true haproxy_config_reload_needed=true haproxy_config_cut=''
  haproxy_config_reads
  haproxy_config_step plan
  haproxy_config_step baseline
  if ! $haproxy_config_swap_needed && ! $haproxy_config_reload_needed && [ -z "$haproxy_config_cut" ]; then
    haproxy_config_finish unchanged
    return
  fi
  if $haproxy_config_swap_needed; then
    diff_files "$p_dest" "$haproxy_config_disk" "$t_tmp.new"
  fi
  haproxy_config_step validate
  [ "$p_precheck" = false ] || haproxy_config_step precheck
  changed
  if checking; then
    haproxy_config_finish predicted
    return
  fi
  haproxy_config_keep_old
  # From here on a lost connection must not stop the shell half-way.
  trap '' HUP INT PIPE TERM
  haproxy_config_step save
  haproxy_config_step swap
  haproxy_config_step reload
  haproxy_config_step verify
  if $haproxy_config_reload_needed || [ -n "$haproxy_config_cut" ]; then haproxy_config_step soak; fi
  haproxy_config_keep
  haproxy_config_remember_set
  haproxy_config_step drain
  haproxy_config_finish live
}

# For the undo of a run, which is a transition too: the file on the disk, and what it needs to know of the process.
haproxy_config_keep_old() {
  keep_or=haproxy_config_unkept
  set -- dest binary unit pidfile args socket master_socket deadline files_n
  haproxy_config_i=0
  while [ "$haproxy_config_i" -lt "${p_files_n:-0}" ]; do
    haproxy_config_i=$((haproxy_config_i + 1))
    set -- "$@" "files_$haproxy_config_i"
  done
  keep_for haproxy_config "$p_dest" "$@"
}
haproxy_config_unkept() { haproxy_config_close untouched; }

# haproxy_config_undo FILE: back to the configuration in FILE, or to none at all, for the module undo; only options that name the process are set.
haproxy_config_undo() {
  p_soak=0 p_drain_limit=0 p_drain_action=warn p_accept_drift=true p_precheck=true p_max_error_rate=100 p_max_servers_down=1000000 p_max_listen_drops=1000000
  unset p_content
  haproxy_config_reads
  haproxy_config_look
  if [ -n "$1" ]; then
    # A transition that failed has put it back itself.
    if cmp -s "$1" "$p_dest" && [ -n "$haproxy_config_live" ] && [ "$haproxy_config_live" = "$(haproxy_config_marker "$1")" ]; then return 0; fi
    p_src=$1
    stat_of "$1"
    p_mode=$s_mode p_owner=$s_uid p_group=$s_gid
    haproxy_config_run
    return
  fi
  [ -f "$p_dest" ] || return 0
  changed
  haproxy_config_why='' haproxy_config_detail=''
  haproxy_config_baseline_of_worker
  [ -z "$haproxy_config_live" ] || haproxy_config_base_worker=none # what it is to leave
  haproxy_config_withdraw || fail "$haproxy_config_why"
}

# --- The states. Each sets haproxy_config_detail to what it found, or haproxy_config_why and returns 1. ---

haproxy_config_plan() {
  haproxy_config_is_read || return 1
  if [ "${p_src+given}" ]; then
    [ -r "$p_src" ] || { haproxy_config_why="cannot read $p_src" && return 1; }
    cp "$p_src" "$t_tmp.given"
  else
    printf '%s\n' "${p_content%"$t_nl"}" >"$t_tmp.given"
  fi
  haproxy_config_mark '' "$t_tmp.given" >"$t_tmp.plain"
  cp "$t_tmp.plain" "$t_tmp.hashed"
  each files haproxy_config_count_in
  checksum_of "$t_tmp.hashed" sha256
  haproxy_config_want=$(printf '%.12s' "$c_sum")
  haproxy_config_mark "$haproxy_config_want" "$t_tmp.plain" >"$t_tmp.new"
  haproxy_config_disk=$p_dest
  [ -f "$p_dest" ] || haproxy_config_disk=/dev/null
  haproxy_config_detail=cfg-$haproxy_config_want
  checking || haproxy_config_take_lock
}

# What is on disk, what runs, what a transition that was cut off left behind; and from these the file that a failure goes back to.
haproxy_config_baseline() {
  haproxy_config_look
  haproxy_config_baseline_of_worker
  haproxy_config_undo=$haproxy_config_disk
  haproxy_config_cut=$(haproxy_config_was_cut)
  if cmp -s "$t_tmp.new" "$haproxy_config_disk"; then haproxy_config_swap_needed=false; fi
  haproxy_config_program=
  if [ -x "$p_binary" ] && run "$p_binary" -v; then
    haproxy_config_program=$(printf '%s\n' "$run_stdout" | awk 'NR == 1 { print $3 }')
  fi
  if $haproxy_config_running && [ "$haproxy_config_live" = "$haproxy_config_want" ] &&
    { [ -z "$haproxy_config_program" ] || [ "$haproxy_config_program" = "$haproxy_config_version" ]; }; then
    haproxy_config_reload_needed=false
  fi
  haproxy_config_kernel >"$t_tmp.kernel_before"
  haproxy_config_traffic "$t_tmp.traffic_before"
  haproxy_config_detail=$(haproxy_config_serving)
  $haproxy_config_running || return 0
  $haproxy_config_swap_needed || $haproxy_config_reload_needed || return 0
  haproxy_config_takes_over || haproxy_config_accepted || return 1
  haproxy_config_why=''
  if [ -n "$haproxy_config_cut" ]; then
    haproxy_config_pick_up
  else
    haproxy_config_choose_undo
  fi
}

haproxy_config_baseline_of_worker() {
  haproxy_config_base_worker=$haproxy_config_worker haproxy_config_base_live=$haproxy_config_live
  haproxy_config_base_count=$haproxy_config_master/$haproxy_config_reloads haproxy_config_base_failed=$haproxy_config_failed
  haproxy_config_was_running=$haproxy_config_running haproxy_config_base_cli=$haproxy_config_cli
}

# Whether the program that is installed can take over from the master that runs. From 2.5 on it is another protocol: 2.6.0 that took over from
# 2.2.0 crashed, and the master with it; of 2.6.12 after 2.2.9 the new worker never counted as fresh.
haproxy_config_takes_over() {
  [ -n "$haproxy_config_version" ] && [ -n "$haproxy_config_program" ] || return 0
  haproxy_config_sides=0
  ! haproxy_config_before_25 "$haproxy_config_version" || haproxy_config_sides=1
  ! haproxy_config_before_25 "$haproxy_config_program" || haproxy_config_sides=$((haproxy_config_sides + 1))
  [ "$haproxy_config_sides" = 1 ] || return 0
  haproxy_config_why="HAProxy $haproxy_config_program can't take over from a running $haproxy_config_version: between versions before 2.5 and"
  haproxy_config_why="$haproxy_config_why later ones a reload may end the service: take the host out of traffic and restart HAProxy"
  return 1
}

# A transition was cut off after its swap: nothing on disk is proven but the last good file.
haproxy_config_pick_up() {
  warn "an earlier transition was cut off in '$haproxy_config_cut'; going on from what the host is now"
  [ ! -f "$haproxy_config_good" ] || haproxy_config_undo=$haproxy_config_good
  if ! $haproxy_config_swap_needed && $haproxy_config_reload_needed && [ "$haproxy_config_failed" -gt 0 ]; then
    haproxy_config_touched=true
    haproxy_config_why='the reload of the transition that was cut off has failed'
    return 1
  fi
  haproxy_config_passes_on || haproxy_config_accepted
}

# The file to go back to must be what runs. Where nothing on disk is that, somebody else has been here.
haproxy_config_choose_undo() {
  haproxy_config_disk_is=$(haproxy_config_marker "$haproxy_config_disk")
  haproxy_config_good_is=$(haproxy_config_marker "$haproxy_config_good")
  $haproxy_config_reload_needed || return 0
  haproxy_config_passes_on || haproxy_config_accepted || return 1
  haproxy_config_why=''
  haproxy_config_changed=$(haproxy_config_other_changed)
  if [ -n "$haproxy_config_changed" ]; then
    haproxy_config_why="$haproxy_config_changed was changed by somebody else since it was loaded, and would be loaded too"
    result_bool drift true
    haproxy_config_accepted || return 1
    haproxy_config_why=''
  fi
  [ -n "$haproxy_config_live" ] || return 0
  if [ "$haproxy_config_live" = "$haproxy_config_good_is" ]; then
    haproxy_config_undo=$haproxy_config_good
    if $haproxy_config_swap_needed && ! cmp -s "$haproxy_config_good" "$haproxy_config_disk"; then
      haproxy_config_why="$p_dest was changed by somebody else since it was loaded"
      haproxy_config_drifted
    fi
  elif [ "$haproxy_config_live" != "$haproxy_config_disk_is" ]; then
    haproxy_config_why="what runs (cfg-$haproxy_config_live) is neither $p_dest nor the last good configuration"
    haproxy_config_drifted
  fi
  [ -z "$haproxy_config_why" ] || haproxy_config_accepted
}

# Whether the next reload hands the listening sockets over. A master that has failed to reload does so from 2.6 on, where it passes the
# sockets of its worker, up to 3.0: ten such reloads under load cost 2.2.9 four connections, 2.4.0 32 and 3.4.0 48; 2.6.12 and 3.0.11 none.
haproxy_config_passes_on() {
  [ "$haproxy_config_failed" -gt 0 ] || return 0
  case $haproxy_config_version in
    2.[6-9] | 2.[6-9][.-]* | 3.0 | 3.0[.-]*) return 0 ;;
  esac
  haproxy_config_why="a reload of master $haproxy_config_master has failed before, and HAProxy ${haproxy_config_version:-of this version} may drop"
  haproxy_config_why="$haproxy_config_why connections at the next one: take the host out of traffic and restart HAProxy"
  return 1
}

# Something speaks against going on, which the operator may have accepted.
haproxy_config_accepted() {
  haproxy_config_why="$haproxy_config_why; accept_drift goes on all the same"
  [ "$p_accept_drift" = true ] || return 1
  warn "$haproxy_config_why"
}

# What a drift check is told of a node that a rollout refuses.
haproxy_config_drifted() {
  result_bool drift true
  diff_text "$p_dest: what runs" "cfg-$haproxy_config_live
" "cfg-${haproxy_config_want:-$haproxy_config_disk_is}
"
}

# All that HAProxy reads, by the host's own binary, with the flags and the environment of its master.
haproxy_config_validate() {
  haproxy_config_with "$t_tmp.new" >"$t_tmp.list_new"
  if [ -z "$haproxy_config_program" ]; then
    haproxy_config_holds "$t_tmp.list_new" >"$t_tmp.new_lines"
    haproxy_config_why="there is no $p_binary that runs on this host"
    checking || return 1
    warn "$haproxy_config_why yet: the configuration could not be validated"
    haproxy_config_detail='no program yet'
    return 0
  fi
  haproxy_config_staged=$t_tmp.new
  if grep -q '^[[:space:]]*default-path[[:space:]][[:space:]]*\(config\|parent\)' "$t_tmp.new"; then
    # Its paths are relative to where it lies.
    haproxy_config_staged=$p_dest.staged
    cp "$t_tmp.new" "$haproxy_config_staged"
  fi
  haproxy_config_with "$haproxy_config_staged" >"$t_tmp.list"
  haproxy_config_check "$t_tmp.list" || :
  haproxy_config_status=$run_status
  [ "$haproxy_config_staged" = "$t_tmp.new" ] || rm -f "$haproxy_config_staged"
  if [ "$haproxy_config_status" != 0 ]; then
    haproxy_config_why=$(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | haproxy_config_complaints)
    return 1
  fi
  haproxy_config_holds "$t_tmp.list_new" >"$t_tmp.new_lines"
  haproxy_config_provable || return 1
  haproxy_config_detail="valid for HAProxy $haproxy_config_program"
}

# Without the stats socket there is no proof, and without its listening sockets an older version drops connections at each reload.
haproxy_config_provable() {
  awk -v path="$p_socket" -v version="$haproxy_config_program" '
    BEGIN { split(version, part, "."); needs = part[1] * 100 + part[2] < 206 }
    $1 == "stats" && $2 == "socket" {
      at = $3; sub(/^unix@/, "", at)
      if (at == path) there = 1
      if (/expose-fd[ \t]+listeners/) passes = 1
    }
    END {
      if (!there) { print "global has no `stats socket " path " level admin`, without which nothing can be proven"; exit 1 }
      if (needs && !passes) { print "no stats socket has `expose-fd listeners`, without which HAProxy " version " drops connections when it reloads"; exit 1 }
    }' "$t_tmp.new_lines" >"$t_tmp.provable" && return 0
  haproxy_config_why=$(cat "$t_tmp.provable")
  return 1
}

# `haproxy -c` does not bind. A bind that can't be made stops service for seconds at the reload, so each added one is looked at before.
haproxy_config_precheck() {
  : >"$t_tmp.old_lines"
  if $haproxy_config_running; then
    haproxy_config_with "$haproxy_config_undo" >"$t_tmp.list"
    haproxy_config_holds "$t_tmp.list" >"$t_tmp.old_lines"
  fi
  haproxy_config_binds added "$t_tmp.old_lines" >"$t_tmp.binds"
  haproxy_config_detail=$(awk -F "$t_tab" '
    $1 == "added" { n++; list = list " " $2 }
    $1 == "note" { notes = notes "; " $2 }
    END { printf "%s%s", (n ? n " added:" list : "none added"), notes }' "$t_tmp.binds")
  haproxy_config_problems
  [ -z "$haproxy_config_why" ]
}

# Sets haproxy_config_why to what is wrong with the binds, naming who holds the first port that is taken.
haproxy_config_problems() {
  haproxy_config_inode=$(awk -F "$t_tab" '$1 == "problem" && $3 > 0 { print $3; exit }' "$t_tmp.binds")
  haproxy_config_who=
  [ -z "$haproxy_config_inode" ] || haproxy_config_who=$(haproxy_config_holder "$haproxy_config_inode")
  haproxy_config_why=$(awk -F "$t_tab" -v inode="$haproxy_config_inode" -v who="$haproxy_config_who" '
    $1 == "problem" { printf "%s%s%s", (n++ ? "; " : ""), $2, (inode != "" && $3 == inode ? who : "") }' "$t_tmp.binds")
}

# Keeps what a failure goes back to, and the state of the servers where the configuration loads it.
haproxy_config_save() {
  if [ "$haproxy_config_undo" != /dev/null ] && [ "$haproxy_config_undo" != "$haproxy_config_good" ]; then
    cp -p "$haproxy_config_undo" "$haproxy_config_good" || { haproxy_config_why="cannot keep $p_dest as $haproxy_config_good" && return 1; }
    haproxy_config_undo=$haproxy_config_good
  fi
  haproxy_config_detail=$haproxy_config_undo
  printf '%s\n%s' "begin cfg-$haproxy_config_want from cfg-${haproxy_config_base_live:-none} worker ${haproxy_config_base_worker:-none}" \
    "$haproxy_config_early" >"$haproxy_config_journal" || { haproxy_config_why="cannot write $haproxy_config_journal" && return 1; }
  haproxy_config_journaling=true
  haproxy_config_state_file=$(awk '$1 == "server-state-file" && $2 ~ /^\// { print $2 }' "$t_tmp.new_lines")
  if [ -n "$haproxy_config_state_file" ] && $haproxy_config_running; then
    if ask_socket "$t_tmp.servers" "$p_socket" 'show servers state' &&
      (t_run='' && put_from "$haproxy_config_state_file" "$t_tmp.servers"); then # no pre-image: it is told anew at each reload
      haproxy_config_detail="$haproxy_config_detail, server state in $haproxy_config_state_file"
    else
      warn "the state of the servers could not be kept in $haproxy_config_state_file"
    fi
  fi
}

haproxy_config_swap() {
  haproxy_config_touched=true
  $haproxy_config_swap_needed || { haproxy_config_detail='already there' && return 0; }
  haproxy_config_put "$t_tmp.new" || { haproxy_config_why="cannot write $p_dest: $run_stderr" && return 1; }
  attributes_of_call "$p_dest"
}

haproxy_config_reload() {
  $haproxy_config_reload_needed || { haproxy_config_detail='not needed' && return 0; }
  haproxy_config_load "$haproxy_config_want"
}

# All four proofs: a new worker, fresh in the master's list with no failure, that runs this very configuration and answers at its listeners.
haproxy_config_verify() {
  haproxy_config_look
  haproxy_config_new_worker=$haproxy_config_worker
  if $haproxy_config_reload_needed && $haproxy_config_was_running; then
    if [ "$haproxy_config_worker" = "$haproxy_config_base_worker" ]; then
      haproxy_config_why="worker $haproxy_config_worker is still the old one" && return 1
    fi
    if [ -n "$haproxy_config_fresh" ] && [ "$haproxy_config_base_count" = "$haproxy_config_master/$haproxy_config_reloads" ]; then
      haproxy_config_why="the master has counted no reload" && return 1
    fi
  fi
  if [ "$haproxy_config_live" != "$haproxy_config_want" ]; then
    haproxy_config_why="the process runs cfg-$haproxy_config_live, not cfg-$haproxy_config_want" && return 1
  fi
  if [ "$haproxy_config_version" != "$haproxy_config_program" ]; then
    haproxy_config_why="the process is HAProxy $haproxy_config_version, not $haproxy_config_program" && return 1
  fi
  if [ -n "$haproxy_config_fresh" ] && [ "$haproxy_config_fresh $haproxy_config_failed" != "$haproxy_config_worker 0" ]; then
    haproxy_config_why="the master's fresh worker is $haproxy_config_fresh with $haproxy_config_failed failed reloads" && return 1
  fi
  case $(haproxy_config_unit_says) in
    *[Ff]ailed*) haproxy_config_why="systemd says: $(haproxy_config_unit_says)" && return 1 ;;
  esac
  haproxy_config_binds listening /dev/null >"$t_tmp.binds"
  haproxy_config_problems
  [ -z "$haproxy_config_why" ] || return 1
  haproxy_config_probe 3 || return 1
  haproxy_config_detail="worker $haproxy_config_worker runs cfg-$haproxy_config_live, $haproxy_config_probed answered"
}

haproxy_config_soak() {
  haproxy_config_clock
  haproxy_config_until=$((haproxy_config_now + p_soak * 1000))
  while [ "$haproxy_config_now" -lt "$haproxy_config_until" ]; do
    sleep 1
    haproxy_config_look
    if [ "$haproxy_config_worker/$haproxy_config_live" != "$haproxy_config_new_worker/$haproxy_config_want" ]; then
      haproxy_config_why="worker $haproxy_config_new_worker did not live through it; $(haproxy_config_serving)" && return 1
    fi
    haproxy_config_probe 1 || return 1
    haproxy_config_clock
  done
  haproxy_config_traffic "$t_tmp.traffic_after"
  haproxy_config_kernel >"$t_tmp.kernel_after"
  haproxy_config_detail=$(haproxy_config_compare) || { haproxy_config_why=$haproxy_config_detail && return 1; }
}

# Old workers end by themselves when their last connection does.
haproxy_config_drain() {
  haproxy_config_clock
  haproxy_config_until=$((haproxy_config_now + p_drain_limit * 1000))
  haproxy_config_look
  while [ -n "$haproxy_config_old" ] && [ "$haproxy_config_now" -lt "$haproxy_config_until" ]; do
    haproxy_config_nap
    haproxy_config_look
    haproxy_config_clock
  done
  haproxy_config_detail='no old worker left'
  [ -n "$haproxy_config_old" ] && [ "$p_drain_limit" -gt 0 ] || return 0
  haproxy_config_detail="old workers still serving their last connections: $haproxy_config_old"
  [ "$p_drain_action" = fail ] || { warn "$haproxy_config_detail" && return 0; }
  haproxy_config_why=$haproxy_config_detail
  return 1
}

# Puts the node back. While the old worker serves, the file alone: a reload after a failed one is where connections are lost.
haproxy_config_rollback() {
  haproxy_config_look
  cp "$t_tmp.new" "$p_dest.failed"
  if [ "$haproxy_config_undo" = /dev/null ]; then
    if $haproxy_config_was_running && [ -z "$haproxy_config_variable" ]; then
      haproxy_config_why="there is no earlier configuration to go back to; $(haproxy_config_serving)"
      return 1
    fi
    haproxy_config_withdraw
    return
  fi
  haproxy_config_undo_is=$(haproxy_config_marker "$haproxy_config_undo")
  haproxy_config_put "$haproxy_config_undo" || { haproxy_config_why="cannot put back $p_dest: $run_stderr" && return 1; }
  if [ -n "$haproxy_config_worker" ] &&
    [ "$haproxy_config_worker/$haproxy_config_live" = "$haproxy_config_base_worker/$haproxy_config_base_live" ]; then
    haproxy_config_detail='file restored; the old worker still serves, so no reload'
    return 0
  fi
  haproxy_config_detail='file restored and loaded again'
  $haproxy_config_running || haproxy_config_detail='file restored and HAProxy started again'
  haproxy_config_base_worker=$haproxy_config_worker
  haproxy_config_base_failed=$haproxy_config_failed
  haproxy_config_load "$haproxy_config_undo_is"
}

# The first configuration there ever was: nothing is left that systemd could go on trying to start. One file of several: the rest serves on.
haproxy_config_withdraw() {
  if [ -n "$haproxy_config_variable" ] && $haproxy_config_was_running; then
    haproxy_config_leave
    return
  fi
  if [ -n "$p_unit" ]; then
    run systemctl stop "$p_unit" || :
    run systemctl reset-failed "$p_unit" || :
  elif [ -n "$haproxy_config_master" ]; then
    kill "$haproxy_config_master" 2>/dev/null || :
  fi
  run rm -f "$p_dest" || { haproxy_config_why="cannot remove $p_dest: $run_stderr" && return 1; }
  haproxy_config_detail='file removed; HAProxy is stopped, as it was'
}

haproxy_config_leave() {
  haproxy_config_with /dev/null >"$t_tmp.list"
  haproxy_config_check "$t_tmp.list" || {
    haproxy_config_why="without $p_dest the rest is not valid: $(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | haproxy_config_complaints)"
    return 1
  }
  run rm -f "$p_dest" "$haproxy_config_good" || { haproxy_config_why="cannot remove $p_dest: $run_stderr" && return 1; }
  haproxy_config_detail='file removed; the old worker still serves, so no reload'
  [ "$haproxy_config_worker" != "$haproxy_config_base_worker" ] || return 0
  haproxy_config_detail='file removed, and the rest loaded again'
  haproxy_config_base_worker=$haproxy_config_worker
  haproxy_config_base_failed=$haproxy_config_failed
  haproxy_config_load ''
}

# --- Steps, the journal and the ends ---

haproxy_config_step() {
  haproxy_config_detail='' haproxy_config_why=''
  haproxy_config_clock
  haproxy_config_began=$haproxy_config_now
  haproxy_config_note "$1"
  if "haproxy_config_$1"; then
    haproxy_config_row "$1" "$haproxy_config_detail"
  else
    haproxy_config_row "$1" "failed: $haproxy_config_why"
    haproxy_config_give_up "$1" "$haproxy_config_why"
  fi
}

haproxy_config_row() {
  haproxy_config_clock
  json_string "$2"
  haproxy_config_rows="$haproxy_config_rows${haproxy_config_rows:+,}{\"state\":\"$1\",\"ms\":$((haproxy_config_now - haproxy_config_began)),\"detail\":$j_text}"
  haproxy_config_note "$1 done: $2"
}

# What comes before the first change is kept until the journal is begun.
haproxy_config_note() {
  if $haproxy_config_journaling; then
    printf '%s %s\n' "$haproxy_config_now" "$1" >>"$haproxy_config_journal"
  else
    haproxy_config_early=$haproxy_config_early$haproxy_config_now\ $1$t_nl
  fi
}

# The state in which an earlier transition was cut off; nothing when it came to its end.
haproxy_config_was_cut() {
  [ -s "$haproxy_config_journal" ] || return 0
  awk '$2 == "swap" { swapped = 1 } { last = $2 } $1 == "end" { swapped = 0 } END { if (swapped) print last }' "$haproxy_config_journal"
}

haproxy_config_finish() {
  case $1 in
    unchanged) attributes_of_call "$p_dest" ;;
  esac
  haproxy_config_close "$1"
}

haproxy_config_close() {
  haproxy_config_look
  result outcome "$1"
  result hash "$haproxy_config_want"
  result host_state "$(haproxy_config_serving)"
  result_json transition "[$haproxy_config_rows]"
  if $haproxy_config_journaling; then printf 'end %s\n' "$1" >>"$haproxy_config_journal"; fi
  if $haproxy_config_locked; then rm -f "$haproxy_config_lock"; fi
}

haproxy_config_give_up() {
  if [ "$1" = drain ]; then
    haproxy_config_close live
    fail "drain: $2. The new configuration is live and proven."
  elif ! $haproxy_config_touched; then
    haproxy_config_close untouched
    fail "$1: $2. Nothing was changed on this host: $(haproxy_config_serving)."
  fi
  haproxy_config_detail='' haproxy_config_why=''
  haproxy_config_clock
  haproxy_config_began=$haproxy_config_now
  haproxy_config_note rollback
  if haproxy_config_rollback; then
    haproxy_config_row rollback "$haproxy_config_detail"
    haproxy_config_close rolled_back
    fail "$1: $2. The node was put back ($haproxy_config_detail): $(haproxy_config_serving)."
  fi
  haproxy_config_row rollback "failed: $haproxy_config_why"
  haproxy_config_close broken
  fail "$1: $2. Putting the node back FAILED: $haproxy_config_why. Now $(haproxy_config_serving)."
}

haproxy_config_keep() {
  if [ -f "$haproxy_config_good" ] && ! cmp -s "$haproxy_config_good" "$p_dest"; then mv -f "$haproxy_config_good" "$p_dest.previous"; fi
  cp -p "$p_dest" "$haproxy_config_good" || warn "cannot keep $p_dest as $haproxy_config_good"
}

# A link whose target is the owner: made in one step, read in one step.
haproxy_config_take_lock() {
  ln -s "$$" "$haproxy_config_lock" 2>/dev/null || {
    haproxy_config_owner=$(readlink "$haproxy_config_lock")
    if [ -n "$haproxy_config_owner" ] && [ "$haproxy_config_owner" != "$$" ] && kill -0 "$haproxy_config_owner" 2>/dev/null; then
      haproxy_config_why="another transition is under way here (process $haproxy_config_owner, lock $haproxy_config_lock)"
      return 1
    fi
    rm -f "$haproxy_config_lock"
    ln -s "$$" "$haproxy_config_lock" || { haproxy_config_why="cannot make $haproxy_config_lock" && return 1; }
  }
  haproxy_config_locked=true
}

# --- What the hash is over ---

haproxy_config_count_in() {
  if [ -f "$1" ]; then cat "$1"; else printf 'missing %s\n' "$1"; fi >>"$t_tmp.hashed"
}
