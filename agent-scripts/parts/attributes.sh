# shellcheck shell=sh
# Owners, groups, modes, flags and SELinux contexts. Always sent. They are set on a name that is held (private.sh), so
# nobody can make it mean another file meanwhile.

# attributes_of_call PATH: owner and group are set on a link itself. A link has no mode.
attributes_of_call() {
  [ "${p_owner+given}${p_group+given}${p_mode+given}${p_attributes+given}${p_seuser+given}${p_serole+given}${p_setype+given}${p_selevel+given}" ] ||
    return 0
  if ! stat_of "$1"; then
    checking || fail "cannot read the attributes of $1"
    changed
    return 0
  fi
  clean_path "$1"
  t_before='' t_after='' t_attributes_of=$c_path
  t_context_of_call "$1"
  t_owner_of_call "$1"
  t_group_of_call "$1"
  t_mode_of_call "$1"
  t_flags_of_call "$1"
  [ -z "$t_held" ] || t_leave
  [ -z "$t_after" ] || diff_text "$1 (attributes)" "$t_before" "$t_after"
}
# t_attribute NAME BEFORE AFTER: records a change, and saves the old value for undo.
t_attribute() {
  changed
  if [ -z "$t_held" ] && ! checking; then t_hold "$t_attributes_of"; fi
  if [ "$1" = attributes ]; then keep_flags "$t_attributes_of" "$2"; else keep_attributes "$t_attributes_of"; fi
  t_before="$t_before$1: $2$t_nl"
  t_after="$t_after$1: $3$t_nl"
}
# t_set WHAT CMD…: runs CMD on the held file.
t_set() {
  checking && return 0
  t_set=$1
  shift
  run "$@" "$t_at" || fail "cannot change the $t_set: ${run_stderr##*: }"
  did
}
t_owner_of_call() {
  [ "${p_owner+given}" ] && [ "$p_owner" != "$s_owner" ] && [ "$p_owner" != "$s_uid" ] || return 0
  t_uid=$p_owner
  case $p_owner in
    *[!0-9]*) t_uid=$(id -u -- "$p_owner" 2>/dev/null) || fail "no user '$p_owner' on the host to own $1" ;;
  esac
  [ "$t_uid" != "$s_uid" ] || return 0
  t_attribute owner "$s_owner" "$p_owner"
  t_set "owner of $1" chown -h -- "$t_uid"
}
t_group_of_call() {
  [ "${p_group+given}" ] && [ "$p_group" != "$s_group" ] && [ "$p_group" != "$s_gid" ] || return 0
  t_gid=$p_group
  case $p_group in
    *[!0-9]*) gid_of "$p_group" || fail "no group '$p_group' on the host for $1" ;;
  esac
  [ "$t_gid" != "$s_gid" ] || return 0
  t_attribute group "$s_group" "$p_group"
  t_set "group of $1" chgrp -h -- "$t_gid"
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
    *[!0-7]*) t_symbolic_mode "$p_mode" || fail "not a mode: $p_mode ($run_stderr)" ;;
    ?????*) t_mode=${p_mode#"${p_mode%????}"} ;;
    *) t_mode=$p_mode ;;
  esac
  while [ ${#t_mode} -lt 4 ]; do t_mode=0$t_mode; done
  [ "$t_mode" != "$s_mode" ] || return 0
  t_attribute mode "$s_mode" "$t_mode"
  # chown may have cleared set-user-id. GNU chmod keeps it on a directory unless the mode has five digits.
  t_set "mode of $1" chmod -- "0$t_mode"
}
# t_symbolic_mode MODE: sets t_mode to the mode that chmod would make of s_mode. Tries it on a temporary file.
t_symbolic_mode() {
  t_stand_in=$t_work/mode
  if [ "$s_type" = directory ]; then mkdir -p -- "$t_stand_in.d" && t_stand_in=$t_stand_in.d; else : >"$t_stand_in"; fi
  t_mode=$s_mode
  run chmod -- "0$s_mode" "$t_stand_in" && run chmod -- "$1" "$t_stand_in" || return 1
  t_mode=$(stat -c %a -- "$t_stand_in")
}
t_flags_of_call() {
  [ "${p_attributes+given}" ] || return 0
  t_flags_name=$1
  [ -z "$t_held" ] || t_flags_name=$t_at
  if ! have lsattr || ! have chattr; then fail "attributes need lsattr and chattr on the host"; fi
  run lsattr -d -- "$t_flags_name" || fail "cannot read the flags of $1: $run_stderr"
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
  t_set "flags of $1" chattr "$t_flags_op$t_flags_want" --
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
  t_set "SELinux context of $1" chcon -h -- "$t_context_want"
}

# attributes_below DIR: sets owner, group and mode of everything in a directory, like Ansible's recurse. Links have no
# mode.
attributes_below() {
  if [ "${p_owner+given}" ]; then
    t_uid=$p_owner
    case $p_owner in *[!0-9]*) t_uid=$(id -u -- "$p_owner" 2>/dev/null) || fail "no user '$p_owner' on the host to own $1" ;; esac
    t_below "$1" owner "$p_owner" "chown -h --" "$t_uid" ! -user "$t_uid"
  fi
  if [ "${p_group+given}" ]; then
    t_gid=$p_group
    case $p_group in *[!0-9]*) gid_of "$p_group" || fail "no group '$p_group' on the host for $1" ;; esac
    t_below "$1" group "$p_group" "chgrp -h --" "$t_gid" ! -group "$t_gid"
  fi
  case ${p_mode-} in
    '') ;;
    *[!0-7]*) ! t_symbolic_differs "$1" || t_below "$1" mode "$p_mode" "chmod --" "$p_mode" ! -type l ;;
    *) t_below "$1" mode "$p_mode" "chmod --" "$p_mode" ! -type l ! -perm "$p_mode" ;;
  esac
}
# t_below DIR WHAT WANTED CMD VALUE CONDITION…: runs CMD VALUE for everything below DIR that find selects by CONDITION.
t_below() {
  t_below_dir=$1 t_below_what="$2 $3" t_below_cmd=$4 t_below_value=$5
  shift 5
  # shellcheck disable=SC2016
  run_to "$t_tmp.below" sh -c 'cd -- "$1" && shift && exec find . ! -name . "$@" -print0' sh "$t_below_dir" "$@" || fail "cannot search $t_below_dir: $run_stderr"
  [ -s "$t_tmp.below" ] || return 0
  changed
  diff_text "$t_below_dir (below)" '' "$t_below_what: $(tr -cd '\0' <"$t_tmp.below" | wc -c) files$t_nl"
  checking && return 0
  keep_below "$t_below_dir"
  # shellcheck disable=SC2086 # the command and its options
  set_each "$t_below_dir" "$t_tmp.below" $t_below_cmd "$t_below_value" || fail "cannot set the $t_below_what below $t_below_dir: $each_error"
}
# True if a symbolic mode would change something. Tries it once for each mode and type that occur, which are few.
t_symbolic_differs() {
  run find "$1" ! -path "$1" ! -type l -exec stat -c '%a %F' '{}' + || fail "cannot search $1: $run_stderr"
  t_kinds=$(printf '%s\n' "$run_stdout" | sed 's/^\([0-9]*\) directory$/\1:d/; s/^\([0-9]*\) .*$/\1:f/' | sort -u)
  for t_kind in $t_kinds; do
    s_mode=${t_kind%:*} s_type='file'
    [ "${t_kind#*:}" = f ] || s_type=directory
    t_symbolic_mode "$p_mode" || fail "not a mode: $p_mode ($run_stderr)"
    [ "$t_mode" = "$s_mode" ] || return 0
  done
  return 1
}

