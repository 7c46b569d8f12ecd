# shellcheck shell=sh
# module: get_url
# summary: download a file to the host and verify it before putting it in place
# check: partial   diff: none   needs: awk   uses: download http
# example: get_url: {url: "https://example.org/tool.tar.gz", dest: /usr/local/src/, checksum: "sha256:{{ tool_sha256 }}"}
# option: url             str   required                        the URL: http, https, ftp or file
# option: dest            path  required                        the path on the host; in a directory, the file gets its name from the URL
# option: checksum        str                                   ALGORITHM:DIGEST, or ALGORITHM:URL of a list of digests
# option: force           bool  default=false                   download even if the file exists; otherwise only if the checksum differs
# option: timeout         int   default=10                      seconds to connect, and seconds without any data
# option: url_username    str   aliases=username                user to log in as
# option: tmp_dest        path                                  directory for the download, before the file is moved into place
# option-set: http
# option-set: backup
# option-set: attributes
# option-set: unsafe_writes
# result: checksum_src  SHA-1 of the download
# result: checksum_dest  SHA-1 of the file before
# result: dest  the file
# result: size  its size in bytes
# result: md5sum  MD5 of the file
# result: status_code  HTTP status
# result: backup_file  path of the backup

get_url_run() {
  get_url_place
  get_url_checksum
  result url "$p_url"
  if [ -e "$get_url_dest" ]; then
    [ -r "$get_url_dest" ] || fail "Destination $get_url_dest is not readable"
    if [ "$get_url_sum" ]; then
      checksum_of "$get_url_dest" "$get_url_algorithm" || fail "no $get_url_algorithm on the host to check with"
      if [ "$c_sum" = "$get_url_sum" ]; then
        get_url_settle 'file already exists'
        return
      fi
    elif [ "$p_force" = false ] && [ "$get_url_into" = false ]; then
      get_url_settle 'file already exists but file attributes changed'
      return
    fi
  fi
  if checking; then
    [ "$get_url_sum" ] || [ ! -e "$get_url_dest" ] || skip 'check mode cannot know whether the file on the server differs'
    changed
    done_with 'the file would be fetched'
  fi
  get_url_dir=${p_tmp_dest-}
  [ -z "$get_url_dir" ] || [ -d "$get_url_dir" ] || fail "$get_url_dir is not a directory"
  get_url_new=$t_tmp.new
  if [ "$get_url_dir" ] && get_url_dir_is_ours; then get_url_new=$(mktemp "$get_url_dir/.hitless.XXXXXX") || fail "cannot write to $get_url_dir"; fi
  get_url_fetch "$p_url" "$get_url_new"
  if [ "$get_url_sum" ]; then
    checksum_of "$get_url_new" "$get_url_algorithm" || fail "no $get_url_algorithm on the host to check with"
    [ "$c_sum" = "$get_url_sum" ] || get_url_fail "The checksum for $get_url_dest did not match $get_url_sum; it was $c_sum."
  fi
  get_url_install
  get_url_settle "OK ($get_url_size bytes)"
}

# Others could put a link in place of the download in a directory that they can write to. Then the session's directory
# is used.
get_url_dir_is_ours() {
  locate "$get_url_dir/." || fail "cannot write to $get_url_dir: $locate_error"
  [ "$l_name" = . ] || t_stand "./$l_name" "${t_here%/}/$l_name" || fail "$get_url_dir was changed by somebody else meanwhile"
  t_check_owner
  t_leave
  [ "$t_ours" = true ]
}

