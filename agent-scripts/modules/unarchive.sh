# shellcheck shell=sh
# module: unarchive
# summary: unpack an archive on the host
# check: full   diff: none   needs: awk   uses: unarchive_attributes
# example: unarchive: {src: tool.tar.gz, dest: /opt}
# option: src         path  required                     the archive: on the controller, or on the host with remote_src, or a URL with remote_src
# option: dest        path  required                     the directory to unpack into
# option: remote_src  bool  default=false                the archive is on the host
# option: copy        bool  default=true                 older name for the opposite of remote_src
# option: decrypt     bool  default=true                 decrypt an archive that is a vault file
# option: creates     path                               do nothing if this path exists
# option: extra_opts  list/str                           more options for tar or unzip
# option: list_files  bool  default=false                list the members of the archive in the result
# option: exclude     list/str                           members to skip
# option: include     list/str                           only these members
# option: keep_newer  bool  default=false                keep files that are newer than those in the archive
# option: io_buffer_size int  default=65536              accepted, without effect: the host's tar and unzip have their own
# option: validate_certs bool default=true               whether to check the server's certificate
# option: staged      path  hidden                       where the controller has put its copy of src
# option-set: attributes
# option: unsafe_writes  bool  default=false              accepted, without effect: tar and unzip write the files
# exclusive: include exclude
# result: handler  TarArchive or ZipArchive, with the compression
# result: files  members of the archive, with list_files
# result: src  the archive
# result: dest  the directory

unarchive_run() {
  unarchive_into= # merge_tree sets this to the directory
  merge_named=$t_tmp.members
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
  if [ "$p_list_files" = true ]; then result_json files "$(unarchive_names)"; fi
  unarchive_attributes
  describe "$p_dest"
}

# One name per line; \002 is a newline in a name.
unarchive_names() {
  awk 'BEGIN { printf "[" }
    { gsub(/[\\"]/, "\\\\&"); gsub(/\002/, "\\n"); gsub(/\t/, "\\t"); gsub(/\r/, "\\r"); gsub(/[\001-\037]/, "?"); printf "%s\"%s\"", (NR > 1 ? ", " : ""), $0 }
    END { printf "]" }' "$t_tmp.members"
}
# In the locale C, GNU tar escapes non-ASCII names. Decodes standard input, byte by byte.
# shellcheck disable=SC2016
unarchive_literal() {
  awk '{
    out = ""
    while (i = index($0, "\\")) {
      out = out substr($0, 1, i - 1); c = substr($0, i + 1, 1)
      if (c ~ /[0-3]/) { out = out sprintf("%c", substr($0, i + 1, 1) * 64 + substr($0, i + 2, 1) * 8 + substr($0, i + 3, 1)); $0 = substr($0, i + 4); continue }
      out = out (c == "n" ? "\002" : c == "t" ? "\t" : c == "r" ? "\r" : c == "a" ? "\007" : c == "b" ? "\b" : c == "f" ? "\f" : c == "v" ? "\v" : c)
      $0 = substr($0, i + 2)
    }
    print out $0
  }'
}

unarchive_find() { # finds the archive on the host
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
  clean_path "$unarchive_src"
  unarchive_src=$c_path
  [ -e "$unarchive_src" ] || fail "Source '$p_src' does not exist"
  [ -r "$unarchive_src" ] || fail "Source '$p_src' not readable"
  [ -s "$unarchive_src" ] || fail "Invalid archive '$p_src', the file is 0 bytes"
}

# Detects the format by the first bytes, not by the file name.
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

unarchive_tar() { # unarchive_tar OPERATION FILE [DIR]: decompresses first, so any tar will do; writes the output to FILE
  unarchive_at=${3:-$p_dest}
  set -- "$1" "$2"
  if [ "$unarchive_gnu" = true ]; then
    if [ -s "$t_tmp.only" ] && [ "$1" != t ]; then set -- "$@" -T "$t_tmp.only" --wildcards; fi
    if [ -s "$t_tmp.not" ] && [ "$1" != t ]; then set -- "$@" -X "$t_tmp.not"; fi
    [ "$1" != x ] || [ "$p_keep_newer" = false ] || set -- "$@" --keep-newer-files
    case $1 in t | d) set -- "$@" --quoting-style=escape ;; esac
    [ -z "${p_owner-}" ] || set -- "$@" "--owner=$p_owner"
    [ -z "${p_group-}" ] || set -- "$@" "--group=$p_group"
    values_of p_extra_opts_ "${p_extra_opts_n:-0}"
    eval "set -- \"\$@\" $values"
  else
    if [ -s "$t_tmp.only" ] && [ "$1" != t ]; then set -- "$@" -T "$t_tmp.only"; fi
    if [ -s "$t_tmp.not" ] && [ "$1" != t ]; then set -- "$@" -X "$t_tmp.not"; fi
  fi
  unarchive_operation=$1 unarchive_out=$2
  shift 2
  set -- "$unarchive_with" "$unarchive_src" "-${unarchive_operation}f" - "$@"
  if [ "$unarchive_into" ]; then
    unarchive_status=0
    merge_tree "$unarchive_into" sh -c "$unarchive_there$unarchive_pipe" sh "$@" || unarchive_status=1
    run_stderr=${place_error:-$run_stderr}
  else
    # Not by -C: GNU tar takes a backslash in its directory for an escape.
    # shellcheck disable=SC2016
    run_to "$unarchive_out" env LC_ALL=C sh -c 'cd -- "$1" && shift || exit; '"$unarchive_pipe" sh "$unarchive_at" "$@"
    unarchive_status=$run_status
  fi
  case $run_stderr in *'unarchive: cannot decompress'*) unarchive_status=2 ;; esac
}

