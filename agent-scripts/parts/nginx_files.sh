# shellcheck shell=sh
# For nginx_config: the files that nginx reads, with their includes, as they are on disk and as they will be.
#
# $t_tmp.managed lists the files of the task, a line each: NUMBER<tab>PATH<tab>PATH without symbolic links. The new content
# is in $t_tmp.given.NUMBER; a file that is to be removed has - as its number.
#
# ngx_read KIND reads a whole configuration, where KIND is disk or new. It writes
#   $t_tmp.KIND.map   a line for each file, the main one first: PATH<tab>the file that holds its content<tab>whether it is
#                     of the task
#   $t_tmp.KIND.N     a copy of the file of line N, which includes copies. So nginx can check it before it is on disk

# Splits a line into tokens. After `begin(line)`, each next_token() sets token, its kind (word, ; { or }) and text, the
# token as written with the blanks before it. Quoted words may go on in the next line. Lua blocks are skipped.
# shellcheck disable=SC2016
ngx_tokens_awk='
function begin(line) { rest = line "\n" }
function next_token(   c, m) {
  text = ""; token = ""; kind = ""
  if (lua) { skip_lua(); if (lua) return 0 }
  if (quote == "") {
    if (match(rest, /^[ \t\r\n]+/)) cut(RLENGTH)
    if (rest ~ /^#/) cut(length(rest))
    if (rest == "") return 0
    c = substr(rest, 1, 1)
    if (c == ";" || c == "{" || c == "}") { kind = c; cut(1); return 1 }
    if (c != "\"" && c != "\047") {
      while (rest != "") {
        if (match(rest, /^(\\.|\$\{[^}]*\}|[^ \t\r\n;{\\])+/)) { token = token substr(rest, 1, RLENGTH); cut(RLENGTH) } else if (rest ~ /^\\/) { token = token "\\"; cut(1) } else break
      }
      kind = "word"
      return 1
    }
    quote = c; quoted = ""; cut(1)
  }
  m = quote == "\"" ? match(rest, /^(\\.|[^"\\])*"/) : match(rest, /^(\\.|[^\047\\])*\047/)
  if (!m) { quoted = quoted rest; cut(length(rest)); return 0 }
  token = quoted substr(rest, 1, RLENGTH - 1); cut(RLENGTH); quote = ""; kind = "word"
  return 1
}
function cut(n) { text = text substr(rest, 1, n); rest = substr(rest, n + 1) }
function skip_lua(   i, c, n) {
  n = length(rest)
  for (i = 1; i <= n && lua; i++) { c = substr(rest, i, 1); if (c == "{") lua++; else if (c == "}") lua-- }
  text = text substr(rest, 1, i - 1); rest = substr(rest, i)
}
'

# ngx_read KIND
ngx_read() {
  ngx_kind=$1 ngx_n=0 ngx_i=0
  : >"$t_tmp.$1.map"
  ngx_add "$p_main"
  while [ "$ngx_i" -lt "$ngx_n" ]; do
    ngx_i=$((ngx_i + 1))
    ngx_content=$(awk -F "$t_tab" -v n="$ngx_i" 'NR == n { print $2 }' "$t_tmp.$1.map")
    : >"$t_tmp.expanded"
    if [ ! -r "$ngx_content" ] || [ ! -f "$ngx_content" ]; then
      printf 'include "%s";\n' "$ngx_content" >"$t_tmp.$1.$ngx_i" # nginx says what is wrong
      continue
    fi
    ngx_includes "$ngx_content" >"$t_tmp.patterns"
    while IFS= read -r ngx_pattern <&4; do
      ngx_expand "$ngx_pattern" >"$t_tmp.paths"
      printf '%s' "$ngx_pattern" >>"$t_tmp.expanded"
      while IFS= read -r ngx_path <&5; do
        ngx_add "$ngx_path"
        printf '\t%s' "$ngx_added" >>"$t_tmp.expanded"
      done 5<"$t_tmp.paths"
      printf '\n' >>"$t_tmp.expanded"
    done 4<"$t_tmp.patterns"
    ngx_includes "$ngx_content" "$t_tmp.$1." >"$t_tmp.$1.$ngx_i"
  done
}

# Adds a path to the map, unless it is there, and sets ngx_added to its number.
ngx_add() {
  ngx_added=$(awk -F "$t_tab" -v path="$1" '$1 == path { print NR; exit }' "$t_tmp.$ngx_kind.map")
  [ -z "$ngx_added" ] || return 0
  ngx_real=$(readlink -f -- "$1") || ngx_real=$1
  ngx_own=$(awk -F "$t_tab" -v real="$ngx_real" '$3 == real && $1 != "-" { print $1; exit }' "$t_tmp.managed")
  ngx_holds=$1
  [ -z "$ngx_own" ] || [ "$ngx_kind" = disk ] || ngx_holds=$t_tmp.given.$ngx_own
  ngx_n=$((ngx_n + 1)) ngx_added=$ngx_n
  printf '%s\t%s\t%s\n' "$1" "$ngx_holds" "${ngx_own:+own}" >>"$t_tmp.$ngx_kind.map"
}

# ngx_includes FILE: prints what its includes name. With the prefix of copies, prints the file with includes of copies
# instead, which $t_tmp.expanded has.
ngx_includes() {
  awk -v copies="${2-}" "$ngx_tokens_awk"'
    BEGIN { FS = "\t" }
    FILENAME != ARGV[ARGC - 1] { for (i = 2; i <= NF; i++) copy[$1, i - 1] = $i; number[$1] = NF; next }
    function flush(   i, lines) {
      if (kind == ";" && n == 2 && word[1] == "include" && number[word[2]]) {
        lines = statement; gsub(/[^\n]/, "", lines)
        printf "%s", lines
        for (i = 1; i < number[word[2]]; i++) printf " include \"%s\";", copies copy[word[2], i]
      } else if (copies != "") printf "%s", statement
      else if (kind == ";" && n == 2 && word[1] == "include" && !seen[word[2]]++) print word[2]
      statement = ""; n = 0
    }
    {
      begin($0)
      while (next_token()) {
        statement = statement text
        if (kind == "word") word[++n] = token
        else { if (kind == "{" && word[1] ~ /_by_lua_block$/) lua = 1; flush() }
      }
      statement = statement text
    }
    END { kind = ""; flush() }' ${2:+"$t_tmp.expanded"} "$1"
}

# Prints the files that an include names, in the order of nginx: those on disk, and those of the task as if they were
# there, or not there any more. An include that names no pattern is printed as it is.
ngx_expand() {
  case $1 in /*) ngx_at=$1 ;; *) ngx_at=${p_main%/*}/$1 ;; esac
  case $ngx_at in *[*?[]*) ;; *) printf '%s\n' "$ngx_at" && return ;; esac
  {
    ngx_ifs=$IFS IFS=''
    # shellcheck disable=SC2086  # a pattern
    for ngx_found in $ngx_at; do
      if [ -e "$ngx_found" ] || [ -h "$ngx_found" ]; then printf '%s\n' "$ngx_found"; fi
    done
    IFS=$ngx_ifs
    if [ "$ngx_kind" = new ]; then
      while IFS="$t_tab" read -r ngx_number ngx_found _ <&6; do
        [ "$ngx_number" = - ] || ! ngx_matches "$ngx_found" "$ngx_at" || printf '%s\n' "$ngx_found"
      done 6<"$t_tmp.managed"
    fi
  } | sort -u | awk -F "$t_tab" -v kind="$ngx_kind" '
    FILENAME != "-" { if ($1 == "-" && kind == "new") gone[$2] = 1; next }
    !($0 in gone)' "$t_tmp.managed" -
}
ngx_matches() {
  # shellcheck disable=SC2254  # patterns
  case ${1%/*} in ${2%/*}) ;; *) return 1 ;; esac
  case ${1##*/}/${2##*/} in .*/[!.]*) return 1 ;; esac
  # shellcheck disable=SC2254
  case ${1##*/} in ${2##*/}) ;; *) return 1 ;; esac
}

# ngx_tells KIND: prints what the configuration binds, as lines of HAProxy for hc_binds, and `error_log PATH`.
ngx_tells() {
  [ -s "$t_tmp.$1.map" ] || return 0
  awk -v copies="$t_tmp.$1." "$ngx_tokens_awk"'
    function statement(   i, options, kinds) {
      if (kind == "{") {
        if (word[1] ~ /_by_lua_block$/ && n == 1) { lua = 1; n = 0; return }
        depth++; block[depth] = word[1]; listens[depth] = 0
      } else if (kind == "}") {
        if (block[depth] == "server" && block[depth - 1] == "http" && !listens[depth]) print "bind *:80"
        depth--
      } else if (word[1] == "listen" && block[depth] == "server") { listens[depth] = 1; bind() }
      else if (word[1] == "error_log" && !depth) print "error_log " word[2]
      else if (word[1] == "include" && index(word[2], copies) == 1 && nested < 20) { kinds = word[2]; n = 0; read(kinds) }
      n = 0
    }
    function bind(   i, at, options, udp, six) {
      at = word[2]; options = ""
      if (at ~ /^unix:/) return
      if (at ~ /^[0-9]+$/) at = "*:" at
      else if (at !~ /:[0-9]+(-[0-9]+)?$/ || at ~ /^\[[^]]*\]$/) at = at ":80"
      six = (at ~ /^\[/)
      if (six) options = " v6only"
      for (i = 3; i <= n; i++) {
        if (word[i] == "ipv6only=off") options = " v4v6"
        if (word[i] == "udp" || word[i] == "quic") udp = 1
      }
      print "bind " (udp ? "udp@" : "") at options
    }
    # The tokenizer keeps one line at a time, so what is left of the line waits while an include is read.
    function read(file,   line, after) {
      after = rest; nested++
      while ((getline line < file) > 0) {
        begin(line)
        while (next_token()) if (kind == "word") word[++n] = token; else statement()
      }
      close(file); nested--
      rest = after
    }
    BEGIN { print "frontend nginx"; read(copies "1") }' </dev/null
}

# ngx_sums KIND: prints `CHECKSUM SIZE PATH` of each file that nginx reads, and of the further files of the task.
ngx_sums() {
  awk -F "$t_tab" '!seen[$1]++' "$t_tmp.$1.map" "$t_tmp.further" >"$t_tmp.sources"
  awk -F "$t_tab" '{ print $2 }' "$t_tmp.sources" >"$t_tmp.contents"
  with_lines "$t_tmp.contents" cksum -- 2>/dev/null | awk -F "$t_tab" '
    FILENAME != "-" { paths[$2] = paths[$2] "\n" $1; next }
    { split($0, part, " "); name = $0; sub(/^[0-9]+ [0-9]+ /, "", name)
      n = split(substr(paths[name], 2), path, "\n")
      for (i = 1; i <= n; i++) print part[1], part[2], path[i] }' "$t_tmp.sources" - | sort -k 3
}
# Of a directory, all files in it.
ngx_further() {
  if [ -d "$1" ]; then find "$1" -type f ! -name '.*'; else printf '%s\n' "$1"; fi | awk -v dest="$1" '{ print $0 "\t" $0 "\town" }'
}

# --- What the process has loaded ---

# Sets ngx_known: exact if a worker serves that has loaded what is recorded; same if others serve, and no file was touched
# since; else empty. Writes what is loaded to $t_tmp.loaded, and sets hc_live to its hash.
ngx_recall() {
  ngx_known='' hc_live=''
  : >"$t_tmp.loaded"
  [ -s "$hc_loaded" ] && [ -n "$hc_workers" ] || return 0
  awk 'NR > 2' "$hc_loaded" >"$t_tmp.loaded"
  { read -r _ ngx_boot && read -r _ ngx_recorded; } <"$hc_loaded" || :
  read -r ngx_now </proc/sys/kernel/random/boot_id || :
  if [ "$ngx_boot" = "$ngx_now" ]; then
    for ngx_worker in $ngx_recorded; do
      case " $hc_workers " in *" $ngx_worker "*) ngx_known=exact ;; esac
    done
  fi
  if [ -z "$ngx_known" ] && hc_untouched; then ngx_known=same; fi
  [ -n "$ngx_known" ] || { : >"$t_tmp.loaded" && return 0; }
  hc_live=$(hc_hash_of "$t_tmp.loaded")
}

# ngx_differs WHICH FILE: prints a file whose sum in FILE is not what is loaded: own ones (of the task), or others.
ngx_differs() {
  awk -F "$t_tab" -v which="$1" '
    function path(line) { sub(/^[0-9]+ [0-9]+ /, "", line); return line }
    function wanted(at) { return (which == "own") == (at in own) }
    FILENAME == ARGV[1] || FILENAME == ARGV[2] { if ($3 == "own") own[$1] = 1; next }
    FILENAME == ARGV[3] { own[$2] = 1; next }
    FILENAME == ARGV[4] { was[path($0)] = $0; next }
    { at = path($0); is[at] = 1; if (wanted(at) && was[at] != $0) { print at; found = 1; exit } }
    END { if (!found) for (at in was) if (wanted(at) && !(at in is)) { print at; exit } }' \
    "$t_tmp.new.map" "$t_tmp.further" "$t_tmp.managed" "$t_tmp.loaded" "$2"
}
