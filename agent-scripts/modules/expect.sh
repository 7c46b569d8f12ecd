# shellcheck shell=sh
# module: expect
# summary: run a command in a terminal and answer its questions
# check: none   diff: none   needs: awk stat   uses: awk
# example: expect: {command: passwd deploy, responses: {"(?i)password": "{{ deploy_password }}"}}
# option: command    str   required                 the command and its arguments; no shell runs it
# option: responses  json  required  secret         a mapping of questions (regular expressions) and answers; a list answers one question after the other
# option: timeout    str   default=30               seconds to wait for a question or the end
# option: echo       bool  default=false            show the answers in stdout
# option: chdir      path                           the directory to run it in
# option: creates    path                           do not run it if this exists
# option: removes    path                           do not run it if this does not exist
# result: cmd     the command
# result: stdout  all that it printed, with the ends of lines of a terminal
# result: rc      its exit status; null after a timeout
# result: start   when it began
# result: end     when it ended
# result: delta   how long it took

expect_run() {
  case $p_timeout in
    '' | None | null) expect_timeout=-1 ;;
    *[!0-9]*) fail "argument 'timeout' must be a number of seconds: $p_timeout" ;;
    *) expect_timeout=$p_timeout ;;
  esac
  if [ "${p_chdir-}" ]; then cd -- "$p_chdir" 2>/dev/null || fail "Unable to change directory to $p_chdir"; fi
  if [ "${p_creates-}" ] && [ -e "$p_creates" ]; then expect_skip "$p_creates exists"; fi
  if [ "${p_removes-}" ] && [ ! -e "$p_removes" ]; then expect_skip "$p_removes does not exist"; fi
  task_has expect || fail 'the host has no expect, which answers questions in a terminal: install its package expect'
  split_words "$p_command" || fail "command has an unclosed quote: $p_command"
  if [ "$w_n" -eq 0 ]; then
    result_int rc 256
    fail 'no command given'
  fi
  task_has "$w_1" || fail "The command was not found or was not executable: $w_1."
  expect_questions
  values_of w_ "$w_n"
  eval "set -- $values"
  printf '%s' "$expect_program" >"$t_tmp.exp"
  note command expect
  user_locale
  : >"$t_tmp.start"
  # The program reads questions and answers from files: arguments can be seen by all.
  run expect -f "$t_tmp.exp" "$t_tmp" "$expect_timeout" "$p_echo" "$@" || :
  : >"$t_tmp.end"
  expect_result
}

expect_skip() { # expect_skip WHY
  result cmd "$p_command"
  result stdout "skipped, since $1"
  result_int rc 0
  done_with
}

# Writes q.N (a question), and a.N.M (its Mth answer); list.N is there if each answer is given once.
expect_questions() {
  printf '%s\n' "$p_responses" >"$t_tmp.json"
  awk -v out="$t_tmp" "$t_awk_json_text"'
    function next_is(c) { while (substr(s, at, 1) ~ /^[ \t\n]$/) at++; if (substr(s, at, 1) != c) return 0; at++; return 1 }
    function value(   from, word) {
      next_is(" "); from = at
      if (substr(s, at, 1) != "\"") { match(substr(s, at), /^[^],} \t\n]*/); word = substr(s, at, RLENGTH); at += RLENGTH; return word == "true" ? "True" : word == "false" ? "False" : word == "null" ? "None" : word }
      for (at++; substr(s, at, 1) != "\"" && at < length(s); at++) if (substr(s, at, 1) == "\\") at++
      at++
      return json_text(substr(s, from, at - from))
    }
    function answer(   text) { text = value(); sub(/\n+$/, "", text); printf "%s\n", text >(out ".a." n "." ++m); close(out ".a." n "." m) }
    { s = s (NR > 1 ? "\n" : "") $0 }
    END {
      at = 1
      if (!next_is("{")) exit 1
      while (!next_is("}") && at <= length(s)) {
        printf "%s", value() >(out ".q." ++n); close(out ".q." n); m = 0
        next_is(":")
        if (next_is("[")) { printf "" >(out ".list." n); close(out ".list." n); while (!next_is("]") && at <= length(s)) { answer(); next_is(",") } } else answer()
        next_is(",")
      }
      print n + 0 >(out ".count")
    }' "$t_tmp.json" || fail 'responses must be a mapping of questions and answers'
}

