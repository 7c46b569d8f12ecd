# shellcheck shell=sh
# module: uri
# summary: send an HTTP request from the host
# check: none   diff: none   needs: curl awk   uses: awk download
# example: uri: {url: "http://127.0.0.1/health", status_code: [200]}
# option: url              str   required                                the URL
# option: method           str   default=GET                             the HTTP method
# option: body             json                                          the request body
# option: body_format      enum  json|form-urlencoded|raw  default=raw   how to encode body
# option: src              path                                          file to send as the body: on the controller, or on the host with remote_src
# option: remote_src       bool  default=false                           src is on the host
# option: staged           path  hidden                                  where the controller has put its copy of src
# option: status_code      list/int  default=200                         status codes that count as success
# option: return_content   bool  default=false                           return the response body as content
# option: timeout          int   default=30                              seconds for the whole request
# option: follow_redirects enum  safe|all|none|yes|no|urllib2  default=safe  safe: only for GET and HEAD
# option: url_username     str   aliases=user                            user for basic authentication
# option: unix_socket      path                                          socket to connect to in place of the URL's host
# option: ca_path          path                                          certificates to trust
# option: creates          path                                          do nothing if this path exists
# option: removes          path                                          do nothing unless this path exists
# option: dest             path                                          file or directory to save the response body in
# option: force            bool  default=false                           ask caches for a fresh response
# option-set: http
# option-set: attributes
# together: url_username url_password
# exclusive: body src
# result: status  HTTP status, -1 if there was no response
# result: url  the final URL, after redirects
# result: content  the response body, with return_content or on failure
# result: json  the response body, parsed, if it is JSON
# result: msg  length of the response, or why it failed
# result: redirected  whether there were redirects
# result: elapsed  duration in seconds

uri_run() {
  [ -z "${p_creates-}" ] || [ ! -e "$p_creates" ] || done_with "skipped, since '$p_creates' exists"
  [ -z "${p_removes-}" ] || [ -e "$p_removes" ] || done_with "skipped, since '$p_removes' does not exist"
  uri_method=$(printf '%s' "$p_method" | tr '[:lower:]' '[:upper:]')
  case $uri_method in '' | *[!A-Z]*) fail "Parameter 'method' needs to be a single word in uppercase, like GET or POST." ;; esac
  uri_body
  uri_config >"$t_tmp.curl"
  case $uri_method in GET | HEAD | OPTIONS) ;; *) note uri "$uri_method" ;; esac
  run curl -q -K "$t_tmp.curl"
  uri_curl=$run_status uri_why=$run_stderr uri_said=$run_stdout
  uri_report
}

uri_config() {
  umask 077
  curl_set url "$p_url"
  printf 'silent\nshow-error\ngloboff\nmax-time = %s\n' "$p_timeout"
  curl_set dump-header "$t_tmp.headers"
  curl_set output "$t_tmp.content"
  printf '%s\n' 'write-out = "%{http_code} %{num_redirects} %{time_total} %{url_effective}"'
  if [ "$uri_method" = HEAD ]; then printf 'head\n'; else curl_set request "$uri_method"; fi
  case $p_follow_redirects:$uri_method in
    safe:GET | safe:HEAD | urllib2:GET | urllib2:HEAD | all:* | yes:*) printf 'location\n' ;;
  esac
  curl_set user-agent "$p_http_agent"
  [ "$p_validate_certs" = true ] || printf 'insecure\n'
  [ "$p_use_proxy" = true ] || curl_set noproxy '*'
  if [ "${p_url_username+given}" ]; then
    curl_set user "$p_url_username:$p_url_password"
    [ "$p_force_basic_auth" = true ] || printf 'anyauth\n'
  fi
  [ "$p_force" = false ] || curl_set header 'Cache-Control: no-cache'
  [ -z "${p_client_cert-}" ] || curl_set cert "$p_client_cert"
  [ -z "${p_client_key-}" ] || curl_set key "$p_client_key"
  [ -z "${p_unix_socket-}" ] || curl_set unix-socket "$p_unix_socket"
  if [ "${p_ca_path-}" ]; then if [ -d "$p_ca_path" ]; then curl_set capath "$p_ca_path"; else curl_set cacert "$p_ca_path"; fi; fi
  uri_typed=false uri_i=0
  while [ "$uri_i" -lt "${p_headers_n:-0}" ]; do
    uri_i=$((uri_i + 1))
    eval "uri_key=\$p_headers_${uri_i}_key uri_value=\$p_headers_$uri_i"
    case $uri_key in [Cc]ontent-[Tt]ype) uri_typed=true ;; esac
    curl_set header "$uri_key: $uri_value"
  done
  if [ "$uri_file" ]; then
    case $p_body_format:$uri_typed in
      json:false) curl_set header 'Content-Type: application/json' ;;
      form-urlencoded:false) curl_set header 'Content-Type: application/x-www-form-urlencoded' ;;
      raw:false) curl_set header 'Content-Type:' ;;
    esac
    curl_set data-binary "@$uri_file"
  fi
}

# ---- the body --------------------------------------------------------------------------------------------------------------------------

