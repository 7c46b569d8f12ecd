# shellcheck shell=sh
# Writing files. Always sent. A reader sees either the old or the new file. Nobody sees the new one before its content,
# owner and mode are complete.

# stat_of PATH: %f is the raw mode in hexadecimal. Names come last and after slashes, since directory services allow
# blanks in them.
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

# A caller sets this to false to replace a link itself.
put_follows=true
put_file() { t_put "$1" text "$2"; }
# put_from DEST FILE [WAS]: with WAS, only if DEST still has the content of WAS, or still does not exist if WAS is
# empty. A link that is replaced itself has no content of its own to compare.
put_from() {
  if [ "$put_follows" = false ] && [ -h "$1" ]; then set -- "$1" "$2"; fi
  case $2 in
    /*) t_put "$1" file "$2" "${3-}" ;;
    *) t_put "$1" file "$PWD/$2" "${3-}" ;;
  esac
}

# t_put DEST text|file CONTENT [WAS]
t_put() {
  put_error=
  : >"$t_work/put"
  if [ "$2" = file ] && ! t_room; then
    put_error="cannot write $1: the disk of $t_work is full"
    return 1
  elif locate "$1" "$put_follows"; then
    t_put_dest=$1
    if t_put_new "$2" "$3" "${4-}" 2>>"$t_work/put" || t_put_in_place "$2" "$3" 2>>"$t_work/put"; then
      did
      t_leave
      return 0
    fi
    t_put_why=$(cat -- "$t_work/put" 2>/dev/null)
    put_error=${put_error:-cannot write $1: ${t_put_why##*: }}
  else
    put_error="cannot write $1: $locate_error"
  fi
  t_leave
  return 1
}

# Creates the file in a private directory, then moves it to the parent, `..`. Nobody can redirect that name.
t_put_new() {
  if [ -d "./$l_name" ] && [ ! -h "./$l_name" ]; then
    put_error="$t_put_dest is a directory"
    return 1
  fi
  t_private || return 1
  t_old=
  if [ -e "../$l_name" ] || [ -h "../$l_name" ]; then t_pin "$l_name" || return 1; fi
  [ -z "$3" ] || t_put_is_still "$3" || return 1
  if [ -f "$t_old" ] && [ ! -h "$t_old" ]; then t_twin "$t_old" "./$l_name"; else t_put_fresh; fi || return 1
  t_put_content "$1" "$2" "./$l_name" || return 1
  t_keep_at=${t_old:-../$l_name}
  keep "$l_path" "./$l_name"
  t_keep_at=
  mv -f -- "./$l_name" ..
}
t_put_is_still() {
  if [ -z "$t_old" ]; then [ ! -s "$1" ]; else [ ! -h "$t_old" ] && cmp -s -- "$1" "$t_old"; fi || {
    put_error="$t_put_dest was changed by somebody else meanwhile, so it was not written"
    return 1
  }
}
t_put_fresh() {
  : >"./$l_name" || return 1
  # attributes_of_call reports an error if this fails.
  [ -z "${p_owner-}${p_group-}" ] || chown -- "${p_owner-}${p_group:+:$p_group}" "./$l_name" 2>/dev/null || :
  [ -z "${p_mode-}" ] || chmod -- "$p_mode" "./$l_name"
}
t_put_content() {
  if [ "$1" = text ]; then
    printf '%s' "$2" >"$3"
  else
    cat -- "$2" >"$3"
  fi
}

# t_put_in_place: for files that can't be replaced, such as /etc/hosts in a container. Only if the task allows it
# (unsafe_writes).
t_put_in_place() {
  [ "${p_unsafe_writes-}" = true ] && [ -z "$put_error" ] || return 1
  if [ -z "$t_private" ]; then
    t_check_owner
    t_old=./$l_name
  fi
  [ "$t_ours" = true ] || [ "$t_old" = "./$t_private.old" ] || return 1
  [ -f "$t_old" ] || return 1
  keep "$l_path"
  t_put_content "$1" "$2" "$t_old"
}

# t_twin FILE NEW: creates an empty file with the owner, mode, ACL and SELinux context of FILE, as far as the user may
# set them.
t_twin() {
  cp --attributes-only --preserve=all -- "$1" "$2" 2>/dev/null && return
  : >"$2" || return 1
  stat_of "$1" || return 1
  chown -- "$s_uid:$s_gid" "$2" 2>/dev/null || chgrp -- "$s_gid" "$2" 2>/dev/null || :
  chmod -- "$s_mode" "$2" || return 1
  if [ -e /sys/fs/selinux/enforce ] && have chcon; then chcon --reference="$1" -- "$2" 2>/dev/null || :; fi
}

# read_file PATH COPY: copies the content of PATH, or nothing if it does not exist. Does not follow untrusted links.
read_file() {
  : >"$2"
  follow_path "$1"
  [ -e "$f_path" ] || return 0
  # Reads exactly the file that was checked, even if somebody replaces it by a link meanwhile.
  if stat_of "$f_path"; then
    [ "$s_type" != link ] || fail "$1 was changed by somebody else meanwhile"
    t_hold "$f_path"
    cat -- "$t_at" >"$2" 2>/dev/null || fail "cannot read $1"
    t_leave
  else
    cat -- "$f_path" >"$2" 2>/dev/null || fail "cannot read $1"
  fi
}

# read_text PATH COPY: works like read_file, and fails the call if there are NUL bytes. awk programs of some hosts end a
# line at a NUL byte, and would write the file without the rest.
read_text() {
  read_file "$1" "$2"
  # shellcheck disable=SC2094 # both only read
  [ ! -s "$2" ] || tr -d '\0' <"$2" | cmp -s -- - "$2" || fail "$1 contains NUL bytes, so it is no text: it was not changed"
}

# make_directory PATH [FUNCTION]: creates missing parents too, and calls FUNCTION with each new directory. On failure,
# fails the call.
make_directory() {
  [ ! -d "$1" ] || return 0
  clean_path "$1"
  t_made=${c_path%/*}
  set -- "$c_path" "${2-:}"
  [ -z "$t_made" ] || make_directory "$t_made" "$2"
  locate "$1" || fail "cannot make the directory $1: $locate_error"
  keep "$1"
  run mkdir -- "./$l_name" || [ -d "./$l_name" ] || fail "cannot make the directory $1: ${run_stderr##*: }"
  did
  t_leave
  "$2" "$1"
}

# refuse_root PATH: ends the call if PATH is the root directory, by any name, or has no last name (such as `..`).
refuse_root() {
  case $1 in
    '' | . | .. | */. | */.. | */./ | */../) fail "refusing to remove $1" ;;
  esac
  ! is_root "$1" || fail "refusing to remove $1: it is the root directory"
}

