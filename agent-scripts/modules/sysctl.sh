# shellcheck shell=sh
# module: sysctl  also=ansible.posix.sysctl
# summary: set a kernel parameter, in a file and in the running kernel
# check: full   diff: text   needs: sysctl awk
# example: sysctl: {name: net.core.somaxconn, value: 8192, sysctl_file: /etc/sysctl.d/60-fleet.conf}
# option: name          str   required  aliases=key                the parameter, such as net.ipv4.ip_forward
# option: value         str   aliases=val                          the value
# option: state         enum  present|absent  default=present      whether the file must set it
# option: sysctl_file   path  default=/etc/sysctl.conf             the file
# option: reload        bool  default=true                         load the file if something differs, even if only in the running kernel
# option: sysctl_set    bool  default=false                        also set the value in the running kernel
# option: ignoreerrors  bool  default=false                        ignore parameters that the kernel does not know

sysctl_run() {
  case $p_name in
    '') fail 'name cannot be blank' ;;
    -* | *=* | *[[:space:]]*) fail "not a parameter name: $p_name" ;;
  esac
  sysctl_wanted
  sysctl_live
  read_text "$p_sysctl_file" "$t_tmp.old"
  sysctl_plan
  [ "$sysctl_write" = false ] || {
    changed
    diff_files "$p_sysctl_file" "$t_tmp.old" "$t_tmp.new"
  }
  if [ "$p_state" = present ] && [ "$sysctl_differs" = true ] && [ "$p_sysctl_set$p_reload" != falsefalse ]; then
    changed
    diff_text "$p_name (running kernel)" "$sysctl_is$t_nl" "$sysctl_value$t_nl"
  fi
  if checking || [ "$t_changed" = false ]; then return; fi
  [ "$p_state" = absent ] || [ "$sysctl_differs" = false ] || note sysctl "$p_name was: $sysctl_is"
  if [ "$p_sysctl_set" = true ] && [ "$p_state" = present ] && [ "$sysctl_differs" = true ]; then sysctl_set; fi
  [ "$sysctl_write" = false ] || put_from "$p_sysctl_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
  if [ "$p_reload" = true ]; then sysctl_reload; fi
}

sysctl_wanted() { # sets sysctl_value; the kernel takes 1 and 0 for yes and no
  sysctl_value=
  [ "$p_state" = present ] || return 0
  [ "${p_value+given}" ] || fail 'value cannot be None'
  [ "$p_value" ] || fail 'value cannot be blank'
  sysctl_trim "$p_value"
  case $sysctl_trimmed in
    [Yy] | [Yy][Ee][Ss] | [Oo][Nn] | [Tt] | [Tt][Rr][Uu][Ee]) sysctl_value=1 ;;
    [Nn] | [Nn][Oo] | [Oo][Ff][Ff] | [Ff] | [Ff][Aa][Ll][Ss][Ee]) sysctl_value=0 ;;
    *) sysctl_value=$sysctl_trimmed ;;
  esac
}
sysctl_trim() {
  sysctl_trimmed=${1#"${1%%[![:space:]]*}"}
  sysctl_trimmed=${sysctl_trimmed%"${sysctl_trimmed##*[![:space:]]}"}
}

sysctl_live() { # sets sysctl_is, and whether it differs; compares words, since the kernel separates them by tabs
  sysctl_differs=true
  sysctl_is=
  [ "$p_state" = present ] || return 0
  sysctl_ask -e -n "$p_name" || return 0
  sysctl_is=$run_stdout
  set -f
  # shellcheck disable=SC2086
  set -- $sysctl_is
  sysctl_words=$*
  # shellcheck disable=SC2086
  set -- $sysctl_value
  set +f
  [ "$sysctl_words" != "$*" ] || sysctl_differs=false
}

# Prints the new file. Other lines stay. If several set the parameter, the first one stays.
sysctl_plan() {
  printf '%s\n' "$p_name" "$sysctl_value" >"$t_tmp.want"
  sysctl_write=$(awk -v state="$p_state" -v new="$t_tmp.new" '
    function trim(s) { gsub(/^[ \t\r]+|[ \t\r]+$/, "", s); return s }
    BEGIN { getline name < ARGV[1]; getline value < ARGV[1]; close(ARGV[1]); ARGV[1] = ""; printf "" > new }
    { p = index($0, "=") }
    p && !/^[ \t]*[#;]/ && trim(substr($0, 1, p - 1)) == name {
      is = trim(substr($0, p + 1))
      if (state == "present" && !n++) print name "=" value > new
      found = 1
      next
    }
    { print > new }
    END {
      if (!found && state == "present") print name "=" value > new
      print (state == "present" ? !found || is != value : found) ? "true" : "false"
    }' "$t_tmp.want" "$t_tmp.old") || fail "cannot work out the new $p_sysctl_file"
}

# With /bin/sh, since the shell of busybox would run its own sysctl.
sysctl_ask() {
  # shellcheck disable=SC2016
  run /bin/sh -c 'LC_ALL=C exec sysctl "$@"' sh "$@"
}
sysctl_set() {
  set -- -w "$p_name=$sysctl_value"
  [ "$p_ignoreerrors" = false ] || set -- -e "$@"
  if ! sysctl_ask "$@" || sysctl_refused; then fail "setting $p_name failed: $run_stdout$run_stderr"; fi
}
sysctl_reload() {
  set -- -p "$p_sysctl_file"
  [ "$p_ignoreerrors" = false ] || set -- -e "$@"
  if ! sysctl_ask "$@" || sysctl_refused; then fail "Failed to reload sysctl: $run_stdout$run_stderr"; fi
}
# sysctl may exit with 0 although the kernel rejected the value.
sysctl_refused() {
  case $run_stderr in *'": Invalid argument'* | *'": Read-only file system'*) return 0 ;; esac
  return 1
}
