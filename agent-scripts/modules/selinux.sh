# shellcheck shell=sh
# module: selinux  also=ansible.posix.selinux
# summary: set the mode and the policy of SELinux, now and for the next boots
# check: full   diff: text   uses: reverse   needs: awk
# example: selinux: {policy: targeted, state: enforcing}
# option: state       enum  disabled|enforcing|permissive  required   the mode
# option: policy      str                                  the policy, such as targeted; needed unless disabled
# option: configfile  path  default=/etc/selinux/config  aliases=conf,file   the file with both
# option: update_kernel_param  bool  default=false         also disable or enable SELinux by the kernel's parameters, with grubby
# option: _root       str   hidden  default=""             root of the host's files, for tests
# result: configfile  the file
# result: msg         what was done
# result: policy      the policy
# result: reboot_required  whether the mode is reached by a reboot only
# result: state       as requested

selinux_run() {
  selinux_msg='' selinux_reboot=false
  [ "$p_state" = disabled ] || [ "${p_policy-}" ] || fail 'Policy is required if state is not '\''disabled'\'
  [ -f "$p_configfile" ] || fail "Unable to find file $p_configfile: SELinux is not installed"
  selinux_now
  selinux_config
  selinux_running
  [ "$p_update_kernel_param" = false ] || selinux_kernel
  result configfile "$p_configfile"
  result policy "$selinux_policy"
  result state "$p_state"
  result_bool reboot_required "$selinux_reboot"
  result msg "$selinux_msg"
}
selinux_say() { selinux_msg="$selinux_msg${selinux_msg:+, }$1"; }

selinux_now() { # sets selinux_is
  selinux_is=disabled
  [ -r "$p__root/sys/fs/selinux/enforce" ] || return 0
  read -r selinux_is <"$p__root/sys/fs/selinux/enforce" || :
  if [ "$selinux_is" = 1 ]; then selinux_is=enforcing; else selinux_is=permissive; fi
}

# The file: only the values of SELINUX and SELINUXTYPE change.
selinux_config() {
  read_text "$p_configfile" "$t_tmp.old"
  selinux_policy=$(awk '/^ *SELINUXTYPE *=/ { sub(/[^=]*= */, ""); sub(/[ \t]*$/, ""); v = $0 } END { print v }' "$t_tmp.old")
  selinux_was=$selinux_policy
  selinux_policy=${p_policy:-$selinux_was}
  STATE=$p_state POLICY=${p_policy-} awk '
    function put(name, value) { if (value != "") print name "=" value; else print }
    /^ *SELINUX *=/ { put("SELINUX", ENVIRON["STATE"]); state = 1; next }
    /^ *SELINUXTYPE *=/ { put("SELINUXTYPE", ENVIRON["POLICY"]); policy = 1; next }
    { print }
    END { if (!state) print "SELINUX=" ENVIRON["STATE"]; if (!policy && ENVIRON["POLICY"] != "") print "SELINUXTYPE=" ENVIRON["POLICY"] }' "$t_tmp.old" >"$t_tmp.new" ||
    fail "cannot work out the new $p_configfile"
  ! cmp -s "$t_tmp.old" "$t_tmp.new" || return 0
  changed
  [ "$selinux_was" = "$selinux_policy" ] || {
    selinux_say "SELinux policy configuration in '$p_configfile' changed from '$selinux_was' to '$selinux_policy'"
    selinux_reboot=true
  }
  selinux_state=$(awk '/^ *SELINUX *=/ { sub(/[^=]*= */, ""); sub(/[ \t]*$/, ""); v = $0 } END { print v }' "$t_tmp.old")
  [ "$selinux_state" = "$p_state" ] || selinux_say "Config SELinux state changed from '$selinux_state' to '$p_state'"
  diff_files "$p_configfile" "$t_tmp.old" "$t_tmp.new"
  checking || put_from "$p_configfile" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# The running kernel can be enforcing or permissive; it can't be enabled or disabled.
selinux_running() {
  case $selinux_is:$p_state in
    disabled:disabled) ;;
    disabled:*)
      selinux_reboot=true
      selinux_say "Reboot is required to set SELinux state to '$p_state'"
      ;;
    enforcing:disabled)
      selinux_reboot=true
      selinux_set permissive
      selinux_say "SELinux state temporarily changed from 'enforcing' to 'permissive'. State change will take effect next reboot"
      ;;
    permissive:disabled)
      selinux_reboot=true
      selinux_say 'State change will take effect next reboot'
      ;;
    enforcing:enforcing | permissive:permissive) ;;
    *)
      selinux_set "$p_state"
      selinux_say "SELinux state changed from '$selinux_is' to '$p_state'"
      ;;
  esac
}
selinux_set() {
  changed
  if checking; then return; fi
  task_needs setenforce
  case $1 in enforcing) set -- 1 0 ;; *) set -- 0 1 ;; esac
  keep_reverse "SELinux mode" "$own_program" setenforce "$2"
  run setenforce "$1" || fail "cannot change the mode of SELinux: ${run_stderr:-$run_stdout}"
  did
}

selinux_kernel() {
  task_has grubby || fail 'update_kernel_param needs grubby, which the host does not have'
  run grubby --info=ALL || fail "grubby failed: ${run_stderr:-$run_stdout}"
  selinux_off=$(printf '%s\n' "$run_stdout" | awk '/^args=/ { n++; if ($0 ~ /(^args="|[ "])selinux=0([ "]|$)/) off++ } END { print n && off == n ? "all" : off ? "some" : "none" }')
  case $p_state:$selinux_off in
    disabled:all | enforcing:none | permissive:none) return 0 ;;
    disabled:*) set -- --args=selinux=0 --remove-args=selinux=0 ;;
    *) set -- --remove-args=selinux=0 --args=selinux=0 ;;
  esac
  changed
  selinux_reboot=true
  selinux_say "Kernel parameters changed for the state '$p_state'"
  if checking; then return; fi
  if [ "$selinux_off" = some ]; then
    note selinux 'some kernels had the parameter selinux=0, some had not'
  else
    keep_reverse 'kernel parameter selinux' "$own_program" grubby --update-kernel=ALL "$2"
  fi
  run grubby --update-kernel=ALL "$1" || fail "grubby failed: ${run_stderr:-$run_stdout}"
  did
}
