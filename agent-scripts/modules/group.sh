# shellcheck shell=sh
# module: group
# summary: create, change or remove a group
# check: full   diff: text   needs: awk   uses: accounts
# example: group: {name: haproxy, system: true}
# option: name        str   required                         the group
# option: gid         int                                    group id
# option: state       enum  present|absent  default=present  whether the group must exist
# option: system      bool  default=false                    a new group gets a gid of the system range
# option: local       bool  default=false                    only look at /etc/group, not at directory services
# option: non_unique  bool  default=false                    the gid may belong to another group
# option: force       bool  default=false                    remove the group even if it is a user's primary group
# option: gid_min     int                                    lowest gid of a new group
# option: gid_max     int                                    highest gid of a new group
# option: _root       str   hidden  default=""               root of the host's files, for tests
# result: name  the group
# result: gid  group id
# result: system  as requested
# result: state  as requested

group_run() {
  [ "$p_non_unique" = false ] || [ "${p_gid+given}" ] || fail 'non_unique is True but all of the following are missing: gid'
  [ "$p_force$p_local" != truetrue ] || fail 'force is not a valid option for local, force=True and local=True are mutually exclusive'
  for group_bound in gid_min gid_max; do
    eval "group_given=\${p_$group_bound+given}"
    [ "$p_local" = false ] || [ -z "$group_given" ] || fail "'$group_bound' can not be used with 'local'"
  done
  group_find
  group_was_there=$group_there
  case $p_state:$group_there in
    absent:true) group_remove ;;
    present:true) if [ "${p_gid+given}" ] && [ "$p_gid" != "$group_gid" ]; then group_renumber; fi ;;
    present:false) group_add ;;
  esac
  if checking && [ "$p_state:$group_was_there" != present:true ] && [ "$p_state:$group_was_there" != absent:false ]; then return; fi
  result name "$p_name"
  result state "$p_state"
  checking || group_find
  if [ "$group_there" = true ]; then
    result_bool system "$p_system"
    result_int gid "$group_gid"
  fi
}

group_find() {
  group_there=false group_gid=
  account_of group "$p_name"
  [ "$account_entry" ] || return 0
  group_there=true
  group_gid=${account_entry#*:*:}
  group_gid=${group_gid%%:*}
}

group_act() { # group_act WHAT CMD…
  group_what=$1
  shift
  account_keep group "$p_name"
  account_run "$@" -- "$p_name" || {
    result name "$p_name"
    fail "cannot $group_what group $p_name: ${run_stderr:-$run_stdout}"
  }
}

# group_by COMMAND OTHER: sets group_command to the command of libuser for local groups if directory services are in the
# way of the other.
group_by() {
  group_command=$1
  if [ "$p_local" = true ] && task_has "l$1"; then group_command=l$1; fi
  task_has "$group_command" || group_command=
}

group_add() {
  changed
  diff_text "$p_name (state)" "absent$t_nl" "present$t_nl"
  group_free_for_local
  if checking; then return; fi
  group_by groupadd
  if [ "$group_command" ]; then
    set -- "$group_command"
    [ -z "${p_gid+given}" ] || set -- "$@" -g "$p_gid"
    [ "$p_non_unique" = false ] || set -- "$@" -o
    [ "$p_system" = false ] || set -- "$@" -r
    [ -z "${p_gid_min+given}" ] || set -- "$@" -K "GID_MIN=$p_gid_min"
    [ -z "${p_gid_max+given}" ] || set -- "$@" -K "GID_MAX=$p_gid_max"
  elif task_has addgroup; then # busybox
    set -- addgroup
    [ -z "${p_gid+given}" ] || set -- "$@" -g "$p_gid"
    [ "$p_system" = false ] || set -- "$@" -S
    [ "$p_non_unique" = false ] || fail 'non_unique needs groupadd (package shadow) on the host'
    [ -z "${p_gid_min+given}${p_gid_max+given}" ] || fail 'gid_min and gid_max need groupadd (package shadow) on the host'
  else
    fail 'the host has neither groupadd nor addgroup'
  fi
  group_act add "$@"
}

# groupadd looks at directory services, too; lgroupadd of libuser does not.
group_free_for_local() {
  [ "$p_local" = true ] && [ "${p_gid+given}" ] && account_group "$p_gid" || return 0
  [ "$account_gid" != "$p_gid" ] || [ "$account_group" = "$p_name" ] || fail "GID '$p_gid' already exists with group '$account_group'"
}

group_renumber() {
  changed
  diff_text "$p_name (gid)" "$group_gid$t_nl" "$p_gid$t_nl"
  group_free_for_local
  group_by groupmod
  if [ -z "$group_command" ] && [ "$p_non_unique" = false ] && account_group "$p_gid" && [ "$account_gid" = "$p_gid" ]; then fail "gid '$p_gid' in use"; fi
  if checking; then return; fi
  if [ "$group_command" ]; then
    set -- "$group_command" -g "$p_gid"
    [ "$p_non_unique" = false ] || set -- "$@" -o
    group_act change "$@"
  else
    account_keep group "$p_name"
    account_edit group "$p_name" "3$t_tab$p_gid"
  fi
}

group_remove() {
  changed
  diff_text "$p_name (state)" "present$t_nl" "absent$t_nl"
  if checking; then return; fi
  group_by groupdel
  if [ "$group_command" ]; then
    set -- "$group_command"
    [ "$p_force" = false ] || set -- "$@" -f
  elif task_has delgroup; then
    set -- delgroup
  else fail 'the host has neither groupdel nor delgroup'; fi
  group_act remove "$@"
}
