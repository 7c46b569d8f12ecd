# shellcheck shell=bash
# shellcheck disable=SC2153,SC2154 # hitless-proof has them
# Upgrades HAProxy under load: from the first version to the last, one balancer at a time, and back.

prove_upgrade() {
  local versions first balancers
  # shellcheck disable=SC2046,SC2086 # a list
  set -- ${VERSIONS:-2.6.12 3.0.11 $(newest_above 3.0.11)}
  versions=$* first=$1
  # Builds each version before, so that only the link changes under load. Installs the first version last, so that it
  # serves.
  local version
  # shellcheck disable=SC2086 # a list
  for version in $(backwards $versions); do
    say "HAProxy $version: build"
    log "build-$version" build "$version"
  done
  log "first-$first" configure "$first" 0
  balancers=$(hosts_of balancers)
  # shellcheck disable=SC2086 # names of hosts
  set -- $balancers
  stage "$first" "upgrade to ${versions##* } and back" none climb_and_return "$versions" -- "$@"
  control "$first" "$1"
}

climb_and_return() {
  local round version turn=0
  for round in $(seq "$ROUNDS"); do
    # shellcheck disable=SC2086 # a list
    for version in ${1#* } $(backwards ${1% *}); do
      log "switch-$version" build "$version"
      log "roll-$version" configure "$version" $((turn += 1))
      say "  round $round: HAProxy $version serves on all ($SECONDS s)"
    done
  done
}

backwards() { printf '%s\n' "$@" | tac | tr '\n' ' '; }

# Prints the newest version in the mirror, if it is newer than this one.
newest_above() {
  { printf '%s\n' "$1" && sed -n 's/^      "\([0-9.]*\)": "sha256:.*/\1/p' "$INVENTORY/hosts.yml"; } | sort -V | tail -n 1 | grep -vxF "$1" || :
}
