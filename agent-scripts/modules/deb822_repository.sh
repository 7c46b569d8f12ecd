# shellcheck shell=sh
# module: deb822_repository
# summary: keep a package repository in a file of its own in the deb822 format of apt
# check: full   diff: text   needs: apt-config awk   uses: apt_get download
# example: deb822_repository: {name: haproxy, uris: "https://haproxy.debian.net", suites: bookworm-backports-3.0, components: main, signed_by: "https://haproxy.debian.net/haproxy-archive-keyring.gpg"}
# option: name                         str   required                      its name, and that of its files
# option: state                        enum  present|absent  default=present  the wanted state
# option: types                        list/enum  deb|deb-src  default=deb  packages, their sources, or both
# option: uris                         list/str                            where the repository is
# option: suites                       list/str                            suites, or paths that end with a slash
# option: components                   list/str                            components of the suites
# option: architectures                list/str                            architectures to fetch
# option: languages                    list/str                            languages to fetch descriptions in
# option: targets                      list/str                            kinds of files to fetch
# option: signed_by                    str                                 the key: a URL, a file on the host, the text of a key, or fingerprints
# option: enabled                      bool                                whether apt uses it
# option: trusted                      bool                                whether to use it without signatures
# option: allow_insecure               bool                                whether it may be without signatures
# option: allow_weak                   bool                                whether weak digests are accepted
# option: allow_downgrade_to_insecure  bool                                whether it may have no signatures any more
# option: by_hash                      bool                                whether to fetch lists by their digests
# option: check_date                   bool                                whether to compare dates with the host's clock
# option: check_valid_until            bool                                whether outdated lists are refused
# option: date_max_future              int                                 seconds that lists may be from the future
# option: inrelease_path               str                                 path of the InRelease file
# option: pdiffs                       bool                                whether to fetch only what changed
# option: mode                         mode  default=0644                  permissions of the file
# result: repo  the text of the file; null with state=absent
# result: dest  path of the file
# result: key_filename  path of the key's file

deb822_repository_run() {
  apt_places
  deb822_repository_mode=$p_mode
  deb822_repository_slug=$(printf '%s' "$p_name" | tr '\n' ' ' | tr '[:upper:]' '[:lower:]' | sed 's/[_[:space:]]\{1,\}/-/g; s/[^a-z0-9-]//g')
  deb822_repository_file=$apt_parts/$deb822_repository_slug.sources
  deb822_repository_keys=$apt_etc/keyrings
  if [ "$p_state" = absent ]; then
    deb822_repository_absent
    return
  fi
  result_null key_filename
  deb822_repository_signed=${p_signed_by-}
  [ -z "${p_signed_by-}" ] || deb822_repository_signature
  deb822_repository_fields
  awk "$deb822_repository_awk" "$t_tmp.fields" >"$t_tmp.new" || fail 'cannot work out the text of the repository'
  result_file repo "$t_tmp.new"
  result dest "$deb822_repository_file"
  deb822_repository_place "$deb822_repository_file" "$t_tmp.new" "$deb822_repository_mode"
}

deb822_repository_absent() {
  result_null repo
  result dest "$deb822_repository_file"
  result key_filename "$deb822_repository_keys/$deb822_repository_slug.gpg"
  for deb822_repository_gone in "$deb822_repository_file" "$deb822_repository_keys/$deb822_repository_slug.asc" "$deb822_repository_keys/$deb822_repository_slug.gpg"; do
    [ -e "$deb822_repository_gone" ] || continue
    changed
    if [ "$deb822_repository_gone" = "$deb822_repository_file" ]; then
      read_file "$deb822_repository_gone" "$t_tmp.old"
      : >"$t_tmp.new"
      diff_files "$deb822_repository_file" "$t_tmp.old" "$t_tmp.new"
    fi
    checking || remove_path "$deb822_repository_gone"
  done
}

# deb822_repository_place DEST FILE MODE: a link is replaced, as Ansible does.
deb822_repository_place() {
  read_file "$1" "$t_tmp.old"
  p_mode=$3
  if [ -f "$1" ] && cmp -s -- "$t_tmp.old" "$2"; then
    attributes_of_call "$1"
    return
  fi
  changed
  case $1 in *.gpg) ;; *) diff_files "$1" "$t_tmp.old" "$2" ;; esac
  if checking; then return; fi
  put_follows=false
  put_from "$1" "$2" "$t_tmp.old" || fail "$put_error"
  attributes_of_call "$1"
}

