# shellcheck shell=sh
# module: pacman  also=community.general.pacman
# summary: install, upgrade and remove packages on Arch Linux, with pacman
# check: full   diff: text   needs: awk   uses: reverse
# example: pacman: {name: [haproxy, curl], state: present, update_cache: true}
# option: name          list/str  aliases=pkg,package        packages: names, groups, REPOSITORY/NAME, files or URLs
# option: state         enum  present|installed|latest|absent|removed  default=present  the wanted state
# option: force         bool  default=false                  remove packages without a look at what needs them; fetch the package lists again in any case
# option: remove_nosave bool  default=false                  remove changed configuration files too
# option: executable    str   default=pacman                 the program to use
# option: extra_args    str   default=""                     more options for what state does
# option: upgrade       bool                                 upgrade all installed packages
# option: upgrade_extra_args       str  default=""           more options for that
# option: update_cache  bool                                 fetch the package lists first
# option: update_cache_extra_args  str  default=""           more options for that
# option: reason        enum  explicit|dependency            the reason that pacman keeps for an installed package
# option: reason_for    enum  new|all  default=new           whether packages that are there get that reason too
# one-of: name update_cache upgrade
# exclusive: name upgrade
# result: cmd       the command that failed
# result: packages       packages that were installed, upgraded or removed
# result: cache_updated  whether the package lists have changed, with update_cache
# result: stdout  what pacman printed
# result: stderr  its errors

pacman_run() {
  task_needs "$p_executable"
  : >"$t_tmp.msg"
  : >"$t_tmp.stdout"
  : >"$t_tmp.stderr"
  each name pacman_named
  if [ "${p_update_cache-}" = true ]; then
    pacman_update
    [ "${p_name_n:-0}" -gt 0 ] || [ "${p_upgrade-}" = true ] || pacman_over
  fi
  pacman_inventory
  if [ "${p_upgrade-}" = true ]; then
    pacman_upgrade
  elif [ "${p_name_n:-0}" -gt 0 ]; then
    : >"$t_tmp.packages"
    each name pacman_package
    case $p_state in absent | removed) pacman_remove ;; *) pacman_install ;; esac
  else
    pacman_say 'Nothing to do'
  fi
  pacman_over
}
pacman_named() { case $1 in -*) fail "no name of a package: $1" ;; *"$t_nl"* | *"$t_tab"*) fail 'a name of a package must be one line' ;; esac }

pacman_call() { run env LC_ALL=C "$p_executable" "$@"; }

# pacman_words TEXT: writes the words, one a line, to words.
pacman_words() {
  split_words "$1" || fail "an option has an unclosed quote: $1"
  : >"$t_tmp.words"
  values_of w_ "$w_n"
  [ "$w_n" -eq 0 ] || eval "printf '%s\\n' $values" >"$t_tmp.words"
}
# pacman_with FILE… -- WORD…: pacman with the words, and then the lines of the files.
pacman_with() {
  : >"$t_tmp.call"
  while [ "$1" != -- ]; do
    cat -- "$1" >>"$t_tmp.call"
    shift
  done
  shift
  with_lines "$t_tmp.call" pacman_call "$@"
}

# ---- results -------------------------------------------------------------------------------------------------------------------------

