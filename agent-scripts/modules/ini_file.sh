# shellcheck shell=sh
# module: ini_file  also=community.general.ini_file
# summary: keep options and sections of an INI file present or absent
# check: full   diff: text   needs: awk tr   uses: awk
# example: ini_file: {path: /etc/tuned/tuned-main.conf, section: main, option: sleep_interval, value: "2"}
# option: path                    path  required  aliases=dest         the file to change
# option: section                 str                                  the section; without it, the lines before the first one
# option: section_has_values      list/dict                            which of several sections of that name: the one with these options, each a mapping of option and value, or values
# option: option                  str                                  the option
# option: value                   str                                  its value
# option: values                  list/str                             several values: one line for each
# option: state                   enum  present|absent  default=present  whether the option, or the section if no option is given, must be there
# option: exclusive               bool  default=true                   remove other lines of this option; if false, only add or remove the given values
# option: no_extra_spaces         bool  default=false                  write no spaces around =
# option: ignore_spaces           bool  default=false                  leave lines that differ only by spaces around =
# option: create                  bool  default=true                   create the file if it does not exist
# option: allow_no_value          bool  default=false                  write an option without value and without =
# option: modify_inactive_option  bool  default=true                   replace a line of the option that is commented out
# option: follow                  bool  default=false                  write through a symbolic link at path
# option-set: backup
# option-set: attributes
# option-set: unsafe_writes
# exclusive: value values
# result: msg  what was done
# result: path  the file
# result: backup_file  path of the backup

ini_file_run() {
  [ "$p_state" = absent ] || [ "$p_allow_no_value" = true ] || [ "${p_value+given}" ] || [ "${p_values_n:-0}" -gt 0 ] ||
    fail "Parameter 'value(s)' must be defined if state=present and allow_no_value=False."
  [ ! -d "$p_path" ] || fail "Path $p_path is a directory"
  if [ ! -e "$p_path" ] && [ "$p_create" = false ]; then
    result_int rc 257
    fail "Destination $p_path does not exist!"
  fi
  read_text "$p_path" "$t_tmp.old"
  ini_file_inputs
  # A mark after the text shows whether its last line has an end.
  { cat "$t_tmp.old" && printf '.\n'; } | awk -v tmp="$t_tmp" -v state="$p_state" -v with_option="${p_option:+1}" -v with_section="${p_section:+1}" \
    -v exclusive="$p_exclusive" -v bare="$p_allow_no_value" -v spaces="$p_ignore_spaces" -v inactive="$p_modify_inactive_option" \
    -v assign="$([ "$p_no_extra_spaces" = true ] || printf ' ')" "$t_awk_json_text$ini_file_awk" >"$t_tmp.new" || fail "cannot work out the new $p_path"
  {
    IFS= read -r ini_file_error
    IFS= read -r ini_file_changed
    IFS= read -r ini_file_msg
  } <"$t_tmp.said"
  [ -z "$ini_file_error" ] || fail "$ini_file_error"
  if [ "$ini_file_changed" = true ]; then ini_file_write; fi
  result msg "$ini_file_msg"
  result path "$p_path"
  attributes_of_call "$p_path"
  describe "$p_path"
}

# Each text goes into a file, since values may be secret. A line of \001 ends each of the values.
ini_file_inputs() {
  printf '%s\n' "${p_section-}" >"$t_tmp.section"
  printf '%s\n' "${p_option-}" >"$t_tmp.option"
  : >"$t_tmp.values"
  if [ "${p_value+given}" ]; then ini_file_value "$p_value"; else each values ini_file_value; fi
  : >"$t_tmp.conditions"
  each section_has_values ini_file_condition
}
ini_file_value() { printf '%s\n\001\n' "$1" >>"$t_tmp.values"; }
ini_file_condition() { printf '%s\n' "$1" >>"$t_tmp.conditions"; }

ini_file_write() {
  changed
  diff_files "$p_path (content)" "$t_tmp.old" "$t_tmp.new"
  checking && return
  backup_file "$p_path"
  ini_file_dest=$p_path
  if [ "$p_follow" = true ] && [ -h "$p_path" ]; then
    follow_path "$p_path"
    ini_file_dest=$f_path
  fi
  case $ini_file_dest in */*/* | [!/]*/*) make_directory "${ini_file_dest%/*}" ;; esac
  put_follows=false
  put_from "$ini_file_dest" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# Lines are kept as they are, with their newline. head is what is before the section, tail what is after it.
