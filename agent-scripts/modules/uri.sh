# shellcheck shell=sh
# module: uri
# summary: send an HTTP request from the host
# check: none   diff: none   needs: awk   uses: download http
# example: uri: {url: "http://127.0.0.1/health", status_code: [200]}
# option: url              str   required                                the URL
# option: method           str   default=GET                             the HTTP method
# option: body             raw                                           the request body; what is no text is written as JSON
# option: body_format      enum  json|form-urlencoded|form-multipart|raw  default=raw   how to encode body
# option: src              path                                          file to send as the body: on the controller, or on the host with remote_src
# option: remote_src       bool  default=false                           src is on the host
# option: staged           path  hidden                                  where the controller has put its copy of src
# option: _text            str   hidden                                  the text of the body
# option: _parts           list/str  hidden                              for form-multipart: name, type, file name, encoding, path and content of each part
# option: status_code      list/int  default=200                         status codes that count as success
# option: return_content   bool  default=false                           return the response body as content
# option: timeout          int   default=30                              seconds for the whole request
# option: follow_redirects enum  safe|all|none|yes|no|urllib2  default=safe  safe: only for GET and HEAD
# option: url_username     str   aliases=user                            user to log in as
# option: unix_socket      path                                          socket to connect to in place of the URL's host
# option: ca_path          path                                          certificates to trust
# option: creates          path                                          do nothing if this path exists
# option: removes          path                                          do nothing unless this path exists
# option: dest             path                                          file or directory to save the response body in
# option: force            bool  default=false                           ask caches for a fresh response
# option-set: http
# option-set: attributes
# option-set: unsafe_writes
# exclusive: body src
# result: status  HTTP status, -1 if there was no response
# result: url  the final URL, after redirects
# result: content  the response body, with return_content
# result: json  the response body, parsed, if it is JSON
# result: msg  length of the response, or why it failed
# result: redirected  whether there were redirects
# result: cookies  the cookies that were set, by name
# result: cookies_string  the same as one text
# result: elapsed  duration in seconds

uri_run() {
  [ -z "${p_creates-}" ] || [ ! -e "$p_creates" ] || uri_spared "'$p_creates' exists"
  [ -z "${p_removes-}" ] || [ -e "$p_removes" ] || uri_spared "'$p_removes' does not exist"
  uri_method=$(printf '%s' "$p_method" | tr '[:lower:]' '[:upper:]')
  case $uri_method in '' | *[!A-Z]*) fail "Parameter 'method' needs to be a single word in uppercase, like GET or POST." ;; esac
  case $p_follow_redirects in yes) http_follow=all ;; no) http_follow=none ;; *) http_follow=$p_follow_redirects ;; esac
  http_limits="max-time = $p_timeout" http_timeout=$p_timeout http_output=$t_tmp.content
  uri_body
  uri_since
  case $uri_method in GET | HEAD | OPTIONS) ;; *) note uri "$uri_method" ;; esac
  uri_began=$(date +%s)
  http_exchange "$uri_method" "$p_url" || :
  uri_report
}
uri_spared() {
  result stdout "skipped, since $1"
  done_with
}

# As Ansible does, a file that is there already is only asked for if it is newer.
uri_since() {
  http_since=
  if [ "$p_force" = true ] || [ -z "${p_dest-}" ] || [ ! -f "$p_dest" ]; then return 0; fi
  http_since=$(LC_ALL=C date -u -r "$p_dest" '+%a, %d %b %Y %H:%M:%S GMT')
}

# ---- the body --------------------------------------------------------------------------------------------------------------------------

uri_body() { # sets http_body to the file to send, or to nothing, and http_type
  http_body=''
  case $p_body_format in
    json) http_type=application/json ;;
    form-multipart)
      uri_multipart
      return
      ;;
    *) http_type=application/x-www-form-urlencoded ;; # also for raw, as Python's library sends it
  esac
  if [ "${p_src+given}" ]; then
    http_body=${p_staged:-$p_src}
    [ -r "$http_body" ] || fail "Unable to open source file $http_body"
    return
  fi
  [ "${p__text+given}" ] || return 0
  http_body=$t_tmp.body
  (umask 077 && printf '%s' "$p__text" >"$http_body")
}

