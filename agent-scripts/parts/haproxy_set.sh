# shellcheck shell=sh
# For haproxy_config: the files that HAProxy reads together, their environment, and which of their lines are active.

# Finds these out from the running master, else from its unit, else from what would be started here:
#   $t_tmp.set     the files, including DEST, in HAProxy's order
#   $t_tmp.flags   other arguments that affect a check
#   $t_tmp.environ the environment, as NAME=VALUE
# Sets hc_variable, which is empty if DEST is the first file: the first file is marked by its description, all others by
# a variable.
hc_reads() {
  hc_sections='^(global|defaults|frontend|backend|listen|peers|resolvers|userlist|cache|program|ring|http-errors|mailers|fcgi-app'
  hc_sections="$hc_sections|log-forward|log-profile|crt-store|traces|acme)$"
  hc_variable='' hc_good=$p_dest.last-good
  hc_look
  hc_environment >"$t_tmp.environ"
  hc_command >"$t_tmp.command"
  hc_arguments <"$t_tmp.command" >"$t_tmp.arguments"
  sed -n 's/^flag //p' "$t_tmp.arguments" >"$t_tmp.flags"
  sed -n 's/^file //p' "$t_tmp.arguments" >"$t_tmp.named"
  [ -s "$t_tmp.named" ] || printf '%s\n' "$p_dest" >"$t_tmp.named"
  while IFS= read -r hc_path; do hc_read_at "$hc_path"; done <"$t_tmp.named" >"$t_tmp.set"
  hc_main=''
  read -r hc_main <"$t_tmp.set" || :
  [ "$hc_main" = "$p_dest" ] || hc_variable=HITLESS_CFG_$(printf '%s' "$p_dest" | cksum | awk '{ print $1 }')
}

hc_is_read() {
  ! grep -qxF -e "$p_dest" "$t_tmp.set" || return 0
  hc_why="HAProxy does not read $p_dest here: it reads $(awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $0 }' "$t_tmp.named")"
  return 1
}

# Prints the files that HAProxy reads at a path: the file itself, or each NAME.cfg of a directory in order, with DEST as
# if it existed.
hc_read_at() {
  if [ ! -d "$1" ]; then
    if hc_same "$1" "$p_dest"; then printf '%s\n' "$p_dest"; else printf '%s\n' "$1"; fi
    return
  fi
  hc_own=
  ! hc_same "$1" "${p_dest%/*}" || hc_own=${p_dest##*/}
  {
    for hc_path in "$1"/*.cfg; do
      [ ! -f "$hc_path" ] || printf '%s\n' "${hc_path##*/}"
    done
    case $hc_own in *.cfg) printf '%s\n' "$hc_own" ;; esac
  } | sort -u | awk -v at="${1%/}" -v own="$hc_own" -v dest="$p_dest" '!/^\./ { print ($0 == own ? dest : at "/" $0) }'
}

hc_same() { [ "$(readlink -f "$1")" = "$(readlink -f "$2")" ]; }

# Prints the program and its arguments, one per line.
hc_command() {
  if [ -n "$hc_master" ] && [ -r "/proc/$hc_master/cmdline" ]; then
    tr '\000' '\n' <"/proc/$hc_master/cmdline"
  elif [ -n "$p_unit" ] && have systemctl && run systemctl show -p ExecStart "$p_unit"; then
    printf '%s\n' "$run_stdout" | awk '
      FILENAME != "-" { at = index($0, "="); value[substr($0, 1, at - 1)] = substr($0, at + 1); next }
      sub(/^.* argv\[\]=/, "") {
        sub(/ ; ignore_errors=.*$/, "")
        for (i = 1; i <= NF; i++) {
          if ($i ~ /^\$[A-Za-z_]+$/) { n = split(value[substr($i, 2)], word, " "); for (j = 1; j <= n; j++) print word[j]; continue }
          while (match($i, /\$\{[A-Za-z_0-9]+\}/)) $i = substr($i, 1, RSTART - 1) value[substr($i, RSTART + 2, RLENGTH - 3)] substr($i, RSTART + RLENGTH)
          print $i
        }
        exit
      }' "$t_tmp.environ" -
  else
    # shellcheck disable=SC2086  # arguments, split as a shell would
    printf '%s\n' haproxy -f "$p_dest" ${p_args-}
  fi
}

