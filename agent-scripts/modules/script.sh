# shellcheck shell=sh
# module: script
# summary: run a script from the controller on the host
# check: partial   diff: none
# free-form: cmd
# example: script: {cmd: tools/inspect.sh --all}
# option: cmd         str   required   path of the script on the controller, and its arguments
# option: chdir       path             the directory to run it in
# option: creates     path             a file or pattern; when it exists, the script is not run
# option: removes     path             a file or pattern; when it does not exist, the script is not run
# option: executable  path             the program to run it with; default: as its first line says
# option: decrypt     bool  default=true   decrypt vault files on the controller
# option: _text       str       hidden   the script, when it is a short text
# option: _staged     path      hidden   the script on the host, otherwise
# option: _args       list/str  hidden   its arguments
# result: rc      exit status
# result: stdout  standard output
# result: stderr  standard error

script_run() {
  script_file=${p__staged-$t_tmp.script}
  if ! checking; then
    if [ "${p__text+given}" ]; then printf '%s' "$p__text" >"$script_file" || fail "cannot write $script_file"; fi
    chmod 700 "$script_file" || fail "cannot make $script_file executable"
  fi
  values_of p__args_ "${p__args_n:-0}"
  eval "set -- $values"
  if [ "${p_executable-}" ]; then
    split_words "$p_executable" || fail "a quote is not closed in executable: $p_executable"
    values_of w_ "$w_n"
    eval "set -- $values \"\$script_file\" \"\$@\""
    run_task "$@"
  fi
  run_task "$script_file" "$@"
}

# script_elsewhere SCRIPT ARG…: the script could not be started. If the work directory allows no programs (noexec), runs
# it from another place.
script_elsewhere() {
  [ "$t_status" -eq 126 ] && [ "$1" = "$script_file" ] && ! script_can "$t_work" || return 0
  script_tried=" ${t_work%/*}: noexec"
  if ! each_place script_try; then
    t_did=false
    result_int rc 126
    result stdout ''
    result stderr ''
    fail "the script was not run: none of these directories allows programs:$script_tried"
  fi
  shift
  t_status=0
  (t_exec "$script_there/script" "$@") >"$t_work/out" 2>"$t_work/err" || t_status=$?
  : >"$t_work/ended"
  rm -rf -- "$script_there"
}
# script_can DIR: true if programs in DIR can be started.
script_can() {
  printf '%s\n' '#!/bin/sh' >"$1/trial" && chmod 700 "$1/trial" && "$1/trial"
} 2>/dev/null
script_try() {
  case ";$script_tried" in *" $1: "*) return 1 ;; esac
  script_there=${1%/}/.hitless-$t_key-run
  script_why=noexec
  if script_why=$(exec mkdir -m 700 -- "$script_there" 2>&1); then
    script_why=noexec
    script_can "$script_there" && cp -- "$script_file" "$script_there/script" 2>/dev/null && chmod 700 "$script_there/script" && return
    rm -rf -- "$script_there"
  fi
  script_tried="$script_tried; $1: ${script_why##*: }"
  return 1
}
