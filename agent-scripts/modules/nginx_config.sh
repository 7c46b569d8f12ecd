# shellcheck shell=sh
# module: nginx_config
# summary: bring a configuration of nginx live by a reload, prove it, and put the node back if that fails
# check: full   diff: text   needs: awk grep cmp cksum readlink stat sync   uses: socket transition probes old_workers binds_awk binds loaded nginx_given nginx_files nginx_process
# example: nginx_config: {dest: /etc/nginx/conf.d/site.conf, content: "{{ lookup('template', 'site.conf.j2') }}", probes: ["http://127.0.0.1/health"]}
#
# A transition like that of haproxy_config, with its states, journal and lock (parts/transition.sh):
#   plan > baseline > validate > precheck > save > swap > reload > verify > soak > drain      (on failure: rollback)
#
# nginx can't be asked what it runs. The proof is that all workers that take connections are new, that the files did not
# change from before the reload until they were there, and that they listen. .NAME.loaded next to the main file records the
# workers and the checksums of all files, so the next call knows what they have loaded.
#
# All files of the module are hidden (.NAME.journal, .NAME.saved), since an include like `sites-enabled/*` would load others.
#
# option: content          str                                        the content of a file; `lookup('template', …)` renders it
# option: contents         dict                                       the content of several files: their names in the directory DEST, and their texts
# option: src              path                                       a file on the host that holds it, or a directory with the files for the directory DEST
# option: dest             path  default=/etc/nginx/nginx.conf        the file, or the directory of several files; all of them change at once
# option: purge            bool  default=false                        remove the other files of the directory DEST, but for hidden ones
# option: files            list/path                                  further files that are loaded with it (certificates, other configurations), or directories of them: when they change, nginx is reloaded, too
# option: main             path  default=/etc/nginx/nginx.conf        the file that nginx is started with
# option: binary           path  default=/usr/sbin/nginx              the program, if none runs; else the one that runs validates
# option: unit             str   default=nginx                        the systemd unit; empty to run nginx without systemd
# option: pidfile          path  default=/run/nginx.pid               of the master, without systemd
# option: args             str                                        further arguments to start it, without systemd
# option: deadline         int   default=30                           seconds for the reload and its proof
# option: probes           list/str                                   http://, https:// or tcp:// addresses to ask on the host; when absent, the first listens
# option: probe_status     list/int                                   HTTP status expected of probes; when absent, any below 500
# option: soak             int   default=10                           seconds to watch it before it counts as good
# option: max_listen_drops int   default=0                            connections the kernel may drop on full queues during the transition
# option: drain_limit      int   default=30  aliases=drain_timeout    seconds to wait for old workers to end; 0 waits for none
# option: drain_action     enum  warn|fail|end  default=warn          what to do when old workers are left then; only `end` ends them, and cuts their connections
# option: max_old_workers  int   default=0                            old workers that may be there before a reload: with more it waits drain_limit seconds, then does what drain_action says; 0 for any number
# option: accept_drift     bool  default=false                        go on though files were changed by somebody else since they were loaded
# option: precheck         bool  default=true                         check on the host that added listens can be bound
# option-set: attributes
# one-of: content contents src
# exclusive: content contents src
# result: transition  list of {state, ms, detail}
# result: outcome     live, unchanged, untouched (failed before the swap) or rolled_back
# result: hash        of all files that nginx reads, with the new ones
# result: host_state  what serves now, in words
# result: drift       true where it fails as a file was changed by somebody else since it was loaded

nginx_config_run() {
  ngx_begin
  hc_step plan
  hc_step baseline
  if ! $hc_swap_needed && ! $hc_reload_needed && [ -z "$hc_interrupted" ]; then
    ngx_each_own attributes_of_call
    hc_close unchanged
    return
  fi
  ngx_diffs
  hc_step validate
  [ "$p_precheck" = false ] || hc_step precheck
  changed
  if checking; then
    hc_close predicted
    return
  fi
  hc_room || hc_give_up precheck "$hc_why"
  ngx_keep_old
  # From here on a lost connection must not stop the shell.
  trap '' HUP INT PIPE TERM
  hc_step save
  hc_step swap
  hc_step reload
  hc_step verify
  hc_step soak
  hc_step drain
  hc_close live
}

ngx_begin() {
  hc_of=ngx hc_product=nginx
  hc_rows='' hc_touched=false hc_locked=false hc_journaling=false
  hc_since='' hc_early='' hc_want='' hc_live='' hc_master='' hc_base_live='' hc_base_worker=''
  hc_swap_needed=false hc_reload_needed=true
  p_dest=${p_dest%/}
  ngx_files=${p_dest%/*}/.${p_dest##*/} hc_loaded=${p_main%/*}/.${p_main##*/}.loaded
  # One transition at a time: all of them load all files.
  hc_journal=$ngx_files.journal hc_lock=${p_main%/*}/.${p_main##*/}.lock
  ngx_single='' ngx_log='' ngx_built='' ngx_restored=${ngx_restored-false}
  hc_sections='^frontend$'
  : >"$t_tmp.flags"
  : >"$t_tmp.managed"
  : >"$t_tmp.further"
  ngx_look
}

