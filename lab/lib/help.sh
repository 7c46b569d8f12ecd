# shellcheck shell=bash

lab_help() {
  cat <<'END'
hitless lab: a fleet of real hosts on this machine (systemd, sshd, a network of their own). Needs root on a Debian-like system.

Start and inspect
  up [N]                     start N balancers (default 3): lb1, lb2, …; running hosts stay as they are
  up --balancers N --backends N --KIND N …
                             backends web1… serve HTTP on port 80; other kinds, named KIND1…:
                               yum       looks like CentOS 7.5, with dnf, rpm and the lab's own repository
                               rpm       looks like Fedora 42, with dnf5, rpm, zypper and that repository
                               xenial    looks like Ubuntu 16.04
                               bullseye, trixie, sid   Debian 11, 13 and unstable
                               busybox   busybox and dropbear: no systemd, sudo, Python or GNU tools
                               german    Debian 12 with LANG=de_DE.UTF-8
                               noexec    Debian 12; nothing in /tmp can be executed
                               readonly  Debian 12 on a read-only disk; /tmp, /run and /var are in memory
  up --kinds KIND,…          one host of each of these kinds; "all" for one of every kind
  status                     list the hosts, their addresses, and their faults
  address HOST               print its address
  ssh HOST [COMMAND…]        log in as root
  exec HOST COMMAND…         run a command without sshd
  log HOST [OPTION…]         show the host's journal (options of journalctl)
  inventory                  write inventories/lab in this checkout again, and print it
  down [HOST…]               remove these hosts, or the lab
  clean                      down, and also remove the cached base

Break and repair
  cut HOST…      join HOST…      disconnect the network; connect it again
  freeze HOST…   thaw HOST…      suspend sshd and its sessions; let them continue
  fill HOST…     unfill HOST…    fill the disk; free the space
  kill-agent HOST…               kill the shells that controllers run there
  reboot HOST…                   reboot, and wait until sshd answers
  poweroff [--hard] HOST…        shut down, or switch off at once; the disk is kept
  start HOST…                    switch on again
  delay MS|off                   create a second inventory, inventories/lab-delayed, with MS more round-trip time to every sshd

Settings (environment)
  HITLESS_LAB_ID      0          each number is a lab of its own
  HITLESS_LAB_CACHE              directory of the base (default: hitless-lab in $XDG_CACHE_HOME or /var/cache)
  HITLESS_LAB_DISK    2g         size of each host's disk (in memory; uses only what is written)
  HITLESS_LAB_MIRROR             Debian mirror to build from (default: the mirror of this machine's apt)
  HITLESS_LAB_HAPROXY            Debian releases whose HAProxy sources the lab serves (default: bookworm trixie)
  HITLESS_LAB_SOURCES            directory with more archives to serve, named as upstream: haproxy-2.4.0.tar.gz
END
}
