# shellcheck shell=sh
# Creates a service on a host, once. It loads its configuration into /var/lib/fleet/live, and its reload rejects what is
# in /var/lib/fleet/refuse.
set -e
mkdir -p /etc/fleet /var/lib/fleet /var/log/fleet
cat >/usr/local/bin/fleet-note <<'NOTE'
#!/bin/sh -e
# fleet-note NAME SECONDS: records that it started, and that it ended.
printf 'begin %s\n' "$1" >>/var/log/fleet/notes
sleep "$2"
printf 'end %s\n' "$1" >>/var/log/fleet/notes
printf 'said by %s\n' "$1"
NOTE
cat >/usr/local/sbin/fleet-load <<'LOAD'
#!/bin/sh -e
# fleet-load start|reload: loads the configuration.
version=$(sed -n '1s/version //p' /etc/fleet/app.conf)
[ "$1" = start ] || printf 'begin %s:reload\n' "$version" >>/var/log/fleet/notes
[ "$1" = start ] || sleep "$(cat /var/lib/fleet/hold)"
[ "$1" = start ] || [ "$(cat /var/lib/fleet/refuse 2>/dev/null)" != "$version" ]
sha256sum </etc/fleet/app.conf | cut -d' ' -f1 >/var/lib/fleet/live
[ "$1" = start ] || printf 'end %s:reload\n' "$version" >>/var/log/fleet/notes
LOAD
chmod 755 /usr/local/bin/fleet-note /usr/local/sbin/fleet-load
cat >/etc/systemd/system/fleet.service <<'UNIT'
[Unit]
Description=A service that loads a configuration
[Service]
ExecStartPre=/usr/local/sbin/fleet-load start
ExecStart=/bin/sleep infinity
ExecReload=/usr/local/sbin/fleet-load reload
[Install]
WantedBy=multi-user.target
UNIT
printf 'version 0\nend\n' >/etc/fleet/app.conf
systemctl daemon-reload
systemctl enable -q --now fleet
if ! [ -x /usr/sbin/haproxy ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq -y install haproxy socat >/dev/null
fi
