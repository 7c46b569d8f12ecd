# shellcheck shell=sh
# module: haproxy_config
# summary: bring a HAProxy configuration live by a hitless reload, prove it, and put the node back if that fails
# check: full   diff: text   needs: awk grep cmp sync   uses: socket
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
  haproxy_config_cr=$(printf '\r') haproxy_config_since='' haproxy_config_early=''
  haproxy_config_good=$p_dest.last-good haproxy_config_journal=$p_dest.journal haproxy_config_lock=$p_dest.lock
  haproxy_config_swap_needed=true haproxy_config_reload_needed=true haproxy_config_cut=''
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
  haproxy_config_withdraw || fail "$haproxy_config_why"
}

# --- The states. Each sets haproxy_config_detail to what it found, or haproxy_config_why and returns 1. ---

haproxy_config_plan() {
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
  haproxy_config_base_worker=$haproxy_config_worker haproxy_config_base_live=$haproxy_config_live
  haproxy_config_base_count=$haproxy_config_master/$haproxy_config_reloads haproxy_config_base_failed=$haproxy_config_failed
  haproxy_config_was_running=$haproxy_config_running haproxy_config_base_cli=$haproxy_config_cli
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
  if [ -n "$haproxy_config_cut" ]; then
    haproxy_config_pick_up
  else
    haproxy_config_choose_undo
  fi
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

# The host's own binary, with the flags its master was started with.
haproxy_config_validate() {
  if [ -z "$haproxy_config_program" ]; then
    haproxy_config_why="there is no $p_binary that runs on this host"
    checking || return 1
    warn "$haproxy_config_why yet: the configuration could not be validated"
    haproxy_config_detail='no program yet'
    return 0
  fi
  haproxy_config_provable || return 1
  haproxy_config_staged=$t_tmp.new
  if grep -q '^[[:space:]]*default-path[[:space:]][[:space:]]*\(config\|parent\)' "$t_tmp.new"; then
    # Its paths are relative to where it lies.
    haproxy_config_staged=$p_dest.staged
    cp "$t_tmp.new" "$haproxy_config_staged"
  fi
  haproxy_config_flags >"$t_tmp.flags"
  set -- -c
  while IFS= read -r haproxy_config_flag; do set -- "$@" "$haproxy_config_flag"; done <"$t_tmp.flags"
  run "$p_binary" "$@"
  haproxy_config_status=$run_status
  [ "$haproxy_config_staged" = "$t_tmp.new" ] || rm -f "$haproxy_config_staged"
  if [ "$haproxy_config_status" != 0 ]; then
    haproxy_config_why=$(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | haproxy_config_complaints)
    return 1
  fi
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
    }' "$t_tmp.new" >"$t_tmp.provable" && return 0
  haproxy_config_why=$(cat "$t_tmp.provable")
  return 1
}

