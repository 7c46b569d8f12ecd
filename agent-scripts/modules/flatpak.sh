# shellcheck shell=sh
# module: flatpak  also=community.general.flatpak
# summary: install, update and remove applications, with flatpak
# check: partial   diff: none   needs: awk   uses: reverse
# example: flatpak: {name: org.gnome.gedit, state: present}
# option: name             list/str  required                  applications: their IDs, or URLs of flatpakref files
# option: state            enum  absent|present|latest  default=present  the wanted state; in check mode, latest counts as changed
# option: method           enum  system|user  default=system   for all users, or for this one
# option: remote           str   default=flathub               the repository
# option: no_dependencies  bool  default=false                 without what they need
# option: executable       path  default=flatpak               the program to use
# result: command  the last command
# result: rc       its exit status
# result: stdout   what it printed
# result: stderr   its errors

flatpak_run() {
  task_has "$p_executable" || fail "Executable '$p_executable' was not found on the system."
  flatpak_path=$(t_environment && command -v -- "$p_executable")
  each name flatpak_named
  flatpak_do list "--$p_method"
  cp -- "$t_work/stdout" "$t_tmp.list"
  : >"$t_tmp.has"
  : >"$t_tmp.lacks"
  each name flatpak_sort
  if [ "$p_state" = absent ]; then
    [ ! -s "$t_tmp.has" ] || flatpak_remove
  else
    if [ "$p_state" = latest ] && [ -s "$t_tmp.has" ]; then flatpak_update; fi
    [ ! -s "$t_tmp.lacks" ] || flatpak_install
  fi
  flatpak_results
}
flatpak_named() { case $1 in '' | -* | *[[:space:]]*) fail "no name of an application: $1" ;; esac }

# flatpak_do WORD…: fails the call if the command does.
flatpak_do() {
  flatpak_command="$flatpak_path $*"
  run env LANGUAGE=C LC_ALL=C "$p_executable" "$@" || {
    flatpak_end
    flatpak_results
    fail "${run_stderr:-$run_stdout}"
  }
}
flatpak_change() { # flatpak_change WORD…: not in check mode
  if checking; then
    flatpak_command="$flatpak_path $*"
    run_status=0
    return
  fi
  flatpak_begin
  flatpak_do "$@"
}
flatpak_results() {
  result command "$flatpak_command"
  result_int rc "$run_status"
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
}

# flatpak_find_id NAME: sets flatpak_id to the ID in a name such as app/org.gnome.gedit/x86_64/stable, or the name of the file that a URL leads to.
flatpak_find_id() {
  flatpak_id=$(printf '%s\n' "$1" | awk '
    /^https?:\/\// { sub(/^https?:\/\/[^\/]*/, ""); sub(/[?#].*/, ""); sub(/.*\//, ""); if (!sub(/\.[^.]*$/, "")) $0 = ""; print; exit }
    {
      n = split($0, part, "/")
      for (i = 1; i <= n; i++) if (part[i] ~ /^[^A-Z.]*[a-z][^A-Z.]*(\.[A-Za-z0-9]+)+$/) { print part[i]; exit }
      print
    }')
}
flatpak_sort() {
  flatpak_find_id "$1"
  if T_ID=$flatpak_id awk 'BEGIN { id = tolower(ENVIRON["T_ID"]); if (id == "") exit 0 } index(tolower($0), id) { found = 1 } END { exit !(found || id == "") }' "$t_tmp.list"; then
    printf '%s\n' "$1" >>"$t_tmp.has"
  else
    printf '%s\n' "$1" >>"$t_tmp.lacks"
  fi
}
# Writes ids: what flatpak calls the applications in has.
flatpak_match() {
  flatpak_columns=true
  run env LANGUAGE=C LC_ALL=C "$p_executable" list "--$p_method" --app --columns=application || {
    case $run_stderr in *'Unknown option --columns=application'*) flatpak_columns=false ;; *) fail "${run_stderr:-$run_stdout}" ;; esac
    flatpak_do list "--$p_method" --app # before 1.2
  }
  cp -- "$t_work/stdout" "$t_tmp.apps"
  : >"$t_tmp.ids"
  while IFS= read -r flatpak_name <&4; do # names from the task
    flatpak_find_id "$flatpak_name"
    T_ID=$flatpak_id awk -v exact="$flatpak_columns" 'BEGIN { id = tolower(ENVIRON["T_ID"]) }
      exact == "true" ? tolower($0) == id : index(tolower($0), id) { print $1; found = 1; exit } END { exit !found }' "$t_tmp.apps" >>"$t_tmp.ids" ||
      fail "cannot find which installed application $flatpak_id is; use its ID"
  done 4<"$t_tmp.has"
}
flatpak_words() { # sets flatpak_yes to the option that asks nothing
  flatpak_do --version
  flatpak_yes=--noninteractive
  case $(printf '%s\n' "$run_stdout" | awk '{ split($2, v, "."); if (v[1] < 1 || v[1] == 1 && (v[2] < 1 || v[2] == 1 && v[3] + 0 < 3)) print "old" }') in old) flatpak_yes=-y ;; esac
}

