# shellcheck shell=sh
# module: group
# summary: create, change or remove a group
# check: full   diff: text   needs: awk
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
# result: name  the group
# result: gid  group id
# result: system  as requested
# result: state  as requested

group_run() {
  result name "$p_name"
  result state "$p_state"
  [ "$p_non_unique" = false ] || [ "${p_gid+given}" ] || fail 'non_unique needs gid'
  for group_bound in gid_min gid_max; do
    eval "group_given=\${p_$group_bound+given}"
    [ "$p_local" = false ] || [ -z "$group_given" ] || fail "'$group_bound' can not be used with 'local'"
  done
  group_find
  case $p_state:$group_there in
    absent:true) group_remove ;;
    absent:false) ;;
    present:true)
      if [ "${p_gid+given}" ] && [ "$p_gid" != "$group_gid" ]; then group_renumber; fi
      ;;
    present:false) group_add ;;
  esac
  if [ "$p_state" = present ]; then
    result_bool system "$p_system"
    checking || group_find
    [ -z "$group_gid" ] || result_int gid "$group_gid"
  fi
}

group_find() {
  group_there=false group_gid=
  if [ "$p_local" = true ] || ! have getent; then
    group_entry=$(awk -F: -v n="$p_name" '$1 == n { print; exit }' /etc/group)
  else
    group_entry=$(getent group -- "$p_name") || group_entry=
  fi
  [ "$group_entry" ] || return 0
  group_there=true
  group_gid=${group_entry#*:*:}
  group_gid=${group_gid%%:*}
}

group_act() { # group_act WHAT CMD…
  group_what=$1
  shift
  changed
  checking || note group "$p_name" "$group_what"
  checking || run "$@" || fail "cannot $group_what group $p_name: ${run_stderr:-$run_stdout}"
}

group_add() {
  if have groupadd; then
    set -- groupadd
    [ -z "${p_gid+given}" ] || set -- "$@" -g "$p_gid"
    [ "$p_non_unique" = false ] || set -- "$@" -o
    [ "$p_system" = false ] || set -- "$@" -r
    [ -z "${p_gid_min+given}" ] || set -- "$@" -K "GID_MIN=$p_gid_min"
    [ -z "${p_gid_max+given}" ] || set -- "$@" -K "GID_MAX=$p_gid_max"
  elif have addgroup; then # busybox
    set -- addgroup
    [ -z "${p_gid+given}" ] || set -- "$@" -g "$p_gid"
    [ "$p_system" = false ] || set -- "$@" -S
    [ "$p_non_unique" = false ] || fail 'non_unique needs groupadd (shadow) on the host'
    [ -z "${p_gid_min+given}${p_gid_max+given}" ] || fail 'gid_min and gid_max need groupadd (shadow) on the host'
  else
    fail 'the host has neither groupadd nor addgroup'
  fi
  diff_text "$p_name (state)" "absent$t_nl" "present$t_nl"
  group_act add "$@" "$p_name"
}

group_renumber() {
  have groupmod || fail "group $p_name has number $group_gid: to change it the host needs groupmod (shadow)"
  set -- groupmod -g "$p_gid"
  [ "$p_non_unique" = false ] || set -- "$@" -o
  diff_text "$p_name (gid)" "$group_gid$t_nl" "$p_gid$t_nl"
  group_act change "$@" "$p_name"
}

group_remove() {
  if have groupdel; then
    set -- groupdel
    [ "$p_force" = false ] || set -- "$@" -f
  elif have delgroup; then
    set -- delgroup
  else fail 'the host has neither groupdel nor delgroup'; fi
  diff_text "$p_name (state)" "present$t_nl" "absent$t_nl"
  group_act remove "$@" "$p_name"
}
