# shellcheck shell=sh
# module: zypper  also=community.general.zypper
# summary: install, upgrade and remove packages on SUSE, with zypper
# check: full   diff: text   needs: awk   uses: zypper_xml rpm reverse awk
# example: zypper: {name: [nmap, -exim], state: present}
# option: name                   list/str  required  aliases=pkg      packages: NAME, NAME=1.0 (also with <, >, <=, >=), +NAME, -NAME, a file, a URL; * for all with state=latest or dist-upgrade
# option: state                  enum  present|installed|latest|absent|removed|dist-upgrade  default=present  the wanted state
# option: type                   enum  package|patch|pattern|product|srcpackage|application  default=package  what the names are
# option: extra_args_precommand  str                               more options of zypper, before its command
# option: extra_args             str                               more options of its command
# option: disable_gpg_check      bool  default=false               do not check signatures
# option: disable_recommends     bool  default=true                do not install recommended packages
# option: force                  bool  default=false               install again, or an older version
# option: force_resolution       bool  default=false               let zypper choose how to solve conflicts
# option: update_cache           bool  default=false  aliases=refresh  fetch the package lists first; not in check mode
# option: oldpackage             bool  default=false               an older version may replace a newer one; implied by a version in a name
# option: allow_vendor_change    bool  default=false               with dist-upgrade: packages may change their vendor
# option: replacefiles           bool  default=false               replace files of other packages
# option: clean_deps             bool  default=false               also remove what only the removed packages needed
# option: simple_errors          bool  default=false               only the messages as stdout
# option: quiet                  bool  default=true                zypper prints less
# option: skip_post_errors       bool  default=false               accept that a script of a package fails after its installation
# result: name  the packages
# result: state  the wanted state
# result: update_cache  whether the package lists were fetched
# result: cmd  the command
# result: rc  its exit status
# result: stdout  what it printed, if something changed
# result: stderr  its errors, if something changed

zypper_run() {
  task_needs zypper
  case ${p_name_n:-0}:$p_name in 1:'*') zypper_all=true ;; *) zypper_all=false ;; esac
  if [ "$p_update_cache" = true ] && ! checking; then
    zypper_command refresh
    zypper_call "$@"
  fi
  zypper_wanted
  case $zypper_all:$p_state in
    true:latest | true:dist-upgrade) zypper_upgrade ;;
    *:dist-upgrade) fail 'Can not dist-upgrade specific packages.' ;;
    *:absent | *:removed) zypper_absent ;;
    *) zypper_present ;;
  esac
}

# Writes lines of PREFIX NAME VERSION, between tabs, to wanted, and what zypper is to install by place to places.
zypper_wanted() {
  case $p_state in absent | removed) zypper_prefix=- ;; *) zypper_prefix=+ ;; esac
  : >"$t_tmp.places"
  printf '%s\n' "$p_name" | awk -v prefix="$zypper_prefix" -v places="$t_tmp.places" '
    $0 == "" { next }
    /:\/\// || /\.rpm$/ { print >places; next }
    {
      mark = prefix; version = ""
      if (/^[-~+]/) { mark = substr($0, 1, 1) == "+" ? "+" : "-"; $0 = substr($0, 2) }
      if (match($0, /(<=|>=|<|>|=)[0-9.-]*$/)) { version = substr($0, RSTART); $0 = substr($0, 1, RSTART - 1) }
      print mark "\t" $0 "\t" version
    }' >"$t_tmp.wanted"
}

zypper_present() {
  if awk -F'\t' '$3 != "" { found = 1 } END { exit !found }' "$t_tmp.wanted"; then p_oldpackage=true; fi
  if [ "$p_state" != latest ]; then
    awk -F'\t' '$3 == "" { print $2 }' "$t_tmp.wanted" >"$t_tmp.asked"
    zypper_installed
    awk -F'\t' 'FILENAME == ARGV[1] { have[$0] = 1; next } ($1 == "+") != ($2 in have)' "$t_tmp.have" "$t_tmp.wanted" >"$t_tmp.todo"
  else
    cat -- "$t_tmp.wanted" >"$t_tmp.todo"
  fi
  if [ ! -s "$t_tmp.todo" ] && [ ! -s "$t_tmp.places" ]; then zypper_end; fi
  {
    printf '%s\n' --
    cat -- "$t_tmp.places"
    awk -F'\t' '{ print $1 $2 $3 }' "$t_tmp.todo"
  } >"$t_tmp.words"
  zypper_change install
}

