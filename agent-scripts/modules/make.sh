# shellcheck shell=sh
# module: make  also=community.general.make
# summary: run targets of a Makefile
# check: full   diff: none
# example: make: {chdir: /usr/local/src/tool, target: install}
# option: chdir    path  required             directory to run in
# option: target   str                        the target; default: the first one in the Makefile
# option: targets  list/str                   several targets
# option: params   dict                       variables for make
# option: file     path                       path of the Makefile, if it has another name
# option: make     path                       the program to use; default gmake or make
# option: jobs     int                        number of parallel jobs
# exclusive: target targets
# result: command  the command that ran
# result: stdout  standard output
# result: stderr  standard error

make_run() {
  [ -d "$p_chdir" ] || fail "there is no directory $p_chdir on the host"
  make_cmd=${p_make-}
  if [ -z "$make_cmd" ]; then
    if have gmake; then make_cmd=gmake; elif have make; then make_cmd="make"; else fail 'the host has no make'; fi
  fi
  have "$make_cmd" || fail "the host has no $make_cmd"
  cd -- "$p_chdir" || fail "cannot go to $p_chdir"
  set --
  [ -z "${p_jobs+given}" ] || set -- "$@" -j "$p_jobs"
  [ -z "${p_file+given}" ] || set -- "$@" -f "$p_file"
  [ -z "${p_target-}" ] || set -- "$@" "$p_target"
  values_of p_targets_ "${p_targets_n:-0}"
  eval "set -- \"\$@\" $values"
  make_i=0
  while [ "$make_i" -lt "${p_params_n:-0}" ]; do
    make_i=$((make_i + 1))
    eval "set -- \"\$@\" \"\$p_params_${make_i}_key=\$p_params_$make_i\""
  done
  t_shell_words "$make_cmd" "$@"
  result command "$t_words"
  [ -z "${p_target+given}" ] || result target "$p_target"
  [ -z "${p_file+given}" ] || result file "$p_file"
  result chdir "$p_chdir"
  # exit status of make -q: 0 nothing to do, 1 something to do, 2 unknown
  run "$make_cmd" -q "$@"
  case $run_status in
    0)
      make_output
      return
      ;;
    1) changed ;;
    *) ! checking || {
      make_output
      changed
      fail "make can't say what it would do: ${run_stderr:-$run_stdout}"
    } ;;
  esac
  if checking; then
    make_output
    return
  fi
  note command make
  did
  run_to "$t_tmp.out" "$make_cmd" "$@"
  make_status=$run_status
  [ "$make_status" -ne 0 ] || changed
  result_file stdout "$t_tmp.out"
  result stderr "$run_stderr"
  [ "$make_status" -eq 0 ] || {
    result_int rc "$make_status"
    fail "make ${p_target-} failed in $p_chdir (exit status $make_status): ${run_stderr:-$(tail -n 20 "$t_tmp.out")}"
  }
}
make_output() {
  result stdout "$run_stdout"
  result stderr "$run_stderr"
}
