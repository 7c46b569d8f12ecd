# shellcheck shell=sh
# module: file
# summary: create or remove a file, directory or link, or set its owner and mode
# check: full   diff: text   needs: stat find
# example: file: {path: /etc/haproxy/certs, state: directory, owner: root, mode: "0750"}
# option: path       path  required  aliases=dest,name             the path
# option: state      enum  absent|directory|file|hard|link|touch   the wanted state; file never creates one
# option: src        path                                          the target of a link
# option: recurse    bool  default=false                           also the contents of a directory
# option: follow     bool  default=true                            apply to the target of a symbolic link
# option: force      bool  default=false                           allow links to missing targets, and links that replace a file
# option: modification_time         str                            preserve, now, or a time
# option: modification_time_format  str  default=%Y%m%d%H%M.%S     the format of that time
# option: access_time               str                            preserve, now, or a time
# option: access_time_format        str  default=%Y%m%d%H%M.%S     the format of that time
# option: _original_basename        str  hidden
# option-set: attributes
# option-set: unsafe_writes
# result: path   the path
# result: state  the state now
# result: mode   permissions

file_run() {
  case ${p_state-} in
    absent | link) ;;
    *)
      if [ -d "$p_path" ]; then
        if [ "${p__original_basename-}" ]; then
          p_path=${p_path%/}/$p__original_basename
        elif [ "${p_src-}" ]; then
          p_path=${p_path%/}/${p_src##*/}
        fi
      fi
      ;;
  esac
  file_now "$p_path"
  file_state=${p_state-}
  if [ -z "$file_state" ]; then
    file_state=$file_now
    [ "$file_now" != absent ] || file_state='file'
    if [ "$file_now" = absent ] && [ "$p_recurse" = true ]; then file_state=directory; fi
  fi
  if [ "$p_recurse" = true ] && [ "$file_state" != directory ]; then fail "recurse option requires state to be 'directory'"; fi
  case $file_state in
    link | hard) ;;
    *) [ -z "${p_src-}" ] || fail "src option requires state to be 'link' or 'hard'" ;;
  esac
  file_path=$p_path
  case $file_state in
    absent) file_absent ;;
    directory) file_directory ;;
    link) file_link ;;
    hard) file_hard ;;
    touch) file_touch ;;
    *) file_attributes ;;
  esac
}

# file_now PATH: sets file_now to absent, file, directory, link or hard.
file_now() {
  if [ -h "$1" ]; then
    file_now='link'
  elif [ -d "$1" ]; then
    file_now=directory
  elif [ ! -e "$1" ]; then
    file_now=absent
  elif [ "$(stat -c %h -- "$1" 2>/dev/null)" != 1 ]; then
    file_now=hard
  else
    file_now='file'
  fi
}

# Ends all states but absent: sets attributes and times, and describes the result. file_time_default is used if the task
# sets no times.
file_finish() {
  if [ -e "$file_path" ] || [ -h "$file_path" ]; then
    attributes_of_call "$file_path"
    file_times
  fi
  case $file_state in link | hard | touch) ;; *) result path "$p_path" ;; esac # the others return dest
  describe "$file_path"
}

file_follow() {
  file_path=$p_path
  if [ -h "$p_path" ] && [ "$p_follow" = true ] && [ -e "$p_path" ]; then
    follow_path "$p_path"
    file_path=$f_path
  fi
}

file_absent() {
  result path "$p_path"
  if [ "$file_now" = absent ]; then
    result state absent
    return
  fi
  refuse_root "$p_path"
  changed
  diff_text "$p_path (state)" "$file_now$t_nl" "absent$t_nl"
  if checking; then
    describe "$p_path"
  else
    result state absent
    remove_path "$p_path"
  fi
}

file_attributes() {
  case $file_now in
    absent)
      result path "$p_path"
      result state absent
      fail "file ($p_path) is absent, cannot continue"
      ;;
    directory) [ "$file_state" = directory ] || fail "file ($p_path) is directory, cannot continue" ;;
    link)
      file_follow
      if [ "$p_follow" = true ]; then
        [ -e "$p_path" ] || fail "file ($p_path) is a dangling link, cannot continue"
        [ ! -d "$p_path" ] || fail "file ($p_path) is directory, cannot continue"
      elif [ "$file_state" = file ]; then
        fail "file ($p_path) is link, cannot continue"
      fi
      ;;
  esac
  file_time_default=preserve
  file_finish
}

file_directory() {
  file_follow
  file_time_default=preserve
  if [ "$file_now" = absent ]; then
    changed
    diff_text "$p_path (state)" "absent$t_nl" "directory$t_nl"
    if checking; then
      result path "$p_path"
      return
    fi
    make_directory "$p_path" attributes_of_call
  elif [ ! -d "$p_path" ]; then
    result path "$p_path"
    describe "$p_path"
    fail "$p_path already exists as a $file_now"
  fi
  file_finish
  if [ "$p_recurse" = true ] && [ -d "$file_path" ]; then attributes_below "$file_path"; fi
}

