# shellcheck shell=sh
# module: haproxy_certs
# summary: bring certificates live in HAProxy, without a reload where it can, prove it, and put them back if that fails
# check: full   diff: text   needs: awk cmp openssl   uses: openssl socket transition haproxy_process haproxy_set haproxy_live haproxy_baseline haproxy_loaded haproxy_certs_given haproxy_certs_live haproxy_certs_files
# example: haproxy_certs: {src: certs, directory: /etc/haproxy/certs, crt_list: /etc/haproxy/sites.list}
#
# The states are those of haproxy_config, in the journal CONFIG.certs.journal:
#   plan > baseline > save > swap > validate > live > verify      (without a reload)
#   plan > baseline > save > swap > validate > reload > verify    (on failure: rollback)
#
# The fingerprints that the process itself tells decide what is to be done, so that a call after an interrupted one
# continues from there.
#
# option: src              path  required                             a directory on the controller, or with remote_src on the host: NAME.pem with its key, or with NAME.pem.key beside it; or what an ACME client leaves, NAME/fullchain.pem and NAME/privkey.pem. An OCSP response is NAME.pem.ocsp, or NAME/fullchain.pem.ocsp
# option: remote_src       bool  default=false                        src is on the host
# option: decrypt          bool  default=true                         decrypt vault files on the controller
# option: names            list/str                                   only these: NAME or NAME.pem; when absent, all
# option: directory        path  default=/etc/haproxy/certs           where HAProxy reads them, as NAME.pem
# option: crt_list         path                                       a crt-list that is to name them; new ones are added to its end
# option: config           path  default=/etc/haproxy/haproxy.cfg     the configuration
# option: apply            enum  auto|live|reload  default=auto       whether to change the running process by its runtime API: where it can, never without it, or never
# option: binary           path  default=/usr/local/sbin/haproxy      the program that validates them, and serves
# option: unit             str   default=haproxy                      the systemd unit; empty without systemd
# option: pidfile          path  default=/run/haproxy.pid             of the master, without systemd
# option: args             str                                        further arguments of the master, without systemd
# option: socket           path  default=/run/haproxy/admin.sock      the stats socket, with the level admin
# option: master_socket    path  default=/run/haproxy-master.sock     the master's socket, for a reload; without it the master is signalled
# option: deadline         int   default=30                           seconds for a reload and its proof
# option: _bundle          path  hidden                               what the controller sent of src
# option-set: attributes
# result: transition  list of {state, ms, detail}
# result: certificates  of each its path, fingerprint (SHA-1), expires (seconds since 1970), change (none, new, renewed, or stale if only the process has another) and whether the process has it loaded
# result: live        list of what was changed without a reload; in check mode, would be
# result: reload_because  list of why HAProxy was loaded again; in check mode, would be
# result: outcome     live, written (no running process uses them), unchanged, untouched (failed before the swap), rolled_back or predicted
# result: host_state  what serves now, in words

haproxy_certs_run() {
  crt_begin
  hc_step plan
  hc_step baseline
  if ! $crt_touches && [ "$crt_way" = none ]; then
    crt_attributes
    hc_close unchanged
    return
  fi
  crt_diffs
  changed
  if checking; then
    crt_attributes
    hc_close predicted
    return
  fi
  trap '' HUP INT PIPE TERM # from here on a lost connection must not stop the shell
  hc_step save
  hc_step swap
  hc_step validate
  case $crt_way in
    live | reload) hc_step "$crt_way" && hc_step verify ;;
  esac
  rm -rf "$crt_saved"
  if [ "$crt_way" = none ]; then hc_close written; else hc_close live; fi
}

crt_begin() {
  p_dest=$p_config
  p_directory=${p_directory%/}
  case $p_directory${p_crt_list-} in *"$t_tab"* | *"$t_nl"*) fail 'a directory or a list with a tab or a line feed in its name' ;; esac
  crt_saved=$p_dest.certs.saved crt_way=none crt_touches=false crt_readable=false crt_list_changes=false
  hc_want='' hc_begun=0 hc_stays='' hc_number='' hc_why='' hc_detail=''
  : >"$t_tmp.done" && : >"$t_tmp.written" && : >"$t_tmp.items"
  hc_of=crt hc_product=HAProxy
  hc_rows='' hc_touched=false hc_locked=false hc_journaling=false hc_stuck=false hc_since='' hc_early='' hc_interrupted=''
  hc_journal=$p_dest.certs.journal hc_lock=$p_dest.lock
  hc_reads
}

crt_look() { hc_look; }
crt_serving() { hc_serving; }
crt_closing() { hc_end_journal "$1"; }

# --- The states. Each sets hc_detail to what it found, or sets hc_why and returns 1. ---

crt_plan() {
  if [ -n "${crt_back-}" ]; then crt_collect_back; else crt_collect; fi || return 1
  hc_detail="$(($(wc -l <"$t_tmp.names"))) certificates"
  checking || hc_take_lock
}

