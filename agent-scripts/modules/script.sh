# shellcheck shell=sh
# module: script
# summary: run a script of the controller on the host
# check: partial   diff: none
# free-form: cmd
# example: script: {cmd: tools/inspect.sh --all}
# option: cmd         str   required   path of the script on the controller, and its arguments
# option: chdir       path             where to run it
# option: creates     path             a file or pattern; when it exists, the script is not run
# option: removes     path             a file or pattern; when it does not exist, the script is not run
# option: executable  path             the program to run it with; without one its first line decides
# option: decrypt     bool  default=true   open vault files on the controller
# option: _text       str       hidden   the script, when it is a short text
# option: _staged     path      hidden   the script on the host, otherwise
# option: _args       list/str  hidden   its arguments
# result: rc      its exit status
# result: stdout  what it printed
# result: stderr  what it printed on standard error

script_run() {
  script_file=${p__staged-$t_tmp.script}
  if ! checking; then
    if [ "${p__text+given}" ]; then printf '%s' "$p__text" >"$script_file" || fail "cannot write $script_file"; fi
    chmod 700 "$script_file" || fail "cannot make $script_file executable"
  fi
  script_i=${p__args_n:-0}
  set --
  while [ "$script_i" -gt 0 ]; do
    eval "set -- \"\$p__args_$script_i\" \"\$@\""
    script_i=$((script_i - 1))
  done
  if [ "${p_executable-}" ]; then
    split_words "$p_executable" || fail "a quote is not closed in executable: $p_executable"
    set -- "$script_file" "$@"
    while [ "$w_n" -gt 0 ]; do
      eval "set -- \"\$w_$w_n\" \"\$@\""
      w_n=$((w_n - 1))
    done
    run_task "$@"
  fi
  run_task "$script_file" "$@"
}