# `haproxy -c` does not bind. A bind that can't be made stops service for seconds at the reload, so each added one is looked at before.
haproxy_config_precheck() {
  haproxy_config_running_file=$haproxy_config_undo
  $haproxy_config_running || haproxy_config_running_file=/dev/null
  haproxy_config_binds added "$haproxy_config_running_file" >"$t_tmp.binds"
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
  haproxy_config_state_file=$(awk '$1 == "server-state-file" && $2 ~ /^\// { print $2 }' "$t_tmp.new")
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
    if $haproxy_config_was_running; then
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

# The first configuration there ever was: nothing is left that systemd could go on trying to start.
haproxy_config_withdraw() {
  if [ -n "$p_unit" ]; then
    run systemctl stop "$p_unit" || :
    run systemctl reset-failed "$p_unit" || :
  elif [ -n "$haproxy_config_master" ]; then
    kill "$haproxy_config_master" 2>/dev/null || :
  fi
  run rm -f "$p_dest" || { haproxy_config_why="cannot remove $p_dest: $run_stderr" && return 1; }
  haproxy_config_detail='file removed; HAProxy is stopped, as it was'
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

# --- The file ---

# Writes beside DEST, on the disk for sure, then renames over it; owner and mode stay.
haproxy_config_put() {
  if [ -f "$p_dest" ]; then
    run cp -p "$p_dest" "$p_dest.staged" || return 1
  else
    run touch "$p_dest.staged" || return 1
    run chmod 0640 "$p_dest.staged" || return 1
  fi
  run cp "$1" "$p_dest.staged" || return 1
  run sync "$p_dest.staged" || run sync || :
  run mv -f "$p_dest.staged" "$p_dest"
}

# Sets the marker `description cfg-HASH` in global, behind a description that is there; with no HASH takes it out.
haproxy_config_mark() {
  awk -v hash="$1" '
    function plain(line) { sub(/[ \t]*cfg-[0-9a-f]+[ \t]*$/, "", line); return line }
    NR == FNR {
      if ($1 == "global") { inside = globals = 1 } else if ($1 ~ /^(defaults|frontend|backend|listen|peers|resolvers|userlist|cache|program|ring|http-errors|mailers|fcgi-app|log-forward|log-profile|crt-store|traces|acme)$/) inside = 0
      if (inside && $1 == "description") described = 1
      next
    }
    FNR == 1 { inside = 0; if (hash != "" && !globals) print "global\n    description cfg-" hash "\n" }
    $1 == "global" { inside = 1; print; if (hash != "" && !described && !marked++) print "    description cfg-" hash; next }
    $1 ~ /^(defaults|frontend|backend|listen|peers|resolvers|userlist|cache|program|ring|http-errors|mailers|fcgi-app|log-forward|log-profile|crt-store|traces|acme)$/ { inside = 0 }
    inside && $1 == "description" {
      text = plain($0)
      if (hash != "") print text " cfg-" hash; else if (text !~ /^[ \t]*description[ \t]*$/) print text
      next
    }
    { print }' "$2" "$2"
}

haproxy_config_marker() {
  [ -f "$1" ] || return 0
  awk '$1 == "description" && $NF ~ /^cfg-[0-9a-f]+$/ { print substr($NF, 5); exit }' "$1"
}

haproxy_config_count_in() {
  if [ -f "$1" ]; then cat "$1"; else printf 'missing %s\n' "$1"; fi >>"$t_tmp.hashed"
}

# The master's -f and the like, with the staged file in place of DEST; what only starts or hands over is left out. One per line.
haproxy_config_flags() {
  {
    if [ -n "$haproxy_config_master" ] && [ -r "/proc/$haproxy_config_master/cmdline" ]; then
      tr '\000' '\n' <"/proc/$haproxy_config_master/cmdline"
    else
      printf '%s\n' haproxy -f "$p_dest"
    fi
  } | awk -v dest="$p_dest" -v staged="$haproxy_config_staged" -v home="$(readlink "/proc/${haproxy_config_master:-none}/cwd")" '
    NR == 1 || $0 == "" { next }
    file && $0 !~ /^[\/-]/ { $0 = home (home ~ /\/$/ ? "" : "/") $0 }
    { file = ($0 == "-f") }
    /^-/ { flag = $0; list = (flag == "-sf" || flag == "-st"); takes = (flag ~ /^-(S|p|x)$/) }
    /^-(W|Ws|D|db|d|q|V|sf|st|S|p|x)$/ { next }
    list || takes { takes = 0; next }
    $0 == dest { print staged; named = 1; next }
    { print }
    END { if (!named) print "-f\n" staged }'
}

haproxy_config_complaints() {
  awk -v staged="$t_tmp.new" -v dest="$p_dest" '
    /Error\(s\) found in|Fatal errors found in/ { next }
    /ALERT|[Ee]rror|failed/ {
      sub(/^\[[A-Z]+\] *[^:]*: */, ""); sub(/^config *: */, ""); sub(/\.$/, "")
      if (at = index($0, staged)) $0 = substr($0, 1, at - 1) dest substr($0, at + length(staged))
      if (!seen[$0]++) lines[++n] = $0
    }
    END { for (i = 1; i <= n && i <= 5; i++) printf "%s%s", (i > 1 ? "; " : ""), lines[i]; if (!n) printf "HAProxy gave no reason" }'
}

# --- The process ---

# Reads what serves: master, reloads, failed, fresh (worker without a reload behind it) and old workers from the master's socket or, before
# 1.9, from its children; worker, marker and version from the stats socket.
haproxy_config_look() {
  haproxy_config_running=false haproxy_config_worker='' haproxy_config_live='' haproxy_config_version=''
  haproxy_config_master='' haproxy_config_reloads=0 haproxy_config_failed=0 haproxy_config_fresh='' haproxy_config_old='' haproxy_config_cli=false
  if [ -S "$p_socket" ] && ask_socket "$t_tmp.info" "$p_socket" 'show info' 5; then
    awk '
      { value = $0; sub(/^[^:]*: */, "", value) }
      /^Pid: / { pid = value }
      /^Version: / { version = value }
      /^description: / { n = split(value, word, " "); if (word[n] ~ /^cfg-[0-9a-f]+$/) marker = substr(word[n], 5) }
      END { if (pid) print pid, version, marker }' "$t_tmp.info" >"$t_tmp.look"
    if [ -s "$t_tmp.look" ]; then
      read -r haproxy_config_worker haproxy_config_version haproxy_config_live <"$t_tmp.look"
      haproxy_config_running=true
    fi
  fi
  if [ -S "$p_master_socket" ] && ask_socket "$t_tmp.proc" "$p_master_socket" 'show proc' 5; then
    awk '
      NR == 1 { for (i = 1; i <= NF; i++) if ($i == "<reloads>") column = i; if (/<relative PID>/) column--; next }
      /^#/ { part = $2; next }
      $2 == "master" { master = $1; reloads = $column; failed = match($0, /failed: [0-9]+/) ? substr($0, RSTART + 8, RLENGTH - 8) : 0 }
      $2 == "worker" && part == "workers" && $column == 0 { fresh = $1 }
      $2 == "worker" && part == "old" { old = old (old == "" ? "" : ",") $1 }
      END { if (master) print master, reloads, failed, fresh == "" ? "-" : fresh, old }' "$t_tmp.proc" >"$t_tmp.look"
    if [ -s "$t_tmp.look" ]; then
      read -r haproxy_config_master haproxy_config_reloads haproxy_config_failed haproxy_config_fresh haproxy_config_old <"$t_tmp.look"
      haproxy_config_cli=true
    fi
  fi
  $haproxy_config_cli || haproxy_config_find_master
  # Before 2.5 the master counts no failures. One that could not load its file waits for the worker it has, and was started anew for that.
  case $haproxy_config_version in
    1.* | 2.[0-4] | 2.[0-4][.-]*)
      ! grep -q HAPROXY_MWORKER_WAIT_ONLY=1 "/proc/$haproxy_config_master/environ" 2>/dev/null || haproxy_config_failed=1
      ;;
  esac
}

haproxy_config_find_master() {
  if [ -n "$p_unit" ]; then
    run systemctl show -p MainPID "$p_unit" || return 0
    haproxy_config_master=${run_stdout#MainPID=}
  elif [ -s "$p_pidfile" ]; then
    read -r haproxy_config_master <"$p_pidfile" || :
  fi
  # A pid file may outlive its process, and the number be somebody else's by now.
  haproxy_config_comm=
  read -r haproxy_config_comm 2>/dev/null <"/proc/${haproxy_config_master:-none}/comm" || :
  case ${p_binary##*/} in
    "$haproxy_config_comm"*) [ -n "$haproxy_config_comm" ] ;;
    *) false ;;
  esac || { haproxy_config_master='' && return 0; }
  haproxy_config_running=true
  haproxy_config_children=''
  read -r haproxy_config_children <"/proc/$haproxy_config_master/task/$haproxy_config_master/children" 2>/dev/null || :
  # shellcheck disable=SC2086  # a list of process ids
  for haproxy_config_child in $haproxy_config_children; do
    [ "$haproxy_config_child" = "$haproxy_config_worker" ] || haproxy_config_old=$haproxy_config_old${haproxy_config_old:+,}$haproxy_config_child
  done
}

haproxy_config_serving() {
  if ! $haproxy_config_running; then
    printf 'HAProxy is not running'
  elif [ -z "$haproxy_config_worker" ]; then
    printf 'master %s runs, and no worker answers at %s' "$haproxy_config_master" "$p_socket"
  else
    printf 'worker %s of master %s serves %s' "$haproxy_config_worker" "${haproxy_config_master:-unknown}" \
      "${haproxy_config_live:+cfg-}${haproxy_config_live:-a configuration without a mark}"
  fi
}

# Has the process load DEST and waits until a new worker runs the configuration of this marker, or has failed to.
haproxy_config_load() {
  haproxy_config_clock
  haproxy_config_until=$((haproxy_config_now + p_deadline * 1000))
  if ! $haproxy_config_running; then
    haproxy_config_start || return 1
  elif $haproxy_config_cli; then
    # The CLI does one reload at a time and tells how it went from 2.7 on; signals sent while one is under way lose connections.
    ask_socket "$t_tmp.reload" "$p_master_socket" reload "$p_deadline" || :
    if grep -q '^Success=0' "$t_tmp.reload"; then
      haproxy_config_why="the reload failed: $(haproxy_config_complaints <"$t_tmp.reload")"
      return 1
    fi
  else
    kill -USR2 "$haproxy_config_master" || { haproxy_config_why="cannot signal master $haproxy_config_master" && return 1; }
  fi
  haproxy_config_await "$1"
}

haproxy_config_await() {
  while :; do
    haproxy_config_look
    if [ -n "$haproxy_config_worker" ] && [ "$haproxy_config_live" = "$1" ] && [ "$haproxy_config_worker" != "$haproxy_config_base_worker" ] &&
      { ! $haproxy_config_base_cli || [ "$haproxy_config_fresh" = "$haproxy_config_worker" ]; }; then
      haproxy_config_detail="${haproxy_config_detail}${haproxy_config_detail:+; }worker ${haproxy_config_base_worker:-none} > $haproxy_config_worker"
      return 0
    fi
    if [ "$haproxy_config_failed" -gt "$haproxy_config_base_failed" ]; then
      haproxy_config_why='the master says that the reload failed' && return 1
    fi
    haproxy_config_clock
    if [ "$haproxy_config_now" -ge "$haproxy_config_until" ]; then
      haproxy_config_why="no new worker with cfg-$1 within ${p_deadline}s; $(haproxy_config_serving)" && return 1
    fi
    haproxy_config_nap
  done
}

haproxy_config_start() {
  if [ -n "$p_unit" ]; then
    # A unit that failed too often in a short time is not started again until this is forgotten.
    run systemctl reset-failed "$p_unit" || :
    run systemctl start "$p_unit" && return 0
    run journalctl -u "$p_unit" -n 30 -o cat --no-pager || :
    haproxy_config_why="HAProxy did not start: $(printf '%s\n' "$run_stdout" | haproxy_config_complaints)"
    return 1
  fi
  set -- -W -D -p "$p_pidfile" -f "$p_dest"
  case $haproxy_config_program in
    1.[0-8]*) ;;
    *) set -- "$@" -S "$p_master_socket,mode,600" ;;
  esac
  # A daemon must not hold the session's descriptors, or the connection could never end; and signals that are ignored here would stay
  # ignored in its workers, which then could not be stopped.
  # shellcheck disable=SC2086  # arguments, split as a shell would
  (trap - HUP INT PIPE TERM && exec "$p_binary" "$@" ${p_args-}) \
    >"$t_tmp.start" 2>&1 </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- && return 0
  haproxy_config_why="HAProxy did not start: $(haproxy_config_complaints <"$t_tmp.start")"
  return 1
}

