# shellcheck shell=sh
# HTTP requests by curl or wget, for the options of the set http. Redirects are followed here, so that both behave the same.
#
# http_exchange METHOD URL: sends the request and follows redirects as http_follow says (all, safe, urllib2 or none). Sends
# the file http_body, if that is set, with the header http_type, unless the task gives its own. Sets http_status, http_url
# (the last URL, without credentials), http_hops, http_error, and http_line, the text behind the status. Headers are in
# $t_tmp.headers, the content in the file http_output. Returns 1 if there was no response: http_status is -1 then.
# http_limits is curl's configuration for time limits, http_timeout that of wget, in seconds.

http_exchange() {
  http_method=$1 http_url=$2 http_hops=0 http_first=true http_own=true
  : "${http_follow:=urllib2}" "${http_body:=}" "${http_type:=}"
  : >"$t_tmp.cookies"
  http_userinfo "$http_url"
  while http_request; do
    case $http_status in 301 | 302 | 303 | 307 | 308) ;; *) break ;; esac
    http_goes_on || break
    http_next
    [ "$http_target" ] || break
    http_hops=$((http_hops + 1)) http_first=false
    [ "$http_hops" -le 10 ] || {
      http_error='more than 10 redirects' http_status=-1
      return 1
    }
    http_turn
  done
  [ "$http_status" != -1 ]
}

# Credentials in the URL are those of the task, if it gives no others. They must not be in the result.
http_userinfo() {
  http_user=${p_url_username-} http_password=${p_url_password-}
  http_place=${1#*://}
  http_place=${http_place%%[/?#]*}
  case $http_place in *@*) ;; *) return 0 ;; esac
  http_given=${http_place%@*}
  http_url=${1%%://*}://${1#*"$http_given@"}
  [ -z "${p_url_username+given}" ] || return 0
  case $http_given in
    *:*) http_user=${http_given%%:*} http_password=${http_given#*:} ;;
    *) http_user=$http_given http_password= ;;
  esac
}

http_goes_on() {
  case $http_follow:$http_method:$http_status in
    all:* | safe:GET:* | safe:HEAD:* | urllib2:GET:* | urllib2:HEAD:* | urllib2:POST:30[123]) ;;
    *) return 1 ;;
  esac
}

# What is asked after a redirect. Other hosts do not get the credentials of the task.
http_turn() {
  case $http_status in
    307 | 308) ;;
    *)
      http_body='' http_type=
      case $http_follow:$http_status:$http_method in
        *:HEAD) ;;
        urllib2:* | *:30[23]:* | *:301:POST) http_method=GET ;;
      esac
      ;;
  esac
  http_was=${http_url#*://} http_is=${http_target#*://}
  [ "${http_was%%[/?#]*}" = "${http_is%%[/?#]*}" ] || http_own=false
  http_url=$http_target
}

http_request() {
  http_status=-1 http_error='' http_line=''
  rm -f -- "$http_output" "$t_tmp.headers"
  case $http_url in *[[:cntrl:]]*) http_error="not a URL: $http_url" && return 1 ;; esac
  if task_has curl; then http_curl; elif http_has_wget; then http_wget; else fail 'the host has neither curl nor wget'; fi || {
    http_status=-1
    return 1
  }
  [ -e "$http_output" ] || : >"$http_output" # an empty response creates no file
  [ -e "$t_tmp.headers" ] || : >"$t_tmp.headers"
  http_headers_read
  [ "$http_method" != HEAD ] || : >"$http_output"
  case ${p_decompress-true}:$http_encoding in true:[Gg][Zz][Ii][Pp]) http_unpack ;; esac
}

http_unpack() {
  [ -s "$http_output" ] || return 0
  have gzip || fail 'the response is compressed, and the host has no gzip: set decompress to false'
  gzip -dc <"$http_output" >"$t_tmp.unpacked" 2>/dev/null || fail 'cannot decompress the response: set decompress to false'
  cat -- "$t_tmp.unpacked" >"$http_output"
}

