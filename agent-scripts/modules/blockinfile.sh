# shellcheck shell=sh
# module: blockinfile
# summary: keep a block of lines, between two markers, in a file
# check: full   diff: text   needs: awk tail   uses: regex
# example: blockinfile: {path: /etc/hosts, block: "192.0.2.11 web1\n192.0.2.12 web2", marker: "# {mark} web servers"}
# option: path          path  required  aliases=dest,destfile,name       the file to change
# option: block         str   default=""  aliases=content                the lines; if empty, the block is removed
# option: state         enum  present|absent  default=present            whether the block must be there
# option: marker        str   default="# {mark} ANSIBLE MANAGED BLOCK"   the lines before and after the block; {mark} becomes marker_begin and marker_end
# option: marker_begin  str   default=BEGIN                              the mark in the line before the block
# option: marker_end    str   default=END                                the mark in the line after the block
# option: insertafter   str                                              EOF, or a pattern in Python's syntax; a new block goes after the last line that matches
# option: insertbefore  str                                              BOF, or a pattern; a new block goes before the last line that matches
# option: create        bool  default=false                              create the file if it does not exist
# option: prepend_newline  bool  default=false                           a blank line before the block, unless it begins the file
# option: append_newline   bool  default=false                           a blank line after the block, unless it ends the file
# option-set: backup
# option-set: validate
# option-set: attributes
# option-set: unsafe_writes
# exclusive: insertbefore insertafter
# result: msg  what was done
# result: backup_file  path of the backup

blockinfile_run() {
  [ ! -d "$p_path" ] || fail "Path $p_path is a directory !"
  if [ -e "$p_path" ]; then
    read_text "$p_path" "$t_tmp.old"
    blockinfile_new=false
  else
    [ "$p_state" = present ] || done_with "File $p_path not present"
    [ "$p_create" = true ] || {
      result_int rc 257
      fail "Path $p_path does not exist !"
    }
    : >"$t_tmp.old"
    blockinfile_new=true
  fi
  blockinfile_place=EOF
  if [ "${p_insertafter+given}" ]; then
    case $p_insertafter in EOF | BOF) blockinfile_place=$p_insertafter ;; *) blockinfile_place=after ;; esac
    printf '%s\n' "$p_insertafter" >"$t_tmp.place"
  elif [ "${p_insertbefore+given}" ]; then
    case $p_insertbefore in EOF | BOF) blockinfile_place=$p_insertbefore ;; *) blockinfile_place=before ;; esac
    printf '%s\n' "$p_insertbefore" >"$t_tmp.place"
  fi
  blockinfile_eof=newline
  [ ! -s "$t_tmp.old" ] || case $(tail -c 1 -- "$t_tmp.old" && printf .) in "$t_nl.") ;; *) blockinfile_eof=none ;; esac
  printf '%s\n' "$p_block" >"$t_tmp.block"
  blockinfile_mark "$p_marker_begin" >"$t_tmp.begin"
  blockinfile_mark "$p_marker_end" >"$t_tmp.end"
  awk -v tmp="$t_tmp" -v state="$p_state" -v place="$blockinfile_place" -v eof="$blockinfile_eof" \
    -v prepend="$p_prepend_newline" -v append="$p_append_newline" "$t_awk_regex$blockinfile_awk" "$t_tmp.old" >"$t_tmp.new" ||
    fail "cannot work out the new $p_path"
  {
    IFS= read -r blockinfile_error
    IFS= read -r blockinfile_msg
  } <"$t_tmp.said"
  [ -z "$blockinfile_error" ] || fail "$blockinfile_error"
  if [ "$blockinfile_new" = true ]; then
    blockinfile_msg='File created'
    blockinfile_write
  elif cmp -s "$t_tmp.old" "$t_tmp.new"; then
    blockinfile_msg=
  else
    blockinfile_write
  fi
  result msg "$blockinfile_msg"
  attributes_of_call "$p_path"
}

blockinfile_mark() {
  case $p_marker in
    *'{mark}'*) printf '%s\n' "${p_marker%%"{mark}"*}$1${p_marker#*"{mark}"}" ;;
    *) printf '%s\n' "$p_marker" ;;
  esac
}

blockinfile_write() {
  changed
  diff_files "$p_path (content)" "$t_tmp.old" "$t_tmp.new"
  ! checking || return 0
  validate_file "$t_tmp.new"
  if [ "$blockinfile_new" = false ]; then
    backup_file "$p_path"
  else
    case $p_path in */*/* | [!/]*/*) make_directory "${p_path%/*}" ;; esac
  fi
  put_from "$p_path" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# shellcheck disable=SC2016
blockinfile_awk='
function said(error, msg) { print error > (tmp ".said"); print msg > (tmp ".said"); close(tmp ".said"); over = 1; exit 0 }
function line(l, whole) { printf "%s%s", l, (whole ? "\n" : "") }
BEGIN {
  block = slurp(tmp ".block"); first = slurp(tmp ".begin"); last = slurp(tmp ".end"); gone = state == "absent" || block == ""
  sub(/\n$/, "", block)
  if ((place == "after" || place == "before") && !re_compile(slurp(tmp ".place"), "")) said("the pattern of insert" place " can not be used: " re_error)
}
{ text[++n] = $0 }
END {
  if (over) exit 0
  for (i = 1; i <= n; i++) { if (text[i] == first) b = i; if (text[i] == last) e = i }
  if (b && e) { lo = b < e ? b : e; hi = b < e ? e : b; msg = gone ? "Block removed" : "Block inserted"; at = lo }
  else {
    lo = 0; hi = -1; msg = gone ? "Block removed" : "Block inserted"
    if (place == "BOF") at = 1
    else if (place == "EOF") at = n + 1
    else { for (i = 1; i <= n; i++) if (re_search(text[i] (i < n || eof != "none" ? "\n" : ""), 1)) found = i; at = found ? (place == "after" ? found + 1 : found) : n + 1 }
  }
  for (i = 1; i <= n + 1; i++) {
    if (i == at && !gone) {
      if (eof == "none" && i > 1 && at > n) print ""
      if (prepend == "true" && i > 1 && text[i - 1] != "") print ""
      print first; print block; print last
      after = lo ? hi + 1 : i
      if (append == "true" && after <= n && text[after] != "") print ""
    }
    if (i > n || (lo && i >= lo && i <= hi)) continue
    line(text[i], i < n || eof != "none")
  }
  said("", msg)
}'
