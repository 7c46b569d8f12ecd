# shellcheck shell=sh
# module: lineinfile
# summary: keep one line in a file present, absent or replaced
# check: full   diff: text   needs: awk tail   uses: regex
# example: lineinfile: {path: /etc/ssh/sshd_config, regexp: "^PermitRootLogin", line: PermitRootLogin no}
# option: path           path  required  aliases=dest,destfile,name   the file to change
# option: regexp         str   aliases=regex                          pattern in Python's syntax: replaces the last line that matches, or removes all that match
# option: search_string  str                                          plain text in the line, in place of regexp
# option: state          enum  present|absent  default=present        whether the line must be there
# option: line           str   aliases=value                          the line
# option: backrefs       bool  default=false                          line may use groups of regexp; nothing is added if nothing matches
# option: insertafter    str                                          EOF, or a pattern: a new line goes after the last line that matches
# option: insertbefore   str                                          BOF, or a pattern: a new line goes before the last line that matches
# option: firstmatch     bool  default=false                          insertafter and insertbefore use the first line that matches
# option: create         bool  default=false                          create the file if it does not exist
# option-set: backup
# option-set: validate
# option-set: attributes
# option-set: unsafe_writes
# exclusive: regexp search_string
# exclusive: insertbefore insertafter
# exclusive: backrefs search_string
# result: msg  what was done
# result: found  with state=absent: number of removed lines
# result: backup  path of the backup, or empty

lineinfile_run() {
  if [ -d "$p_path" ]; then
    result_int rc 256
    fail "Path $p_path is a directory !"
  fi
  case $p_state in
    present) lineinfile_check ;;
    absent) [ "${p_regexp+given}${p_search_string+given}${p_line+given}" ] || fail 'one of line, search_string, or regexp is required with state=absent' ;;
  esac
  if [ -e "$p_path" ]; then
    read_text "$p_path" "$t_tmp.old"
  else
    [ "$p_state" = present ] || done_with 'file not present'
    [ "$p_create" = true ] || {
      result_int rc 257
      fail "Destination $p_path does not exist !"
    }
    : >"$t_tmp.old"
  fi
  result backup ''
  lineinfile_plan
  lineinfile_did=$lineinfile_msg
  [ "$p_state" = present ] || { result_int found "$lineinfile_found"; }
  if [ "$lineinfile_msg" ]; then lineinfile_write; fi
  lineinfile_attributes
  result msg "$lineinfile_did"
}

lineinfile_check() {
  [ "$p_backrefs" = false ] || [ "${p_regexp+given}" ] || fail 'regexp is required with backrefs=true'
  [ "${p_line+given}" ] || fail 'line is required with state=present'
}

lineinfile_plan() { # writes the new text, and reports what was done
  lineinfile_eof=newline
  [ ! -s "$t_tmp.old" ] || case $(tail -c 1 -- "$t_tmp.old" && printf .) in "$t_nl.") ;; *) lineinfile_eof=none ;; esac
  lineinfile_by=line
  printf '%s\n' "${p_line-}" >"$t_tmp.line"
  if [ "${p_regexp+given}" ]; then
    lineinfile_by=regexp
    printf '%s\n' "$p_regexp" >"$t_tmp.by"
  elif [ "${p_search_string+given}" ]; then
    lineinfile_by=search
    printf '%s\n' "$p_search_string" >"$t_tmp.by"
  fi
  lineinfile_place=EOF
  if [ "${p_insertafter+given}" ]; then
    case $p_insertafter in EOF | BOF) lineinfile_place=$p_insertafter ;; *) lineinfile_place=after ;; esac
    printf '%s\n' "$p_insertafter" >"$t_tmp.place"
  elif [ "${p_insertbefore+given}" ]; then
    case $p_insertbefore in EOF | BOF) lineinfile_place=$p_insertbefore ;; *) lineinfile_place=before ;; esac
    printf '%s\n' "$p_insertbefore" >"$t_tmp.place"
  fi
  awk -v tmp="$t_tmp" -v state="$p_state" -v by="$lineinfile_by" -v place="$lineinfile_place" -v backrefs="$p_backrefs" -v firstmatch="$p_firstmatch" \
    -v eof="$lineinfile_eof" "$t_awk_regex$lineinfile_awk" "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $p_path"
  {
    IFS= read -r lineinfile_error
    IFS= read -r lineinfile_msg
    IFS= read -r lineinfile_found
  } <"$t_tmp.said"
  [ -z "$lineinfile_error" ] || fail "$lineinfile_error"
}

