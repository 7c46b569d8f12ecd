# shellcheck shell=sh
# module: undo
# summary: restore a host to its state before a run
# check: full   diff: none   uses: state socket transition probes old_workers binds_awk binds loaded haproxy_process haproxy_set haproxy_way haproxy_live haproxy_proof haproxy_watch haproxy_baseline haproxy_rollback haproxy_old haproxy_config openssl haproxy_loaded haproxy_certs_given haproxy_certs_live haproxy_certs_files haproxy_certs nginx_given nginx_files nginx_process nginx_config keepalived_process keepalived_config reverse accounts_undo metadata   needs: awk stat cmp
# runs: internal
# option: run  str  required   the run
# result: restored    paths, users and groups, and what else was restored
# result: removed     paths, users and groups that were removed
# result: services    services that were restored, and their state now
# result: not_undone  what could not be undone, and why
# result: msg         summary

# Undoes the newest change first. Entries that are done are marked, so an interrupted undo continues where it stopped.
# At the end the pre-images are deleted, so a second undo changes nothing. Configurations of HAProxy and nginx are
# restored last, by a transition, when all files that they use are back.
undo_run() {
  t_run= # saves no pre-images of its own changes
  undo_dir=$t_store/runs/$p_run/undo
  for undo_list in restored removed services not_undone; do result_json "$undo_list" '[]'; done
  undo_reported=$t_nl undo_failures='' undo_units=false
  if [ ! -s "$undo_dir/log" ] && ! checking; then rm -rf -- "$undo_dir"; fi # copies without a log line
  [ -s "$undo_dir/log" ] || done_with "this host has no undo data of run $p_run"
  checking || for undo_slot in "$t_store/runs/$p_run/spool"/*; do [ ! -s "$undo_slot" ] || t_tidy "$undo_slot"; done
  checking || : >>"$undo_dir/done" || fail "cannot mark in $undo_dir what has been undone"
  undo_plan >"$t_tmp.plan" || fail "cannot read $undo_dir/log"
  while IFS="$t_tab" read -r undo_line undo_call undo_name undo_detail undo_kind undo_path <&4; do # each entry needs its own commands anyway
    undo_entry
  done 4<"$t_tmp.plan"
  undo_reload_units
  [ -z "$undo_failures" ] || fail "not everything could be rolled back: $undo_failures"
  checking || undo_forget
  done_with
}

# Prints the log lines that are still to be undone, with their line number, in the order of work. If a later run has
# changed the path again, that run must be undone first. Run ids start with their time.
undo_plan() {
  set --
  for undo_log in "$t_store"/runs/*/undo/log "$undo_dir/done"; do
    [ ! -e "$undo_log" ] || [ "$undo_log" = "$undo_dir/log" ] || set -- "$@" "$undo_log"
  done
  # shellcheck disable=SC2016
  awk -F '\t' -v own="$undo_dir/log" -v marks="$undo_dir/done" -v run="$p_run" -v noted='^(note|service|begun|ended)$' '
    FILENAME == marks { gone[$1] = 1; next }
    NF != 6 || $6 != "." { next }
    FILENAME != own {
      other = FILENAME; sub(/\/undo\/log$/, "", other); sub(/.*\//, "", other)
      if (other "" > run "" && $4 !~ noted) later[$5] = other
      next
    }
    FNR in gone { next }
    $4 == "ended" { if (($1, $5) in begun) entry[begun[$1, $5]] = ""; next }
    {
      name = $2 == "" ? "-" : $2; detail = $3 == "" ? "-" : $3; kind = $4
      if ($5 in later && kind !~ noted) { detail = later[$5]; kind = "later" }
      line = FNR "\t" $1 "\t" name "\t" detail "\t" kind "\t" $5
      if (kind ~ /^[a-z]+_config$/ && detail != "absent") last = line "\n" last; else entry[++n] = line
      if (kind == "begun") begun[$1, $5] = n
    }
    END { for (i = n; i > 0; i--) if (entry[i] != "") print entry[i]; printf "%s", last }' "$@" "$undo_dir/log"
}

undo_entry() {
  t_decode "$undo_path"
  undo_path=$t_decoded
  undo_copy=$undo_dir/$undo_name
  undo_failed=false
  case $undo_kind in
    file | link | tree | absent | special | attributes | flags | times | below | members | service | reverse | account | acl | xattr | caps) "undo_$undo_kind" ;;
    *_config | haproxy_certs) undo_by_module ;;
    note | begun)
      t_decode "$undo_detail"
      undo_list_not_undone "$t_decoded: $undo_path"
      ;;
    unkept) undo_list_not_undone "$undo_path: it was not saved ($undo_detail)" ;;
    later) undo_list_not_undone "$undo_path: run $undo_detail has changed it since; undo that one first" ;;
  esac
  checking || [ $undo_failed = true ] || printf '%s\n' "$undo_line" >>"$undo_dir/done" || fail "cannot mark in $undo_dir what has been undone"
  case $undo_kind:$undo_path in
    [falt]*:*/systemd/system/* | [falt]*:*/systemd/user/*) undo_units=true ;;
  esac
}

# ---- results -------------------------------------------------------------------------------------------------------------------------

# undo_does LIST WHAT: reports a change, once for each item.
undo_does() {
  changed
  case $undo_reported in *"$t_nl$1 $2$t_nl"*) return 0 ;; esac
  undo_reported=$undo_reported"$1 $2$t_nl"
  result "$1/[]" "$2"
}
undo_list_not_undone() {
  case $undo_reported in *"$t_nl$undo_call $1$t_nl"*) return 0 ;; esac
  undo_reported=$undo_reported"$undo_call $1$t_nl"
  result 'not_undone/[]' "$undo_call $1"
}
# undo_fails WHY: the entry stays for another attempt.
undo_fails() {
  undo_failed=true
  undo_failures="$undo_failures${undo_failures:+; }$undo_path: ${1:-unknown error}"
}

# ---- files ---------------------------------------------------------------------------------------------------------------------------

# undo_place CMD…: replaces the path with what CMD creates. CMD gets a name as its last word. After an interruption the
# private directory has the same name.
undo_place() {
  t_private_name=.hitless-$p_run-$undo_line
  t_sweep "${undo_path%/*}/$t_private_name"
  if [ -d "$undo_path" ] && [ ! -h "$undo_path" ]; then
    remove_empty "$undo_path" || {
      undo_fails "it is a directory now, which is not empty"
      return 1
    }
  fi
  place "$undo_path" "$@" && return
  undo_fails "$place_error"
  return 1
}
# undo_here CMD…: runs CMD with a name of undo_path as its last word.
undo_here() { [ "$undo_failed" = true ] || change "$undo_path" "$@" || undo_fails "$run_stderr"; }

# A power cut truncated a copy that is too short. So its change had not started.
undo_file() {
  [ -f "$undo_copy" ] && [ ! -h "$undo_copy" ] && [ "$(stat -c %s -- "$undo_copy")" = "${undo_detail% *}" ] || return 0
  if [ -f "$undo_path" ] && [ ! -h "$undo_path" ] && cmp -s -- "$undo_copy" "$undo_path"; then
    case $(stat -c '%a %u %g' -- "$undo_copy" "$undo_path") in
      *"$t_nl"*) undo_same=$(stat -c '%a %u %g' -- "$undo_copy" "$undo_path" | uniq | wc -l) ;;
      *) undo_same=2 ;;
    esac
    [ "$undo_same" -ne 1 ] || return 0
  fi
  undo_does restored "$undo_path"
  checking && return
  # shellcheck disable=SC2016
  undo_place sh -c 'cp -a -- "$1" "$2" && { sync -d -- "$2" 2>/dev/null || dd if=/dev/null of="$2" conv=notrunc,fsync 2>/dev/null || sync; }' sh "$undo_copy" || return 0
  [ "${undo_detail#* }" = 1 ] || undo_list_not_undone "$undo_path: its content is restored, but it was one of ${undo_detail#* } hard links and is a separate file now"
}

undo_special() {
  [ -e "$undo_copy" ] && [ ! -e "$undo_path" ] || return 0
  undo_does restored "$undo_path"
  checking || undo_place cp -a -- "$undo_copy" || :
}

undo_link() {
  t_decode "$undo_detail"
  if [ -h "$undo_path" ] && [ "$(readlink -- "$undo_path" && printf .)" = "$t_decoded$t_nl." ]; then return 0; fi
  undo_does restored "$undo_path"
  checking && return
  undo_place ln -s -- "$t_decoded" || :
}

# Files that others have added since stay.
undo_tree() {
  [ -d "$undo_copy" ] || return 0
  undo_tree_now=
  if [ -d "$undo_path" ] && [ ! -h "$undo_path" ]; then
    run diff -r -q -- "$undo_copy" "$undo_path" && return
    undo_tree_now=true
  fi
  undo_does restored "$undo_path"
  checking && return
  if [ "$undo_tree_now" ]; then
    merge_tree "$undo_path" cp -a -- "$undo_copy/." || undo_fails "$place_error"
    return 0
  fi
  if [ -e "$undo_path" ] || [ -h "$undo_path" ]; then remove_path "$undo_path"; fi
  undo_place cp -a -- "$undo_copy" || :
}

undo_absent() {
  if [ -d "$undo_path" ] && [ ! -h "$undo_path" ]; then
    if checking; then
      undo_does removed "$undo_path"
    elif remove_empty "$undo_path"; then
      undo_does removed "$undo_path"
    elif [ "$(ls -A -- "$undo_path")" ]; then
      undo_list_not_undone "$undo_path: the directory contains files that this run did not create"
    else
      undo_fails "$run_stderr"
    fi
  elif [ -e "$undo_path" ] || [ -h "$undo_path" ]; then
    undo_does removed "$undo_path"
    checking || remove_path "$undo_path"
  fi
}

undo_attributes() {
  stat_of "$undo_path" || return 0
  # shellcheck disable=SC2086 # mode, user, group and perhaps a context
  set -- $undo_detail
  [ "$s_mode $s_uid $s_gid" != "$1 $2 $3" ] || [ "${4-}" ] || return 0
  undo_does restored "$undo_path"
  checking && return
  undo_here chown -h -- "$2:$3"
  [ "$s_type" = link ] || undo_here chmod -- "0$1"
  [ -z "${4-}" ] || undo_here chcon -h -- "$4"
}

undo_flags() {
  [ -e "$undo_path" ] || return 0
  undo_does restored "$undo_path"
  checking || undo_here chattr "=${undo_detail#-}" --
}

undo_times() {
  [ -e "$undo_path" ] || return 0
  [ "$(stat -c '%Y %X' -- "$undo_path")" != "$undo_detail" ] || return 0
  undo_does restored "$undo_path"
  checking && return
  undo_here touch -c -m -d "@${undo_detail% *}" --
  undo_here touch -c -a -d "@${undo_detail#* }" --
}

# Restores owner, group and mode of everything in a directory.
undo_below() {
  [ -d "$undo_path" ] && [ -s "$undo_copy" ] || return 0
  undo_does restored "$undo_path"
  checking || undo_attributes_in "$undo_copy"
}

# undo_attributes_in LIST: runs one command for each owner and mode, for any number of files.
undo_attributes_in() {
  : >"$t_tmp.owners"
  : >"$t_tmp.modes"
  awk -v there="$t_tmp" '
    { slash = index($0, "/"); file = substr($0, slash + 1); print $2 "\n" file > (there ".owners") }
    !/^[0-7]+ [0-9:]+ symbolic link\// { print $1 "\n" file > (there ".modes") }' "$1"
  undo_below_each "$t_tmp.owners" chown -h --
  undo_below_each "$t_tmp.modes" chmod --
}
# undo_below_each FILE CMD…: FILE alternates values and names.
undo_below_each() {
  [ -s "$1" ] || return 0
  undo_list=$1
  shift
  awk 'NR % 2 && !seen[$0]++' "$undo_list" >"$t_tmp.values"
  while IFS= read -r undo_value <&5; do # a few different values
    awk -v value="$undo_value" 'NR % 2 { hit = ($0 == value); next } hit' "$undo_list" | tr '\n' '\0' >"$t_tmp.these"
    set_each "$undo_path" "$t_tmp.these" "$@" "$undo_value" || undo_fails "$each_error"
  done 5<"$t_tmp.values"
}

# Removes new files, children first, and restores replaced ones.
undo_members() {
  [ -d "$undo_path" ] || return 0
  undo_does restored "$undo_path"
  checking && return
  sort -r -- "$undo_copy" | tr '\n\002' '\0\n' >"$t_tmp.gone"
  remove_each "$undo_path" "$t_tmp.gone" || undo_fails "$each_error"
  for undo_tar in "$undo_copy".*.tar; do
    [ ! -s "$undo_tar" ] || merge_tree "$undo_path" tar -xpf "$undo_tar" -C || undo_fails "$place_error"
  done
  [ ! -s "$undo_copy.dirs" ] || undo_directories "$undo_copy.dirs"
}
# undo_directories LIST: makes directories that are gone, which a tar of files does not bring back if they were empty.
undo_directories() {
  # shellcheck disable=SC2016 # for the inner shell
  (cd -- "$undo_path" && sed 's,^[^/]*/,,' "$1" | tr '\n' '\0' | xargs -0 sh -c 'for f do [ -d "$f" ] || printf "%s\0" "$f"; done' sh) >"$t_tmp.dirs"
  # shellcheck disable=SC2016
  [ ! -s "$t_tmp.dirs" ] || merge_tree "$undo_path" sh -c 'cd -- "$1" && exec xargs -0 mkdir -p -- <"$0"' "$t_tmp.dirs" || undo_fails "$place_error"
  undo_attributes_in "$1"
}

