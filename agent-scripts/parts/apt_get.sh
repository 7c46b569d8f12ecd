# shellcheck shell=sh
# apt-get and the configuration of apt, for several modules.

# apt_get WORD…: waits while another process holds the lock, for p_lock_timeout seconds. Only newer versions of apt-get
# can wait, and for only one of the locks. Calls the function apt_or, if set, before it fails with apt_error.
apt_get() {
  apt_waited=0
  while :; do
    run env LC_ALL=C LANGUAGE=C DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1 apt-get -y -q "$@" && return 0
    case $run_stderr in
      *'Could not get lock'* | *'Unable to lock'* | *'Unable to acquire the dpkg frontend lock'* | *'is another process using it'*) ;;
      *) return 1 ;;
    esac
    if [ "$apt_waited" -ge "${p_lock_timeout:-60}" ]; then
      apt_error="another process held the package manager's lock for ${p_lock_timeout:-60} s: $run_stderr"
      [ -z "${apt_or-}" ] || "$apt_or"
      fail "$apt_error"
    fi
    apt_waited=$((apt_waited + 1))
    sleep 1
  done
}

# apt_fetch_lists: fetches the package lists, with p_update_cache_retries tries. Returns 1 and sets apt_error on failure.
apt_fetch_lists() {
  apt_try=0 apt_delay=1
  while :; do
    apt_try=$((apt_try + 1))
    # apt-get only warns about a list that it could not fetch, and continues with the old one
    if apt_get update; then
      case "
$run_stdout
$run_stderr" in
        *"
W: Failed to fetch"* | *"
W: Some index files failed"* | *"
E: "* | *"
Err:"*) ;;
        *) return 0 ;;
      esac
    fi
    if [ "$apt_try" -ge "$p_update_cache_retries" ]; then
      apt_error="Failed to update apt cache, tried $apt_try times: ${run_stderr:-$run_stdout}"
      return 1
    fi
    sleep "$apt_delay"
    apt_delay=$((apt_delay * 2))
    [ "$apt_delay" -le "$p_update_cache_retry_max_delay" ] || apt_delay=$p_update_cache_retry_max_delay
  done
}

# apt_places: sets apt_list_file (sources.list), apt_parts (sources.list.d) and apt_etc (/etc/apt), as apt is configured.
apt_places() {
  run apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/f etc Dir::Etc/f || fail "cannot read the configuration of apt: $run_stderr"
  split_words "$run_stdout" || fail "cannot read the configuration of apt: $run_stdout"
  apt_list_file=/etc/apt/sources.list apt_parts=/etc/apt/sources.list.d apt_etc=/etc/apt
  apt_i=0
  while [ "$apt_i" -lt "$w_n" ]; do
    apt_i=$((apt_i + 1))
    eval "apt_word=\$w_$apt_i"
    case $apt_word in
      list=*) apt_list_file=${apt_word#*=} ;;
      parts=*) apt_parts=${apt_word#*=} ;;
      etc=*) apt_etc=${apt_word#*=} ;;
    esac
  done
  apt_parts=${apt_parts%/} apt_etc=${apt_etc%/}
}
