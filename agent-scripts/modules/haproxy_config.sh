# shellcheck shell=sh
# module: haproxy_config
# summary: bring a HAProxy configuration live, without a reload where HAProxy can, prove it, and roll the node back if that fails
# check: full   diff: text   needs: awk grep cmp sync   uses: socket transition probes old_workers binds_awk binds haproxy_process haproxy_set haproxy_way haproxy_live haproxy_proof haproxy_watch haproxy_baseline haproxy_rollback haproxy_old
# example: haproxy_config: {content: "{{ lookup('template', 'haproxy.cfg.j2') }}", probes: ["http://127.0.0.1/health"]}
#
# One module for all states, since nobody must be able to fail between the swap of the file and the proof. A transition
# ignores hang-ups. It ends, forwards or backwards, even if the connection or the controller dies meanwhile. It writes
# each state to a journal next to the file (DEST.journal). The next call reads that journal and the host's real state,
# and continues from there. It never sends a signal without checking. These are the states. The result lists their times.
#   plan > baseline > validate > precheck > save > swap > reload > verify > soak > drain      (on failure: rollback)
#   plan > baseline > validate > precheck > save > swap > live > verify > soak                (without a reload)
# This file has haproxy_config_run and most states. baseline and rollback have files of their own; transition.sh runs a
# state and ends a transition.
#
# Next to DEST are: DEST.last-good (proven), DEST.previous (proven before that), DEST.failed (the last one that was
# rolled back).
#
# DEST may be one of several files that HAProxy reads (`-f DIR`, or more than one `-f`). All are validated together;
# only DEST is swapped.
#
# option: content          str                                        the configuration; `lookup('template', …)` renders it
# option: src              path                                       a file on the host that holds it
# option: dest             path  default=/etc/haproxy/haproxy.cfg     where HAProxy reads it
# option: files            list/path                                  further files it reads (certificates, maps): when they change, they are brought live, too
# option: apply            enum  auto|live|reload  default=auto       whether to change the running process by its runtime API: where all of a change can be made so, never without it, or never
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
# option: drain_limit      int   default=30                           seconds to wait for old workers to end, and for connections of servers that are deleted live; 0 waits for none
# option: drain_action     enum  warn|fail|end  default=warn          what to do when old workers are left then; only `end` ends them, and cuts their connections
# option: max_old_workers  int   default=0                            old workers that may be there before a reload: with more it waits drain_limit seconds, then does what drain_action says; 0 for any number
# option: accept_drift     bool  default=false                        go on though what runs is not what is on disk, or a reload has failed here before
# option: precheck         bool  default=true                         check on the host that added binds can be bound; only measuring switches it off
# option: _plan            bool  hidden  default=false                answer with the facts for a plan, if it may be made live
# option: _steps           path  hidden                               the planned commands
# option: _basis           str   hidden                               what the plan starts from
# option: _because         list/str  hidden                           why the plan is a reload
# option-set: attributes
# option-set: unsafe_writes
# one-of: content src
# exclusive: content src
# result: transition  list of {state, ms, detail}
# result: live        list of what was changed without a reload, in words; in check mode, what would be
# result: reload_because  list of why HAProxy was loaded again; in check mode, would be
# result: changes     list of all changes, each with how it is made: live, or by a reload and why
# result: outcome     live, unchanged, untouched (failed before the swap) or rolled_back
# result: hash        marks this configuration: `description cfg-HASH` in global, set by this module and read back from the process
# result: host_state  what serves now, in words
# result: drift       true where it fails as what runs, or is on disk, is none of its own: somebody else has been here

haproxy_config_run() {
  hc_of=hc hc_product=HAProxy
  hc_rows='' hc_touched=false hc_locked=false hc_journaling=false
  hc_want='' hc_cr=$(printf '\r') hc_since='' hc_early=''
  hc_journal=$p_dest.journal hc_lock=$p_dest.lock
  hc_swap_needed=true hc_reload_needed=true hc_interrupted=''
  hc_way=reload hc_begun=0 hc_unsure='' hc_back_part='' hc_number='' hc_stays='' hc_stuck=false
  : >"$t_tmp.live.early"
  rm -f "$t_work/facts"* # of the call that asked for a plan
  hc_reads
  hc_step plan
  hc_step baseline
  if ! $hc_swap_needed && ! $hc_reload_needed && [ -z "$hc_interrupted" ]; then
    hc_finish unchanged
    return
  fi
  if $hc_swap_needed; then
    diff_files "$p_dest" "$hc_disk" "$t_tmp.new"
  fi
  hc_step validate
  [ "$p_precheck" = false ] || hc_step precheck
  hc_choose_way || hc_give_up plan "$hc_why"
  if [ "$hc_way" = ask ]; then hc_facts; fi
  if checking; then
    changed
    hc_finish predicted
    return
  elif [ "$hc_way" = ask ]; then
    hc_close asked
    return
  fi
  [ "$hc_way" != reload ] || hc_room || hc_give_up precheck "$hc_why"
  changed
  hc_keep_old
  # From here on a lost connection must not stop the shell.
  trap '' HUP INT PIPE TERM
  hc_step save
  hc_step swap
  if [ "$hc_way" = live ]; then hc_step live; else hc_step reload; fi
  hc_step verify
  if $hc_reload_needed || [ -n "$hc_interrupted" ]; then hc_step soak; fi
  [ "$hc_way" != live ] || hc_prove_end
  hc_keep
  [ "$hc_way" = none ] || hc_remember_set
  if [ "$hc_way" = live ]; then hc_note_left; else hc_step drain; fi
  hc_finish live
}

