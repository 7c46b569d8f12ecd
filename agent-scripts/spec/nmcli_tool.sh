#!/bin/sh
# Stands for nmcli in specs: copied to bin/nmcli, it keeps connections as files in conns beside bin, the active ones in the
# file active, and writes what it is asked to change into log.
top=${0%/bin/*}
cd "$top/conns" || exit
put() { # put FILE KEY VALUE
  awk -v key="$2" -v value="$3" '
    BEGIN { if (key ~ /^ipv[46].(addresses|dns|dns-search|dns-options|routing-rules)$/) gsub(/,/, ", ", value)
      if (key ~ /[.]routes$/ && value != "") { n = split(value, r, ","); value = ""; for (i = 1; i <= n; i++) { split(r[i], w, " "); value = value (i > 1 ? "; " : "") "{ ip = " w[1] (w[2] ? ", nh = " w[2] : "") (w[3] ? ", mt = " w[3] : "") " }" } }
      if (key ~ /mtu$/ && value == 0) value = "auto"
      if (value == "") value = "--" }
    index($0, key ":") == 1 { print key ":   " value; done = 1; next } { print } END { if (!done) print key ":   " value }' "$1" >"$top/new" && mv "$top/new" "$1"
}
case $* in
  '--fields filename,name --terse con show')
    for f in *; do [ ! -e "$f" ] || printf '%s:%s\n' "$top/conns/$f" "$f"; done
    exit
    ;;
  '--fields name --terse con show')
    ls
    exit
    ;;
  '--fields name --terse con show --active')
    cat "$top/active"
    exit
    ;;
  '--show-secrets con show '*)
    cat "$4"
    exit
    ;;
  'con edit type '*)
    printf '802-11-wireless.mode: x\n802-11-wireless.hidden: no\n802-11-wireless-security.key-mgmt: x\n802-11-wireless-security.psk: y\n'
    exec cat >/dev/null
    ;;
  'con show '*)
    cat "$3"
    exit
    ;;
esac
printf '%s\n' "$*" >>"$top/log"
case $2 in
  add)
    type=$4 name=$6
    shift 6
    case " $* " in *' refused '*)
      echo "Error: refused" >&2
      exit 2
      ;;
    esac
    printf 'connection.id: %s\nconnection.type: %s\nconnection.autoconnect: yes\n802-3-ethernet.mtu: auto\nipv4.method: auto\nipv4.dns: --\nipv6.method: auto\n' "$name" "$type" >"$name"
    while [ $# -gt 1 ]; do
      put "$name" "$1" "$2"
      shift 2
    done
    echo "Connection '$name' (uuid) successfully added."
    ;;
  modify)
    name=$3
    shift 3
    while [ $# -gt 1 ]; do
      put "$name" "$1" "$2"
      shift 2
    done
    ;;
  edit)
    while read -r word key value; do
      [ "$word" = set ] || continue
      put "$3" "$key" "$value"
      echo "set $key" >>"$top/log"
    done
    ;;
  del)
    rm -f -- "$3"
    echo "Connection '$3' (uuid) successfully deleted."
    ;;
  up)
    if [ "$3" = bad ]; then
      echo 'Error: no' >&2
      exit 4
    fi
    echo "$3" >>"$top/active"
    echo 'Connection successfully activated'
    ;;
  down)
    grep -vx -- "$3" "$top/active" >"$top/new"
    mv "$top/new" "$top/active"
    echo 'deactivated'
    ;;
esac