# pacman_part NAME FILE: adds to a result, of which parts are lines.
pacman_part() {
  [ -s "$2" ] || return 0
  [ ! -s "$t_tmp.$1" ] || printf '\n' >>"$t_tmp.$1"
  cat -- "$2" >>"$t_tmp.$1"
}
pacman_say() { # pacman_say MSG [outputs]: with the output of the last command
  printf '%s' "$1" >"$t_tmp.said"
  pacman_part msg "$t_tmp.said"
  [ $# -eq 1 ] || pacman_outputs
}
pacman_outputs() {
  pacman_part stdout "$t_work/stdout"
  pacman_part stderr "$t_work/stderr"
}
pacman_streams() {
  [ ! -s "$t_tmp.stdout" ] || result_file stdout "$t_tmp.stdout"
  [ ! -s "$t_tmp.stderr" ] || result_file stderr "$t_tmp.stderr"
}
pacman_over() {
  pacman_streams
  result_file msg "$t_tmp.msg"
  done_with
}
pacman_fail() {
  pacman_status=$run_status pacman_why=${run_stderr:-$run_stdout}
  pacman_outputs
  pacman_streams
  result_int rc "$pacman_status"
  fail "$1: $pacman_why"
}
pacman_list() { # pacman_list FILE: the result packages
  awk '{ print $1 }' "$1" >"$t_tmp.rows"
  result_lines packages "$t_tmp.rows"
}

# ---- what there is -------------------------------------------------------------------------------------------------------------------

pacman_ask() { # pacman_ask FILE WORD…: with no answer, pacman ends with 1
  pacman_to=$1
  shift
  run_to "$pacman_to" env LC_ALL=C "$p_executable" "$@" || [ -z "$run_stderr" ] || fail "$p_executable $1 failed: $run_stderr"
}
pacman_database() { pacman_ask "$1" --sync --list; }

# Writes installed and available (NAME VERSION), groups (GROUP NAME), upgrades (NAME NOW THEN) and reasons (NAME REASON).
pacman_inventory() {
  pacman_ask "$t_tmp.installed" --query
  pacman_database "$t_tmp.database"
  awk 'NF > 2 { print $2, $3 }' "$t_tmp.database" >"$t_tmp.available"
  pacman_ask "$t_tmp.groups" --sync --groups --groups
  pacman_call --query --upgrades || :
  case $run_stdout in 'Avoid running'*"$t_nl"*) run_stdout=${run_stdout#*"$t_nl"} ;; 'Avoid running'*) run_stdout='' ;; esac
  if [ "$run_status" -ne 0 ]; then
    if [ "$run_status" -ne 1 ] || [ "$run_stdout" ]; then pacman_fail 'cannot list the packages that can be upgraded'; fi
  fi
  printf '%s\n' "$run_stdout" | awk 'NF && !/\[ignored\]/ && !/Avoid running/ { if (NF == 4) print $1, $2, $4; else { wrong = 1; print; exit } } END { exit wrong }' >"$t_tmp.upgrades" ||
    fail "$p_executable --query --upgrades printed a line that is not known here: $(tail -n 1 "$t_tmp.upgrades")"
  pacman_ask "$t_tmp.explicit" --query --explicit
  pacman_ask "$t_tmp.deps" --query --deps
  awk 'NF { print $1, (FILENAME == ARGV[1] ? "explicit" : "dependency") }' "$t_tmp.explicit" "$t_tmp.deps" >"$t_tmp.reasons"
}

pacman_known() { # pacman_known NAME FILE: whether the first word of a line is this
  printf '%s\n' "$1" >"$t_tmp.name"
  awk 'FILENAME == ARGV[1] { name = $0; next } $1 == name { found = 1; exit } END { exit !found }' "$t_tmp.name" "$2"
}

# Adds to packages: NAME, SOURCE and whether that is a file or URL, with tabs between.
pacman_package() {
  [ -n "$1" ] || return 0
  if pacman_known "$1" "$t_tmp.groups"; then
    awk 'FILENAME == ARGV[1] { name = $0; next } $1 == name { print $2 "\t" $2 "\tfalse" }' "$t_tmp.name" "$t_tmp.groups" | LC_ALL=C sort -u >>"$t_tmp.packages"
  elif pacman_known "$1" "$t_tmp.available" || pacman_known "$1" "$t_tmp.installed"; then
    printf '%s\t%s\tfalse\n' "$1" "$1" >>"$t_tmp.packages"
  elif pacman_call --sync --print-format %n "$1"; then
    printf '%s\t%s\tfalse\n' "$run_stdout" "$1" >>"$t_tmp.packages"
  elif pacman_call --upgrade --print-format %n "$1"; then
    printf '%s\t%s\ttrue\n' "${run_stdout##*"$t_nl"}" "$1" >>"$t_tmp.packages"
  else
    case $p_state in
      absent | removed) ;;
      *)
        printf '%s\n' "$(t_environment && command -v -- "$p_executable")" --upgrade --print-format %n "$1" >"$t_tmp.rows"
        result_lines cmd "$t_tmp.rows"
        pacman_fail "Failed to list package $1"
        ;;
    esac
  fi
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

pacman_update() {
  if checking; then
    changed
    result_bool cache_updated true
    pacman_say 'Would have updated the package db'
    return
  fi
  pacman_words "$p_update_cache_extra_args"
  if [ "$p_force" = true ]; then printf '%s\n' --refresh >>"$t_tmp.words"; else pacman_database "$t_tmp.was"; fi
  pacman_with "$t_tmp.words" -- --sync --refresh || :
  cp -- "$t_work/stdout" "$t_tmp.out"
  pacman_failed=false pacman_new=true
  [ "$run_status" -eq 0 ] || pacman_failed=true
  if [ "$p_force" = false ] && [ "$pacman_failed" = false ]; then
    pacman_err=$run_stderr
    pacman_database "$t_tmp.is"
    LC_ALL=C sort "$t_tmp.was" >"$t_tmp.was.sorted"
    LC_ALL=C sort "$t_tmp.is" >"$t_tmp.is.sorted"
    if cmp -s "$t_tmp.was.sorted" "$t_tmp.is.sorted"; then pacman_new=false; fi
    printf '%s' "$pacman_err${pacman_err:+$t_nl}" >"$t_work/stderr"
  fi
  [ "$pacman_failed" = false ] || pacman_fail 'could not update package db'
  if [ "$pacman_new" = true ]; then
    did
    changed
  fi
  result_bool cache_updated "$pacman_new"
  pacman_part stdout "$t_tmp.out"
  pacman_part stderr "$t_work/stderr"
  pacman_say 'Updated package db'
}

