#!/bin/sh
# What a package does besides unpacking: setup.sh install (also after an upgrade) or setup.sh remove (before removal).
set -eu
HOME_DIR=/usr/lib/hitless
STATE=/var/lib/hitless
CACHE=/var/cache/hitless

make_user() {
  getent passwd hitless >/dev/null && return
  if command -v systemd-sysusers >/dev/null; then
    systemd-sysusers /usr/lib/sysusers.d/hitless.conf
  else
    useradd --system --user-group --home-dir "$STATE/home" --no-create-home --shell /usr/sbin/nologin \
      --comment 'hitless services' hitless
  fi
}

# /var/lib/hitless is root's, as on every host that root rolls out to. The user has a directory in it.
make_directories() {
  [ -d "$STATE" ] || mkdir -m 755 "$STATE"
  chmod a+x "$STATE"
  [ -d "$STATE/home" ] || install -d -m 700 -o hitless -g hitless "$STATE/home"
}

# From it hitless starts faster. Without it all works, so no failure here fails the package.
make_cache() {
  rm -rf "$CACHE"
  "$HOME_DIR/hitless" --help >/dev/null 2>&1 </dev/null || :
}

has_systemd() { [ -d /run/systemd/system ] && command -v systemctl >/dev/null; }

# Timers that 'hitless schedule add' made, and which would start a program that is gone.
schedules() {
  for service in /etc/systemd/system/hitless-*.service; do
    if grep -q "^ExecStart=$HOME_DIR/hitless " "$service" 2>/dev/null; then
      service=${service##*/}
      printf '%s\n' "${service%.service}.timer"
    fi
  done
}

case ${1-} in
  install)
    make_user
    make_directories
    make_cache
    if has_systemd; then
      systemctl daemon-reload || :
      systemctl try-restart hitless-serve.service || :
    fi
    ;;
  remove)
    if has_systemd; then
      # shellcheck disable=SC2046 # names of units are words
      systemctl disable --now hitless-serve.service $(systemctl list-units --all --plain --no-legend 'hitless-check@*' |
        awk '{ print $1 }') $(schedules) >/dev/null 2>&1 || :
    fi
    rm -f /etc/systemd/system/*.wants/hitless-check@* /etc/systemd/system/*.wants/hitless-serve.service \
      /var/lib/systemd/timers/stamp-hitless-check@*
    rm -rf "$CACHE"
    ;;
  *)
    printf 'usage: setup.sh install|remove\n' >&2
    exit 1
    ;;
esac