get_url_place() {
  get_url_dest=$p_dest get_url_into=false
  if [ -d "$p_dest" ]; then
    get_url_name=${p_url%%[?#]*}
    get_url_name=${get_url_name##*/}
    get_url_dest=${p_dest%/}/${get_url_name:-index.html}
    get_url_into=true
  fi
  get_url_up=${get_url_dest%/*}
  case $get_url_dest in */*) [ -d "${get_url_up:-/}" ] || fail "Destination ${get_url_up:-/} does not exist" ;; esac
}

get_url_checksum() { # sets get_url_algorithm and get_url_sum
  get_url_algorithm='' get_url_sum=''
  [ "${p_checksum-}" ] || return 0
  case $p_checksum in
    *:*) ;;
    *) fail "The checksum parameter has to be in format <algorithm>:<checksum>" ;;
  esac
  get_url_algorithm=${p_checksum%%:*}
  get_url_sum=${p_checksum#*:}
  case $get_url_algorithm in md5 | sha1 | sha224 | sha256 | sha384 | sha512) ;; *) fail "no checksum algorithm '$get_url_algorithm': md5, sha1, sha224, sha256, sha384, sha512" ;; esac
  case $get_url_sum in
    http://* | https://* | ftp://* | file://*)
      get_url_list=$get_url_sum
      get_url_fetch "$get_url_list" "$t_tmp.sums"
      get_url_name=${p_url%%[?#]*}
      get_url_sum=$(awk -v name="${get_url_name##*/}" '
        /^[A-Z0-9-]+ ?\(.*\) ?= / { f = $0; sub(/^[^(]*\(/, "", f); sub(/\).*/, "", f); if (f == name) { print $NF; found = 1; exit }; next } # the format of BSD
        NF == 1 && $1 ~ /^[0-9a-fA-F]+$/ { alone = $1; next }
        NF >= 2 { f = $2; sub(/^\*/, "", f); sub(/^.*\//, "", f); if (f == name) { print $1; found = 1; exit } }
        END { if (!found && alone != "") print alone }' "$t_tmp.sums")
      [ "$get_url_sum" ] || fail "Unable to find a checksum for file '${get_url_name##*/}' in '$get_url_list'"
      ;;
  esac
  get_url_sum=$(printf '%s' "$get_url_sum" | tr -d ' \t' | tr 'A-F' 'a-f')
  case $get_url_sum in '' | *[!0-9a-f]*) fail "The checksum format is invalid: $p_checksum" ;; esac
}

get_url_fail() {
  [ "$get_url_new" = "$t_tmp.new" ] || rm -f -- "$get_url_new"
  fail "$1"
}

# ---- the download ----------------------------------------------------------------------------------------------------------------------

get_url_fetch() { # get_url_fetch URL FILE
  get_url_code='' http_output=$2 http_timeout=$p_timeout
  : "${get_url_new:=$t_tmp.new}"
  http_limits="connect-timeout = $p_timeout${t_nl}speed-limit = 1${t_nl}speed-time = $p_timeout"
  http_exchange GET "$1" || get_url_fail "Request failed: $1: $http_error"
  get_url_code=$http_status
  case $http_status in
    000 | 2??) return 0 ;; # 000: no HTTP, but another protocol
  esac
  result_int status_code "$http_status"
  get_url_fail "Request failed: $1: HTTP Error $http_status: $http_line"
}

# ---- putting it in place ---------------------------------------------------------------------------------------------------------------

get_url_install() {
  stat_of "$get_url_new"
  get_url_size=$s_size
  case $get_url_code in '' | *[!0-9]* | 000) ;; *) result_int status_code "$get_url_code" ;; esac
  checksum_of "$get_url_new" sha1 && get_url_new_sum=$c_sum && result checksum_src "$c_sum"
  if [ -e "$get_url_dest" ]; then
    checksum_of "$get_url_dest" sha1 && result checksum_dest "$c_sum"
    if [ "$c_sum" = "$get_url_new_sum" ]; then
      [ "$get_url_new" = "$t_tmp.new" ] || rm -f -- "$get_url_new"
      return
    fi
    backup_file "$get_url_dest"
  fi
  changed
  put_from "$get_url_dest" "$get_url_new" || get_url_fail "$put_error"
  [ "$get_url_new" = "$t_tmp.new" ] || rm -f -- "$get_url_new"
}

get_url_settle() {
  result dest "$get_url_dest"
  result msg "$1"
  attributes_of_call "$get_url_dest"
  if stat_of "$get_url_dest"; then
    result_int size "$s_size"
    result mode "$s_mode"
    result owner "$s_owner"
    result group "$s_group"
    result_int uid "$s_uid"
    result_int gid "$s_gid"
    result state file
  fi
  checking || get_url_md5
}

get_url_md5() {
  if checksum_of "$get_url_dest" md5; then result md5sum "$c_sum"; else result_null md5sum; fi
}
