# shellcheck shell=sh
# module: keepalived_config
# summary: bring a configuration of keepalived live by a reload, prove it, and put the node back if that fails
# check: full   diff: text   needs: awk cmp cksum readlink stat sync   uses: socket transition probes loaded keepalived_process
# example: keepalived_config: {content: "{{ lookup('template', 'keepalived.conf.j2') }}", probes: ["http://192.0.2.10/health"]}
#
# A transition like that of haproxy_config, with its states, journal and lock (parts/transition.sh):
#   plan > baseline > validate > save > swap > reload > verify > soak      (on failure: rollback)
#
# The proof is what keepalived says of its VRRP instances: each one of the file is there, with its priority, router id and
# interface; it is MASTER and has its addresses, or BACKUP, and a neighbour answers for them. .NAME.loaded records the
# checksum of what was loaded.
#
# option: content       str                                                the configuration; `lookup('template', …)` renders it
# option: src           path                                               a file on the host that holds it
# option: dest          path  default=/etc/keepalived/keepalived.conf      where keepalived reads it
# option: files         list/path                                          further files that it reads (includes, scripts): when they change, keepalived is reloaded, too
# option: binary        path  default=/usr/sbin/keepalived                 the program that validates it
# option: unit          str   default=keepalived                           the systemd unit; empty to run keepalived without systemd
# option: pidfile       path  default=/run/keepalived.pid                  of the parent, without systemd
# option: args          str                                                further arguments to start it, without systemd
# option: dump          path  default=/tmp/keepalived.data                 where keepalived writes its state when it is asked to
# option: deadline      int   default=30                                   seconds until each instance is master or backup
# option: probes        list/str                                           http://, https:// or tcp:// addresses to ask on the host, such as one at the virtual address
# option: probe_status  list/int                                           HTTP status expected of probes; when absent, any below 500
# option: neighbours    bool  default=true                                 where an instance is backup, another host has to answer for its addresses (IPv4)
# option: soak          int   default=5                                    seconds in which no instance may change its state
# option: accept_drift  bool  default=false                                go on though the file was changed by somebody else since it was loaded
# option-set: attributes
# one-of: content src
# exclusive: content src
# result: transition    list of {state, ms, detail}
# result: outcome       live, unchanged, untouched (failed before the swap) or rolled_back
# result: hash          of the configuration and its further files
# result: host_state    the instances, in words
# result: instances     list of {name, state, priority, addresses}, as keepalived says
# result: drift         true where it fails as the file was changed by somebody else since it was loaded

keepalived_config_run() {
  ka_begin
  hc_step plan
  hc_step baseline
  if ! $hc_swap_needed && ! $hc_reload_needed && [ -z "$hc_interrupted" ]; then
    attributes_of_call "$p_dest"
    hc_close unchanged
    return
  fi
  diff_files "$p_dest" "$ka_disk" "$t_tmp.new"
  hc_step validate
  changed
  if checking; then
    hc_close predicted
    return
  fi
  ka_keep_old
  # From here on a lost connection must not stop the shell.
  trap '' HUP INT PIPE TERM
  hc_step save
  hc_step swap
  hc_step reload
  hc_step verify
  hc_step soak
  hc_close live
}

ka_begin() {
  hc_of=ka
  hc_rows='' hc_touched=false hc_locked=false hc_journaling=false
  hc_since='' hc_early='' hc_want='' hc_live='' hc_base_live=''
  hc_reload_needed=true
  ka_files=${p_dest%/*}/.${p_dest##*/} ka_disk=$p_dest
  hc_journal=$ka_files.journal hc_lock=$ka_files.lock hc_loaded=$ka_files.loaded ka_good=$ka_files.last-good
  [ -f "$p_dest" ] || ka_disk=/dev/null
  : >"$t_tmp.instances"
  ka_look
}

# --- The states. Each sets hc_detail to what it found, or sets hc_why and returns 1. ---

