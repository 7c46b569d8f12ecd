# shellcheck shell=sh
# module: assemble
# summary: put the files of a directory together into one file
# check: full   diff: text   needs: find sort cat awk   uses: regex
# example: assemble: {src: /etc/haproxy/conf.d, dest: /etc/haproxy/haproxy.cfg, validate: haproxy -c -f %s}
# option: src            path  required         the directory of the parts, on the host or, with remote_src=false, on the controller
# option: dest           path  required         the file to write
# option: remote_src     bool  default=true     src is on the host
# option: delimiter      str                    a line between the parts; \n, \t, \x2d and the like are known
# option: regexp         str                    only files whose name has a match of this regular expression in Python's syntax
# option: ignore_hidden  bool  default=false    leave out files whose name begins with a dot
# option: decrypt        bool  default=true     with remote_src=false: decrypt vault files
# option-set: attributes
# option-set: unsafe_writes
# option-set: backup
# option-set: validate
# result: dest         the file
# result: src          the directory
# result: checksum     SHA-1 of the content
# result: md5sum       MD5 of the content
# result: validation   what the command of validate printed, and its exit status
# result: backup_file  path of the backup

assemble_run() {
  [ -e "$p_src" ] || fail "Source ($p_src) does not exist"
  [ -d "$p_src" ] || fail "Source ($p_src) is not a directory"
  assemble_names
  case ${p_validate:-%s} in *%s*) ;; *) fail "validate must contain %s: $p_validate" ;; esac
  assemble_parts
  [ ! -d "$p_dest" ] || fail "attempted to take checksum of directory: $p_dest"
  read_file "$p_dest" "$t_tmp.old"
  if [ ! -e "$p_dest" ] || ! cmp -s "$t_tmp.old" "$t_tmp.new"; then assemble_write; fi
  result src "$p_src"
  result dest "$p_dest"
  checksum_of "$t_tmp.new" || fail "cannot compute the checksum of $p_dest"
  result checksum "$c_sum"
  if checksum_of "$t_tmp.new" md5; then result md5sum "$c_sum"; else result_null md5sum; fi
  result msg OK
  attributes_of_call "$p_dest"
  describe "$p_dest"
}

assemble_write() {
  assemble_validate
  changed
  diff_files "$p_dest" "$t_tmp.old" "$t_tmp.new"
  checking && return
  backup_file "$p_dest"
  # Like Ansible, replaces a link itself.
  put_follows=false
  put_from "$p_dest" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}
assemble_validate() {
  [ -n "${p_validate-}" ] || return 0
  run_validate "$t_tmp.new" || fail "failed to validate: rc:$run_status error:$run_stderr"
  result_int validation/rc 0
  result_file validation/stdout "$t_work/stdout"
  result_file validation/stderr "$t_work/stderr"
}

# Writes the sorted names in src that match, with newlines in names encoded for t_real_name.
assemble_names() {
  clean_path "$p_src"
  assemble_src=${c_path%/}
  (cd -- "$assemble_src/" && find . ! -name . -prune -print0) 2>"$t_tmp.error" | tr '\n\0' '\002\n' | sed 's|^\./||' | sort >"$t_tmp.names"
  [ ! -s "$t_tmp.error" ] || fail "cannot read the directory $p_src: $(cat "$t_tmp.error")"
  [ "${p_regexp+given}" ] || return 0
  printf '%s\n' "$p_regexp" >"$t_tmp.regexp"
  # shellcheck disable=SC2016
  awk -v tmp="$t_tmp" "$t_awk_regex"'
    BEGIN { if (!re_compile(slurp(tmp ".regexp"), "")) { printf "%s", re_error > (tmp ".error"); exit } }
    { name = $0; gsub(/\002/, "\n", name); if (re_search(name, 1)) print }' "$t_tmp.names" >"$t_tmp.matching" || fail "cannot read the directory $p_src"
  [ ! -s "$t_tmp.error" ] || fail "Invalid Regexp ($(cat "$t_tmp.error")) in \"$p_regexp\""
  mv -f -- "$t_tmp.matching" "$t_tmp.names"
}