# set_each DIR LIST CMD [WORD…]: runs CMD (chown, chgrp, chmod, rm, rmdir) for the files in LIST. Names in LIST are
# relative to DIR, start with ./ and end with a NUL. Returns 1 and sets each_error on failure. Files that are gone
# meanwhile are ignored. One command is enough where nobody else can rename files below DIR; otherwise each directory
# needs a few.
set_each() {
  t_each_in=$1 t_each_list=$2 each_error=
  did
  shift 2
  if ! stand_in "$t_each_in"; then
    each_error=$locate_error
    t_leave
  elif t_nobody_else_writes; then
    t_each_run "$t_each_list" "$@"
    t_leave
  else
    t_each_part
    t_leave
    t_each_apart "$@"
  fi
  [ -z "$each_error" ]
}
# t_each_run LIST CMD…: runs CMD in the current directory.
t_each_run() {
  # shellcheck disable=SC2016 # for the inner shell
  run sh -c 'list=$1 && shift && exec xargs -0 "$@" <"$list"' sh "$@" || t_each_failed
}
t_each_failed() { # records the error of the last command, unless it only says that a file is gone
  t_each_why=$(printf '%s\n' "$run_stderr" | grep -v 'No such file or directory$') || return 0
  each_error=${each_error:-$t_each_why}
}
# Writes .each_dirs, deepest first, and .each_files. Their names are encoded as t_real_name expects.
t_each_part() {
  # shellcheck disable=SC2016
  xargs -0 sh -c 'for f do if [ -d "$f" ] && [ ! -h "$f" ]; then printf "d%s\0" "$f"; else printf "f%s\0" "$f"; fi; done' sh <"$t_each_list" |
    tr '\n\0' '\002\n' | sed 's|^\(.\)\./|\1|' >"$t_tmp.each"
  sed -n 's/^d//p' "$t_tmp.each" | sort -r >"$t_tmp.each_dirs"
  sed -n 's/^f//p' "$t_tmp.each" >"$t_tmp.each_files"
}
t_each_apart() {
  t_each_up=..
  [ "$1" != rm ] || t_each_up=.
  awk '{ d = $0; if (!sub("/[^/]*$", "", d)) d = "."; if (!seen[d]++) print d }' "$t_tmp.each_files" >"$t_tmp.each_holders"
  while IFS= read -r t_each_dir <&4; do # a few commands per directory
    t_each_dir=$t_each_dir awk -v up="$t_each_up" '{ d = b = $0; if (!sub("/[^/]*$", "", d)) d = "."; sub(/.*\//, "", b); if (d "" == ENVIRON["t_each_dir"] "") print up "/" b }' \
      "$t_tmp.each_files" | tr '\n\002' '\0\n' >"$t_tmp.each_names"
    t_real_name "$t_each_dir"
    if stand_in "$t_each_in/$t_real_name"; then
      case $1 in
        rm) t_each_run "$t_tmp.each_names" "$@" ;;
        *) t_each_linked "$@" ;;
      esac
    fi
    t_leave
  done 4<"$t_tmp.each_holders"
  while IFS= read -r t_each_dir <&4; do
    t_real_name "$t_each_dir"
    case $1 in
      rm) ;;
      rmdir) ! locate "$t_each_in/$t_real_name" || run rmdir -- "./$l_name" || : ;;
      *) ! stand_in "$t_each_in/$t_real_name" || run "$@" . || t_each_failed ;;
    esac
    t_leave
  done 4<"$t_tmp.each_dirs"
}
# Changes files through second hard links in a private directory, where nobody else can replace them. Refuses hard links
# to files of other users.
t_each_linked() {
  t_private 2>"$t_work/hold" || { each_error=$(cat -- "$t_work/hold") && return; }
  # shellcheck disable=SC2016
  run sh -c 'exec xargs -0 sh -c "exec ln -- \"\$@\" ." sh <"$1"' sh "$t_tmp.each_names" || t_each_failed
  t_each_foreign=$(find . -type f -links +2 '(' -user 0 -o -user "$t_me" -o ! -user "$t_holder" ')' -print -exec rm -f -- '{}' +)
  [ -z "$t_each_foreign" ] || each_error="hard links to files of others, in a directory that others can change: $t_each_foreign"
  t_each_type=d # matches nothing
  [ "$1" != chmod ] || t_each_type=l
  find . ! -name . ! -type "$t_each_type" -print0 >"$t_tmp.each_names"
  [ ! -s "$t_tmp.each_names" ] || t_each_run "$t_tmp.each_names" "$@"
}