# Everything is restored. Deletes the pre-images once the restored files are on disk, and the results of undone calls.
undo_forget() {
  sync
  undo_gone=$t_store/runs/$p_run/undone
  rm -rf -- "$undo_gone" "$t_store/runs/$p_run/spool"
  mv -- "$undo_dir" "$undo_gone" || fail "cannot remove $undo_dir"
  rm -rf -- "$undo_gone"
}

# ---- services ------------------------------------------------------------------------------------------------------------------------

# undo_detail is MANAGER HOW, the former state.
undo_service() {
  undo_reload_units
  undo_how=${undo_detail#* }
  case $undo_how in
    started) set -- start ;;
    stopped) set -- stop ;;
    *) set -- "${undo_how%d}" ;;
  esac
  case $undo_how in enabled | disabled) set -- "${undo_how%d}" ;; masked) set -- mask ;; unmasked) set -- unmask ;; esac
  undo_does services "$undo_path: $undo_how"
  checking && return
  case $undo_detail in
    systemd-*)
      undo_scope=${undo_detail%% *}
      if [ "$undo_scope" = systemd-user ] && [ -z "${XDG_RUNTIME_DIR-}" ]; then
        XDG_RUNTIME_DIR=/run/user/$(id -u)
        export XDG_RUNTIME_DIR
      fi
      run env LC_ALL=C systemctl "--${undo_scope#systemd-}" "$1" -- "$undo_path"
      ;;
    openrc*) case $1 in
      enable) run rc-update add "$undo_path" ;;
      disable) run rc-update delete "$undo_path" ;;
      *) run rc-service "$undo_path" "$1" ;;
    esac ;;
    upstart*) run initctl "$1" "$undo_path" ;;
    *)
      case $1:$(command -v chkconfig) in
        enable:?*) run chkconfig "$undo_path" on ;;
        disable:?*) run chkconfig "$undo_path" off ;;
        enable: | disable:) run update-rc.d "$undo_path" "$1" ;;
        *) if [ -x "/etc/init.d/$undo_path" ]; then run "/etc/init.d/$undo_path" "$1"; else run service "$undo_path" "$1"; fi ;;
      esac
      ;;
  esac || undo_fails "cannot $1 it: ${run_stderr:-$run_stdout}"
}

