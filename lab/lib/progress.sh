# shellcheck shell=sh
# Shows progress of long silent work: on a terminal a line that changes, otherwise a line every 20 s. All on standard
# error.

# progress_start WHAT LOG: from now on shows how long WHAT takes, and the last line of LOG, until progress_stop or the
# end of the shell.
progress_start() {
  progress_show "$1" "$2" "$$" &
  PROGRESS=$!
}

progress_stop() {
  kill "$PROGRESS" 2>/dev/null || :
  wait "$PROGRESS" 2>/dev/null || :
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

progress_show() {
  progress_began=$(date +%s) progress_turn=0
  if [ -t 2 ]; then progress_form='\r\033[K%s: %s  %.60s' progress_each=1; else progress_form='%s: %s  %.100s\n' progress_each=20; fi
  # The sleep must not keep a pipe open that somebody reads to its end.
  while sleep 1 >/dev/null 2>&1 && kill -0 "$3" 2>/dev/null; do
    progress_turn=$((progress_turn + 1))
    [ $((progress_turn % progress_each)) -eq 0 ] || continue
    # shellcheck disable=SC2059 # one of two forms
    printf "$progress_form" "$1" "$(progress_time $(($(date +%s) - progress_began)))" "$(progress_last "$2")" >&2
  done
}

progress_time() {
  if [ "$1" -lt 60 ]; then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# Removes what would move the cursor, and the stars of task banners.
progress_last() {
  tail -n 20 "$1" 2>/dev/null | tr -d '\000-\010\013-\037\177' | sed -n 's/ *\**$//; /./p' | tail -n 1
}
