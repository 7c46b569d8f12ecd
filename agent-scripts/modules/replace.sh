# shellcheck shell=sh
# module: replace
# summary: replace all matches of a pattern in a file
# check: full   diff: text   needs: awk   uses: regex
# example: replace: {path: /etc/hosts, regexp: "web1$", replace: web1 shop}
# option: path      path  required  aliases=dest,destfile,name  the file to change
# option: regexp    str   required                              pattern in Python's syntax; ^ and $ match at lines
# option: replace   str   default=""                            the replacement; may use groups of regexp
# option: after     str                                         only after a match of this pattern
# option: before    str                                         only before a match of this pattern
# option: encoding  str   default=utf-8                         utf-8 or ascii: bytes are compared; others are refused
# option-set: backup
# option-set: validate
# option-set: attributes
# option-set: unsafe_writes
# result: msg  what was done
# result: backup_file  path of the backup

replace_run() {
  known_encoding "$p_encoding"
  if [ -d "$p_path" ]; then
    result_int rc 256
    fail "Path $p_path is a directory !"
  fi
  [ -e "$p_path" ] || {
    result_int rc 257
    fail "Path $p_path does not exist !"
  }
  read_text "$p_path" "$t_tmp.old"
  printf '%s\n' "$p_regexp" >"$t_tmp.regexp"
  printf '%s\n' "$p_replace" >"$t_tmp.by"
  [ -z "${p_after+given}" ] || printf '%s\n' "$p_after" >"$t_tmp.after"
  [ -z "${p_before+given}" ] || printf '%s\n' "$p_before" >"$t_tmp.before"
  # a mark after it preserves the last newline
  {
    cat "$t_tmp.old"
    printf '.\n'
  } >"$t_tmp.marked"
  awk -v tmp="$t_tmp" -v after="${p_after+1}" -v before="${p_before+1}" "$t_awk_regex$replace_awk" >"$t_tmp.new" || fail "cannot work out the new $p_path"
  {
    IFS= read -r replace_error
    IFS= read -r replace_count
  } <"$t_tmp.said"
  [ -z "$replace_error" ] || fail "$replace_error"
  result_int rc 0
  case $replace_count in
    none) done_with "Pattern for before/after params did not match the given file: $(cat "$t_tmp.section")" ;;
    0) result msg '' ;;
    *)
      if cmp -s "$t_tmp.old" "$t_tmp.new"; then
        result msg ''
      else
        changed
        result msg "$replace_count replacements made"
        diff_files "$p_path" "$t_tmp.old" "$t_tmp.new"
        checking || replace_write
      fi
      ;;
  esac
  attributes_of_call "$p_path"
}

replace_write() {
  validate_file "$t_tmp.new"
  backup_file "$p_path"
  put_from "$p_path" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# shellcheck disable=SC2016
replace_awk='
function said(error, count) { print error > (tmp ".said"); print count > (tmp ".said"); close(tmp ".said"); exit 0 }
BEGIN {
  all = slurp(tmp ".marked"); all = substr(all, 1, length(all) - 1)
  from = 1; to = length(all) + 1
  if (after || before) {
    # the shortest section between both, the longest if only one is given
    pattern = (after ? slurp(tmp ".after") : "") (after && before ? "(?P<subsection>.*?)" : "(?P<subsection>.*)") (before ? slurp(tmp ".before") : "")
    print pattern > (tmp ".section")
    if (!re_compile(pattern, "s")) said("the pattern of before or after can not be used: " re_error, 0)
    if (!re_search(all, 1)) { printf "%s", all; said("", "none") }
    g = re_named["subsection"]; from = re_cap[g * 2]; to = re_cap[g * 2 + 1]
  }
  if (!re_compile(slurp(tmp ".regexp"), "m")) said("the pattern of regexp can not be used: " re_error, 0)
  template = slurp(tmp ".by")
  section = substr(all, from, to - from); re_load(section); n = length(section); at = 1; out = ""
  while (at <= n + 1 && re_find(at)) {
    out = out substr(section, at, re_start - at)
    out = out re_expand(template); if (re_error != "") said(re_error, 0)
    count++
    if (re_end == re_start) { out = out substr(section, re_start, 1); at = re_start + 1 } else at = re_end
  }
  if (at <= n) out = out substr(section, at)
  printf "%s%s%s", substr(all, 1, from - 1), out, substr(all, to)
  said("", count + 0)
}'
