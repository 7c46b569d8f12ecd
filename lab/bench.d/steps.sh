# shellcheck shell=sh
# The play's 18 tasks as a careful person would write them in one script: each checks first, changes only what differs,
# and counts. Runs as `sh -s`, with one ssh per host. $host is set before it.
set -eu

changes=0
changed() { changes=$((changes + 1)); }

directory() { # PATH MODE [OWNER GROUP]
  if [ -d "$1" ] && [ "$(stat -c %a "$1")" = "$2" ] && { [ $# -eq 2 ] || [ "$(stat -c '%U %G' "$1")" = "$3 $4" ]; }; then
    return
  fi
  [ -d "$1" ] || mkdir "$1"
  chmod "$2" "$1"
  [ $# -eq 2 ] || chown "$3:$4" "$1"
  changed
}

content() { # PATH MODE, the content on standard input
  new=$(mktemp "$1.XXXXXX")
  cat >"$new"
  if cmp -s "$new" "$1" && [ "$(stat -c %a "$1")" = "$2" ]; then
    rm "$new"
  else
    chmod "$2" "$new"
    mv "$new" "$1"
    changed
  fi
}

directory /etc/bench-app 755
for name in conf.d data spool; do
  directory "/etc/bench-app/$name" 750
done

content /etc/bench-app/release 644 <<END
release 42
built for ${host:?}
END

app_port=8080
workers=
number=0
for worker in ALPHA BETA GAMMA; do
  number=$((number + 1))
  workers="${workers}worker $number $worker
"
done
[ "$app_port" -le 1024 ] || privileged='privileged no'
content /etc/bench-app/app.conf 640 <<END
# $host
listen $app_port
$workers${privileged-}
END

if ! grep -qsxF 'nofile 65536' /etc/bench-app/limits; then
  printf 'nofile 65536\n' >>/etc/bench-app/limits
  chmod 644 /etc/bench-app/limits
  changed
fi
if ! grep -qxF max_clients=2000 /etc/bench-settings; then
  sed -i 's/^max_clients=.*/max_clients=2000/' /etc/bench-settings
  changed
fi
if grep -q '^verbose=' /etc/bench-settings; then
  sed -i '/^verbose=/d' /etc/bench-settings
  changed
fi

kernel=$(uname -r)
accounts=$(cut -d: -f1 /etc/passwd | wc -l)
size=$(stat -c %s /etc/bench-app/app.conf)

getent group bench-app >/dev/null || { groupadd -r bench-app && changed; }
getent passwd bench-app >/dev/null || {
  useradd -r -g bench-app -s /usr/sbin/nologin -d /etc/bench-app/data -M bench-app
  changed
}
directory /etc/bench-app/data 750 bench-app bench-app

systemctl is-active -q ssh || { systemctl start ssh && changed; }
systemctl is-enabled -q ssh || { systemctl enable -q ssh && changed; }
[ "$(dpkg-query -W -f '${Status}' curl 2>/dev/null)" = 'install ok installed' ] || { apt-get -q -y install curl && changed; }

summary="$host $kernel $accounts $size"
[ -f /etc/bench-app/app.conf ] && [ "$accounts" -gt 5 ] || exit 1
if [ "$size" -gt 0 ]; then printf '%s\n' "$summary"; fi
printf 'changed=%s\n' "$changes"
