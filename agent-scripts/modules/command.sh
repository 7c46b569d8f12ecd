# shellcheck shell=sh
# module: command
# summary: run a command, without a shell
# check: partial   diff: none
# free-form: cmd
# example: command: {cmd: sysctl -n net.core.somaxconn}
# option: cmd                str                   the command line, split into words as a shell does; $NAME and ~ are expanded
# option: argv               list/str              the words of the command, in place of cmd
# option: chdir              path                  the directory to run it in
# option: executable         path                  no effect; for the module shell
# option: expand_argument_vars  bool  default=true   whether ~ and $NAME of the environment are expanded
# option-set: command
# one-of: cmd argv
# exclusive: cmd argv
# result: rc      exit status
# result: cmd     the command that ran
# result: stdout  standard output
# result: stderr  standard error
# result: start   when it started
# result: end     when it ended
# result: delta   how long it took

command_run() {
  [ -z "${p_executable-}" ] || warn "'executable' has no effect on module command"
  if [ "${p_cmd+given}" ]; then
    split_words "$p_cmd" || fail "a quote is not closed in the command: $p_cmd"
    command_words w_ "$w_n"
  else
    command_words p_argv_ "$p_argv_n"
  fi
}

# command_words PREFIX COUNT: expands the words in the variables PREFIX1 … and runs them.
command_words() {
  [ "$2" -gt 0 ] || { result_int rc 256 && fail 'no command given'; }
  command_json=
  command_prefix=$1
  command_n=$2
  command_i=0
  set --
  while [ "$command_i" -lt "$command_n" ]; do
    command_i=$((command_i + 1))
    eval "command_word=\$$command_prefix$command_i"
    json_string "$command_word"
    command_json="$command_json${command_json:+, }$j_text"
    case $p_expand_argument_vars:$command_word in
      'true:~'* | true:*\$*)
        expand "$command_word"
        command_word=$x_text
        ;;
    esac
    set -- "$@" "$command_word"
  done
  result_json cmd "[$command_json]"
  run_task "$@"
}
