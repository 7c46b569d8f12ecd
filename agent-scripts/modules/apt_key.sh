# shellcheck shell=sh
# module: apt_key
# summary: add or remove a key that apt trusts for all repositories, by apt-key, which Debian 13 no longer has
# check: full   diff: none   needs: awk   uses: apt_get download gpg
# example: apt_key: {id: 505D97A41C61B9CD, url: "https://haproxy.debian.net/bernat.debian.org.gpg"}
# option: id              str                                      id of the key, 8, 16 or more hexadecimal digits; required with state=absent and keyserver
# option: data            str                                      the key, as text
# option: file            path                                     a file on the host with the key
# option: url             str                                      URL of the key
# option: keyserver       str                                      server to fetch the key from
# option: keyring         path                                     file to keep it in; default: trusted.gpg of apt
# option: state           enum  present|absent  default=present    the wanted state
# option: validate_certs  bool  default=true                       whether to check the certificate of the URL's server
# exclusive: data file keyserver url
# result: id  id of the key, as given or found
# result: key_id  the same without 0x, in uppercase
# result: fp  its last 16 digits
# result: short_id  its last 8 digits
# result: before  ids of the trusted keys before
# result: after  ids of the trusted keys after a change

apt_key_run() {
  have apt-key || fail 'the host has no apt-key, since its apt no longer uses it: deb822_repository and get_url keep a key for one repository'
  gpg_found || fail 'the host has no gpg, which apt-key needs'
  [ -n "${p_keyring-}" ] || apt_places
  apt_key_file=
  if [ -z "${p_id-}" ]; then
    [ -z "${p_keyserver-}" ] || fail 'Missing key_id, required with keyserver.'
    apt_key_source
    [ -z "$apt_key_file" ] || apt_key_id_of_file
  fi
  apt_key_parse
  apt_key_list before
  case $t_nl$apt_key_listed$t_nl in
    *"$t_nl$apt_key_print$t_nl"*) apt_key_there=true ;;
    *) apt_key_there=false ;;
  esac
  case $p_state:$apt_key_there in present:true | absent:false) return 0 ;; esac
  changed
  if checking; then return; fi
  if [ "$p_state" = present ]; then apt_key_add; else apt_key_remove; fi
  apt_key_list after
  case $p_state:$t_nl$apt_key_listed$t_nl in
    present:*"$t_nl$apt_key_print$t_nl"*) ;;
    present:*) fail 'apt-key did not return an error, but failed to add the key (check that the id is correct and *not* a subkey)' ;;
    *"$t_nl$apt_key_print$t_nl"*) fail 'apt-key did not return an error, but the key was not removed (check that the id is correct and *not* a subkey)' ;;
  esac
}

# Sets apt_key_file to a file with the key, unless a keyserver has it.
apt_key_source() {
  if [ "${p_file+given}" ]; then
    apt_key_file=$p_file
  elif [ "${p_data-}" ]; then
    apt_key_file=$t_tmp.key
    printf '%s\n' "$p_data" >"$apt_key_file"
  elif [ "${p_url+given}" ]; then
    apt_key_file=$t_tmp.key
    download "$p_url" "$apt_key_file" || fail "Failed to download key at $p_url: $download_error"
  fi
}

apt_key_id_of_file() {
  gpg_run "$apt_key_file" || {
    result stdout "$run_stdout"
    result stderr "$run_stderr"
    fail "Unable to extract key from '${p_file-the data}'"
  }
  p_id=$(printf '%s\n' "$run_stdout" | awk -F: '$1 == "pub" || $1 == "sub" { print $5; exit }')
}