# Leaves the headers of the last response, one NAME: VALUE in a line, and sets http_line and http_encoding.
http_headers_read() {
  awk -v tmp="$t_tmp" '
    { sub(/\r$/, "") }
    /^HTTP\// { n = 0; line = $0; sub(/^[^ ]+ +[0-9]+ */, "", line); next }
    /^[ \t]/ && n { sub(/^[ \t]+/, " "); head[n] = head[n] $0; next }
    index($0, ":") { head[++n] = $0 }
    END {
      for (i = 1; i <= n; i++) {
        print head[i]
        name = tolower(substr(head[i], 1, index(head[i], ":") - 1)); value = substr(head[i], index(head[i], ":") + 1); sub(/^[ \t]+/, "", value)
        if (name == "location") place = value
        if (name == "content-encoding") coding = value
        if (name == "set-cookie" && match(value, /^[^;=]+=/)) { sub(/;.*/, "", value); print value >>(tmp ".cookies") }
      }
      print line >(tmp ".line"); print place >(tmp ".line"); print coding >(tmp ".line")
    }' "$t_tmp.headers" >"$t_tmp.read"
  cat -- "$t_tmp.read" >"$t_tmp.headers"
  { IFS= read -r http_line && IFS= read -r http_location && IFS= read -r http_encoding; } <"$t_tmp.line"
}

# Sets http_target to the URL that the header Location means; to nothing if there is none, or if it is no HTTP.
http_next() {
  http_target=$http_location
  case $http_target in
    '') return 0 ;;
    [Hh][Tt][Tt][Pp]://* | [Hh][Tt][Tt][Pp][Ss]://*) ;;
    *://*) http_target= && return 0 ;;
    //*) http_target=${http_url%%://*}:$http_target ;;
    *)
      http_root=${http_url#*://}
      http_root=${http_url%%://*}://${http_root%%[/?#]*}
      http_path=${http_url#"$http_root"}
      http_path=${http_path%%[?#]*}
      case $http_target in
        /*) http_target=$http_root$http_target ;;
        \?*) http_target=$http_root${http_path:-/}$http_target ;;
        *) http_target=$http_root${http_path%"${http_path##*/}"}$http_target && case $http_path in */*) ;; *) http_target=$http_root/$http_location ;; esac ;;
      esac
      ;;
  esac
  http_target=${http_target%%#*}
  http_target=$(printf '%s' "$http_target" | awk '
    { all = all $0 }
    END {
      match(all, /^[^:]*:\/\/[^\/?]*/); root = substr(all, 1, RLENGTH); path = substr(all, RLENGTH + 1)
      query = ""; if (q = index(path, "?")) { query = substr(path, q); path = substr(path, 1, q - 1) }
      count = split(path, part, "/"); top = 0
      for (i = 2; i <= count; i++) {
        if (part[i] == "..") { if (top) top--; if (i == count) kept[++top] = "" }
        else if (part[i] == ".") { if (i == count) kept[++top] = "" }
        else kept[++top] = part[i]
      }
      path = ""; for (i = 1; i <= top; i++) path = path "/" kept[i]
      gsub(/ /, "%20", path); gsub(/ /, "%20", query)
      printf "%s%s%s", root, path, query
    }')
}

# http_each_header FUNCTION: calls it with each NAME and VALUE to send.
http_each_header() {
  http_typed=false http_i=0
  while [ "$http_i" -lt "${p_headers_n:-0}" ]; do
    http_i=$((http_i + 1))
    eval "http_name=\$p_headers_${http_i}_key http_value=\$p_headers_$http_i"
    http_lower=$(printf '%s' "$http_name" | tr '[:upper:]' '[:lower:]')
    case $http_lower in
      content-type)
        case ${http_form-}:$http_first:$http_body in true:* | *:false:) continue ;; esac
        http_typed=true
        ;;
      authorization | cookie) [ "$http_own" = true ] || continue ;;
    esac
    [ "$http_first" = true ] || ! http_unredirected || continue
    "$1" "$http_name" "$http_value"
  done
  if [ "$http_body" ] && [ "$http_typed" = false ] && [ "$http_type" ]; then "$1" Content-Type "$http_type"; fi
  [ "${p_force-false}" = false ] || "$1" Cache-Control no-cache
  [ -z "${http_since-}" ] || "$1" If-Modified-Since "$http_since"
}
http_unredirected() {
  http_j=0
  while [ "$http_j" -lt "${p_unredirected_headers_n:-0}" ]; do
    http_j=$((http_j + 1))
    eval "http_word=\$p_unredirected_headers_$http_j"
    [ "$(printf '%s' "$http_word" | tr '[:upper:]' '[:lower:]')" != "$http_lower" ] || return 0
  done
  return 1
}
http_ciphers() { printf '%s' "$p_ciphers" | tr '\n' ':'; }

# ---- curl: secrets are in a file of mode 0600, never on the command line ---------------------------------------------------------------

http_curl() {
  (
    umask 077
    curl_set url "$http_url"
    printf 'silent\nshow-error\ngloboff\n%s\n' "${http_limits-}"
    curl_set dump-header "$t_tmp.headers"
    curl_set output "$http_output"
    printf 'write-out = "%%{http_code}"\n'
    if [ "$http_method" = HEAD ]; then printf 'head\n'; elif [ "$http_method$http_body" != GET ]; then curl_set request "$http_method"; fi
    curl_set user-agent "$p_http_agent"
    [ "$p_validate_certs" = true ] || printf 'insecure\n'
    [ "$p_use_proxy" = true ] || curl_set noproxy '*'
    http_curl_login
    [ -z "${p_client_cert-}" ] || curl_set cert "$p_client_cert"
    [ -z "${p_client_key-}" ] || curl_set key "$p_client_key"
    [ -z "${p_unix_socket-}" ] || curl_set unix-socket "$p_unix_socket"
    [ "${p_ciphers_n:-0}" -eq 0 ] || curl_set ciphers "$(http_ciphers)"
    if [ "${p_ca_path-}" ]; then if [ -d "$p_ca_path" ]; then curl_set capath "$p_ca_path"; else curl_set cacert "$p_ca_path"; fi; fi
    http_each_header http_curl_header
    if [ "$http_body" ]; then
      [ "$http_typed$http_type" != false ] || curl_set header 'Content-Type:'
      curl_set header 'Expect:'
      curl_set data-binary "@$http_body"
    fi
  ) >"$t_tmp.curl"
  run curl -q -K "$t_tmp.curl" || {
    http_error=${run_stderr:-curl ended with $run_status}
    return 1
  }
  http_status=${run_stdout:-000} # 000: what is not HTTP has no status
}
http_curl_header() {
  case $2 in '') curl_set header "$1;" ;; *) curl_set header "$1: $2" ;; esac
}
http_curl_login() {
  if [ "$http_own" = false ]; then return 0; fi
  if [ "${p_use_gssapi-false}" = true ]; then
    printf 'negotiate\n'
    curl_set user "$http_user:$http_password"
  elif [ "$http_user" ]; then
    curl_set user "$http_user:$http_password"
    [ "$p_force_basic_auth" = true ] || printf 'anyauth\n'
  elif [ "${p_use_netrc-true}" = true ]; then
    printf 'netrc-optional\n'
  fi
}

