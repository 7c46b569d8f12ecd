# shellcheck shell=sh
# module: find
# summary: list files by name, type, age, size, mode or content
# check: full   diff: none   needs: find stat awk   uses: regex awk
# example: find: {paths: /var/log, patterns: "*.gz", age: 30d, recurse: true}
# option: paths               list/path  required  aliases=name,path       the directories to search
# option: patterns            list/str   aliases=pattern                   names to list: shell patterns, or regular expressions with use_regex; the default is all
# option: excludes            list/str   aliases=exclude                   names to leave out of these
# option: use_regex           bool  default=false                          patterns and excludes are regular expressions in Python's syntax
# option: contains            str                                          only files with a line that begins with a match of this regular expression
# option: read_whole_file     bool  default=false                          search for contains anywhere in the file, also across lines
# option: file_type           enum  any|directory|file|link  default=file  what to list
# option: recurse             bool  default=false                          search subdirectories, too
# option: depth               int                                          how deep to search; 1 is the directory itself
# option: follow              bool  default=false                          search directories that symbolic links point to
# option: hidden              bool  default=false                          list names that begin with a dot, too
# option: age                 str                                          at least this old, or at most with a minus: 4s, 3m, 2h, 1d, 5w
# option: age_stamp           enum  atime|ctime|mtime  default=mtime       which time counts
# option: size                str                                          at least this big, or at most with a minus: 10b, 5k, 3m, 1g
# option: mode                raw                                          permissions, octal or symbolic
# option: exact_mode          bool  default=true                           exactly this mode; otherwise at least one of its bits
# option: limit               int                                          stop after so many
# option: get_checksum        bool  default=false                          add a checksum of each file
# option: checksum_algorithm  enum  md5|sha1|sha224|sha256|sha384|sha512  default=sha1  aliases=checksum,checksum_algo
# option: encoding            str                                          of the files that contains searches, utf-8 or ascii: bytes are compared; others are refused
# result: files          what was found: path, mode, size, uid, gid, mtime, isreg, isdir, …
# result: matched        how many
# result: examined       how many were looked at
# result: skipped_paths  paths that could not be searched, with the reason

find_run() {
  find_measure age "${p_age-}" 's 1 m 60 h 3600 d 86400 w 604800'
  find_age=$find_measured
  find_measure size "${p_size-}" 'b 1 k 1024 m 1048576 g 1073741824 t 1099511627776'
  find_size=$find_measured
  find_mode_bits
  known_encoding "${p_encoding-utf-8}"
  : >"$t_tmp.patterns"
  find_list=patterns
  each patterns find_pattern
  : >"$t_tmp.excludes"
  find_list=excludes
  each excludes find_pattern
  find_mark=$(printf '\001')
  : >"$t_tmp.found"
  each paths find_in
  [ "$p_get_checksum" = false ] || have "${p_checksum_algorithm}sum" || fail "the host has no ${p_checksum_algorithm}sum"
  T_CONTAINS=${p_contains-} T_TYPE=$p_file_type T_AGE=$find_age T_STAMP=$p_age_stamp T_SIZE=$find_size T_MODE=$find_bits \
    T_LIMIT=${p_limit-} T_DEPTH=${p_depth-} T_HIDDEN=$p_hidden T_RECURSE=$p_recurse T_REGEX=$p_use_regex T_EXACT=$p_exact_mode \
    T_WHOLE=$p_read_whole_file T_SUM=$p_get_checksum T_NOW=$(date +%s) \
    awk -v tmp="$t_tmp" -v algorithm="$p_checksum_algorithm" "$t_awk_regex$t_awk_json$t_awk_glob$find_awk" "$t_tmp.found" >"$t_tmp.json" ||
    fail 'cannot work out what was found'
  {
    IFS= read -r find_error
    IFS= read -r find_matched
    IFS= read -r find_examined
    IFS= read -r find_skipped
  } <"$t_tmp.said"
  [ -z "$find_error" ] || fail "$find_error"
  result_json_file files "$t_tmp.json"
  result_int matched "$find_matched"
  result_int examined "$find_examined"
  result_json skipped_paths "$find_skipped"
  if [ "$find_skipped" = '{}' ]; then
    result msg 'All paths examined'
  else
    result msg 'Not all paths examined, check warnings for details'
    while IFS= read -r find_warning; do warn "$find_warning"; done <"$t_tmp.warnings"
  fi
  unchanged
}

