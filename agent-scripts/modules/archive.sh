# shellcheck shell=sh
# module: archive  also=community.general.archive
# summary: pack files and directories into an archive on the host, or compress one file
# check: full   diff: none   needs: awk find sort   uses: awk
# example: archive: {path: /etc/haproxy, dest: /var/backups/haproxy.tgz}
# option: path                list/path  required                    what to pack: files, directories, patterns. A slash at the end packs only what is in the directory
# option: dest                path                                    the archive; for a single file, the default is its name with the format added
# option: format              enum  bz2|gz|tar|xz|zip  default=gz     gz, bz2 and xz compress a single file as it is, and a tar archive of several
# option: exclude_path        list/path                               paths or patterns to leave out of path; not what is in a directory
# option: exclusion_patterns  list/str                                patterns of names in the archive to leave out (in zip: of whole paths); * matches a slash, too
# option: force_archive       bool  default=false                     make an archive of a single file, too
# option: remove              bool  default=false                     remove what was packed. A directory goes whole, with what exclusion_patterns left out
# option-set: attributes
# option: unsafe_writes  bool  default=false              accepted, without effect: the archive is always replaced at once
# result: archived  what is in the archive
# result: arcroot  the directory that names in the archive are relative to
# result: dest  the archive
# result: dest_state  archive, compress (a single file), incomplete (some of path is missing) or absent
# result: expanded_paths  path, with patterns resolved
# result: expanded_exclude_paths  exclude_path, with patterns resolved
# result: missing  what of path does not exist

archive_run() {
  archive_what
  archive_how
  archive_facts
  if [ ! -s "$t_tmp.targets" ]; then
    archive_nothing
  else
    case $archive_kind in file) archive_file ;; *) archive_members ;; esac
    archive_make
    [ "$p_remove" = false ] || archive_remove
  fi
  result dest_state "$archive_state"
  result_json_file archived "$t_tmp.archived"
  if [ -e "$p_dest" ]; then
    attributes_of_call "$p_dest"
    describe "$p_dest"
  fi
}

# ---- what to pack. In all lists \002 is a newline in a name --------------------------------------------------------------------------------