lineinfile_write() {
  changed
  diff_files "$p_path (content)" "$t_tmp.old" "$t_tmp.new"
  ! checking || return 0
  validate_file "$t_tmp.new"
  if [ -e "$p_path" ]; then
    backup_file "$p_path" backup
  else
    case $p_path in */*/* | [!/]*/*) make_directory "${p_path%/*}" ;; esac
  fi
  put_from "$p_path" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

lineinfile_attributes() {
  attributes_of_call "$p_path"
}

# shellcheck disable=SC2016
lineinfile_awk='
function bare(l) { sub(/[\r\n]+$/, "", l); return l }
function whole(l) { return l ~ /\n$/ ? l : l "\n" }
function said(error, msg) { print error > (tmp ".said"); print msg > (tmp ".said"); print found + 0 > (tmp ".said"); close(tmp ".said"); exit 0 }
function hit(l) { return by == "regexp" ? re_search(l, 1) : by == "search" ? index(l, what) > 0 : bare(l) == line }
function show(   i) { for (i = 1; i <= n; i++) printf "%s", text[i] }
function insert(at,   i) { for (i = n; i >= at; i--) text[i + 1] = text[i]; text[at] = line "\n"; n++; if (at == n && n > 1) text[n - 1] = whole(text[n - 1]); show(); said("", "line added") }
function remove(   i, m) { for (i = 1; i <= n; i++) if (hit(text[i])) found++; else text[++m] = text[i]; n = m; show(); said("", found ? found " line(s) removed" : "") }
function search(   i) {
  for (i = 1; i <= n; i++) if (hit(text[i])) {
    at = i
    if (backrefs == "true") { new = re_expand(line); if (re_error != "") said(re_error) }
    if (firstmatch == "true") return
  }
}
function exact(   i, e) { for (i = 1; i <= n; i++) if (bare(text[i]) == line) e = i; return e } # finds an existing line, so that it is not added again
function place_of(   i) {
  for (i = 1; i <= n && !(ins && firstmatch == "true"); i++) if (re_search(text[i], 1)) ins = place == "after" ? i + 1 : i
}
{ text[++n] = $0 "\n" }
END {
  line = slurp(tmp ".line"); if (by != "line") what = slurp(tmp ".by")
  if (eof == "none") text[n] = substr(text[n], 1, length(text[n]) - 1)
  if (by == "regexp" && !re_compile(what, "")) said("the pattern of regexp can not be used: " re_error)
  if (state == "absent") remove()
  search()
  if (!at && backrefs != "true") at = exact()
  if (at) {
    if (backrefs != "true") new = line
    if (text[at] == whole(new)) { show(); said("", "") }
    text[at] = whole(new); show(); said("", "line replaced")
  }
  if (backrefs == "true") { show(); said("", "") }
  if (place == "after" || place == "before") {
    if (!re_compile(slurp(tmp ".place"), "")) said("the pattern of insert" place " can not be used: " re_error)
    place_of()
  }
  if (place == "BOF") insert(1)
  if (place == "EOF" || !ins) insert(n + 1)
  if (place == "after" ? ins <= n && bare(text[ins]) == line : ins > 1 && bare(text[ins - 1]) == line) { show(); said("", "") }
  insert(ins)
}'