# find_measure OPTION TEXT UNITS: sets find_measured to the number in TEXT and the factor of its unit, or to nothing.
find_measure() {
  find_measured=
  [ -n "$2" ] || return 0
  find_value=$2
  find_unit=${3%% *}
  case $2 in
    *[[:alpha:]])
      find_value=${2%?}
      find_unit=$(printf '%s' "${2#"$find_value"}" | tr '[:upper:]' '[:lower:]')
      ;;
  esac
  case ${find_value#-} in '' | *[!0-9]*) find_unit= ;; esac
  case " $3 " in
    *" ${find_unit:-none} "*) ;;
    *)
      result "$1" "$2"
      fail "failed to process $1"
      ;;
  esac
  find_by=" $3 "
  find_by=${find_by#*" $find_unit "}
  find_measured="$find_value ${find_by%% *}"
}

# Sets find_bits to the bits of the wanted mode, in decimal; a symbolic mode starts from no permissions.
find_mode_bits() {
  find_bits=
  [ -n "${p_mode-}" ] || return 0
  case $p_mode in
    *[!0-7]*)
      (umask 077 && : >"$t_tmp.mode" && chmod 0 "$t_tmp.mode" && chmod -- "$p_mode" "$t_tmp.mode") 2>/dev/null || fail "bad symbolic permission for mode: $p_mode"
      find_bits=$(stat -c %a "$t_tmp.mode")
      ;;
    *) find_bits=$p_mode ;;
  esac
  find_rest=$find_bits
  find_bits=0
  while [ -n "$find_rest" ]; do
    find_bits=$((find_bits * 8 + ${find_rest%"${find_rest#?}"}))
    find_rest=${find_rest#?}
  done
}

find_pattern() { printf '%s\n' "$1" >>"$t_tmp.$find_list"; }

# find_in PATH: adds everything in it to the list. A name may contain newlines, so each record starts with a mark.
find_in() {
  clean_path "$1"
  printf '%sroot %s\n' "$find_mark" "$c_path" >>"$t_tmp.found"
  if [ ! -d "$c_path" ]; then
    printf '%sbad %s\n' "$find_mark" "'$1' is not a directory" >>"$t_tmp.found"
    return
  fi
  set -- find
  [ "$p_follow" = false ] || set -- find -L
  find_deep=
  if [ "$p_recurse" = false ]; then find_deep=1; elif [ "${p_depth+given}" ]; then find_deep=$((p_depth + 1)); fi
  "$@" "${c_path%/}/" -mindepth 1 ${find_deep:+-maxdepth $find_deep} -exec stat -c "$find_mark%f %u %g %s %i %D %h %.9X %.9Y %.9Z/%U/%G/%n" -- {} + \
    >>"$t_tmp.found" 2>"$t_tmp.errors"
  [ ! -s "$t_tmp.errors" ] || awk -v mark="$find_mark" '/ermission denied/ { print mark "bad " $0 }' "$t_tmp.errors" >>"$t_tmp.found"
}

