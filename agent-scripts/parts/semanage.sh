# shellcheck shell=sh
# The policy store of SELinux, by semanage.

# semanage_check: ends the call if there is nothing to manage. Uses ignore_selinux_state and _root, if the module has them.
semanage_check() {
  [ "${p_ignore_selinux_state-true}" = true ] || [ -e "${p__root-}/sys/fs/selinux/enforce" ] || fail 'SELinux is disabled on this host.'
  task_has semanage || fail 'the host has no semanage (package policycoreutils-python-utils, policycoreutils-python or policycoreutils)'
}

# semanage_list ARG…: writes what semanage lists to listed.
semanage_list() {
  run_to "$t_tmp.listed" env LC_ALL=C semanage "$@" || fail "semanage failed: ${run_stderr:-with status $run_status}"
}

# semanage_do ARG…: after keep_reverse.
semanage_do() {
  run env LC_ALL=C semanage "$@" || fail "semanage failed: ${run_stderr:-${run_stdout:-with status $run_status}}"
  did
}