# --- The states. Each sets hc_detail to what it found, or sets hc_why and returns 1. ---

ngx_plan() {
  ngx_arguments || return 1
  $ngx_restored || ngx_given || return 1
  [ "$p_purge" = false ] || ngx_purge
  each files ngx_further >"$t_tmp.further"
  ngx_read disk
  ngx_read new
  if ! $ngx_restored && ! cut -f 3 "$t_tmp.new.map" | grep -q own; then
    hc_why="nginx does not read $p_dest here: it reads $(awk -F "$t_tab" '{ printf "%s%s", (NR > 1 ? ", " : ""), $1 }' "$t_tmp.new.map")"
    [ "$p_purge" = true ] || return 1
  fi
  ngx_sums new >"$t_tmp.new.sums"
  hc_want=$(hc_hash_of "$t_tmp.new.sums")
  hc_detail=cfg-$hc_want
  checking || hc_take_lock
}

# Reads what the process has loaded, and what an interrupted transition left.
ngx_baseline() {
  hc_interrupted=$(hc_interrupted_state)
  if ! $hc_running && [ -n "$ngx_single" ]; then
    hc_why="process $ngx_single is an nginx without a master (master_process off), which can't reload without loss" && return 1
  fi
  ngx_programs
  ngx_find_log
  ngx_recall
  hc_base_worker=$hc_master hc_base_live=$hc_live hc_was_running=$hc_running ngx_base_workers=$hc_workers
  hc_kernel >"$t_tmp.kernel_before"
  hc_detail=$(ngx_serving)
  if $ngx_restored; then
    [ "$hc_live" != "$hc_want" ] || hc_reload_needed=false
  elif $hc_running && [ -n "$ngx_known" ] && [ -z "$(ngx_differs own "$t_tmp.new.sums")" ]; then
    hc_reload_needed=false
  fi
  $hc_running || return 0
  $hc_swap_needed || $hc_reload_needed || return 0
  if [ -n "$hc_interrupted" ]; then
    warn "an earlier transition was interrupted in '$hc_interrupted'; continuing from the host's current state"
    return 0
  fi
  [ "$ngx_known" = exact ] || return 0
  ngx_sums disk >"$t_tmp.disk.sums"
  ngx_changed=$(ngx_differs other "$t_tmp.disk.sums")
  if [ -n "$ngx_changed" ]; then
    hc_why="$ngx_changed was changed by somebody else since it was loaded, and would be loaded too"
  elif $hc_swap_needed; then
    ngx_changed=$(ngx_differs own "$t_tmp.disk.sums")
    [ -z "$ngx_changed" ] || ngx_is_further "$ngx_changed" || hc_why="$ngx_changed was changed by somebody else since it was loaded"
  fi
  [ -n "$hc_why" ] || return 0
  result_bool drift true
  hc_why="$hc_why; accept_drift=true continues anyway"
  [ "$p_accept_drift" = true ] || return 1
  warn "$hc_why"
  hc_why=''
}
ngx_is_further() { cut -f 1 "$t_tmp.further" | grep -qxF -e "$1"; }

# The nginx that runs checks all files that it would load.
ngx_validate() {
  if [ -z "$hc_version" ]; then
    hc_why="there is no $p_binary that runs on this host"
    checking || return 1
    warn "$hc_why yet: the configuration could not be validated"
    hc_detail='no program yet'
    return 0
  fi
  if ! ngx_check new; then
    hc_why=$(printf '%s\n' "$run_stderr" | ngx_complaints)
    return 1
  fi
  printf '%s\n' "$run_stderr" | sed -n 's/^nginx: \[warn\] //p' | sort -u >"$t_tmp.warned"
  while IFS= read -r ngx_line; do warn "$ngx_line"; done <"$t_tmp.warned"
  hc_detail="valid for nginx $hc_version"
}

# If an added address can't be bound, nginx goes on as it was. So it is better known before.
ngx_precheck() {
  : >"$t_tmp.old_lines"
  ! $hc_running || ngx_tells disk >"$t_tmp.old_lines"
  ngx_tells new >"$t_tmp.new_lines"
  hc_precheck_binds
}