# Writes the parts to a new file, each with a newline at its end but the last.
assemble_parts() {
  assemble_delimiters
  assemble_between=false assemble_ended=true
  : >"$t_tmp.new"
  while IFS= read -r assemble_name <&4; do # a few commands for each part
    t_real_name "$assemble_name"
    [ -f "$assemble_src/$t_real_name" ] || continue
    case $p_ignore_hidden$assemble_name in true.*) continue ;; esac
    assemble_part "$assemble_src/$t_real_name"
  done 4<"$t_tmp.names"
}
assemble_part() {
  cat -- "$1" >"$t_tmp.part" || fail "cannot read $1"
  {
    [ "$assemble_ended" = true ] || printf '\n'
    [ "$assemble_between" = false ] || assemble_delimiter
    cat -- "$t_tmp.part"
  } >>"$t_tmp.new" || fail "cannot write $t_tmp.new"
  assemble_between=true assemble_ended=false
  [ "$(tail -c 1 -- "$t_tmp.part" | od -An -tx1)" != ' 0a' ] || assemble_ended=true
}

# Writes one line for each delimiter: a format for printf, or an error. Ansible decodes what it has decoded before, for
# each delimiter once more, so the lines differ until nothing is left to decode.
assemble_delimiters() {
  : >"$t_tmp.delimiters"
  [ -n "${p_delimiter-}" ] || return 0
  printf '%s\n' "$p_delimiter" >"$t_tmp.delimiter"
  awk -v tmp="$t_tmp" "$t_awk_regex$assemble_awk" >"$t_tmp.delimiters" || fail 'cannot read the delimiter'
  exec 5<"$t_tmp.delimiters"
}
assemble_delimiter() {
  [ -n "${p_delimiter-}" ] || return 0
  if IFS= read -r assemble_line <&5; then assemble_format=$assemble_line; fi
  case $assemble_format in '!'*) fail "${assemble_format#?}" ;; esac
  # shellcheck disable=SC2059 # octal escapes only
  printf "$assemble_format"
}

# shellcheck disable=SC2016
assemble_awk='
function octal(c) { return sprintf("\\%03o", c) }
function failed(message) { print "!" message; exit }
function number(digits, base,   i, v) { for (i = 1; i <= length(digits); i++) v = v * base + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1; return v % 256 }
function decode(   i, j, c, m, digits) { # byte[1..n] into itself
  for (i = 1; i <= n; i++) {
    c = byte[i]
    if (c != 92) { byte[++m] = c; continue }
    if (i == n) failed("Trailing \\ in string")
    c = byte[++i]
    if (c == 10) continue
    if (c in plain) { byte[++m] = plain[c]; continue }
    digits = ""
    if (c == 120) {
      for (j = 1; j <= 2 && i + j <= n; j++) digits = digits re_chr[byte[i + j]]
      if (digits !~ /^[0-9A-Fa-f][0-9A-Fa-f]$/) failed("invalid \\x escape at position " i - 2)
      byte[++m] = number(digits, 16); i += 2
    } else if (c >= 48 && c <= 55) {
      for (j = 0; j < 3 && i + j <= n && byte[i + j] >= 48 && byte[i + j] <= 55; j++) digits = digits re_chr[byte[i + j]]
      byte[++m] = number(digits, 8); i += length(digits) - 1
    } else { byte[++m] = 92; byte[++m] = c }
  }
  n = m }
function shown(   i, t) { for (i = 1; i <= n; i++) t = t octal(byte[i]); return t (byte[n] == 10 ? "" : octal(10)) }
BEGIN {
  re_compile("", "") # makes re_chr and re_ord
  plain[92] = 92; plain[39] = 39; plain[34] = 34; plain[98] = 8; plain[102] = 12; plain[116] = 9; plain[110] = 10; plain[114] = 13; plain[118] = 11; plain[97] = 7
  text = slurp(tmp ".delimiter"); n = length(text)
  for (i = 1; i <= n; i++) byte[i] = re_ord[substr(text, i, 1)]
  do { last = now; decode(); now = n ? shown() : ""; print now } while (now != last)
}'
