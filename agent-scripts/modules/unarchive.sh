# shellcheck shell=sh
# module: unarchive
# summary: unpack an archive on the host
# check: full   diff: none   needs: awk
# example: unarchive: {src: tool.tar.gz, dest: /opt}
# option: src         path  required                     the archive: on the controller, or on the host with remote_src, or a URL with remote_src
# option: dest        path  required                     directory to unpack in
# option: remote_src  bool  default=false                the archive is on the host
# option: copy        bool  default=true                 the opposite of remote_src, its older name
# option: decrypt     bool  default=true                 decrypt an archive that is a vault file
# option: creates     path                               nothing is done if this exists
# option: extra_opts  list/str                           further options for tar or unzip
# option: list_files  bool  default=false                list the archive's members in the result
# option: exclude     list/str                           members to leave out
# option: include     list/str                           only these members
# option: keep_newer  bool  default=false                leave files that are newer than the archive's
# option: validate_certs bool default=true               whether a server's certificate is checked
# option: staged      path  hidden                       where the controller has put its copy of src
# option-set: attributes
# exclusive: include exclude
# result: handler  TarArchive or ZipArchive, with the compression
# result: files  the members, with list_files
# result: src  the archive
# result: dest  the directory

unarchive_run() {
  [ -z "${p_creates-}" ] || [ ! -e "$p_creates" ] || skip "skipped, since $p_creates exists"
  unarchive_find
  [ -d "$p_dest" ] || fail "dest '$p_dest' must be an existing dir"
  unarchive_kind
  result src "$unarchive_src"
  result dest "$p_dest"
  : >"$t_tmp.only"
  : >"$t_tmp.not"
  [ "${p_include_n:-0}" -eq 0 ] || printf '%s\n' "$p_include" >"$t_tmp.only"
  [ "${p_exclude_n:-0}" -eq 0 ] || printf '%s\n' "$p_exclude" >"$t_tmp.not"
  "unarchive_list_$unarchive_by"
  if "unarchive_differs_$unarchive_by"; then
    changed
    if ! checking; then
      keep_members "$p_dest" "$t_tmp.members"
      "unarchive_unpack_$unarchive_by"
    fi
  fi
  if [ "$p_list_files" = true ]; then
    result_json files '[]'
    # shellcheck disable=SC2016
    awk '{ print "s\tfiles/[]\t" $0 }' "$t_tmp.members" | result_table
  fi
  unarchive_attributes
}

unarchive_find() { # the archive, on the host
  [ "$p_copy" = true ] || p_remote_src=true
  unarchive_src=${p_staged:-$p_src}
  case $p_src in
    *://*)
      [ "$p_remote_src" = true ] || fail "src is a URL: that needs remote_src=true"
      unarchive_src=$t_tmp.src
      if have curl; then
        set -- -fsSL -g -o "$unarchive_src" --connect-timeout 30
        [ "$p_validate_certs" = true ] || set -- "$@" -k
        run curl "$@" -- "$p_src"
      else
        set -- -q -O "$unarchive_src"
        [ "$p_validate_certs" = true ] || set -- "$@" --no-check-certificate
        run wget "$@" "$p_src"
      fi || fail "Failure downloading $p_src, ${run_stderr:-exit status $run_status}"
      ;;
  esac
  [ -e "$unarchive_src" ] || fail "Source '$p_src' does not exist"
  [ -r "$unarchive_src" ] || fail "Source '$p_src' not readable"
  [ -s "$unarchive_src" ] || fail "Invalid archive '$p_src', the file is 0 bytes"
}