# systemd's text is the master's own from 2.7 on.
haproxy_config_unit_says() {
  [ -z "$p_unit" ] || ! have systemctl || { run systemctl show -p StatusText "$p_unit" && printf '%s' "${run_stdout#StatusText=}"; }
}

# --- Watching ---

# Requests and 5xx answers of the frontends, and how each server is.
haproxy_config_traffic() {
  : >"$1"
  $haproxy_config_running && [ -n "$haproxy_config_worker" ] && ask_socket "$t_tmp.stat" "$p_socket" 'show stat' 5 || return 0
  awk -F, '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) at[$i] = i; next }
    $2 == "FRONTEND" { requests += $at["req_tot"]; errors += $at["hrsp_5xx"] }
    NF > 2 && $2 != "FRONTEND" && $2 != "BACKEND" { print "server", $1 "/" $2, $at["status"] }
    END { print "requests", requests + 0, errors + 0 }' "$t_tmp.stat" >"$1"
}

haproxy_config_kernel() {
  awk '$1 == "TcpExt:" { if (!titles++) split($0, title); else for (i = 2; i <= NF; i++)
    if (title[i] ~ /^(ListenOverflows|ListenDrops|TCPReqQFullDrop|TCPReqQFullDoCookies)$/) dropped += $i } END { print dropped + 0 }' /proc/net/netstat
}

