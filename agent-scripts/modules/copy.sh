# shellcheck shell=sh
# module: copy
# summary: copy a file or text from the controller to the host
# check: full   diff: text   needs: stat
# example: copy: {src: motd, dest: /etc/motd, mode: "0644"}
# option: src             str                    file or directory on the controller, or on the host with remote_src
# option: content         raw   secret           text to write, in place of a file
# option: dest            path  required         the path on the host
# option: remote_src      bool  default=false    src is on the host
# option: force           bool  default=true     replace a file that differs; if false, only create missing files
# option: directory_mode  mode                   permissions of new directories
# option: checksum        str                    SHA-1 that the file must have
# option: follow          bool  default=false    write through a symbolic link at dest
# option: local_follow    bool  default=true     follow symbolic links in src
# option: decrypt         bool  default=true     decrypt vault files on the controller
# option: _text           str   hidden secret    the content, when it is a short text without NUL
# option: _staged         path  hidden           the content in a file on the host
# option: _checksum       str   hidden           SHA-1 of the content
# option: _md5            str   hidden           MD5 of the content
# option: _basename       str   hidden           the name in a directory, with directories where src is one
# option: _src            str   hidden           src as it is to be answered
# option-set: attributes
# option-set: unsafe_writes
# option-set: backup
# option-set: validate
# exclusive: src content
# one-of: src content _text _staged _checksum
# result: dest         the file
# result: src          the source
# result: checksum     SHA-1 of the content
# result: md5sum       MD5 of the content, if it was written or is on the host
# result: backup_file  path of the backup
# result: mode         permissions of the file

# For large content, the controller first calls it with _checksum only. The result _upload=true requests the content;
# the controller then calls it again with _staged.
copy_run() {
  if [ "$p_remote_src" = true ]; then
    copy_remote
    return
  fi
  copy_place "${p__basename-}"
  copy_file
}

# copy_remote: the source is on the host. A directory is compared and copied as a whole.
copy_remote() {
  [ -e "$p_src" ] || fail "Source $p_src not found"
  [ -r "$p_src" ] || fail "Source $p_src not readable"
  result src "$p_src"
  if [ -d "$p_src" ]; then
    copy_tree
    return
  fi
  [ -f "$p_src" ] || fail "cannot copy $p_src: not a file"
  checksum_of "$p_src" || fail "cannot compute the checksum of $p_src"
  p__checksum=$c_sum
  if checksum_of "$p_src" md5; then p__md5=$c_sum; fi
  p__staged=$p_src
  if [ "${p_mode-}" = preserve ]; then
    p_mode=$(stat -L -c %a -- "$p_src") || fail "cannot read the mode of $p_src"
  fi
  copy_place "${p_src##*/}"
  copy_file
}

# copy_place NAME: sets copy_dest. Creates the directory if dest ends with a slash.
copy_place() {
  copy_dest=$p_dest
  case $copy_dest in
    */)
      [ -n "$1" ] || fail 'can not use content with a dir as dest'
      copy_dest=$p_dest$1
      copy_directories "${copy_dest%/*}"
      return
      ;;
  esac
  if [ -d "$copy_dest" ]; then
    [ -n "$1" ] || fail 'can not use content with a dir as dest'
    copy_dest=$copy_dest/$1
    case $1 in */*) copy_directories "${copy_dest%/*}" ;; esac
  fi
}
copy_directories() {
  [ -n "$1" ] && [ ! -d "$1" ] || return 0
  changed
  if checking; then
    result dest "$copy_dest"
    done_with "dest directory $1 would be created"
  fi
  make_directory "$1" copy_directory_attributes
}
# The mode of directories is another option.
copy_directory_attributes() {
  copy_mode_given=${p_mode+given}
  copy_mode=${p_mode-}
  if [ "${p_directory_mode+given}" ]; then p_mode=$p_directory_mode; else unset p_mode; fi
  attributes_of_call "$1"
  if [ "$copy_mode_given" ]; then p_mode=$copy_mode; else unset p_mode; fi
}

copy_file() {
  copy_through=$copy_dest
  put_follows=$p_follow
  if [ -h "$copy_dest" ] && [ "$p_follow" = true ] && [ -e "$copy_dest" ]; then
    follow_path "$copy_dest"
    copy_through=$f_path
  fi
  [ ! -d "$copy_through" ] || [ -h "$copy_through" ] || fail "$copy_dest is a directory"
  if [ -e "$copy_through" ]; then
    if [ "$p_force" != true ]; then
      copy_names
      done_with 'file already exists'
    fi
  else
    case $copy_through in
      */*) [ -d "${copy_through%/*}/" ] || copy_nowhere "Destination directory ${copy_through%/*} does not exist" ;;
    esac
  fi
  if [ "${p_checksum-}" ] && [ "$p_checksum" != "$p__checksum" ]; then
    result checksum "$p__checksum"
    result expected_checksum "$p_checksum"
    fail 'Copied file does not match the expected checksum. Transfer failed.'
  fi
  c_sum=
  if [ -f "$copy_through" ] && [ ! -h "$copy_through" ]; then
    checksum_of "$copy_through" || fail "cannot read $copy_through"
  fi
  [ "$p_remote_src" = false ] || copy_md5
  if [ "$c_sum" = "$p__checksum" ]; then
    [ "$p_remote_src" = true ] || result path "$copy_dest"
  else
    copy_content
    if checking && [ "$p_remote_src" = false ]; then # as Ansible: no more than that it would change
      attributes_of_call "$copy_through"
      return
    fi
    [ "$p_remote_src" = true ] || copy_md5
  fi
  copy_names
  attributes_of_call "$copy_through"
  describe "$copy_through"
}
copy_nowhere() {
  result checksum "$p__checksum"
  fail "$1"
}
copy_md5() {
  if [ "${p__md5-}" ]; then result md5sum "$p__md5"; else result_null md5sum; fi
}
copy_names() {
  [ -z "${p__src-}" ] || result src "$p__src"
  result dest "$copy_dest"
  result checksum "$p__checksum"
}