# Compares what is given with the files and with the process, and decides how the difference is brought live.
crt_baseline() {
  hc_baseline_of_worker
  hc_find_program
  if [ -n "$(hc_journal=$p_dest.journal && hc_interrupted_state)" ]; then
    hc_why='a transition of the configuration was interrupted, and haproxy_config has to end it first'
    return 1
  fi
  hc_interrupted=$(hc_interrupted_state)
  [ -z "$hc_interrupted" ] || warn "an earlier transition was interrupted in '$hc_interrupted'; continuing from the host's current state"
  crt_owned && return 1
  crt_process
  while IFS= read -r crt_name <&4; do
    crt_item || return 1
  done 4<"$t_tmp.names"
  crt_compare_list
  awk -F "$t_tab" '$2 == "true" || $3 != "same" { found = 1 } END { exit !found }' "$t_tmp.items" && crt_touches=true
  ! $crt_list_changes || crt_touches=true
  crt_results
  crt_choose_way || return 1
  hc_detail=$(hc_serving)
}

# What haproxy_config brings live as one of its files is its own: its mark counts them.
crt_owned() {
  [ -s "$p_dest.kept/list" ] || return 1
  hc_why=$(awk -v directory="$p_directory" -v crt_list="${p_crt_list-}" '
    file == "names" { mine[directory "/" $0] = 1; next }
    $0 in mine || $0 == crt_list { print $0 " is one of the files that haproxy_config brings live: name it in one place only"; exit }' \
    file=names "$t_tmp.names" file=kept "$p_dest.kept/list")
  [ -n "$hc_why" ]
}

# True if the API takes these names as they are: it has no quotes for them everywhere.
crt_is_plain() {
  case $p_directory${p_crt_list-} in *[!a-zA-Z0-9._+=,~%*/-]*) return 1 ;; esac
}

# Reads which certificates the process has, and of the lists that may name new ones what is in them.
crt_process() {
  : >"$t_tmp.in_lists"
  : >"$t_tmp.loaded"
  $hc_running && crt_is_plain && hc_loaded "$t_tmp.loaded" || return 0
  crt_readable=true
  ask_socket "$t_tmp.lists" "$p_socket" 'show ssl crt-list' || return 0
  for crt_list in "$p_directory" ${p_crt_list+"$p_crt_list"}; do
    grep -qxF -e "$crt_list" "$t_tmp.lists" || continue
    printf '%s\t\n' "$crt_list" >>"$t_tmp.in_lists"
    ask_socket "$t_tmp.list" "$p_socket" "show ssl crt-list $crt_list" || continue
    awk -v list="$crt_list" '!/^#/ && NF { print list "\t" $1 }' "$t_tmp.list" >>"$t_tmp.in_lists"
  done
}

crt_item() {
  crt_path=$p_directory/$crt_name crt_at=$t_tmp.c/$crt_name
  crt_write=true crt_ocsp=same crt_new=false crt_is_loaded=false crt_live=-
  ! cmp -s "$crt_at" "$crt_path" || crt_write=false
  [ -f "$crt_path" ] || crt_new=true
  if [ -f "$crt_at.ocsp" ]; then
    cmp -s "$crt_at.ocsp" "$crt_path.ocsp" || crt_ocsp='set'
  elif [ -e "$crt_path.ocsp" ] && $crt_write; then
    crt_ocsp=remove # it is about the former certificate
  fi
  if $crt_write || [ "$crt_ocsp" = set ]; then
    crt_check "$crt_name" || return 1
  fi
  hc_certificate "$crt_at" || :
  awk -F "$t_tab" -v path="$crt_path" '
    file == "loaded" && $1 == path { print "true", $2; loaded = 1 }
    file == "lists" { if ($2 == "") list[++n] = $1; else there[$1, $2] = 1 }
    END {
      if (!loaded) print "false -"
      for (i = 1; i <= n; i++) if (!((list[i], path) in there)) text = text (text == "" ? "" : ",") list[i]
      print text == "" ? "-" : text
    }' file=loaded "$t_tmp.loaded" file=lists "$t_tmp.in_lists" >"$t_tmp.item"
  { read -r crt_is_loaded crt_live && read -r crt_lists; } <"$t_tmp.item"
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$crt_name" "$crt_write" "$crt_ocsp" "$crt_is_loaded" "$hc_print" "$crt_live" "$crt_new" \
    "$crt_lists" >>"$t_tmp.items"
  printf '%s\n' "$hc_expires" >>"$t_tmp.expire"
}