haproxy_config_compare() {
  read -r haproxy_config_dropped_before <"$t_tmp.kernel_before"
  read -r haproxy_config_dropped_after <"$t_tmp.kernel_after"
  awk -v dropped="$((haproxy_config_dropped_after - haproxy_config_dropped_before))" -v rate="$p_max_error_rate" \
    -v down="$p_max_servers_down" -v drops="$p_max_listen_drops" '
    $1 == "requests" { requests[part] = $2; errors[part] = $3 }
    $1 == "server" && part == 1 && $3 ~ /^UP/ { up[$2] = 1 }
    $1 == "server" && part == 2 { count += ($3 ~ /^UP/); if ($2 in up && $3 ~ /^DOWN/) { lost++; names = names " " $2 } }
    function percent(p) { return requests[p] ? 100 * errors[p] / requests[p] : 0 }
    END {
      text = sprintf("%d requests, %.2f%% errors (before: %.2f%%), %d servers up, %d dropped by the kernel",
        requests[2], percent(2), percent(1), count, dropped)
      if (percent(2) > percent(1) + rate) bad = bad "; too many errors"
      if (lost > down) bad = bad "; went down:" names
      if (dropped > drops) bad = bad "; the kernel dropped connections"
      print text bad
      exit bad != ""
    }' part=1 "$t_tmp.traffic_before" part=2 "$t_tmp.traffic_after"
}

