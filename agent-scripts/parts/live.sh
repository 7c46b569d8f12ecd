# shellcheck shell=sh
# Live output: while the command of a call runs, a second process sends what the command has printed so far. Each piece
# is a record of type o. Its name is the stream, out or err, and then how many bytes were left out before the piece, if
# any, or `over` if nothing more is sent. Without t_slot they are not saved for a resume: the result has the output, too.

# Bytes of a piece. What a command prints faster is left out, so that the controller and the connection keep up.
t_live_piece=65536
# Bytes of a stream after which no more is sent.
t_live_limit=4194304

# live_begin: starts to send what appears in the files out and err of the work directory.
live_begin() {
  : >"$t_work/out"
  : >"$t_work/err"
  t_live_out=0 t_live_err=0
  t_live_note
  t_live_watch </dev/null &
  t_live_watcher=$!
}

# live_end: sends the rest. The watcher may have been too late to send anything.
live_end() {
  kill "$t_live_watcher" 2>/dev/null
  wait "$t_live_watcher" 2>/dev/null
  read -r t_live_out t_live_err <"$t_work/live_at" || return
  (t_slot='' && t_live_send_both)
}

# The signal ends the pause, never a piece: a shell runs its trap after the command that it waits for.
t_live_watch() {
  t_slot=''
  t_live_over=false t_live_pause=0.5 t_live_sleep=
  trap 't_live_over=true; [ -z "$t_live_sleep" ] || kill "$t_live_sleep" 2>/dev/null' TERM
  while [ "$t_live_over" = false ]; do
    sleep "$t_live_pause" 3>&- 9>&- 2>/dev/null &
    t_live_sleep=$!
    # Some sleep only for whole seconds.
    wait "$t_live_sleep" || [ "$t_live_over" = true ] || t_live_pause=1
    t_live_sleep=
    [ "$t_live_over" = true ] || t_live_send_both
  done
  exit 0
}

t_live_send_both() {
  t_live_send out "$t_live_out"
  t_live_out=$t_live_to
  t_live_send err "$t_live_err"
  t_live_err=$t_live_to
  t_live_note
}
# Another process continues from here.
t_live_note() { printf '%s\n' "$t_live_out $t_live_err" >"$t_work/live_at"; }

# t_live_send STREAM FROM: sends what the file has after FROM bytes, and sets t_live_to to the bytes that are done.
t_live_send() {
  t_live_to=$2
  if [ ! -s "$t_work/$1" ] || [ "$2" -ge $t_live_limit ]; then return; fi
  t_live_size=$(wc -c <"$t_work/$1") && t_live_size=$((t_live_size)) || return
  [ "$t_live_size" -gt "$2" ] || return
  t_live_from=$2
  t_live_name=$1
  if [ $((t_live_size - t_live_from)) -gt $t_live_piece ]; then
    t_live_from=$((t_live_size - t_live_piece))
    t_live_name="$1 $((t_live_from - $2))"
  fi
  # To a file first: the command may empty its output, and the length stands before the bytes.
  tail -c "+$((t_live_from + 1))" -- "$t_work/$1" 2>/dev/null | head -c $((t_live_size - t_live_from)) >"$t_work/live"
  t_live_n=$(wc -c <"$t_work/live") && t_live_n=$((t_live_n)) || return
  t_bytes "$t_live_name" "$t_live_n" "$t_work/live" o
  t_live_to=$t_live_size
  [ "$t_live_to" -lt $t_live_limit ] || t_record o "$1 over" ''
}