# Writes the crt-list as it is to be.
crt_compare_list() {
  [ "${p_crt_list+given}" ] || return 0
  : >"$t_tmp.crt_list.old"
  [ ! -f "$p_crt_list" ] || cp -- "$p_crt_list" "$t_tmp.crt_list.old"
  awk -v directory="$p_directory/" '
    file == "old" { print; there[$1] = 1; next }
    !((directory $0) in there) { print directory $0 }' file=old "$t_tmp.crt_list.old" file=names "$t_tmp.names" >"$t_tmp.crt_list"
  cmp -s "$t_tmp.crt_list" "$t_tmp.crt_list.old" || crt_list_changes=true
}

crt_choose_way() {
  : >"$t_tmp.because" && : >"$t_tmp.live.what"
  $hc_running || return 0
  crt_what >"$t_tmp.live.what"
  [ -s "$t_tmp.live.what" ] || { ! $crt_readable && $crt_touches; } || return 0
  crt_against_live >"$t_tmp.because"
  if [ ! -s "$t_tmp.because" ]; then
    crt_way=live
    result_lines live "$t_tmp.live.what"
    return
  fi
  crt_way=reload
  result_lines reload_because "$t_tmp.because"
  if [ "$p_apply" = live ]; then
    hc_why="apply is live, and that is not possible, because $(awk '{ printf "%s%s", (NR > 1 ? "; " : ""), $0 }' "$t_tmp.because")"
    return 1
  fi
  crt_may_load
}

# Prints what is to be done in the process.
crt_what() {
  while IFS="$t_tab" read -r crt_name crt_write crt_ocsp crt_is_loaded crt_wanted crt_live crt_new crt_lists <&4; do
    if crt_changes; then
      printf '%s\n' "$p_directory/$crt_name is replaced"
    elif [ "$crt_lists" != - ]; then
      printf '%s\n' "$p_directory/$crt_name is new in $crt_lists"
    fi
  done 4<"$t_tmp.items"
}

# A reload loads the configuration, too: it must be what runs.
crt_may_load() {
  hc_takes_over && hc_passes_on || return 1
  [ -z "$hc_live" ] || [ "$hc_live" = "$(hc_marker "$p_dest")" ] || {
    hc_why="$p_dest is not what runs (cfg-$hc_live), and a reload would load it, too: haproxy_config goes first"
    return 1
  }
}

crt_results() {
  paste -d "$t_tab" "$t_tmp.items" "$t_tmp.expire" >"$t_tmp.told"
  awk -F "$t_tab" -v directory="$p_directory/" "$t_awk_json"'
    {
      change = $7 == "true" ? "new" : $2 == "true" || $3 != "same" ? "renewed" : $4 == "true" && $5 != $6 ? "stale" : "none"
      list = list (NR > 1 ? "," : "") "{\"path\":" json(directory $1) ",\"fingerprint\":" json($5) ",\"expires\":" ($9 == "-" ? "null" : $9) \
        ",\"change\":" json(change) ",\"loaded\":" $4 "}"
    }
    END { print "j\tcertificates\t[" list "]" }' "$t_tmp.told" | result_table
}

# Never their keys.
crt_diffs() {
  differing || return 0
  while IFS="$t_tab" read -r crt_name crt_write crt_ocsp crt_is_loaded crt_wanted crt_live crt_new crt_lists <&4; do
    if $crt_write || [ "$crt_ocsp" != same ]; then
      diff_text "$p_directory/$crt_name" "$(crt_told "$p_directory/$crt_name")$t_nl" "$(crt_told "$t_tmp.c/$crt_name")$t_nl"
    elif crt_changes; then
      diff_text "$p_directory/$crt_name: what runs" "fingerprint=$crt_live$t_nl" "fingerprint=$crt_wanted$t_nl"
    fi
  done 4<"$t_tmp.items"
  ! $crt_list_changes || diff_files "$p_crt_list" "$t_tmp.crt_list.old" "$t_tmp.crt_list"
}

# The host's own HAProxy loads them, as it will after a restart.
crt_validate() {
  if [ -z "$hc_program" ] || [ ! -f "$p_dest" ]; then
    hc_detail='nothing to validate with yet'
    return
  fi
  hc_with "$p_dest" >"$t_tmp.list"
  hc_check "$t_tmp.list" && hc_detail="valid for HAProxy $hc_program" && return 0
  hc_why=$(printf '%s\n%s\n' "$run_stderr" "$run_stdout" | hc_complaints)
  return 1
}

crt_reload() { hc_load ''; }

crt_verify() {
  if [ "$crt_way" = live ]; then hc_look; else hc_look_new; fi
  if [ "$crt_way" = live ] && [ "$hc_worker" != "$hc_base_worker" ]; then
    hc_why="worker $hc_base_worker was replaced meanwhile; $(hc_serving)" && return 1
  elif [ "$crt_way" = reload ] && [ "$hc_worker" = "$hc_base_worker" ]; then
    hc_why="worker $hc_worker is still the old one" && return 1
  fi
  if $crt_readable; then crt_proven 5 || return 1; fi
  hc_detail="worker $hc_worker has them"
}
