# shellcheck shell=sh
# Changes that undo takes back with a command: rules of a firewall, booleans of SELinux.

# keep_reverse WHAT SCRIPT CMD ARG…: call it before the change. undo runs SCRIPT in /bin/sh, with CMD as $0, where the
# task finds it, and the ARGs. SCRIPT must do no harm if the change was not made, or was taken back already. WHAT names
# what is changed: for the operator, and to recognize it in a later run.
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

# The simplest SCRIPT: the command itself.
# shellcheck disable=SC2016,SC2034 # for the inner shell
t_reverse_plain='exec "$0" "$@"'

# undo_reverse: undo_detail has a line for each word.
undo_reverse() {
  undo_does restored "$undo_path"
  if checking; then return; fi
  t_decode "$undo_detail"
  undo_words=$t_decoded
  set --
  while [ "$undo_words" ]; do
    t_decode "${undo_words%%"$t_nl"*}"
    undo_words=${undo_words#*"$t_nl"}
    set -- "$@" "$t_decoded"
  done
  run env LC_ALL=C /bin/sh -c "$@" || undo_fails "${run_stderr:-${run_stdout:-its command failed with status $run_status}}"
}