uri_body() { # sets uri_file to the file to send, or to nothing
  uri_file=
  if [ "${p_src+given}" ]; then
    uri_file=${p_staged:-$p_src}
    [ -r "$uri_file" ] || fail "Unable to open source file $uri_file"
    return
  fi
  [ "${p_body+given}" ] || return 0
  uri_file=$t_tmp.body
  (umask 077 && printf '%s\n' "$p_body" >"$t_tmp.given")
  uri_how=$p_body_format
  case $p_body in
    \"*) uri_how=text ;; # a text is sent as it is
    *) [ "$uri_how" != raw ] || uri_how=json ;;
  esac
  case $uri_how in
    json) (umask 077 && printf '%s' "$p_body" >"$uri_file") ;;
    *) (umask 077 && awk -v how="$uri_how" "$t_awk_json_text$uri_awk_body" "$t_tmp.given" >"$uri_file") || fail 'a form must be a dict or a list of pairs of plain values' ;;
  esac
}

# JSON text; or, as a form, the pairs of a JSON object of plain values or lists of them.
# shellcheck disable=SC2016
uri_awk_body='
function quoted(s,   i, c, o) { for (i = 1; i <= length(s); i++) { c = substr(s, i, 1); o = o (c ~ /[A-Za-z0-9_.~-]/ ? c : c == " " ? "+" : sprintf("%%%02X", ord[c])) }; return o }
function token(   t) { sub(/^[ \t\n\r]+/, "", all)
  if (match(all, /^"([^"\\]|\\.)*"/) || match(all, /^[-+.0-9a-zA-Z]+/)) { t = substr(all, 1, RLENGTH); all = substr(all, RLENGTH + 1); return t }
  t = substr(all, 1, 1); all = substr(all, 2); return t }
function plain(t) { return t ~ /^"/ ? json_text(t) : t == "true" ? "True" : t == "false" ? "False" : t == "null" ? "None" : t }
function pair(k, v) { printf "%s%s=%s", sep, quoted(k), quoted(plain(v)); sep = "&" }
{ all = all (NR > 1 ? "\n" : "") $0 }
END {
  if (how == "text") { printf "%s", json_text(all); exit 0 }
  for (i = 1; i < 256; i++) ord[json_byte(i)] = i
  open = token()
  if (open == "{") while ((t = token()) ~ /^"/) {
    k = json_text(t); if (token() != ":") exit 1
    v = token()
    if (v == "[") { while ((v = token()) != "]" && v != "") if (v != ",") pair(k, v) } else if (v == "{") exit 1; else pair(k, v)
    token()
  }
  else if (open == "[") while ((t = token()) == "[" || t == ",") { if (t == ",") continue; k = plain(token()); token(); v = token(); if (token() != "]") exit 1; pair(k, v) }
  else exit 1
}'

# ---- the response ----------------------------------------------------------------------------------------------------------------------

uri_report() {
  uri_status=${uri_said%% *} uri_said=${uri_said#* }
  uri_redirects=${uri_said%% *} uri_said=${uri_said#* }
  uri_time=${uri_said%% *} uri_at=${uri_said#* }
  case $uri_status in '' | 000 | *[!0-9]*) uri_status=-1 ;; esac
  [ "$uri_curl" -eq 0 ] || uri_status=-1
  result_int status "$uri_status"
  result url "${uri_at:-$p_url}"
  if [ "${uri_redirects:-0}" -gt 0 ]; then result_bool redirected true; else result_bool redirected false; fi
  result_int elapsed "${uri_time%%[.,]*}"
  if [ "$uri_method" = HEAD ] || [ ! -e "$t_tmp.content" ]; then : >"$t_tmp.content"; fi # for HEAD, curl writes the header there
  uri_type='' uri_line=''
  [ ! -s "$t_tmp.headers" ] || uri_headers
  uri_good=false
  if match_list status_code "$uri_status"; then uri_good=true; fi
  if [ "$p_return_content" = true ] || [ $uri_good = false ]; then result_file content "$t_tmp.content"; fi
  case $uri_type in *json* | *javascript*) uri_json ;; esac
  uri_line=${uri_line#* }
  if [ $uri_good = true ]; then
    stat_of "$t_tmp.content"
    if [ "${p_dest+given}" ]; then uri_save; fi
    done_with "OK ($s_size bytes)"
  fi
  uri_wanted=$(printf '%s' "$p_status_code" | tr '\n' ' ' | sed 's/ /, /g')
  if [ "$uri_status" = -1 ]; then fail "Status code was -1 and not [$uri_wanted]: Request failed: ${uri_why:-curl ended with $uri_curl}"; fi
  fail "Status code was $uri_status and not [$uri_wanted]: HTTP Error $uri_status: ${uri_line#* }"
}

uri_headers() { # the headers of the last response as fields: lower case, _ for -
  awk -v tmp="$t_tmp" '
    { sub(/\r$/, "") }
    /^HTTP\// { line = $0; for (k in field) delete field[k]; next }
    { p = index($0, ":"); if (!p) next; k = tolower(substr($0, 1, p - 1)); gsub(/[^a-z0-9]/, "_", k); v = substr($0, p + 1); sub(/^ +/, "", v); if (k in field) v = field[k] ", " v; field[k] = v }
    END { for (k in field) if (k !~ /^(status|url|content|json|msg|redirected|elapsed)$/) print "s\t" k "\t" field[k]
      print line > (tmp ".line"); print field["content_type"] > (tmp ".line") }' "$t_tmp.headers" >"$t_tmp.fields"
  result_table <"$t_tmp.fields"
  { IFS= read -r uri_line && IFS= read -r uri_type; } <"$t_tmp.line"
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
    uri_name=${uri_at%%[?#]*}
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
