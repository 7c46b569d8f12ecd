# shellcheck shell=sh disable=SC2012
# Prints the real state of a host, one fact per line: its files, the recorded notes, the service's loaded configuration,
# the lease, and leftovers.
cd /etc/fleet || exit 1
for file in * .[!.]*; do
  if [ -L "$file" ]; then
    printf 'file %s link:%s\n' "$file" "$(readlink "$file")"
  elif [ -f "$file" ]; then
    printf 'file %s %s:%s\n' "$file" "$(sha256sum <"$file" | cut -c1-16)" "$(stat -c %a "$file")"
  fi
done
printf 'file haproxy.cfg %s\n' "$(sha256sum </etc/haproxy/haproxy.cfg | cut -c1-16)"
sed 's/^/note /' /var/log/fleet/notes
printf 'live %s\n' "$([ "$(cat /var/lib/fleet/live)" = "$(sha256sum </etc/fleet/app.conf | cut -d' ' -f1)" ] && echo yes || echo no)"
if running=$(printf 'show info;quit\n' | socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock 2>/dev/null | grep -o 'cfg-[0-9a-f]*'); then
  printf 'balancer %s\n' "$(grep -q "$running" /etc/haproxy/haproxy.cfg && echo right || echo 'with another configuration')"
fi
cd /var/lib/hitless 2>/dev/null && last=$(ls lease.* 2>/dev/null | sed 's/lease\.//' | sort -n | tail -n 1)
if [ -n "${last-}" ]; then
  { read -r run rest && { read -r alive rest || alive=; }; } <"lease.$last"
  printf 'lease %s %s\n' "$run" "$([ "$alive" = free ] && echo free || echo held)"
fi
for path in /tmp/.hitless-* /var/tmp/.hitless-* /root/.hitless-* /dev/shm/.hitless-* /var/lib/hitless/.lease-* /var/lib/hitless/runs/*/spool; do
  [ ! -e "$path" ] || printf 'left %s\n' "$path"
done
:
