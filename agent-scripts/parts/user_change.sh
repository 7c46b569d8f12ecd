# shellcheck shell=sh
# Changes an account that exists, for the module user: with usermod, or without.

# Changes are collected as words for usermod (user_word_N), as fields of passwd and of shadow, and, where setting a field
# is not all that usermod does, as what needs it.
user_change() {
  user_shadow
  user_words_n=0 user_of_passwd='' user_of_shadow='' user_needs='' user_new_groups=false
  user_change_ids
  if [ "${p_groups_n+given}" ]; then user_change_groups; fi
  if [ "${p_comment+given}" ] && [ "$p_comment" != "$user_comment" ]; then
    user_plan comment "$user_comment" "$p_comment" -c "$p_comment"
    user_field passwd 5 "$p_comment"
  fi
  user_change_home
  if [ "${p_shell+given}" ] && [ "$p_shell" != "$user_shell" ]; then
    user_plan shell "$user_shell" "$p_shell" -s "$p_shell"
    user_field passwd 7 "$p_shell"
  fi
  if [ "${p_expires+given}" ] && [ "$user_day" != "$user_ends" ]; then
    user_plan 'expires on day' "$user_ends" "$user_day" -e "$user_date"
    user_field shadow 8 "${user_day#-1}"
  fi
  user_value=${p_password_expire_account_disable-$user_idle}
  if [ "$user_value" != "$user_idle" ]; then
    user_plan 'disabled after days' "$user_idle" "$user_value" -f "$user_value"
    user_field shadow 7 "${user_value#-1}"
  fi
  user_change_password
  result_bool append "$p_append"
  result_bool move_home "$p_move_home"
}

user_plan() { # user_plan WHAT IS WANTED WORD…: the words are for usermod
  user_differs "$1" "$2" "$3"
  shift 3
  for user_word; do
    user_words_n=$((user_words_n + 1))
    eval "user_word_$user_words_n=\$user_word"
  done
}
user_field() { eval "user_of_$1=\$user_of_$1\$2\$t_tab\$3\$t_nl"; } # user_field passwd|shadow NUMBER VALUE

user_change_ids() {
  if [ "${p_uid+given}" ] && [ "$p_uid" != "$user_uid" ]; then
    if [ "$p_non_unique" = true ]; then user_plan uid "$user_uid" "$p_uid" -u "$p_uid" -o; else user_plan uid "$user_uid" "$p_uid" -u "$p_uid"; fi
    user_needs="$user_needs uid"
  fi
  [ "${p_group+given}" ] || return 0
  if account_group "$p_group"; then
    [ "$account_gid" != "$user_gid" ] || return 0
  else
    user_no_group "$p_group"
    account_gid=$p_group
  fi
  user_plan group "$user_gid" "$account_gid" -g "$account_gid"
  user_needs="$user_needs group"
}

user_change_groups() {
  user_wanted_groups
  [ -z "$user_unknown" ] || user_no_group "$user_unknown"
  user_current_groups
  if user_lacks "$user_now" "$user_groups" || { [ "$p_append" = false ] && user_lacks "$user_groups" "$user_now"; }; then
    user_new_groups=true
    user_plan groups "$user_now" "$user_groups"
    [ "$p_append" = false ] || user_plan_words -a
    user_plan_words -G "$user_groups"
  fi
}
user_plan_words() { for user_word; do user_words_n=$((user_words_n + 1)) && eval "user_word_$user_words_n=\$user_word"; done; }

user_change_home() {
  if [ -z "${p_home+given}" ] || [ "$p_home" = "$user_home" ]; then return 0; fi
  user_plan home "$user_home" "$p_home" -d "$p_home"
  user_field passwd 6 "$p_home"
  [ "$p_move_home" = true ] || return 0
  user_plan_words -m
  user_needs="$user_needs move_home"
}