# shellcheck disable=SC2016
ini_file_awk='
function slurp(f,   l, t, n) { t = ""; while ((getline l < f) > 0) t = t (n++ ? "\n" : "") l; close(f); return t }
function said(error) { print error > (tmp ".said"); print edited ? "true" : "false" > (tmp ".said"); print msg > (tmp ".said"); close(tmp ".said"); failed = 1; exit 0 }
function exact(s,   i, c, r) { # a regular expression that matches only this text
  for (i = 1; i <= length(s); i++) { c = substr(s, i, 1)
    r = r (c ~ /[A-Za-z0-9_ \n\t\200-\377]/ ? c : c == "^" || c == "\\" ? "\\" c : "[" c "]") }
  return r }
function trim(s) { gsub(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/, "", s); return s }
# Whether a line sets the option; sets found to its value, and off if the line is commented out.
function sets(line, name, active,   r) {
  r = "[ \t]*" exact(name) "[ \t]*(=|\n?$)"
  off = line ~ ("^[ \t]*[#;]" r)
  if (active == "active" ? !match(line, "^" r) : !match(line, "^[ \t]*[#;]?" r)) return 0
  found = substr(line, RSTART + RLENGTH); sub(/^[ \t]+/, "", found); sub(/\n.*$/, "", found)
  return 1 }
function sets_it(line) { return sets(line, option, inactive == "true" ? "any" : "active") }
function written(name, value) { return name assign "=" assign value "\n" }
function wanted(value,   i) { for (i = 1; i <= values; i++) if (want[i] "" == value "") return i; return 0 }
function unwant(at,   i) { for (i = at; i < values; i++) want[i] = want[i + 1]; values-- }
function replace(i, by,   differs, before) {
  differs = body[i] != by
  if (spaces == "true" && sets(body[i], option, "any") && !off) { before = found; sets(by, option, "any"); differs = before != found }
  if (differs) { body[i] = by; edited = 1; msg = "option changed" }
  done[i] = 1 }
function drop(i) { for (; i < lines; i++) { body[i] = body[i + 1]; done[i] = done[i + 1] } delete done[lines]; lines--; edited = 1; msg = "option changed" }
function insert(i, line,   j) { for (j = lines; j > i; j--) body[j + 1] = body[j]; body[i + 1] = line; lines++; edited = 1; msg = "option added" }
function holds(from, to,   c, i, v, ok) { # whether the lines have all that section_has_values names
  for (c = 1; c <= conditions; c++) {
    ok = 0
    for (i = from; i < to && !ok; i++) if (sets(text[i], c_option[c], "any")) {
      ok = !c_values[c]
      for (v = 1; v <= c_values[c]; v++) if (c_value[c, v] "" == found "") ok = 1
    }
    if (!ok) return 0
  }
  return 1 }
