# shellcheck shell=sh
# For nginx_config.spec: an nginx in the directory of the case.

# prepare: what nginx makes when it checks or starts.
prepare() {
  mkdir -p t1 t2 t3 t4 t5
  ln -s "$(command -v nginx)" nginx
  chown nobody t1 t2 t3 t4 t5
  : >error.log
  : >pid
}

# main PORT: a main file that includes conf.d/*.conf.
main() {
  prepare
  cat >nginx.conf <<END
pid $PWD/pid; # "not a quote
error_log '$PWD/error.log' notice;
events { worker_connections 64; }
http {
  access_log off; client_body_temp_path $PWD/t1; proxy_temp_path $PWD/t2; fastcgi_temp_path $PWD/t3; uwsgi_temp_path $PWD/t4; scgi_temp_path $PWD/t5;
  log_format x "include a.conf;"; server { listen 127.0.0.1:$1; return 200 main; }
  include
    conf.d/*.conf;
}
END
}

# Without the descriptors of the session, which would wait for it.
start() {
  ./nginx -c "$PWD/nginx.conf" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
  for _ in 1 2 3 4 5 6 7 8 9; do [ -s pid ] && [ -s "/proc/$(cat pid)/task/$(cat pid)/children" ] && break || sleep 0.1; done
}

# As if a transition of this module had loaded all files.
loaded() {
  workers=
  for worker in $(cat "/proc/$(cat pid)/task/$(cat pid)/children"); do
    workers="$workers $worker:$(awk '{ sub(/^.*\) /, ""); print $20 }' "/proc/$worker/stat")"
  done
  {
    printf 'boot %s\nworkers%s\n' "$(cat /proc/sys/kernel/random/boot_id)" "$workers"
    find "$PWD" -name '*.conf' -o -name part | LC_ALL=C sort | xargs cksum
  } >.nginx.conf.loaded
}

answer() { printf 'GET / HTTP/1.0\r\n\r\n' | socat -t 5 - "TCP:127.0.0.1:$1" | sed '1,/^\r*$/d'; }

end() { kill -QUIT "$(cat pid)"; }
end_later() {
  master=$(cat pid)
  (
    sleep 15
    kill -QUIT "$master" || :
  ) </dev/null >/dev/null 2>&1 3>&- &
}
ended() {
  for _ in 1 2 3 4 5 6 7 8 9; do
    answer "$1" 2>/dev/null | grep -q . || return 0
    sleep 0.2
  done
  return 1
}