pacman_upgrade() {
  if [ ! -s "$t_tmp.upgrades" ]; then
    pacman_say 'Nothing to upgrade'
    return
  fi
  changed
  diff_text packages "$(awk '{ print $1 "-" $2 }' "$t_tmp.upgrades")$t_nl" "$(awk '{ print $1 "-" $3 }' "$t_tmp.upgrades")$t_nl"
  pacman_list "$t_tmp.upgrades"
  if checking; then
    pacman_say "$(awk 'END { print NR }' "$t_tmp.upgrades") packages would have been upgraded"
    return
  fi
  pacman_words "$p_upgrade_extra_args"
  pacman_begin
  pacman_with "$t_tmp.words" -- --sync --sysupgrade --quiet --noconfirm || :
  pacman_end
  [ "$run_status" -eq 0 ] || pacman_fail 'Could not upgrade'
  pacman_say 'System upgraded' outputs
}

pacman_install() {
  awk -v tmp="$t_tmp" -v reason="${p_reason-}" -v all="$p_reason_for" -v state="$p_state" '
    BEGIN { for (i = 1; i <= split("install urls reasons.wanted", f, " "); i++) printf "" > (tmp "." f[i]) }
    FILENAME == ARGV[1] { installed[$1] = 1; next }
    FILENAME == ARGV[2] { newer[$1] = 1; next }
    FILENAME == ARGV[3] { why[$1] = $2; next }
    { split($0, p, "\t") }
    reason != "" && (!(p[1] in why) || all == "all" && why[p[1]] != reason) { print p[1] > (tmp ".reasons.wanted") }
    p[3] == "true" { print p[2] > (tmp ".urls"); next }
    !(p[1] in installed) || state == "latest" && (p[1] in newer) { print p[2] > (tmp ".install") }' \
    "$t_tmp.installed" "$t_tmp.upgrades" "$t_tmp.reasons" "$t_tmp.packages"
  pacman_words "$p_extra_args"
  : >"$t_tmp.plan"
  pacman_plan --sync "$t_tmp.install"
  pacman_plan --upgrade "$t_tmp.urls"
  awk 'FILENAME == ARGV[1] { print $1; planned[$1] = 1; next } !($1 in planned) { print $1 }' "$t_tmp.plan" "$t_tmp.reasons.wanted" | LC_ALL=C sort >"$t_tmp.todo"
  pacman_list "$t_tmp.todo"
  if [ ! -s "$t_tmp.todo" ]; then
    pacman_say 'package(s) already installed'
    return
  fi
  changed
  pacman_difference
  pacman_count=$(awk 'END { print NR }' "$t_tmp.todo")
  if checking; then
    pacman_say "Would have installed $pacman_count packages"
    return
  fi
  pacman_begin
  pacman_do --sync "$t_tmp.install"
  pacman_do --upgrade "$t_tmp.urls"
  pacman_reason
  pacman_end
  pacman_say "Installed $pacman_count package(s)"
}
# pacman_plan VERB FILE: adds to plan what would be installed: NAME VERSION.
pacman_plan() {
  [ -s "$2" ] || return 0
  printf '%s\n' "$1" --print-format '%n %v' >"$t_tmp.verb"
  pacman_with "$t_tmp.words" "$t_tmp.verb" "$2" -- --noconfirm --noprogressbar --needed || pacman_fail 'Failed to list package(s) to install'
  printf '%s\n' "$run_stdout" | awk 'NF == 2 && !/loading packages/ && !/there is nothing to do/ && !/Avoid running/ { print $1, $2 }' >>"$t_tmp.plan"
}
pacman_difference() {
  differing || return 0
  for pacman_side in before after; do
    awk -v side="$pacman_side" -v reason="${p_reason-}" '
      FILENAME == ARGV[1] { version[$1] = $2; next }
      FILENAME == ARGV[2] { why[$1] = $2; next }
      FILENAME == ARGV[3] { new[$1] = 1; next }
      side == "before" { if ($1 in version) print $1 "-" version[$1] "-" why[$1]; next }
      { print $1 "-" $2 ($1 in new ? "-" reason : $1 in why ? "-" why[$1] : "") }' \
      "$t_tmp.installed" "$t_tmp.reasons" "$t_tmp.reasons.wanted" "$t_tmp.plan" | LC_ALL=C sort >"$t_tmp.$pacman_side.diff"
  done
  diff_files packages "$t_tmp.before.diff" "$t_tmp.after.diff"
}
pacman_do() {
  [ -s "$2" ] || return 0
  printf '%s\n' "$1" >"$t_tmp.verb"
  pacman_with "$t_tmp.words" "$t_tmp.verb" "$2" -- --noconfirm --noprogressbar --needed || {
    pacman_end
    pacman_fail 'Failed to install package(s)'
  }
  pacman_outputs
}
pacman_reason() {
  [ -s "$t_tmp.reasons.wanted" ] || return 0
  case $p_reason in dependency) set -- --asdeps --asexplicit ;; *) set -- --asexplicit --asdeps ;; esac
  awk 'FILENAME == ARGV[1] { had[$1] = 1; next } $1 in had { print $1 }' "$t_tmp.installed" "$t_tmp.reasons.wanted" >"$t_tmp.reasons.had"
  if keeping && [ -s "$t_tmp.reasons.had" ]; then
    with_lines "$t_tmp.reasons.had" keep_reverse "the reasons of $(tr '\n' ' ' <"$t_tmp.reasons.had" | sed 's/ $//')" "$own_program" "$p_executable" --noconfirm --database "$2"
  fi
  pacman_with "$t_tmp.reasons.wanted" -- --noconfirm --database "$1" || {
    pacman_end
    pacman_fail 'Failed to set the reason of package(s)'
  }
  pacman_outputs
}

