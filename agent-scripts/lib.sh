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

# What a call with a ticket does before it changes something; parts/keep.sh has the real ones.
keep() { :; }
keep_attributes() { :; }
keep_flags() { :; }
keep_times() { :; }
keep_below() { :; }
keep_members() { :; }
keep_for() { :; }
note() { :; }
note_service() { :; }
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
  note command "$t_module"
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

# beside PATH: sets b_new to a name in its directory for what is to be moved over it. A call with a ticket says so ahead, lest it be left behind.
beside() {
  case $1 in
    */*) b_new=${1%/*}/.hitless-$t_id-$t_key ;;
    *) b_new=.hitless-$t_id-$t_key ;;
  esac
  [ -z "$t_slot" ] || t_spool_new "$b_new"
}

# move_over NEW PATH: mv moves into a directory that a link points to; where it can't be told not to (busybox), the link is gone for a moment.
move_over() {
  if [ -h "$2" ] && [ -d "$2" ]; then
    mv -fT -- "$1" "$2" 2>/dev/null && return
    rm -f -- "$2" || return
  fi
  mv -f -- "$1" "$2"
}

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
  beside "$t_put_to"
  t_put_new=$b_new
  if t_put_write "$2" "$3" 2>"$t_work/put"; then
    keep "$t_put_to" "$t_put_new"
    if move_over "$t_put_new" "$t_put_to" 2>>"$t_work/put"; then return 0; fi
  fi
  rm -f -- "$t_put_new" 2>/dev/null
  if [ "${p_unsafe_writes-}" = true ] && [ -f "$t_put_to" ]; then
    keep "$t_put_to"
    if t_put_in_place "$2" "$3" 2>>"$t_work/put"; then return 0; fi
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
  keep "$t_backup"
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
  t_before='' t_after='' t_attributes_of=$1
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
  if [ "$1" = attributes ]; then keep_flags "$t_attributes_of" "$2"; else keep_attributes "$t_attributes_of"; fi
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
  keep_below "$t_below_dir"
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
  keep_below "$1"
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
