# shellcheck shell=sh
# module: dpkg_selections
# summary: set the selection state of dpkg packages, such as hold
# check: full   diff: none   needs: dpkg
# example: dpkg_selections: {name: haproxy, selection: hold}
# option: name       str   required                               the package
# option: selection  enum  install|hold|deinstall|purge  required  the selection; nothing is installed or removed
# result: before  the selection before
# result: after  as requested

dpkg_selections_run() {
  case $p_name in -* | *[[:space:]]*) fail "not a package name: $p_name" ;; esac
  # with /bin/sh, since the shell of busybox would run its own dpkg
  # shellcheck disable=SC2016
  run /bin/sh -c 'LC_ALL=C exec dpkg --get-selections "$1"' sh "$p_name" || fail "cannot ask dpkg about $p_name: $run_stderr"
  dpkg_selections_now='not present'
  [ -z "$run_stdout" ] || dpkg_selections_now=${run_stdout##*[[:space:]]}
  result before "$dpkg_selections_now"
  result after "$p_selection"
  [ "$dpkg_selections_now" != "$p_selection" ] || return 0
  changed
  if checking; then return; fi
  note selection "$p_name was: $dpkg_selections_now"
  printf '%s %s\n' "$p_name" "$p_selection" >"$t_tmp.selection"
  # shellcheck disable=SC2016
  run /bin/sh -c 'exec dpkg --set-selections <"$1"' sh "$t_tmp.selection" || fail "cannot set the selection of $p_name: $run_stderr"
}
