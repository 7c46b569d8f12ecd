#!/bin/sh
# Exercises what the common commands do, for the JVM to record: train.sh COMMAND…, where COMMAND is the JVM with its flags.
# The bastion's own sshd, started on a port of loopback for this, makes it go over SSH; without one it is done locally.
set -eu
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
SCRATCH=$(mktemp -d)
SSHD_PID=
# What hosts and this program keep of rollouts goes there too: no lock of this machine is in the way, and nothing is left.
export HITLESS_AGENT_STATE="$SCRATCH/agent" XDG_STATE_HOME="$SCRATCH/own"
trap '[ -z "$SSHD_PID" ] || kill "$SSHD_PID" 2>/dev/null || :; rm -rf "$SCRATCH"' EXIT
trap 'exit 1' HUP INT TERM

# A free port, as far as can be told: sshd refuses one that is taken, and then the training is local.
start_sshd() {
  SSHD=$(PATH="$PATH:/usr/sbin:/sbin" command -v sshd) || return 1
  PORT=$((20000 + $$ % 20000))
  ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/host" && ssh-keygen -q -t ed25519 -N '' -f "$SCRATCH/user" || return 1
  cp "$SCRATCH/user.pub" "$SCRATCH/authorized"
  "$SSHD" -D -q -f /dev/null -h "$SCRATCH/host" -p "$PORT" \
    -o ListenAddress=127.0.0.1 -o PidFile=none -o StrictModes=no -o UsePAM=no -o AuthorizedKeysFile="$SCRATCH/authorized" \
    -o SetEnv="HITLESS_AGENT_STATE=$HITLESS_AGENT_STATE" &
  SSHD_PID=$!
  sleep 0.3
  kill -0 "$SSHD_PID" 2>/dev/null || { SSHD_PID= && return 1; }
  printf '[127.0.0.1]:%s %s\n' "$PORT" "$(cut -d' ' -f1,2 "$SCRATCH/host.pub")" >"$SCRATCH/known_hosts"
}

if start_sshd 2>/dev/null; then
  CONNECTION="ansible_host: 127.0.0.1, ansible_port: $PORT, ansible_ssh_private_key_file: $SCRATCH/user,
    ansible_ssh_common_args: '-o UserKnownHostsFile=$SCRATCH/known_hosts'"
else
  CONNECTION='ansible_connection: local'
fi
printf 'all: {hosts: {"train[1:4]": {}}, vars: {%s, scratch: %s}}\n' "$CONNECTION" "$SCRATCH" >"$SCRATCH/inventory.yml"
ON="-i $SCRATCH/inventory.yml" STATE="--state $SCRATCH/state"
"$@" io.hitless.cli.Training <<END
rollout $ON $STATE --diff $HERE/train.yml
ansible-playbook $ON $STATE $HERE/train.yml
plan $ON $HERE/train.yml
drift $ON $STATE $HERE/train.yml
exec $ON all -m ping
exec localhost -m command -a id
inventory $ON --list
history $STATE
show $STATE
locks $ON
config
END