function find_section(   i, r) { # sets first and after; first 0 if there is none
  r = "^[[][ \t\n\r\f\v]*" exact(trim(section)) "[ \t\n\r\f\v]*[]]"
  for (i = 1; i <= n + 1; i++) {
    if (within && (i > n || text[i] ~ /^[[]/)) { if (holds(first, i)) { after = i; return } within = first = 0 }
    if (i <= n && (with_section ? i > 1 && text[i] ~ r : i == 1)) { within = 1; first = i }
  } }
function present(   i) {
  if (with_option) for (i = 1; i <= lines; i++) if (sets_it(body[i])) {
    if (values && wanted(found)) {
      unvalued = found == "" && bare == "true"; if (unvalued) has_bare = 1
      unwant(wanted(found)); replace(i, unvalued ? option "\n" : written(option, found))
    } else if (!values && bare == "true") { replace(i, option "\n"); has_bare = 1; break }
  }
  if (with_option && exclusive == "true" && bare == "false") {
    for (i = 1; i <= lines && values; i++) if (!done[i] && sets_it(body[i])) { replace(i, written(option, want[1])); unwant(1) }
    for (i = lines; i > 1; i--) if (!done[i] && sets_it(body[i])) drop(i)
  }
  if (with_option) add_missing() }
function add_missing(   i, v) { # at the end of the section, before blank lines and comments
  for (i = lines; i > 0 && body[i] ~ /^[ \t]*([#;].*)?\n?$/; i--) ;
  if (!i) return
  for (v = values; v >= 1; v--) insert(i, written(option, want[v]))
  if (!values && bare == "true" && !has_bare) insert(i, option "\n") }
function absent(   i) {
  if (!with_option) { if (lines) { lines = 0; msg = "section removed"; edited = 1 } return }
  for (i = lines; i >= 1; i--) if (sets(body[i], option, "active") && (exclusive == "true" || wanted(found))) drop(i) }
function add_section(   c, v) {
  if (!with_section) said("no lines before the first section have what section_has_values names")
  msg = "section and option added"; edited = 1
  added = "[" section "]\n"
  for (c = 1; c <= conditions; c++) {
    if (c_option[c] "" != option "") {
      for (v = 1; v <= c_values[c]; v++) added = added written(c_option[c], c_value[c, v])
      if (!c_values[c] && bare == "true") added = added c_option[c] "\n"
    } else if (exclusive == "false") for (v = 1; v <= c_values[c]; v++) if (!wanted(c_value[c, v])) want[++values] = c_value[c, v]
  }
  if (with_option && values) for (v = 1; v <= values; v++) added = added written(option, want[v])
  else if (with_option && bare == "true") added = added option "\n"
  else msg = "only section added" }
# Reads one mapping of section_has_values: JSON, as the controller writes it.
function j_skip() { while (substr(j, at, 1) ~ /[ \t]/ && at <= length(j)) at++ }
function j_text(   t) {
  match(substr(j, at), /^"([^"\\]|\\.)*"/)
  t = json_text(substr(j, at, RLENGTH)); at += RLENGTH
  return t }
function j_scalar(   t) {
  j_skip(); if (substr(j, at, 1) == "\"") return j_text()
  if (!match(substr(j, at), /^[-+.A-Za-z0-9]+/)) return j_bad()
  t = substr(j, at, RLENGTH); at += RLENGTH
  return t == "true" ? "True" : t == "false" ? "False" : t }
function j_bad() { said("section_has_values: each item is a mapping with option, and value or values") }
function condition(line,   key, c) {
  j = line; at = 1; c = ++conditions
  if (substr(j, at++, 1) != "{") j_bad()
  while (substr(j, at, 1) == "\"") {
    key = j_text(); at++
    if (key == "option") { c_option[c] = j_scalar(); named = c }
    else if (key == "value" && substr(j, at, 4) == "null") at += 4
    else if (key == "value") { if (both++) said("section_has_values: value and values are mutually exclusive"); c_value[c, ++c_values[c]] = j_scalar() }
    else if (key == "values" && substr(j, at, 4) == "null") at += 4
    else if (key == "values" && substr(j, at, 1) != "[") { if (both++) j_bad(); c_value[c, ++c_values[c]] = j_scalar() }
    else if (key == "values") { if (both++) said("section_has_values: value and values are mutually exclusive")
      for (at++; substr(j, at, 1) != "]"; ) { c_value[c, ++c_values[c]] = j_scalar(); if (substr(j, at, 1) == ",") at++; else if (substr(j, at, 1) != "]") j_bad() }
      at++ }
    else said("section_has_values: an item has option, value and values, not " key)
    if (substr(j, at, 1) == ",") at++
  }
  both = 0
  if (named != c) said("section_has_values: an item has no option") }
function read_values(   l, v, k) {
  while ((getline l < (tmp ".values")) > 0) {
    if (l != "\001") { v = v (k++ ? "\n" : "") l; continue }
    if (!wanted(v)) want[++values] = v
    v = ""; k = 0
  } }
BEGIN {
  section = slurp(tmp ".section"); option = slurp(tmp ".option"); msg = "OK"
  read_values()
  while ((getline l < (tmp ".conditions")) > 0) condition(l)
}
NR == 1 { sub(/^\357\273\277/, "") }
{ raw[NR] = $0 }
# Line ends become \n, as in Ansible. The first line stands for a section that has no name.
function lines_of(   i, k, c, part) {
  text[n = 1] = "[\002\n"
  sub(/\.$/, "", raw[NR])
  if (NR == 1 && raw[1] == "") { text[++n] = "\n"; return }
  if (raw[NR] != "" && raw[NR] !~ /\r$/) edited = 1
  for (i = 1; i <= NR; i++) {
    if (i == NR && raw[i] == "") return
    sub(/\r$/, "", raw[i]); c = split(raw[i], part, "\r")
    for (k = 1; k <= c; k++) text[++n] = part[k] "\n"
    if (!c) text[++n] = "\n"
  } }
END {
  if (failed) exit 0
  lines_of(); find_section()
  if (first) { lines = after - first; for (i = 1; i <= lines; i++) body[i] = text[first + i - 1] } else after = 1
  if (state == "present") { if (first) present(); else add_section() } else if (first) absent()
  for (i = 2; i < first; i++) printf "%s", text[i]
  for (i = 1; i <= lines; i++) if (first + i > 2) printf "%s", body[i]
  for (i = after; i <= n; i++) if (i > 1) printf "%s", text[i]
  printf "%s", added
  said("")
}'