flatpak_install() {
  flatpak_words
  set -- install "--$p_method" "$flatpak_yes"
  [ "$p_no_dependencies" = false ] || set -- "$@" --no-deps
  grep -E '^https?://' "$t_tmp.lacks" >"$t_tmp.urls"
  grep -Ev '^https?://' "$t_tmp.lacks" >"$t_tmp.plain"
  [ ! -s "$t_tmp.urls" ] || with_lines "$t_tmp.urls" flatpak_change "$@"
  [ ! -s "$t_tmp.plain" ] || with_lines "$t_tmp.plain" flatpak_change "$@" "$p_remote"
  changed
  flatpak_end
}
flatpak_update() {
  flatpak_match
  flatpak_words
  set -- update "--$p_method" "$flatpak_yes"
  [ "$p_no_dependencies" = false ] || set -- "$@" --no-deps
  with_lines "$t_tmp.ids" flatpak_change "$@"
  if checking; then
    changed
    return
  fi
  case $run_stdout in *'Nothing to do.'*) ;; *) changed ;; esac
  flatpak_end
}
flatpak_remove() {
  flatpak_match
  flatpak_words
  with_lines "$t_tmp.ids" flatpak_change uninstall "$flatpak_yes" "--$p_method"
  changed
  flatpak_end
}

# ---- undo ----------------------------------------------------------------------------------------------------------------------------

flatpak_begun=false
flatpak_begin() {
  did
  keeping && [ "$flatpak_begun" = false ] || return 0
  flatpak_begun=true
  note_packages_begin "$p_executable"
  flatpak_refs before
}
flatpak_refs() { # REF COMMIT of all that is installed
  (t_environment && LC_ALL=C exec "$p_executable" list "--$p_method" --columns=ref,active) >"$t_tmp.refs" 2>/dev/null 3>&- 9>&- || :
  awk 'NF == 2' "$t_tmp.refs" >"$t_tmp.$1"
}
flatpak_end() {
  [ "$flatpak_begun" = true ] || return 0
  flatpak_begun=false
  cp -- "$t_work/stdout" "$t_tmp.out"
  flatpak_refs after
  # shellcheck disable=SC2016 # for the inner shell
  if packages_differ; then
    keep_installed "$t_tmp.was" "$t_tmp.is" 'for p; do
        shift
        if "$0" info "--'"$p_method"'" "$p" >/dev/null 2>&1; then set -- "$@" "$p"; fi
      done
      [ $# -gt 0 ] || exit 0
      exec "$0" uninstall "--'"$p_method"'" '"$flatpak_yes"' "$@"' "$p_executable"
  elif [ ! -s "$t_tmp.before" ] && [ ! -s "$t_tmp.after" ]; then
    note packages "by $p_executable, in the task's results"
  fi
  note_packages_end
}
