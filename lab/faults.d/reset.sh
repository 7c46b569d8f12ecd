# shellcheck shell=sh
# Resets a host to the state in which each case starts. $hold: how long its service takes to reload. $balancing: whether
# its HAProxy is used.
set -e
rm -rf /etc/fleet /var/log/fleet /var/lib/hitless /var/lib/fleet/refuse /usr/local/bin/date
mkdir -m 755 /etc/fleet /var/log/fleet
printf 'version 0\nend\n' >/etc/fleet/app.conf
printf 'version=0\nkeep=this\n' >/etc/fleet/lines.conf
printf '%s\n' "${hold:-0.08}" >/var/lib/fleet/hold
: >/var/log/fleet/notes
systemctl is-active -q fleet || systemctl start fleet
/usr/local/sbin/fleet-load start
if [ "${balancing:-false}" = true ]; then
  rm -rf /etc/haproxy
  cp -a /var/lib/fleet/haproxy /etc/haproxy
  systemctl reset-failed haproxy
  systemctl restart haproxy
fi
