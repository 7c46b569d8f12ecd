# shellcheck shell=sh
# module: user
# summary: create, change or remove a user account
# check: full   diff: text   needs: awk
# example: user: {name: deploy, groups: [sudo], append: true, shell: /bin/sh}
# option: name             str   required  aliases=user             the account
# option: uid              int                                      user id
# option: non_unique       bool  default=false                      the uid may belong to another account
# option: comment          str                                      description
# option: group            str                                      primary group
# option: groups           list/str                                 other groups; an empty list means none
# option: append           bool  default=false                      add to the current groups, remove none
# option: shell            path                                     login shell
# option: home             path                                     home directory
# option: skeleton         str                                      directory that is copied to a new home
# option: create_home      bool  default=true   aliases=createhome  create the home directory if it is missing
# option: move_home        bool  default=false                      move the old home directory to the new one
# option: system           bool  default=false                      a new account gets a uid of the system range
# option: password         str   secret                             the hashed password; * or ! for none
# option: update_password  enum  always|on_create  default=always   whether to set the password of an existing account too
# option: password_lock    bool                                     lock or unlock the password
# option: password_expire_max int                                   days after which the password must be changed
# option: password_expire_min int                                   days before which it can't be changed
# option: state            enum  present|absent  default=present    whether the account must exist
# option: remove           bool  default=false                      with state=absent: also remove home and mail
# option: force            bool  default=false                      with state=absent: remove the account even while it is logged in
# option: expires          float                                    when the account expires, in seconds since 1970; negative: never
# option: umask            str                                      umask for creating the home directory
# option: local            bool  default=false                      only look at /etc/passwd
# result: name  the account
# result: uid  user id
# result: group  id of the primary group
# result: comment  description
# result: home  home directory
# result: shell  login shell

user_run() {
  result name "$p_name"
  result state "$p_state"
  user_find
  case $p_state:$user_there in
    absent:true) user_remove ;;
    absent:false) ;;
    present:false) user_tools && user_add ;;
    present:true) user_tools && user_change ;;
  esac
  if [ "$p_state" = present ]; then user_finish; fi
}