# Goes through each directory as Ansible does: its files, then its directories, then what is in these.
# shellcheck disable=SC2016
find_awk='
function hex(s,   i, n) { n = 0; s = tolower(s); for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1; return n }
function bit(b) { return int(perm / b) % 2 ? "true" : "false" }
function kind(b) { return type == b ? "true" : "false" }
function quoted(s) { gsub(/\047/, "\047\\\047\047", s); return "\047" s "\047" }
function bad(message) { print message > (tmp ".said"); print 0 > (tmp ".said"); print 0 > (tmp ".said"); print "{}" > (tmp ".said"); close(tmp ".said"); failed = 1; exit 0 }
function mark(file, into,   p, i, r) { # into[name] for each name that a pattern matches
  while ((getline p < file) > 0) { given[file]++
    if (ENVIRON["T_REGEX"] == "true") {
      if (!re_compile("^(?:" p ")", "")) { if (broken == "") { re_compile(p, ""); broken = re_error }; continue }
      for (i in base) if (re_search(i, 1)) into[i] = 1
    } else { r = glob(p); for (i in base) if (i ~ r) into[i] = 1 } }
  close(file) }
function old(   t, age, n) {
  if (ENVIRON["T_AGE"] == "") return 1
  split(ENVIRON["T_AGE"], n, " "); age = n[1] * n[2]
  t = ENVIRON["T_STAMP"] == "atime" ? field[8] : ENVIRON["T_STAMP"] == "ctime" ? field[10] : field[9]
  return n[1] ~ /^-/ ? ENVIRON["T_NOW"] - t <= -age : ENVIRON["T_NOW"] - t >= age }
function big(   n, s) {
  if (ENVIRON["T_SIZE"] == "") return 1
  split(ENVIRON["T_SIZE"], n, " "); s = n[1] * n[2]
  return n[1] ~ /^-/ ? field[4] <= -s : field[4] >= s }
function allowed(   m, b) {
  if (ENVIRON["T_MODE"] == "") return 1
  m = ENVIRON["T_MODE"] + 0; if (ENVIRON["T_EXACT"] == "true") return m == perm
  for (b = 1; b <= 2048; b *= 2) if (int(m / b) % 2 && int(perm / b) % 2) return 1
  return 0 }
function holds(path,   l, found) {
  if (ENVIRON["T_CONTAINS"] == "") return 1
  if (ENVIRON["T_WHOLE"] == "true") return re_search(slurp(path), 1)
  while (!found && (getline l < path) > 0) found = re_search(l, 1)
  close(path); return found }
function sum(path,   c, l, s) { c = algorithm "sum <" quoted(path); if ((c | getline l) <= 0) l = ""; close(c); s = l; sub(/[ \t].*/, "", s); return s }
function row(path,   t) {
  printf "%s{\"path\": %s, \"mode\": \"%04o\", \"isdir\": %s, \"ischr\": %s, \"isblk\": %s, \"isreg\": %s, \"isfifo\": %s, \"islnk\": %s, \"issock\": %s", matched++ ? ", " : "", json(path), perm, kind(4), kind(2), kind(6), kind(8), kind(1), kind(10), kind(12)
  printf ", \"uid\": %s, \"gid\": %s, \"size\": %s, \"inode\": %s, \"dev\": %.0f, \"nlink\": %s, \"atime\": %s, \"mtime\": %s, \"ctime\": %s, \"gr_name\": %s, \"pw_name\": %s", field[2], field[3], field[4], field[5], hex(field[6]), field[7], field[8], field[9], field[10], json(group == "UNKNOWN" ? "" : group), json(owner == "UNKNOWN" ? "" : owner)
  printf ", \"wusr\": %s, \"rusr\": %s, \"xusr\": %s, \"wgrp\": %s, \"rgrp\": %s, \"xgrp\": %s, \"woth\": %s, \"roth\": %s, \"xoth\": %s, \"isuid\": %s, \"isgid\": %s", bit(128), bit(256), bit(64), bit(16), bit(32), bit(8), bit(2), bit(4), bit(1), bit(2048), bit(1024)
  if (type == 8 && ENVIRON["T_SUM"] == "true") printf ", \"checksum\": %s", json(sum(path))
  printf "}" }