ka_plan() {
  if [ "${p_src+given}" ]; then
    cp -- "$p_src" "$t_tmp.new" || { hc_why="cannot read $p_src" && return 1; }
  else
    printf '%s\n' "${p_content%"$t_nl"}" >"$t_tmp.new"
  fi
  ka_sums "$t_tmp.new" >"$t_tmp.new.sums"
  hc_want=$(hc_hash_of "$t_tmp.new.sums")
  hc_detail=cfg-$hc_want
  checking || hc_take_lock
}

# ka_sums FILE: prints the checksums of the configuration, which FILE holds, and of its further files.
ka_sums() {
  cksum <"$1" | awk -v path="$p_dest" '{ print $1, $2, path }'
  each files ka_sum
}
ka_sum() { [ ! -f "$1" ] || cksum "$1"; }

ka_baseline() {
  hc_interrupted=$(hc_interrupted_state)
  hc_base_worker=$hc_master hc_was_running=$hc_running hc_swap_needed=true
  ! cmp -s "$t_tmp.new" "$ka_disk" || hc_swap_needed=false
  ka_known=false
  : >"$t_tmp.loaded"
  if [ -s "$hc_loaded" ]; then
    awk 'NR > 2' "$hc_loaded" >"$t_tmp.loaded"
    hc_base_live=$(hc_hash_of "$t_tmp.loaded")
  fi
  if $hc_running && hc_untouched; then ka_known=true; fi
  if $ka_known && ! $hc_swap_needed && cmp -s "$t_tmp.loaded" "$t_tmp.new.sums"; then hc_reload_needed=false; fi
  hc_detail=$(ka_serving)
  $hc_running || return 0
  if [ -n "$hc_interrupted" ]; then
    warn "an earlier transition was interrupted in '$hc_interrupted'; continuing from the host's current state"
    return 0
  fi
  if $hc_swap_needed && [ -s "$t_tmp.loaded" ] && ka_sums "$ka_disk" >"$t_tmp.disk.sums" &&
    [ "$(head -n 1 "$t_tmp.loaded")" != "$(head -n 1 "$t_tmp.disk.sums")" ]; then
    result_bool drift true
    hc_why="$p_dest was changed by somebody else since it was loaded; accept_drift=true continues anyway"
    [ "$p_accept_drift" = true ] || return 1
    warn "$hc_why"
    hc_why=''
  fi
}