# ---- wget: that of GNU takes the same from a file; that of busybox has options only ------------------------------------------------------

http_wget() {
  [ -z "${p_unix_socket-}" ] || fail 'unix_socket needs curl on the host'
  [ "${p_use_gssapi-false}" = false ] || fail 'use_gssapi needs curl on the host'
  http_program wget --help
  if printf '%s' "$run_stdout$run_stderr" | grep -q -- --config; then
    (
      umask 077
      http_wget_config
    ) >"$t_tmp.wget"
    printf '%s\n' "$http_url" >"$t_tmp.urls"
    http_program wget "--config=$t_tmp.wget" -O "$http_output" -i "$t_tmp.urls"
    http_wget_read 2
  else
    http_busybox
  fi
}

http_wget_config() {
  printf 'timeout = %s\ntries = 1\nquiet = off\nverbose = off\nserver_response = on\nmax_redirect = 0\ncontent_on_error = on\n' "$http_timeout"
  printf 'user_agent = %s\n' "$p_http_agent"
  printf 'method = %s\n' "$http_method"
  [ -z "$http_body" ] || printf 'body_file = %s\n' "$http_body"
  [ "$p_validate_certs" = true ] || printf 'check_certificate = off\n'
  [ "$p_use_proxy" = true ] || printf 'use_proxy = off\n'
  if [ "$http_own" = true ] && [ "$http_user" ]; then
    printf 'auth_no_challenge = %s\nuser = %s\npassword = %s\n' "$(if [ "$p_force_basic_auth" = true ]; then printf on; else printf off; fi)" "$http_user" "$http_password"
  fi
  [ "${p_use_netrc-true}" = true ] || printf 'netrc = off\n'
  [ -z "${p_client_cert-}" ] || printf 'certificate = %s\n' "$p_client_cert"
  [ -z "${p_client_key-}" ] || printf 'private_key = %s\n' "$p_client_key"
  [ "${p_ciphers_n:-0}" -eq 0 ] || printf 'ciphers = %s\n' "$(http_ciphers)"
  if [ "${p_ca_path-}" ]; then if [ -d "$p_ca_path" ]; then printf 'ca_directory = %s\n' "$p_ca_path"; else printf 'ca_certificate = %s\n' "$p_ca_path"; fi; fi
  http_each_header http_wget_header
}
http_wget_header() {
  case $2 in *"$t_nl"*) fail "a header must not contain a line end: $1" ;; esac
  printf 'header = %s: %s\n' "$1" "$2"
}

