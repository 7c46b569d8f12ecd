# shellcheck shell=sh
# Access lists, extended attributes and capabilities of files: what a call saves for undo before it changes them, and how
# undo puts them back. For the modules acl, xattr, capabilities and undo.

# keep_acl PATH [all]: saves the access list of PATH; with all, of everything below, too.
keep_acl() {
  keeping || return 0
  t_keep_new='' t_copy=''
  t_keep_path "$1"
  ! t_keep_find file tree link absent special unkept || return 0
  [ "${2-}" = all ] || ! t_keep_find acl || return 0
  t_keep_name
  # The first block is PATH itself, whatever its name there.
  if ! (
    if [ -d "$t_path" ]; then cd -- "$t_path" && set -- . "${2-}"; else set -- "$t_path" "${2-}"; fi || exit
    [ "$2" = all ] && set -- -R -P "$1" || set -- "$1"
    exec getfacl -n -p "$@" >"$t_copy"
  ) 2>"$t_work/keep"; then
    t_keep_failed
    return 0
  fi
  t_keep_log acl '' "$t_keep_name" "$t_copy"
}

# keep_metadata KIND PATH TEXT: for xattr, TEXT is the name, and its value in hexadecimal if it had one; for caps, the
# capabilities.
keep_metadata() {
  keeping || return 0
  t_keep_new='' t_copy=''
  t_keep_path "$2"
  ! t_keep_find file tree link absent special unkept || return 0
  t_keep_line=$t_encoded
  t_encode "$3"
  t_keep_was=$t_encoded
  t_encoded=$t_keep_line
  t_keep_log "$1" "$t_keep_was" ''
}

# Sorts files by their list, since many have the same: .acl.N is a list, .acl_names.N the files that had it. In names
# \002 is a newline.
undo_acl() {
  [ -e "$undo_path" ] && [ ! -h "$undo_path" ] && [ -s "$undo_copy" ] || return 0
  # shellcheck disable=SC2016
  undo_acls=$(awk -v tmp="$t_tmp" '
    function name(s,   o, p) { # getfacl writes some bytes as octal numbers
      while (p = index(s, "\\")) {
        o = o substr(s, 1, p - 1)
        if (substr(s, p + 1, 3) ~ /^[0-3][0-7][0-7]$/) { o = o sprintf("%c", substr(s, p + 1, 1) * 64 + substr(s, p + 2, 1) * 8 + substr(s, p + 3, 1)); s = substr(s, p + 4) }
        else { o = o substr(s, p + 1, 1); s = substr(s, p + 2) }
      }
      s = o s; gsub(/\n/, "\002", s); return s }
    function put() {
      if (file == "") return
      if (!(list in id)) { id[list] = ++n; printf "%s", list > (tmp ".acl." n) }
      if (!blocks++) print id[list] > (tmp ".acl_own"); else { print "./" file > (tmp ".acl_names." id[list]) }
      file = list = "" }
    BEGIN { printf "" > (tmp ".acl_own") }
    /^# file: / { put(); file = name(substr($0, 9)); sub(/^\.\//, "", file); next }
    /^#/ || /^$/ { next }
    { sub(/[ \t]*#effective:.*/, ""); list = list $0 "\n" }
    END { put(); print n + 0 }' "$undo_copy")
  IFS= read -r undo_own <"$t_tmp.acl_own" || return 0
  undo_does restored "$undo_path"
  checking && return
  undo_i=0
  while [ "$undo_i" -lt "$undo_acls" ]; do # a few different lists
    undo_i=$((undo_i + 1))
    if [ "$undo_i" = "$undo_own" ]; then undo_here setfacl -k "--set-file=$t_tmp.acl.$undo_i" --; fi
    [ -s "$t_tmp.acl_names.$undo_i" ] || continue
    tr '\n\002' '\0\n' <"$t_tmp.acl_names.$undo_i" >"$t_tmp.these"
    set_each "$undo_path" "$t_tmp.these" setfacl -k "--set-file=$t_tmp.acl.$undo_i" -- || undo_fails "$each_error"
  done
}

undo_xattr() {
  [ -e "$undo_path" ] || [ -h "$undo_path" ] || return 0
  t_decode "$undo_detail"
  undo_does restored "$undo_path"
  checking && return
  case $t_decoded in
    *' '*) undo_here setfattr -h -n "${t_decoded%% *}" -v "${t_decoded#* }" -- ;;
    *) change "$undo_path" setfattr -h -x "$t_decoded" -- || case $run_stderr in *'No such attribute'*) ;; *) undo_fails "$run_stderr" ;; esac ;;
  esac
}

undo_caps() {
  [ -f "$undo_path" ] && [ ! -h "$undo_path" ] || return 0
  undo_does restored "$undo_path"
  checking && return
  t_decode "$undo_detail"
  case $t_decoded in
    '' | -) change "$undo_path" setcap -r || case $run_stderr in *'no capab'*) ;; *) undo_fails "$run_stderr" ;; esac ;;
    *) undo_here setcap "$t_decoded" ;;
  esac
}
