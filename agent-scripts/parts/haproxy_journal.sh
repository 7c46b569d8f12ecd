# shellcheck shell=sh
# For haproxy_config: runs a state and writes it to the journal, ends a transition, and locks out other transitions.

hc_step() {
  hc_detail='' hc_why=''
  hc_clock
  hc_began=$hc_now
  if ! hc_note "$1"; then
    # What is not in the journal could not be taken back by the next call. What is only watched can go on.
    case $1 in swap | live) hc_give_up "$1" "cannot write $hc_journal" ;; esac
  fi
  if "hc_$1"; then
    hc_row "$1" "$hc_detail"
  else
    hc_row "$1" "failed: $hc_why"
    hc_give_up "$1" "$hc_why"
  fi
}

hc_row() {
  hc_clock
  json_string "$2"
  hc_rows="$hc_rows${hc_rows:+,}{\"state\":\"$1\",\"ms\":$((hc_now - hc_began)),\"detail\":$j_text}"
  hc_note "$1 done: $2"
}

# Before the first change there is no journal, so early entries are collected in a variable.
hc_note() {
  if $hc_journaling; then
    printf '%s %s\n' "$hc_now" "$1" >>"$hc_journal"
  else
    hc_early=$hc_early$hc_now\ $1$t_nl
  fi
}

# The journal of an interrupted transition stays until this one is written.
hc_open_journal() {
  printf '%s\n%s' "begin cfg-$hc_want from cfg-${hc_base_live:-none} worker $(hc_process_of "$hc_base_worker")" \
    "$hc_early" >"$hc_journal.new" && mv -f "$hc_journal.new" "$hc_journal" && hc_journaling=true
}

# Prints the state in which an earlier transition was interrupted, or nothing if it ended.
hc_interrupted_state() {
  [ -s "$hc_journal" ] || return 0
  awk '$2 == "swap" || $2 == "stuck" { open = 1 } { last = $2 } $1 == "end" { open = 0 } END { if (open) print last }' "$hc_journal"
}

hc_finish() {
  case $1 in
    unchanged)
      attributes_of_call "$p_dest"
      checking || [ -e "$p_dest.kept" ] || [ -z "$hc_live" ] || hc_keep_loaded
      ;;
  esac
  hc_close "$1"
}

hc_close() {
  hc_look
  result outcome "$1"
  result hash "$hc_want"
  result host_state "$(hc_serving)"
  result_json transition "[$hc_rows]"
  # A process that may be half changed is not to be trusted by the next call.
  if $hc_journaling && ! { $hc_stuck && [ "$1" = broken ]; }; then
    printf 'end %s\n' "$1" >>"$hc_journal"
    rm -f "$p_dest.steps"
  fi
  case ${p__steps-} in "$t_work"/*) rm -f "$p__steps" ;; esac # it may hold a private key
  if $hc_locked; then rm -f "$hc_lock"; fi
}

hc_give_up() {
  if [ "$1" = drain ]; then
    hc_close live
    fail "drain: $2. The new configuration is live and proven."
  elif ! $hc_touched; then
    hc_close untouched
    fail "$1: $2. Nothing was changed on this host: $(hc_serving)."
  fi
  hc_detail='' hc_why=''
  hc_clock
  hc_began=$hc_now
  hc_note rollback
  if hc_rollback; then
    hc_row rollback "$hc_detail"
    hc_close rolled_back
    fail "$1: $2. The node was rolled back ($hc_detail): $(hc_serving)."
  fi
  hc_row rollback "failed: $hc_why"
  hc_close broken
  fail "$1: $2. Rolling the node back FAILED: $hc_why. Now $(hc_serving)."
}

hc_keep() {
  if [ -f "$hc_good" ] && ! cmp -s "$hc_good" "$p_dest"; then mv -f "$hc_good" "$p_dest.previous"; fi
  cp -p "$p_dest" "$hc_good" || warn "cannot save $p_dest as $hc_good"
  hc_keep_loaded
}

# The lock is a link whose target is the owner's process id: creating and reading it are one step each.
hc_take_lock() {
  ln -s "$$" "$hc_lock" 2>/dev/null || {
    hc_owner=$(readlink "$hc_lock")
    if [ -n "$hc_owner" ] && [ "$hc_owner" != "$$" ] && kill -0 "$hc_owner" 2>/dev/null; then
      hc_why="another transition is running on this host (process $hc_owner, lock $hc_lock)"
      return 1
    fi
    rm -f "$hc_lock"
    ln -s "$$" "$hc_lock" || { hc_why="cannot create $hc_lock" && return 1; }
  }
  hc_locked=true
}
