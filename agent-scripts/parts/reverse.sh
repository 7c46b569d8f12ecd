# shellcheck shell=sh
# Changes that undo takes back with a command: rules of a firewall, booleans of SELinux, packages that were installed.

# keep_reverse WHAT SCRIPT CMD ARG…: call it before the change. undo runs SCRIPT in /bin/sh, with CMD as $0, where the
# task finds it, and the ARGs; it is $own_program if that is all. SCRIPT must do no harm if the change was not made, or was
# taken back already. WHAT names what is changed: for the operator, and to recognize it in a later run.
keep_reverse() {
  [ "$t_run" ] || return 0
  t_reverse_what=$1 t_reverse_program=$3
  t_encode "$2"
  t_reverse=$t_encoded$t_nl
  shift 3
  t_encode "$(t_environment && command -v -- "$t_reverse_program")"
  t_reverse=$t_reverse$t_encoded$t_nl
  for t_word in "$@"; do
    t_encode "$t_word"
    t_reverse=$t_reverse$t_encoded$t_nl
  done
  t_keep_note reverse "$t_reverse" "$t_reverse_what"
}

# keep_reverse_once WHAT …: only the first time in a run, for a command that loads files again. Call it before the files
# are saved: undo restores them first.
keep_reverse_once() {
  [ "$t_run" ] || return 0
  t_encode "$1"
  t_keep_find reverse || keep_reverse "$@"
}

# note_packages_begin CMD: call it before a package manager changes something, and note_packages_end when that is
# recorded. If the call fails or is killed in between, undo lists it.
note_packages_begin() {
  t_packages="$1 did not come to its end, and what it has changed until then stays"
  note_begin packages "$t_packages"
}
note_packages_end() { note_end "$t_packages"; }

# packages_differ: compares the lists before and after, with `NAME VERSION` in each line; writes the lines that differ to
# was and is, for keep_installed. Returns 1 if they are equal.
packages_differ() {
  awk 'FILENAME == ARGV[1] { other[$0] = 1; next } !($0 in other)' "$t_tmp.after" "$t_tmp.before" >"$t_tmp.was"
  awk 'FILENAME == ARGV[1] { other[$0] = 1; next } !($0 in other)' "$t_tmp.before" "$t_tmp.after" >"$t_tmp.is"
  [ -s "$t_tmp.was" ] || [ -s "$t_tmp.is" ]
}

# keep_installed WAS IS SCRIPT CMD: call it after packages have changed. WAS and IS are files with `NAME VERSION` of those
# that differ. undo runs SCRIPT, as of keep_reverse, with the names of those that are new. The others are only noted.
keep_installed() {
  [ "$t_run" ] || return 0
  t_installed=$(awk 'FILENAME == ARGV[1] { was[$1] = 1; next } !($1 in was) { print $1 }' "$1" "$2" | sort -u)
  awk 'FILENAME == ARGV[1] { was[$1] = 1; next } $1 in was' "$1" "$2" >"$t_tmp.upgraded"
  if [ -s "$1" ] || [ -z "$t_installed" ]; then note_packages "$1" "$t_tmp.upgraded"; fi
  [ "$t_installed" ] || return 0
  t_word=$3 t_value=$4
  set -f
  # shellcheck disable=SC2086 # names of packages
  set -- $t_installed
  set +f
  keep_reverse "packages $*" "$t_word" "$t_value" "$@"
}

# These remove packages that are still there, and end with 77 if others need one of them.
# shellcheck disable=SC2016,SC2034
t_reverse_apt='for p; do
    shift
    case $(dpkg-query -W -f "\${Status}" "$p" 2>/dev/null) in *" installed") set -- "$@" "$p" ;; esac
  done
  [ $# -gt 0 ] || exit 0
  plan=$("$0" -s -q remove "$@") || exit
  more=$(printf "%s\n" "$plan" | awk -v own=" $* " "/^Remv / { p = \$2; sub(/:.*/, \"\", p); if (!index(own, \" \" p \" \")) printf \" %s\", p }")
  [ -z "$more" ] || { printf "%s\n" "other packages need them:$more"; exit 77; }
  DEBIAN_FRONTEND=noninteractive exec "$0" -y -q -o DPkg::Lock::Timeout=60 remove "$@"'
# shellcheck disable=SC2016,SC2034
t_reverse_rpm='for p; do
    shift
    if "$0" -q "$p" >/dev/null 2>&1; then set -- "$@" "$p"; fi
  done
  [ $# -gt 0 ] || exit 0
  why=$("$0" -e --test "$@" 2>&1) || { printf "%s\n" "$why"; exit 77; }
  exec "$0" -e "$@"'

# undo_reverse: undo_detail has a line for each word. Status 77 of the command: it stays as it is, and its output says why.
undo_reverse() {
  case $undo_path in 'packages '*) undo_reversed=removed ;; *) undo_reversed=restored ;; esac
  if checking; then
    undo_does "$undo_reversed" "$undo_path"
    return
  fi
  t_decode "$undo_detail"
  undo_words=$t_decoded
  set --
  while [ "$undo_words" ]; do
    t_decode "${undo_words%%"$t_nl"*}"
    undo_words=${undo_words#*"$t_nl"}
    set -- "$@" "$t_decoded"
  done
  run env LC_ALL=C /bin/sh -c "$@" || :
  case $run_status in
    0) undo_does "$undo_reversed" "$undo_path" ;;
    77) undo_list_not_undone "$undo_path: $run_stdout" ;;
    *)
      undo_does "$undo_reversed" "$undo_path"
      undo_fails "${run_stderr:-${run_stdout:-its command failed with status $run_status}}"
      ;;
  esac
}
