# shellcheck shell=sh
# For haproxy_config: changes the running process by its runtime API, and takes that back. The controller plans the
# commands and sends them as a file, with a tab between words:
#
#   step WHAT                 what the next commands change, in words
#   do|undo ANSWER…           a command, or what takes back the last one; then
#     =COMMAND                the line to send
#     |LINE                   each line of its payload
#     +WHAT                   what stays in the process if HAProxy says for too long that it is too early
#   proof|undone FORM         what proves that all was done, or taken back: see haproxy_proof
#   end COUNT                 the last line: how many lines are before it
#
# ANSWER is what HAProxy answers if a command worked: silent, says TEXT, eventually TEXT UNTIL (as long as it says UNTIL,
# it is too early), version (its number stands for @{version} in later commands) or anything.

# hc_live_read FILE: splits it. Each command becomes a file of its own, and a line in an index. Returns 1 and sets hc_why
# if the file is not whole, or a part of it could not be written.
hc_live_read() {
  rm -f "$t_tmp.live.do."* "$t_tmp.live.undo."*
  for hc_part in step 'do' undo proof undone asked; do : >"$t_tmp.live.$hc_part"; done
  hc_bytes=$(awk -v to="$t_tmp.live." '
    function put(text, file) { printf "%s", text >file; bytes += length(text) }
    function finish() {
      if (file == "") return
      put("\n", file)
      close(file)
      put(number "|" part "|" answer "|" numbered + 0 "|" kept "\n", to kind)
      file = ""
    }
    function begin() {
      kind = $1; answer = $2 "|" $3 "|" $4; payload = numbered = 0; kept = ""
      if (kind == "do") { number++; part = 0 } else part++
      file = to kind "." number "." part
    }
    BEGIN { FS = "\t" }
    file != "" && /^=/ { put(substr($0, 2), file); numbered = index($0, "@{version}") > 0; next }
    file != "" && /^\|/ { put((payload++ ? "" : " <" "<\n") substr($0, 2) "\n", file); next }
    file != "" && /^\+/ { kept = substr($0, 2); next }
    { finish() }
    $1 == "end" { ended = $2 == NR - 1; next }
    { ended = 0 }
    $1 == "step" { put(substr($0, 6) "\n", to $1); next }
    $1 == "do" || $1 == "undo" { begin(); next }
    $1 == "proof" || $1 == "undone" { out = to $1; put($2 "\n", out); next }
    /^\?/ {
      if (!($0 in asked)) { asked[$0] = ++questions; put(substr($0, 2) "\n", to "asked") }
      $0 = "?" asked[$0]
    }
    { put($0 "\n", out) }
    END { finish(); print ended ? bytes + 0 : "none" }' "$1") || hc_bytes=none
  hc_why='the planned commands are not complete'
  [ "$hc_bytes" != none ] || return 1
  hc_why='cannot write the planned commands: is the disk full?'
  for hc_part in step 'do' undo proof undone asked; do cat "$t_tmp.live.$hc_part"; done >"$t_tmp.live.all"
  cat "$t_tmp.live.do."* "$t_tmp.live.undo."* >>"$t_tmp.live.all" 2>/dev/null
  [ "$(($(wc -c <"$t_tmp.live.all")))" = "$hc_bytes" ] &&
    sort -t '|' -k 1,1nr -k 2,2n "$t_tmp.live.undo" >"$t_tmp.live.back" &&
    [ "$(wc -c <"$t_tmp.live.back")" = "$(wc -c <"$t_tmp.live.undo")" ] || return 1
  hc_why=''
}

# hc_tell FILE NUMBERED ANSWER TEXT UNTIL: sends a command. Returns 1 and sets hc_said if the answer is another, 2 if it
# is too early.
hc_tell() {
  hc_sent=$1
  if [ "$2" = 1 ]; then
    hc_sent=$t_tmp.live.sent
    awk -v number="$hc_number" 'NR == 1 { at = index($0, "@{version}"); $0 = substr($0, 1, at - 1) number substr($0, at + 10) } { print }' \
      "$1" >"$hc_sent"
  fi
  send_socket "$t_tmp.live.said" "$p_socket" "$hc_sent" "$p_deadline" || { hc_said='no answer' && return 1; }
  hc_said=$(cat "$t_tmp.live.said")
  case $3 in
    anything) return 0 ;;
    silent) [ -z "$hc_said" ] && return 0 ;;
    version)
      hc_number=@${hc_said#New version created: }
      case ${hc_number#@} in
        '' | *[!0-9]*) ;;
        *) return 0 ;;
      esac
      ;;
    *) case $hc_said in *"$4"*) return 0 ;; esac ;;
  esac
  [ "$3" = eventually ] || return 1
  case $hc_said in *"$5"*) return 2 ;; esac
  return 1
}

