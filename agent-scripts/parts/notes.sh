# shellcheck shell=sh
# Changes that are not files, in the log of preimage.sh: undo restores or lists them.

# note KIND TEXT [DETAIL]: records something that only the operator can undo.
note() {
  [ "$t_run" ] || return 0
  t_keep_note note "$1${3+ }${3-}" "$2"
}

# note_begin KIND TEXT: call it before a change that can be recorded only afterwards. If the call does not come to
# `note_end TEXT`, because it fails or is killed, undo lists TEXT.
note_begin() { [ -z "$t_run" ] || t_keep_note begun "$1" "$2"; }
note_end() { [ -z "$t_run" ] || t_keep_note ended '' "$1"; }

# note_service MANAGER NAME HOW: call it before a service is started, stopped, enabled, disabled, masked or unmasked.
# HOW is its state.
note_service() {
  did
  [ "$t_run" ] || return 0
  t_keep_note service "$1 $3" "$2"
}

# note_packages WAS IS: two files with `NAME VERSION` of the packages that differ.
note_packages() {
  [ "$t_run" ] || return 0
  note packages "$(awk '
    FILENAME == ARGV[1] { was[$1] = $2; next }
    { print $1, ($1 in was ? was[$1] " > " $2 : "installed " $2); delete was[$1] }
    END { for (name in was) print name, "removed " was[name] }' "$1" "$2" | sort | head -n 100 | awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $0 }')"
}

t_keep_note() {
  t_keep_new='' t_copy=''
  t_path="a note on $3"
  t_encode "$2"
  t_keep_detail=$t_encoded
  t_encode "$3"
  t_line="$t_nl$t_call$t_tab$t_tab$t_keep_detail$t_tab$1$t_tab$t_encoded$t_tab."
  t_keep_append "$t_line$t_nl" || :
}
