# shellcheck shell=sh
# What modules build on; agent-scripts/README.md says what each function promises. Names t_* are the agent's own.
#
# option-set: attributes
# option: owner          str                          who is to own it, by name or number
# option: group          str                          its group, by name or number
# option: mode           mode                         its permissions, octal or symbolic
# option: attributes     str    aliases=attr          flags as chattr takes them
# option: seuser         str                          SELinux user
# option: serole         str                          SELinux role
# option: setype         str                          SELinux type
# option: selevel        str                          SELinux level
# option: unsafe_writes  bool   default=false         write in place where the file can't be replaced at once
# option-set: backup
# option: backup         bool   default=false         keep a copy of the file as it was, with a time stamp in its name
# option-set: validate
# option: validate       str                          command that must succeed before the file is put in place; %s is the new file

checking() { [ "$t_check" = true ]; }
differing() { [ "$t_diff" = true ]; }

changed() {
  [ "$t_changed" = true ] || t_record c '' ''
  t_changed=true
}
unchanged() { :; }

# did: something was really done: from here on a call that fails is changed all the same.
did() { t_did=true; }

fail() {
  if [ "$t_changed$t_did" = truefalse ]; then t_record u '' ''; fi
  t_record x '' "$1"
  t_over
}
skip() {
  t_record k '' "$1"
  t_over
}
done_with() {
  [ $# -eq 0 ] || t_record s msg "$1"
  t_over
}
warn() { t_record w '' "$1"; }

result() { t_record s "$1" "$2"; }
result_int() { t_record i "$1" "$2"; }
result_bool() { t_record b "$1" "$2"; }
result_null() { t_record n "$1" ''; }
result_json() { t_record j "$1" "$2"; }

result_file() {
  if [ -s "$2" ]; then
    t_size=$(wc -c <"$2") || fail "cannot read $2"
    t_bytes "$1" $((t_size)) "$2"
  else
    t_record s "$1" ''
  fi
}
# t_bytes NAME SIZE FILE [TYPE]: a long field. A file that shrinks meanwhile would make the rest of the channel unreadable: the agent then ends,
# when the call has.
t_bytes() {
  [ -z "$t_slot" ] || t_spool_bytes "$@"
  printf '%s\n' "$t_id ${4:-f} $2 $1" >&3
  cat -- "$3" >&3 || kill "$$"
  printf '\n' >&3
}

result_table() {
  t_table=$(cat)
  [ -z "$t_table" ] || t_record t '' "$t_table"
}

# result_rows TEXT: the lines of a table that are at hand already.
result_rows() { t_record t '' "$1"; }

diff_text() {
  [ "$t_diff" = true ] || return 0
  [ "$2" = "$3" ] || t_diff_records "$1" "$2" "$3"
}
t_diff_records() {
  t_record d label "$1"
  t_record d before "$2"
  t_record d after "$3"
}

# The limit is Ansible's (max_diff_size).
t_diff_limit=104448
diff_files() {
  [ "$t_diff" = true ] || return 0
  t_diff_side "$2"
  t_diff_before=$t_side
  t_diff_note=$t_side_note
  t_diff_side "$3"
  if [ -n "$t_diff_note$t_side_note" ]; then
    [ "$2" = "$3" ] || t_diff_records "$1" '' "(${t_diff_note:-$t_side_note}: not shown)$t_nl"
  elif [ "$t_diff_before" != "$t_side" ]; then
    t_diff_records "$1" "$t_diff_before" "$t_side"
  fi
}
# t_diff_side FILE: sets t_side to its text, or t_side_note to why it is not shown. A shell variable loses NUL bytes: that tells binary files.
t_diff_side() {
  t_side=
  t_side_note=
  [ -s "$1" ] || return 0
  t_size=$(wc -c <"$1") || return 0
  t_size=$((t_size))
  if [ "$t_size" -gt $t_diff_limit ]; then
    t_side_note="more than $t_diff_limit bytes"
    return 0
  fi
  { t_side=$(cat -- "$1" && printf .); } 2>/dev/null
  t_side=${t_side%.}
  [ "${#t_side}" -eq "$t_size" ] || t_side_note="binary file"
}

# What a call with a ticket does before it changes something; parts/preimage.sh has the real ones.
t_keep_at=
keep() { :; }
keep_attributes() { :; }
keep_flags() { :; }
keep_times() { :; }
keep_below() { :; }
keep_members() { :; }
keep_for() { :; }
note() { :; }
note_service() { did; }
note_packages() { :; }
keeping() { false; }

have() { command -v "$1" >/dev/null 2>&1; }

# user_locale: commands run from here on in this call have the user's own locale in place of C.
user_locale() { t_user_locale=true; }

# t_exec CMD…: only as the last thing of a subshell. Descriptors 3 and 9 are closed so that no command
# can answer, or keep the channel open.
t_exec() {
  if [ "$t_user_locale" = true ]; then
    if [ "$t_lc_all_given" ]; then LC_ALL=$t_lc_all; else unset LC_ALL; fi
  fi
  t_environment
  exec "$@" 3>&- 9>&-
}

# Through files, not $( ): a daemon that a command leaves behind would hold a pipe open for ever.
run() {
  run_status=0
  run_stdout=
  run_stderr=
  (t_exec "$@") >"$t_work/stdout" 2>"$t_work/stderr" || run_status=$?
  [ ! -s "$t_work/stdout" ] || { run_stdout=$(cat -- "$t_work/stdout"); } 2>/dev/null
  [ ! -s "$t_work/stderr" ] || { run_stderr=$(cat -- "$t_work/stderr"); } 2>/dev/null
  return "$run_status"
}
run_to() {
  run_status=0
  run_stdout=
  run_stderr=
  t_to=$1
  shift
  (t_exec "$@") >"$t_to" 2>"$t_work/stderr" || run_status=$?
  [ ! -s "$t_work/stderr" ] || { run_stderr=$(cat -- "$t_work/stderr"); } 2>/dev/null
  return "$run_status"
}

# run_task CMD…: what command, shell and script have in common. Uses the options chdir, creates, removes, stdin, stdin_add_newline and
# strip_empty_ends, answers as they do, and ends the call. Two forks beside the command's and one per output: its times are those of two files.
run_task() {
  t_unless
  if [ "${p_chdir-}" ]; then
    cd -- "$p_chdir" 2>/dev/null || t_no_chdir
  fi
  if [ "${p_creates-}" ] && t_any "$p_creates"; then t_spared "'$p_creates' exists" "$p_creates exists"; fi
  if [ "${p_removes-}" ] && ! t_any "$p_removes"; then t_spared "'$p_removes' does not exist" "$p_removes does not exist"; fi
  if checking; then
    result_int rc 0
    [ "${p_creates-}${p_removes-}" ] || skip 'Command would have run if not in check mode'
    changed
    done_with 'Command would have run if not in check mode'
  fi
  changed
  note command "$t_module"
  did
  user_locale
  if [ "${p_stdin+given}" ]; then
    if [ "${p_stdin_add_newline-}" = false ]; then printf '%s' "$p_stdin"; else printf '%s\n' "$p_stdin"; fi >"$t_work/stdin" || fail 'cannot keep stdin'
    exec <"$t_work/stdin"
  fi
  : >"$t_work/started"
  t_status=0
  rm -f -- "$t_work/not_begun"
  # Where exec fails the shell ends, by its trap; a command that begins has none.
  (trap ': >"$t_work/not_begun"' EXIT && t_exec "$@") >"$t_work/out" 2>"$t_work/err" || t_status=$?
  : >"$t_work/ended"
  case $t_status in
    126 | 127) if [ "$t_module" = script ]; then script_elsewhere "$@"; elif t_no_program "$1"; then t_not_begun "$@"; fi ;;
  esac
  t_task_result
}
t_no_program() {
  [ ! -e "$t_work/not_begun" ] || return 0
  case $1 in # bash does not come by its trap
    */*) [ -d "$1" ] || [ ! -x "$1" ] ;;
    *) return 1 ;;
  esac
}
# With the errors of the operating system as status, as Ansible has it.
t_not_begun() {
  t_did=false
  t_shell_words "$@"
  result cmd "$t_words"
  result stdout ''
  result stderr ''
  if [ "$t_status" -eq 126 ]; then
    result_int rc 13
    fail "Error executing command: $1 can't be run: it is a directory, or the user may not run it"
  fi
  result_int rc 2
  if (t_environment && have "$1"); then fail "Error executing command: the program that the first line of $1 names is not on the host"; fi
  fail "Error executing command: there is no $1 on the host"
}
# t_shell_words WORD…: sets t_words to them as a shell has to be given them.
t_shell_words() {
  t_words=
  for t_word; do
    case $t_word in
      '' | *[!A-Za-z0-9@%+=:,./_-]*)
        t_quoted=
        while :; do
          case $t_word in *\'*) ;; *) break ;; esac
          t_quoted=$t_quoted${t_word%%\'*}\'\"\'\"\'
          t_word=${t_word#*\'}
        done
        t_word="'$t_quoted$t_word'"
        ;;
    esac
    t_words="$t_words${t_words:+ }$t_word"
  done
}
t_no_chdir() {
  for t_word in rc start end delta; do result_null "$t_word"; done
  result stdout ''
  result stderr ''
  fail "Unable to change directory before execution: cannot change to the directory $p_chdir"
}
# Of command and shell a creates or removes may be a pattern; a script, which is not copied to the host before, is skipped.
t_unless() {
  [ "$t_module" = script ] || return 0
  [ -z "${p_creates-}" ] || [ ! -e "$p_creates" ] || skip "$p_creates exists, matching creates option"
  [ -z "${p_removes-}" ] || [ -e "$p_removes" ] || skip "$p_removes does not exist, matching removes option"
  unset p_creates p_removes
}
t_any() {
  IFS=
  # shellcheck disable=SC2086
  set -- $1
  IFS=" $t_tab$t_nl"
  [ -e "$1" ] || [ -h "$1" ]
}
t_spared() {
  result_int rc 0
  result stdout "skipped, since $2"
  result stderr ''
  for t_word in start end delta; do result_null "$t_word"; done
  if checking; then done_with "Would not run command since $1"; fi
  done_with "Did not run command since $1"
}
t_task_result() {
  t_stats=$(cd -- "$t_work" && stat -c '%s %Y %y' started ended out err) || fail "the agent's work directory $t_work is gone"
  # shellcheck disable=SC2086 # size, seconds, date, time and zone of four files
  set -- $t_stats
  t_strip=F
  [ "${p_strip_empty_ends-}" != false ] || t_strip=f
  result_int rc "$t_status"
  if [ "${11}" -gt 0 ]; then t_bytes stdout "${11}" "$t_work/out" $t_strip; else result stdout ''; fi
  if [ "${16}" -gt 0 ]; then t_bytes stderr "${16}" "$t_work/err" $t_strip; else result stderr ''; fi
  # Much output does not wait on the host's disk for the session's end.
  if [ "${11}" -gt 65536 ]; then : >"$t_work/out"; fi
  if [ "${16}" -gt 65536 ]; then : >"$t_work/err"; fi
  t_start=$4 t_end=$9
  case $t_start in *.??????*) t_start=${t_start%"${t_start#*.??????}"} ;; *) t_start=$t_start.000000 ;; esac
  case $t_end in *.??????*) t_end=${t_end%"${t_end#*.??????}"} ;; *) t_end=$t_end.000000 ;; esac
  result start "$3 $t_start"
  result end "$8 $t_end"
  t_micros=$((1${t_end#*.} - 1${t_start#*.}))
  t_seconds=$(($7 - $2))
  if [ $t_micros -lt 0 ]; then t_micros=$((t_micros + 1000000)) t_seconds=$((t_seconds - 1)); fi
  t_delta=$((1000000 + t_micros))
  t_delta=$((t_seconds / 3600)):$((t_seconds / 600 % 6))$((t_seconds / 60 % 10)):$((t_seconds % 60 / 10))$((t_seconds % 10)).${t_delta#1}
  result delta "$t_delta"
  [ "$t_status" -eq 0 ] || fail 'non-zero return code'
  done_with ''
}

# stat_of PATH: %f is the raw mode in hexadecimal; names come last, behind slashes, since directory services allow blanks in them.
stat_of() {
  s_exists=false s_type='' s_mode='' s_owner='' s_group='' s_uid='' s_gid='' s_size='' s_mtime='' s_inode='' s_target=''
  [ -e "$1" ] || [ -h "$1" ] || return 1
  t_stat=$(stat -c '%f %a %u %g %s %Y %i /%U/%G' -- "$1" 2>/dev/null) || return 1
  s_exists=true
  s_group=${t_stat##*/}
  s_owner=${t_stat#*/}
  s_owner=${s_owner%/*}
  t_stat_path=$1
  # shellcheck disable=SC2086 # seven numbers
  set -- ${t_stat%%/*}
  case $((0x$1 & 0xF000)) in
    32768) s_type='file' ;;
    16384) s_type=directory ;;
    40960) s_type='link' ;;
    4096) s_type=fifo ;;
    49152) s_type=socket ;;
    24576) s_type=block ;;
    8192) s_type=char ;;
  esac
  s_mode=$2
  while [ ${#s_mode} -lt 4 ]; do s_mode=0$s_mode; done
  s_uid=$3 s_gid=$4 s_size=$5 s_mtime=$6 s_inode=$7
  if [ "$s_type" = link ]; then
    s_target=$(readlink -- "$t_stat_path" && printf .)
    s_target=${s_target%?.}
  fi
}

checksum_of() {
  c_sum=
  case ${2:-sha1} in
    md5 | sha1 | sha224 | sha256 | sha384 | sha512) ;;
    *) return 1 ;;
  esac
  if have "${2:-sha1}sum"; then
    c_sum=$("${2:-sha1}sum" <"$1") || return 1
    c_sum=${c_sum%% *}
  elif have openssl; then
    c_sum=$(openssl dgst "-${2:-sha1}" <"$1") || return 1
    c_sum=${c_sum##* }
  else
    return 1
  fi
}

# ---- lists and texts ---------------------------------------------------------------------------------------------------------------

match_list() {
  eval "t_list_n=\${p_$1_n:-0}"
  t_list_i=0
  while [ "$t_list_i" -lt "$t_list_n" ]; do
    t_list_i=$((t_list_i + 1))
    eval "[ \"\$p_$1_$t_list_i\" != \"\$2\" ]" || return 0
  done
  return 1
}

# The counter is kept in the positional parameters: FUNCTION may call each itself.
each() {
  eval "set -- \"\$1\" \"\$2\" 1 \"\${p_$1_n:-0}\""
  while [ "$3" -le "$4" ]; do
    eval "\"\$2\" \"\$p_$1_$3\""
    set -- "$1" "$2" $(($3 + 1)) "$4"
  done
}

json_string() {
  case $1 in
    *[\\\"[:cntrl:]]*) ;;
    *)
      j_text="\"$1\""
      return
      ;;
  esac
  j_text=$(printf '%s\n.' "$1" | awk '
    NR > 1 { if (NR > 2) printf "\\n"; printf "%s", line }
    { gsub(/["\\]/, "\\\\&"); gsub(/\t/, "\\t"); gsub(/\r/, "\\r")
      if ($0 ~ /[\001-\037]/) for (i = 1; i < 32; i++) { c = sprintf("%c", i); if (index($0, c)) gsub(c, sprintf("\\u%04x", i)) }
      line = $0 }')
  j_text="\"$j_text\""
}

# split_words TEXT: sets w_n and w_1 … to its words as a shell would quote them, without expanding anything; fails on an open quote.
split_words() {
  w_n=0
  t_split=$1
  t_word=
  t_in_word=false
  while [ -n "$t_split" ]; do
    t_plain=${t_split%%[\\\"\' "$t_tab$t_nl"]*}
    if [ -n "$t_plain" ]; then
      t_word=$t_word$t_plain
      t_in_word=true
      t_split=${t_split#"$t_plain"}
      continue
    fi
    case $t_split in
      \\?*)
        t_split=${t_split#?}
        t_word=$t_word${t_split%"${t_split#?}"}
        t_split=${t_split#?}
        t_in_word=true
        ;;
      \'*\'*)
        t_split=${t_split#?}
        t_word=$t_word${t_split%%\'*}
        t_split=${t_split#*\'}
        t_in_word=true
        ;;
      \"*)
        t_split=${t_split#?}
        t_in_word=true
        t_split_quoted || return 1
        ;;
      [\\\']*) return 1 ;;
      *)
        t_split=${t_split#?}
        [ "$t_in_word" = false ] || t_word_done
        ;;
    esac
  done
  [ "$t_in_word" = false ] || t_word_done
}
t_word_done() {
  w_n=$((w_n + 1))
  eval "w_$w_n=\$t_word"
  t_word=
  t_in_word=false
}
# Inside double quotes a backslash protects itself and the quote only.
t_split_quoted() {
  while :; do
    case $t_split in
      *\"*) ;;
      *) return 1 ;;
    esac
    t_plain=${t_split%%[\\\"]*}
    t_word=$t_word$t_plain
    t_split=${t_split#"$t_plain"}
    case $t_split in
      \"*)
        t_split=${t_split#?}
        return 0
        ;;
      \\[\\\"]*)
        t_split=${t_split#?}
        t_word=$t_word${t_split%"${t_split#?}"}
        t_split=${t_split#?}
        ;;
      *)
        t_word=$t_word\\
        t_split=${t_split#?}
        ;;
    esac
  done
}

# expand TEXT: sets x_text to it with a leading ~ or ~USER and $NAME, ${NAME} of the environment replaced; what is unknown stays as it is.
# shellcheck disable=SC2088 # the tilde is text here
expand() {
  x_text=
  t_rest=$1
  case $t_rest in
    '~' | '~/'*)
      x_text=$HOME
      t_rest=${t_rest#?}
      ;;
    '~'*)
      t_user=${t_rest#?}
      t_user=${t_user%%/*}
      if t_home=$(t_home_of "$t_user") && [ -n "$t_home" ]; then
        x_text=$t_home
        t_rest=${t_rest#"~$t_user"}
      fi
      ;;
  esac
  while :; do
    case $t_rest in
      *\$*) ;;
      *) break ;;
    esac
    x_text=$x_text${t_rest%%\$*}
    t_rest=${t_rest#*\$}
    case $t_rest in
      '{'*'}'*)
        t_name=${t_rest#?}
        t_name=${t_name%%\}*}
        t_whole="{$t_name}"
        ;;
      *)
        t_name=${t_rest%%[!A-Za-z0-9_]*}
        t_whole=$t_name
        ;;
    esac
    if t_value=$(t_environment && awk 'BEGIN { if (!(ARGV[1] in ENVIRON)) exit 1; printf "%s.", ENVIRON[ARGV[1]] }' "$t_name"); then
      x_text=$x_text${t_value%.}
    else
      x_text=$x_text\$$t_whole
    fi
    t_rest=${t_rest#"$t_whole"}
  done
  x_text=$x_text$t_rest
}
t_home_of() {
  if have getent; then t_entry=$(getent passwd -- "$1"); else t_entry=$(grep -- "^$1:" /etc/passwd); fi || return 1
  t_entry=${t_entry#*:*:*:*:*:}
  printf '%s' "${t_entry%%:*}"
}