# remove_each DIR LIST: removes the files and links of LIST, then its empty directories. LIST has a directory after its
# content.
remove_each() {
  # shellcheck disable=SC2016
  (cd -- "$1" && xargs -0 sh -c 'for f do if [ -h "$f" ] || [ ! -d "$f" ]; then printf "%s\0" "$f" >&3; else printf "%s\0" "$f" >&4; fi; done' sh <"$2") \
    3>"$t_tmp.gone_files" 4>"$t_tmp.gone_dirs" || { each_error="cannot read the directory $1" && return 1; }
  set_each "$1" "$t_tmp.gone_files" rm -f -- || return 1
  set_each "$1" "$t_tmp.gone_dirs" rmdir -- || each_error=
}

# describe PATH: sets the result fields that Ansible adds for a managed file.
describe() {
  stat_of "$1" || return 0
  case $s_type in
    file) t_state='file' ;;
    link) t_state='link' ;;
    directory) t_state='directory' ;;
    *) t_state=$s_type ;;
  esac
  t_mode_shown=0${s_mode#0} # as in Ansible: 0644, but 02755
  result_rows "s${t_tab}owner$t_tab$s_owner${t_nl}s${t_tab}group$t_tab$s_group${t_nl}s${t_tab}mode$t_tab$t_mode_shown${t_nl}s${t_tab}state$t_tab$t_state
i${t_tab}uid$t_tab$s_uid${t_nl}i${t_tab}gid$t_tab$s_gid${t_nl}i${t_tab}size$t_tab$s_size"
}
