# shellcheck shell=sh
# module: seboolean  also=ansible.posix.seboolean
# summary: switch a boolean of SELinux
# check: full   diff: none   uses: reverse   needs: awk
# example: seboolean: {name: httpd_can_network_connect, state: true, persistent: true}
# option: name        str   required               the boolean
# option: state       bool  required               its value
# option: persistent  bool  default=false          also for the next boots
# option: ignore_selinux_state  bool  default=false  do not ask whether SELinux is enabled
# option: _root       str   hidden  default=""     root of the host's files, for tests
# result: name        the boolean
# result: persistent  as requested
# result: state       its value

seboolean_run() {
  case $p_name in '' | -* | *[!A-Za-z0-9_]*) fail "not a boolean of SELinux: $p_name" ;; esac
  [ "$p_ignore_selinux_state" = true ] || [ -e "$p__root/sys/fs/selinux/enforce" ] || fail 'SELinux is disabled on this host.'
  task_has getsebool setsebool || fail 'the host has no getsebool and setsebool (package policycoreutils and libselinux-utils)'
  result name "$p_name"
  result_bool persistent "$p_persistent"
  result_bool state "$p_state"
  seboolean_wanted=off
  [ "$p_state" = false ] || seboolean_wanted=on
  run getsebool "$p_name" || fail "SELinux boolean $p_name does not exist."
  seboolean_is=${run_stdout#*--> }
  seboolean_is=${seboolean_is%% *}
  seboolean_kept=$seboolean_is
  [ "$p_persistent" = false ] || seboolean_persistent
  [ "$seboolean_is:$seboolean_kept" != "$seboolean_wanted:$seboolean_wanted" ] || return 0
  changed
  if checking; then return; fi
  if [ "$p_persistent" = true ]; then
    keep_reverse "SELinux boolean $p_name" "$own_program" setsebool -P "$p_name" "$seboolean_kept"
    run setsebool -P "$p_name" "$seboolean_wanted"
  else
    keep_reverse "SELinux boolean $p_name" "$own_program" setsebool "$p_name" "$seboolean_is"
    run setsebool "$p_name" "$seboolean_wanted"
  fi || fail "cannot set $p_name: ${run_stderr:-$run_stdout}"
  did
}

# Sets seboolean_kept, its value at the next boot: from the policy, or as somebody has set it.
seboolean_persistent() {
  if task_has semanage && run env LC_ALL=C semanage boolean -l -n; then
    seboolean_read=$(printf '%s\n' "$run_stdout" | awk -v name="$p_name" '$1 == name { sub(/^[^(]*\([a-z]+ *, */, ""); sub(/[^a-z].*/, ""); print; exit }')
  else
    seboolean_read=$(awk -F= -v name="$p_name" '$1 == name { v = $2 == 1 ? "on" : "off" } END { print v }' "$p__root"/var/lib/selinux/*/active/booleans.local 2>/dev/null)
  fi
  seboolean_kept=${seboolean_read:-$seboolean_is}
}
