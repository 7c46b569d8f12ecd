# shellcheck shell=sh
# module: apt_repository
# summary: keep a package repository in the sources of apt present or absent
# check: full   diff: text   needs: apt-config awk   uses: apt_get download gpg
# example: apt_repository: {repo: "deb [signed-by=/etc/apt/keyrings/haproxy.asc] https://haproxy.debian.net bookworm-backports-3.0 main", filename: haproxy}
# option: repo                          str   required                           a line for sources.list, or ppa:OWNER/NAME
# option: state                         enum  present|absent  default=present    the wanted state
# option: filename                      str                                      name of the file in sources.list.d, without .list; default: from the repository's URL
# option: mode                          mode                                     permissions of the file that the line is added to
# option: update_cache                  bool  default=true  aliases=update-cache  fetch the package lists after a change; if that fails, the change is taken back
# option: update_cache_retries          int   default=5                          how often to try to fetch the lists
# option: update_cache_retry_max_delay  int   default=12                         longest pause between tries, in seconds
# option: codename                      str                                      the release of a PPA; default: the host's
# option: validate_certs                bool  default=true                       whether to check the certificates of servers that PPAs and their keys come from
# option: install_python_apt            bool  default=true                       has no effect: Python is not used
# option: lock_timeout                  int   default=60  hidden                 seconds to wait for another package manager to finish
# result: repo  the repository
# result: state  as requested
# result: sources_added  files that were created
# result: sources_removed  files that were removed

apt_repository_run() {
  [ -n "$p_repo" ] || fail "Please set argument 'repo' to a non-empty value"
  case $p_repo in *"$t_nl"*) fail "Invalid repository string: it has several lines: $p_repo" ;; esac
  apt_repository_mode=${p_mode-}
  : "$p_install_python_apt" # nothing to install
  unset p_mode              # only for the file that the line is added to
  apt_places
  apt_repository_source=$p_repo
  apt_repository_ppa=false
  case $p_repo in ppa:*) apt_repository_ppa_source ;; esac
  apt_repository_plan
  result repo "$p_repo"
  result state "$p_state"
  result_json sources_added '[]'
  result_json sources_removed '[]'
  if [ "$apt_repository_ppa" = true ] && [ "$p_state" = present ] && [ "$apt_repository_enabled" = false ]; then apt_repository_key; fi
  [ -s "$t_tmp.plan" ] || return 0
  changed
  apt_repository_differences
  if checking; then return; fi
  apt_repository_did=$t_did # the key of a PPA stays, whatever happens
  apt_repository_write
  apt_or=apt_repository_revert
  [ "$p_update_cache" = false ] || apt_fetch_lists || apt_repository_revert
}

# ---- which files change ------------------------------------------------------------------------------------------------------------------

# Writes plan, one line for each file that changes: what happens, its number; old.NUMBER and new.NUMBER are its texts.
apt_repository_plan() {
  apt_repository_target
  set --
  [ ! -f "$apt_list_file" ] || set -- "$apt_list_file"
  for apt_repository_file in "$apt_parts"/*.list; do
    [ ! -f "$apt_repository_file" ] || [ "$apt_repository_file" = "$apt_list_file" ] || set -- "$@" "$apt_repository_file"
  done
  apt_repository_i=0 apt_repository_at=0
  for apt_repository_file in "$@"; do # a few files
    apt_repository_add "$apt_repository_file"
  done
  if [ "$apt_repository_at" -eq 0 ]; then
    apt_repository_at=$((apt_repository_i + 1))
    apt_repository_add "$apt_repository_to"
  fi
  : >"$t_tmp.plan"
  T_SOURCE=$apt_repository_source awk -v state="$p_state" -v n="$apt_repository_i" -v at="$apt_repository_at" -v tmp="$t_tmp" \
    -v ppa="$apt_repository_ppa" "$apt_repository_awk" >"$t_tmp.planned" || fail "cannot work out the new sources"
  {
    IFS= read -r apt_repository_error
    IFS= read -r apt_repository_enabled
  } <"$t_tmp.planned"
  [ -z "$apt_repository_error" ] || fail "Invalid repository string: $apt_repository_error"
  sed 1,2d "$t_tmp.planned" >"$t_tmp.plan"
}
apt_repository_add() {
  apt_repository_i=$((apt_repository_i + 1))
  eval "apt_repository_file_$apt_repository_i=\$1"
  read_text "$1" "$t_tmp.old.$apt_repository_i"
  [ "$1" != "$apt_repository_to" ] || apt_repository_at=$apt_repository_i
}

apt_repository_target() { # sets apt_repository_to to the file that a new line goes to
  if [ "${p_filename+given}" ]; then
    apt_repository_to=$p_filename.list
  else
    case $p_repo in ppa:*) apt_repository_word=${p_repo}_$apt_repository_codename ;; *) apt_repository_word=$apt_repository_source ;; esac
    apt_repository_to=$(printf '%s\n' "$apt_repository_word" | awk '{
      gsub(/\[[^]]+\]/, ""); gsub(/[A-Za-z0-9_]+:\/\//, "")
      for (i = 1; i <= NF; i++) if ($i != "deb" && $i != "deb-src") { name = $i; break }
      sub(/^[^@]*@/, "", name); gsub(/[^A-Za-z0-9]+/, " ", name); gsub(/^ +| +$/, "", name); gsub(/ +/, "_", name)
      print name ".list" }')
    [ "$apt_repository_to" != .list ] || fail "Invalid repository string: $p_repo"
  fi
  case $apt_repository_to in */*) ;; *) apt_repository_to=$apt_parts/$apt_repository_to ;; esac
  clean_path "$apt_repository_to"
  apt_repository_to=$c_path
}