pacman_remove() {
  awk 'FILENAME == ARGV[1] { installed[$1] = 1; next } { split($0, p, "\t") } p[1] in installed { print p[1] }' "$t_tmp.installed" "$t_tmp.packages" >"$t_tmp.todo"
  if [ ! -s "$t_tmp.todo" ]; then
    result_json packages '[]'
    pacman_say 'package(s) already absent'
    return
  fi
  pacman_words "$p_extra_args"
  [ "$p_force" = false ] || printf '%s\n' --nodeps --nodeps >>"$t_tmp.words"
  printf '%s\n' --print-format %n-%v >"$t_tmp.print"
  pacman_with "$t_tmp.words" "$t_tmp.print" "$t_tmp.todo" -- --remove --noconfirm --noprogressbar || pacman_fail 'failed to list package(s) to remove'
  changed
  printf '%s\n' "$run_stdout" | awk '{ for (i = 1; i <= NF; i++) print $i }' >"$t_tmp.gone"
  pacman_list "$t_tmp.gone"
  diff_text packages "$(cat -- "$t_tmp.gone")$t_nl" ''
  pacman_count=$(awk 'END { print NR }' "$t_tmp.gone")
  if checking; then
    pacman_say "Would have removed $pacman_count packages"
    return
  fi
  [ "$p_remove_nosave" = false ] || printf '%s\n' --nosave >>"$t_tmp.words"
  pacman_begin
  pacman_with "$t_tmp.words" "$t_tmp.todo" -- --remove --noconfirm --noprogressbar || :
  pacman_end
  [ "$run_status" -eq 0 ] || pacman_fail 'failed to remove package(s)'
  pacman_say "Removed $pacman_count package(s)" outputs
}

# ---- undo ----------------------------------------------------------------------------------------------------------------------------

pacman_begin() {
  did
  keeping || return 0
  cp -- "$t_tmp.installed" "$t_tmp.before"
  note_packages_begin "$p_executable"
}
# Keeps the status and the output of the last command.
pacman_end() {
  keeping || return 0
  (t_environment && LC_ALL=C exec "$p_executable" --query) >"$t_tmp.after" 2>/dev/null 3>&- 9>&- || :
  # shellcheck disable=SC2016 # for the inner shell
  if packages_differ; then
    keep_installed "$t_tmp.was" "$t_tmp.is" 'for p; do
        shift
        if [ "$("$0" -Qq -- "$p" 2>/dev/null)" = "$p" ]; then set -- "$@" "$p"; fi
      done
      [ $# -gt 0 ] || exit 0
      why=$("$0" -R --print --print-format %n "$@" 2>&1) || { printf "%s\n" "other packages need them: $why"; exit 77; }
      exec "$0" -R --noconfirm --noprogressbar "$@"' "$p_executable"
  fi
  note_packages_end
}