# Asks each probe, a few times before it counts as failed; without probes, connects to the first binds.
haproxy_config_probe() {
  haproxy_config_tries=$1 haproxy_config_probed=0 haproxy_config_unanswered=''
  if [ "${p_probes_n:-0}" -gt 0 ]; then
    each probes haproxy_config_ask
  else
    haproxy_config_binds open /dev/null >"$t_tmp.open"
    while IFS="$t_tab" read -r haproxy_config_kind haproxy_config_address <&4; do
      [ "$haproxy_config_kind" = open ] && [ "$haproxy_config_probed" -lt 3 ] && haproxy_config_ask "tcp://$haproxy_config_address"
    done 4<"$t_tmp.open"
  fi
  [ -n "$haproxy_config_unanswered" ] || { haproxy_config_probed="$haproxy_config_probed probes" && return 0; }
  haproxy_config_why=$haproxy_config_unanswered
  return 1
}

haproxy_config_ask() {
  haproxy_config_left=$haproxy_config_tries
  while ! haproxy_config_answers "$1"; do
    haproxy_config_left=$((haproxy_config_left - 1))
    if [ "$haproxy_config_left" = 0 ]; then
      haproxy_config_unanswered="probe $1: $haproxy_config_answer"
      return 0
    fi
    haproxy_config_nap
  done
  haproxy_config_probed=$((haproxy_config_probed + 1))
}

