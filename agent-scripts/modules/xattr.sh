# shellcheck shell=sh
# module: xattr  also=community.general.xattr
# summary: read, set or remove an extended attribute of a file
# check: full   diff: none   needs: getfattr setfattr awk   uses: metadata
# example: xattr: {path: /srv/data, key: origin, value: lb1}
# option: path       path  required  aliases=name                                       the file or directory
# option: state      enum  read|present|absent|keys|all  default=read                   what to do; with a value, present is meant
# option: key        str                                                                the name of the attribute
# option: namespace  str   default=user                                                 the namespace that is put before the name
# option: value      str                                                                the value: text, or 0x and hexadecimal digits, or 0s and base64
# option: follow     bool  default=true                                                 whether to follow a link at path
# result: xattr  attributes with their values, as they were before
# result: msg  what was done

xattr_run() {
  [ -e "$p_path" ] || fail 'path not found or not accessible!'
  [ -z "${p_value+given}" ] || p_state=present
  case $p_state in present | absent) [ "${p_key+given}" ] || fail "$p_state needs a key parameter" ;; esac
  [ "$p_state" != present ] || [ "${p_value+given}" ] || fail 'state present needs a value'
  xattr_key=${p_key-}
  case $p_namespace:$xattr_key in user:user.* | :* | *:) ;; *) xattr_key=$p_namespace.$xattr_key ;; esac
  case $xattr_key in *[[:space:]=]*) fail "not the name of an attribute: $xattr_key" ;; esac
  xattr_path=$p_path
  if [ "$p_follow" = true ] && [ -h "$p_path" ]; then
    follow_path "$p_path"
    xattr_path=$f_path
  fi
  case $p_state in
    keys) xattr_read 'returning all keys' ;;
    all) xattr_read 'dumping all' -d ;;
    *)
      if [ "$xattr_key" ]; then set -- -n "$xattr_key"; else set -- -d; fi
      xattr_read "returning ${xattr_key:-None}" "$@"
      ;;
  esac
  case $p_state in
    present)
      result msg "$xattr_key set to $p_value"
      if [ "$xattr_there" = false ] || ! xattr_same; then xattr_write -n "$xattr_key" -v "$p_value"; fi
      ;;
    absent)
      result msg "$xattr_key removed"
      [ "$xattr_there" = false ] || xattr_write -x "$xattr_key"
      ;;
  esac
}

# xattr_read MSG OPTION…: sets the results, and xattr_there and xattr_value.
xattr_read() {
  result msg "$1"
  shift
  run_to "$t_tmp.read" getfattr -h --absolute-names "$@" -- "$xattr_path" || case $p_state:$run_stderr in
    keys:* | *'Operation not supported'*) fail "$run_stderr" ;;
  esac
  xattr_key=$xattr_key awk -v found="$t_tmp.value" "$t_awk_json"'
    /^#/ || /^$/ { next }
    { p = index($0, "="); key = p ? substr($0, 1, p - 1) : $0; value = p ? substr($0, p + 1) : ""
      sub(/^"+/, "", value); sub(/"+$/, "", value)
      all = all (n++ ? ", " : "") json(key) ": " json(value)
      if (key "" == ENVIRON["xattr_key"] "") { print value > found; close(found) } }
    END { print "{" all "}" }' "$t_tmp.read" >"$t_tmp.json"
  result_json_file xattr "$t_tmp.json"
  xattr_there=false xattr_value=
  [ ! -e "$t_tmp.value" ] || {
    xattr_there=true
    IFS= read -r xattr_value <"$t_tmp.value"
  }
}
xattr_hex() {
  run getfattr -h --absolute-names -e "$1" -n "$xattr_key" -- "$xattr_path" || fail "$run_stderr"
  xattr_encoded=$(printf '%s\n' "$run_stdout" | awk -v e="$1" '{ p = index($0, "=") } !/^#/ && p { v = substr($0, p + 1); print (e == "hex" ? tolower(v) : v); exit }')
}
xattr_same() {
  case $p_value in
    0[xX]*)
      xattr_hex hex
      [ "$(printf '%s' "$p_value" | tr '[:upper:]' '[:lower:]')" = "$xattr_encoded" ]
      ;;
    0[sS]*)
      xattr_hex base64
      [ "0s${p_value#0?}" = "$xattr_encoded" ]
      ;;
    *) [ "$xattr_value" = "$p_value" ] ;;
  esac
}
xattr_write() {
  changed
  checking && return
  if [ "$xattr_there" = true ]; then
    xattr_hex hex
    keep_metadata xattr "$xattr_path" "$xattr_key $xattr_encoded"
  else
    keep_metadata xattr "$xattr_path" "$xattr_key"
  fi
  change "$xattr_path" setfattr -h "$@" -- || fail "${run_stderr:-setfattr failed}"
}