user_find() {
  user_there=false
  if [ "$p_local" = true ] || ! have getent; then
    user_entry=$(awk -F: -v n="$p_name" '$1 == n { print; exit }' /etc/passwd)
  else
    user_entry=$(getent passwd -- "$p_name") || user_entry=
  fi
  [ "$user_entry" ] || return 0
  user_there=true
  user_rest=${user_entry#*:*:}
  user_uid=${user_rest%%:*} user_rest=${user_rest#*:}
  user_gid=${user_rest%%:*} user_rest=${user_rest#*:}
  user_comment=${user_rest%%:*} user_rest=${user_rest#*:}
  user_home=${user_rest%%:*} user_shell=${user_rest#*:}
}

user_tools() {
  if ! have useradd || ! have usermod; then fail 'the host lacks useradd and usermod (package shadow or passwd)'; fi
}

user_act() { # user_act WHAT CMD…
  user_what=$1
  shift
  changed
  checking || note user "$p_name" "$user_what"
  checking || run "$@" || fail "cannot $user_what user $p_name: ${run_stderr:-$run_stdout}"
}

user_number_of() { # sets user_number to the id of a group
  user_number=$1
  case $1 in *[!0-9]*) ;; *) if ! have getent || getent group -- "$1" >/dev/null 2>&1; then return 0; fi ;; esac
  gid_of "$1" || return 1
  user_number=$t_gid
}
user_check_groups() {
  user_missing=
  if [ "${p_group+given}" ]; then user_check_group "$p_group"; fi
  each groups user_check_group
  [ -z "$user_missing" ] || checking || fail "Group$user_missing does not exist"
}
user_check_group() { [ -z "$1" ] || user_number_of "$1" || user_missing="$user_missing $1"; }

user_joined() { # sets user_groups to the requested groups, joined by commas
  user_groups=
  each groups user_join
}
user_join() { [ -z "$1" ] || user_groups=$user_groups${user_groups:+,}$1; }

user_expiry() { # sets user_expires to a date, or to nothing for never
  user_expires=
  case $p_expires in
    -*) ;;
    *) user_expires=$(date -u -d "@${p_expires%%.*}" +%Y-%m-%d 2>/dev/null) || fail "not a date: expires=$p_expires" ;;
  esac
}

user_password() { # chpasswd reads the hash, so it is not on a command line
  changed
  checking || note user "$p_name" password
  checking || {
    (umask 077 && printf '%s:%s\n' "$p_name" "$p_password" >"$t_tmp.password")
    # shellcheck disable=SC2016
    run sh -c 'exec chpasswd -e <"$1"' sh "$t_tmp.password" || fail "cannot set the password of $p_name: $run_stderr"
    if [ "${p_password_lock-false}" = true ]; then run usermod -L "$p_name" || fail "cannot lock the password of $p_name: $run_stderr"; fi
  }
}

user_add() {
  user_check_groups
  set -- useradd
  [ -z "${p_uid+given}" ] || set -- "$@" -u "$p_uid"
  [ "$p_non_unique" = false ] || set -- "$@" -o
  if [ "${p_group+given}" ]; then
    set -- "$@" -g "$p_group"
  elif awk -F: -v n="$p_name" '$1 == n { found = 1 } END { exit !found }' /etc/group; then set -- "$@" -g "$p_name"; fi # its own group exists already
  user_joined
  [ -z "$user_groups" ] || set -- "$@" -G "$user_groups"
  [ -z "${p_comment+given}" ] || set -- "$@" -c "$p_comment"
  [ -z "${p_home+given}" ] || set -- "$@" -d "$p_home"
  [ -z "${p_shell+given}" ] || set -- "$@" -s "$p_shell"
  if [ "${p_expires+given}" ]; then
    user_expiry
    set -- "$@" -e "$user_expires"
  fi
  if [ "$p_create_home" = true ]; then
    set -- "$@" -m
    [ -z "${p_skeleton+given}" ] || set -- "$@" -k "$p_skeleton"
    [ -z "${p_umask+given}" ] || set -- "$@" -K "UMASK=$p_umask"
    case ${p_home-} in
      */*/*) checking || make_directory "${p_home%/*}" ;;
    esac
  else
    set -- "$@" -M
  fi
  [ "$p_system" = false ] || set -- "$@" -r
  user_differs state absent present
  user_act add "$@" "$p_name"
  if [ "${p_password+given}" ]; then user_password; elif [ "${p_password_lock-false}" = true ]; then user_act lock usermod -L "$p_name"; fi
  user_aging
  result_bool create_home "$p_create_home"
  result_bool system "$p_system"
}

user_differs() { diff_text "$p_name ($1)" "$2$t_nl" "$3$t_nl"; } # user_differs WHAT IS WANTED

user_change() {
  user_check_groups
  set -- usermod
  if [ "${p_uid+given}" ] && [ "$p_uid" != "$user_uid" ]; then
    user_differs uid "$user_uid" "$p_uid"
    set -- "$@" -u "$p_uid"
    [ "$p_non_unique" = false ] || set -- "$@" -o
  fi
  if [ "${p_group+given}" ] && { ! user_number_of "$p_group" || [ "$user_number" != "$user_gid" ]; }; then
    user_differs group "$user_gid" "${user_number:-$p_group}"
    set -- "$@" -g "$p_group"
  fi
  if [ "${p_groups_n+given}" ]; then
    user_member_of
    user_joined
    if user_groups_differ; then
      user_differs groups "$(user_groups_now)" "$user_groups"
      if [ "$p_append" = true ]; then set -- "$@" -a -G "$user_groups"; else set -- "$@" -G "$user_groups"; fi
    fi
  fi
  if [ "${p_comment+given}" ] && [ "$p_comment" != "$user_comment" ]; then
    user_differs comment "$user_comment" "$p_comment"
    set -- "$@" -c "$p_comment"
  fi
  if [ "${p_home+given}" ] && [ "$p_home" != "$user_home" ]; then
    user_differs home "$user_home" "$p_home"
    set -- "$@" -d "$p_home"
    [ "$p_move_home" = false ] || set -- "$@" -m
  fi
  if [ "${p_shell+given}" ] && [ "$p_shell" != "$user_shell" ]; then
    user_differs shell "$user_shell" "$p_shell"
    set -- "$@" -s "$p_shell"
  fi
  user_shadow
  if [ "${p_expires+given}" ]; then
    user_expiry
    user_day=
    [ -z "$user_expires" ] || user_day=$((${p_expires%%.*} / 86400))
    case $user_ends in -*) user_ends= ;; esac
    if [ "$user_day" != "$user_ends" ]; then
      user_differs 'expires on day' "$user_ends" "$user_day"
      set -- "$@" -e "$user_expires"
    fi
  fi
  user_unhashed=${user_hash#!}
  if [ "${p_password_lock+given}" ] && [ -z "${p_password+given}" ]; then
    case $p_password_lock:$user_hash in
      true:!*) ;;
      true:*) set -- "$@" -L ;;
      false:!?*) set -- "$@" -U ;;
    esac
  fi
  [ $# -eq 1 ] || user_act change "$@" "$p_name"
  if [ "${p_password+given}" ] && [ "$p_update_password" = always ]; then
    user_wanted=$p_password
    case ${p_password_lock-} in true) user_wanted=!${p_password#!} ;; esac
    [ "$user_hash" = "$user_wanted" ] || user_password
  fi
  user_aging
  result_bool append "$p_append"
  result_bool move_home "$p_move_home"
}

user_shadow() { # prints the fields of /etc/shadow, if readable
  user_hash='' user_min='' user_max='' user_ends=''
  user_line=$(awk -F: -v n="$p_name" '$1 == n { print $2 ":" $4 ":" $5 ":" $8; exit }' /etc/shadow 2>/dev/null)
  user_hash=${user_line%%:*} user_line=${user_line#*:}
  user_min=${user_line%%:*} user_line=${user_line#*:}
  user_max=${user_line%%:*} user_ends=${user_line#*:}
}

user_member_of() { # prints the account's other groups, one per line, by number and name
  { if have getent && [ "$p_local" = false ]; then getent group; else cat /etc/group; fi; } >"$t_tmp.groups" 2>/dev/null
}
user_groups_now() {
  awk -F: -v n="$p_name" '{ m = split($4, w, ","); for (i = 1; i <= m; i++) if (w[i] == n) { list = list comma $1; comma = "," } } END { print list }' "$t_tmp.groups"
}
user_groups_differ() {
  printf '%s\n' "$user_groups" | tr ',' '\n' >"$t_tmp.wanted"
  awk -F: -v n="$p_name" -v gid="$user_gid" -v append="$p_append" '
    FILENAME == ARGV[1] { m = split($4, w, ","); name[$3] = $1; number[$1] = $3; for (i = 1; i <= m; i++) if (w[i] == n) has[$1] = 1; if ($3 == gid) primary = $1; next }
    $0 != "" { g = ($0 in number) ? $0 : ($0 in name) ? name[$0] : $0; want[g] = 1; if (!(g in has) && g != primary) differ = 1 }
    END { if (append == "false") for (g in has) if (!(g in want) && g != primary) differ = 1; exit !differ }' "$t_tmp.groups" "$t_tmp.wanted"
}

user_aging() {
  [ "${p_password_expire_max+given}${p_password_expire_min+given}" ] || return 0
  user_shadow
  set -- chage
  if [ "${p_password_expire_max+given}" ] && [ "$p_password_expire_max" != "$user_max" ]; then set -- "$@" -M "$p_password_expire_max"; fi
  if [ "${p_password_expire_min+given}" ] && [ "$p_password_expire_min" != "$user_min" ]; then set -- "$@" -m "$p_password_expire_min"; fi
  [ $# -eq 1 ] || user_act change "$@" "$p_name"
}

user_remove() {
  result_bool force "$p_force"
  result_bool remove "$p_remove"
  if have userdel; then
    set -- userdel
    [ "$p_force" = false ] || set -- "$@" -f
    [ "$p_remove" = false ] || set -- "$@" -r
  elif have deluser; then
    set -- deluser
    [ "$p_remove" = false ] || set -- "$@" --remove-home
  else
    fail 'the host has neither userdel nor deluser'
  fi
  user_differs state present absent
  user_act remove "$@" "$p_name"
}

user_finish() {
  user_was_there=$user_there
  checking || user_find
  [ "$user_there" = true ] || return 0
  if [ "$user_was_there" = true ] && [ "$p_create_home" = true ] && [ ! -e "$user_home" ] && [ "$p_system" = false ]; then user_make_home; fi
  result_int uid "$user_uid"
  result_int group "$user_gid"
  result comment "$user_comment"
  result home "$user_home"
  result shell "$user_shell"
}
user_make_home() {
  changed
  diff_text "$user_home (state)" "absent$t_nl" "directory$t_nl"
  ! checking || return 0
  case $user_home in */*/*) make_directory "${user_home%/*}" ;; esac
  user_home_mode=
  [ -z "${p_umask+given}" ] || user_home_mode=$(printf '%o' $((0777 & ~0$p_umask)))
  # shellcheck disable=SC2016
  place "$user_home" sh -c 'mkdir -- "$4" && { [ ! -d "$1" ] || cp -R -- "$1/." "$4/"; } && chown -R "$2" "$4" && { [ -z "$3" ] || chmod "$3" "$4"; }' sh \
    "${p_skeleton-/etc/skel}" "$user_uid:$user_gid" "$user_home_mode" || fail "cannot make $user_home: $place_error"
}