# remove_path PATH: removes a file, a link itself, or a directory with its content.
remove_path() {
  refuse_root "$1"
  locate "$1" || fail "cannot remove $1: $locate_error"
  t_keep_at=./$l_name
  keep "$l_path"
  t_keep_at=
  if [ -d "./$l_name" ] && [ ! -h "./$l_name" ]; then did; fi # rm may fail after it has removed a part
  run rm -rf -- "./$l_name" || fail "cannot remove $1: ${run_stderr##*: }"
  did
  t_leave
}

# remove_empty DIR: works like `run rmdir`. The caller has saved the directory for undo.
remove_empty() {
  locate "$1" || fail "cannot remove $1: $locate_error"
  run rmdir -- "./$l_name" || :
  t_leave
  return "$run_status"
}

# place PATH CMD…: replaces PATH with what CMD creates. CMD gets a name as its last word. Returns 1 and sets place_error
# on failure.
place() {
  : >"$t_work/put"
  t_place_path=$1
  shift
  if ! t_room; then
    run_status=1 run_stdout='' run_stderr='' place_error="the disk of $t_work is full"
    return 1
  elif locate "$t_place_path" && { t_private && run "$@" "./$l_name"; } 2>>"$t_work/put" && mv -f -- "./$l_name" .. 2>>"$t_work/put"; then
    did
    t_leave
    return 0
  fi
  place_error=${run_stderr:-$(cat -- "$t_work/put")}
  place_error=${locate_error:-${place_error##*: }}
  t_leave
  return 1
}

# merge_tree DIR CMD…: CMD fills a directory, its last word. The content is moved into DIR; other files in DIR stay.
# Returns 1 and sets place_error on failure. If others can rename files below DIR, CMD fills a private directory first,
# and the content is moved directory by directory. An existing directory gets the owner and mode of the new one if
# merge_named is empty, or is a file that lists the directory with a slash at the end.
merge_named=
merge_tree() {
  t_merge=$1 place_error=''
  shift
  : >"$t_work/put"
  [ ! -w "$t_merge" ] || did # a part of it, at least
  if ! stand_in "$t_merge"; then
    place_error=$locate_error
  elif t_nobody_else_writes; then
    run "$@" . || place_error=${run_stderr:-exit status $run_status}
  elif { t_private && mkdir ./tree && t_like .. ./tree; } 2>>"$t_work/put" && run "$@" ./tree; then
    t_merge_all
  else
    place_error=${run_stderr:-$(cat -- "$t_work/put")}
  fi
  t_leave
  [ -z "$place_error" ]
}
# Starts with the deepest directories, and removes each one after it was moved. Names are encoded as in set_each.
t_merge_all() {
  # shellcheck disable=SC2016 # for the inner shell
  find ./tree -type d -exec sh -c 'for f do f=${f#./tree} && [ -d "..$f" ] && [ ! -h "..$f" ] && printf "%s\0" "$f"; done' sh '{}' + |
    tr '\n\0' '\002\n' | sort -r >"$t_tmp.merge"
  while IFS= read -r t_merge_dir <&4; do # a few commands for each existing directory
    t_real_name "$t_merge_dir"
    t_merge_one "$t_real_name" 2>>"$t_work/put" || { place_error=$(cat -- "$t_work/put") && return; }
  done 4<"$t_tmp.merge"
}
# Uses tar, since a process has only one working directory, and `..` of a private directory is only its own parent.
t_merge_one() {
  if [ -z "$1" ]; then
    t_merge_move ./tree /.
    return
  fi
  tar -cf - -C "./tree$1" . | (
    t_origin='' t_private=''
    stand_in "$t_merge$1" && t_private && mkdir ./part && tar -xpf - -C ./part && t_merge_move ./part "$1" || exit 1
    t_leave
  ) && rm -rf -- "./tree$1"
}
t_merge_move() { # TREE DIR
  # shellcheck disable=SC2016
  find "$1" ! -path "$1" -prune -exec sh -c 'exec mv -f -- "$@" ..' sh '{}' + || return 1
  if [ "$merge_named" ] && ! grep -qxF -e "${2#/}/" -e ".$2/" -- "$merge_named"; then return 0; fi
  t_like "$1" ..
}
# t_like DIR OTHER: gives OTHER the owner and mode of DIR.
t_like() {
  # shellcheck disable=SC2046
  set -- "$2" $(stat -c '%u:%g %a' -- "$1")
  chown -- "$2" "$1" && chmod -- "0$3" "$1"
}

# backup_file PATH [FIELD]: makes a copy with a time stamp if the task asks for one, and sets the result FIELD to its
# path.
backup_file() {
  [ "${p_backup-}" = true ] && [ -f "$1" ] && [ "$t_check" = false ] || return 0
  t_backup=$1.$$.$(date +%Y-%m-%d@%H:%M:%S)~
  keep "$t_backup"
  locate "$1" true || fail "cannot back up $1: $locate_error"
  if ! { t_private && t_pin "$l_name" && [ ! -h "$t_old" ] && cp -p -- "$t_old" "$t_tmp.backup"; } 2>"$t_work/put"; then
    fail "cannot back up $1: $(cat -- "$t_work/put")"
  fi
  t_leave
  place "$t_backup" cp -p -- "$t_tmp.backup" || fail "cannot back up $1: $place_error"
  result "${2:-backup_file}" "$t_backup"
}

validate_file() {
  [ "${p_validate-}" ] || return 0
  run_validate "$1" && return
  result validate/cmd "$p_validate"
  fail "failed to validate $1: ${run_stderr:-$run_stdout} (exit status $run_status)"
}
# run_validate FILE: runs p_validate like `run`. It is split into words, like in Ansible. No shell runs it.
run_validate() {
  case $p_validate in
    *%s*) ;;
    *) fail "validate must contain %s: $p_validate" ;;
  esac
  split_words "$p_validate" || fail "validate has an unclosed quote: $p_validate"
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
  shift
  run "$@"
}