# By its first bytes, since names lie.
unarchive_kind() {
  unarchive_magic=$(head -c 6 -- "$unarchive_src" | od -An -tx1 | tr -d ' \n')
  unarchive_by=tar unarchive_with=cat
  case $unarchive_magic in
    504b0304* | 504b0506*) unarchive_by=zip ;;
    1f8b*) unarchive_with='gzip -dc' unarchive_name=TgzArchive ;;
    425a68*) unarchive_with='bzip2 -dc' unarchive_name=TarBzipArchive ;;
    fd377a585a00) unarchive_with='xz -dc' unarchive_name=TarXzArchive ;;
    28b52ffd*) unarchive_with='zstd -dc' unarchive_name=TarZstdArchive ;;
    *) unarchive_name=TarArchive ;;
  esac
  if [ "$unarchive_by" = zip ]; then
    unarchive_name=ZipArchive
    have unzip || fail "'$p_src' is a zip archive: that needs unzip on the host"
    [ "${p_extra_opts_n:-0}" -eq 0 ] || unarchive_plain_options
  else
    have tar || fail "'$p_src' needs tar on the host"
    have "${unarchive_with%% *}" || fail "'$p_src' needs ${unarchive_with%% *} on the host"
    if tar --version 2>/dev/null | grep -q GNU; then unarchive_gnu=true; else unarchive_gnu=false; fi
    [ "$unarchive_gnu" = true ] || unarchive_plain_options
  fi
  result handler "$unarchive_name"
}
unarchive_plain_options() { [ "${p_extra_opts_n:-0}" -eq 0 ] || fail "extra_opts need GNU tar on the host: $p_extra_opts"; }

# ---- tar ---------------------------------------------------------------------------------------------------------------------------

unarchive_tar() { # unarchive_tar OPERATION FILE [DIR]: the archive goes through the decompressor, so any tar will do; standard output to FILE
  set -- "$1" "$2" -C "${3:-$p_dest}"
  if [ "$unarchive_gnu" = true ]; then
    if [ -s "$t_tmp.only" ] && [ "$1" != t ]; then set -- "$@" -T "$t_tmp.only" --wildcards; fi
    if [ -s "$t_tmp.not" ] && [ "$1" != t ]; then set -- "$@" -X "$t_tmp.not"; fi
    [ "$1" != x ] || [ "$p_keep_newer" = false ] || set -- "$@" --keep-newer-files
    [ -z "${p_owner-}" ] || set -- "$@" "--owner=$p_owner"
    [ -z "${p_group-}" ] || set -- "$@" "--group=$p_group"
    unarchive_i=0
    while [ "$unarchive_i" -lt "${p_extra_opts_n:-0}" ]; do
      unarchive_i=$((unarchive_i + 1))
      eval "set -- \"\$@\" \"\$p_extra_opts_$unarchive_i\""
    done
  else
    if [ -s "$t_tmp.only" ] && [ "$1" != t ]; then set -- "$@" -T "$t_tmp.only"; fi
    if [ -s "$t_tmp.not" ] && [ "$1" != t ]; then set -- "$@" -X "$t_tmp.not"; fi
  fi
  unarchive_operation=$1 unarchive_out=$2
  shift 2
  # shellcheck disable=SC2016
  run_to "$unarchive_out" env LC_ALL=C sh -c 'with=$1 src=$2; shift 2
    { $with <"$src" || printf "%s\n" "unarchive: cannot decompress: $with failed" >&2; } | tar "$@"' sh \
    "$unarchive_with" "$unarchive_src" "-${unarchive_operation}f" - "$@"
  unarchive_status=$run_status
  case $run_stderr in *'unarchive: cannot decompress'*) unarchive_status=2 ;; esac
}

unarchive_list_tar() {
  unarchive_tar t "$t_tmp.members"
  [ "$unarchive_status" -eq 0 ] || fail "Failed to read '$p_src' as an archive: $run_stderr"
}

