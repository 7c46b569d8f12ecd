# shellcheck shell=sh
# Home directories, SSH keys, ages of passwords, and the removal of accounts, for the module user.

user_finish() {
  checking || user_find
  [ "$user_there" = true ] || fail "failed to look up user name: $p_name"
  [ -z "${p_password+given}" ] || result password NOT_LOGGING_PASSWORD
  result_int uid "$user_uid"
  result_int group "$user_gid"
  result comment "$user_comment"
  result home "$user_home"
  result shell "$user_shell"
  if [ "${p_groups_n+given}" ]; then
    user_groups=
    each groups user_join
    result groups "${user_groups#,}"
  fi
  user_at=${p_home-$user_home}
  if [ "$p_create_home" = true ] && [ ! -e "$p__root$user_at" ]; then user_make_home; fi
  user_aging
  if [ "${p_generate_ssh_key-}" = true ]; then user_key; fi
}
user_join() { user_groups=$user_groups,$1; }

# ---- the home directory ----------------------------------------------------------------------------------------------------------------

user_make_home() {
  changed
  diff_text "$user_at (state)" "absent$t_nl" "directory$t_nl"
  ! checking || return 0
  user_at=$p__root$user_at
  case $user_at in */*/*) make_directory "${user_at%/*}" ;; esac
  user_home_mode=
  if [ -r "$p__root/etc/login.defs" ]; then
    user_home_mode=$(awk '$1 == "HOME_MODE" && NF == 2 { print $2; found = 1; exit } $1 == "UMASK" && NF == 2 { mask = $2 }
      END { if (found) exit; for (i = 1; i <= 3; i++) { d = substr("000" mask, length("000" mask) - 3 + i, 1) + 0; out = out (7 - (mask == "" ? (i == 1 ? 0 : 2) : d)) } print out }' "$p__root/etc/login.defs")
  fi
  user_keep_skeleton "$user_at" "${p_skeleton-$p__root/etc/skel}"
  # shellcheck disable=SC2016
  place "$user_at" sh -c 'mkdir -- "$4" && { [ ! -d "$1" ] || cp -R -- "$1/." "$4/"; } && chown -R "$2" "$4" && { [ -z "$3" ] || chmod "$3" "$4"; }' sh \
    "${p_skeleton-$p__root/etc/skel}" "$user_uid:$user_gid" "$user_home_mode" || fail "cannot make $user_at: $place_error"
}

# What the command makes for a new account, for undo.
user_keep_home() {
  keeping || return 0
  user_mail=$p__root/var/mail
  if [ -d "$user_mail" ] && [ "$p_create_home" = true ]; then keep "$user_mail/$p_name"; fi
  user_at=${p_home-/home/$p_name}
  if [ "$p_create_home" = true ] && [ ! -e "$p__root$user_at" ]; then user_keep_skeleton "$p__root$user_at" "${p_skeleton-$p__root/etc/skel}"; fi
}
user_keep_skeleton() { # user_keep_skeleton HOME SKELETON
  keeping || return 0
  if [ -d "$2" ]; then (cd -- "$2" && find . ! -name .); fi >"$t_tmp.skeleton"
  if [ -s "$t_tmp.skeleton" ]; then keep_members "$1" "$t_tmp.skeleton"; else keep "$1"; fi
}

# usermod also changes the owner of what is in the home directory, and moves it.
user_keep_ids() {
  keeping || return 0
  user_at=$p__root$user_home
  [ -d "$user_at" ] && stat_of "$user_at" && [ "$s_uid" = "$user_uid" ] || return 0
  case " $user_needs " in
    *' move_home '*)
      [ ! -e "$p_home" ] || return 0
      keep "$user_at"
      (cd -- "$user_at" && find . ! -name .) >"$t_tmp.skeleton"
      if [ -s "$t_tmp.skeleton" ]; then keep_members "$p_home" "$t_tmp.skeleton"; else keep "$p_home"; fi
      ;;
    *' uid '* | *' group '*)
      keep_attributes "$user_at"
      keep_below "$user_at"
      ;;
  esac
}

# ---- the age of the password ------------------------------------------------------------------------------------------------------------

user_aging() {
  [ "${p_password_expire_max+given}${p_password_expire_min+given}${p_password_expire_warn+given}" ] || return 0
  user_shadow
  user_of_shadow=
  set -- chage
  user_age min -m 4
  user_age max -M 5
  user_age warn -W 6
  [ "$user_of_shadow" ] || return 0
  changed
  if checking; then return; fi
  if task_has chage; then
    for user_option in min=-m max=-M warn=-W; do
      eval "user_value=\${p_password_expire_${user_option%=*}-}"
      [ -z "$user_value" ] || set -- "$@" "${user_option#*=}" "$user_value"
    done
    user_act change "$@" -- "$p_name"
  else
    account_keep user "$p_name"
    account_edit shadow "$p_name" "$user_of_shadow"
  fi
}
user_age() { # user_age NAME FLAG FIELD
  eval "user_is=\$user_$1 user_value=\${p_password_expire_$1-\$user_is}"
  [ "$user_value" != "$user_is" ] || return 0
  user_differs "password_expire_$1" "$user_is" "$user_value"
  user_field shadow "$3" "${user_value#-1}"
}

# ---- the SSH key ------------------------------------------------------------------------------------------------------------------------

user_key() {
  user_file=${p_ssh_key_file-.ssh/id_$p_ssh_key_type}
  case $user_file in
    /*) ;;
    *)
      [ -d "$p__root$user_home" ] || checking || fail "User $p_name home directory does not exist"
      user_file=$p__root${user_home%/}/$user_file
      ;;
  esac
  user_key_make
  if [ -e "$user_file" ] && run ssh-keygen -l -f "$user_file"; then result ssh_fingerprint "$run_stdout"; else result ssh_fingerprint "${run_stderr-}"; fi
  result ssh_key_file "$user_file"
  if [ -r "$user_file.pub" ]; then result ssh_public_key "$(cat -- "$user_file.pub")"; else result_null ssh_public_key; fi
}

user_key_make() {
  run_stderr=
  for user_kind in private public; do
    user_value=$user_file
    [ $user_kind = private ] || user_value=$user_file.pub
    [ -e "$user_value" ] || continue
    if [ "$p_force" = false ]; then
      warn "Found existing ssh key $user_kind file \"$user_value\", no force, so skipping ssh-keygen generation"
      return
    fi
    warn "Overwriting existing ssh key $user_kind file \"$user_value\""
  done
  changed
  diff_text "$user_file (state)" "absent$t_nl" "file$t_nl"
  if checking; then return; fi
  task_needs ssh-keygen
  set -- -q -t "$p_ssh_key_type"
  [ "$p_ssh_key_bits" -le 0 ] || set -- "$@" -b "$p_ssh_key_bits"
  set -- "$@" -C "${p_ssh_key_comment-ansible-generated on $(uname -n)}" -f "$t_tmp.key"
  if [ "${p_ssh_key_passphrase+given}" ]; then
    # The passphrase is in a file that only we can read, not on the command line.
    (umask 077 && printf '%s\n' "$p_ssh_key_passphrase" >"$t_tmp.phrase" && printf '#!/bin/sh\nexec cat "%s"\n' "$t_tmp.phrase" >"$t_tmp.ask" && chmod 700 "$t_tmp.ask") || fail 'cannot write the passphrase'
    run env DISPLAY=:0 SSH_ASKPASS="$t_tmp.ask" SSH_ASKPASS_REQUIRE=force ssh-keygen "$@"
  else
    run ssh-keygen "$@" -N ''
  fi || fail "cannot make the SSH key: ${run_stderr:-$run_stdout}"
  [ -s "$t_tmp.key" ] || fail 'ssh-keygen made no key'
  user_key_put
}

user_key_put() {
  p_owner=$user_uid p_group=$user_gid t_diff=false
  user_dir=${user_file%/*}
  if [ ! -d "$user_dir" ]; then
    make_directory "$user_dir"
    p_mode=0700
    attributes_of_call "$user_dir"
  fi
  for user_value in 0600: 0644:.pub; do
    p_mode=${user_value%:*}
    put_from "$user_file${user_value#*:}" "$t_tmp.key${user_value#*:}" || fail "$put_error"
    attributes_of_call "$user_file${user_value#*:}"
  done
}

# ---- removal ----------------------------------------------------------------------------------------------------------------------------

user_remove() {
  changed
  user_differs state present absent
  if checking; then return; fi
  if task_has userdel; then
    set -- userdel
    # userdel refuses an account that a directory service has, too; luserdel of libuser does not
    if [ "${p_local-}" = true ] && task_has luserdel; then set -- luserdel; elif [ "$p_force" = true ]; then set -- "$@" -f; fi
    [ "$p_remove" = false ] || set -- "$@" -r
  elif task_has deluser; then
    set -- deluser
    [ "$p_remove" = false ] || set -- "$@" --remove-home
  else
    fail 'the host has neither userdel nor deluser'
  fi
  if [ "$p_remove" = true ] && keeping; then user_keep_removed; fi
  user_act remove "$@" -- "$p_name"
  result_bool force "$p_force"
  result_bool remove "$p_remove"
}
user_keep_removed() {
  [ ! -f "$p__root/var/mail/$p_name" ] || keep "$p__root/var/mail/$p_name"
  if [ -d "$p__root$user_home" ] && stat_of "$p__root$user_home" && [ "$s_uid" = "$user_uid" ]; then keep "$p__root$user_home"; fi
}
