# shellcheck shell=sh
# module: gem  also=community.general.gem
# summary: install and remove Ruby gems
# check: full   diff: none   needs: awk   uses: reverse
# example: gem: {name: bundler, version: 2.4.0, user_install: false}
# option: name                  str   required                the gem
# option: state                 enum  present|absent|latest  default=present  the wanted state
# option: version               str                           the wanted version
# option: gem_source            path                          a file to install it from
# option: repository            str   aliases=source          the URL of the repository to install it from
# option: include_dependencies  bool  default=true            install what it needs
# option: user_install          bool  default=true            install for the user only
# option: install_dir           path                          install into this directory; needs user_install=false
# option: bindir                path                          the directory for programs
# option: executable            path                          gem itself, with words before its command if needed
# option: norc                  bool  default=true            read no .gemrc
# option: env_shebang           bool  default=false           let programs start by /usr/bin/env
# option: pre_release           bool  default=false           versions before a release count, too
# option: include_doc           bool  default=false           install documentation
# option: build_flags           str                           flags to build extensions with
# option: force                 bool  default=false           ignore what others need
# exclusive: gem_source repository
# exclusive: gem_source version
# result: name  the gem
# result: state  the wanted state
# result: version  the wanted version, or the latest one

gem_run() {
  if [ "$p_state" = latest ]; then
    [ -z "${p_version-}" ] || fail 'Cannot specify version when state=latest'
    [ -z "${p_gem_source-}" ] || fail 'Cannot maintain state=latest when installing from local source'
  fi
  [ "$p_user_install" = false ] || [ -z "${p_install_dir-}" ] || fail 'install_dir requires user_install=false'
  gem_program
  if [ "$p_state" = latest ]; then
    gem_versions remote
    IFS= read -r gem_line <"$t_tmp.remote" || gem_line=
    [ -z "$gem_line" ] || p_version=$gem_line
  fi
  gem_versions local
  if gem_there; then gem_is=true; else gem_is=false; fi
  case $p_state:$gem_is in
    absent:true)
      changed
      checking || gem_uninstall
      ;;
    present:false | latest:false)
      changed
      checking || gem_install
      ;;
  esac
  result name "$p_name"
  result state "$p_state"
  [ -z "${p_version-}" ] || result version "$p_version"
}

# Sets gem_command, gem_words (the words before its own command) and gem_version, a number.
gem_program() {
  split_program "${p_executable:-gem}"
  gem_command=$program_command gem_words=$program_words
  set -f
  # shellcheck disable=SC2086 # words of a command
  run env LC_ALL=C "$gem_command" $gem_words --version || gem_failed
  set +f
  gem_version=$(printf '%s\n' "$run_stdout" | awk 'NR == 1 && match($0, /^[0-9]+\.[0-9]+\.[0-9]+/) { split(substr($0, 1, RLENGTH), n, "."); print n[1] * 1000000 + n[2] * 1000 + n[3] }')
}
gem_failed() {
  result_int rc "$run_status"
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
  fail "${run_stderr:-${run_stdout:-gem failed with status $run_status}}"
}

# The words of a command, one a line.
gem_word() { printf '%s\n' "$1" >>"$t_tmp.words"; }
gem_given() { if [ "$2" ]; then printf '%s\n' "$1" "$2" >>"$t_tmp.words"; fi; }
gem_flag() { if [ "$1" = true ]; then gem_word "$2"; fi; }
gem_start() { # gem_start COMMAND
  set -f
  # shellcheck disable=SC2086
  printf '%s\n' $gem_words "$1" >"$t_tmp.words"
  set +f
  if [ "$p_norc" = true ] && [ "${gem_version:-0}" -ge 2005002 ]; then gem_word --norc; fi
}
gem_call() { with_lines "$t_tmp.words" run env LC_ALL=C "$@"; }
# With the directory of the task as home, as gem itself wants it to look there.
gem_at_home() {
  if [ "${p_install_dir-}" ]; then gem_call GEM_HOME="$p_install_dir" "$gem_command"; else gem_call "$gem_command"; fi
}

