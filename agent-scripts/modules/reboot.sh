# shellcheck shell=sh
# module: reboot
# summary: reboot a host and wait until it is back and runs commands
# check: full   diff: none
# example: reboot: {msg: new kernel, reboot_timeout: 300}
# option: pre_reboot_delay   int   default=0    aliases=pre_reboot_delay_sec   seconds before the reboot; less than 60 count as none where shutdown takes minutes
# option: post_reboot_delay  int   default=0    aliases=post_reboot_delay_sec  seconds after the reboot command, before the first attempt to connect
# option: reboot_timeout     int   default=600  aliases=reboot_timeout_sec     seconds to wait for the reboot, and again for test_command
# option: connect_timeout    int                aliases=connect_timeout_sec    seconds for one attempt to connect
# option: test_command       str   default=whoami                              command that must succeed after the reboot
# option: msg                str   default="Reboot initiated by Ansible"       message to users who are logged in
# option: search_paths       list/str  default=/sbin,/bin,/usr/sbin,/usr/bin,/usr/local/sbin  directories in which shutdown is searched for
# option: boot_time_command  str   default="cat /proc/sys/kernel/random/boot_id"  command whose output changes with each boot
# option: reboot_command     str                                               command that reboots, with its options; default: shutdown, or reboot where there is none
# result: rebooted  whether the host was rebooted
# result: elapsed  seconds from the reboot command until the host was back

# The host's part: what the controller needs to know before it sends the command itself. The connection may be lost with
# it, so no call of the agent can send it.

reboot_run() {
  # shellcheck disable=SC2154
  run sh -c "$p_boot_time_command" || {
    result_bool rebooted false
    fail "reboot: failed to get host boot time info, rc: $run_status, stdout: $run_stdout, stderr: $run_stderr"
  }
  result _boot "$run_stdout"
  reboot_id=$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null | tr -d "\"'")
  if [ -n "${p_reboot_command-}" ]; then reboot_given; else reboot_default; fi
  result _command "$reboot_command"
  note reboot "$reboot_command"
  changed
  did
}

reboot_given() {
  reboot_program=${p_reboot_command%% *}
  reboot_command=${p_reboot_command#"$reboot_program"}
  reboot_find "$reboot_program" || reboot_missing "$reboot_program"
  t_shell_words "$reboot_path"
  reboot_command=$t_words$reboot_command
}

# shutdown takes minutes, a message, and on Void Linux a plus. Alpine and small systems have only reboot.
reboot_default() {
  reboot_minutes=0
  [ "$p_pre_reboot_delay" -le 0 ] || reboot_minutes=$((p_pre_reboot_delay / 60))
  if [ "$reboot_id" != alpine ] && reboot_find shutdown; then
    [ "$reboot_id" != void ] || reboot_minutes=+$reboot_minutes
    t_shell_words "$reboot_path" -r "$reboot_minutes" "$p_msg"
  else
    reboot_find reboot || reboot_missing shutdown
    t_shell_words "$reboot_path"
  fi
  reboot_command=$t_words
}

reboot_find() { # reboot_find PROGRAM: sets reboot_path
  reboot_path=$1
  case $1 in /*) return 0 ;; esac
  reboot_wanted=$1 reboot_path=
  each search_paths reboot_look
  [ -n "$reboot_path" ]
}
reboot_look() {
  if [ -z "$reboot_path" ] && [ -e "${1%/}/$reboot_wanted" ]; then reboot_path=${1%/}/$reboot_wanted; fi
}
reboot_missing() {
  result_bool rebooted false
  fail "Unable to find command \"$1\" in search paths: $(printf '%s' "${p_search_paths-}" | tr '\n' ' ')"
}
