# shellcheck shell=sh
# For haproxy_certs: writes the files, restores them after a failure, and for the undo of a run.

# Lists what is to be written: KIND, PATH, and the file with its content, or - to remove it. Keeps what is there.
crt_save() {
  [ -n "$hc_interrupted" ] || rm -rf "$crt_saved"
  (umask 077 && mkdir -p "$crt_saved") || { hc_why="cannot create $crt_saved" && return 1; }
  awk -F "$t_tab" -v directory="$p_directory/" -v given="$t_tmp.c/" '
    $2 == "true" { print "cert\t" directory $1 "\t" given $1 }
    $3 != "same" { print "ocsp\t" directory $1 ".ocsp\t" ($3 == "set" ? given $1 ".ocsp" : "-") }' "$t_tmp.items" >"$t_tmp.written"
  ! $crt_list_changes || printf 'list\t%s\t%s\n' "$p_crt_list" "$t_tmp.crt_list" >>"$t_tmp.written"
  keep_or=crt_unkept
  make_directory "$p_directory"
  while IFS="$t_tab" read -r p_kind p_path crt_content <&4; do
    keep_for haproxy_certs "$p_path" kind path directory config binary unit pidfile args socket master_socket deadline
    # Of an interrupted transition, the first copy is what was proven.
    [ -e "$crt_saved/${p_path##*/}" ] || [ -e "$crt_saved/.absent.${p_path##*/}" ] || crt_save_one ||
      { hc_why="cannot save $p_path in $crt_saved" && return 1; }
  done 4<"$t_tmp.written"
  hc_open_journal certificates
}
crt_unkept() { hc_close untouched; }
crt_save_one() {
  if [ -e "$p_path" ]; then cp -p -- "$p_path" "$crt_saved/"; else : >"$crt_saved/.absent.${p_path##*/}"; fi
}

crt_swap() {
  hc_touched=true
  hc_detail="$(($(wc -l <"$t_tmp.written"))) files"
  umask 077 # a new file has a private key
  while IFS="$t_tab" read -r p_kind p_path crt_content <&4; do
    crt_put "$crt_content" || return 1
  done 4<"$t_tmp.written"
  crt_attributes
}

# crt_put FILE: writes $p_path, or removes it if FILE is -. Undo is up to this module.
crt_put() {
  if [ "$1" = - ]; then
    # shellcheck disable=SC2030
    (t_run='' && remove_path "$p_path") && did && return 0
    hc_why="cannot remove $p_path"
  else
    # shellcheck disable=SC2030,SC2031
    (t_run='' && put_from "$p_path" "$1" || { printf '%s\n' "$put_error" >"$t_tmp.why" && false; }) && did && return 0
    hc_why=$(cat "$t_tmp.why")
  fi
  return 1
}

crt_attributes() {
  while IFS= read -r crt_name <&4; do
    [ ! -f "$p_directory/$crt_name" ] || attributes_of_call "$p_directory/$crt_name"
  done 4<"$t_tmp.names"
}

# The files first: what is taken back in the process is read from them.
crt_rollback() {
  while IFS="$t_tab" read -r p_kind p_path crt_content <&4; do
    crt_content=-
    [ ! -e "$crt_saved/${p_path##*/}" ] || crt_content=$crt_saved/${p_path##*/}
    if [ "$crt_content" != - ] || [ -e "$p_path" ]; then crt_put "$crt_content" || return 1; fi
    [ "$crt_content" = - ] || run cp -p -- --attributes-only "$crt_content" "$p_path" || :
  done 4<"$t_tmp.written"
  hc_detail='files restored'
  hc_look
  if [ "$hc_worker" = "$hc_base_worker" ]; then
    [ "$crt_way" = none ] && return 0
    if [ ! -s "$t_tmp.done" ]; then return 0; fi
    if crt_take_back; then
      hc_detail='changes of the process taken back, files restored'
      hc_why=''
      return 0
    fi
  fi
  hc_detail="files restored and loaded again"
  hc_base_worker=$hc_worker hc_base_failed=$hc_failed
  hc_load ''
}

# --- Undo of a run ---

# haproxy_certs_undo FILE: for the module undo. Restores what is in FILE at p_path, or removes p_path if FILE is empty, and
# brings that live. Only options that identify the process are set. What a certificate needs is restored before it.
haproxy_certs_undo() {
  p_apply=auto
  unset p_mode p_owner p_group
  if [ -n "$1" ]; then
    stat_of "$1"
    p_mode=$s_mode p_owner=$s_uid p_group=$s_gid
  fi
  crt_begin
  if [ "$p_kind" != cert ]; then
    crt_restore "${1:--}"
  elif [ -n "$1" ]; then
    crt_back=$1
    haproxy_certs_run
  else
    crt_remove
  fi
}

# The one certificate that is restored.
crt_collect_back() {
  crt_new_names
  crt_name=${p_path##*/}
  printf '%s\n' "$crt_name" >"$t_tmp.names"
  cp -- "$crt_back" "$t_tmp.c/$crt_name" && { [ ! -f "$p_path.ocsp" ] || cp -- "$p_path.ocsp" "$t_tmp.c/$crt_name.ocsp"; } && return 0
  hc_why="cannot read $crt_back"
  return 1
}

crt_restore() {
  if [ "$1" = - ]; then
    [ -e "$p_path" ] || return 0
  elif cmp -s "$1" "$p_path"; then
    return 0
  fi
  changed
  crt_put "$1" || fail "$hc_why"
}

# The certificate was not there before: it goes from the lists of the process, from the process, and from the disk.
crt_remove() {
  hc_baseline_of_worker
  hc_find_program
  crt_path=$p_path
  if $hc_running && hc_loaded "$t_tmp.loaded" && grep -q "^$p_path$t_tab" "$t_tmp.loaded"; then
    changed
    ask_socket "$t_tmp.lists" "$p_socket" 'show ssl crt-list' || :
    crt_unlist "$(awk '!/^#/ && NF { printf "%s%s", (n++ ? "," : ""), $1 }' "$t_tmp.lists")"
    ask_socket "$t_tmp.said" "$p_socket" "del ssl cert $p_path" || :
    crt_restore -
    hc_loaded "$t_tmp.loaded" && ! grep -q "^$p_path$t_tab" "$t_tmp.loaded" && return 0
    if ! { crt_may_load && hc_load ''; }; then fail "$hc_why"; fi
  else
    crt_restore -
  fi
}
