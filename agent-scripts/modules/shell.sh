# shellcheck shell=sh
# module: shell
# summary: run a command line through a shell
# check: partial   diff: none
# free-form: cmd
# example: shell: {cmd: "ss -ltn | wc -l"}
# option: cmd                str   required        the command line
# option: chdir              path                  the directory to run it in
# option: executable         path                  the shell to use, in place of /bin/sh
# option-set: command
# result: rc      exit status
# result: cmd     the command line
# result: stdout  standard output
# result: stderr  standard error
# result: start   when it started
# result: end     when it ended
# result: delta   how long it took

shell_run() {
  case $p_cmd in
    *[!\ ]*) ;;
    *) result_int rc 256 && fail 'no command given' ;;
  esac
  result cmd "$p_cmd"
  # The kernel limits an argument to 128 KiB.
  if [ ${#p_cmd} -gt 100000 ]; then
    printf '%s\n' "$p_cmd" >"$t_tmp.sh" || fail "cannot write $t_tmp.sh"
    run_task "${p_executable:-/bin/sh}" "$t_tmp.sh"
  fi
  run_task "${p_executable:-/bin/sh}" -c "$p_cmd"
}