copy_content() {
  if [ -z "${p__text+given}${p__staged+given}" ] && ! checking; then
    result_bool _upload true
    done_with
  fi
  changed
  if differing; then copy_diff; fi
  checking && return
  if [ "${p_validate-}" ]; then
    copy_stage
    [ -z "${p_mode-}" ] || chmod "$p_mode" "$p__staged" || fail "not a mode: $p_mode"
    validate_file "$p__staged"
  fi
  backup_file "$copy_through"
  # A new file has its mode from the start. The owner is set later.
  if [ "${p__staged+given}" ]; then
    put_from "$copy_through" "$p__staged" || fail "$put_error"
  else
    put_file "$copy_through" "$p__text" || fail "$put_error"
  fi
}
copy_stage() {
  if [ -z "${p__staged+given}" ]; then
    (umask 077 && printf '%s' "$p__text" >"$t_tmp.content") || fail "cannot write $t_tmp.content"
    p__staged=$t_tmp.content
  elif [ "$p_remote_src" = true ]; then
    cp -- "$p__staged" "$t_tmp.content" || fail "cannot write $t_tmp.content"
    p__staged=$t_tmp.content
  fi
}
copy_diff() {
  copy_before=$copy_through
  [ -f "$copy_through" ] && [ ! -h "$copy_through" ] || copy_before=/dev/null
  if [ "${p__text+given}" ]; then
    (umask 077 && printf '%s' "$p__text" >"$t_tmp.after") || fail "cannot write $t_tmp.after"
    diff_files "$copy_dest" "$copy_before" "$t_tmp.after"
  elif [ "${p__staged+given}" ]; then
    diff_files "$copy_dest" "$copy_before" "$p__staged"
  fi
}

# Existing files keep their owner, even if they are replaced.
# shellcheck disable=SC2016
copy_fill='cp -R -P -- "$1/." "$2/" || exit; [ "$2" != . ] || exit 0
  cd "$2" && find . -type f -exec sh -c '\''for f do [ ! -f "../../$f" ] || [ -h "../../$f" ] || chown -- "$(stat -c %u:%g -- "../../$f")" "$f"; done'\'' sh "{}" +'

# src/ means the content of the directory, src the directory itself, as in rsync.
copy_tree() {
  copy_dest=$p_dest
  case $p_src in
    */) ;;
    *) copy_dest=${p_dest%/}/${p_src##*/} ;;
  esac
  result dest "$p_dest"
  copy_same=true
  if [ ! -d "$copy_dest" ]; then
    copy_same=false
  else
    # shellcheck disable=SC2016 # for the inner shell
    run find "${p_src%/}/." ! -name . -exec sh -c '
      from=$1 to=$2
      shift 2
      for f do
        f=${f#"$from"}
        if [ -h "$from$f" ]; then
          [ -h "$to$f" ] && [ "$(readlink -- "$from$f")" = "$(readlink -- "$to$f")" ] || exit 1
        elif [ -d "$from$f" ]; then
          [ -d "$to$f" ] || exit 1
        else
          cmp -s -- "$from$f" "$to$f" || exit 1
        fi
      done' sh "${p_src%/}/." "$copy_dest" '{}' + || copy_same=false
  fi
  if [ "$copy_same" = false ]; then
    changed
    if ! checking; then
      make_directory "$copy_dest" copy_directory_attributes
      (cd -- "${p_src%/}/" && find . ! -name . -print | sed 's|^\./||') >"$t_tmp.names" || fail "cannot read the directory $p_src"
      keep_members "$copy_dest" "$t_tmp.names"
      clean_path "$p_src"
      merge_named=/dev/null
      merge_tree "$copy_dest" sh -c "$copy_fill" sh "$c_path" || fail "cannot copy $p_src to $copy_dest: $place_error"
    fi
  fi
  [ -d "$copy_dest" ] || return 0
  copy_directory_attributes "$copy_dest"
  unset p_mode
  attributes_below "$copy_dest"
}
