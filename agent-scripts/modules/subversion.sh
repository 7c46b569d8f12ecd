# shellcheck shell=sh
# module: subversion
# summary: check out or export a revision of a Subversion repository
# check: full   diff: none   needs: awk
# example: subversion: {repo: "https://svn.example.net/app/trunk", dest: /srv/app, revision: "4711"}
# option: repo            str   required  aliases=name,repository  URL of the repository
# option: dest            path                                     the directory; required unless checkout, update and export are false
# option: revision        str   default=HEAD  aliases=rev,version  a revision
# option: force           bool  default=false                      discard local changes
# option: username        str                                      user name for the repository
# option: password        str   secret                             password for the repository
# option: executable      path                                     the svn program
# option: export          bool  default=false                      write the files only, not a working copy
# option: checkout        bool  default=true                       check out if dest does not exist
# option: update          bool  default=true                       update if dest exists
# option: switch          bool  default=true                       make the working copy one of repo first
# option: in_place        bool  default=false                      check out over a directory that exists
# option: validate_certs  bool  default=false                      if false, trust the certificate of any server
# result: before  revision and URL before; null for a new working copy
# result: after   revision and URL now; if nothing was to be done but to ask, the newest revision

subversion_run() {
  subversion_start
  if [ "$p_export$p_update$p_checkout" = falsefalsefalse ]; then
    subversion_svn info "$p_repo"
    subversion_revision 'Unable to get remote revision'
    result after "$subversion_at"
  elif [ "$p_export" = true ] || { [ ! -e "$p_dest" ] && [ ! -h "$p_dest" ]; }; then
    subversion_create
  elif subversion_try info "$p_dest"; then
    subversion_update
  elif [ "$p_in_place" = true ]; then
    subversion_over
  else
    fail "ERROR: $p_dest folder already exists, but its not a subversion repository."
  fi
}

subversion_start() {
  subversion_program=${p_executable:-svn}
  task_has "$subversion_program" || fail 'Failed to find required executable "svn": install the package subversion'
  if [ -z "${p_dest-}" ] && [ "$p_checkout$p_update$p_export" != falsefalsefalse ]; then
    fail 'the destination directory must be specified unless checkout=no, update=no, and export=no'
  fi
  for subversion_word in "$p_repo" "$p_revision" "${p_username-}"; do
    case $subversion_word in -*) fail "this can't begin with a dash: $subversion_word" ;; esac
  done
  [ -z "${p_dest-}" ] || { clean_path "$p_dest" && p_dest=$c_path; }
  subversion_stdin=/dev/null
  [ -n "${p_password-}" ] || return 0
  run "$subversion_program" --version --quiet
  case $run_stdout in
    0.* | 1.[0-9].*) fail "svn $run_stdout takes a password only as an argument, which everybody on the host can see: it needs version 1.10" ;;
  esac
  subversion_stdin=$t_tmp.password
  printf '%s' "$p_password" >"$subversion_stdin"
}

subversion_create() {
  if checking; then
    changed
    done_with
  fi
  if [ "$p_export$p_checkout" = falsefalse ]; then done_with; fi
  changed
  if [ "$p_export" = true ]; then
    note svn "$p_dest: $p_repo was exported there"
    set -- export
    [ "$p_force" = false ] || set -- export --force
    subversion_svn "$@" -r "$p_revision" "$p_repo" "$p_dest"
    did
    done_with
  fi
  note svn "$p_dest: $p_repo was checked out there"
  subversion_svn checkout -r "$p_revision" "$p_repo" "$p_dest"
  did
  result_null before
  subversion_state
}

subversion_update() {
  [ "$p_update" = true ] || done_with
  if checking; then subversion_foresee; fi
  subversion_svn info "$p_dest"
  subversion_revision 'Unable to get revision'
  subversion_was=$subversion_at subversion_was_url=$subversion_url
  subversion_modified
  subversion_files=false
  note svn "$p_dest: it was at $subversion_was, ${subversion_url#URL: }"
  if [ "$p_switch" = true ]; then
    subversion_svn switch --revision "$p_revision" "$p_repo" "$p_dest"
    did
    subversion_touched
  fi
  if [ "$subversion_local" = true ]; then
    [ "$p_force" = true ] || fail 'ERROR: modified files exist in the repository.'
    subversion_svn revert -R "$p_dest"
    did
  fi
  subversion_svn update -r "$p_revision" "$p_dest"
  subversion_touched
  did
  [ "$subversion_files$subversion_local" = falsefalse ] || changed
  result "before/[]" "$subversion_was"
  result "before/[]" "$subversion_was_url"
  subversion_state
}

