# shellcheck shell=sh
# module: hostname
# summary: set the host name, now and for the next boot
# check: full   diff: text   needs: awk
# example: hostname: {name: "{{ inventory_hostname }}"}
# option: name  str   required                                        the host name
# option: use   enum  alpine|debian|generic|openrc|redhat|sles|systemd   how the host stores its name, on Linux; detected by default
# option: _root str   hidden default=""                               root of the host's files, for tests
# result: name  the host name

hostname_run() {
  case $p_name in
    '' | -* | *[!A-Za-z0-9._-]*) fail "not a host name: $p_name" ;;
  esac
  [ ${#p_name} -le 64 ] || fail "name cannot be longer than 64 characters on systemd servers, try a shorter name"
  hostname_way
  hostname_now=
  IFS= read -r hostname_now <"$p__root/proc/sys/kernel/hostname" || fail "cannot read the host's name"
  hostname_kept
  hostname_facts
  if [ "$hostname_kept" != "$p_name" ]; then
    changed
    diff_text "$hostname_file" "$hostname_kept$t_nl" "$p_name$t_nl"
    checking || hostname_keep
  fi
  if [ "$hostname_now" != "$p_name" ]; then
    changed
    diff_text 'name of the host' "$hostname_now$t_nl" "$p_name$t_nl"
    checking || hostname_set
  fi
}

hostname_way() { # sets hostname_by and the file
  hostname_by=${p_use-}
  if [ -z "$hostname_by" ]; then
    if [ -d /run/systemd/system ]; then
      hostname_by=systemd
    elif [ -f /etc/conf.d/hostname ]; then
      hostname_by=openrc
    elif [ -f /etc/sysconfig/network ] && [ ! -f /etc/hostname ]; then
      hostname_by=redhat
    else hostname_by=generic; fi
  fi
  case $hostname_by in
    openrc) hostname_file=/etc/conf.d/hostname ;;
    redhat) hostname_file=/etc/sysconfig/network ;;
    sles) hostname_file=/etc/HOSTNAME ;;
    *) hostname_file=/etc/hostname ;;
  esac
}

hostname_kept() { # sets hostname_kept to the name after the next boot. Does not run hostnamectl, which would start a service
  hostname_kept=
  [ -f "$p__root$hostname_file" ] || return 0
  hostname_kept=$(awk -v by="$hostname_by" '
    by == "openrc" || by == "redhat" { if (tolower(substr($0, 1, 9)) == "hostname=") { gsub(/["\047 \t]/, ""); print substr($0, 10); exit } next }
    /^[ \t]*(#|$)/ { next }
    { gsub(/[ \t\r]/, ""); print; exit }' "$p__root$hostname_file")
}

hostname_keep() {
  keep "$p__root$hostname_file"
  if [ "$hostname_by" = systemd ] && run hostnamectl --static set-hostname "$p_name"; then return; fi
  case $hostname_by in
    openrc) hostname_line 'hostname=' "\"$p_name\"" ;;
    redhat) hostname_line 'HOSTNAME=' "$p_name" ;;
    *) printf '%s\n' "$p_name" >"$t_tmp.new" ;;
  esac
  put_from "$p__root$hostname_file" "$t_tmp.new" || fail "failed to update hostname: $put_error"
}

hostname_line() { # hostname_line KEY VALUE: writes .new, the file with that line changed or added
  read_text "$p__root$hostname_file" "$t_tmp.old"
  awk -v key="$1" -v value="$2" '
    index($0, key) == 1 { if (!n++) print key value; next }
    { print }
    END { if (!n) print key value }' "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $hostname_file"
}

hostname_set() {
  note hostname "was $hostname_now"
  if [ "$hostname_by" = systemd ] && run hostnamectl --transient set-hostname "$p_name"; then return; fi
  run hostname "$p_name" || fail "cannot set the name: ${run_stderr:-$run_stdout}"
}

hostname_facts() {
  result name "$p_name"
  result ansible_facts/ansible_hostname "${p_name%%.*}"
  result ansible_facts/ansible_nodename "$p_name"
  result ansible_facts/ansible_fqdn "$p_name"
  case $p_name in *.*) result ansible_facts/ansible_domain "${p_name#*.}" ;; *) result ansible_facts/ansible_domain '' ;; esac
}
