# shellcheck shell=sh
# module: npm  also=community.general.npm
# summary: install and remove node.js packages, with npm
# check: full   diff: none   needs: awk   uses: reverse
# example: npm: {path: /srv/app, ci: true}
# option: name            str                       the package; without it, what package.json in path says
# option: path            path                      the directory with node_modules and package.json
# option: version         str                       the wanted version
# option: global          bool  default=false       install for all, not in path
# option: executable      path                      npm itself, with words before its command if needed
# option: state           enum  present|absent|latest  default=present  the wanted state
# option: ci              bool  default=false       install exactly what package-lock.json says; always counts as changed
# option: production      bool  default=false       without the packages that only development needs
# option: registry        str                       the URL of the registry to install from
# option: ignore_scripts  bool  default=false       do not run the packages' scripts
# option: unsafe_perm     bool  default=false       run these scripts as root
# option: no_optional     bool  default=false       do not install optional packages
# option: no_bin_links    bool  default=false       do not make links to programs
# option: force           bool  default=false       fetch packages again, and ignore conflicts

npm_run() {
  [ "$p_state" != absent ] || [ "${p_name-}" ] || fail 'state=absent needs name'
  [ "${p_path-}" ] || [ "$p_global" = true ] || fail 'path must be specified when not using global'
  split_program "${p_executable:-npm}"
  npm_command=$program_command npm_words=$program_words
  npm_what=${p_name-}
  if [ "${p_version-}" ] && [ "$p_state" != absent ]; then npm_what=$npm_what@$p_version; fi
  npm_place
  if [ "$p_ci" = true ]; then
    changed
    npm_change ci
    return
  fi
  npm_list
  case $p_state in
    absent)
      npm_has "$p_name" || return 0
      changed
      npm_change uninstall
      ;;
    *)
      npm_wrong=false npm_older=false
      if npm_missing; then npm_wrong=true; fi
      if [ "$p_state" = latest ] && npm_outdated; then npm_older=true; fi
      [ "$npm_wrong$npm_older" != falsefalse ] || return 0
      changed
      [ "$npm_wrong" = false ] || npm_change install
      [ "$npm_older" = false ] || npm_change update
      ;;
  esac
}

npm_place() {
  npm_away=false npm_dir=.
  [ "${p_path-}" ] || return 0
  if [ ! -e "$p_path" ]; then
    if checking; then
      npm_away=true
      return
    fi
    make_directory "$p_path"
  fi
  [ -d "$p_path" ] || fail "path $p_path is not a directory"
  clean_path "$p_path"
  npm_dir=$c_path
}

npm_flag() { if [ "$1" = true ]; then printf '%s\n' "$2" >>"$t_tmp.words"; fi; }
npm_call() { # npm_call COMMAND WITH [WORD…]: with the package if WITH is true
  set -f
  # shellcheck disable=SC2086 # words of a command
  printf '%s\n' $npm_words "$1" >"$t_tmp.words"
  set +f
  npm_with=$2
  npm_verb=$1
  shift 2
  for npm_line; do printf '%s\n' "$npm_line" >>"$t_tmp.words"; done
  npm_flag "$p_global" --global
  case $npm_verb in install | update | ci) npm_flag "$p_production" --production ;; esac
  npm_flag "$p_ignore_scripts" --ignore-scripts
  npm_flag "$p_unsafe_perm" --unsafe-perm
  if [ "$npm_with" = true ] && [ "$npm_what" ]; then printf '%s\n' "$npm_what" >>"$t_tmp.words"; fi
  [ -z "${p_registry-}" ] || printf '%s\n' --registry "$p_registry" >>"$t_tmp.words"
  npm_flag "$p_no_optional" --no-optional
  npm_flag "$p_no_bin_links" --no-bin-links
  npm_flag "$p_force" --force
  set --
  while IFS= read -r npm_line; do [ -z "$npm_line" ] || set -- "$@" "$npm_line"; done <"$t_tmp.words"
  # shellcheck disable=SC2016 # for the inner shell
  run env LANGUAGE=C LC_ALL=C /bin/sh -c 'cd -- "$0" && exec "$@"' "$npm_dir" "$npm_command" "$@"
}

# ---- what is installed ---------------------------------------------------------------------------------------------------------------