# A working copy over a directory that was something else.
subversion_over() {
  changed
  if checking; then done_with; fi
  note svn "$p_dest: $p_repo was checked out over it"
  subversion_svn checkout --force -r "$p_revision" "$p_repo" "$p_dest"
  did
  subversion_modified
  if [ "$subversion_local$p_force" = truetrue ]; then subversion_svn revert -R "$p_dest"; fi
  result_null before
  subversion_state
}

# In check mode, only whether the revision is newer counts.
subversion_foresee() {
  subversion_modified
  [ "$subversion_local$p_force" != truefalse ] || fail 'ERROR: modified files exist in the repository.'
  subversion_svn info "$p_dest"
  subversion_revision 'Unable to get revision'
  subversion_was=$subversion_at
  subversion_svn info -r "$p_revision" "$p_dest"
  subversion_revision 'Unable to get revision'
  result before "$subversion_was"
  result after "$subversion_at"
  case ${subversion_was#*: }${subversion_at#*: } in '' | *[!0-9]*) fail "svn tells no revision of $p_dest" ;; esac
  if [ "${subversion_was#*: }" -lt "${subversion_at#*: }" ]; then changed; fi
  done_with
}

# ---- svn -------------------------------------------------------------------------------------------------------------------------------

# Sets t_words to the command. The password is not in it.
subversion_words() {
  # shellcheck disable=SC2016
  subversion_path=$(t_exec sh -c 'command -v -- "$1"' sh "$subversion_program") || subversion_path=$subversion_program
  subversion_with t_shell_words "$subversion_path" "$@"
}
subversion_try() { subversion_with subversion_start_svn "$subversion_program" "$@"; } # subversion_try WORD…: like run
# shellcheck disable=SC2016
subversion_start_svn() {
  case $* in
    *[!\ -~]*) set -- env LC_ALL= LC_CTYPE=C.UTF-8 "$@" ;; # svn takes such names in a locale that has the characters
  esac
  run env LANG=C LC_MESSAGES=C LANGUAGE=C sh -c 'input=$1 && shift && exec "$@" <"$input"' sh "$subversion_stdin" "$@"
}
# subversion_with FUNCTION PROGRAM WORD…: calls the function with the program, the options for the connection, and the words
subversion_with() {
  subversion_for=$1 subversion_by=$2
  shift 2
  [ -z "${p_password-}" ] || set -- --password-from-stdin "$@"
  [ -z "${p_username-}" ] || set -- --username "$p_username" "$@"
  [ "$p_validate_certs" = true ] || set -- --trust-server-cert "$@"
  "$subversion_for" "$subversion_by" --non-interactive --no-auth-cache "$@"
}
subversion_svn() {
  subversion_try "$@" && return
  subversion_words "$@"
  result cmd "$t_words"
  result_int rc "$run_status"
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
  fail "${run_stderr:-svn failed}"
}

subversion_revision() { # subversion_revision ELSE: sets subversion_at and subversion_url from what svn info told
  subversion_at=$(printf '%s\n' "$run_stdout" | awk '/^[A-Za-z]+ ?: +[0-9]+$/ { print; exit }')
  subversion_at=${subversion_at:-$1}
  subversion_url=$(printf '%s\n' "$run_stdout" | awk '/^URL ?:/ { print; exit }')
  subversion_url=${subversion_url:-Unable to get URL}
}
subversion_state() {
  subversion_svn info "$p_dest"
  subversion_revision 'Unable to get revision'
  result "after/[]" "$subversion_at"
  result "after/[]" "$subversion_url"
}

# Sets subversion_local, whether files of the repository are changed here.
subversion_modified() {
  subversion_svn status --quiet --ignore-externals "$p_dest"
  subversion_local=false
  ! printf '%s\n' "$run_stdout" | grep -q '^[^?X]' || subversion_local=true
}

# Whether svn told of a file that it changed.
subversion_touched() { ! printf '%s\n' "$run_stdout" | grep -q '^[ABDUCGE][[:space:]]' || subversion_files=true; }