# Each command is in the journal before it is sent: so it is known what an interrupted transition may have done.
hc_live() {
  : >"$t_tmp.live.early"
  while IFS='|' read -r hc_i hc_part hc_answer hc_text hc_while hc_numbered hc_kept <&4; do
    hc_note "live $hc_i" || { hc_why="cannot write $hc_journal" && return 1; }
    hc_begun=$hc_i hc_unsure=$hc_i hc_code=0
    hc_tell "$t_tmp.live.do.$hc_i.$hc_part" "$hc_numbered" "$hc_answer" "$hc_text" "$hc_while" || hc_code=$?
    case $hc_code in
      0) ;;
      2)
        { printf '%s\n' "$hc_i|$hc_text|$hc_while|$hc_kept" >>"$t_tmp.live.early" && hc_note "early $hc_i"; } ||
          { hc_why="cannot write $hc_journal" && return 1; }
        ;;
      *) hc_refused "$t_tmp.live.do.$hc_i.$hc_part" && return 1 ;;
    esac
  done 4<"$t_tmp.live.do"
  hc_live_early || return 1
  hc_unsure=''
  hc_mark_process "$hc_want" || { hc_why="cannot write $p_dest.applied" && return 1; }
  hc_detail="$hc_begun commands"
  [ -z "$hc_stays" ] || warn "still has connections, and stays in maintenance until the next reload: $hc_stays"
}

# Sends what was too early again, each in turn, until the time is over. Sets hc_stays to what remains then.
hc_live_early() {
  hc_stays=''
  hc_clock
  hc_until=$((hc_now + p_drain_limit * 1000))
  while [ -s "$t_tmp.live.early" ]; do
    hc_stays=''
    : >"$t_tmp.live.still"
    while IFS='|' read -r hc_i hc_text hc_while hc_kept <&4; do
      hc_code=0
      hc_tell "$t_tmp.live.do.$hc_i.0" 0 eventually "$hc_text" "$hc_while" || hc_code=$?
      case $hc_code in
        0) ;;
        2)
          printf '%s\n' "$hc_i|$hc_text|$hc_while|$hc_kept" >>"$t_tmp.live.still"
          hc_stays="$hc_stays${hc_stays:+, }$hc_kept"
          ;;
        *) hc_refused "$t_tmp.live.do.$hc_i.0" && return 1 ;;
      esac
    done 4<"$t_tmp.live.early"
    mv -f "$t_tmp.live.still" "$t_tmp.live.early"
    hc_clock
    [ "$hc_now" -lt "$hc_until" ] || return 0
    [ -z "$hc_stays" ] || hc_nap
  done
}

# A payload may be a private key, so only the line is told of.
hc_refused() {
  hc_why="HAProxy did not take \`$(awk '{ sub(/ <[<]$/, ""); print; exit }' "$1")\`: $(printf '%s\n' "$hc_said" | awk 'NF { print; exit }')"
}