ka_validate() {
  if [ ! -x "$p_binary" ]; then
    hc_why="there is no $p_binary that runs on this host"
    checking || return 1
    warn "$hc_why yet: the configuration could not be validated"
    hc_detail='no program yet'
    return 0
  fi
  hc_stage "$p_dest" "$t_tmp.new"
  run "$p_binary" -t -f "$hc_staged" || :
  rm -rf "$t_tmp.stage"
  [ "$run_status" != 0 ] || { hc_detail='valid' && return 0; }
  hc_why=$(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | awk -v staged="$hc_staged" -v dest="$p_dest" '
    /^$/ { next }
    { if (at = index($0, staged)) $0 = substr($0, 1, at - 1) dest substr($0, at + length(staged)) }
    n++ < 5 { printf "%s%s", (n > 1 ? "; " : ""), $0 }')
  return 1
}

ka_keep_old() {
  keep_or=ka_unkept
  p_was_running=$hc_was_running
  keep_for keepalived_config "$p_dest" dest binary unit pidfile args dump deadline was_running
}
ka_unkept() { hc_close untouched; }

# What an interrupted transition has saved is still what was proven last.
ka_save() {
  hc_detail=$ka_good
  if [ "$ka_disk" = /dev/null ]; then
    rm -f "$ka_good"
    hc_detail=''
  elif [ -z "$hc_interrupted" ] || [ ! -f "$ka_good" ]; then
    cp -p "$p_dest" "$ka_good" || { hc_why="cannot save $p_dest as $ka_good" && return 1; }
  fi
  hc_open_journal "cfg-$hc_want from cfg-${hc_base_live:-none}"
}

ka_swap() {
  hc_touched=true
  if $hc_swap_needed; then
    ka_put "$t_tmp.new" || return 1
    run sync "$p_dest" || run sync || :
  else
    hc_detail='already there'
  fi
  attributes_of_call "$p_dest"
}

# Without a pre-image: keep_for has it.
ka_put() {
  ka_run=$t_run t_run='' ka_failed=false
  put_from "$p_dest" "$1" || ka_failed=true
  t_run=$ka_run
  ! $ka_failed || { hc_why=$put_error && return 1; }
}

ka_reload() { ka_load; }

ka_verify() {
  ka_settle "$p_dest" || return 1
  ka_gone=$(ka_left_over)
  [ -z "$ka_gone" ] || { hc_why="$ka_gone is still there" && return 1; }
  hc_probed='0 probes'
  [ "${p_probes_n:-0}" = 0 ] || hc_probe 3 || return 1
  ka_sums "$p_dest" >"$t_tmp.disk.sums"
  hc_remember_loaded "$t_tmp.disk.sums"
  hc_detail="$(ka_serving), $hc_probed answered"
}
# Prints an instance that the old file had, and the new one has not any more.
ka_left_over() {
  [ -f "$ka_good" ] || return 0
  ka_says "$ka_good" >"$t_tmp.old.said"
  awk -F "$t_tab" '
    FILENAME == ARGV[1] { new[$1] = 1; next }
    FILENAME == ARGV[2] { old[$1] = 1; next }
    ($1 in old) && !($1 in new) { print $1; exit }' "$t_tmp.said" "$t_tmp.old.said" "$t_tmp.instances"
}

ka_soak() {
  ka_states >"$t_tmp.states"
  hc_watch ka_lives || return 1
  [ "$p_soak" = 0 ] || ka_ask || return 1
  ka_states | cmp -s "$t_tmp.states" - || { hc_why="an instance has changed its state: $(ka_serving)" && return 1; }
}
ka_lives() {
  ka_look
  $hc_running || { hc_why='keepalived has ended' && return 1; }
  [ "${p_probes_n:-0}" = 0 ] || hc_probe 1
}
ka_states() { cut -f 1,2 "$t_tmp.instances"; }

ka_closing() {
  hc_end_journal "$1"
  if ! checking && [ ! -s "$t_tmp.instances" ] && $hc_running; then ka_ask || :; fi
  [ -s "$t_tmp.instances" ] || return 0
  awk -F "$t_tab" "$t_awk_json"'
    { printf "%s{\"name\":%s,\"state\":%s,\"priority\":%d,\"addresses\":[", (NR > 1 ? "," : "["), json($1), json($2), $3
      n = split($6, at, " "); for (i = 1; i <= n; i++) printf "%s%s", (i > 1 ? "," : ""), json(at[i])
      printf "]}" }
    END { printf "]" }' "$t_tmp.instances" >"$t_tmp.json"
  result_json_file instances "$t_tmp.json"
}

ka_rollback() {
  if [ "$ka_disk" = /dev/null ]; then
    $hc_was_running || ka_stop
    rm -f "$p_dest"
    hc_detail='file removed; keepalived is as it was'
    return 0
  fi
  ka_put "$ka_good" || return 1
  ka_look
  if ! $hc_was_running; then
    ka_stop
    hc_detail='file restored; keepalived is stopped, as it was'
    return 0
  fi
  if ! ka_load || ! ka_settle "$p_dest"; then return 1; fi
  ka_sums "$p_dest" >"$t_tmp.disk.sums"
  hc_remember_loaded "$t_tmp.disk.sums"
  hc_detail='file restored and loaded again'
}

# keepalived_config_undo FILE: for the module undo. Restores the configuration in FILE, or none if FILE is empty.
keepalived_config_undo() {
  p_soak=0 p_accept_drift=true p_neighbours=false p_files_n=0 p_probes_n=0
  unset p_content
  ka_begin
  if [ -n "$1" ]; then
    p_src=$1
    stat_of "$1"
    p_mode=$s_mode p_owner=$s_uid p_group=$s_gid
    keepalived_config_run
  elif [ -f "$p_dest" ]; then
    changed
    rm -f "$p_dest" "$hc_loaded"
  fi
  [ "$p_was_running" = true ] || ka_stop
}