file_link() {
  file_time_default=preserve
  if [ -z "${p_src-}" ]; then
    [ "$file_now" = link ] || fail 'src is required for creating new symlinks'
    p_src=$(readlink -- "$p_path" && printf .)
    p_src=${p_src%?.}
  fi
  case $p_src in
    /*) file_source=$p_src ;;
    *)
      case $file_now/$p_path in
        directory/*) file_source=${p_path%/}/$p_src ;;
        */*/*) file_source=${p_path%/*}/$p_src ;;
        *) file_source=$p_src ;;
      esac
      ;;
  esac
  if [ "$p_force" = false ] && [ ! -e "$file_source" ]; then
    result path "$p_path"
    result src "$p_src"
    fail "src file does not exist, use \"force=yes\" if you really want to create the link: $file_source"
  fi
  file_replaces 'symlink'
  file_before=
  if [ "$file_now" = link ]; then
    file_before=$(readlink -- "$p_path" && printf .)
    file_before=${file_before%?.}
  fi
  result dest "$p_path"
  result src "$p_src"
  if [ "$file_now" != link ] || [ "$file_before" != "$p_src" ]; then
    changed
    diff_text "$p_path (link)" "${file_before:-$file_now}$t_nl" "$p_src$t_nl"
    checking && return
    keep "$p_path"
    [ "$file_now" != directory ] || remove_empty "$p_path" || fail "cannot replace $p_path: $run_stderr"
    place "$p_path" ln -s -- "$p_src" || fail "cannot make the link $p_path: $place_error"
  fi
  file_follow
  if [ -h "$p_path" ] && [ ! -e "$p_path" ] && [ "$p_follow" = true ]; then
    [ -z "${p_owner-}${p_group-}${p_mode-}" ] || warn "$p_path is a dangling link: no owner, group or mode was set; with follow=false, those of the link are set"
  else
    attributes_of_call "$file_path"
  fi
  [ ! -e "$p_path" ] || describe "$p_path"
}

# file_replaces WHAT: fails the call if it must not replace what is there.
file_replaces() {
  case $file_now in
    directory)
      [ "$p_force" = true ] || fail "refusing to convert from directory to $1 for $p_path"
      file_some=$(ls -A -- "$p_path") || fail "cannot read the directory $p_path"
      [ -z "$file_some" ] || fail "the directory $p_path is not empty, refusing to convert it"
      ;;
    file | hard)
      if [ "$p_force" != true ]; then
        result path "$p_path"
        describe "$p_path"
        fail "refusing to convert from $file_now to $1 for $p_path"
      fi
      ;;
  esac
}

file_hard() {
  file_time_default=preserve
  if [ -z "${p_src-}" ]; then
    [ "$file_now" = hard ] || fail 'src is required for creating new hardlinks'
  else
    [ -e "$p_src" ] || fail "src does not exist: $p_src"
    result src "$p_src"
    if [ ! -e "$p_path" ] || [ "$(stat -c %d:%i -- "$p_path")" != "$(stat -c %d:%i -- "$p_src")" ]; then
      case $file_now in
        directory) fail "cannot link: $p_path is a directory" ;;
        absent | link) ;;
        *) [ "$p_force" = true ] || fail "cannot link: another file exists at $p_path" ;;
      esac
      changed
      diff_text "$p_path (state)" "$file_now$t_nl" "hard link to $p_src$t_nl"
      if checking; then
        result dest "$p_path"
        return
      fi
      keep "$p_path"
      clean_path "$p_src"
      place "$p_path" ln -- "$c_path" || fail "cannot make the link $p_path: $place_error"
    fi
  fi
  result dest "$p_path"
  file_finish
  result state hard
}

file_touch() {
  file_time_default=now
  file_follow
  if [ "$file_now" = absent ] || [ ! -e "$file_path" ]; then
    changed
    diff_text "$p_path (state)" "$file_now$t_nl" "touch$t_nl"
    if checking; then
      result dest "$p_path"
      return
    fi
    put_file "$file_path" '' || fail "$put_error"
  fi
  result dest "$p_path"
  file_finish
}

file_times() {
  file_time m "${p_modification_time:-$file_time_default}" "$p_modification_time_format"
  file_time a "${p_access_time:-$file_time_default}" "$p_access_time_format"
}
# file_time m|a TIME FORMAT
file_time() {
  case $2 in
    preserve) return 0 ;;
    now)
      changed
      keep_times "$file_path"
      checking || change "$file_path" touch -c "-$1" -- || fail "cannot set the time of $file_path: $run_stderr"
      return 0
      ;;
  esac
  [ "$3" = '%Y%m%d%H%M.%S' ] || fail "a time must have the format %Y%m%d%H%M.%S, not $3"
  run touch -t "$2" -- "$t_tmp.time" || fail "not a time: $2"
  file_letter=Y
  [ "$1" = m ] || file_letter=X
  [ "$(stat -c %Y -- "$t_tmp.time")" != "$(stat -c %$file_letter -- "$file_path")" ] || return 0
  changed
  keep_times "$file_path"
  checking || change "$file_path" touch -c "-$1" -t "$2" -- || fail "cannot set the time of $file_path: $run_stderr"
}
