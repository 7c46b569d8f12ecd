# shellcheck shell=sh
# module: user
# summary: create, change or remove a user account
# check: full   diff: text   needs: awk   uses: accounts user_change user_files
# example: user: {name: deploy, groups: [sudo], append: true, shell: /bin/sh}
# option: name             str   required  aliases=user             the account
# option: uid              int                                      user id
# option: non_unique       bool  default=false                      the uid may belong to another account
# option: comment          str                                      description
# option: group            str                                      primary group, by name or number
# option: groups           list/str                                 other groups; an empty list means none
# option: append           bool  default=false                      add to the current groups, remove none
# option: shell            path                                     login shell
# option: home             path                                     home directory
# option: skeleton         str                                      directory that is copied to a new home
# option: create_home      bool  default=true   aliases=createhome  create the home directory if it is missing
# option: move_home        bool  default=false                      move the old home directory to the new one
# option: system           bool  default=false                      a new account gets a uid of the system range
# option: uid_min          int                                      lowest uid of a new account
# option: uid_max          int                                      highest uid of a new account
# option: password         str   secret                             the hashed password; * or ! for none
# option: update_password  enum  always|on_create  default=always   whether to set the password of an existing account too
# option: password_lock    bool                                     lock or unlock the password
# option: password_expire_max int                                   days after which the password must be changed
# option: password_expire_min int                                   days before which it can't be changed
# option: password_expire_warn int                                  days of warning before the password expires
# option: password_expire_account_disable int                       days after that until the account is disabled
# option: expires          float                                    when the account expires, in seconds since 1970; negative: never
# option: seuser           str                                      SELinux user of a new account
# option: umask            str                                      umask for creating the home directory
# option: local            bool                                     only look at /etc/passwd
# option: state            enum  present|absent  default=present    whether the account must exist
# option: remove           bool  default=false                      with state=absent: also remove home and mail
# option: force            bool  default=false                      with state=absent: remove the account even while it is logged in; overwrite an SSH key
# option: generate_ssh_key bool                                     create an SSH key for the account, if it has none
# option: ssh_key_type     str   default=rsa                        type of that key
# option: ssh_key_bits     int   default=0                          its size; 0: what ssh-keygen takes
# option: ssh_key_file     path                                     its file, perhaps relative to the home directory; default .ssh/id_TYPE
# option: ssh_key_comment  str                                      its comment; default "ansible-generated on HOSTNAME"
# option: ssh_key_passphrase str  secret                            its passphrase; default none
# option: hidden           bool                                     only for macOS: no effect on Linux
# option: login_class      str                                      only for BSD: no effect on Linux
# option: profile          str                                      only for Solaris: no effect on Linux
# option: authorization    str                                      only for Solaris: no effect on Linux
# option: role             str                                      only for Solaris: no effect on Linux
# option: _root            str   hidden  default=""                 root of the host's files, for tests
# result: name  the account
# result: state  as requested
# result: uid  user id
# result: group  id of the primary group
# result: groups  as requested, joined by commas
# result: comment  description
# result: home  home directory
# result: shell  login shell
# result: ssh_fingerprint  of the SSH key
# result: ssh_key_file  path of the SSH key
# result: ssh_public_key  the public key

user_run() {
  user_check_options
  user_find
  user_was_there=$user_there
  case $p_state:$user_there in
    absent:true) user_remove ;;
    present:false) user_add ;;
    present:true) user_change ;;
  esac
  if checking && [ "$p_state:$user_was_there" != present:true ] && [ "$p_state:$user_was_there" != absent:false ]; then return; fi
  result name "$p_name"
  result state "$p_state"
  if [ "$p_state" = present ]; then user_finish; fi
}

user_check_options() {
  if [ "${p_local-}" = true ]; then
    for user_option in umask uid_min uid_max; do
      eval "user_value=\${p_$user_option+given}"
      [ -z "$user_value" ] || fail "'$user_option' can not be used with 'local'"
    done
  fi
  if [ "$p_append" = true ] && [ -z "${p_groups_n+given}" ]; then warn "'append' is set, but no 'groups' are specified"; fi
  case "$p_name${p_comment-}${p_home-}${p_shell-}${p_password-}" in *"$t_nl"*) fail "a newline can't be part of an account" ;; esac
  case ${p_password-} in
    *:*) fail "a colon can't be part of a hashed password" ;;
    '' | '*' | '!' | '*************') ;;
    *) user_check_hash ;;
  esac
  if [ "${p_expires+given}" ]; then user_expiry; fi
}