uri_multipart() {
  http_form=true uri_boundary="===============$$$(date +%s)=="
  http_type="multipart/form-data; boundary=\"$uri_boundary\"" http_body=$t_tmp.body
  [ "${p__parts_n:-0}" -gt 0 ] || fail 'failed to parse body as form-multipart: a mapping is needed'
  (
    umask 077
    uri_i=0
    while [ "$uri_i" -lt "$p__parts_n" ]; do
      eval "uri_name=\$p__parts_$((uri_i + 1)) uri_type=\$p__parts_$((uri_i + 2)) uri_filename=\$p__parts_$((uri_i + 3))"
      eval "uri_encoding=\$p__parts_$((uri_i + 4)) uri_path=\$p__parts_$((uri_i + 5)) uri_text=\$p__parts_$((uri_i + 6))"
      uri_i=$((uri_i + 6))
      uri_part
    done
    printf -- '--%s--\r\n' "$uri_boundary"
  ) >"$http_body" || exit 1
}
uri_part() {
  printf -- '--%s\r\n' "$uri_boundary"
  [ -z "$uri_encoding" ] || printf 'Content-Transfer-Encoding: %s\r\n' "$uri_encoding"
  printf 'Content-Type: %s\r\nContent-Disposition: form-data; name="%s"' "$uri_type" "$uri_name"
  [ -z "$uri_filename" ] || printf '; filename="%s"' "$uri_filename"
  printf '\r\n\r\n'
  if [ -z "$uri_path" ]; then
    printf '%s' "$uri_text"
  else
    [ -r "$uri_path" ] || fail "failed to parse body as form-multipart: cannot read $uri_path"
    case $uri_encoding in
      base64) uri_base64 <"$uri_path" ;;
      *) cat -- "$uri_path" ;;
    esac
  fi
  printf '\r\n'
}
uri_base64() {
  if have base64; then base64; elif have openssl; then openssl base64; else fail 'the host has neither base64 nor openssl, to encode a file of the form'; fi | awk '{ printf "%s\r\n", $0 }'
}

# ---- the response ----------------------------------------------------------------------------------------------------------------------

uri_report() {
  uri_status=$http_status
  result_int elapsed "$(($(date +%s) - uri_began))"
  uri_wanted=$(printf '%s' "$p_status_code" | tr '\n' ' ' | sed 's/ /, /g')
  result_int status "$uri_status"
  if [ "$uri_status" = -1 ] || [ "$uri_status" -ge 300 ]; then http_url=$p_url && http_userinfo "$p_url"; fi
  result url "$http_url"
  if [ "$http_url" = "$p_url" ]; then result_bool redirected false; else result_bool redirected true; fi
  [ "$uri_status" != -1 ] || fail "Status code was -1 and not [$uri_wanted]: Request failed: $http_error"
  uri_type='' uri_length=unknown
  uri_headers
  if [ "$p_return_content" = true ]; then result_file content "$t_tmp.content"; fi
  case $uri_type in *json* | *javascript*) uri_json ;; esac
  if [ "$uri_status" -lt 300 ]; then uri_msg="OK ($uri_length bytes)"; else uri_msg="HTTP Error $uri_status: $http_line"; fi
  match_list status_code "$uri_status" || fail "Status code was $uri_status and not [$uri_wanted]: $uri_msg"
  if [ "${p_dest+given}" ] && [ "$uri_status" -ne 304 ]; then uri_save; fi
  done_with "$uri_msg"
}

uri_headers() { # the headers as fields: lower case, _ for -; and the cookies
  awk -v tmp="$t_tmp" '
    { p = index($0, ":"); k = tolower(substr($0, 1, p - 1)); gsub(/-/, "_", k); v = substr($0, p + 1); sub(/^[ \t]+/, "", v); if (k in field) v = field[k] ", " v; field[k] = v }
    END { for (k in field) if (k !~ /^(status|url|content|json|msg|redirected|elapsed|cookies|cookies_string|location|changed|failed)$/ && k !~ /[^a-z0-9_]/) print "s\t" k "\t" field[k]
      print field["content_type"] > (tmp ".type"); print field["content_length"] > (tmp ".type") }' "$t_tmp.headers" >"$t_tmp.fields"
  result_table <"$t_tmp.fields"
  { IFS= read -r uri_type && IFS= read -r uri_length; } <"$t_tmp.type"
  : "${uri_length:=unknown}"
  if [ "$http_location" ]; then
    http_next
    result location "${http_target:-$http_location}"
  fi
  [ "$uri_status" -lt 300 ] || return 0
  awk '{ i = index($0, "="); n = substr($0, 1, i - 1); if (!(n in value)) order[++count] = n; value[n] = substr($0, i + 1) }
    END { for (k = 1; k <= count; k++) { n = order[k]; text = text (k > 1 ? "; " : "") n "=" value[n]; if (n !~ /\//) print "s\tcookies/" n "\t" value[n] }
      print "s\tcookies_string\t" text }' "$t_tmp.cookies" >"$t_tmp.fields"
  [ -s "$t_tmp.cookies" ] || result_json cookies '{}'
  result_table <"$t_tmp.fields"
}

uri_json() {
  # checked by reducing it until one value is left
  awk '{ t = t $0 "\n" } END {
    gsub(/"([^"\\]|\\.)*"/, "s", t); gsub(/-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null/, "v", t); gsub(/[ \t\r\n]/, "", t)
    while (gsub(/\[([sv](,[sv])*)?\]|\{(s:[sv](,s:[sv])*)?\}/, "v", t)) ;
    exit t !~ /^[sv]$/ }' "$t_tmp.content" && result_json json "$(cat "$t_tmp.content")"
}

uri_save() {
  uri_dest=$p_dest
  if [ -d "$p_dest" ]; then
    uri_name=${http_url%%[?#]*}
    uri_name=${uri_name##*/}
    uri_dest=${p_dest%/}/${uri_name:-index.html}
  fi
  if ! cmp -s "$t_tmp.content" "$uri_dest"; then
    changed
    put_from "$uri_dest" "$t_tmp.content" || fail "$put_error"
  fi
  attributes_of_call "$uri_dest"
  result path "$uri_dest"
  stat_of "$t_tmp.content"
}
