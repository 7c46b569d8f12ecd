# shellcheck shell=sh
# For transitions: waits for the old workers that a reload leaves behind, and ends them if that is asked for. hc_old are
# their process ids, separated by commas.

# Old workers end by themselves when their last connection ends.
hc_drain() {
  "${hc_of}_look"
  hc_wait_old 0
  hc_detail='no old worker left'
  [ -n "$hc_old" ] && [ "$p_drain_limit" -gt 0 ] || return 0
  hc_detail="old workers still serving their last connections: $("${hc_of}_old")"
  case $p_drain_action in
    fail) hc_why=$hc_detail && return 1 ;;
    end) hc_end_old 0 ;;
  esac
  warn "$hc_detail"
}

# Before a reload: it would leave one more old worker behind.
hc_room() {
  [ "$p_max_old_workers" -gt 0 ] || return 0
  "${hc_of}_look"
  hc_wait_old $((p_max_old_workers - 1))
  [ "$(hc_count_old)" -ge "$p_max_old_workers" ] || return 0
  hc_why="there are $(hc_count_old) old workers, and max_old_workers is $p_max_old_workers: $("${hc_of}_old")"
  case $p_drain_action in
    fail) return 1 ;;
    end) hc_end_old $((p_max_old_workers - 1)) ;;
    *) warn "$hc_why" ;;
  esac
  hc_why=''
}

hc_count_old() { printf '%s\n' "$hc_old" | awk -F , '{ print NF }'; }

# Waits until there are at most so many old workers, or drain_limit is over.
hc_wait_old() {
  hc_clock
  hc_until=$((hc_now + p_drain_limit * 1000))
  while [ "$(hc_count_old)" -gt "$1" ] && [ "$hc_now" -lt "$hc_until" ]; do
    hc_nap
    "${hc_of}_look"
    hc_clock
  done
}

# Ends the oldest workers, so that this many are left. Their connections are cut, as drain_action=end asks for.
hc_end_old() {
  hc_ended=''
  for hc_pid in $(printf '%s\n' "$hc_old" | tr ',' '\n' | sort -n | head -n "$(($(hc_count_old) - $1))"); do
    kill "$hc_pid" 2>/dev/null && hc_ended="$hc_ended${hc_ended:+, }$hc_pid"
  done
  hc_detail="old workers ended, as drain_action says, with the connections that they had: ${hc_ended:-none}"
  warn "$hc_detail"
  hc_clock
  hc_until=$((hc_now + 5000))
  while [ "$(hc_count_old)" -gt "$1" ] && [ "$hc_now" -lt "$hc_until" ]; do
    hc_nap
    "${hc_of}_look"
    hc_clock
  done
}