ngx_keep_old() {
  keep_or=ngx_unkept
  p_was_running=$hc_was_running
  set -- dest main binary unit pidfile args deadline was_running
  keep_for nginx_config "$hc_loaded" "$@"
  while IFS="$t_tab" read -r _ ngx_path _ <&4; do keep "$ngx_path"; done 4<"$t_tmp.managed"
}
ngx_unkept() { hc_close untouched; }

ngx_swap() {
  hc_touched=true
  hc_detail='already there'
  while IFS="$t_tab" read -r ngx_number ngx_path _ <&4; do
    if [ "$ngx_number" = - ]; then
      remove_path "$ngx_path"
      hc_detail=''
    elif ! cmp -s "$ngx_path" "$t_tmp.given.$ngx_number"; then
      make_directory "${ngx_path%/*}"
      put_from "$ngx_path" "$t_tmp.given.$ngx_number" || { hc_why=$put_error && return 1; }
      run sync "$ngx_path" || run sync || :
      hc_detail=''
    fi
  done 4<"$t_tmp.managed"
  ngx_each_own attributes_of_call
}

ngx_reload() {
  ngx_read disk
  ngx_sums disk >"$t_tmp.disk.sums"
  ngx_load
}

# The workers are new. What they have loaded is what was on disk from before the signal until now.
ngx_verify() {
  ngx_sums disk >"$t_tmp.sums.after"
  if ! cmp -s "$t_tmp.disk.sums" "$t_tmp.sums.after"; then
    hc_why='a file was changed by somebody else during the reload, so nobody knows what nginx has loaded' && return 1
  fi
  ngx_new_workers=$hc_workers
  ngx_tells disk >"$t_tmp.new_lines"
  hc_binds listening /dev/null >"$t_tmp.binds"
  hc_problems
  [ -z "$hc_why" ] || return 1
  hc_probe 3 || return 1
  hc_remember_loaded "$t_tmp.disk.sums"
  ngx_recall
  hc_detail="$(ngx_serving), $hc_probed answered"
}

ngx_soak() {
  hc_watch ngx_lives || return 1
  hc_kernel >"$t_tmp.kernel_after"
  hc_dropped=$(cat "$t_tmp.kernel_before" "$t_tmp.kernel_after" | awk '{ n = $1 - n } END { print n }')
  hc_detail="$hc_dropped connections dropped by the kernel"
  [ "$hc_dropped" -le "$p_max_listen_drops" ] || { hc_why=$hc_detail && return 1; }
}

ngx_lives() {
  ngx_look
  if [ "$hc_workers" != "$ngx_new_workers" ]; then
    hc_why="workers $ngx_new_workers did not live through it; $(ngx_serving)" && return 1
  fi
  hc_probe 1
}

ngx_drain() { hc_drain; }

ngx_closing() { hc_end_journal "$1"; }

# Puts the files back. While the old workers serve, and no others, nginx has not loaded the new ones.
ngx_rollback() {
  while IFS="$t_tab" read -r ngx_number ngx_path ngx_target <&4; do
    case $ngx_number in
      -) [ ! -e "$ngx_path" ] || remove_path "$ngx_path" ;;
      link)
        [ "$(readlink -- "$ngx_path")" = "$ngx_target" ] || place "$ngx_path" ln -s -- "$ngx_target" || { hc_why=$place_error && return 1; }
        ;;
      *)
        cmp -s "$ngx_saved/$ngx_number" "$ngx_path" || put_from "$ngx_path" "$ngx_saved/$ngx_number" || { hc_why=$put_error && return 1; }
        ;;
    esac
  done 4<"$ngx_saved/list"
  ngx_look
  if [ -n "$ngx_base_workers" ] && [ "$hc_workers" = "$ngx_base_workers" ]; then
    hc_detail='files restored; the old workers still serve, so no reload'
    ngx_recall
    return 0
  fi
  if ! $hc_was_running; then
    ngx_stop
    hc_detail='files restored; nginx is stopped, as it was'
    return 0
  fi
  ngx_reload || return 1
  hc_remember_loaded "$t_tmp.disk.sums"
  ngx_recall
  ngx_tells disk >"$t_tmp.new_lines"
  hc_binds listening /dev/null >"$t_tmp.binds"
  hc_problems
  [ -z "$hc_why" ] || return 1
  hc_detail="files restored and loaded again; $hc_detail"
}

# For the module undo, when the files are restored: nginx loads them.
nginx_config_undo() {
  p_soak=0 p_drain_limit=0 p_drain_action=warn p_max_old_workers=0 p_accept_drift=true p_precheck=true p_max_listen_drops=1000000
  p_purge=false p_files_n=0 p_probes_n=0
  ngx_restored=true
  ngx_begin
  $hc_running || return 0
  if [ ! -e "$p_main" ] || [ "$p_was_running" = false ]; then
    changed
    ngx_stop
    rm -f "$hc_loaded"
    return
  fi
  nginx_config_run
}
