# shellcheck shell=sh
# module: pip
# summary: install or remove packages of Python, by the host's own pip
# check: full   diff: none   needs: awk
# example: pip: {name: certbot, virtualenv: /opt/certbot, virtualenv_command: python3 -m venv}
# option: name                      list/str                                 packages, each with a version if wanted: NAME>=1,<2; or URLs
# option: version                   str                                      the version, if name is one package
# option: requirements              str                                      path of a file of requirements on the host
# option: state                     enum  present|absent|latest|forcereinstall  default=present  the wanted state
# option: virtualenv                path                                     directory of a virtual environment, which is made if it does not exist
# option: virtualenv_command        path  default=virtualenv                 the command that makes it
# option: virtualenv_python         str                                      the Python of the environment; not for venv
# option: virtualenv_site_packages  bool  default=false                      whether the environment sees the host's packages
# option: executable                path                                     the pip program
# option: extra_args                str                                      further options of pip
# option: editable                  bool  default=false                      install from a working copy
# option: chdir                     path                                     directory in which the commands run
# option: umask                     str                                      umask while files are created, in octal digits
# option: break_system_packages     bool  default=false                      change packages even if the system manages them
# one-of: name requirements
# exclusive: name requirements
# exclusive: executable virtualenv
# result: cmd  the command
# result: name  the packages
# result: state  as requested
# result: version  as requested
# result: requirements  as requested
# result: virtualenv  directory of the virtual environment
# result: stdout  output of the commands
# result: stderr  error output of the commands

pip_run() {
  case ${p_umask-0} in '' | *[!0-7]*) fail 'umask must be an octal integer' ;; esac
  [ -z "${p_umask+given}" ] || umask "$p_umask"
  [ "$p_state/${p_version+given}" != latest/given ] || fail 'version is incompatible with state=latest'
  pip_dir=${p_chdir:-${TMPDIR:-/tmp}} pip_env=${p_virtualenv-} pip_made=false pip_out='' pip_err=''
  case $pip_env in '' | /*) ;; *) pip_env=${p_chdir:+$p_chdir/}$pip_env ;; esac
  pip_packages
  if [ -n "$pip_env" ] && [ ! -e "$pip_env/bin/activate" ]; then pip_make_env; fi
  pip_find
  if checking; then pip_foresee; else pip_change; fi
}

# ---- packages --------------------------------------------------------------------------------------------------------------------------

# Writes packages, one line each. A text with commas arrives as a list: "a>1,<2" and "a[b,c]" are put together again.
pip_packages() {
  : >"$t_tmp.packages"
  [ "${p_name_n:-0}" -gt 0 ] || return 0
  case $p_name in *"$t_nl$t_nl"*) fail 'a package has no name' ;; esac
  printf '%s\n' "$p_name" | T_VERSION=${p_version-} awk '
    function done() { if (held != "") package[++n] = held; held = "" }
    {
      gsub(/^[ \t]+|[ \t]+$/, "")
      if ($0 == "") next
      if (held != "" && ((held ~ /\[/ && held !~ /\]/) || /^[<>=!~]/)) { held = held "," $0; next }
      done(); held = $0
    }
    END {
      done(); version = ENVIRON["T_VERSION"]; sub(/^[ \t]+/, "", version)
      if (version != "" && n > 1) { print "!\047version\047 argument is ambiguous when installing multiple package distributions. Please specify version restrictions next to each package in \047name\047 argument."; exit }
      if (version != "" && package[1] ~ /[<>=!~]/) { print "!The \047version\047 argument conflicts with any version specifier provided along with a package name. Please keep the version specifier, but remove the \047version\047 argument."; exit }
      if (version != "") package[1] = package[1] (version ~ /^[0-9]/ ? "==" : "") version
      for (i = 1; i <= n; i++) { if (package[i] !~ /[;@:\/]/) gsub(/[ \t]/, "", package[i]); print package[i] }
    }' >"$t_tmp.packages"
  IFS= read -r pip_line <"$t_tmp.packages" || return 0
  case $pip_line in '!'*) fail "${pip_line#!}" ;; esac
}

# ---- the programs ----------------------------------------------------------------------------------------------------------------------

# pip_in WORD…: runs a command in the directory; the programs of the environment come first, since what is built uses them.
pip_in() {
  # shellcheck disable=SC2016
  run env LC_ALL=C.UTF-8 sh -c '
    cd -- "$1" || exit
    [ -z "$2" ] || PATH=$2/bin:$PATH
    [ "$3" = false ] || export PIP_BREAK_SYSTEM_PACKAGES=1
    shift 3 && exec "$@"' sh "$pip_dir" "$pip_env" "$p_break_system_packages" "$@"
  pip_out=$pip_out$run_stdout${run_stdout:+$t_nl} pip_err=$pip_err$run_stderr${run_stderr:+$t_nl}
  return "$run_status"
}

pip_find() { # sets pip_program, and pip_module if it is a module of that Python
  pip_module=false
  pip_program=${p_executable-}
  [ -z "$pip_program" ] || {
    task_has "$pip_program" || fail "Unable to find any of $pip_program to use.  pip needs to be installed."
    return 0
  }
  if [ -n "$pip_env" ]; then
    for pip_program in "$pip_env/bin/pip3" "$pip_env/bin/pip"; do
      [ ! -x "$pip_program" ] || return 0
    done
    fail "Unable to find pip in the virtualenv, $pip_env, under any of these names: pip3, pip. Make sure pip is present in the virtualenv."
  fi
  pip_program=pip3
  if task_has python3 && run python3 -c 'import pip'; then
    pip_program=python3 pip_module=true
  elif ! task_has pip3; then
    fail 'Unable to find any of pip3 to use.  pip needs to be installed.'
  fi
}
pip_call() {
  [ "$pip_module" = false ] || set -- -m pip "$@"
  pip_in "$pip_program" "$@"
}

pip_failed() { fail "${pip_out:+stdout: $pip_out}${pip_err:+$t_nl:stderr: $pip_err}"; }

pip_make_env() {
  changed
  ! checking || done_with
  if ! split_words "$p_virtualenv_command" || [ "$w_n" -eq 0 ]; then fail "virtualenv_command is no command: $p_virtualenv_command"; fi
  set --
  pip_i=0 pip_venv=false
  while [ "$pip_i" -lt "$w_n" ]; do
    pip_i=$((pip_i + 1))
    eval "set -- \"\$@\" \"\$w_$pip_i\""
    eval "case \$w_$pip_i in venv | pyvenv* | */pyvenv*) pip_venv=true ;; esac"
  done
  task_has "$1" || fail "Failed to find required executable \"$1\""
  if [ "$p_virtualenv_site_packages" = true ]; then
    set -- "$@" --system-site-packages
  elif run "$1" --help && printf '%s\n' "$run_stdout" | grep -q -e '--no-site-packages'; then
    set -- "$@" --no-site-packages
  fi
  if [ "$pip_venv" = false ]; then
    set -- "$@" "-p${p_virtualenv_python:-python3}"
  else
    [ -z "${p_virtualenv_python-}" ] || fail 'virtualenv_python should not be used when using the venv module or pyvenv as virtualenv_command'
  fi
  note pip "the environment $pip_env was made"
  pip_in "$@" "$pip_env" || pip_failed
  did
  pip_made=true
}