# Writes the packages at the top to have, as `NAME VERSION` or `NAME missing`. npm prints JSON with an indent of two.
# shellcheck disable=SC2016
npm_awk='
function text(s) { sub(/^[^"]*"/, "", s); sub(/"[,]?[ \t\r]*$/, "", s); gsub(/\\\//, "/", s); return s }
NR == 1 && !/^\{/ { bad = 1 }
/^  "dependencies": \{/ { inside = 1; print "dependencies" >any; next }
/^  [}"]/ { inside = 0 }
!inside { next }
/^    "/ { done(); name = $0; sub(/": \{.*/, "", name); name = text(name); version = ""; missing = 0; next }
/^      "version": "/ { version = $0; sub(/^      "version": /, "", version); version = text(version) }
/^      "(missing|invalid)": / && !/: (false|null|""),?[ \t\r]*$/ { missing = 1 }
/^    \}/ { done() }
function done() { if (name != "") print name "\t" (missing ? "missing" : "is") "\t" version; name = "" }
END { done(); exit bad }'
npm_list() { npm_read || fail "Failed to parse NPM output: $run_stdout"; }
npm_read() {
  : >"$t_tmp.have"
  : >"$t_tmp.any"
  [ "$npm_away" = false ] || return 0
  npm_call list false --json --long || :
  [ -z "$run_stdout" ] || awk -v any="$t_tmp.any" "$npm_awk" "$t_work/stdout" >"$t_tmp.have"
}
npm_versions() { awk -F'\t' '$2 == "is" { print $1, $3 }' "$t_tmp.have" >"$t_tmp.$1"; } # npm_versions FILE
npm_has() {                                                                             # npm_has NAME or NAME@VERSION
  printf '%s\n' "$1" >"$t_tmp.name"
  awk -F'\t' 'FILENAME == ARGV[1] { want = $0; next } $2 == "is" && ($1 == want || ($3 != "" && $1 "@" $3 == want)) { found = 1 } END { exit !found }' "$t_tmp.name" "$t_tmp.have"
}
npm_missing() {
  [ -s "$t_tmp.any" ] || return 0
  if awk -F'\t' '$2 == "missing" { found = 1 } END { exit !found }' "$t_tmp.have"; then return; fi
  [ "$npm_what" ] || return 1
  ! npm_has "$npm_what"
}
npm_outdated() {
  [ "$npm_away" = false ] || return 1
  npm_call outdated true || :
  [ "$run_stdout" ]
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

npm_change() {
  ! checking || return 0
  did
  npm_keep_before
  note_packages_begin npm
  npm_call "$1" true || {
    result_int rc "$run_status"
    result_file stdout "$t_work/stdout"
    result_file stderr "$t_work/stderr"
    fail "npm $1 failed: ${run_stderr:-$run_stdout}"
  }
  npm_keep_after
  note_packages_end
}

# Undo removes what is new at the top; then it restores the files that list the packages.
npm_keep_before() {
  keeping || return 0
  npm_new=false
  if [ "$p_global" = false ]; then
    keep "$npm_dir/package.json"
    keep "$npm_dir/package-lock.json"
    [ -e "$npm_dir/node_modules" ] || npm_new=true
  fi
  [ -e "$t_tmp.have" ] || npm_read || : # with ci, nobody has asked yet
  npm_versions before
}
npm_keep_after() {
  keeping || return 0
  npm_read || :
  npm_versions after
  if packages_differ; then npm_top=true; else npm_top=false; fi
  if [ "$npm_top$npm_new" = falsefalse ]; then
    note packages "npm: what is below those at the top"
    return
  fi
  # shellcheck disable=SC2016 # for the inner shell
  npm_script='"$0" '"$npm_words"' uninstall --global "$@"'
  if [ "$p_global" = false ]; then
    t_shell_words "$npm_dir"
    npm_script="cd -- $t_words || exit; \"\$0\" $npm_words uninstall \"\$@\""
    [ "$npm_new" = false ] || npm_script="$npm_script; rm -rf node_modules"
  fi
  if [ "$npm_top" = true ]; then
    keep_installed "$t_tmp.was" "$t_tmp.is" "$npm_script" "$npm_command"
  else
    keep_reverse "packages in $npm_dir" "cd -- $t_words && rm -rf node_modules" rm
  fi
}