# shellcheck disable=SC2016
unarchive_pipe='with=$1 src=$2; shift 2
  { $with <"$src" || printf "%s\n" "unarchive: cannot decompress: $with failed" >&2; } | tar "$@"'
# merge_tree passes the directory as the last word.
# shellcheck disable=SC2016
unarchive_there='n=$#; while [ "$n" -gt 1 ]; do set -- "$@" "$1"; shift; n=$((n - 1)); done; cd -- "$1" && shift || exit; '

unarchive_list_tar() {
  unarchive_tar t "$t_tmp.listed"
  [ "$unarchive_status" -eq 0 ] || fail "Failed to read '$p_src' as an archive: $run_stderr"
  if [ "$unarchive_gnu" = true ]; then
    unarchive_literal <"$t_tmp.listed" >"$t_tmp.members"
    return
  fi
  mv -f -- "$t_tmp.listed" "$t_tmp.members"
  unarchive_reference
  # shellcheck disable=SC2016
  (cd -- "$t_tmp.ref" && tr '\n' '\0' <"$t_tmp.members" | xargs -0 sh -c 'for f do [ -e "$f" ] || [ -h "$f" ] || exit 1; done' sh) || unarchive_list_reference
}
# Lists the unpacked files, for versions of tar (busybox) that do not print names as they are.
unarchive_list_reference() {
  # shellcheck disable=SC2016
  (cd -- "$t_tmp.ref" && find . ! -name . -exec sh -c 'for f do f=${f#./}
      if [ -d "$f" ] && [ ! -h "$f" ]; then printf "%s/\0" "$f"; else printf "%s\0" "$f"; fi; done' sh '{}' +) | tr '\n\0' '\002\n' >"$t_tmp.members"
}

# True if tar --diff finds a difference. Owners don't count if the user can't set them, or if the task sets others.
unarchive_differs_tar() {
  [ "$unarchive_gnu" = true ] || {
    unarchive_differs_by_content
    return
  }
  unarchive_tar d "$t_tmp.diffs"
  unarchive_literal <"$t_tmp.diffs" >"$t_tmp.diff"
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

unarchive_differs_newer() { # newer files on the host stay, and do not count
  unarchive_reference
  (cd "$t_tmp.ref" && find . ! -type d -exec sh -c 'd=$1; shift; for f; do
      [ -e "$d/$f" ] || [ -h "$d/$f" ] || { echo "$f"; continue; }
      [ -z "$(find "$f" -newer "$d/$f")" ] || cmp -s "$f" "$d/$f" || echo "$f"
    done' sh "$p_dest" {} +) >"$t_tmp.late" 2>/dev/null
  [ -s "$t_tmp.late" ]
}

unarchive_reference() { # unpacks the archive in the session, to compare with
  [ ! -d "$t_tmp.ref" ] || return 0
  mkdir "$t_tmp.ref" && unarchive_tar x /dev/null "$t_tmp.ref"
  [ "$unarchive_status" -eq 0 ] || fail "failed to unpack $p_src: $run_stderr"
}

unarchive_differs_by_content() { # for versions of tar without --diff
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
  unarchive_into=$p_dest
  unarchive_tar x /dev/null .
  unarchive_into=
  [ "$unarchive_status" -eq 0 ] || fail "failed to unpack $p_src to $p_dest: $run_stderr"
}

# ---- zip ---------------------------------------------------------------------------------------------------------------------------

unarchive_list_zip() {
  run_to "$t_tmp.listing" unzip -l "$unarchive_src" || fail "Failed to read '$p_src' as an archive: ${run_stderr:-$(cat "$t_tmp.listing")}"
  awk '/^ *-+ +-+/ { inside = !inside; next } inside { match($0, /^ *[0-9]+ +[-0-9]+ +[0-9:]+ +/); $0 = substr($0, RLENGTH + 1); print }' "$t_tmp.listing" >"$t_tmp.members"
  if ! grep -q '\^J\|?' "$t_tmp.listing"; then return; fi
  unarchive_reference_zip
  unarchive_list_reference
}

unarchive_unzip() { # unarchive_unzip DIRECTORY
  unarchive_to=$1
  set -- -o -q
  [ "$p_keep_newer" = false ] || set -- -u "$@"
  values_of p_extra_opts_ "${p_extra_opts_n:-0}"
  eval "set -- \"\$@\" $values"
  set -- "$@" "$unarchive_src"
  [ "$unarchive_into" ] || set -- "$@" -d "$unarchive_to"
  values_of p_include_ "${p_include_n:-0}"
  eval "set -- \"\$@\" $values"
  [ "${p_exclude_n:-0}" -eq 0 ] || set -- "$@" -x
  values_of p_exclude_ "${p_exclude_n:-0}"
  eval "set -- \"\$@\" $values"
  if [ "$unarchive_into" ]; then
    # Status 1 is only a warning.
    merge_tree "$unarchive_into" sh -c "$unarchive_there"'unzip "$@" || [ $? -eq 1 ]' sh "$@" || run_status=2
    run_stderr=${place_error:-$run_stderr}
  else
    run unzip "$@"
  fi
}

unarchive_reference_zip() {
  [ ! -d "$t_tmp.ref" ] || return 0
  mkdir "$t_tmp.ref" && unarchive_unzip "$t_tmp.ref"
  [ "$run_status" -le 1 ] || fail "failed to unpack $p_src: ${run_stderr:-$run_stdout}"
}
unarchive_differs_zip() {
  unarchive_reference_zip
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
  unarchive_into=$p_dest
  unarchive_unzip .
  unarchive_into=
  [ "$run_status" -le 1 ] || fail "failed to unpack $p_src to $p_dest: ${run_stderr:-$run_stdout}"
}