zypper_absent() {
  if grep -q '^+' "$t_tmp.wanted"; then fail "Can not combine '+' prefix with state=remove/absent."; fi
  [ ! -s "$t_tmp.places" ] || fail 'Can not remove via URL.'
  [ "$p_type" != patch ] || fail 'Can not remove patches.'
  awk -F'\t' '{ print $2 }' "$t_tmp.wanted" >"$t_tmp.asked"
  zypper_installed
  awk -F'\t' 'FILENAME == ARGV[1] { have[$0] = 1; next } $2 in have { print $2 $3 }' "$t_tmp.have" "$t_tmp.wanted" >"$t_tmp.words"
  [ -s "$t_tmp.words" ] || zypper_end
  zypper_change remove
}

zypper_upgrade() {
  : >"$t_tmp.words"
  if [ "$p_type" = patch ]; then
    zypper_change patch
  elif [ "$p_state" = dist-upgrade ]; then
    zypper_change dist-upgrade
  else
    zypper_change update
  fi
}

# Writes to have which of the names in asked are installed.
zypper_installed() {
  : >"$t_tmp.have"
  [ -s "$t_tmp.asked" ] || return 0
  {
    printf '%s\n' --match-exact --details --installed-only --
    cat -- "$t_tmp.asked"
  } >"$t_tmp.words"
  zypper_command search
  zypper_call
  awk -F'\t' '$1 == "solvable" && !seen[$3]++ { print $3 }' "$t_tmp.xml" >"$t_tmp.have"
}

# ---- zypper ------------------------------------------------------------------------------------------------------------------------

zypper_add() { printf '%s\n' "$1" >>"$t_tmp.cmd"; }
zypper_flag() { if [ "$1" = true ]; then zypper_add "$2"; fi; }
zypper_split() {
  set -f
  # shellcheck disable=SC2086
  printf '%s\n' $1 >>"$t_tmp.cmd"
  set +f
}

# zypper_command VERB: writes the command to cmd, a word a line, with the words in words at its end.
zypper_command() {
  zypper_program=$(t_environment && command -v zypper)
  : >"$t_tmp.cmd"
  if [ -e /usr/sbin/transactional-update ] && awk '$2 == "/" { found = ($3 == "btrfs" && ("," $4 ",") ~ /,ro,/) } END { exit !found }' /proc/mounts; then
    zypper_split '/usr/sbin/transactional-update --continue --drop-if-no-change --quiet run'
  fi
  zypper_split "$zypper_program --non-interactive --xmlout"
  zypper_flag "$p_quiet" --quiet
  [ -z "${p_extra_args_precommand-}" ] || zypper_split "$p_extra_args_precommand"
  case $1 in
    install | update | patch | dist-upgrade | refresh) zypper_flag "$p_disable_gpg_check" --no-gpg-checks ;;
    search) zypper_add --disable-repositories ;;
  esac
  zypper_add "$1"
  case $1 in patch | dist-upgrade | refresh) ;; *) zypper_split "--type $p_type" ;; esac
  if checking && [ "$1" != search ]; then zypper_add --dry-run; fi
  case $1 in
    install | update | patch | dist-upgrade)
      zypper_add --auto-agree-with-licenses
      zypper_flag "$p_disable_recommends" --no-recommends
      zypper_flag "$p_force" --force
      zypper_flag "$p_force_resolution" --force-resolution
      zypper_flag "$p_oldpackage" --oldpackage
      zypper_flag "$p_replacefiles" --replacefiles
      ;;
    remove) zypper_flag "$p_clean_deps" --clean-deps ;;
  esac
  [ "$1" != dist-upgrade ] || zypper_flag "$p_allow_vendor_change" --allow-vendor-change
  [ -z "${p_extra_args-}" ] || zypper_split "$p_extra_args"
  [ "$1" = refresh ] || cat -- "$t_tmp.words" >>"$t_tmp.cmd"
}