# ---- what is there, and what is to be --------------------------------------------------------------------------------------------------

pip_list() { # pip_list FILE: old versions of pip can't list in that format
  pip_call list --format=freeze || pip_call freeze || pip_failed
  printf '%s\n' "$run_stdout" >"$1"
}

pip_foresee() {
  if [ -n "${p_extra_args-}${p_requirements-}" ] || [ "$p_editable" = true ] || [ "$p_state" = latest ] || [ "$p_state" = forcereinstall ]; then
    changed
    done_with
  fi
  pip_list "$t_tmp.there"
  ! awk -v state="$p_state" "$pip_awk" "$t_tmp.there" "$t_tmp.packages" || changed
  result stdout "$pip_out"
  result stderr "$pip_err"
}

# Exits with 0 if a package is not as wanted. Versions are compared number by number; what comes before a release, such as
# rc1, is lower.
# shellcheck disable=SC2016
pip_awk='
function canonical(name) { sub(/\[.*/, "", name); gsub(/[-_.]+/, "-", name); return tolower(name) }
function rank(text) { return text == "" ? 0 : text ~ /^[.-]?post/ ? 1 : text ~ /^[.-]?dev/ ? -4 : text ~ /^[.-]?a/ ? -3 : text ~ /^[.-]?b/ ? -2 : -1 }
function compare(a, b,   n, m, x, y, i, ra, rb, na, nb) {
  sub(/\+.*/, "", a); sub(/\+.*/, "", b)
  ra = a; sub(/^[0-9.]*[0-9]/, "", ra); rb = b; sub(/^[0-9.]*[0-9]/, "", rb)
  n = split(substr(a, 1, length(a) - length(ra)), x, "."); m = split(substr(b, 1, length(b) - length(rb)), y, ".")
  for (i = 1; i <= n || i <= m; i++) if (x[i] + 0 != y[i] + 0) return x[i] + 0 < y[i] + 0 ? -1 : 1
  if (rank(ra) != rank(rb)) return rank(ra) < rank(rb) ? -1 : 1
  na = ra; gsub(/[^0-9]/, "", na); nb = rb; gsub(/[^0-9]/, "", nb)
  return na + 0 == nb + 0 ? 0 : na + 0 < nb + 0 ? -1 : 1
}
function begins(version, with) { return index(version ".", with ".") == 1 }
function fits(version, op, want,   upper) {
  if (want ~ /\.\*$/) { sub(/\.\*$/, "", want); return op == "!=" ? !begins(version, want) : begins(version, want) }
  if (op == "===") return version == want
  if (op == "==") return !compare(version, want)
  if (op == "!=") return compare(version, want) != 0
  if (op == ">=") return compare(version, want) >= 0
  if (op == "<=") return compare(version, want) <= 0
  if (op == ">") return compare(version, want) > 0
  if (op == "<") return compare(version, want) < 0
  upper = want; sub(/\.[^.]*$/, "", upper)
  return compare(version, want) >= 0 && begins(version, upper)
}
FILENAME == ARGV[1] { p = index($0, "=="); if (p) version[canonical(substr($0, 1, p - 1))] = substr($0, p + 2); next }
{
  text = $0; sub(/;.*/, "", text); plain = text !~ /[@:\/]/
  name = text; sub(/[<>=!~].*/, "", name); there = plain && (canonical(name) in version)
  n = split(substr(text, length(name) + 1), part, ",")
  for (i = 1; i <= n && there; i++) {
    match(part[i], /^[<>=!~]+/)
    there = fits(version[canonical(name)], substr(part[i], 1, RLENGTH), substr(part[i], RLENGTH + 1))
  }
  if (state == "absent" ? there : !there) { differs = 1; exit }
}
END { exit !differs }'

pip_change() {
  case $p_state in
    present) set -- install ;;
    absent) set -- uninstall -y ;;
    latest) set -- install -U ;;
    forcereinstall) set -- install -U --force-reinstall ;;
  esac
  split_words "${p_extra_args-}" || fail "extra_args has an unclosed quote: $p_extra_args"
  pip_i=0 pip_editable=$p_editable
  while [ "$pip_i" -lt "$w_n" ]; do
    pip_i=$((pip_i + 1))
    eval "set -- \"\$@\" \"\$w_$pip_i\"; [ \"\$w_$pip_i\" != -e ] || pip_editable=false"
  done
  [ "$pip_editable" = false ] || set -- "$@" -e
  while IFS= read -r pip_line <&4; do # names from the task
    case $pip_line in -*) fail "not a package: $pip_line" ;; esac
    set -- "$@" "$pip_line"
  done 4<"$t_tmp.packages"
  [ -z "${p_requirements-}" ] || set -- "$@" -r "$p_requirements"
  pip_compares=false
  [ -z "${p_requirements-}" ] || pip_compares=true
  ! grep -qE '^(svn|git|hg|bzr)\+' "$t_tmp.packages" || pip_compares=true
  [ "$pip_compares" = false ] || pip_quietly "$t_tmp.before"
  note pip "$p_state: $(tr '\n' ' ' <"$t_tmp.packages")${p_requirements-}"
  pip_result "$@"
  if ! pip_call "$@"; then
    case $p_state:$run_status:$run_stdout$run_stderr in absent:1:*'not installed'*) ;; *) pip_failed ;; esac
  fi
  pip_said=$run_stdout
  if [ "$p_state" = absent ]; then
    case $pip_said in *'Successfully uninstalled'*) pip_made=true ;; esac
  elif [ "$pip_compares" = true ]; then
    pip_quietly "$t_tmp.after"
    cmp -s "$t_tmp.before" "$t_tmp.after" || pip_made=true
  else
    case $pip_said in *'Successfully installed'*) pip_made=true ;; esac
  fi
  if [ "$pip_made" = true ]; then
    changed
    did
  fi
  result stdout "$pip_out"
  result stderr "$pip_err"
}
pip_quietly() { # lists without adding to the output
  pip_saved_out=$pip_out pip_saved_err=$pip_err
  pip_list "$1"
  pip_out=$pip_saved_out pip_err=$pip_saved_err
}

pip_result() { # pip_result WORD…: of pip
  [ "$pip_module" = false ] || set -- -m pip "$@"
  result_json cmd '[]'
  for pip_word in "$pip_program" "$@"; do result 'cmd/[]' "$pip_word"; done
  if [ -n "${p_name_n-}" ]; then
    result_json name '[]'
    each name pip_result_name
  else
    result_null name
  fi
  result state "$p_state"
  if [ "${p_version+given}" ]; then result version "$p_version"; else result_null version; fi
  if [ "${p_requirements+given}" ]; then result requirements "$p_requirements"; else result_null requirements; fi
  if [ -n "$pip_env" ]; then result virtualenv "$pip_env"; else result_null virtualenv; fi
}
pip_result_name() { result 'name/[]' "$1"; }
