# shellcheck shell=bash
# Keys, known_hosts and the inventory. The keys are in a hidden directory, since all plain files of an inventory
# directory are read.

keys_ensure() {
  mkdir -p "$STATE/ssh"
  chmod 700 "$STATE/ssh"
  [ -f "$STATE/ssh/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C hitless-lab -f "$STATE/ssh/id_ed25519"
}

lab_inventory() {
  [ -n "$(host_names)" ] || die "no hosts are up"
  inventory_write
  cat "$INVENTORY/hosts.yml"
}

inventory_write() {
  local name key
  for name in $(host_names); do
    for key in "$HOSTS/$name"/seed/etc/ssh/ssh_host_*_key.pub; do
      printf '%s %s\n' "$(host_address "$name")" "$(cut -d' ' -f1,2 "$key")"
      printf '[%s]:%s %s\n' "$BASTION" $((DELAY_PORT + $(host_number "$name"))) "$(cut -d' ' -f1,2 "$key")"
    done
  done >"$STATE/ssh/known_hosts"
  mkdir -p "$INVENTORY/.ssh"
  install -m 600 "$STATE/ssh/id_ed25519" "$INVENTORY/.ssh/id_ed25519"
  install -m 644 "$STATE/ssh/id_ed25519.pub" "$STATE/ssh/known_hosts" "$INVENTORY/.ssh/"
  inventory_text direct >"$INVENTORY/hosts.yml"
  if live_pid "$STATE/delay.pid" >/dev/null; then
    mkdir -p "$INVENTORY-delayed"
    inventory_text delayed >"$INVENTORY-delayed/hosts.yml"
  else
    rm -rf "$INVENTORY-delayed"
  fi
}

inventory_remove() {
  rm -rf "$INVENTORY/hosts.yml" "$INVENTORY/.ssh" "$INVENTORY-delayed"
  rmdir "$INVENTORY" 2>/dev/null || true
}

inventory_text() {
  local way=$1 kind group name version sum
  cat <<END
# Written by hitless lab up, which overwrites it.
all:
  vars:
    ansible_user: root
    ansible_ssh_private_key_file: $INVENTORY/.ssh/id_ed25519
    ansible_ssh_common_args: -o UserKnownHostsFile=$INVENTORY/.ssh/known_hosts -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes
    ansible_python_interpreter: /usr/bin/python3
    haproxy_url: http://$BASTION:$MIRROR_PORT
    lab_haproxy_checksums:
END
  haproxy_sources | while read -r version sum; do printf '      "%s": "sha256:%s"\n' "$version" "$sum"; done
  printf '    # Every host has the users ops (sudo asks for this password) and deploy (sudo asks nothing).\n    lab_sudo_password: ops\n'
  printf '  children:\n'
  for kind in $(kind_names); do
    group=$(group_of "$kind")
    grep -qsx "$kind" "$HOSTS"/*/kind || continue
    printf '    %s:\n      hosts:\n' "$group"
    for name in $(host_names); do
      [ "$(host_kind "$name")" = "$kind" ] || continue
      printf '        %s:\n' "$name"
      if [ "$way" = direct ]; then
        printf '          ansible_host: %s\n' "$(host_address "$name")"
      else
        printf '          ansible_host: %s\n          ansible_port: %s\n' "$BASTION" $((DELAY_PORT + $(host_number "$name")))
      fi
    done
  done
}