# Whether tar --diff has something to say. What the archive says of owners does not count for who can't set them, or where the task says otherwise.
unarchive_differs_tar() {
  [ "$unarchive_gnu" = true ] || { unarchive_differs_by_content; return; }
  unarchive_tar d "$t_tmp.diff"
  unarchive_root=1
  [ "$(id -u)" -eq 0 ] || unarchive_root=0
  printf '%s\n' "$run_stderr" >>"$t_tmp.diff"
  awk -v root="$unarchive_root" -v owner="${p_owner+1}" -v group="${p_group+1}" -v mode="${p_mode+1}" -v newer="$p_keep_newer" -v dest="${p_dest%/}/" '
    /^$/ || /Removing leading/ || /Error is not recoverable/ || /Exiting with failure status/ || /time stamp .* in the future/ { next }
    /: Uid differs$/ { if (root && !owner) bad = 1; next }
    /: Gid differs$/ { if (root && !group) bad = 1; next }
    /: Mode differs$/ { if (!mode) bad = 1; next }
    /: Mod time differs$/ { f = $0; sub(/: Mod time differs$/, "", f); late[f] = 1; next }
    /: Warning: Cannot stat: No such file/ { bad = 1; next }
    /: Not linked to / { bad = 1; next }
    { bad = 1 }
    END { if (!bad) for (f in late) { bad = 1; break }; exit !bad }' "$t_tmp.diff"
  unarchive_found=$?
  [ "$p_keep_newer" = true ] && [ "$unarchive_found" -eq 0 ] || return "$unarchive_found"
  unarchive_differs_newer
}