# ARGUMENTS: PREFIX TIMEOUT ECHO COMMAND… The question whose match begins first is answered, as by Ansible's library, and
# the time begins anew. Written are PREFIX.out, and PREFIX.rc with the exit status, nothing, or PREFIX.said with a failure.
# shellcheck disable=SC2016,SC2034
expect_program='
proc slurp {file} { set h [open $file rb]; set data [read $h]; close $h; return $data }
proc spit {file data} { set h [open $file wb]; puts -nonewline $h $data; close $h }
set prefix [lindex $argv 0]
set limit [lindex $argv 1]
set command [lrange $argv 3 end]
set count [string trim [slurp $prefix.count]]
for {set i 1} {$i <= $count} {incr i} {
  set question($i) [encoding convertfrom utf-8 [slurp $prefix.q.$i]]
  set given($i) 0
  if {[catch {regexp -- $question($i) {}} why]} { spit $prefix.said "the question \"$question($i)\" is no regular expression of expect: $why"; exit 0 }
}
log_user 0
match_max 100000
if {[lindex $argv 2] ne "true"} { set stty_init -echo }
set all {}
set buffer {}
if {[catch {spawn -noecho {*}$command} pid]} { spit $prefix.said "cannot run [lindex $command 0]: $pid"; exit 0 }
proc finish {} { global prefix all; spit $prefix.out [encoding convertto utf-8 $all] }
proc stop {} { global pid; catch {exec kill -HUP $pid}; catch {close}; after 100; catch {exec kill -KILL $pid} }
set began [clock milliseconds]
set ended 0
while {1} {
  set best -1
  for {set i 1} {$i <= $count} {incr i} {
    if {[regexp -indices -- $question($i) $buffer where] && ($best < 0 || [lindex $where 0] < $first)} { set best $i; set first [lindex $where 0]; set last [lindex $where 1] }
  }
  if {$best >= 0} {
    incr given($best)
    set file $prefix.a.$best.1
    if {[file exists $prefix.list.$best]} { set file $prefix.a.$best.$given($best) }
    if {![file exists $file]} { finish; stop; spit $prefix.said "No remaining responses for \"$question($best)\", output was \"[string range $buffer 0 $last]\""; exit 0 }
    set buffer [string range $buffer [expr {$last + 1}] end]
    catch {send -- [encoding convertfrom utf-8 [slurp $file]]}
    set began [clock milliseconds]
    continue
  }
  if {$ended} break
  if {$limit < 0} { set timeout -1 } else { set timeout [expr {($limit * 1000 - ([clock milliseconds] - $began) + 999) / 1000}]; if {$timeout < 0} { set timeout 0 } }
  expect {
    -re {.+} { append all $expect_out(buffer); append buffer $expect_out(buffer) }
    timeout { finish; stop; exit 0 }
    eof { set ended 1 }
  }
}
finish
set state [wait]
if {[llength $state] == 4 && [lindex $state 2] == 0} { spit $prefix.rc [lindex $state 3] }
'

expect_result() {
  # As in Ansible, a command whose questions were not all answered is no change.
  [ ! -s "$t_tmp.said" ] || fail "$(cat "$t_tmp.said")"
  [ -e "$t_tmp.out" ] || fail "expect failed: ${run_stderr:-$run_stdout}"
  changed
  did
  result cmd "$p_command"
  # Without the ends of lines at its end.
  awk '/^\r*$/ { held = held $0 "\n"; next } { printf "%s", held; held = $0 "\n" } END { sub(/[\r\n]+$/, "", held); printf "%s", held }' "$t_tmp.out" >"$t_tmp.stdout"
  result_file stdout "$t_tmp.stdout"
  # shellcheck disable=SC2046 # seconds, date, time and zone of two files
  set -- $(stat -c '%Y %y' "$t_tmp.start" "$t_tmp.end")
  t_times "$1" "$2" "$3" "$5" "$6" "$7"
  if [ ! -e "$t_tmp.rc" ]; then
    result_null rc
    fail 'command exceeded timeout'
  fi
  result_int rc "$(cat "$t_tmp.rc")"
  [ "$(cat "$t_tmp.rc")" = 0 ] || fail 'non-zero return code'
}
