# shellcheck shell=sh
# module: run_module
# summary: run a module that the user wrote or installed
# check: partial   diff: none
# runs: internal
# option: name         str       required  its name
# option: hash         str       required  of the file with the module, by which the session keeps it
# option: staged       path                that file, when it was just sent
# option: takes        enum  stdin|json_file|text_file|nothing  required  how it takes its arguments
# option: args         str       default=""  its arguments
# option: python       bool      default=false  it is run by the host's Python 3
# option: interpreter  list/str            what runs it otherwise; none: it is a program
# option: words        list/str            what comes behind the file's name
# result: _upload  the file has to be sent first
# result: _out     what it printed
# result: _file    where what it printed is, when it is long
# result: _err     its standard error
# result: _rc      its exit status

run_module_run() {
  run_module_file=$t_work/module.$p_hash
  if [ "${p_staged+given}" ]; then
    mv -f -- "$p_staged" "$run_module_file" || fail "cannot save the module $p_name on the host"
  fi
  if [ ! -e "$run_module_file" ]; then
    result_bool _upload true
    done_with
  fi
  values_of p_interpreter_ "${p_interpreter_n:-0}"
  eval "set -- $values"
  if [ "$p_python" = true ]; then
    [ $# -gt 0 ] || { run_module_python && set -- "$run_module_found"; } ||
      fail "the host has no Python 3, which module '$p_name' is written in: install it (package python3), or set ansible_python_interpreter"
  fi
  if [ $# -eq 0 ]; then
    chmod 700 "$run_module_file" || fail "cannot make module '$p_name' executable"
  else
    task_has "$1" || fail "the host has no $1, which runs module '$p_name'"
  fi
  set -- "$@" "$run_module_file"
  values_of p_words_ "${p_words_n:-0}"
  eval "set -- \"\$@\" $values"
  run_module_args
  if ! checking; then # what it changed is unknown until its output was read
    changed
    note module "$p_name"
    did
  fi
  user_locale
  run_module_status=0
  case $p_takes in
    stdin) printf '%s' "$run_module_text" | (t_exec "$@") ;;
    nothing) (t_exec "$@") ;;
    *)
      printf '%s' "$run_module_text" >"$t_tmp.args" || fail "cannot write the arguments of module '$p_name'"
      (t_exec "$@" "$t_tmp.args")
      ;;
  esac >"$t_tmp.out" 2>"$t_tmp.err" || run_module_status=$?
  run_module_answer
}

# Finds Python 3. Prefers that of the system, since it has the system's libraries.
run_module_python() {
  for run_module_found in /usr/bin/python3 python3 /usr/local/bin/python3 /usr/libexec/platform-python python3.14 python3.13 python3.12 python3.11 python3.10 \
    python3.9 python3.8 python3.7 python3.6; do
    task_has "$run_module_found" && return
  done
  return 1
}

# The controller does not know the session's directory.
run_module_args() {
  run_module_text=$p_args
  json_string "$t_work"
  case $p_takes in
    stdin) run_module_text="{\"ANSIBLE_MODULE_ARGS\":{\"_ansible_tmpdir\":$j_text,${p_args#?}}" ;;
    json_file) run_module_text="{\"_ansible_tmpdir\":$j_text,${p_args#?}" ;;
    text_file)
      t_shell_words "_ansible_tmpdir=$t_work"
      run_module_text="$p_args $t_words "
      ;;
  esac
}

run_module_answer() {
  result_int _rc "$run_module_status"
  result_file _err "$t_tmp.err"
  run_module_size=$(wc -c <"$t_tmp.out") || fail "the output of module '$p_name' is gone"
  if [ $((run_module_size)) -le 1000000 ]; then
    result_file _out "$t_tmp.out"
  else
    mv -f -- "$t_tmp.out" "$t_work/module.out" || fail "the output of module '$p_name' is gone"
    result _file "$t_work/module.out"
  fi
  done_with
}
