# shellcheck shell=sh disable=SC2016
# module: htpasswd  also=community.general.htpasswd
# summary: keep a user in a password file for basic authentication present or absent
# check: full   diff: none   needs: awk od head
# example: htpasswd: {path: /etc/nginx/passwords, name: alice, password: "{{ alice_password }}", owner: root, group: www-data, mode: "0640"}
# option: path         path  required  aliases=dest,destfile              the file
# option: name         str   required  aliases=username                   the user
# option: password     str   secret                                       the password; the entry is only written if it has another one
# option: hash_scheme  enum  apr_md5_crypt|md5_crypt|sha256_crypt|sha512_crypt|bcrypt|des_crypt|ldap_sha1|plaintext|portable|portable_apache22|portable_apache24|host|host_apache22|host_apache24|linux_apache22|linux_apache24  default=apr_md5_crypt  aliases=crypt_scheme   how to hash a new password. An entry with the right password keeps its own. bcrypt and des_crypt need perl or htpasswd on the host, plaintext nothing, the others openssl
# option: state        enum  present|absent  default=present              whether the user must be there
# option: create       bool  default=true                                 create the file if it does not exist
# option-set: attributes
# option-set: unsafe_writes
# result: msg  what was done

htpasswd_run() {
  case $p_name in '' | *:* | *"$t_nl"*) fail "not a user name of a password file: $p_name" ;; esac
  if [ -e "$p_path" ]; then htpasswd_there=true; else htpasswd_there=false; fi
  [ ! -d "$p_path" ] || fail "$p_path is a directory"
  read_text "$p_path" "$t_tmp.old"
  htpasswd_find
  "htpasswd_$p_state"
  htpasswd_attributes
  result msg "$htpasswd_msg"
}

# Sets htpasswd_found, and htpasswd_hash to what is after the name. The name is no argument of awk, which would read escapes in it.
htpasswd_find() {
  htpasswd_hash=$(htpasswd_name=$p_name awk '{ p = index($0, ":") } !/^[ \t]*#/ && p && substr($0, 1, p - 1) "" == ENVIRON["htpasswd_name"] "" { sub(/\r$/, ""); print "=" substr($0, p + 1); exit }' "$t_tmp.old")
  htpasswd_found=false
  [ -z "$htpasswd_hash" ] || htpasswd_found=true
  htpasswd_hash=${htpasswd_hash#=}
}

htpasswd_present() {
  [ "${p_password+given}" ] || fail "a password is required to have $p_name in $p_path"
  case $p_password in *"$t_nl"*) fail 'a password of more than one line cannot be used' ;; esac
  [ "$htpasswd_there" = true ] || [ "$p_create" = true ] || fail "Destination $p_path does not exist"
  if [ "$htpasswd_found" = true ] && htpasswd_fits; then
    htpasswd_msg="$p_name already present"
    return
  fi
  changed
  htpasswd_msg="Add/update $p_name"
  if [ "$htpasswd_there" = false ]; then
    htpasswd_msg="Create $p_path"
    checking || htpasswd_msg="Created $p_path and added $p_name"
  fi
  htpasswd_make # also in check mode, to find out whether the host can
  if checking; then return; fi
  [ "$htpasswd_there" = true ] || case $p_path in */*/* | [!/]*/*) make_directory "${p_path%/*}" ;; esac
  printf '%s\n' "$p_name:$htpasswd_new" >"$t_tmp.entry"
  htpasswd_write
}
htpasswd_absent() {
  htpasswd_msg="$p_name not present"
  [ "$htpasswd_there" = true ] || warn "$p_path does not exist"
  [ "$htpasswd_found" = true ] || return 0
  changed
  htpasswd_msg="Remove $p_name"
  : >"$t_tmp.entry"
  checking || htpasswd_write
}
# Replaces the first entry of the user, and removes others of the same name and blank lines, as Ansible does.
htpasswd_write() {
  htpasswd_name=$p_name awk -v entry="$t_tmp.entry" '
    function put(   l) { while ((getline l < entry) > 0) print l; close(entry) }
    /^[ \t\r]*$/ { next }
    { p = index($0, ":") }
    !/^[ \t]*#/ && p && substr($0, 1, p - 1) "" == ENVIRON["htpasswd_name"] "" { if (!n++) put(); next }
    { print }
    END { if (!n) put() }' "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $p_path"
  put_from "$p_path" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}
htpasswd_attributes() {
  htpasswd_before=$t_changed
  t_changed=false
  if [ -e "$p_path" ]; then attributes_of_call "$p_path"; fi
  if [ "$htpasswd_there" = false ] && [ "$htpasswd_before" = true ]; then htpasswd_new_attributes; fi
  if [ "$t_changed" = true ]; then
    if [ "$htpasswd_before" = true ]; then htpasswd_msg="$htpasswd_msg and "; fi
    htpasswd_msg="${htpasswd_msg}ownership, perms or SE linux context changed"
  fi
  [ "$htpasswd_before" = false ] || t_changed=true
}

