# shellcheck shell=sh
# What modules build on; agent-scripts/README.md says what each function promises. Names t_* are the agent's own.
#
# option-set: attributes
# option: owner          str                          who is to own it, by name or number
# option: group          str                          its group, by name or number
# option: mode           mode                         its permissions, octal or symbolic
# option: attributes     str    aliases=attr          flags as chattr takes them
# option: seuser         str                          SELinux user
# option: serole         str                          SELinux role
# option: setype         str                          SELinux type
# option: selevel        str                          SELinux level
# option: unsafe_writes  bool   default=false         write in place where the file can't be replaced at once
# option-set: backup
# option: backup         bool   default=false         keep a copy of the file as it was, with a time stamp in its name
# option-set: validate
# option: validate       str                          command that must succeed before the file is put in place; %s is the new file

checking() { [ "$t_check" = true ]; }
differing() { [ "$t_diff" = true ]; }

changed() {
  [ "$t_changed" = true ] || t_record c '' ''
  t_changed=true
}
unchanged() { :; }

# did: something was really done: from here on a call that fails is changed all the same.
did() { t_did=true; }

fail() {
  if [ "$t_changed$t_did" = truefalse ]; then t_record u '' ''; fi
  t_record x '' "$1"
  t_over
}
skip() {
  t_record k '' "$1"
  t_over
}
done_with() {
  [ $# -eq 0 ] || t_record s msg "$1"
  t_over
}
warn() { t_record w '' "$1"; }

# What a call with a ticket does before it changes something; parts/preimage.sh has the real ones.
t_keep_at=
keep() { :; }
keep_attributes() { :; }
keep_flags() { :; }
keep_times() { :; }
keep_below() { :; }
keep_members() { :; }
keep_for() { :; }
note() { :; }
note_service() { did; }
note_packages() { :; }
keeping() { false; }

have() { command -v "$1" >/dev/null 2>&1; }
