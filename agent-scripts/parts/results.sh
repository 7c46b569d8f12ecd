# shellcheck shell=sh
# Results of a module: fields, tables and diffs.

result() { t_record s "$1" "$2"; }
result_int() { t_record i "$1" "$2"; }
result_bool() { t_record b "$1" "$2"; }
result_null() { t_record n "$1" ''; }
# Without a value, what should have made it failed.
result_json() {
  [ "$2" ] || fail "cannot work out the result $1"
  t_record j "$1" "$2"
}

result_file() {
  if [ -s "$2" ]; then
    t_size=$(wc -c <"$2") || fail "cannot read $2"
    t_bytes "$1" $((t_size)) "$2"
  else
    t_record s "$1" ''
  fi
}
result_json_file() {
  [ -s "$2" ] || fail "cannot work out the result $1"
  t_size=$(wc -c <"$2") || fail "cannot read $2"
  t_bytes "$1" $((t_size)) "$2" j
}
# t_bytes NAME SIZE FILE [TYPE]: sends a long field. If the file shrinks meanwhile, the rest of the channel would be
# unreadable, so the agent ends after the call.
t_bytes() {
  [ -z "$t_slot" ] || t_spool_bytes "$@"
  printf '%s\n' "$t_id ${4:-f} $2 $1" >&3
  cat -- "$3" >&3 || kill "$$"
  printf '\n' >&3
}

result_table() {
  t_table=$(cat)
  [ -z "$t_table" ] || t_record t '' "$t_table"
}

# result_lines NAME FILE: sets a field to the list of the lines of a file.
result_lines() {
  result_json "$1" '[]'
  awk -v name="$1" '{ print "s\t" name "/[]\t" $0 }' "$2" | result_table
}
# result_rows TEXT: result_table for lines in a variable.
result_rows() { t_record t '' "$1"; }

diff_text() {
  [ "$t_diff" = true ] || return 0
  [ "$2" = "$3" ] || t_diff_records "$1" "$2" "$3"
}
t_diff_records() {
  t_record d label "$1"
  t_record d before "$2"
  t_record d after "$3"
}

# Ansible has the same limit (max_diff_size).
t_diff_limit=104448
diff_files() {
  [ "$t_diff" = true ] || return 0
  t_diff_side "$2"
  t_diff_before=$t_side
  t_diff_note=$t_side_note
  t_diff_side "$3"
  if [ -n "$t_diff_note$t_side_note" ]; then
    [ "$2" = "$3" ] || t_diff_records "$1" '' "(${t_diff_note:-$t_side_note}: not shown)$t_nl"
  elif [ "$t_diff_before" != "$t_side" ]; then
    t_diff_records "$1" "$t_diff_before" "$t_side"
  fi
}
# t_diff_side FILE: sets t_side to its text, or t_side_note to why it is not shown. A shell variable loses NUL bytes,
# which reveals binary files.
t_diff_side() {
  t_side=
  t_side_note=
  [ -s "$1" ] || return 0
  t_size=$(wc -c <"$1") || return 0
  t_size=$((t_size))
  if [ "$t_size" -gt $t_diff_limit ]; then
    t_side_note="more than $t_diff_limit bytes"
    return 0
  fi
  { t_side=$(cat -- "$1" && printf .); } 2>/dev/null
  t_side=${t_side%.}
  [ "${#t_side}" -eq "$t_size" ] || t_side_note="binary file"
}