# A line is a source, or a comment. Like Ansible, a change writes all files anew: blanks between words become one, and a
# disabled line starts with "# ".
# shellcheck disable=SC2016
apt_repository_awk='
function trim(s) { gsub(/^[ \t\r\f\v]+|[ \t\r\f\v]+$/, "", s); return s }
function parse(line,   p, w, k, count) {
  enabled = 1; comment = ""; valid = 0
  line = trim(line)
  if (substr(line, 1, 1) == "#") { enabled = 0; line = substr(line, 2) }
  p = index(line, "#")
  if (p > 1) { comment = trim(substr(line, p + 1)); line = substr(line, 1, p - 1) }
  rest = line; source = trim(line)
  count = split(source, w, /[ \t\r\f\v]+/)
  if (count && (w[1] == "deb" || w[1] == "deb-src")) {
    valid = 1; source = w[1]
    for (k = 2; k <= count; k++) source = source " " w[k]
  }
}
function shown() { return (enabled ? "" : "# ") source (comment == "" ? "" : " # " comment) "\n" }
BEGIN {
  parse(ENVIRON["T_SOURCE"])
  wanted = source; there = 0; found = 0
  if (!valid || !enabled) { print rest; print "false"; exit }
  for (i = 1; i <= n; i++) {
    lines[i] = 0; text[i] = norm[i] = ""; file = tmp ".old." i
    while ((getline line < file) > 0) {
      lines[i]++; was[i] = was[i] line "\n"
      parse(line); norm[i] = norm[i] shown()
      if (valid && source == wanted) {
        if (enabled) there = 1
        if (state == "absent" && enabled) { lines[i]--; differs[i] = 1; continue }
        if (state == "present" && !(ppa == "true" && there)) { found = 1; if (!enabled) { enabled = 1; differs[i] = 1 } }
      }
      text[i] = text[i] shown()
    }
    close(file)
  }
  if (state == "present" && !found && !there) { lines[at]++; text[at] = text[at] wanted "\n"; differs[at] = 1; added = at }
  print ""; print (there ? "true" : "false")
  any = 0
  for (i = 1; i <= n; i++) if (differs[i]) any = 1
  if (!any) exit
  for (i = 1; i <= n; i++) {
    if (!differs[i] && text[i] == was[i] && (lines[i] || i == at)) continue
    if (lines[i]) { printf "%s", text[i] > (tmp ".new." i); close(tmp ".new." i); print (i == added ? (was[i] == "" ? "create" : "append") : "write") " " i }
    else print "remove " i
  }
}'

# ---- changing them ---------------------------------------------------------------------------------------------------------------------

apt_repository_each() { # apt_repository_each FUNCTION: calls it with what happens, the number and the file
  while read -r apt_repository_what apt_repository_n <&4; do
    eval "apt_repository_file=\$apt_repository_file_$apt_repository_n"
    "$1"
  done 4<"$t_tmp.plan"
}

apt_repository_differences() { apt_repository_each apt_repository_difference; }
apt_repository_difference() {
  case $apt_repository_what in
    create) result 'sources_added/[]' "$apt_repository_file" ;;
    remove)
      [ ! -s "$t_tmp.old.$apt_repository_n" ] || result 'sources_removed/[]' "$apt_repository_file"
      : >"$t_tmp.new.$apt_repository_n"
      ;;
  esac
  diff_files "$apt_repository_file" "$t_tmp.old.$apt_repository_n" "$t_tmp.new.$apt_repository_n"
}

apt_repository_write() { apt_repository_each apt_repository_one; }
apt_repository_one() {
  apt_repository_remember
  case $apt_repository_what in
    remove) remove_path "$apt_repository_file" ;;
    create | append)
      make_directory "${apt_repository_file%/*}" apt_repository_stays
      [ -z "$apt_repository_mode" ] || p_mode=$apt_repository_mode
      apt_repository_put
      attributes_of_call "$apt_repository_file"
      unset p_mode
      ;;
    *) apt_repository_put ;;
  esac
}
apt_repository_put() { put_from "$apt_repository_file" "$t_tmp.new.$apt_repository_n" "$t_tmp.old.$apt_repository_n" || fail "$put_error"; }

apt_repository_stays() { apt_repository_did=true; } # a new directory

