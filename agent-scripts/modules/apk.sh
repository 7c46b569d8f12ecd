# shellcheck shell=sh
# module: apk  also=community.general.apk
# summary: install, upgrade and remove packages on Alpine, with apk
# check: full   diff: none   needs: awk   uses: reverse
# example: apk: {name: [haproxy, curl], state: present, update_cache: true}
# option: name          list/str                     packages; a text may have several, with commas between them
# option: state         enum  present|installed|latest|absent|removed  default=present  the wanted state
# option: repository    list/str                     take packages from these repositories only
# option: update_cache  bool  default=false          fetch the package lists first; alone, it always counts as changed
# option: upgrade       bool  default=false          upgrade all installed packages
# option: available     bool  default=false          with upgrade: replace or downgrade what the repositories no longer have
# option: no_cache      bool  default=false          use no cache
# option: world         str   default=/etc/apk/world  the list of packages that were asked for
# one-of: name update_cache upgrade
# exclusive: name upgrade
# result: packages  packages that were installed, upgraded or removed
# result: stdout  what apk printed
# result: stderr  its errors

apk_run() {
  task_needs apk
  each name apk_named
  if [ "$p_update_cache" = true ]; then apk_update; fi
  if [ "$p_upgrade" = true ]; then
    apk_words upgrade
    [ "$p_available" = false ] || apk_word --available
    apk_change 'failed to upgrade packages'
    case $t_nl$run_stdout in "${t_nl}OK"*) done_with 'packages already upgraded' ;; esac
    changed
    done_with 'upgraded packages'
  fi
  [ "${p_name_n:-0}" -gt 0 ] || fail 'no names of packages'
  case $p_state in
    absent | removed) apk_remove ;;
    *) apk_install ;;
  esac
}
apk_named() {
  case $1 in
    *[![:space:]]*) ;;
    *) fail 'Package name(s) cannot be empty or whitespace-only' ;;
  esac
  case $1 in -*) fail "no name of a package: $1" ;; esac
}

# The words of the command, one a line.
apk_word() { printf '%s\n' "$1" >>"$t_tmp.words"; }
apk_words() { # apk_words VERB
  : >"$t_tmp.words"
  [ "$p_no_cache" = false ] || apk_word --no-cache
  each repository apk_repository
  apk_word "$1"
}
apk_repository() { printf '%s\n' --repository "$1" --repositories-file /dev/null >>"$t_tmp.words"; }
apk_call() { with_lines "$t_tmp.words" run env LANG=C LC_ALL=C LC_MESSAGES=C LC_CTYPE=C apk; }
apk_query() { # apk_query VERB OPTION… NAME: a question
  apk_words "$1"
  shift
  for apk_line; do apk_word "$apk_line"; done
  apk_call
}

apk_outputs() {
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
}
apk_packages() {
  result_json packages '[]'
  printf '%s\n' "$run_stdout" | awk '/^\([0-9]+\/[0-9]+\)[ \t]+[^ \t]+[ \t]+[^ \t]/ { print "s\tpackages/[]\t" $3 }' >"$t_tmp.table"
  result_table <"$t_tmp.table"
}

apk_update() {
  if ! checking; then
    apk_words update
    apk_call || {
      apk_outputs
      fail "could not update package db: ${run_stderr:-$run_stdout}"
    }
    did
  fi
  [ "${p_name_n:-0}" -eq 0 ] && [ "$p_upgrade" = false ] || return 0
  changed
  if checking; then
    result stdout ''
    result stderr ''
  else
    apk_outputs
  fi
  done_with 'updated repository indexes'
}

# apk_change WHY [NAME…]: runs the words, with --simulate in check mode; WHY is the error.
apk_change() {
  apk_why=$1
  shift
  if checking; then
    apk_word --simulate
  else
    apk_listed before
    note_packages_begin apk
    did
  fi
  for apk_line; do apk_word "$apk_line"; done
  apk_call || :
  apk_packages
  if ! checking; then
    apk_keep
    note_packages_end
  fi
  apk_outputs
  [ "$run_status" -eq 0 ] || fail "$apk_why: ${run_stderr:-$run_stdout}"
}

apk_names() { # apk_names FILE: sets apk_text to the names as Ansible prints a list
  apk_text=[$(awk '{ printf "%s\047%s\047", (NR > 1 ? ", " : ""), $0 }' "$1")]
}