# systemd must read changed units before one of them starts.
undo_reload_units() {
  [ "$undo_units" = true ] || return 0
  undo_units=false
  checking || ! have systemctl || run systemctl daemon-reload || :
}

# ---- what a module restores itself -----------------------------------------------------------------------------------------------------

# Runs MODULE_undo in a subshell with its former options, and reads its records from a file.
undo_by_module() {
  undo_same=false
  [ "$undo_detail" = absent ] || [ "$(stat -c %s -- "$undo_copy" 2>/dev/null)" = "$undo_detail" ] || return 0
  if checking; then
    undo_does restored "$undo_path"
    return
  fi
  undo_answer=$t_tmp.answer
  # shellcheck disable=SC2030 # what is set here is for the module
  (
    exec 3>"$undo_answer"
    t_slot='' t_tmp=$t_tmp.module t_changed=false t_check=false t_diff=false
    while read -r undo_option undo_value; do # about twenty at most
      t_decode "$undo_value"
      undo_value=$t_decoded
      case $undo_option in *[!a-z_0-9]*) ;; *) eval "p_$undo_option=\$undo_value" ;; esac
    done <"$undo_copy.options"
    if [ "$undo_detail" = absent ]; then "${undo_kind}_undo" ''; else "${undo_kind}_undo" "$undo_copy"; fi
    t_over
  )
  # shellcheck disable=SC2016
  undo_why=$(awk '/^[0-9]+ x [0-9]+ $/ { getline; print; failed = 1; exit } /^[0-9]+ e 0 $/ { ended = 1 } END { if (!failed && !ended) print "it ended early" }' "$undo_answer")
  if grep -q "^$t_id c 0 " "$undo_answer"; then undo_does restored "$undo_path"; fi
  [ -z "$undo_why" ] || undo_fails "$undo_why"
}