archive_what() {
  archive_globs=false
  archive_expand exclude_path
  archive_globs=false
  archive_expand path
  printf '[]' >"$t_tmp.archived"
  sort -u "$t_tmp.path" | awk -v out="$t_tmp.exclude_path" 'BEGIN { while ((getline l < out) > 0) not[l] = 1 } !($0 in not)' >"$t_tmp.paths"
  if [ ! -s "$t_tmp.paths" ]; then
    printf '%s\n' "$p_path" >"$t_tmp.given"
    result path "$(archive_joined given)"
    result expanded_paths "$(archive_joined path)"
    result expanded_exclude_paths "$(archive_joined exclude_path)"
    fail 'Error, no source paths were found'
  fi
  archive_root=$(awk '
    { d = $0; sub(/[^\/]*$/, "", d); if (d !~ /^\/*$/) sub(/\/+$/, "/", d)
      if (NR == 1) { p = d; next }
      while (p != "" && substr(d, 1, length(p)) != p) p = substr(p, 1, length(p) - 1) }
    END { sub(/[^\/]*$/, "", p); printf "%s.", p }' "$t_tmp.paths" | tr '\002' '\n')
  archive_root=${archive_root%.}
  : >"$t_tmp.targets"
  : >"$t_tmp.missing"
  archive_count=0
  while IFS= read -r archive_path <&4; do # one for each path of the task
    archive_count=$((archive_count + 1))
    t_real_name "$archive_path"
    [ "$archive_count" -gt 1 ] || archive_first=$t_real_name
    if [ -e "$t_real_name" ] || [ -h "$t_real_name" ]; then printf '%s\n' "$archive_path" >>"$t_tmp.targets"; else printf '%s\n' "$archive_path" >>"$t_tmp.missing"; fi
  done 4<"$t_tmp.paths"
}
archive_expand() { # OPTION: writes what it means to the file .OPTION
  archive_into=$t_tmp.$1
  : >"$archive_into"
  each "$1" archive_item
}
archive_item() {
  case $1 in *[*?]*) ;; *) archive_name "$1" && return ;; esac
  archive_globs=true
  IFS=
  # shellcheck disable=SC2086 # a pattern
  set -- $1
  IFS=" $t_tab$t_nl"
  for archive_path; do if [ -e "$archive_path" ] || [ -h "$archive_path" ]; then archive_name "$archive_path"; fi; done
}
archive_name() {
  case $1 in
    *"$t_nl"*) printf '%s' "$1" | tr '\n' '\002' && printf '\n' ;;
    *) printf '%s\n' "$1" ;;
  esac >>"$archive_into"
}
archive_joined() { awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $0 }' "$t_tmp.$1"; }
archive_json() { # FILE: prints its lines as a JSON list
  awk "$t_awk_json"'BEGIN { printf "[" } { gsub(/\002/, "\n"); printf "%s%s", (NR > 1 ? ", " : ""), json($0) } END { printf "]" }' "$1"
}

# ---- how to pack it: archive_kind is file, tar or zip ------------------------------------------------------------------------------------

archive_how() {
  archive_kind='file'
  if [ "$p_force_archive$archive_globs" != falsefalse ] || [ -d "$archive_first" ] || [ "$archive_count" -gt 1 ]; then
    archive_kind=tar
    [ "${p_dest-}" ] || fail 'Error, must specify "dest" when archiving multiple files or trees'
  fi
  [ "${p_dest-}" ] || p_dest=$archive_first.$p_format
  case $p_format in tar) archive_kind=tar ;; zip) archive_kind=zip ;; esac
  archive_pack=cat archive_unpack=cat
  case $p_format in
    gz) archive_pack='gzip -c' archive_unpack='gzip -dc' ;;
    bz2) archive_pack='bzip2 -c' archive_unpack='bzip2 -dc' ;;
    xz) archive_pack='xz -c' archive_unpack='xz -dc' ;;
  esac
  have "${archive_pack%% *}" || fail "the format $p_format needs ${archive_pack%% *} on the host"
  [ "$archive_kind" = file ] || have "$archive_kind" || fail "the format $p_format needs $archive_kind on the host"
  archive_gnu=false
  # With /bin/sh, since the shell of busybox would run its own tar, zip and xz.
  if [ "$archive_kind" = tar ] && run /bin/sh -c 'tar --version'; then case $run_stdout in *GNU*) archive_gnu=true ;; esac fi
  [ "$p_remove" = false ] || archive_removable
}
archive_facts() {
  result dest "$p_dest"
  result arcroot "$archive_root"
  result_json missing "$(archive_json "$t_tmp.missing")"
  result_json expanded_paths "$(archive_json "$t_tmp.path")"
  result_json expanded_exclude_paths "$(archive_json "$t_tmp.exclude_path")"
  archive_state=absent
}
archive_nothing() { # nothing to pack: tells what an earlier run has left
  [ -e "$p_dest" ] || return 0
  archive_state='compress'
  case $(printf '%s' "${p_dest##*/}" | tr '[:upper:]' '[:lower:]') in *.tar | *.tar.gz | *.tar.bz2 | *.tar.xz | *.tgz | *.tbz2 | *.zip) archive_state=archive ;; esac
}

archive_file() {
  [ -f "$archive_first" ] || fail "$archive_first is no regular file: use force_archive"
  archive_json "$t_tmp.targets" >"$t_tmp.packed"
}

# Writes .names, what goes into the archive, and .packed, what the task is told of it.
archive_members() {
  while IFS= read -r archive_path <&4; do
    t_real_name "$archive_path"
    case $t_real_name in -*) t_real_name=./$t_real_name ;; esac
    if [ ! -d "$t_real_name" ]; then
      printf 't%s\n' "$archive_path"
      continue
    fi
    # The type comes first: a zip archive names directories with a slash at the end.
    # shellcheck disable=SC2016 # for the inner shell
    find -H "$t_real_name" -exec sh -c 'for f do [ "$f" != "$0" ] || continue; if [ -d "$f" ] && [ ! -h "$f" ]; then printf "d%s\0" "$f"; else printf "f%s\0" "$f"; fi; done' "$t_real_name" '{}' + >"$t_tmp.found" 2>"$t_tmp.errors" ||
      fail "Error when writing $p_format archive at $p_dest: $(cat "$t_tmp.errors")"
    tr '\n\0' '\002\n' <"$t_tmp.found" | sort -k 1.2
  done 4<"$t_tmp.targets" >"$t_tmp.walk"
  : >"$t_tmp.patterns"
  each exclusion_patterns archive_pattern
  clean_path "$p_dest"
  archive_names=$t_tmp.names archive_base=$archive_root archive_dest=$c_path archive_here=$PWD/ \
    awk -v kind="$archive_kind" -v patterns="$t_tmp.patterns" "$t_awk_json$t_awk_glob$archive_awk" "$t_tmp.walk" >"$t_tmp.packed"
  [ "$archive_kind" != zip ] || ! grep -q "$(printf '\002')" "$t_tmp.names" || fail "zip cannot take a name with a newline"
}
archive_pattern() { printf '%s\n' "$1" >>"$t_tmp.patterns"; }
# The archive itself is never a part of it.
# shellcheck disable=SC2016
archive_awk='
BEGIN { while ((getline p < patterns) > 0) not[++n] = glob(p); names = ENVIRON["archive_names"]; base = ENVIRON["archive_base"]; printf "" > names; printf "[" }
{ type = substr($0, 1, 1); path = substr($0, 2); gsub(/\/\/+/, "/", path); whole = path; sub(/^\.\//, "", whole)
  if (whole !~ /^\//) whole = ENVIRON["archive_here"] whole
  if (whole == ENVIRON["archive_dest"]) next
  gsub(/\002/, "\n", path); name = path
  if (substr(name, 1, length(base)) == base) name = substr(name, length(base) + 1)
  sub(/^\/+/, "", name)
  if (name == "") next
  for (i = 1; i <= n; i++) if ((kind == "zip" ? path : name) ~ not[i]) { if (type != "t") left++; next }
  if (kind != "zip" || type != "d") printf "%s%s", (told++ ? ", " : ""), json(path)
  gsub(/\n/, "\002", name); print name > names; print substr($0, 2) > (names ".paths") }
END { printf "]"; close(names); printf "" > (names ".paths"); close(names ".paths"); print left + 0 > (names ".left") }'

# ---- packing ---------------------------------------------------------------------------------------------------------------------------

archive_make() {
  archive_ends
  if checking; then
    # Into the work directory, only to compare.
    if [ ! -e "$p_dest" ]; then changed; elif archive_write "$t_tmp.try"; then changed; elif [ "$run_status" -ne 77 ]; then archive_failed "$run_stderr"; fi
    return
  fi
  [ ! -d "$p_dest" ] || archive_failed "it is a directory"
  archive_target=$p_dest
  if [ -h "$p_dest" ]; then
    follow_path "$p_dest"
    archive_target=$f_path
  fi
  keep "$archive_target"
  run_status=0 run_stderr=
  if place "$archive_target" /bin/sh -c "$archive_program" sh "$archive_kind" "$archive_gnu" "$archive_pack" "$archive_unpack" "$t_tmp" "$archive_from" "$archive_old" "$(archive_like)"; then
    changed
  elif [ "$run_status" -ne 77 ]; then
    archive_failed "$place_error"
  fi
  [ "$run_status" -ne 0 ] || [ -z "$run_stderr" ] || warn "$run_stderr"
  archive_state=archive
  [ "$archive_kind" != file ] || archive_state='compress'
  [ ! -s "$t_tmp.missing" ] || archive_state=incomplete
  mv -f -- "$t_tmp.packed" "$t_tmp.archived"
}
archive_write() { run /bin/sh -c "$archive_program" sh "$archive_kind" "$archive_gnu" "$archive_pack" "$archive_unpack" "$t_tmp" "$archive_from" "$archive_old" '' "$1"; }
archive_failed() { fail "Error when writing $p_format archive at $p_dest: $1"; }
archive_ends() { # archive_from: the file, or the directory that the names are relative to. archive_old: the old archive
  if [ "$archive_kind" = file ]; then clean_path "$archive_first"; else clean_path "${archive_root:-.}"; fi
  archive_from=$c_path archive_old=
  [ -e "$p_dest" ] || return 0
  clean_path "$p_dest"
  archive_old=$c_path
}
# What the new file is to have before its content: the owner and mode of the old one.
archive_like() {
  if stat_of "$archive_target"; then printf '%s' "$s_uid:$s_gid $s_mode"; else printf '%s' "- ${p_mode-}"; fi
}

# Writes the archive to a file, its last word, and ends with 77 if the old one has the same in it. In tar archives, names,
# types, modes, owners, sizes and times count, and the content where the order is the same; in zip archives, names and
# checksums.
# shellcheck disable=SC2016
archive_program='kind=$1 gnu=$2 pack=$3 unpack=$4 tmp=$5 from=$6 old=$7 like=$8 new=$9
  ok() { [ "$1" -eq 0 ] || printf "%s\n" "$1" >"$tmp.bad"; }
  members() {
    set -- -cf - --no-recursion
    [ -s "$tmp.names" ] || { head -c 10240 /dev/zero && return; }
    case $gnu in
      true) tr "\n\002" "\0\n" <"$tmp.names" | tar "$@" --null -T - ;;
      *) # not every tar reads names from a file; two runs would not make one archive
        tr "\n\002" "\0\n" <"$tmp.names" | xargs -0 sh -c "[ ! -e \"\$0\" ] || { echo too many names for this tar: install GNU tar >&2; exit 255; }
          : >\"\$0\" && exec tar \"\$@\"" "$tmp.begun" "$@" ;;
    esac
    set -- "$gnu$?" # GNU tar ends with 1 if a file changed meanwhile, and tells of it
    [ "$1" = true1 ] || return "${1#[a-z]*e}"
  }
  packed() {
    case $kind in
      file) { $pack <"$from"; ok $?; } >"$new" ;;
      tar) { { cd -- "$from" && members; ok $?; } | { $pack; ok $?; }; } >"$new" ;;
      zip) if [ -s "$tmp.names" ]; then (cd -- "$from" && exec zip -q -X -@ - <"$tmp.names"; ok $?); else printf "PK\005\006" && head -c 18 /dev/zero; fi >"$new" ;;
    esac
    [ ! -e "$tmp.bad" ]
  }
  list() {
    set -- -tvf -
    [ "$gnu" = false ] || set -- "$@" --full-time --numeric-owner --quoting-style=escape
    $unpack | tar "$@" | sed "s/\(:[0-9][0-9]\)\.[0-9]* /\1 /"
  }
  checksums() { unzip -v "$1" | awk "\$7 ~ /^[0-9a-f]*\$/ && length(\$7) == 8 { print substr(\$0, index(\$0, \" \" \$7 \" \")) }" | sort; }
  same() {
    case $kind in
      file) $unpack <"$old" | cmp -s - "$from" ;;
      tar)
        $unpack <"$old" | tar -tf - >/dev/null && list <"$old" >"$tmp.was" && list <"$new" >"$tmp.is" || return
        if cmp -s "$tmp.was" "$tmp.is"; then
          [ "$($unpack <"$old" | tar -xOf - | cksum)" = "$($unpack <"$new" | tar -xOf - | cksum)" ]
        else
          [ "$(sort "$tmp.was" | cksum)" = "$(sort "$tmp.is" | cksum)" ]
        fi ;;
      zip)
        cmp -s "$old" "$new" && return
        command -v unzip >/dev/null && unzip -tqq "$old" >/dev/null && [ "$(checksums "$old")" = "$(checksums "$new")" ] ;;
    esac 2>/dev/null
  }
  rm -f -- "$tmp.bad" "$tmp.begun"
  : >"$new" || exit
  owner=${like%% *} mode=${like#* }
  case $owner in "" | -) ;; *) chown -- "$owner" "$new" 2>/dev/null || chgrp -- "${owner#*:}" "$new" 2>/dev/null ;; esac
  [ -z "$mode" ] || chmod -- "$mode" "$new" || exit
  packed || exit 1
  [ -z "$old" ] || ! same || exit 77'