haproxy_config_answers() {
  haproxy_config_answer='no connection'
  case $1 in
    tcp://*)
      ask_socket "$t_tmp.answer" "${1#tcp://}" '' 3
      return
      ;;
    http://* | https://*) ;;
    *) haproxy_config_answer='probes begin with http://, https:// or tcp://' && return 1 ;;
  esac
  if have curl; then
    run curl -gsk -o /dev/null -m 5 -w '%{http_code}' "$1" || { haproxy_config_answer="curl ended with $run_status" && return 1; }
    haproxy_config_code=$run_stdout
  else
    case $1 in https://*) haproxy_config_answer='curl is needed to probe https' && return 1 ;; esac
    haproxy_config_url=${1#http://}/
    haproxy_config_at=${haproxy_config_url%%/*}
    haproxy_config_url=/${haproxy_config_url#*/}
    case $haproxy_config_at in
      *\]) haproxy_config_port=:80 ;;
      *:*) haproxy_config_port= ;;
      *) haproxy_config_port=:80 ;;
    esac
    [ "$haproxy_config_url" = / ] || haproxy_config_url=${haproxy_config_url%/}
    ask_socket "$t_tmp.answer" "$haproxy_config_at$haproxy_config_port" \
      "GET $haproxy_config_url HTTP/1.0$haproxy_config_cr${t_nl}Host: $haproxy_config_at$haproxy_config_cr$t_nl$haproxy_config_cr" 5 || return 1
    haproxy_config_code=$(awk 'NR == 1 { print $2 }' "$t_tmp.answer")
  fi
  haproxy_config_answer="status ${haproxy_config_code:-none}"
  if [ "${p_probe_status_n:-0}" -gt 0 ]; then
    match_list probe_status "$haproxy_config_code"
  else
    [ "${haproxy_config_code:-0}" -ge 100 ] && [ "$haproxy_config_code" -lt 500 ]
  fi
}