# A new file has its mode and owner from the start; the message tells of them if they are not those of any new file.
htpasswd_new_attributes() {
  if checking; then
    [ -z "${p_owner+1}${p_group+1}${p_mode+1}" ] || t_changed=true
    return
  fi
  stat_of "$t_tmp.new"
  htpasswd_plain=$s_mode:$s_uid:$s_gid
  stat_of "$p_path"
  [ "$htpasswd_plain" = "$s_mode:$s_uid:$s_gid" ] || t_changed=true
}

# ---- hashes. The password goes to programs by standard input only -----------------------------------------------------------------------

# Whether the entry has the password of the task.
htpasswd_fits() {
  case $htpasswd_hash in
    '{SHA}'*) htpasswd_sha1 ;;
    '$'* | ?????????????) htpasswd_crypt "$htpasswd_hash" ;;
    *) htpasswd_new=$p_password ;;
  esac
  [ "$htpasswd_new" = "$htpasswd_hash" ]
}
htpasswd_make() {
  case $p_hash_scheme in
    plaintext) htpasswd_new=$p_password ;;
    ldap_sha1) htpasswd_sha1 ;;
    *)
      htpasswd_salt
      case $p_hash_scheme in
        md5_crypt) set -- '$1$' 8 ;;
        sha256_crypt) set -- '$5$' 16 ;;
        sha512_crypt) set -- '$6$' 16 ;;
        bcrypt | portable_apache24 | host_apache24 | linux_apache24) set -- '$2y$12$' 22 ;;
        des_crypt) set -- '' 2 ;;
        *) set -- '$apr1$' 8 ;;
      esac
      while [ ${#htpasswd_salt} -gt "$2" ]; do htpasswd_salt=${htpasswd_salt%?}; done
      htpasswd_crypt "$1$htpasswd_salt"
      ;;
  esac
}
htpasswd_salt() {
  htpasswd_salt=$(head -c 22 /dev/urandom | od -An -v -tu1 |
    awk '{ for (i = 1; i <= NF; i++) printf "%s", substr("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", $i % 64 + 1, 1) }')
  [ ${#htpasswd_salt} -eq 22 ] || fail 'the host gives no random numbers (/dev/urandom)'
}
htpasswd_sha1() {
  have openssl || fail 'an SHA-1 entry ({SHA}) needs openssl on the host'
  htpasswd_new=$(printf '%s' "$p_password" | openssl dgst -sha1 -binary | openssl base64) || fail 'openssl failed to hash the password'
  htpasswd_new='{SHA}'$htpasswd_new
}
# htpasswd_crypt SETTING: sets htpasswd_new to the password's hash with the scheme and salt of SETTING, which may be a hash.
htpasswd_crypt() {
  htpasswd_new=
  case $1 in
    '$apr1$'*) htpasswd_openssl -apr1 "${1#'$apr1$'}" ;;
    '$1$'*) htpasswd_openssl -1 "${1#'$1$'}" ;;
    '$5$rounds='* | '$6$rounds='*) ;;
    '$5$'*) htpasswd_openssl -5 "${1#'$5$'}" ;;
    '$6$'*) htpasswd_openssl -6 "${1#'$6$'}" ;;
  esac
  [ -z "$htpasswd_new" ] || return 0
  case $1 in '$apr1$'*) fail "an entry with apr_md5_crypt needs openssl on the host" ;; esac
  if have perl; then
    htpasswd_new=$(printf '%s\n' "$p_password" | perl -e 'my $p = <STDIN>; chomp $p; my $h = crypt($p, $ARGV[0]); print $h if defined $h' -- "$1" 2>/dev/null)
    case $htpasswd_new in '' | '*'*) htpasswd_new= ;; *) return 0 ;; esac
  fi
  ! have htpasswd || htpasswd_by_itself "$1"
  [ "$htpasswd_new" ] || fail "the host has no program for entries like ${1%"${1#???}"}…: that needs htpasswd or perl"
}
htpasswd_openssl() {
  have openssl || return 0
  htpasswd_new=$(printf '%s\n' "$p_password" | openssl passwd "$1" -salt "${2%%\$*}" -stdin 2>/dev/null) || htpasswd_new=
}
# With Apache's own program: verifies an entry, or makes a new one with a salt of its own.
htpasswd_by_itself() {
  if [ "$1" = "${htpasswd_hash:-none}" ]; then
    printf '%s\n' "entry:$1" >"$t_tmp.one"
    printf '%s' "$p_password" | htpasswd -vi "$t_tmp.one" entry >/dev/null 2>&1
    case $? in
      0) htpasswd_new=$1 ;;
      3) htpasswd_new=no ;;
    esac
    return
  fi
  case $1 in
    '$2y$'*) set -- -B -C 12 ;;
    '$5$'*) set -- -2 ;;
    '$6$'*) set -- -5 ;;
    *) set -- -d ;;
  esac
  htpasswd_new=$(printf '%s' "$p_password" | htpasswd -ni "$@" entry 2>/dev/null | head -n 1) || htpasswd_new=
  htpasswd_new=${htpasswd_new#entry:}
}