function look(n,   rest, want, b) { # lists one entry if it is wanted
  rest = data[n]; path = rest; sub(/^[^\/]*\/[^\/]*\/[^\/]*\//, "", path)
  b = path; sub(/.*\//, "", b)
  if (b ~ /^\./ && ENVIRON["T_HIDDEN"] == "false") return
  if ((given[tmp ".patterns"] && !(b in match_of)) || (b in out_of)) return
  split(rest, part, "/"); split(part[1], field, " "); owner = part[2]; group = part[3]
  perm = hex(field[1]); type = int(perm / 4096); perm %= 4096
  want = ENVIRON["T_TYPE"]
  if (want == "directory" ? type != 4 : want == "file" ? type != 8 : want == "link" ? type != 10 : 0) return
  if (!old() || !allowed()) return
  if (type == 8 && want != "link" && !big()) return
  if (want == "file" && !holds(path)) return
  row(path) }
function walk(dir, depth,   i, n) {
  if (full()) return
  examined += kids[dir]
  if (ENVIRON["T_DEPTH"] != "" && depth > ENVIRON["T_DEPTH"] + 0) return
  for (i = 1; i <= kids[dir] && !full(); i++) if (!folder[n = kid[dir, i]]) look(n)
  for (i = 1; i <= kids[dir] && !full(); i++) if (folder[n = kid[dir, i]]) look(n)
  if (ENVIRON["T_RECURSE"] == "true") for (i = 1; i <= kids[dir]; i++) if (folder[n = kid[dir, i]]) walk(where[n], depth + 1) }
function full() { return ENVIRON["T_LIMIT"] != "" && matched >= ENVIRON["T_LIMIT"] + 0 }
/^\001root / { roots++; root[roots] = substr($0, 7); open = "root"; next }
/^\001bad / { skipped[roots] = substr($0, 6); open = ""; next }
/^\001/ { data[++entries] = substr($0, 2); of[entries] = roots; open = "entry"; next }
{ if (open == "entry") data[entries] = data[entries] "\n" $0; else if (open == "root") root[roots] = root[roots] "\n" $0 }
END {
  for (i = 1; i <= entries; i++) {
    path = data[i]; sub(/^[^\/]*\/[^\/]*\/[^\/]*\//, "", path); where[i] = of[i] "/" path
    b = path; sub(/.*\//, "", b); base[b] = 1
    d = where[i]; sub(/\/[^\/]*$/, "", d); kid[d, ++kids[d]] = i
    folder[i] = data[i] ~ /^4/
  }
  # a link to a directory that was searched counts as a directory
  for (d in kids) for (i = 1; i <= kids[d]; i++) if (where[kid[d, i]] in kids) folder[kid[d, i]] = 1
  mark(tmp ".patterns", match_of); mark(tmp ".excludes", out_of)
  if (ENVIRON["T_CONTAINS"] != "" && !re_compile(ENVIRON["T_WHOLE"] == "true" ? ENVIRON["T_CONTAINS"] : "^(?:" ENVIRON["T_CONTAINS"] ")", "")) bad("not a regular expression: " ENVIRON["T_CONTAINS"] ": " re_error)
  printf "["
  for (r = 1; r <= roots; r++) {
    d = root[r]; sub(/\/$/, "", d)
    if (broken != "" && kids[r "/" d]) { examined += kids[r "/" d]; skipped[r] = broken } else walk(r "/" d, 1)
    if (r in skipped) { t = t (t == "" ? "" : ", ") json(root[r]) ": " json(skipped[r]); print "Skipped \047" root[r] "\047 path due to this access issue: " skipped[r] > (tmp ".warnings") }
  }
  printf "]"
  if (failed) exit 0
  print "" > (tmp ".said"); print matched + 0 > (tmp ".said"); print examined + 0 > (tmp ".said"); print "{" t "}" > (tmp ".said")
}
'
