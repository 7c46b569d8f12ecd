# shellcheck shell=sh
# A transition: what haproxy_config, haproxy_certs, nginx_config and keepalived_config do to bring something live. Runs its states,
# writes them to a journal, ends it, and locks out other transitions.
#
# A module sets hc_of, the prefix of its functions, hc_journal and hc_lock. PREFIX_look reads the process, PREFIX_serving
# prints it in words, PREFIX_closing ends the journal, PREFIX_old prints old workers. PREFIX_rollback and the states
# (PREFIX_plan) set hc_detail to what they found, or set hc_why and return 1.

hc_step() {
  hc_detail='' hc_why=''
  hc_clock
  hc_began=$hc_now
  if ! hc_note "$1"; then
    # What is not in the journal could not be taken back by the next call. What is only watched can go on.
    case $1 in swap | live) hc_give_up "$1" "cannot write $hc_journal" ;; esac
  fi
  if "${hc_of}_$1"; then
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

# hc_open_journal WHAT: begins the journal. That of an interrupted transition stays until this one is written.
hc_open_journal() {
  printf 'begin %s worker %s\n%s' "$1" "$(hc_process_of "$hc_base_worker")" "$hc_early" >"$hc_journal.new" &&
    mv -f "$hc_journal.new" "$hc_journal" && hc_journaling=true && return 0
  rm -f -- "$hc_journal.new"
  hc_why="cannot write $hc_journal"
  return 1
}

# hc_watch CHECK: runs CHECK every second for the time of the soak, as long as it succeeds.
hc_watch() {
  hc_clock
  hc_until=$((hc_now + p_soak * 1000))
  while [ "$hc_now" -lt "$hc_until" ]; do
    sleep 1
    "$1" || return 1
    hc_clock
  done
}

# Prints the state in which an earlier transition was interrupted, or nothing if it ended.
hc_interrupted_state() {
  [ -s "$hc_journal" ] || return 0
  awk '$2 == "swap" || $2 == "stuck" { open = 1 } { last = $2 } $1 == "end" { open = 0 } END { if (open) print last }' "$hc_journal"
}

hc_close() {
  "${hc_of}_look"
  result outcome "$1"
  [ -z "$hc_want" ] || result hash "$hc_want"
  result host_state "$("${hc_of}_serving")"
  result_json transition "[$hc_rows]"
  "${hc_of}_closing" "$1"
  if $hc_locked; then rm -f "$hc_lock"; fi
}

hc_end_journal() { ! $hc_journaling || printf 'end %s\n' "$1" >>"$hc_journal"; }

hc_give_up() {
  if [ "$1" = drain ]; then
    hc_close live
    fail "drain: $2. The new configuration is live and proven."
  elif ! $hc_touched; then
    hc_close untouched
    fail "$1: $2. Nothing was changed on this host: $("${hc_of}_serving")."
  fi
  hc_detail='' hc_why=''
  hc_clock
  hc_began=$hc_now
  hc_note rollback
  if "${hc_of}_rollback"; then
    hc_row rollback "$hc_detail"
    hc_close rolled_back
    fail "$1: $2. The node was rolled back ($hc_detail): $("${hc_of}_serving")."
  fi
  hc_row rollback "failed: $hc_why"
  hc_close broken
  fail "$1: $2. Rolling the node back FAILED: $hc_why. Now $("${hc_of}_serving")."
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

# The hash is over $t_tmp.hashed: the configuration, and after it each further file with its path and length, so that a line that moves
# from one file to another counts.
hc_count_in() { hc_count "$1" "$1"; }
hc_count() {
  if [ -f "$2" ]; then
    printf 'file %s %s\n' "$(($(wc -c <"$2")))" "$1"
    cat "$2"
  else
    printf 'missing %s\n' "$1"
  fi >>"$t_tmp.hashed"
}

hc_hash() {
  checksum_of "$t_tmp.hashed" sha256
  printf '%.12s' "$c_sum"
}

# hc_stage PATH COPY: sets hc_staged to a copy with the name of PATH, in a directory with links to all that is next to PATH.
# So a program can check it before it is in place, and finds what is relative to the directory.
hc_stage() {
  rm -rf "$t_tmp.stage"
  mkdir "$t_tmp.stage"
  for hc_found in "${1%/*}"/* "${1%/*}"/.[!.]*; do
    [ ! -e "$hc_found" ] || ln -s "$hc_found" "$t_tmp.stage/"
  done
  hc_staged=$t_tmp.stage/${1##*/}
  rm -f "$hc_staged"
  cp "$2" "$hc_staged"
}

# Sets hc_now to milliseconds since the call began, without a fork. The kernel counts in hundredths. mksh has 32-bit
# numbers, too small for an uptime in milliseconds.
hc_clock() {
  read -r hc_now _ </proc/uptime
  hc_since=${hc_since:-${hc_now%.*}}
  hc_now=$(((${hc_now%.*} - hc_since) * 1000 + 1${hc_now#*.} * 10 - 1000))
}

hc_nap() {
  sleep 0.1 2>/dev/null || sleep 1
}

# Prints what tells a process from a later one with its number.
hc_process_of() { printf '%s:%s' "${1:-none}" "$([ -z "$1" ] || hc_started "$1")"; }

# Prints when a process was started, which tells it from a later one with its number.
hc_started() {
  read -r hc_stat 2>/dev/null <"/proc/$1/stat" || return 0
  # shellcheck disable=SC2086  # fields; the first two are the number and a name that may contain blanks
  set -- ${hc_stat##*) }
  shift 19
  printf '%s' "$1"
}
