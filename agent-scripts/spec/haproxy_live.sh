# For cases that change a running HAProxy: live_start TEXT [FILE…] runs it with a configuration that ends with TEXT, and
# is marked and kept as haproxy_config leaves it. live_marks TEXT [FILE…] adds to the file steps that the process gets
# the mark of such a configuration, and live_end ends them. live_ask asks the process.
live_config() {
  printf 'global\n  stats socket %s/sock level admin expose-fd listeners\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 30s\n  timeout server 30s\nfrontend f\n  bind %s/web\n  default_backend app\n%s\n' "$PWD" "$PWD" "$1"
}
live_ask() { printf '%s\n' "$1" | socat -t 5 - "UNIX-CONNECT:$PWD/sock"; }
live_hash() {
  {
    live_config "$1" && shift
    for file; do
      printf 'file %d %s\n' "$(wc -c <"$file")" "$file" && cat "$file"
    done
  } | sha256sum | cut -c 1-12
}
live_start() {
  ln -s "$(command -v haproxy)" haproxy
  mkdir -m 700 haproxy.cfg.kept
  live_config "$1" >haproxy.cfg.kept/text
  live_hash "$@" >hash
  shift
  n=0
  : >haproxy.cfg.kept/list
  for file; do
    n=$((n + 1))
    printf '%s\n' "$file" >>haproxy.cfg.kept/list
    cp "$file" "haproxy.cfg.kept/$n"
  done
  sed "s/^global\$/global\n    description cfg-$(cat hash)/" haproxy.cfg.kept/text >haproxy.cfg
  cp haproxy.cfg haproxy.cfg.last-good
  ./haproxy -W -D -p pid -S "$PWD/master" -f haproxy.cfg
  for n in 1 2 3 4 5 6 7 8 9; do
    printf 'show proc\n' | socat - UNIX-CONNECT:master 2>&1 | grep -q 'worker  *0' && break
    sleep 0.2
  done
  live_ask 'show info' | awk '$1 == "Pid:" { print $2 }' >worker
}
live_marks() {
  printf '%s\tsilent\n=experimental-mode on;set var proc.hitless_cfg str(cfg-%s)\n' do "$(live_hash "$@")" undo "$(cat hash)"
  printf 'proof\tfield\n?get var proc.hitless_cfg\nis\tproc.hitless_cfg\ttype=str value=<cfg-%s>\n' "$(live_hash "$@")"
}
live_end() { printf 'end\t%s\n' "$(wc -l <steps)" >>steps; }
# What tells a process from a later one with its number, as haproxy_config writes it.
live_process() { printf '%s:%s' "$1" "$(sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20)"; }
live_same_worker() { [ "$(live_ask 'show info' | awk '$1 == "Pid:" { print $2 }')" = "$(cat worker)" ] || echo "another worker serves"; }
live_server() { live_ask 'show servers state app' | awk -v name="$1" '$4 == name { print $5 ":" $19, $8, $7 }'; }