# Milliseconds since the call began, without a process. The kernel counts in hundredths; mksh counts in 32 bits and must not see uptime in ms.
haproxy_config_clock() {
  read -r haproxy_config_now _ </proc/uptime
  haproxy_config_since=${haproxy_config_since:-${haproxy_config_now%.*}}
  haproxy_config_now=$(((${haproxy_config_now%.*} - haproxy_config_since) * 1000 + 1${haproxy_config_now#*.} * 10 - 1000))
}

haproxy_config_nap() {
  sleep 0.1 2>/dev/null || sleep 1
}

# --- Binds ---

# One pass over two configurations and what the kernel has; the first argument is what to tell:
#   added      binds that the new file has and OLD (the second argument) has not; with a problem for each that can't be bound here
#   listening  a problem for each bind that nobody listens on
#   open       addresses to connect to, the first ones of the new file
# Lines: `added<tab>BIND`, `problem<tab>TEXT[<tab>INODE of the socket in the way]`, `note<tab>TEXT`, `open<tab>HOST:PORT`.
haproxy_config_binds() {
  : >"$t_tmp.none"
  ls -l "/proc/${haproxy_config_worker:-none}/fd" >"$t_tmp.fds" 2>/dev/null || :
  haproxy_config_nonlocal4=0 haproxy_config_nonlocal6=0 haproxy_config_v6only=0
  read -r haproxy_config_nonlocal4 </proc/sys/net/ipv4/ip_nonlocal_bind || :
  [ ! -r /proc/sys/net/ipv6/ip_nonlocal_bind ] || read -r haproxy_config_nonlocal6 </proc/sys/net/ipv6/ip_nonlocal_bind || :
  [ ! -r /proc/sys/net/ipv6/bindv6only ] || read -r haproxy_config_v6only </proc/sys/net/ipv6/bindv6only || :
  haproxy_config_ipv6=$t_tmp.none
  [ ! -r /proc/net/if_inet6 ] || haproxy_config_ipv6=/proc/net/if_inet6
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print "tcp", $2, $10 }' >"$t_tmp.sockets"
  cat /proc/net/udp /proc/net/udp6 2>/dev/null | awk '$4 == "07" { print "udp", $2, $10 }' >>"$t_tmp.sockets"
  awk -v tell="$1" -v nonlocal4="$haproxy_config_nonlocal4" -v nonlocal6="$haproxy_config_nonlocal6" -v v6only="$haproxy_config_v6only" '
    function hex(s,   i, n) { n = 0; s = toupper(s); for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1; return n }
    # The kernel prints addresses as 32 bit words in the order of the machine: little end first on all that HAProxy is commonly built for.
    function words(s,   i, out) {
      for (i = 1; i <= length(s); i += 8) out = out substr(s, i + 6, 2) substr(s, i + 4, 2) substr(s, i + 2, 2) substr(s, i, 2)
      return out
    }
    function hex4(ip,   part) { return split(ip, part, ".") == 4 ? sprintf("%02X%02X%02X%02X", part[1], part[2], part[3], part[4]) : "" }
    function hex6(ip,   half, left, right, n, m, i, out, mid) {
      n = split(ip, half, "::")
      if (n > 2) return ""
      left = group(half[1]); right = n == 2 ? group(half[2]) : ""
      for (i = length(left) + length(right); i < 32; i += 4) mid = mid "0000"
      return toupper(left mid right)
    }
    function group(s,   part, n, i, out) {
      n = split(s, part, ":")
      for (i = 1; i <= n; i++) if (part[i] ~ /\./) out = out hex4(part[i]); else if (part[i] != "") out = out substr("0000" part[i], length(part[i]) + 1)
      return out
    }
    function any(a) { return a ~ /^0+$/ }
    function local(a,   i, n, span) {
      if (length(a) == 32) return a in has6
      for (i = 1; i <= nets; i++) { span = 1; for (n = len[i]; n < 32; n++) span *= 2; if (int(hex(a) / span) == int(hex(hex4(net[i])) / span)) return 1 }
      return 0
    }
    # One address of a bind line, into bind[which, n] as a key "proto address port".
    function address(which, text, options,   proto, host, port, first, last, a, p) {
      if (text ~ /\$/) { note(text " is left to HAProxy (environment)"); return }
      proto = "tcp"
      if (text ~ /^(udp|udp4|udp6|quic4|quic6)@/) proto = "udp"
      if (text ~ /^(unix|uxst|abns|abnsz|fd|sockpair|rhttp|rev)@/ || text ~ /^\//) return
      if (which == "new" && options ~ / namespace /) { note(text " is left to HAProxy (namespace)"); return }
      sub(/^[a-z0-9]+@/, "", text)
      port = text; sub(/^.*:/, "", port)
      host = substr(text, 1, length(text) - length(port) - 1)
      gsub(/[][]/, "", host)
      if (port !~ /^[0-9]+(-[0-9]+)?$/) { note(text " is left to HAProxy"); return }
      first = last = port
      if (port ~ /-/) { sub(/-.*/, "", first); sub(/.*-/, "", last) }
      if (host == "" || host == "*") a = "00000000"
      else if (host ~ /^[0-9.]+$/) a = hex4(host)
      else if (host ~ /:/) a = hex6(host)
      else a = ""
      if (a == "") { note(text " is left to HAProxy (name)"); return }
      for (p = first + 0; p <= last + 0; p++) {
        key = proto " " a " " p
        if (which == "old") old[key] = 1
        else if (!(key in seen)) { seen[key] = 1; wanted[++count] = key; shown[count] = (host == "" ? "*" : host ~ /:/ ? "[" host "]" : host) ":" p; with[count] = options; name[count] = host }
      }
    }
    function note(text) { if (tell == "added") print "note\t" text }
    function overlap(a, b, options) {
      if (length(a) == length(b)) return a == b || any(a) || any(b)
      if (length(a) == 32) return any(a) && options !~ / v6only / && (options ~ / v4v6 / || !v6only)
      return any(b) && length(b) == 32
    }
    function binds(which,   n, i, list, options) {
      sub(/^[ \t]+/, ""); sub(/[ \t]#.*$/, "")
      if ($1 ~ /^(global|defaults|frontend|backend|listen|peers|resolvers|userlist|cache|program|ring|log-forward)$/) section = $1
      if (section !~ /^(frontend|listen|peers|log-forward)$/ || $1 !~ /^(bind|dgram-bind)$/) return
      options = " "; for (i = 3; i <= NF; i++) options = options $i " "
      gsub(/["\047]/, "", $2)
      n = split($2, list, ",")
      for (i = 1; i <= n; i++) address(which, ($1 == "dgram-bind" && list[i] !~ /@/ ? "udp@" : "") list[i], options)
    }
    file == "fds" { if (match($0, /socket:\[[0-9]+\]/)) own[substr($0, RSTART + 8, RLENGTH - 9)] = 1; next }
    file == "routes" { if ($1 == "|--") ip = $2; else if (/host LOCAL/) { net[++nets] = ip; len[nets] = substr($1, 2) } next }
    file == "inet6" { has6[toupper($1)] = 1; next }
    file == "sockets" { split($2, part, ":"); n = ++held[$1, hex(part[2])]; at[$1, hex(part[2]), n] = words(part[1]); inode[$1, hex(part[2]), n] = $3; next }
    { binds(file) }
    END {
      for (i = 1; i <= count; i++) {
        split(wanted[i], part, " "); proto = part[1]; a = part[2]; p = part[3]
        if (tell == "open" && proto == "tcp") {
          host = any(a) ? (length(a) == 32 ? "[::1]" : "127.0.0.1") : name[i] ~ /:/ ? "[" name[i] "]" : name[i]
          print "open\t" host ":" p
          continue
        }
        there = 0; taken = ""
        for (n = 1; n <= held[proto, p]; n++) {
          b = at[proto, p, n]
          if (b == a || overlap(a, b, with[i])) there = 1
          if (overlap(a, b, with[i]) && !(inode[proto, p, n] in own)) taken = inode[proto, p, n]
        }
        if (tell == "listening") { if (!there && proto == "tcp") print "problem\tnobody listens on " shown[i]; continue }
        if (tell != "added" || wanted[i] in old) continue
        print "added\t" shown[i]
        if (!any(a) && with[i] !~ / transparent / && !(length(a) == 32 ? nonlocal6 : nonlocal4) && !local(a))
          print "problem\tbind " shown[i] ": this address is on no interface of the host, and ip_nonlocal_bind is off"
        else if (taken != "")
          print "problem\tbind " shown[i] ": the port is taken\t" taken
      }
    }' file=fds "$t_tmp.fds" file=routes /proc/net/fib_trie file=inet6 "$haproxy_config_ipv6" file=sockets "$t_tmp.sockets" \
    file=old "$2" file=new "$t_tmp.new"
}

# Who holds a socket, for the message only.
haproxy_config_holder() {
  # shellcheck disable=SC2012  # names under /proc are plain
  haproxy_config_pid=$(ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v socket="socket:[$1]" '
    /^\/proc\// { pid = $1; gsub(/[^0-9]/, "", pid) } index($0, socket) && !found { print pid; found = 1 }')
  [ -n "$haproxy_config_pid" ] || return 0
  haproxy_config_comm=''
  read -r haproxy_config_comm <"/proc/$haproxy_config_pid/comm" || :
  printf ' by %s (process %s)' "$haproxy_config_comm" "$haproxy_config_pid"
}