# hc_take_back: undoes what was begun, the last first. The answer to the undo of a command that may not have been
# executed says nothing. The proofs decide.
hc_take_back() {
  hc_clock
  hc_until=$((hc_now + p_drain_limit * 1000))
  # The number of a version is only known to who has asked for it.
  if grep -q "^$hc_begun|[0-9]*|version|" "$t_tmp.live.back"; then hc_back_part=''; fi
  while IFS='|' read -r hc_i hc_part hc_answer hc_text hc_while hc_numbered hc_kept <&4; do
    [ "$hc_i" -le "$hc_begun" ] || continue
    if [ -n "$hc_back_part" ] && [ "$hc_i" = "$hc_begun" ] && [ "$hc_part" -lt "$hc_back_part" ]; then continue; fi
    hc_note "back $hc_i $hc_part"
    hc_undo_one && continue
    [ "$hc_i" = "$hc_unsure" ] || grep -q "^$hc_i|" "$t_tmp.live.early" || return 1
  done 4<"$t_tmp.live.back"
  hc_mark_process "$hc_base_live"
  hc_stays=''
  hc_prove undone
}

hc_undo_one() {
  while :; do
    hc_code=0
    hc_tell "$t_tmp.live.undo.$hc_i.$hc_part" "$hc_numbered" "$hc_answer" "$hc_text" "$hc_while" || hc_code=$?
    [ "$hc_code" != 0 ] || return 0
    hc_clock
    if [ "$hc_code" = 1 ] || [ "$hc_now" -ge "$hc_until" ]; then
      hc_refused "$t_tmp.live.undo.$hc_i.$hc_part"
      return 1
    fi
    hc_nap
  done
}

# A process before 2.5 can't keep the mark itself, so a file does, with what identifies the process.
hc_mark_process() {
  ! hc_before_25 "$hc_version" || [ -z "$1" ] ||
    printf '%s\n' "$hc_worker:$(hc_started "$hc_worker"):$hc_described $1" >"$p_dest.applied"
}

# --- What an interrupted transition has done to the process ---

# From here on only a reload brings back a known state. The journal says so until there was one.
hc_get_stuck() {
  hc_stuck=true
  hc_note "stuck $(hc_process_of "$hc_worker")"
}

# Takes it back: a transition that did not come to its end has not proven what it did. If that fails, only a reload brings
# back a known state.
hc_resume_live() {
  trap '' HUP INT PIPE TERM # as the transition itself
  awk -v early="$t_tmp.live.early" '
    BEGIN { printf "" >early }
    $1 == "begin" { from = substr($4, 5); worker = $6 }
    $2 == "live" && $3 ~ /^[0-9]+$/ { begun = $3 } $2 == "early" && $3 ~ /^[0-9]+$/ { print $3 "|" >early }
    $2 == "back" && $3 ~ /^[0-9]+$/ { begun = $3; part = $4 }
    $2 == "stuck" { stuck = $3 }
    END { print worker == "" ? "-" : worker, begun + 0, from == "" ? "none" : from, stuck == "" ? "-" : stuck, part }' "$hc_journal" >"$t_tmp.look"
  read -r hc_by hc_begun hc_base_live hc_stuck_is hc_back_part <"$t_tmp.look"
  [ "$hc_base_live" != none ] || hc_base_live=''
  hc_process=$(hc_process_of "$hc_worker")
  [ "$hc_by" != "$hc_worker" ] || hc_by=$hc_process             # as earlier releases of hitless wrote it
  if [ "$hc_by" != "$hc_process" ] || [ "$hc_begun" = 0 ]; then # the process that was changed is gone, or none was
    hc_begun=0
    rm -f "$p_dest.steps"
    [ "$hc_stuck_is" != "$hc_process" ] || hc_get_stuck
    hc_baseline_of_worker
    return
  fi
  hc_unsure=$hc_begun
  hc_journaling=true
  if hc_live_read "$p_dest.steps" && hc_take_back && hc_put "$hc_good"; then
    changed
    warn "an earlier transition was interrupted in '$hc_interrupted'; its changes of the process were taken back"
    printf 'end taken_back\n' >>"$hc_journal" && rm -f "$p_dest.steps"
    hc_interrupted=''
  else
    warn "changes of the process by an earlier transition could not be taken back ($hc_why); it is loaded again"
    hc_stuck=true
  fi
  hc_begun=0 hc_why=''
  hc_journaling=false
  hc_look
  ! $hc_stuck || hc_get_stuck # for the journal that replaces this one
  hc_baseline_of_worker
}