# Remembers owner, group and mode of a file that changes, and the target of a link that is removed.
apt_repository_remember() {
  apt_repository_was=
  f_path=$apt_repository_file
  [ "$apt_repository_what" = remove ] || follow_path "$apt_repository_file"
  ! stat_of "$f_path" || apt_repository_was="$s_uid $s_gid $s_mode $s_target"
  eval "apt_repository_was_$apt_repository_n=\$apt_repository_was"
}

# With a broken source, each later update would fail.
apt_repository_revert() {
  t_diff=false
  apt_repository_each apt_repository_back
  result_json sources_added '[]'
  result_json sources_removed '[]'
  t_did=$apt_repository_did
  fail "$apt_error"
}
apt_repository_back() {
  if [ "$apt_repository_what" = create ]; then
    remove_path "$apt_repository_file"
    return
  fi
  eval "apt_repository_was=\$apt_repository_was_$apt_repository_n"
  apt_repository_linked=${apt_repository_was#* * * }
  if [ -n "$apt_repository_linked" ]; then
    place "$apt_repository_file" ln -s -- "$apt_repository_linked" || fail "$apt_error; and cannot take the change back: $place_error"
    return
  fi
  p_owner=${apt_repository_was%% *} p_mode=${apt_repository_was% } p_group=${apt_repository_was#* }
  p_mode=${p_mode##* } p_group=${p_group%% *}
  put_from "$apt_repository_file" "$t_tmp.old.$apt_repository_n" || fail "$apt_error; and cannot take the change back: $put_error"
  follow_path "$apt_repository_file"
  attributes_of_call "$f_path"
  unset p_owner p_group p_mode
}

# ---- Ubuntu's personal package archives -------------------------------------------------------------------------------------------------

apt_repository_ppa_source() {
  apt_repository_codename=${p_codename-}
  if [ -z "$apt_repository_codename" ] && [ -r /etc/os-release ]; then
    apt_repository_codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    apt_repository_codename=${apt_repository_codename#\"}
    apt_repository_codename=${apt_repository_codename%\"}
  fi
  [ -n "$apt_repository_codename" ] || fail "cannot find out the host's release for the PPA: set codename"
  apt_repository_ppa=true
  apt_repository_owner=${p_repo#ppa:}
  apt_repository_owner=${apt_repository_owner%%:*}
  case $apt_repository_owner in
    */*) apt_repository_name=${apt_repository_owner#*/} ;;
    *) apt_repository_name=ppa ;;
  esac
  apt_repository_name=${apt_repository_name%%/*}
  apt_repository_owner=${apt_repository_owner%%/*}
  case $apt_repository_owner$apt_repository_name in '' | *[!A-Za-z0-9.+_-]*) fail "Invalid repository string: $p_repo" ;; esac
  apt_repository_source="deb https://ppa.launchpadcontent.net/$apt_repository_owner/$apt_repository_name/ubuntu $apt_repository_codename main"
}

# Launchpad names the key of a PPA. The key goes where apt looks for keys of all repositories, since a PPA's line names
# none.
apt_repository_key() {
  apt_repository_api="https://api.launchpad.net/1.0/~$apt_repository_owner/+archive/$apt_repository_name"
  download "$apt_repository_api" "$t_tmp.ppa" application/json || fail "failed to fetch PPA information, error was: $download_error"
  apt_repository_print=$(sed -n 's/.*"signing_key_fingerprint": *"\([0-9A-Fa-f]*\)".*/\1/p' "$t_tmp.ppa")
  [ -n "$apt_repository_print" ] || fail "Launchpad names no signing key for $p_repo"
  gpg_found || fail 'Either apt-key or gpg binary is required, but neither could be found.'
  for apt_repository_file in "$apt_etc/trusted.gpg" "$apt_etc"/trusted.gpg.d/* "$apt_etc"/keyrings/* /usr/share/keyrings/*; do
    [ -f "$apt_repository_file" ] || continue
    gpg_run --show-keys "$apt_repository_file" || continue
    case $run_stdout in *":$apt_repository_print:"*) return 0 ;; esac
  done
  if checking; then return; fi
  download "https://keyserver.ubuntu.com/pks/lookup?op=get&options=mr&search=0x$apt_repository_print" "$t_tmp.key" ||
    fail "Unable to get required signing key: $download_error"
  gpg_run --show-keys "$t_tmp.key" || fail "Unable to get required signing key: $run_stderr"
  case $run_stdout in *":$apt_repository_print:"*) ;; *) fail "the keyserver sent another key than $apt_repository_print" ;; esac
  gpg_run --yes -o "$t_tmp.gpg" --dearmor "$t_tmp.key" || fail "Unable to add required signing key: $run_stderr"
  p_mode=0644
  put_from "$apt_etc/trusted.gpg.d/$apt_repository_owner-$apt_repository_name.gpg" "$t_tmp.gpg" || fail "Unable to add required signing key: $put_error"
  unset p_mode
}
