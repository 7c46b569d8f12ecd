# shellcheck shell=sh
# Links by which run levels start the scripts of /etc/init.d. systemd starts such scripts, too.

# init_links NAME LEVEL: whether the service has a link that starts it in these run levels, a pattern.
init_links() {
  init_dir=/etc
  [ -d /etc/rc0.d ] || init_dir=/etc/init.d
  # shellcheck disable=SC2231 # a pattern
  for init_link in "$init_dir"/rc$2.d/S??"$1"; do
    [ ! -e "$init_link" ] && [ ! -h "$init_link" ] || return 0
  done
  return 1
}
