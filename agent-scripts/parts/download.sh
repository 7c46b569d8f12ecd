# shellcheck shell=sh
# Downloads by curl or wget.

# download URL FILE [ACCEPT]: ACCEPT is a media type. Returns 1 and sets download_error on failure. The URL may contain
# a password, so it is not on a command line.
download() {
  if have curl; then
    (
      umask 077
      curl_set url "$1"
      curl_set output "$2"
      [ -z "${3-}" ] || curl_set header "Accept: $3"
      [ "${p_validate_certs-true}" = true ] || printf 'insecure\n'
      printf 'silent\nshow-error\nfail\nlocation\ngloboff\nconnect-timeout = 30\n'
    ) >"$t_tmp.curl"
    run curl -q -K "$t_tmp.curl" && [ -e "$2" ] && return 0
  elif have wget; then
    printf '%s\n' "$1" >"$t_tmp.urls"
    set -- "$1" "$2" "${3:+--header=Accept: $3}"
    if wget --help 2>&1 | grep -q -- --input-file; then
      set -- -T 30 -i "$t_tmp.urls" -O "$2" ${3:+"$3"}
    else # that of busybox
      set -- -O "$2" ${3:+"$3"} "$1"
    fi
    [ "${p_validate_certs-true}" = true ] || set -- --no-check-certificate "$@"
    run wget -q "$@" && return 0
  else
    download_error='the host has neither curl nor wget'
    return 1
  fi
  download_error=${run_stderr:-exit status $run_status}
  return 1
}
# curl_set NAME VALUE: prints a line of curl's configuration, where secrets are safe.
curl_set() { printf '%s = "%s"\n' "$1" "$(printf '%s' "$2" | sed 's/[\\"]/\\&/g')"; }