# ---- the key -------------------------------------------------------------------------------------------------------------------------

deb822_repository_signature() { # a file stays where it is, and a URL becomes a file in the directory of keys
  if [ -f "$p_signed_by" ]; then
    result key_filename "$p_signed_by"
    return
  fi
  case ${p_signed_by%%:*} in
    "$p_signed_by" | [!A-Za-z]* | *[!A-Za-z0-9+.-]*) return 0 ;;
  esac
  download "$p_signed_by" "$t_tmp.key" || fail "Could not fetch signed_by key: $download_error"
  if [ ! -s "$t_tmp.key" ]; then
    result key_filename "$p_signed_by"
    return
  fi
  deb822_repository_kind=gpg
  if grep -qF -e '-----BEGIN PGP PUBLIC KEY BLOCK-----' "$t_tmp.key"; then deb822_repository_kind=asc; fi
  deb822_repository_signed=$deb822_repository_keys/$deb822_repository_slug.$deb822_repository_kind
  result key_filename "$deb822_repository_signed"
  if ! cmp -s -- "$t_tmp.key" "$deb822_repository_signed"; then deb822_repository_directory; fi
  deb822_repository_place "$deb822_repository_signed" "$t_tmp.key" 0644
}
deb822_repository_directory() {
  checking || make_directory "$deb822_repository_keys"
  if [ -d "$deb822_repository_keys" ]; then
    p_mode=0755 p_owner=root p_group=root
    attributes_of_call "$deb822_repository_keys"
    unset p_owner p_group
  fi
}

# ---- the text -------------------------------------------------------------------------------------------------------------------------

# Writes fields: NAME, blank, VALUE; \001 stands for a newline in it. In the alphabetical order of the options.
deb822_repository_fields() {
  for deb822_repository_option in p_allow_downgrade_to_insecure:Allow-Downgrade-To-Insecure p_allow_insecure:Allow-Insecure \
    p_allow_weak:Allow-Weak p_architectures:Architectures p_by_hash:By-Hash p_check_date:Check-Date p_check_valid_until:Check-Valid-Until \
    p_components:Components p_date_max_future:Date-Max-Future p_enabled:Enabled p_inrelease_path:Inrelease-Path p_languages:Languages \
    p_name:X-Repolib-Name p_pdiffs:Pdiffs p_signed_by:Signed-By p_suites:Suites p_targets:Targets p_trusted:Trusted p_types:Types p_uris:URIs; do
    deb822_repository_field "${deb822_repository_option%:*}" "${deb822_repository_option#*:}"
  done >"$t_tmp.fields"
}
deb822_repository_field() {
  deb822_repository_joined=
  eval "deb822_repository_given=\${$1+given}\${$1_n+list}; deb822_repository_value=\${$1-}"
  case $1:$deb822_repository_given in
    *:) return 0 ;;
    p_signed_by:*) deb822_repository_value=$deb822_repository_signed ;;
    *list)
      each "${1#p_}" deb822_repository_join
      deb822_repository_value=${deb822_repository_joined# }
      ;;
    p_allow_*:* | p_by_hash:* | p_check_*:* | p_enabled:* | p_pdiffs:* | p_trusted:*)
      if [ "$deb822_repository_value" = true ]; then deb822_repository_value=yes; else deb822_repository_value=no; fi
      ;;
  esac
  printf '%s' "$2 $deb822_repository_value" | tr '\n' '\001'
  printf '\n'
}
deb822_repository_join() { deb822_repository_joined="$deb822_repository_joined $1"; }

# A value of several lines is indented, below its name.
# shellcheck disable=SC2016
deb822_repository_awk='
function trim(s) { gsub(/^[ \t\r\f\v\001]+|[ \t\r\f\v\001]+$/, "", s); return s }
{
  p = index($0, " "); name = substr($0, 1, p - 1); value = substr($0, p + 1)
  if (!index(value, "\001")) { print name ":" (value == "" ? "" : " " value); next }
  print name ":"
  n = split(trim(value), line, "\001")
  for (i = 1; i <= n; i++) { text = trim(line[i]); print "    " (text == "" ? "." : text) }
}'