# From here on the new state counts, so the journal says so before what is kept does.
hc_prove_end() {
  printf 'end live\n' >>"$hc_journal" || hc_give_up soak "cannot write $hc_journal"
  hc_begun=0
}

hc_finish() {
  case $1 in
    unchanged)
      attributes_of_call "$p_dest"
      checking || [ -e "$p_dest.kept" ] || [ -z "$hc_live" ] || hc_keep_loaded
      ;;
  esac
  hc_close "$1"
}

hc_closing() {
  # A process that may be half changed is not to be trusted by the next call.
  if $hc_journaling && ! { $hc_stuck && [ "$1" = broken ]; }; then
    hc_end_journal "$1"
    rm -f "$p_dest.steps"
  fi
  case ${p__steps-} in "$t_work"/*) rm -f "$p__steps" ;; esac # it may hold a private key
}

# For undo, which is a transition too: the file, and the options that identify the process.
hc_keep_old() {
  keep_or=hc_unkept
  set -- dest binary unit pidfile args socket master_socket deadline files_n
  hc_i=0
  while [ "$hc_i" -lt "${p_files_n:-0}" ]; do
    hc_i=$((hc_i + 1))
    set -- "$@" "files_$hc_i"
  done
  keep_for haproxy_config "$p_dest" "$@"
}
hc_unkept() { hc_close untouched; }

# --- The states. Each sets hc_detail to what it found, or sets hc_why and returns 1. ---

hc_plan() {
  hc_is_read || return 1
  if [ "${p_src+given}" ]; then
    [ -r "$p_src" ] || { hc_why="cannot read $p_src" && return 1; }
    cp "$p_src" "$t_tmp.given"
  else
    printf '%s\n' "${p_content%"$t_nl"}" >"$t_tmp.given"
  fi
  hc_mark '' "$t_tmp.given" >"$t_tmp.plain"
  cp "$t_tmp.plain" "$t_tmp.hashed"
  each files hc_count_in
  hc_want=$(hc_hash)
  hc_mark "$hc_want" "$t_tmp.plain" >"$t_tmp.new"
  hc_disk=$p_dest
  [ -f "$p_dest" ] || hc_disk=/dev/null
  hc_detail=cfg-$hc_want
  checking || hc_take_lock
}

# The host's own HAProxy checks everything that it reads, with the flags and the environment of its master.
hc_validate() {
  hc_with "$t_tmp.new" >"$t_tmp.list_new"
  if [ -z "$hc_program" ]; then
    hc_holds "$t_tmp.list_new" >"$t_tmp.new_lines"
    hc_why="there is no $p_binary that runs on this host"
    checking || return 1
    warn "$hc_why yet: the configuration could not be validated"
    hc_detail='no program yet'
    return 0
  fi
  hc_staged=$t_tmp.new
  if grep -q '^[[:space:]]*default-path[[:space:]][[:space:]]*\(config\|parent\)' "$t_tmp.new"; then
    # Its paths are relative to its directory.
    hc_staged=$p_dest.staged
    cp "$t_tmp.new" "$hc_staged"
  fi
  hc_with "$hc_staged" >"$t_tmp.list"
  hc_check "$t_tmp.list" || :
  hc_status=$run_status
  [ "$hc_staged" = "$t_tmp.new" ] || rm -f "$hc_staged"
  if [ "$hc_status" != 0 ]; then
    hc_why=$(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | hc_complaints)
    return 1
  fi
  hc_holds "$t_tmp.list_new" >"$t_tmp.new_lines"
  hc_provable || return 1
  hc_detail="valid for HAProxy $hc_program"
}

# Without the stats socket there is no proof. Without its listening sockets, an older version drops connections at each
# reload.
hc_provable() {
  awk -v path="$p_socket" -v version="$hc_program" '
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
  hc_why=$(cat "$t_tmp.provable")
  return 1
}

# `haproxy -c` does not bind. A bind that fails stops service for seconds at the reload, so each new one is checked
# before.
hc_precheck() {
  : >"$t_tmp.old_lines"
  if $hc_running; then
    hc_with "$hc_undo" >"$t_tmp.list"
    hc_holds "$t_tmp.list" >"$t_tmp.old_lines"
  fi
  hc_precheck_binds
}

# Saves the configuration for a rollback, and the state of the servers if the configuration loads it.
hc_save() {
  if [ "$hc_undo" != /dev/null ] && [ "$hc_undo" != "$hc_good" ]; then
    cp -p "$hc_undo" "$hc_good" || { hc_why="cannot save $p_dest as $hc_good" && return 1; }
    hc_undo=$hc_good
  fi
  hc_detail=$hc_undo
  hc_open_journal "cfg-$hc_want from cfg-${hc_base_live:-none}"
  rm -f "$p_dest.steps"
  if [ "$hc_way" = live ]; then
    hc_live_read "$p__steps" || return 1
    result_lines live "$t_tmp.live.step"
    (umask 077 && cp "$p__steps" "$p_dest.steps") || { hc_why="cannot write $p_dest.steps" && return 1; }
  fi
  hc_state_file=$(awk '$1 == "server-state-file" && $2 ~ /^\// { print $2 }' "$t_tmp.new_lines")
  if [ -n "$hc_state_file" ] && $hc_running; then
    if ask_socket "$t_tmp.servers" "$p_socket" 'show servers state' &&
      (t_run='' && put_from "$hc_state_file" "$t_tmp.servers"); then # no pre-image: HAProxy writes it again at each reload
      hc_detail="$hc_detail, server state in $hc_state_file"
    else
      warn "the state of the servers could not be saved in $hc_state_file"
    fi
  fi
}

hc_swap() {
  hc_touched=true
  if $hc_swap_needed; then
    hc_put "$t_tmp.new" || { hc_why="cannot write $p_dest: $run_stderr" && return 1; }
  else
    hc_detail='already there'
  fi
  hc_sum_set
  $hc_swap_needed || return 0
  attributes_of_call "$p_dest"
}

hc_reload() {
  $hc_reload_needed || { hc_detail='not needed' && return 0; }
  hc_load "$hc_want"
}

# All four proofs: a new worker, fresh in the master's list without a failure, that runs this configuration, and answers
# on its listeners.
hc_verify() {
  if [ "$hc_way" = live ] || ! $hc_reload_needed || ! $hc_was_running; then hc_look; else hc_look_new; fi
  hc_new_worker=$hc_worker
  if [ "$hc_way" = live ]; then
    hc_fresh=
    if [ "$hc_worker" != "$hc_base_worker" ]; then
      hc_why="worker $hc_base_worker was replaced meanwhile; $(hc_serving)" && return 1
    fi
    hc_prove proof || return 1
  elif $hc_reload_needed && $hc_was_running; then
    if [ "$hc_worker" = "$hc_base_worker" ]; then
      hc_why="worker $hc_worker is still the old one" && return 1
    fi
    if [ -n "$hc_fresh" ] && [ "$hc_base_count" = "$hc_master/$hc_reloads" ]; then
      hc_why="the master has counted no reload" && return 1
    fi
  fi
  if [ "$hc_live" != "$hc_want" ]; then
    hc_why="the process runs cfg-$hc_live, not cfg-$hc_want" && return 1
  fi
  if [ "$hc_version" != "$hc_program" ]; then
    hc_why="the process is HAProxy $hc_version, not $hc_program" && return 1
  fi
  if [ -n "$hc_fresh" ] && [ "$hc_fresh $hc_failed" != "$hc_worker 0" ]; then
    hc_why="the master's fresh worker is $hc_fresh with $hc_failed failed reloads" && return 1
  fi
  case $(hc_unit_says) in
    *[Ff]ailed*) hc_why="systemd says: $(hc_unit_says)" && return 1 ;;
  esac
  hc_binds listening /dev/null >"$t_tmp.binds"
  hc_problems
  [ -z "$hc_why" ] || return 1
  hc_probe 3 || return 1
  hc_detail="worker $hc_worker runs cfg-$hc_live, $hc_probed answered"
}

hc_soak() {
  hc_watch hc_lives || return 1
  hc_traffic "$t_tmp.traffic_after"
  hc_kernel >"$t_tmp.kernel_after"
  hc_detail=$(hc_compare) || { hc_why=$hc_detail && return 1; }
}
hc_lives() {
  hc_look
  if [ "$hc_worker/$hc_live" != "$hc_new_worker/$hc_want" ]; then
    hc_why="worker $hc_new_worker did not live through it; $(hc_serving)" && return 1
  fi
  hc_probe 1
}