apt_key_parse() { # sets apt_key_id, apt_key_print, which keys are compared by, and apt_key_short
  result id "${p_id-}"
  apt_key_id=$(printf '%s' "${p_id-}" | tr '[:lower:]' '[:upper:]')
  apt_key_id=${apt_key_id#0X}
  case ${#apt_key_id}:$apt_key_id in
    *:*[!0-9A-F]*) fail 'Invalid key_id' ;;
    8:* | 1[6-9]:* | [2-9][0-9]:*) ;;
    *) fail 'Invalid key_id' ;;
  esac
  apt_key_print=$apt_key_id
  while [ ${#apt_key_print} -gt 16 ]; do apt_key_print=${apt_key_print#?}; done
  apt_key_short=$apt_key_print
  while [ ${#apt_key_short} -gt 8 ]; do apt_key_short=${apt_key_short#?}; done
  result short_id "$apt_key_short"
  result fp "$apt_key_print"
  result key_id "$apt_key_id"
}

apt_key_call() {
  [ -z "${p_keyring-}" ] || set -- --keyring "$p_keyring" "$@"
  run env LC_ALL=C LANGUAGE=C APT_KEY_DONT_WARN_ON_DANGEROUS_USAGE=1 apt-key "$@"
}

# apt_key_list RESULT: sets apt_key_listed to the ids, one per line, as long as the given one. It asks gpg, since apt-key
# creates files even when it only lists keys.
apt_key_list() {
  if [ -n "${p_keyring-}" ]; then
    set -- "$1" "$p_keyring"
  else
    set -- "$1" "$apt_etc/trusted.gpg" "$apt_etc"/trusted.gpg.d/*.gpg "$apt_etc"/trusted.gpg.d/*.asc
  fi
  apt_key_result=$1
  shift
  : >"$t_tmp.list"
  for apt_key_ring in "$@"; do # a few files
    [ -s "$apt_key_ring" ] || continue
    gpg_run "$apt_key_ring" || apt_key_failed 'Unable to list public keys'
    printf '%s\n' "$run_stdout" >>"$t_tmp.list"
  done
  apt_key_listed=$(awk -F: -v short="${#apt_key_id}" -v now="$(date +%s)" '
    ($1 == "pub" || $1 == "sub") && $2 != "e" && ($7 == "" || $7 > now + 0) { print (short == 8 ? substr($5, length($5) - 7) : $5) }' "$t_tmp.list")
  result_json "$apt_key_result" '[]'
  [ -z "$apt_key_listed" ] || result_rows "$(printf '%s\n' "$apt_key_listed" | sed "s|^|s$t_tab$apt_key_result/[]$t_tab|")"
}

apt_key_failed() {
  result_int rc "$run_status"
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  fail "$1: ${run_stderr:-$run_stdout}"
}

apt_key_keep() { # the files that apt-key may change
  if [ -n "${p_keyring-}" ]; then
    set -- "$p_keyring"
  else
    set -- "$apt_etc/trusted.gpg"
    [ "$p_state" = present ] || set -- "$@" "$apt_etc"/trusted.gpg.d/*.gpg
  fi
  for apt_key_ring in "$@"; do
    keep "$apt_key_ring"
    keep "$apt_key_ring~"
  done
}

apt_key_add() {
  if [ -n "${p_keyserver-}" ]; then
    apt_key_receive
    return
  fi
  [ -n "$apt_key_file" ] || apt_key_source
  [ -n "$apt_key_file" ] || fail 'there is no key to add: give data, file, url or keyserver'
  [ -f "$apt_key_file" ] || fail "there is no file $apt_key_file on the host"
  case $apt_key_file in /*) ;; *) apt_key_file=./$apt_key_file ;; esac
  apt_key_keep
  apt_key_call add "$apt_key_file" || apt_key_failed "Unable to add a key from file $apt_key_file"
  did
}

apt_key_receive() {
  apt_key_keep
  # shellcheck disable=SC2016
  apt_key_proxy=$(t_environment && printf '%s' "${HTTPS_PROXY-${https_proxy-${HTTP_PROXY-${http_proxy-}}}}")
  set -- adv --no-tty --keyserver "$p_keyserver"
  [ -z "$apt_key_proxy" ] || set -- "$@" --keyserver-options "http-proxy=$apt_key_proxy"
  apt_key_tries=1
  until apt_key_call "$@" --recv "$apt_key_id"; do
    [ "$apt_key_tries" -lt 5 ] || apt_key_failed "Error fetching key $apt_key_id from keyserver: $p_keyserver"
    apt_key_tries=$((apt_key_tries + 1))
  done
  did
}

apt_key_remove() {
  apt_key_keep
  apt_key_call del "$apt_key_short" || apt_key_failed "Unable to remove a key with id $apt_key_short"
  did
}