gem_versions() { # gem_versions local|remote: writes the versions of the gem to that file
  gem_start query
  if [ "$1" = remote ]; then
    gem_word --remote
    gem_given --source "${p_repository-}"
  fi
  printf '%s\n' -n "^$p_name\$" >>"$t_tmp.words"
  gem_at_home || gem_failed
  printf '%s\n' "$run_stdout" | awk "$gem_awk"'{ n = versions($0); for (i = 1; i <= n; i++) print version[i] }' >"$t_tmp.$1"
}
# shellcheck disable=SC2016
gem_awk='
function versions(line,   i, n) {
  if (line !~ /^[^ \t]+[ \t]+\(.+\)/) return 0
  sub(/^[^ \t]+[ \t]+\((default: )?/, "", line); sub(/\)[^)]*$/, "", line)
  n = split(line, version, ", "); for (i = 1; i <= n; i++) sub(/ .*/, "", version[i])
  return n
}
'
gem_there() {
  if [ "${p_version-}" ]; then grep -qxF -e "$p_version" "$t_tmp.local"; else [ -s "$t_tmp.local" ]; fi
}

gem_install() {
  gem_listed before
  gem_start install
  gem_given --version "${p_version-}"
  gem_given --source "${p_repository-}"
  if [ "$p_include_dependencies" = false ]; then
    gem_word --ignore-dependencies
  elif [ "${gem_version:-2000000}" -lt 2000000 ]; then
    gem_word --include-dependencies
  fi
  if [ "$p_user_install" = true ]; then gem_word --user-install; else gem_word --no-user-install; fi
  gem_given --install-dir "${p_install_dir-}"
  gem_given --bindir "${p_bindir-}"
  gem_flag "$p_pre_release" --pre
  if [ "$p_include_doc" = false ]; then
    if [ "${gem_version:-2000000}" -lt 2000000 ]; then printf '%s\n' --no-rdoc --no-ri >>"$t_tmp.words"; else gem_word --no-document; fi
  fi
  gem_flag "$p_env_shebang" --env-shebang
  gem_flag "$p_force" --force
  gem_word "${p_gem_source:-$p_name}"
  gem_given -- "${p_build_flags-}"
  did
  note_packages_begin gem
  gem_call "$gem_command" || gem_failed
  gem_keep
  note_packages_end
}

gem_uninstall() {
  gem_start uninstall
  gem_given --install-dir "${p_install_dir-}"
  gem_given --bindir "${p_bindir-}"
  if [ "${p_version-}" ]; then gem_given --version "$p_version"; else gem_word --all; fi
  gem_word --executable
  gem_flag "$p_force" --force
  gem_word "$p_name"
  note packages "gem $p_name: $(tr '\n' ' ' <"$t_tmp.local")was removed"
  did
  gem_at_home || gem_failed
}

# ---- undo: uninstalls what is new, unless other gems need it --------------------------------------------------------------------------

gem_listed() { # gem_listed FILE: NAME VERSIONS of all gems
  keeping || return 0
  gem_start list
  gem_word --local
  gem_at_home || :
  printf '%s\n' "$run_stdout" | awk "$gem_awk"'{ n = versions($0); all = ""; for (i = 1; i <= n; i++) all = all (i > 1 ? "," : "") version[i]; if (n) print $1, all }' >"$t_tmp.$1"
}
gem_keep() {
  keeping || return 0
  gem_listed after
  packages_differ || return 0
  gem_home=
  if [ "${p_install_dir-}" ]; then
    t_shell_words "$p_install_dir"
    gem_home="export GEM_HOME=$t_words; "
  fi
  set -- uninstall --all --executables --abort-on-dependent
  [ "$p_user_install" = false ] || set -- "$@" --user-install
  [ -z "${p_install_dir-}" ] || set -- "$@" --install-dir "$p_install_dir"
  [ -z "${p_bindir-}" ] || set -- "$@" --bindir "$p_bindir"
  t_shell_words "$@"
  # shellcheck disable=SC2016 # for the inner shell; a gem can go once those that need it have gone
  keep_installed "$t_tmp.was" "$t_tmp.is" "$gem_home"'left=$*
    while [ "$left" ]; do
      again= done=false
      for p in $left; do
        have=$("$0" '"$gem_words"' list --local "^$p\$") || exit
        case $have in *"$p ("*) ;; *) done=true && continue ;; esac
        if "$0" '"$gem_words $t_words"' "$p" >/dev/null 2>&1; then done=true; else again="$again $p"; fi
      done
      left=$again
      [ "$done" = true ] || break
    done
    [ -z "$left" ] || { printf "%s\n" "other gems need them:$left"; exit 77; }' "$gem_command"
}
