# shellcheck shell=sh
# module: patch  also=ansible.posix.patch
# summary: apply or revert a patch, with GNU patch
# check: full   diff: text   needs: awk
# example: patch: {src: haproxy.patch, basedir: /usr/local/src/haproxy, strip: 1}
# option: src         path  required  aliases=patchfile   the patch: on the controller, or on the host with remote_src
# option: dest        path  aliases=originalfile          the one file to patch; default: the files that the patch names
# option: basedir     path                                the directory whose files the patch names; default: that of dest
# option: state       enum  absent|present  default=present  apply it, or revert it
# option: strip       int   default=0                     how many directories to remove from the names in the patch
# option: remote_src  bool  default=false                 the patch is on the host
# option: backup      bool  default=false                 keep a numbered copy of each file as it was: NAME.~1~
# option: binary      bool  default=false                 leave the ends of lines as they are
# option: ignore_whitespace  bool  default=false          white space may differ between patch and file
# option: staged      path  hidden                        where the controller has put its copy of src
# one-of: dest basedir

patch_run() {
  patch_at=${p_staged-$p_src}
  if [ -d "$patch_at" ] || [ ! -r "$patch_at" ]; then fail "src $p_src doesn't exist or not readable"; fi
  [ -z "${p_dest-}" ] || [ -w "$p_dest" ] || fail "dest $p_dest doesn't exist or not writable"
  [ -z "${p_basedir-}" ] || [ -d "$p_basedir" ] || fail "basedir $p_basedir doesn't exist"
  patch_from=$(patch_absolute "$patch_at")
  [ -z "${p_dest-}" ] || p_dest=$(patch_absolute "$p_dest")
  patch_in=${p_basedir:-${p_dest%/*}/}
  case $patch_in in /*) ;; *) patch_in=$PWD/$patch_in ;; esac
  task_has patch || fail 'patch command not found'
  patch_call --version || :
  case $run_stdout in 'GNU patch '*) ;; *) fail "the host's patch is not GNU patch, and lacks the options that this needs" ;; esac
  set -- "--directory=$patch_in"
  [ -z "${p_dest-}" ] || set -- "$@" "$p_dest"
  if [ "$p_state" = present ]; then patch_try --reverse "$@" && return; else patch_try "$@" && return; fi
  patch_words=
  if [ "$p_state" = absent ]; then patch_words=--reverse; fi
  # Names the files; it must work for all of them before one is changed.
  # shellcheck disable=SC2086
  patch_do --dry-run --batch --quoting-style=literal $patch_words "$@" || fail "${run_stderr:-$run_stdout}"
  patch_names
  changed
  patch_stage
  patch_each
}
patch_absolute() {
  case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac
}

# With /bin/sh, since the shell of busybox would run its own patch.
patch_call() { run env -u POSIXLY_CORRECT -u PATCH_GET -u SIMPLE_BACKUP_SUFFIX LC_ALL=C /bin/sh -c "$own_program" patch "$@"; }
patch_do() {
  [ "$p_binary" = false ] || set -- --binary "$@"
  [ "$p_ignore_whitespace" = false ] || set -- --ignore-whitespace "$@"
  patch_call --forward "--strip=$p_strip" "--input=$patch_from" "$@"
}
patch_try() { patch_do --quiet --dry-run "$@"; }

# Writes names: the files that the patch changes, relative to patch_in.
patch_names() {
  case ${p_dest+given} in
    given) printf '%s\n' "$p_dest" >"$t_tmp.names" ;;
    *)
      printf '%s\n' "$run_stdout" | awk '
        !sub(/^checking file /, "") { next }
        match($0, / \((renamed|copied|read) from .*\)$/) { other = substr($0, RSTART, RLENGTH - 1); $0 = substr($0, 1, RSTART - 1); sub(/^ \([a-z]+ from /, "", other); if (!seen[other]++) print other }
        !seen[$0]++' >"$t_tmp.names"
      [ -s "$t_tmp.names" ] || fail "cannot tell which files the patch changes: $run_stdout"
      ;;
  esac
}
patch_place() { # sets patch_file to the path of a name, and patch_staged to its copy
  case $1 in /*) patch_file=$1 patch_staged=$t_tmp.tree/file ;; *) patch_file=$patch_in/$1 patch_staged=$t_tmp.tree/$1 ;; esac
}
# Copies the files to a private directory, and patches them there.
patch_stage() {
  mkdir -m 0700 "$t_tmp.tree" || fail 'cannot make a directory'
  while IFS= read -r patch_name <&4; do # a few files
    patch_place "$patch_name"
    mkdir -p -- "${patch_staged%/*}" || fail 'cannot make a directory'
    [ ! -e "$patch_file" ] || cp -p -- "$patch_file" "$patch_staged" 2>/dev/null || fail "cannot read $patch_file"
  done 4<"$t_tmp.names"
  set -- "--directory=$t_tmp.tree"
  [ -z "${p_dest-}" ] || set -- "$@" file
  # shellcheck disable=SC2086
  patch_do --quiet --batch --reject-file=- $patch_words "$@" || fail "${run_stderr:-$run_stdout}"
}
patch_each() {
  while IFS= read -r patch_name <&4; do # a few files
    patch_place "$patch_name"
    if [ -e "$patch_staged" ]; then
      patch_put
    elif [ -e "$patch_file" ]; then
      diff_files "$patch_file" "$patch_file" /dev/null
      checking || patch_remove
    fi
  done 4<"$t_tmp.names"
}
patch_put() {
  patch_was=/dev/null
  if [ -e "$patch_file" ]; then
    cp -- "$patch_file" "$t_tmp.was" || fail "cannot read $patch_file"
    patch_was=$t_tmp.was
    ! cmp -s -- "$patch_was" "$patch_staged" || patch_was=
  fi
  patch_new_mode=$(stat -c %a -- "$patch_staged")
  if [ "$patch_was" ]; then
    diff_files "$patch_file" "$patch_was" "$patch_staged"
    if checking; then return; fi
    make_directory "${patch_file%/*}"
    patch_backup
    put_from "$patch_file" "$patch_staged" || fail "$put_error"
  fi
  if checking || [ "$(stat -c %a -- "$patch_file")" = "$patch_new_mode" ]; then return; fi
  ! stat_of "$patch_file" || keep_attributes "$patch_file"
  change "$patch_file" chmod "0$patch_new_mode" || fail "cannot change the mode of $patch_file: $run_stderr"
  did
}
patch_remove() {
  patch_backup
  remove_path "$patch_file"
  case $patch_name in /*) return ;; esac
  while :; do # patch removes directories that are empty then
    patch_name=${patch_name%/*}
    patch_file=${patch_file%/*}
    case $patch_file in "$patch_in" | "${patch_in%/}") break ;; esac
    [ -z "$(ls -A -- "$patch_file" 2>/dev/null)" ] || break
    keep "$patch_file"
    remove_empty "$patch_file" || break
  done
}
patch_backup() {
  [ "$p_backup" = true ] || return 0
  patch_number=1
  for patch_copy in "$patch_file".~*~; do
    patch_copy=${patch_copy#"$patch_file.~"}
    patch_copy=${patch_copy%'~'}
    case $patch_copy in '' | 0* | *[!0-9]*) continue ;; esac
    [ "$patch_copy" -lt "$patch_number" ] || patch_number=$((patch_copy + 1))
  done
  if [ ! -e "$patch_file" ]; then # an empty copy, as patch itself makes
    put_file "$patch_file.~$patch_number~" '' || fail "cannot back up $patch_file: $put_error"
    return
  fi
  keep "$patch_file.~$patch_number~"
  place "$patch_file.~$patch_number~" cp -p -- "$patch_file" || fail "cannot back up $patch_file: $place_error"
}