unarchive_differs_newer() { # a file that is newer here stays: what differs in it does not count
  unarchive_reference
  (cd "$t_tmp.ref" && find . ! -type d -exec sh -c 'd=$1; shift; for f; do
      [ -e "$d/$f" ] || [ -h "$d/$f" ] || { echo "$f"; continue; }
      [ -z "$(find "$f" -newer "$d/$f")" ] || cmp -s "$f" "$d/$f" || echo "$f"
    done' sh "$p_dest" {} +) >"$t_tmp.late" 2>/dev/null
  [ -s "$t_tmp.late" ]
}

unarchive_reference() { # the archive unpacked in the session's own directory, to compare with
  mkdir "$t_tmp.ref" && unarchive_tar x /dev/null "$t_tmp.ref"
  [ "$unarchive_status" -eq 0 ] || fail "failed to unpack $p_src: $run_stderr"
}

unarchive_differs_by_content() { # where tar knows no --diff
  unarchive_reference
  unarchive_compare "$t_tmp.ref"
}
unarchive_compare() {
  (cd "$1" && find . -exec sh -c 'd=$1; shift; for f; do
      if [ -h "$f" ]; then [ "$(readlink "$f")" = "$(readlink "$d/$f" 2>/dev/null)" ]
      elif [ -d "$f" ]; then [ -d "$d/$f" ]
      else cmp -s "$f" "$d/$f"; fi || { echo "$f"; exit; }
    done' sh "$p_dest" {} +) >"$t_tmp.late" 2>/dev/null
  [ -s "$t_tmp.late" ]
}

unarchive_unpack_tar() {
  unarchive_tar x /dev/null
  [ "$unarchive_status" -eq 0 ] || fail "failed to unpack $p_src to $p_dest: $run_stderr"
}

# ---- zip ---------------------------------------------------------------------------------------------------------------------------

unarchive_list_zip() {
  run_to "$t_tmp.listing" unzip -l "$unarchive_src" || fail "Failed to read '$p_src' as an archive: ${run_stderr:-$(cat "$t_tmp.listing")}"
  awk '/^ *-+ +-+/ { inside = !inside; next } inside { match($0, /^ *[0-9]+ +[-0-9]+ +[0-9:]+ +/); print substr($0, RLENGTH + 1) }' "$t_tmp.listing" >"$t_tmp.members"
}

unarchive_unzip() { # unarchive_unzip DIRECTORY
  unarchive_to=$1
  set -- -o -q
  [ "$p_keep_newer" = false ] || set -- -u "$@"
  unarchive_i=0
  while [ "$unarchive_i" -lt "${p_extra_opts_n:-0}" ]; do
    unarchive_i=$((unarchive_i + 1))
    eval "set -- \"\$@\" \"\$p_extra_opts_$unarchive_i\""
  done
  set -- "$@" "$unarchive_src" -d "$unarchive_to"
  unarchive_i=0
  while [ "$unarchive_i" -lt "${p_include_n:-0}" ]; do
    unarchive_i=$((unarchive_i + 1))
    eval "set -- \"\$@\" \"\$p_include_$unarchive_i\""
  done
  [ "${p_exclude_n:-0}" -eq 0 ] || set -- "$@" -x
  unarchive_i=0
  while [ "$unarchive_i" -lt "${p_exclude_n:-0}" ]; do
    unarchive_i=$((unarchive_i + 1))
    eval "set -- \"\$@\" \"\$p_exclude_$unarchive_i\""
  done
  run unzip "$@"
}

unarchive_differs_zip() {
  mkdir "$t_tmp.ref" && unarchive_unzip "$t_tmp.ref"
  [ "$run_status" -le 1 ] || fail "failed to unpack $p_src: ${run_stderr:-$run_stdout}"
  if [ "$p_keep_newer" = true ]; then
    unarchive_compare "$t_tmp.ref" && unarchive_newer_zip
  else
    unarchive_compare "$t_tmp.ref"
  fi
}
unarchive_newer_zip() {
  (cd "$t_tmp.ref" && find . -type f -exec sh -c 'd=$1; shift; for f; do
      [ -e "$d/$f" ] && [ -z "$(find "$f" -newer "$d/$f")" ] || { cmp -s "$f" "$d/$f" || echo "$f"; }
    done' sh "$p_dest" {} +) >"$t_tmp.late"
  [ -s "$t_tmp.late" ]
}

unarchive_unpack_zip() {
  unarchive_unzip "$p_dest"
  [ "$run_status" -le 1 ] || fail "failed to unpack $p_src to $p_dest: ${run_stderr:-$run_stdout}"
}

# ---- owner, group and mode of what was unpacked ------------------------------------------------------------------------------------------

unarchive_attributes() { # of all members at once; what is right already is left alone
  [ "${p_owner+given}${p_group+given}${p_mode+given}" ] || return 0
  # shellcheck disable=SC2016
  (cd "$p_dest" && sed 's|^|./|' "$t_tmp.members" | tr '\n' '\0' | xargs -0 sh -c 'stat -c "%U %u %G %g %a %F|%n" -- "$@"' sh 2>/dev/null) >"$t_tmp.now"
  awk -v owner="${p_owner-}" -v group="${p_group-}" -v mode="${p_mode-}" '
    { split($0, w, " "); file = substr($0, index($0, "|") + 1); link = $0 ~ /symbolic link\|/; sub(/^0+/, "", mode) }
    (owner != "" && owner != w[1] && owner != w[2]) || (group != "" && group != w[3] && group != w[4]) || (mode ~ /^[0-7]+$/ && !link && mode != w[5]) { print file; next }
    mode != "" && mode !~ /^[0-7]+$/ && !link { print file }' "$t_tmp.now" >"$t_tmp.wrong"
  [ -s "$t_tmp.wrong" ] || return 0
  tr '\n' '\0' <"$t_tmp.wrong" >"$t_tmp.these"
  case ${p_mode-} in *[!0-7]*) ;; *) changed ;; esac
  checking || {
    keep_members "$p_dest" "$t_tmp.wrong"
    [ -z "${p_owner-}" ] || unarchive_each_of_them chown -h "$p_owner"
    [ -z "${p_group-}" ] || unarchive_each_of_them chgrp -h "$p_group"
    [ -z "${p_mode-}" ] || unarchive_each_of_them chmod -c "$p_mode"
    [ -z "$run_stdout" ] || changed
  }
}
unarchive_each_of_them() {
  # shellcheck disable=SC2016
  run sh -c 'cd "$1" && list=$2 && shift 2 && xargs -0 "$@" <"$list"' sh "$p_dest" "$t_tmp.these" "$@" || fail "cannot set the attributes of what was unpacked: $run_stderr"
}