# Separates files and flags. Omits arguments that only matter for starting or taking over.
hc_arguments() {
  awk -v home="$(readlink "/proc/${hc_master:-none}/cwd")" '
    NR == 1 || $0 == "" { next }
    file || rest { if (!/^\//) $0 = home (home ~ /\/$/ ? "" : "/") $0; gsub(/\/\/+/, "/"); print "file " $0; file = 0; next }
    $0 == "-f" { file = 1; next }
    $0 == "--" { rest = 1; next }
    directory { home = $0; directory = 0 }
    /^-/ { directory = ($0 == "-C"); list = /^-s[ft]$/; takes = /^-[Spx]$/ }
    /^-(W|Ws|D|db|d|q|V|sf|st|S|p|x)$/ { next }
    list || takes { takes = 0; next }
    { print "flag " $0 }'
}

# Prints the environment of the next load. Masters up to 3.0 keep what `setenv` has set, as their workers show. Later
# ones start fresh.
hc_environment() {
  : >"$t_tmp.shown"
  case ${hc_worker:+$hc_version} in
    1.* | 2.* | 3.0*) ask_socket "$t_tmp.shown" "$p_socket" 'show env' 5 || : ;;
  esac
  if grep -q '^PATH=\|^HAPROXY_' "$t_tmp.shown"; then
    cat "$t_tmp.shown"
  elif [ -n "$hc_master" ] && [ -r "/proc/$hc_master/environ" ]; then
    tr '\000' '\n' <"/proc/$hc_master/environ"
  elif [ -n "$p_unit" ] && have systemctl && run systemctl show -p Environment "$p_unit"; then
    printf 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n'
    hc_unit_environment "${run_stdout#Environment=}"
  else
    env
  fi | awk '/^[A-Za-z_][A-Za-z0-9_]*=/ && !/^(HAPROXY_(MWORKER_REEXEC|MWORKER_WAIT_ONLY|PROCESSES)|NOTIFY_SOCKET|LISTEN_[A-Z]+)=/'
  printf 'HAPROXY_MWORKER=1\n'
}

# For a unit that does not run: Environment=, overridden by the lines of each EnvironmentFile=.
hc_unit_environment() {
  split_words "$1" || :
  hc_i=0
  while [ "$hc_i" -lt "$w_n" ]; do
    hc_i=$((hc_i + 1))
    eval "printf '%s\\n' \"\$w_$hc_i\""
  done
  run systemctl show -p EnvironmentFiles "$p_unit" || return 0
  printf '%s\n' "$run_stdout" | sed -n 's/^EnvironmentFiles=//; s/ (ignore_errors=[a-z]*)$//p' >"$t_tmp.files"
  while IFS= read -r hc_path; do
    [ ! -r "$hc_path" ] || awk '
      /^[ \t]*[A-Za-z_][A-Za-z0-9_]*=/ {
        sub(/^[ \t]+/, ""); sub(/[ \t]+$/, "")
        at = index($0, "="); value = substr($0, at + 1)
        if (value ~ /^".*"$/ || value ~ /^\047.*\047$/) value = substr(value, 2, length(value) - 2)
        print substr($0, 1, at) value
      }' "$hc_path"
  done <"$t_tmp.files"
}

# hc_with FILE: prints the set with FILE instead of DEST. With /dev/null, without DEST.
hc_with() {
  awk -v dest="$p_dest" -v file="$1" '$0 == dest { $0 = file } $0 != "/dev/null"' "$t_tmp.set"
}

# hc_check LIST: the host's own HAProxy checks these files, with the flags and the environment of its master.
hc_check() {
  set -- "$1" env -i
  while IFS= read -r hc_word; do set -- "$@" "$hc_word"; done <"$t_tmp.environ"
  set -- "$@" "$p_binary" -c
  while IFS= read -r hc_word; do set -- "$@" "$hc_word"; done <"$t_tmp.flags"
  while IFS= read -r hc_word; do set -- "$@" -f "$hc_word"; done <"$1"
  shift
  run "$@"
}

# hc_holds LIST: prints the sections of these files and what they bind, as HAProxy itself reads them: without lines
# inside an `.if` that is false, and with variables in addresses replaced. Only HAProxy itself knows, so it checks a
# copy that reports which lines it reaches: by `.notice`, or before 2.4, which has neither, by words that it rejects.
hc_holds() {
  hc_list=$1
  set --
  while IFS= read -r hc_word; do set -- "$@" "$hc_word"; done <"$hc_list"
  [ $# -gt 0 ] || return 0
  : >"$t_tmp.answers"
  hc_asked=false
  if hc_lines "$@" >"$t_tmp.probes" && [ -n "$hc_program" ]; then
    hc_check "$t_tmp.probes" || :
    printf '%s\n%s\n' "$run_stderr" "$run_stdout" | grep -e 'hitless-[0-9]' >"$t_tmp.answers" && hc_asked=true
  fi
  hc_lines file=answers "$t_tmp.answers" file= "$@"
}

# hc_lines FILE…: writes these copies and prints their names; true if there is something to find out.
# hc_lines file=answers ANSWERS file= FILE…: prints the active lines.
hc_lines() {
  awk -v copy="$t_tmp.probe" -v version="$hc_program" -v asked="$hc_asked" -v sections="$hc_sections" '
    BEGIN { telling = ARGV[1] == "file=answers"; split(version, part, "."); notices = part[1] * 100 + part[2] >= 204 }
    function words(line,   n) {
      for (n = 0; match(line, /^[ \t]*([^] \t"\047#\\[]|[][]|\\.|"([^"\\]|\\.)*"|\047[^\047]*\047)+/); line = substr(line, RLENGTH + 1)) {
        word[++n] = substr(line, 1, RLENGTH); gsub(/^[ \t]+|["\047]/, "", word[n])
      }
      return n
    }
    # The number of the word that is an address: 0 for none; -1 if the line does not matter.
    function address_of(n) {
      if (word[1] ~ sections) { section = word[1]; return 0 }
      if (word[1] ~ /^(disabled|enabled)$/ && n == 1) return 0
      if (word[1] ~ /^(bind|dgram-bind)$/) return 2
      if (section == "global" && word[1] ~ /^(localpeer|server-state-file)$/) return 2
      if (section == "global" && word[1] == "stats" && word[2] == "socket" || section == "peers" && word[1] ~ /^(peer|server)$/ && n > 2) return 3
      return -1
    }
    file == "answers" {
      if (!match($0, /hitless-[0-9]+-[0-9]+/)) next
      key = substr($0, RSTART, RLENGTH); text = substr($0, RSTART + RLENGTH)
      sub(/\047( in \047[a-z-]+\047 section.*|\.)?[ \t]*$/, "", text); sub(/^ /, "", text)
      said[key] = text; next
    }
    FNR == 1 { files++; section = ""; depth = 0; out = copy "." files; if (!telling) print out }
    {
      n = words($0); at = n ? address_of(n) : -1; key = "hitless-" files "-" FNR
      if (word[1] == ".if" && n) { depth++; ask = 1 } else if (word[1] == ".endif" && n) depth--
    }
    !telling && at >= 0 {
      if (ask_for = (at > 0 && index(word[at], "$"))) ask = 1
      if (notices) print ".notice \"" key (ask_for ? " " word[at] : "") "\"" >out
      else if (ask_for) print "\"" key " " word[at] "\"" >out
    }
    !telling { print >out; next }
    at < 0 || asked == "true" && notices && !(key in said) || asked != "true" && depth > 0 { next }
    {
      if (at > 0 && said[key] != "") word[at] = said[key]
      for (i = 1; i <= n; i++) printf "%s%s", word[i], (i < n ? " " : "\n")
    }
    END { exit telling || ask ? 0 : 1 }' "$@"
}

# --- The file and its mark ---

# Writes a file next to DEST, syncs it to disk, then renames it over DEST. Keeps owner and mode.
hc_put() {
  if [ -f "$p_dest" ]; then
    run cp -p "$p_dest" "$p_dest.staged" || return 1
  else
    run touch "$p_dest.staged" || return 1
    run chmod 0640 "$p_dest.staged" || return 1
  fi
  run cp "$1" "$p_dest.staged" || return 1
  run sync "$p_dest.staged" || run sync || :
  run mv -f "$p_dest.staged" "$p_dest" && did
}

# Writes the mark into the section global: `description cfg-HASH` in the first file, after an existing description (in
# each branch of an `.if`); `setenv VARIABLE cfg-HASH` in any other file. Without HASH, removes it.
hc_mark() {
  awk -v hash="$1" -v variable="$hc_variable" -v sections="$hc_sections" '
    function plain(line) { sub(/[ \t]*cfg-[0-9a-f]+[ \t]*$/, "", line); return line }
    function mark() { return "    " (variable != "" ? "setenv " variable : "description") " cfg-" hash }
    $1 == ".if" { depth++ } $1 == ".endif" { depth-- }
    FNR == 1 { depth = ($1 == ".if"); inside = 0; if (NR > 1 && hash != "" && !globals) print "global\n" mark() "\n" }
    $1 ~ sections { inside = ($1 == "global") }
    NR == FNR {
      if ($1 == "global" && !depth) globals = 1
      if (inside && $1 == "description" && !depth) described = 1
      next
    }
    $1 == "global" { print; if (hash != "" && !depth && (variable != "" || !described) && !marked++) print mark(); next }
    inside && $1 == "setenv" && $2 ~ /^HITLESS_CFG_/ { next }
    inside && $1 == "description" && variable == "" {
      text = plain($0)
      if (hash != "") print text " cfg-" hash; else if (text !~ /^[ \t]*description[ \t]*$/) print text
      next
    }
    { print }' "$2" "$2"
}

hc_marker() {
  [ -f "$1" ] || return 0
  awk -v variable="$hc_variable" '
    $NF ~ /^cfg-[0-9a-f]+$/ && (variable == "" ? $1 == "description" : $1 == "setenv" && $2 == variable) { print substr($NF, 5); exit }' "$1"
}

# --- The other files of the set: a rollout of one file checks that the others are as loaded ---

hc_others() {
  grep -vxF -e "$p_dest" "$t_tmp.set" | while IFS= read -r hc_path; do
    [ ! -f "$hc_path" ] || cksum "$hc_path"
  done
}

# Takes the checksums before the files are loaded: what changes later is not proven.
hc_sum_set() {
  { hc_others && { [ ! -f "$p_dest" ] || cksum "$p_dest"; }; } >"$t_tmp.summed"
}

hc_remember_set() {
  [ -n "$hc_main" ] && [ "$(wc -l <"$t_tmp.set")" -gt 1 ] || return 0
  { printf 'worker %s\n' "$(hc_process_of "$hc_worker")" && cat "$t_tmp.summed"; } >"$hc_main.loaded" ||
    warn "cannot write $hc_main.loaded"
}

# hc_is_of_worker FILE: true if the file was written for the process that serves: it begins with `worker PROCESS`.
hc_is_of_worker() {
  [ -f "$1" ] && read -r _ hc_by <"$1" && [ "$hc_by" = "$(hc_process_of "$hc_worker")" ]
}

# Prints a file of the set that differs from what the worker has loaded, as far as that is known. Those in `files`
# belong to the caller.
hc_other_changed() {
  hc_is_of_worker "$hc_main.loaded" || return 0
  hc_others >"$t_tmp.others"
  each files hc_excuse >"$t_tmp.excused"
  awk -v dest="$p_dest" '
    function path(line) { sub(/^[0-9]+ [0-9]+ /, "", line); return line }
    file == "excused" { excused[$0] = 1; next }
    file == "loaded" { if (FNR > 1) was[path($0)] = $1 " " $2; next }
    { at = path($0); is[at] = 1; if (was[at] != $1 " " $2 && !(at in excused)) { print at; found = 1; exit } }
    END { if (!found) for (at in was) if (!(at in is) && at != dest && !(at in excused)) { print at; exit } }' \
    file=excused "$t_tmp.excused" file=loaded "$hc_main.loaded" file=now "$t_tmp.others"
}
hc_excuse() { printf '%s\n' "$1"; }
