# shellcheck shell=bash
# The kinds of hosts: their names, and how they differ where the lab must know it.

# kind=name prefix=inventory group=Debian release
KINDS='balancer=lb=balancers=bookworm backend=web=backends=bookworm yum=yum=yum=bookworm xenial=xenial=xenial=bookworm
  bullseye=bullseye=bullseye=bullseye trixie=trixie=trixie=trixie sid=sid=sid=sid rpm=rpm=rpm=sid
  busybox=busybox=busybox=bookworm german=german=german=bookworm noexec=noexec=noexec=bookworm readonly=readonly=readonly=bookworm'

prefix_of() { kind_field "$1" 2; }
group_of() { kind_field "$1" 3; }
suite_of() { kind_field "$1" 4; }
kind_names() { tr -s '[:space:]' '\n' <<<"$KINDS" | cut -d= -f1; }
kind_field() { tr -s '[:space:]' '\n' <<<"$KINDS" | awk -F= -v kind="$1" -v field="$2" '$1 == kind { print $field }'; }

# Adds one host of each kind in the list to counts[] of lab_up; "all" is one of every kind.
kinds_wanted() {
  local kind
  [ -n "$1" ] || die "which kinds? Got nothing" "all, or some of: $(kind_names | tr '\n' ' ')"
  for kind in $(if [ "$1" = all ]; then kind_names; else tr ',' ' ' <<<"$1"; fi); do
    kind_check "$kind"
    # shellcheck disable=SC2034,SC2004 # an associative array of the caller
    counts[$kind]=1
  done
}

kind_check() { kind_names | grep -qx -- "$1" || die "no such kind of host: $1" "kinds: $(kind_names | tr '\n' ' ')"; }

# Kinds whose layer is the whole file system, and not over the base.
stands_alone() { [ "$1" = busybox ]; }

# Prints the signal that tells process 1 of a kind of host to reboot or to power off.
init_signal() {
  case $1-$2 in
    busybox-reboot) printf 'TERM\n' ;;
    busybox-poweroff) printf 'USR2\n' ;;
    *-reboot) printf 'RTMIN+5\n' ;;
    *-poweroff) printf 'RTMIN+4\n' ;;
  esac
}