user_bare() { user_hash_only=${1#"${1%%[!!]*}"}; } # without the marks of a lock

user_change_password() {
  user_new_hash=false
  if [ "${p_password+given}" ] && [ "$p_update_password" = always ]; then
    user_bare "$p_password"
    user_value=$user_hash_only
    user_bare "$user_hash"
    [ "$user_hash_only" = "$user_value" ] || user_new_hash=true
  fi
  case $user_new_hash:${p_password_lock-}:$user_hash in
    true:* | false::* | false:true:!*) ;;
    false:true:*)
      user_plan 'password lock' unlocked locked -L
      user_field shadow 2 "!$user_hash"
      ;;
    false:false:!*)
      user_plan 'password lock' locked unlocked -U
      user_field shadow 2 "${user_hash#!}"
      ;;
  esac
  if [ "$user_words_n" -gt 0 ] || [ $user_new_hash = true ]; then changed; fi
  if checking; then return; fi
  if [ "$user_words_n" -gt 0 ]; then user_change_now; fi
  if [ $user_new_hash = true ]; then user_password; fi
}

user_change_now() {
  user_keep_ids
  if task_has usermod; then
    set -- usermod
    values_of user_word_ "$user_words_n"
    eval "set -- \"\$@\" $values"
    user_act change "$@" -- "$p_name"
    return
  fi
  [ -z "$user_needs" ] || fail "to change$user_needs of user $p_name the host needs usermod (package shadow)"
  account_keep user "$p_name"
  [ -z "$user_of_passwd" ] || account_edit passwd "$p_name" "$user_of_passwd"
  [ -z "$user_of_shadow" ] || account_edit shadow "$p_name" "$user_of_shadow"
  [ "$user_new_groups" = false ] || user_busybox_groups
}

# ---- busybox -------------------------------------------------------------------------------------------------------------------------

user_adduser() {
  task_has adduser || fail 'the host has neither useradd (package shadow or passwd) nor adduser'
  for user_option in seuser uid_min uid_max; do
    eval "user_value=\${p_$user_option+given}"
    [ -z "$user_value" ] || fail "$user_option needs useradd (package shadow) on the host"
  done
  [ "$p_non_unique" = false ] || fail 'non_unique needs useradd (package shadow) on the host'
  set -- adduser -D
  [ -z "${p_uid+given}" ] || set -- "$@" -u "$p_uid"
  if [ "${p_group+given}" ]; then
    account_group "$p_group" || user_no_group "$p_group"
    set -- "$@" -G "$account_group"
  fi
  user_wanted_groups
  [ -z "$user_unknown" ] || user_no_group "$user_unknown"
  [ -z "${p_comment+given}" ] || set -- "$@" -g "$p_comment"
  [ -z "${p_home+given}" ] || set -- "$@" -h "$p_home"
  [ -z "${p_shell+given}" ] || set -- "$@" -s "$p_shell"
  if [ "$p_create_home" = false ]; then
    set -- "$@" -H
  else
    case ${p_home-} in */*/*) make_directory "${p_home%/*}" ;; esac
  fi
  [ -z "${p_skeleton+given}" ] || set -- "$@" -k "$p_skeleton"
  [ "$p_system" = false ] || set -- "$@" -S
  user_umask=$(umask)
  [ -z "${p_umask+given}" ] || umask "$p_umask"
  user_act add "$@" -- "$p_name"
  umask "$user_umask"
  user_now=
  user_busybox_groups
  user_of_shadow=
  [ -z "${p_expires+given}" ] || user_field shadow 8 "${user_day#-1}"
  [ -z "${p_password_expire_account_disable+given}" ] || user_field shadow 7 "${p_password_expire_account_disable#-1}"
  [ -z "$user_of_shadow" ] || account_edit shadow "$p_name" "$user_of_shadow"
}

user_busybox_groups() { # from user_now to user_groups
  user_items=$user_groups
  while [ "$user_items" ]; do
    user_item=${user_items%%,*}
    case $user_items in *,*) user_items=${user_items#*,} ;; *) user_items= ;; esac
    case ,$user_now, in *",$user_item,"*) ;; *) user_act 'add groups of' adduser -- "$p_name" "$user_item" ;; esac
  done
  [ "$p_append" = false ] || return 0
  user_items=$user_now
  while [ "$user_items" ]; do
    user_item=${user_items%%,*}
    case $user_items in *,*) user_items=${user_items#*,} ;; *) user_items= ;; esac
    case ,$user_groups, in *",$user_item,"*) ;; *) user_act 'remove groups of' delgroup -- "$p_name" "$user_item" ;; esac
  done
}
