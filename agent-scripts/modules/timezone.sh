# shellcheck shell=sh
# module: timezone  also=community.general.timezone
# summary: set the host's time zone, and whether its hardware clock runs in UTC
# check: full   diff: text   needs: awk readlink
# example: timezone: {name: Europe/Berlin}
# option: name     str                              the time zone, a file below /usr/share/zoneinfo
# option: hwclock  enum  local|UTC  aliases=rtc     what the hardware clock shows
# option: _root    str   hidden  default=""         root of the host's files, for tests
# one-of: name hwclock

# The link /etc/localtime is the time zone. /etc/timezone repeats it on some systems.

timezone_run() {
  timezone_before='' timezone_after=''
  if [ "${p_hwclock+given}" ]; then timezone_clock; fi
  if [ "${p_name+given}" ]; then timezone_zone; fi
  diff_text '' "$timezone_before" "$timezone_after"
  [ "$timezone_before" != "$timezone_after" ] || return 0
  changed
  checking && return
  if [ "${p_name+given}" ] && [ "$timezone_now" != "$p_name" ]; then timezone_set; fi
  if [ "${p_hwclock+given}" ] && [ "$timezone_clock" != "$p_hwclock" ]; then timezone_set_clock; fi
}

timezone_systemd() { [ -d "$p__root/run/systemd/system" ] && have timedatectl; }

# ---- the time zone ---------------------------------------------------------------------------------------------------------------------

timezone_zone() { # sets timezone_now
  case /$p_name/ in *//* | */../* | */./* | *"$t_nl"*) timezone_unknown ;; esac
  [ -f "$p__root/usr/share/zoneinfo/$p_name" ] || timezone_unknown
  timezone_now='n/a'
  if timezone_target=$(readlink -- "$p__root/etc/localtime"); then
    case $timezone_target in *zoneinfo/*) timezone_now=${timezone_target#*zoneinfo/} ;; esac
  elif [ ! -e "$p__root/etc/localtime" ]; then
    timezone_now=UTC
  elif cmp -s -- "$p__root/etc/localtime" "$p__root/usr/share/zoneinfo/$p_name"; then
    timezone_now=$p_name # a copy in place of a link
  fi
  # If the other file differs, programs disagree about the time zone.
  if [ "$timezone_now" = "$p_name" ] && [ -f "$p__root/etc/timezone" ]; then
    timezone_now=
    IFS= read -r timezone_now <"$p__root/etc/timezone" || :
  fi
  timezone_before="${timezone_before}name: $timezone_now$t_nl"
  timezone_after="${timezone_after}name: $p_name$t_nl"
}
timezone_unknown() { fail "Given timezone \"$p_name\" is not available."; }

timezone_set() {
  keep "$p__root/etc/localtime"
  keep "$p__root/etc/timezone"
  if ! timezone_systemd || ! run timedatectl set-timezone "$p_name"; then
    place "$p__root/etc/localtime" ln -s -- "/usr/share/zoneinfo/$p_name" || fail "cannot set the time zone: $place_error"
  else
    did
  fi
  [ -f "$p__root/etc/timezone" ] || return 0
  IFS= read -r timezone_now <"$p__root/etc/timezone" || :
  [ "$timezone_now" = "$p_name" ] || put_file "$p__root/etc/timezone" "$p_name$t_nl" || fail "cannot set the time zone: $put_error"
}

# ---- the hardware clock ----------------------------------------------------------------------------------------------------------------

timezone_clock() { # sets timezone_clock to local or UTC: the third line of /etc/adjtime says LOCAL or UTC
  timezone_clock=UTC
  if [ -f "$p__root/etc/adjtime" ]; then
    { read -r timezone_line && read -r timezone_line && read -r timezone_line; } <"$p__root/etc/adjtime" || timezone_line=UTC
    case $timezone_line in LOCAL*) timezone_clock=local ;; esac
  fi
  timezone_before="hwclock: $timezone_clock$t_nl"
  timezone_after="hwclock: $p_hwclock$t_nl"
}

timezone_set_clock() {
  keep "$p__root/etc/adjtime"
  note hwclock "was $timezone_clock"
  timezone_local=0 timezone_word=UTC timezone_option=--utc
  if [ "$p_hwclock" = local ]; then timezone_local=1 timezone_word=LOCAL timezone_option=--localtime; fi
  if timezone_systemd && run timedatectl set-local-rtc "$timezone_local"; then
    did
    return
  fi
  read_text "$p__root/etc/adjtime" "$t_tmp.adjtime"
  awk -v word="$timezone_word" '
    NR == 3 { print word; next }
    { print }
    END { if (NR < 1) print "0.0 0 0.0"; if (NR < 2) print "0"; if (NR < 3) print word }' "$t_tmp.adjtime" >"$t_tmp.new"
  put_from "$p__root/etc/adjtime" "$t_tmp.new" "$t_tmp.adjtime" || fail "cannot set the hardware clock: $put_error"
  timezone_openrc
  # Containers have no clock of their own.
  if [ -e "$p__root/dev/rtc" ] && have hwclock; then
    run hwclock --systohc "$timezone_option" || fail "cannot set the hardware clock: $run_stderr"
  fi
}

timezone_openrc() { # the service hwclock of OpenRC has a file of its own
  [ -f "$p__root/etc/conf.d/hwclock" ] || return 0
  read_text "$p__root/etc/conf.d/hwclock" "$t_tmp.hwclock"
  awk -v word="$timezone_word" '
    /^[ \t]*clock=/ { if (!n++) print "clock=\"" (word == "UTC" ? "UTC" : "local") "\""; next }
    { print }
    END { if (!n) print "clock=\"" (word == "UTC" ? "UTC" : "local") "\"" }' "$t_tmp.hwclock" >"$t_tmp.new"
  cmp -s "$t_tmp.hwclock" "$t_tmp.new" || put_from "$p__root/etc/conf.d/hwclock" "$t_tmp.new" "$t_tmp.hwclock" || fail "cannot set the hardware clock: $put_error"
}