apk_install() {
  : >"$t_tmp.install"
  : >"$t_tmp.upgrade"
  each name apk_wanted
  cat -- "$t_tmp.install" "$t_tmp.upgrade" >"$t_tmp.todo"
  [ -s "$t_tmp.todo" ] || done_with 'package(s) already installed'
  apk_words add
  [ ! -s "$t_tmp.upgrade" ] || apk_word --upgrade
  apk_names "$t_tmp.todo"
  with_lines "$t_tmp.todo" apk_change "failed to install $apk_text"
  changed
  done_with "installed $apk_text package(s)"
}
apk_wanted() {
  apk_query info -v --description "$1" || :
  case $t_nl$run_stdout in
    *"$t_nl$1: virtual meta package"*)
      [ "$p_state" = latest ] || return 0
      apk_query info -v --depends "$1" || :
      printf '%s\n' "$run_stdout" | awk 'NR > 1 { for (i = 1; i <= NF; i++) print $i }' >"$t_tmp.depends"
      while IFS= read -r apk_needed <&4; do # a few
        apk_latest "$apk_needed" || printf '%s\n' "$apk_needed" >>"$t_tmp.upgrade"
      done 4<"$t_tmp.depends"
      ;;
    *)
      if ! apk_in_world "$1"; then
        printf '%s\n' "$1" >>"$t_tmp.install"
      elif [ "$p_state" = latest ] && ! apk_latest "$1"; then
        printf '%s\n' "$1" >>"$t_tmp.upgrade"
      fi
      ;;
  esac
}
apk_in_world() { # a name there may have a version or the tag of a repository
  [ -r "$p_world" ] || fail "cannot read $p_world"
  printf '%s\n' "$1" >"$t_tmp.name"
  awk 'FILENAME == ARGV[1] { name = $0; next }
    { for (i = 1; i <= NF; i++) if (index($i, name) == 1) { rest = substr($i, length(name) + 1); if (rest == "" || rest ~ /^[@=<>~]./) found = 1 } }
    END { exit !found }' "$t_tmp.name" "$p_world"
}
apk_latest() {
  apk_query version "$1" || :
  printf '%s\n' "$1" >"$t_tmp.name"
  ! printf '%s\n' "$run_stdout" | awk 'FILENAME == ARGV[1] { name = $0; next }
    index($1, name "-") == 1 && substr($1, length(name) + 2) ~ /^[0-9.A-Za-z_]+-[0-9A-Za-z_]+$/ && $2 == "<" { found = 1 }
    END { exit !found }' "$t_tmp.name" -
}

apk_remove() {
  : >"$t_tmp.todo"
  each name apk_there
  [ -s "$t_tmp.todo" ] || done_with 'package(s) already removed'
  apk_names "$t_tmp.todo"
  apk_words del
  apk_word --purge
  with_lines "$t_tmp.todo" apk_change "failed to remove $apk_text package(s)"
  changed
  if ! checking; then apk_left; fi
  done_with "removed $apk_text package(s)"
}
apk_there() { if apk_query info -v --installed "$1"; then printf '%s\n' "$1" >>"$t_tmp.todo"; fi; }
apk_left() { # others may need a package, which then stays
  cat -- "$t_tmp.todo" >"$t_tmp.gone"
  : >"$t_tmp.todo"
  while IFS= read -r apk_needed <&4; do apk_there "$apk_needed"; done 4<"$t_tmp.gone" # names from the task
  [ ! -s "$t_tmp.todo" ] || fail "failed to remove $apk_text package(s): others need $(tr '\n' ' ' <"$t_tmp.todo")"
}

# ---- undo --------------------------------------------------------------------------------------------------------------------------

apk_listed() { # apk_listed FILE: NAME VERSION of what is installed, as in apk's own list
  keeping || return 0
  awk '/^P:/ { name = substr($0, 3) } /^V:/ { version = substr($0, 3) } /^$/ { if (name != "") print name, version; name = "" } END { if (name != "") print name, version }' \
    /lib/apk/db/installed >"$t_tmp.$1" 2>/dev/null || apk_unknown=true
}
apk_unknown=false
apk_keep() {
  keeping || return 0
  apk_listed after
  if [ "$apk_unknown" = true ]; then
    note packages "by apk, in the task's results"
    return
  fi
  packages_differ || return 0
  # shellcheck disable=SC2016 # for the inner shell; what was asked for stays if another needs it
  keep_installed "$t_tmp.was" "$t_tmp.is" 'for p; do
      shift
      if "$0" info -e "$p" >/dev/null 2>&1; then set -- "$@" "$p"; fi
    done
    [ $# -gt 0 ] || exit 0
    "$0" del "$@" >/dev/null 2>&1 || exit
    left=
    for p; do if "$0" info -e "$p" >/dev/null 2>&1; then left="$left $p"; fi; done
    [ -z "$left" ] || { printf "%s\n" "other packages need them:$left"; exit 77; }' apk
}
