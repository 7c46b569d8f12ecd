# shellcheck shell=bash

lab_help() {
  cat <<'END'
hitless lab: a fleet of real hosts on this machine (systemd, sshd, a network of their own). Needs root on a Debian-like system.

Raise and look
  up [N]                     N balancers (3 if not said): lb1, lb2, …; hosts that are up stay as they are
  up --balancers N --backends N --yum N --xenial N --bullseye N --trixie N
                             backends web1… answer HTTP on port 80; yum1… are CentOS 7.5 to whoever asks, with dnf and rpm on
                             the lab's own repository; xenial1… have Ubuntu 16.04's identity; bullseye1… and trixie1… are Debian 11 and 13
  status                     the hosts, their addresses, and what is broken on them
  address HOST               its address
  ssh HOST [COMMAND…]        log in as root
  exec HOST COMMAND…         run a command without sshd
  log HOST [OPTION…]         the host's journal (options as journalctl's)
  inventory                  write inventories/lab anew in this checkout, and print it
  down [HOST…]               remove the hosts named, or the lab
  clean                      down, and remove the cached base too

Break and mend
  cut HOST…      join HOST…      pull the network cable; put it back
  freeze HOST…   thaw HOST…      stop sshd and its sessions where they stand; let them go on
  fill HOST…     unfill HOST…    make the disk full; give the space back
  kill-agent HOST…               kill the shells that controllers run there
  reboot HOST…                   in order, and wait until sshd answers
  poweroff [--hard] HOST…        in order, or at once; the disk is kept
  start HOST…                    turn on again
  delay MS|off                   a second inventory, inventories/lab-delayed, with MS of round trip before every sshd

Settings (environment)
  HITLESS_LAB_ID      0          another number is another lab beside the first
  HITLESS_LAB_CACHE              where the base is kept ($XDG_CACHE_HOME or /var/cache, then hitless-lab)
  HITLESS_LAB_DISK    2g         size of each host's disk (memory, used as written)
  HITLESS_LAB_MIRROR             the Debian mirror to build from, if not the one this machine's apt uses
  HITLESS_LAB_HAPROXY            the Debian releases whose HAProxy sources are served (bookworm trixie)
  HITLESS_LAB_SOURCES            a directory of more archives to serve, named as upstream names them: haproxy-2.4.0.tar.gz
END
}