archive_removable() {
  clean_path "$p_dest"
  set -- "$c_path"
  while IFS= read -r archive_path <&4; do
    t_real_name "$archive_path"
    [ -d "$t_real_name" ] || continue
    [ ! -h "${t_real_name%/}" ] || fail "$t_real_name is a link to a directory: to remove the directory, name it itself"
    refuse_root "$t_real_name"
    clean_path "$t_real_name"
    case $1 in "$c_path"/*)
      printf '%s\n' "$p_path" >"$t_tmp.given"
      result path "$(archive_joined given)"
      fail 'Error, created archive can not be contained in source paths when remove=true'
      ;;
    esac
  done 4<"$t_tmp.targets"
}
archive_remove() {
  while IFS= read -r archive_path <&4; do
    t_real_name "$archive_path"
    [ "$archive_kind" = file ] || [ -d "$t_real_name" ] || grep -qxF -e "$archive_path" -- "$t_tmp.names.paths" || continue
    changed
    checking || remove_path "${t_real_name%/}"
  done 4<"$t_tmp.targets"
  archive_left=0
  [ "$archive_kind" = file ] || IFS= read -r archive_left <"$t_tmp.names.left"
  [ "$archive_left" -eq 0 ] || checking || warn "$archive_left files and directories that exclusion_patterns left out were removed with the directory that they were in"
}
