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

fail() {
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
# t_bytes NAME SIZE FILE [TYPE]: a long field. A file that shrinks meanwhile would make the rest of the channel unreadable: the agent then ends.
t_bytes() {
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

have() { command -v "$1" >/dev/null 2>&1; }

# user_locale: commands run from here on in this call have the user's own locale in place of C.
user_locale() { t_user_locale=true; }

# t_exec CMD…: only as the last thing of a subshell. Descriptor 3 is closed so that no command can answer, or keep the channel open.
t_exec() {
  if [ "$t_user_locale" = true ]; then
    if [ "$t_lc_all_given" ]; then LC_ALL=$t_lc_all; else unset LC_ALL; fi
  fi
  t_environment
  exec "$@" 3>&-
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
  if [ "${p_chdir-}" ]; then
    cd -- "$p_chdir" 2>/dev/null || fail "cannot change to the directory $p_chdir"
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
  user_locale
  if [ "${p_stdin+given}" ]; then
    if [ "${p_stdin_add_newline-}" = false ]; then printf '%s' "$p_stdin"; else printf '%s\n' "$p_stdin"; fi >"$t_work/stdin" || fail 'cannot keep stdin'
    exec <"$t_work/stdin"
  fi
  : >"$t_work/started"
  t_status=0
  (t_exec "$@") >"$t_work/out" 2>"$t_work/err" || t_status=$?
  : >"$t_work/ended"
  if [ $t_status -eq 127 ] && ! (t_environment && have "$1"); then
    result_int rc 2
    fail "cannot run $1: there is no such command on the host"
  fi
  t_task_result
}
# A creates or removes may be a pattern.
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

# ---- files -------------------------------------------------------------------------------------------------------------------------

# A caller that wants a link itself replaced sets this to false.
put_follows=true
put_file() { t_put "$1" text "$2"; }
put_from() { t_put "$1" file "$2"; }

# t_put DEST text|file CONTENT: written beside the target and moved over it, so that a reader sees the old file or the new one.
t_put() {
  put_error=
  t_put_to=$1
  if [ -h "$1" ] && [ "$put_follows" = true ]; then
    t_put_to=$(readlink -f -- "$1" && printf .) || { put_error="$1 is a link to nowhere"; return 1; }
    t_put_to=${t_put_to%?.}
  fi
  if [ -d "$t_put_to" ] && [ ! -h "$t_put_to" ]; then
    put_error="$1 is a directory"
    return 1
  fi
  case $t_put_to in
    */*) t_put_new=${t_put_to%/*}/.hitless-$t_id-$t_key ;;
    *) t_put_new=.hitless-$t_id-$t_key ;;
  esac
  if t_put_write "$2" "$3" 2>"$t_work/put" && mv -f -- "$t_put_new" "$t_put_to" 2>>"$t_work/put"; then
    return 0
  fi
  rm -f -- "$t_put_new" 2>/dev/null
  if [ "${p_unsafe_writes-}" = true ] && [ -f "$t_put_to" ] && t_put_in_place "$2" "$3" 2>>"$t_work/put"; then
    return 0
  fi
  put_error=$(cat -- "$t_work/put" 2>/dev/null)
  put_error="cannot write $1: ${put_error##*: }"
  return 1
}

# A new file that is to have a mode is never seen with a wider one.
t_put_write() {
  if [ -e "$t_put_to" ] && [ ! -h "$t_put_to" ]; then
    t_twin "$t_put_to" "$t_put_new" || return 1
  elif [ "${p_mode+given}" ]; then
    (umask 077 && : >"$t_put_new") && chmod "$p_mode" "$t_put_new" || return 1
  fi
  t_put_content "$1" "$2" "$t_put_new"
}
t_put_content() {
  if [ "$1" = text ]; then
    printf '%s' "$2" >"$3"
  else
    cat -- "$2" >"$3"
  fi
}
t_put_in_place() { t_put_content "$1" "$2" "$t_put_to"; }

# t_twin FILE NEW: an empty file with the owner, mode, ACL and SELinux context of another, as far as the user is allowed to give them.
t_twin() {
  cp --attributes-only --preserve=all -- "$1" "$2" 2>/dev/null && return
  (umask 077 && : >"$2") || return 1
  stat_of "$1" || return 1
  chown "$s_uid:$s_gid" "$2" 2>/dev/null || chgrp "$s_gid" "$2" 2>/dev/null || :
  chmod "$s_mode" "$2" || return 1
  if [ -e /sys/fs/selinux/enforce ] && have chcon; then chcon --reference="$1" -- "$2" 2>/dev/null || :; fi
}

backup_file() {
  [ "${p_backup-}" = true ] && [ -f "$1" ] && [ "$t_check" = false ] || return 0
  t_backup=$1.$$.$(date +%Y-%m-%d@%H:%M:%S)~
  run cp -p -- "$1" "$t_backup" || fail "cannot back up $1: $run_stderr"
  result backup_file "$t_backup"
}

# The command is split into words as Ansible does, and not given to a shell.
validate_file() {
  [ "${p_validate-}" ] || return 0
  case $p_validate in
    *%s*) ;;
    *) fail "validate must contain %s: $p_validate" ;;
  esac
  split_words "$p_validate" || fail "validate has a quote without its end: $p_validate"
  t_argv=0
  set -- "$1"
  while [ "$t_argv" -lt "$w_n" ]; do
    t_argv=$((t_argv + 1))
    eval "t_word=\$w_$t_argv"
    case $t_word in
      *%s*) t_word=${t_word%%%s*}$1${t_word#*%s} ;;
    esac
    set -- "$@" "$t_word"
  done
  t_validated=$1
  shift
  run "$@" && return
  result validate/cmd "$p_validate"
  fail "failed to validate $t_validated: ${run_stderr:-$run_stdout} (exit status $run_status)"
}

# ---- attributes --------------------------------------------------------------------------------------------------------------------

# attributes_of_call PATH: links themselves for owner and group; a link has no mode of its own.
attributes_of_call() {
  [ "${p_owner+given}${p_group+given}${p_mode+given}${p_attributes+given}${p_seuser+given}${p_serole+given}${p_setype+given}${p_selevel+given}" ] \
    || return 0
  if ! stat_of "$1"; then
    checking || fail "cannot read the attributes of $1"
    changed
    return 0
  fi
  t_before='' t_after=''
  t_context_of_call "$1"
  t_owner_of_call "$1"
  t_group_of_call "$1"
  t_mode_of_call "$1"
  t_flags_of_call "$1"
  [ -z "$t_after" ] || diff_text "$1 (attributes)" "$t_before" "$t_after"
}
# t_attribute NAME BEFORE AFTER: notes a change.
t_attribute() {
  changed
  t_before="$t_before$1: $2$t_nl"
  t_after="$t_after$1: $3$t_nl"
}
t_owner_of_call() {
  [ "${p_owner+given}" ] && [ "$p_owner" != "$s_owner" ] && [ "$p_owner" != "$s_uid" ] || return 0
  t_uid=$p_owner
  case $p_owner in
    *[!0-9]*) t_uid=$(id -u -- "$p_owner" 2>/dev/null) || fail "no user '$p_owner' on the host to own $1" ;;
  esac
  [ "$t_uid" != "$s_uid" ] || return 0
  t_attribute owner "$s_owner" "$p_owner"
  checking || run chown -h -- "$t_uid" "$1" || fail "cannot change the owner of $1: $run_stderr"
}
t_group_of_call() {
  [ "${p_group+given}" ] && [ "$p_group" != "$s_group" ] && [ "$p_group" != "$s_gid" ] || return 0
  t_gid=$p_group
  case $p_group in
    *[!0-9]*) gid_of "$p_group" || fail "no group '$p_group' on the host for $1" ;;
  esac
  [ "$t_gid" != "$s_gid" ] || return 0
  t_attribute group "$s_group" "$p_group"
  checking || run chgrp -h -- "$t_gid" "$1" || fail "cannot change the group of $1: $run_stderr"
}
# gid_of GROUP: sets t_gid.
gid_of() {
  if have getent; then
    t_gid=$(getent group -- "$1") || return 1
  else
    t_gid=$(grep -- "^$1:" /etc/group) || return 1
  fi
  t_gid=${t_gid#*:*:}
  t_gid=${t_gid%%:*}
}
t_mode_of_call() {
  [ "${p_mode+given}" ] && [ "$s_type" != link ] || return 0
  case $p_mode in
    *[!0-7]*) t_symbolic_mode "$p_mode" || fail "no mode: $p_mode ($run_stderr)" ;;
    ?????*) t_mode=${p_mode#"${p_mode%????}"} ;;
    *) t_mode=$p_mode ;;
  esac
  while [ ${#t_mode} -lt 4 ]; do t_mode=0$t_mode; done
  [ "$t_mode" != "$s_mode" ] || return 0
  t_attribute mode "$s_mode" "$t_mode"
  if ! checking; then
    # chown may have cleared set-user-id, and GNU chmod keeps it on a directory unless all five digits are said.
    run chmod -- "0$t_mode" "$1" || fail "cannot change the mode of $1: $run_stderr"
  fi
}
# t_symbolic_mode MODE: sets t_mode to what chmod makes of s_mode, tried on a stand-in.
t_symbolic_mode() {
  t_stand_in=$t_work/mode
  if [ "$s_type" = directory ]; then mkdir -p -- "$t_stand_in.d" && t_stand_in=$t_stand_in.d; else : >"$t_stand_in"; fi
  t_mode=$s_mode
  run chmod -- "0$s_mode" "$t_stand_in" && run chmod -- "$1" "$t_stand_in" || return 1
  t_mode=$(stat -c %a -- "$t_stand_in")
}
t_flags_of_call() {
  [ "${p_attributes+given}" ] || return 0
  if ! have lsattr || ! have chattr; then fail "attributes need lsattr and chattr on the host"; fi
  run lsattr -d -- "$1" || fail "cannot read the flags of $1: $run_stderr"
  t_flags=${run_stdout%% *}
  t_flags_now=
  t_flags_rest=$t_flags
  while [ -n "$t_flags_rest" ]; do
    t_flag=${t_flags_rest%"${t_flags_rest#?}"}
    t_flags_rest=${t_flags_rest#?}
    [ "$t_flag" = - ] || t_flags_now=$t_flags_now$t_flag
  done
  t_flags_op='='
  t_flags_want=$p_attributes
  case $p_attributes in
    [-+=]*) t_flags_op=${p_attributes%"${p_attributes#?}"} t_flags_want=${p_attributes#?} ;;
  esac
  t_flags_differ=false
  t_flags_rest=$t_flags_want
  while [ -n "$t_flags_rest" ]; do
    t_flag=${t_flags_rest%"${t_flags_rest#?}"}
    t_flags_rest=${t_flags_rest#?}
    case $t_flags_op$t_flags_now in
      -*"$t_flag"*) t_flags_differ=true ;;
      -*) ;;
      [+=]*"$t_flag"*) ;;
      *) t_flags_differ=true ;;
    esac
  done
  [ "$t_flags_op" != = ] || [ ${#t_flags_want} -eq ${#t_flags_now} ] || t_flags_differ=true
  [ "$t_flags_differ" = true ] || return 0
  t_attribute attributes "$t_flags_now" "$p_attributes"
  checking || run chattr "$t_flags_op$t_flags_want" -- "$1" || fail "cannot change the flags of $1: $run_stderr"
}
t_context_of_call() {
  [ "${p_seuser+given}${p_serole+given}${p_setype+given}${p_selevel+given}" ] || return 0
  [ -e /sys/fs/selinux/enforce ] || return 0
  t_context=$(stat -c %C -- "$1" 2>/dev/null) || return 0
  t_context_want=
  t_context_rest=$t_context
  for t_part in "${p_seuser-}" "${p_serole-}" "${p_setype-}"; do
    t_context_want=$t_context_want${t_part:-${t_context_rest%%:*}}:
    t_context_rest=${t_context_rest#*:}
  done
  t_context_want=$t_context_want${p_selevel:-$t_context_rest}
  [ "$t_context" != "$t_context_want" ] || return 0
  t_attribute secontext "$t_context" "$t_context_want"
  checking || run chcon -h -- "$t_context_want" "$1" || fail "cannot change the SELinux context of $1: $run_stderr"
}

# attributes_below DIR: owner, group and mode of all that is in a directory, as Ansible's recurse does; symbolic links have no mode.
attributes_below() {
  if [ "${p_owner+given}" ]; then
    t_uid=$p_owner
    case $p_owner in *[!0-9]*) t_uid=$(id -u -- "$p_owner" 2>/dev/null) || fail "no user '$p_owner' on the host to own $1" ;; esac
    t_below "$1" "owner $p_owner" chown -h -- "$t_uid" -- ! -user "$t_uid"
  fi
  if [ "${p_group+given}" ]; then
    t_gid=$p_group
    case $p_group in *[!0-9]*) gid_of "$p_group" || fail "no group '$p_group' on the host for $1" ;; esac
    t_below "$1" "group $p_group" chgrp -h -- "$t_gid" -- ! -group "$t_gid"
  fi
  case ${p_mode-} in
    '') ;;
    *[!0-7]*) t_symbolic_below "$1" ;;
    *) t_below "$1" "mode $p_mode" chmod -- "$p_mode" -- ! -type l ! -perm "$p_mode" ;;
  esac
}
# t_below DIR WHAT CMD OPTION… -- VALUE -- CONDITION…: CMD for all below DIR that meet the condition, if there are any.
t_below() {
  t_below_dir=$1 t_below_what=$2 t_below_cmd=$3
  shift 3
  t_below_option=
  [ "$1" = -- ] || { t_below_option=$1 && shift; }
  t_below_value=$2
  shift 3
  run find "$t_below_dir" ! -path "$t_below_dir" "$@" -print || fail "cannot search $t_below_dir: $run_stderr"
  [ -n "$run_stdout" ] || return 0
  changed
  diff_text "$t_below_dir (below)" '' "$t_below_what: $(printf '%s\n' "$run_stdout" | wc -l) files$t_nl"
  checking && return 0
  # shellcheck disable=SC2086 # one option or none
  run find "$t_below_dir" ! -path "$t_below_dir" "$@" -exec "$t_below_cmd" $t_below_option -- "$t_below_value" '{}' + \
    || fail "cannot set the $t_below_what below $t_below_dir: $run_stderr"
}
# A symbolic mode is tried on each kind of thing and mode there is: those are few.
t_symbolic_below() {
  run find "$1" ! -path "$1" ! -type l -exec stat -c '%a %F' '{}' + || fail "cannot search $1: $run_stderr"
  t_kinds=$(printf '%s\n' "$run_stdout" | sed 's/^\([0-9]*\) directory$/\1:d/; s/^\([0-9]*\) .*$/\1:f/' | sort -u)
  t_differs=false
  for t_kind in $t_kinds; do
    s_mode=${t_kind%:*} s_type='file'
    [ "${t_kind#*:}" = f ] || s_type=directory
    t_symbolic_mode "$p_mode" || fail "no mode: $p_mode ($run_stderr)"
    [ "$t_mode" = "$s_mode" ] || t_differs=true
  done
  [ $t_differs = true ] || return 0
  changed
  diff_text "$1 (below)" '' "mode: $p_mode$t_nl"
  checking || run chmod -R -- "$p_mode" "$1" || fail "cannot set mode $p_mode below $1: $run_stderr"
}

# describe PATH: the result fields that say how a path is now, as Ansible adds them to what it managed.
describe() {
  stat_of "$1" || return 0
  case $s_type in
    file) t_state='file' ;;
    link) t_state='link' ;;
    directory) t_state='directory' ;;
    *) t_state=$s_type ;;
  esac
  result_rows "s${t_tab}owner$t_tab$s_owner${t_nl}s${t_tab}group$t_tab$s_group${t_nl}s${t_tab}mode$t_tab$s_mode${t_nl}s${t_tab}state$t_tab$t_state
i${t_tab}uid$t_tab$s_uid${t_nl}i${t_tab}gid$t_tab$s_gid${t_nl}i${t_tab}size$t_tab$s_size"
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

# ---- patterns ----------------------------------------------------------------------------------------------------------------------

# t_awk_regex: regular expressions as Python has them, for awk programs of modules: awk's own know no groups, no lazy repeats, no \b, and
# look for the longest match. It compiles a pattern to a small program and runs that with backtracking.
#   re_compile(PATTERN, FLAGS)  FLAGS of i, m, s; sets re_error if the pattern can't be used
#   re_search(TEXT, FROM)       1 and re_start, re_end (one past) where it is found; re_load(TEXT) first and re_find(FROM) for many in one text
#   re_expand(TEMPLATE)         TEMPLATE with \1, \g<name>, \n … replaced
#   slurp(FILE)                 the text of FILE, without its last newline
# shellcheck disable=SC2016
t_awk_regex='
function slurp(f,   l, t, n) { t = ""; while ((getline l < f) > 0) t = t (n++ ? "\n" : "") l; close(f); return t }
function re_node(k, a, b) { re_kind[++re_nodes] = k; re_a[re_nodes] = a; re_b[re_nodes] = b; return re_nodes }
function re_peek() { return substr(re_p, re_i, 1) }
function re_bad(m) { if (re_error == "") re_error = m; re_i = length(re_p) + 1; return re_node("empty") }
function re_alt(   n, s) { s = re_seq(); if (re_peek() != "|") return s; re_i++; n = re_node("alt", s); re_b[n] = re_alt(); return n }
function re_seq(   n, c) { n = 0
  while ((c = re_peek()) != "" && c != "|" && c != ")") { c = re_item(); n = n ? re_node("cat", n, c) : c }
  return n ? n : re_node("empty") }
function re_item(   n, c, lo, hi, r) { n = re_atom()
  while ((c = re_peek()) ~ /[*+?{]/ && c != "") {
    lo = 0; hi = -1
    if (c == "+") lo = 1; else if (c == "?") hi = 1
    else if (c == "{") {
      r = substr(re_p, re_i); if (!match(r, /^\{[0-9]*(,[0-9]*)?\}/) || RLENGTH == 2) break
      c = substr(r, 2, RLENGTH - 2); re_i += RLENGTH - 1; lo = c + 0; if (c ~ /^,/) lo = 0; if (c !~ /,/) hi = lo; else if (c !~ /,$/) { sub(/.*,/, "", c); hi = c + 0 }
    }
    re_i++; r = re_node("rep", n, lo); re_hi[r] = hi; re_lazy[r] = 0
    if (re_peek() == "?") { re_lazy[r] = 1; re_i++ } else if (re_peek() == "+") return re_bad("possessive repeats")
    if (re_peek() ~ /[*+?]/ && re_peek() != "") return re_bad("multiple repeat")
    n = r
  }
  return n }
function re_set(not, members,   n, i) { n = re_node("set", ++re_sets, not); for (i = 1; i <= length(members); i++) re_member[re_sets, substr(members, i, 1)] = 1; return n }
function re_class(c) { # what \d and its kin stand for
  if (c == "d") return re_digits; if (c == "w") return re_word; if (c == "s") return " \t\n\r\f\v"; return "" }
function re_others(s,   i, t) { for (i = 1; i < 256; i++) if (!index(s, re_chr[i])) t = t re_chr[i]; return t }
function re_plain(c,   h) { # the character an escape stands for; re_i is behind it
  if (c == "n") return "\n"; if (c == "t") return "\t"; if (c == "r") return "\r"; if (c == "f") return "\f"; if (c == "v") return "\v"; if (c == "a") return "\007"
  if (c == "x") { h = tolower(substr(re_p, re_i, 2)); re_i += 2; h = (index("0123456789abcdef", substr(h, 1, 1)) - 1) * 16 + index("0123456789abcdef", substr(h, 2, 1)) - 1; return re_chr[h] }
  if (c ~ /[A-Za-z0-9]/) re_bad("bad escape \\" c)
  return c }
function re_char(c) { return re_fold && tolower(c) != toupper(c) ? re_set(0, tolower(c) toupper(c)) : re_node("char", c) }
function re_bracket(   not, m, c, d, i, first, t) {
  if (re_peek() == "^") { not = 1; re_i++ }
  first = 1
  while ((c = re_peek()) != "" && (c != "]" || first)) {
    first = 0; re_i++
    if (c == "\\") { c = re_peek(); re_i++
      if ((t = re_class(c)) != "") { m = m t; continue }
      if ((t = re_class(tolower(c))) != "" && c ~ /[DWS]/) { m = m re_others(t); continue }
      c = c == "b" ? "\b" : re_plain(c) }
    d = c
    if (re_peek() == "-" && substr(re_p, re_i + 1, 1) !~ /^\]?$/) { re_i++; d = re_peek(); re_i++; if (d == "\\") { d = re_peek(); re_i++; d = re_plain(d) } }
    if (re_ord[d] < re_ord[c]) return re_bad("bad character range " c "-" d)
    for (i = re_ord[c]; i <= re_ord[d]; i++) m = m re_chr[i]
  }
  if (c == "") return re_bad("unterminated character set")
  re_i++; if (re_fold) m = m tolower(m) toupper(m)
  return re_set(not, m) }
function re_group(   n, g, name, r, w) { g = -1; r = substr(re_p, re_i)
  if (r ~ /^\?/) {
    if (match(r, /^\?P?<[A-Za-z_][A-Za-z0-9_]*>/)) { name = substr(r, 1, RLENGTH); sub(/^[^<]*</, "", name); sub(/>$/, "", name); re_i += RLENGTH; g = ++re_groups; re_named[name] = g }
    else if (match(r, /^\?P=[A-Za-z0-9_]+\)/)) { re_i += RLENGTH; name = substr(r, 4, RLENGTH - 4); return (name in re_named) ? re_node("back", re_named[name]) : re_bad("unknown group name " name) }
    else if (match(r, /^\?[imsaLu]+\)/)) { re_i += RLENGTH; re_flags(substr(r, 2, RLENGTH - 2)); return re_node("empty") }
    else if (match(r, /^\?#[^)]*\)/)) { re_i += RLENGTH; return re_node("empty") }
    else if (r ~ /^\?:/) re_i += 2
    else if (match(r, /^\?<?[=!]/)) { re_i += RLENGTH; n = re_alt(); if (re_peek() != ")") return re_bad("missing ), unterminated subpattern"); re_i++
      w = r ~ /^\?</ ? re_width(n) : -1; if (r ~ /^\?</ && w < 0) return re_bad("look-behind requires fixed-width pattern")
      n = re_node("look", n, r ~ /^\?<?!/); re_hi[n] = w; return n }
    else return re_bad("(" substr(r, 1, 2) " in a pattern")
  } else g = ++re_groups
  n = re_alt(); if (re_peek() != ")") return re_bad("missing ), unterminated subpattern"); re_i++
  return g < 0 ? n : re_node("group", n, g) }
function re_flags(f) { if (f ~ /i/) re_fold = 1; if (f ~ /m/) re_multi = 1; if (f ~ /s/) re_dotall = 1 }
function re_width(n,   a, b, k) { k = re_kind[n]
  if (k == "char" || k == "set" || k == "any") return 1
  if (k == "group") return re_width(re_a[n])
  if (k == "cat" || k == "alt") { a = re_width(re_a[n]); b = re_width(re_b[n]); return a < 0 || b < 0 || (k == "alt" && a != b) ? -1 : k == "alt" ? a : a + b }
  if (k == "rep") { a = re_width(re_a[n]); return a < 0 || re_b[n] != re_hi[n] ? -1 : a * re_b[n] }
  return k == "back" ? -1 : 0 }
function re_atom(   c, t) { c = re_peek(); re_i++
  if (c == "(") return re_group(); if (c == "[") return re_bracket()
  if (c == ".") return re_dotall ? re_node("every") : re_node("any")
  if (c == "^") return re_node(re_multi ? "bol" : "start"); if (c == "$") return re_node(re_multi ? "eol" : "finish")
  if (c ~ /[*+?]/) return re_bad("nothing to repeat")
  if (c != "\\") return re_char(c)
  c = re_peek(); re_i++
  if (c == "") return re_bad("bad escape (end of pattern)")
  if ((t = re_class(c)) != "") return re_set(0, t); if (c ~ /[DWS]/) return re_set(1, re_class(tolower(c)))
  if (c == "b") return re_node("edge"); if (c == "B") return re_node("inner"); if (c == "A") return re_node("start"); if (c == "Z") return re_node("last")
  if (c ~ /[1-9]/) { if (c > re_groups) return re_bad("invalid group reference " c); return re_node("back", c) }
  return re_char(re_plain(c)) }
function re_emit(o, x, y) { re_op[++re_len] = o; re_x[re_len] = x; re_y[re_len] = y; return re_len }
function re_split(p, lazy, to) { if (lazy) { re_x[p] = to; re_y[p] = p + 1 } else { re_x[p] = p + 1; re_y[p] = to } }
function re_gen(n,   k, i, p, q, slot, open) { k = re_kind[n]
  if (k == "cat") { re_gen(re_a[n]); re_gen(re_b[n]) }
  else if (k == "alt") { p = re_emit("split"); re_gen(re_a[n]); q = re_emit("jump"); re_split(p, 0, re_len + 1); re_gen(re_b[n]); re_x[q] = re_len + 1 }
  else if (k == "group") { re_emit("save", re_b[n] * 2); re_gen(re_a[n]); re_emit("save", re_b[n] * 2 + 1) }
  else if (k == "look") { p = re_emit("look", 0, re_b[n] + 0); re_w[p] = re_hi[n]; re_gen(re_a[n]); re_emit("match"); re_x[p] = re_len + 1 }
  else if (k == "rep") {
    for (i = 0; i < re_b[n]; i++) re_gen(re_a[n])
    if (re_hi[n] < 0) { slot = 200 + ++re_loops; p = re_emit("split"); re_emit("save", slot); re_gen(re_a[n]); re_emit("moved", slot); re_emit("jump", p); re_split(p, re_lazy[n], re_len + 1) }
    else { open = 0; for (; i < re_hi[n]; i++) { p = re_emit("split", open); open = p; re_gen(re_a[n]) }
      while (open) { p = re_x[open]; re_split(open, re_lazy[n], re_len + 1); open = p } }
  }
  else if (k != "empty") re_emit(k, re_a[n], re_b[n] + 0) }
function re_must_of(n,   k) { k = re_kind[n] # literal runs that every match has: the longest is looked for before anything else
  if (k == "cat") { re_must_of(re_a[n]); re_must_of(re_b[n]); return }
  if (k == "group") { re_must_of(re_a[n]); return }
  if (k == "char") { re_run = re_run re_a[n]; if (length(re_run) > length(re_must)) re_must = re_run; return }
  if (k != "empty") re_run = "" }
function re_compile(p, flags,   i, n, k) {
  if (!re_ready) { re_ready = 1; for (i = 1; i < 256; i++) { re_chr[i] = sprintf("%c", i); re_ord[re_chr[i]] = i }
    re_digits = "0123456789"; re_word = re_digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_" }
  re_p = p; re_i = 1; re_nodes = re_groups = re_len = re_loops = 0; re_error = re_must = re_run = ""; re_fold = re_multi = re_dotall = 0; re_flags(flags)
  for (k in re_named) delete re_named[k]
  n = re_alt(); if (re_i <= length(re_p) && re_error == "") re_error = "unbalanced parenthesis"
  if (re_error != "") { re_error = re_error " at position " (re_i > length(p) ? length(p) : re_i - 1); return 0 }
  re_gen(n); re_emit("match"); re_must_of(n)
  return 1 }
function re_load(t) { re_text = t; re_n = length(t); re_split_done = 0 }
function re_search(t, from) { re_load(t); return re_find(from) }
function re_find(from,   i, o, lead) {
  if (re_must != "" && !index(from > 1 ? substr(re_text, from) : re_text, re_must)) return 0
  if (!re_split_done) { split(re_text, re_c, ""); re_split_done = 1 }
  for (i = 1; re_op[i] == "save"; i++) ;
  o = re_op[i]; lead = re_x[i]
  for (i = from; i <= re_n + 1; i++) {
    if (o == "char") { if (i > re_n || re_c[i] != lead) continue }
    else if (o == "start") { if (i > 1) return 0 }
    else if (o == "bol") { if (i > 1 && re_c[i - 1] != "\n") continue }
    if (re_run_at(1, i, 0)) { re_start = i; return 1 }
  }
  return 0 }
function re_is_word(i) { return i >= 1 && i <= re_n && index(re_word, re_c[i]) > 0 }
function re_run_at(pc, i, base,   o, top, k, s) { top = base
  if (!base) for (k in re_cap) delete re_cap[k]
  for (;;) {
    o = re_op[pc]
    if (o == "char") { if (i <= re_n && re_c[i] == re_x[pc]) { i++; pc++; continue } }
    else if (o == "set") { if (i <= re_n && ((re_x[pc], re_c[i]) in re_member) != re_y[pc]) { i++; pc++; continue } }
    else if (o == "any") { if (i <= re_n && re_c[i] != "\n") { i++; pc++; continue } }
    else if (o == "every") { if (i <= re_n) { i++; pc++; continue } }
    else if (o == "split") { top++; re_st[top] = re_y[pc]; re_si[top] = i; pc = re_x[pc]; continue }
    else if (o == "jump") { pc = re_x[pc]; continue }
    else if (o == "save") { k = re_x[pc]; top++; re_st[top] = -1; re_si[top] = k; re_old[top] = (k in re_cap) ? re_cap[k] : 0; re_cap[k] = i; pc++; continue }
    else if (o == "moved") { if (re_cap[re_x[pc]] != i) { pc++; continue } }
    else if (o == "match") { re_end = i; return 1 }
    else if (o == "start") { if (i == 1) { pc++; continue } }
    else if (o == "last") { if (i == re_n + 1) { pc++; continue } }
    else if (o == "finish") { if (i == re_n + 1 || (i == re_n && re_c[i] == "\n")) { pc++; continue } }
    else if (o == "bol") { if (i == 1 || re_c[i - 1] == "\n") { pc++; continue } }
    else if (o == "eol") { if (i == re_n + 1 || re_c[i] == "\n") { pc++; continue } }
    else if (o == "edge") { if (re_is_word(i - 1) != re_is_word(i)) { pc++; continue } }
    else if (o == "inner") { if (re_is_word(i - 1) == re_is_word(i)) { pc++; continue } }
    else if (o == "back") { k = re_x[pc] * 2; if ((k + 1) in re_cap && re_cap[k + 1] && (s = substr(re_text, re_cap[k], re_cap[k + 1] - re_cap[k])) == substr(re_text, i, length(s))) { i += length(s); pc++; continue } }
    else if (o == "look") { k = re_w[pc] < 0 ? i : i - re_w[pc]; k = k >= 1 ? re_run_at(pc + 1, k, top + 1) : 0; if (k != re_y[pc]) { pc = re_x[pc]; continue } }
    while (top > base && re_st[top] < 0) { re_cap[re_si[top]] = re_old[top]; top-- }
    if (top == base) return 0
    pc = re_st[top]; i = re_si[top]; top--
  } }
function re_capture(g) { if (g == 0) return substr(re_text, re_start, re_end - re_start)
  return ((g * 2 + 1) in re_cap) && re_cap[g * 2 + 1] ? substr(re_text, re_cap[g * 2], re_cap[g * 2 + 1] - re_cap[g * 2]) : "" }
function re_expand(t,   o, p, c, n) {
  while (p = index(t, "\\")) {
    o = o substr(t, 1, p - 1); c = substr(t, p + 1, 1); t = substr(t, p + 2)
    if (c ~ /[0-9]/) { if (c > 0 && substr(t, 1, 1) ~ /[0-9]/) { c = c substr(t, 1, 1); t = substr(t, 2) }
      if (c + 0 > re_groups) { re_error = "invalid group reference " c; return o }
      o = o (c == 0 ? "" : re_capture(c + 0)) }
    else if (c == "g" && match(t, /^<[A-Za-z0-9_]+>/)) { n = substr(t, 2, RLENGTH - 2); t = substr(t, RLENGTH + 1)
      if (n !~ /^[0-9]+$/) { if (!(n in re_named)) { re_error = "unknown group name " n; return o }; n = re_named[n] }
      if (n + 0 > re_groups) { re_error = "invalid group reference " n; return o }
      o = o re_capture(n + 0) }
    else if (c == "n") o = o "\n"; else if (c == "t") o = o "\t"; else if (c == "r") o = o "\r"; else if (c == "\\") o = o "\\"
    else if (c ~ /[A-Za-z]/) { re_error = "bad escape \\" c; return o }
    else o = o "\\" c
  }
  return o t }
'

# ask_socket FILE ADDRESS TEXT [SECONDS]: sends a line, or nothing when TEXT is empty, to a socket (a path, or HOST:PORT), and keeps in FILE what
# comes back until the other side closes or time is up. Returns 1 when nobody answers there, 2 with socket_error set when the host has no
# program for it: a host has sh and sshd, and sh can't open a socket. perl is part of every Debian and Red Hat base.
ask_socket() {
  t_limit=${4:-10} socket_error=''
  t_ask=$3
  [ -z "$t_ask" ] || t_ask=$t_ask$t_nl
  if have socat; then
    case $2 in
      /*) t_socket=UNIX-CONNECT:$2 ;;
      *) t_socket=TCP:$2 ;;
    esac
    printf '%s' "$t_ask" | socat -t "$t_limit" -T "$t_limit" - "$t_socket" >"$1" 2>/dev/null
  elif have perl; then
    printf '%s' "$t_ask" | perl -e '
      use Socket; alarm $ARGV[1]; $_ = $ARGV[0];
      if (m{^/}) { socket(S, PF_UNIX, SOCK_STREAM, 0) && connect(S, sockaddr_un($_)) || exit 1 }
      else {
        my ($host, $port) = m{^\[?(.*?)\]?:(\d+)$} or exit 1;
        my ($error, $to) = Socket::getaddrinfo($host, $port, {socktype => SOCK_STREAM});
        exit 1 if $error;
        socket(S, $to->{family}, SOCK_STREAM, 0) && connect(S, $to->{addr}) || exit 1;
      }
      $SIG{ALRM} = sub { exit 0 };
      $| = 1; syswrite S, join "", <STDIN>; shutdown S, 1; print while sysread S, $_, 65536' "$2" "$t_limit" >"$1" 2>/dev/null
  elif have nc && nc -h 2>&1 | grep -q -e '-[^ ]*U'; then
    case $2 in
      /*) printf '%s' "$t_ask" | nc -w "$t_limit" -U "$2" >"$1" 2>/dev/null ;;
      *) printf '%s' "$t_ask" | nc -w "$t_limit" "${2%:*}" "${2##*:}" >"$1" 2>/dev/null ;;
    esac
  elif have python3; then
    printf '%s' "$t_ask" | python3 -c '
import socket, sys
at, limit = sys.argv[1], float(sys.argv[2])
if at[0] == "/":
    s = socket.socket(socket.AF_UNIX); s.settimeout(limit); s.connect(at)
else:
    host, port = at.rsplit(":", 1); s = socket.create_connection((host.strip("[]"), int(port)), limit)
s.sendall(sys.stdin.buffer.read()); s.shutdown(1)
try:
    for some in iter(lambda: s.recv(65536), b""): sys.stdout.buffer.write(some)
except TimeoutError: pass' "$2" "$t_limit" >"$1" 2>/dev/null
  else
    socket_error='no program on this host can talk to a socket: install socat (perl, netcat with -U and python3 will do as well)'
    return 2
  fi || return 1
}
