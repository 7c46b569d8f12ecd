# shellcheck shell=bash
# Goes into hosts, or reads their log.

lab_address() {
  host_arguments "$@"
  host_address "$1"
}

lab_ssh() {
  local name=${1-}
  host_arguments ${1+"$1"}
  shift
  exec ssh -i "$STATE/ssh/id_ed25519" -o IdentitiesOnly=yes -o UserKnownHostsFile="$STATE/ssh/known_hosts" -o StrictHostKeyChecking=yes \
    -o ConnectTimeout=10 -o LogLevel=ERROR "root@$(host_address "$name")" "$@"
}

# Runs a command in the host without sshd, for when sshd is broken.
lab_exec() {
  local init
  host_arguments ${1+"$1"}
  init=$(host_init "$1") || die "$1 is off"
  shift
  exec nsenter --target "$init" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}" "$@"
}

lab_log() {
  local name=${1-}
  host_arguments ${1+"$1"}
  shift
  if host_is_on "$name"; then
    lab_exec "$name" journalctl --no-pager "$@"
  else
    cat "$HOSTS/$name/log"
    in_keeper "$name" journalctl --no-pager --root="$HOSTS/$name/root" "$@"
  fi
}