# Runs the command in cmd, and reads its output. zypper wants to be run again after it was upgraded.
zypper_call() {
  set --
  while IFS= read -r zypper_word; do set -- "$@" "$zypper_word"; done <"$t_tmp.cmd" # words of one command
  : >"$t_tmp.xml"
  zypper_ask "$@"
  case $run_status:$p_skip_post_errors in 103:* | 107:true) zypper_again "$@" ;; esac
  zypper_simple
  case $run_status in
    0 | 102 | 103 | 106 | 107) return ;;
    104) # not found
      ! grep -qx search "$t_tmp.cmd" || return 0
      zypper_fail "$(awk -F'\t' '$1 == "message" { last = $2 } END { print last }' "$t_tmp.xml" | tr '\001' '\n')"
      ;;
  esac
  zypper_fail "Zypper run command failed with return code $run_status."
}
zypper_again() {
  awk -F'\t' '$1 == "solvable"' "$t_tmp.xml" >"$t_tmp.first"
  cat -- "$t_tmp.first" >"$t_tmp.xml"
  zypper_ask "$@"
}
zypper_ask() {
  run env LANG=C LC_ALL=C LC_MESSAGES=C "$@" || :
  printf '%s\n' "$run_stdout" | awk "$zypper_awk" >>"$t_tmp.xml" || zypper_fail "Failed to parse zypper xml output"
}
zypper_simple() {
  [ "$p_simple_errors" = true ] || return 0
  zypper_said=$(awk -F'\t' '$1 == "message" { printf "%s%s", (n++ ? " \n" : ""), $2 }' "$t_tmp.xml" | tr '\001' '\n')
  run_stdout=${zypper_said:-$run_stdout}
}

zypper_fail() {
  zypper_report
  zypper_outputs
  fail "$1"
}
zypper_outputs() {
  if [ "$p_simple_errors" = true ]; then result stdout "$run_stdout"; else result_file stdout "$t_work/stdout"; fi
  result_file stderr "$t_work/stderr"
}
zypper_report() {
  result_lines cmd "$t_tmp.cmd"
  result_int rc "$run_status"
}

# zypper_change VERB: with the words in words; ends the call.
zypper_change() {
  zypper_command "$1"
  if ! checking; then
    rpm_before zypper
    did
  fi
  zypper_call
  zypper_status=$run_status
  checking || rpm_keep zypper failed
  zypper_diff
  case $run_status in 0 | 102) ;; *) zypper_fail 'Zypper run failed.' ;; esac
  zypper_report
  if grep -q '^solvable' "$t_tmp.xml"; then
    changed
    zypper_outputs
  fi
  zypper_end
}
zypper_diff() {
  differing || return 0
  awk -F'\t' '
    $1 != "solvable" || seen[$3]++ { next }
    $2 == "to-upgrade" { up = up (up == "" ? "" : ", ") $3 " (" $5 " => " $4 ")" }
    $2 == "to-install" { new = new (new == "" ? "" : ", ") $3 }
    $2 == "to-remove" { gone = gone (gone == "" ? "" : ", ") $3 }
    END { if (new != "") print "installed: " new; if (gone != "") print "removed: " gone; if (up != "") print "upgraded: " up }' "$t_tmp.xml" >"$t_tmp.diff"
  : >"$t_tmp.none"
  diff_files zypper "$t_tmp.none" "$t_tmp.diff"
}
zypper_end() {
  [ "${zypper_status+given}" ] || result_int rc 0
  printf '%s\n' "$p_name" | awk '$0 != ""' >"$t_tmp.names"
  result_lines name "$t_tmp.names"
  result state "$p_state"
  result_bool update_cache "$p_update_cache"
  done_with
}
