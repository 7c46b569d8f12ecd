# shellcheck shell=sh
# The lease of this host: one file PLACE.N each time it is taken, with N counting up. It has two lines:
#   RUN SECONDS TAKEN-UP TAKEN-AT BOOT OWNER    never changes
#   OVER-UP OVER-AT BOOT PROCESS                the last renewal, or `free` after the release; overwritten in place
# A lease is taken by one ln to the next N, so no lock can be left behind. The highest N counts. UP is the kernel's
# uptime, which no clock change affects; it counts while BOOT is the same. AT is the clock. Every user can read a lease,
# but only the user who took it can write it. Both lines are in one file, so that nobody else can write the second one.
#   /var/lib/hitless/lease    of root
#   DIR/hitless-lease         of others; DIR is the first one below that all users can write to and where only root removes other users' files

t_lease_root=/var/lib/hitless/lease
t_lease_shared='/var/tmp /tmp /dev/shm /run/lock'

# t_lease_top PLACE: sets t_top to the highest epoch, or 0. No fork. Ignores names that no agent creates.
t_lease_top() {
  t_top=0
  for t_file in "$1".*; do
    t_file=${t_file#"$1".}
    case $t_file in '' | 0* | *[!0-9]* | ??????????*) continue ;; esac
    [ "$t_file" -le "$t_top" ] || t_top=$t_file
  done
}

# t_lease_read FILE: sets t_lease_* from the file, or t_lease_bad to why it can't be read. t_over_up is `free`, or when
# the lease expires.
t_lease_read() {
  t_lease_line=
  if { IFS= read -r t_lease_line && { IFS= read -r t_sign || :; }; } 2>/dev/null <"$1"; then
    t_lease_parse
  else
    t_lease_is_bad "$1"
  fi
}

# t_lease_look FILE: the same for a file that anybody may have created: does not read pipes, nor more than the size of a
# lease.
t_lease_look() {
  t_lease_line=
  if [ -f "$1" ] && ! [ -h "$1" ]; then { t_lease_line=$(head -c 1024 -- "$1"); } 2>/dev/null || :; fi
  case $t_lease_line in
    *"$t_nl"*)
      t_sign=${t_lease_line#*"$t_nl"}
      t_sign=${t_sign%%"$t_nl"*}
      t_lease_line=${t_lease_line%%"$t_nl"*}
      t_lease_parse
      ;;
    ?*)
      t_sign=
      t_lease_parse
      ;;
    *) t_lease_is_bad "$1" ;;
  esac
}

t_lease_is_bad() {
  t_lease_line='' t_lease_run='' t_lease_seconds=0 t_lease_up=0 t_lease_at=0 t_lease_boot='' t_lease_owner=''
  t_over_up=0 t_over_at=0 t_over_boot='' t_lease_pid=0
  if ! [ -f "$1" ] || [ -h "$1" ]; then
    t_lease_bad='is not a file'
  elif ! [ -r "$1" ]; then
    t_lease_bad='cannot be read'
  elif ! [ -s "$1" ]; then
    t_lease_bad='is empty'
  else
    t_lease_bad='is damaged'
  fi
}

# Parses the two lines in t_lease_line and t_sign.
t_lease_parse() {
  t_lease_bad=
  t_words "$t_lease_line"
  if [ "$t_words_n" -lt 5 ] || ! t_word_ok "$t_w1" || ! t_numbers "${t_w2#-}" "$t_w3" "$t_w4" || ! t_word_ok "$t_w5"; then
    t_lease_is_bad /
    t_lease_bad='is damaged'
    return 0
  fi
  t_lease_run=$t_w1 t_lease_seconds=$t_w2 t_lease_up=$t_w3 t_lease_at=$t_w4 t_lease_boot=$t_w5 t_lease_owner=$t_w_rest
  t_over_up=$((t_lease_up + t_lease_seconds)) t_over_at=$((t_lease_at + t_lease_seconds)) t_over_boot=$t_lease_boot t_lease_pid=0
  if [ "$t_sign" = free ]; then
    t_over_up=free
    return 0
  fi
  t_words "$t_sign"
  if [ "$t_words_n" -ge 4 ] && t_numbers "$t_w1" "$t_w2" "$t_w4" && t_word_ok "$t_w3"; then
    t_over_up=$t_w1 t_over_at=$t_w2 t_over_boot=$t_w3 t_lease_pid=$t_w4
  fi
}

# t_words TEXT: sets t_words_n (at most 5), t_w1 to t_w5, and t_w_rest to the rest.
t_words() {
  t_words_n=0 t_w1='' t_w2='' t_w3='' t_w4='' t_w5='' t_w_rest=$1
  while [ "$t_words_n" -lt 5 ] && [ -n "$t_w_rest" ]; do
    t_word=${t_w_rest%% *}
    t_w_rest=${t_w_rest#"$t_word"}
    t_w_rest=${t_w_rest# }
    t_words_n=$((t_words_n + 1))
    case $t_words_n in
      1) t_w1=$t_word ;;
      2) t_w2=$t_word ;;
      3) t_w3=$t_word ;;
      4) t_w4=$t_word ;;
      5) t_w5=$t_word ;;
    esac
  done
}
t_word_ok() { case $1 in '' | *[!A-Za-z0-9._-]*) return 1 ;; esac }
t_numbers() {
  for t_word in "$@"; do
    case $t_word in '' | *[!0-9]* | 0?* | ???????????*) return 1 ;; esac
  done
}

# t_lease_sign FILE PROCESS: renews the lease that was read from FILE, without a fork. PROCESS runs a call, or is 0.
# Writes in place, since truncating a file costs milliseconds on some file systems. Text after the second line does not
# count.
t_lease_sign() {
  t_uptime
  if [ "$t_lease_boot" = "$t_boot" ]; then
    t_at=$((t_lease_at + t_up - t_lease_up))
  else
    t_at=$(date +%s) # the host has rebooted since
  fi
  t_sign="$((t_up + t_lease_seconds)) $((t_at + t_lease_seconds)) $t_boot $2"
  printf '%s\n' "$t_lease_line$t_nl$t_sign" 1<>"$1"
}

t_uptime() {
  read -r t_up t_rest </proc/uptime
  t_up=${t_up%%.*}
}
