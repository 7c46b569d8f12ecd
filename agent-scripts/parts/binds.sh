# shellcheck shell=sh
# For transitions: the addresses that a configuration binds, whether they can be bound, and which process listens on
# them.

# Compares the active lines of two configurations (hc_holds) with the kernel. The first argument selects the output:
#   added      binds that are new compared with OLD (the second argument), with a problem for each that can't be bound
#   listening  a problem for each bind that nobody listens on
#   open       addresses to connect to: the first binds of the new configuration
# Lines: `added<tab>BIND`, `problem<tab>TEXT[<tab>INODE of the socket that is in the way]`, `note<tab>TEXT`, `open<tab>HOST:PORT`.
hc_binds() {
  : >"$t_tmp.none"
  ls -l "/proc/${hc_worker:-none}/fd" >"$t_tmp.fds" 2>/dev/null || :
  hc_nonlocal4=0 hc_nonlocal6=0 hc_v6only=0
  read -r hc_nonlocal4 </proc/sys/net/ipv4/ip_nonlocal_bind || :
  [ ! -r /proc/sys/net/ipv6/ip_nonlocal_bind ] || read -r hc_nonlocal6 </proc/sys/net/ipv6/ip_nonlocal_bind || :
  [ ! -r /proc/sys/net/ipv6/bindv6only ] || read -r hc_v6only </proc/sys/net/ipv6/bindv6only || :
  hc_ipv6=$t_tmp.none
  [ ! -r /proc/net/if_inet6 ] || hc_ipv6=/proc/net/if_inet6
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print "tcp", $2, $10 }' >"$t_tmp.sockets"
  cat /proc/net/udp /proc/net/udp6 2>/dev/null | awk '$4 == "07" { print "udp", $2, $10 }' >>"$t_tmp.sockets"
  hc_peer=$(awk 'last == "-L" { print } { last = $0 }' "$t_tmp.flags")
  awk -v tell="$1" -v sections="$hc_sections" -v product="$hc_product" -v self="${hc_peer:-$(uname -n)}" \
    -v nonlocal4="$hc_nonlocal4" -v nonlocal6="$hc_nonlocal6" -v v6only="$hc_v6only" \
    "$hc_binds_awk" file=fds "$t_tmp.fds" file=routes /proc/net/fib_trie file=inet6 "$hc_ipv6" file=sockets "$t_tmp.sockets" \
    file=old "$2" file=new "$t_tmp.new_lines"
}

# Checks that the binds of $t_tmp.new_lines that are not in $t_tmp.old_lines can be bound.
hc_precheck_binds() {
  hc_binds added "$t_tmp.old_lines" >"$t_tmp.binds"
  hc_detail=$(awk -F "$t_tab" '
    $1 == "added" { n++; list = list " " $2 }
    $1 == "note" { notes = notes "; " $2 }
    END { printf "%s%s", (n ? n " added:" list : "none added"), notes }' "$t_tmp.binds")
  hc_problems
  [ -z "$hc_why" ]
}

# Sets hc_why to what is wrong with the binds. Names the process that holds the first taken port.
hc_problems() {
  hc_inode=$(awk -F "$t_tab" '$1 == "problem" && $3 > 0 { print $3; exit }' "$t_tmp.binds")
  hc_who=
  [ -z "$hc_inode" ] || hc_who=$(hc_holder "$hc_inode")
  hc_why=$(awk -F "$t_tab" -v inode="$hc_inode" -v who="$hc_who" '
    $1 == "problem" { printf "%s%s%s", (n++ ? "; " : ""), $2, (inode != "" && $3 == inode ? who : "") }' "$t_tmp.binds")
}

# The process that owns a socket. Only used in messages.
hc_holder() {
  # shellcheck disable=SC2012  # names under /proc are plain
  hc_pid=$(ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v socket="socket:[$1]" '
    /^\/proc\// { pid = $1; gsub(/[^0-9]/, "", pid) } index($0, socket) && !found { print pid; found = 1 }')
  [ -n "$hc_pid" ] || return 0
  hc_comm=''
  read -r hc_comm <"/proc/$hc_pid/comm" || :
  printf ' by %s (process %s)' "$hc_comm" "$hc_pid"
}