# The host's program, also where the shell is that of busybox and has one of its own.
http_has_wget() { (t_environment && exec /bin/sh -c 'command -v "$0" >/dev/null' wget); }
http_program() { run /bin/sh -c "$own_program" "$@"; }

# http_wget_read BLANKS: the headers that wget printed, each behind so many blanks.
http_wget_read() {
  printf '%s\n' "$run_stderr" | awk -v n="$1" 'substr($0, 1, n) ~ /^ +$/ { line = substr($0, n + 1); if (line ~ /^HTTP\//) found = 1; if (found && line ~ /^(HTTP\/|[^ :]+:)/) print line }' >"$t_tmp.headers"
  http_status=$(awk '/^HTTP\// { code = $2 } END { print code }' "$t_tmp.headers")
  case $http_status in
    *[!0-9]* | '')
      [ "$run_status" -ne 0 ] || { http_status=000 && return 0; }
      http_error=${run_stderr:-wget ended with $run_status}
      return 1
      ;;
  esac
  case $run_status:$http_status in 0:* | 8:* | 1:[345]*) ;; *) http_error=${run_stderr:-wget ended with $run_status} && return 1 ;; esac
}

# It follows redirects itself, and says the status of an error, without its content.
http_busybox() {
  case $http_method in GET | POST) ;; *) fail "the method $http_method needs curl or the wget of GNU on the host" ;; esac
  [ "$http_follow" != none ] || fail 'follow_redirects: none needs curl or the wget of GNU on the host'
  if [ "$http_user${p_client_cert-}${p_ca_path-}" ] || [ "${p_headers_n:-0}" -gt 0 ] || [ "${p_ciphers_n:-0}" -gt 0 ]; then
    fail 'credentials, headers, certificates and ciphers need curl or the wget of GNU on the host: the wget of busybox would put them on the command line'
  fi
  set -- -S -U "$p_http_agent" -O "$http_output"
  [ "$p_validate_certs" = true ] || set -- "$@" --no-check-certificate
  [ "$p_use_proxy" = true ] || set -- "$@" -Y off
  if [ "$http_body" ]; then
    set -- "$@" --header "Content-Type: ${http_type:-application/octet-stream}" --post-file "$http_body"
  elif [ "$http_method" = POST ]; then
    set -- "$@" --post-data ''
  fi
  set -- wget "$@" "$http_url"
  if task_has timeout; then set -- timeout "$http_timeout" "$@"; fi # its own option -T crashes in some versions
  http_program "$@"
  printf '%s\n' "$run_stderr" | awk '/^ +HTTP\// { found = 1 } /^ +(HTTP\/|[^ :]+:)/ && found { sub(/^ +/, ""); print } /server returned error: HTTP\// { sub(/.*server returned error: /, ""); print; exit }' >"$t_tmp.headers"
  http_status=$(awk '/^HTTP\// { code = $2 } END { print code }' "$t_tmp.headers")
  case $run_status:$http_status in
    0:[0-9]* | 1:[345][0-9][0-9]) ;;
    0:) http_status=200 ;; # old ones do not print the response
    *) http_error=${run_stderr:-wget ended with $run_status} && return 1 ;;
  esac
  http_busybox_went
}
# Where it went. It can't be told not to follow a redirect, so what must not be followed is found afterwards.
http_busybox_went() {
  awk '/^HTTP\// { if (place != "") print place; place = "" } tolower($0) ~ /^location:/ { place = $0; sub(/^[^:]*:[ \t]*/, "", place) }' "$t_tmp.headers" >"$t_tmp.went"
  while IFS= read -r http_location <&9; do
    case $http_follow:$http_method in
      all:* | *:GET) ;;
      *) fail "the server sent the request on to $http_location, and the wget of busybox went there" ;;
    esac
    http_next
    http_url=$http_target http_hops=$((http_hops + 1))
  done 9<"$t_tmp.went"
}