user_check_hash() {
  user_scheme=${p_password#*\$}
  user_scheme=${user_scheme%%\$*}
  user_digest=${p_password##*\$}
  user_hashed=true
  case $p_password in *[*!]*) user_hashed=false ;; *\$*\$*) ;; *) user_hashed=false ;; esac
  case $user_digest in *[!a-zA-Z0-9./=]*) user_hashed=false ;; esac
  case $user_scheme:${#user_digest} in 1:22 | 5:43 | 6:86 | y:43) ;; 1:* | 5:* | 6:* | y:*) user_hashed=false ;; esac
  [ $user_hashed = true ] || warn "the password does not look like a hash: 'password' must be what /etc/shadow is to hold"
}

# Sets user_day to the days since 1970, or -1 for never, and user_date.
user_expiry() {
  user_date=$(awk -v t="$p_expires" 'BEGIN {
    if (t !~ /^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$/ || t + 0 > 1e13) exit 1
    if (t < 0) { print "-1 "; exit }
    day = int(t / 86400); z = day + 719468; era = int(z / 146097); d = z - era * 146097
    y = int((d - int(d / 1460) + int(d / 36524) - int(d / 146096)) / 365); n = d - (365 * y + int(y / 4) - int(y / 100)); m = int((5 * n + 2) / 153)
    month = m < 10 ? m + 3 : m - 9
    printf "%d %04d-%02d-%02d\n", day, y + era * 400 + (month <= 2), month, n - int((153 * m + 2) / 5) + 1 }') || fail "Invalid value for 'expires': $p_expires"
  user_day=${user_date%% *} user_date=${user_date#* }
}

user_find() {
  user_there=false
  account_of passwd "$p_name"
  [ "$account_entry" ] || return 0
  user_there=true
  user_rest=${account_entry#*:}
  user_hash=${user_rest%%:*} user_rest=${user_rest#*:}
  user_uid=${user_rest%%:*} user_rest=${user_rest#*:}
  user_gid=${user_rest%%:*} user_rest=${user_rest#*:}
  user_comment=${user_rest%%:*} user_rest=${user_rest#*:}
  user_home=${user_rest%%:*} user_shell=${user_rest#*:}
}

user_shadow() {
  user_min=-1 user_max=-1 user_warn=-1 user_idle=-1 user_ends=-1
  account_of shadow "$p_name"
  [ "$account_entry" ] || return 0
  case $user_hash in ??*) ;; *) user_hash=${account_entry#*:} user_hash=${user_hash%%:*} ;; esac
  user_rest=${account_entry#*:*:*:}
  for user_field in min max warn idle ends; do
    user_value=${user_rest%%:*} user_rest=${user_rest#*:}
    eval "user_$user_field=\${user_value:--1}"
  done
}

user_differs() { diff_text "$p_name ($1)" "$2$t_nl" "$3$t_nl"; } # user_differs WHAT IS WANTED

user_act() { # user_act WHAT CMD…
  user_what=$1
  shift
  account_keep user "$p_name"
  account_run "$@" || {
    result name "$p_name"
    result_int rc "$run_status"
    fail "cannot $user_what user $p_name: ${run_stderr:-$run_stdout}"
  }
}

# ---- groups --------------------------------------------------------------------------------------------------------------------------

# Sets user_groups to the requested groups: names if they exist, joined by commas.
user_wanted_groups() {
  user_groups='' user_unknown=
  for user_list in ${p_groups_n+groups}; do each "$user_list" user_group_words; done
}
user_group_words() {
  user_words=$1
  while [ "$user_words" ]; do
    user_word=${user_words%%,*}
    case $user_words in *,*) user_words=${user_words#*,} ;; *) user_words= ;; esac
    user_word=${user_word#"${user_word%%[! ]*}"}
    user_word=${user_word%"${user_word##*[! ]}"}
    [ "$user_word" ] || continue
    account_group "$user_word" || {
      user_unknown=${user_unknown:-$user_word}
      account_group=$user_word
    }
    case ,$user_groups, in *",$account_group,"*) ;; *) user_groups=$user_groups${user_groups:+,}$account_group ;; esac
  done
}
# An earlier task may have created the group, so check mode does not fail.
user_no_group() { checking || fail "Group $1 does not exist"; }

user_current_groups() {
  account_groups "$t_tmp.groups"
  user_now=$(user_name=$p_name awk -F: '{ m = split($4, w, ","); for (i = 1; i <= m; i++) if (w[i] == ENVIRON["user_name"]) { list = list comma $1; comma = "," } } END { print list }' "$t_tmp.groups")
}
# user_lacks LIST ITEMS: whether one of ITEMS is not in LIST; both joined by commas.
user_lacks() {
  user_items=$2
  while [ "$user_items" ]; do
    case ,$1, in *",${user_items%%,*},"*) ;; *) return 0 ;; esac
    case $user_items in *,*) user_items=${user_items#*,} ;; *) user_items= ;; esac
  done
  return 1
}

# ---- a new account -------------------------------------------------------------------------------------------------------------------

user_add() {
  changed
  user_differs state absent present
  if checking; then return; fi
  user_keep_home
  if task_has useradd; then user_useradd; else user_adduser; fi
  if [ "${p_password+given}" ]; then user_password; fi
  result_bool create_home "$p_create_home"
  result_bool system "$p_system"
}

user_useradd() {
  set -- useradd
  # useradd refuses a name that a directory service has; luseradd of libuser does not
  if [ "${p_local-}" = true ] && task_has luseradd; then set -- luseradd; fi
  user_by=$1
  [ -z "${p_uid+given}" ] || set -- "$@" -u "$p_uid"
  [ -z "${p_uid+given}" ] || [ "$p_non_unique" = false ] || set -- "$@" -o
  [ -z "${p_seuser+given}" ] || set -- "$@" -Z "$p_seuser"
  if [ "${p_group+given}" ]; then
    account_group "$p_group" || user_no_group "$p_group"
    set -- "$@" -g "$p_group"
  elif account_group "$p_name"; then # which useradd would make itself
    if [ "$user_by" = luseradd ]; then set -- "$@" -n; else set -- "$@" -N; fi
  fi
  user_wanted_groups
  [ -z "$user_unknown" ] || user_no_group "$user_unknown"
  [ -z "$user_groups" ] || [ "$user_by" = luseradd ] || set -- "$@" -G "$user_groups"
  [ -z "${p_comment+given}" ] || set -- "$@" -c "$p_comment"
  [ -z "${p_home+given}" ] || set -- "$@" -d "$p_home"
  [ -z "${p_shell+given}" ] || set -- "$@" -s "$p_shell"
  if [ "${p_expires+given}" ] && [ "$user_by" = useradd ]; then set -- "$@" -e "$user_date"; fi
  if [ "${p_password_expire_account_disable+given}" ] && [ "$user_by" = useradd ]; then set -- "$@" -f "$p_password_expire_account_disable"; fi
  if [ "$p_create_home" = true ]; then
    [ "$user_by" = luseradd ] || set -- "$@" -m
    [ -z "${p_skeleton+given}" ] || set -- "$@" -k "$p_skeleton"
    [ -z "${p_umask+given}" ] || set -- "$@" -K "UMASK=$p_umask"
    case ${p_home-} in */*/*) make_directory "${p_home%/*}" ;; esac
  else
    set -- "$@" -M
  fi
  [ "$p_system" = false ] || set -- "$@" -r
  [ -z "${p_uid_min+given}" ] || set -- "$@" -K "UID_MIN=$p_uid_min"
  [ -z "${p_uid_max+given}" ] || set -- "$@" -K "UID_MAX=$p_uid_max"
  user_act add "$@" -- "$p_name"
  [ "$user_by" = luseradd ] || return 0
  set -- usermod
  [ -z "$user_groups" ] || set -- "$@" -a -G "$user_groups"
  [ -z "${p_expires+given}" ] || set -- "$@" -e "$user_date"
  [ -z "${p_password_expire_account_disable+given}" ] || set -- "$@" -f "$p_password_expire_account_disable"
  [ $# -eq 1 ] || user_act change "$@" -- "$p_name"
}

# chpasswd reads the hash, so it is not on a command line.
user_password() {
  user_hash=$p_password
  [ "${p_password_lock-}" != true ] || user_hash=!$p_password
  if task_has chpasswd; then
    (umask 077 && printf '%s:%s\n' "$p_name" "$user_hash" >"$t_tmp.password")
    # shellcheck disable=SC2016
    user_act 'set the password of' sh -c 'exec chpasswd -e <"$1"' sh "$t_tmp.password"
  else
    account_keep user "$p_name"
    account_edit shadow "$p_name" "2$t_tab$user_hash"
  fi
}
