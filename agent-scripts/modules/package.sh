# shellcheck shell=sh
# module: package
# summary: install, upgrade and remove packages with the host's package manager
# check: full   diff: text   needs: awk
# example: package: {name: [curl], state: present}
# option: name          list/str  aliases=pkg                                 packages, as the package manager names them
# option: state         enum  present|installed|latest|absent|removed|build-dep|fixed  the wanted state; default present
# option: use           str   default=auto                                    the package manager to use: apt, dnf, dnf5, yum, apk, zypper or pacman; auto: that of the variable ansible_package_use, of the facts, or of the host
# option: update_cache  bool  aliases=update-cache                            fetch the package lists first
# option: *             raw                                                   any other option of the module of the package manager: apt, dnf, zypper, apk or pacman
# result: stdout  output of the package manager
# result: stderr  its error output

# The controller hands the task on to the module of the package manager, with all of its options. Here is what works without
# them: for a job that starts before the package manager is known.

package_run() {
  package_by=$p_use p_state=${p_state-present}
  [ "$package_by" != auto ] || package_detect
  case $p_state in build-dep | fixed) fail "state=$p_state is only for apt" ;; esac
  case $p_state in installed) p_state=present ;; removed) p_state=absent ;; esac
  if [ "${p_update_cache-}" = true ] && ! checking; then package_refresh; fi
  if [ "$package_by" = apt ]; then task_has apt-get; else task_has "$package_by"; fi || fail "the host has no $package_by"
  "package_installed_$package_by"
  package_select
  result stdout ''
  [ -s "$t_tmp.todo" ] || done_with 'Nothing to do'
  with_lines "$t_tmp.todo" "package_act_$package_by"
}

package_detect() {
  for package_by in apt-get dnf yum apk zypper pacman; do
    if task_has "$package_by"; then
      package_by=${package_by%-get}
      return
    fi
  done
  fail 'the host has none of the supported package managers: apt, dnf, yum, apk, zypper, pacman'
}

package_refresh() {
  case $package_by in
    apt) set -- apt-get -q update ;;
    dnf | yum) set -- "$package_by" -q makecache ;;
    apk) set -- apk update ;;
    zypper) set -- zypper --non-interactive refresh ;;
    pacman) set -- pacman -Sy ;;
  esac
  run env LC_ALL=C "$@" || fail "cannot fetch the package lists: ${run_stderr:-$run_stdout}"
}

# Writes the installed names to have, one per line, and what packages provide.
package_installed_apt() {
  # shellcheck disable=SC2016 # dpkg's own fields
  dpkg-query -W -f '${Package}\t${Architecture}\t${Version}\t${Status}\t${Provides}\n' 2>/dev/null | awk -F'\t' '
    $4 ~ / installed$/ { print $1; print $1 ":" $2; print $1 "=" $3; n = split($5, p, /, */); for (i = 1; i <= n; i++) { sub(/ .*/, "", p[i]); if (p[i] != "") print p[i] "\tprovided" } }' >"$t_tmp.have"
}
package_installed_dnf() {
  set --
  values_of p_name_ "$p_name_n"
  eval "set -- \"\$@\" $values"
  rpm -q --whatprovides -- "$@" >"$t_tmp.missing" 2>&1
  rpm -q -- "$@" >"$t_tmp.named" 2>&1
  printf '%s\n' "$p_name" | awk '
    FILENAME == "-" { if (!($0 in named)) print; else if (!($0 in none)) print $0 "\tprovided"; next }
    sub(/^no package provides /, "") { none[$0] = 1; next }
    /^package .* is not installed$/ { named[$2] = 1 }' "$t_tmp.missing" "$t_tmp.named" - >"$t_tmp.have"
}
package_installed_yum() { package_installed_dnf; }
package_installed_zypper() { package_installed_dnf; }
package_installed_apk() { run_to "$t_tmp.have" apk info -q || :; }
package_installed_pacman() { run_to "$t_tmp.have" pacman -Qq || :; }

package_select() {
  printf '%s\n' "$p_name" >"$t_tmp.wanted"
  awk -F'\t' -v state="$p_state" '
    FILENAME == ARGV[1] { if ($2 == "") have[$1] = 1; else provided[$1] = 1; next }
    state == "latest" || (state == "absent" && ($0 in have)) || (state == "present" && !($0 in have) && !($0 in provided)) { print }' "$t_tmp.have" "$t_tmp.wanted" >"$t_tmp.todo"
}

package_result() { # package_result PATTERN: not changed if the output contains it
  package_status=$run_status
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  [ "$package_status" -eq 0 ] || {
    result_int rc "$package_status"
    fail "$package_by failed: ${run_stderr:-$run_stdout}"
  }
  if ! printf '%s\n' "$run_stdout" | grep -Eq "$1"; then
    changed
    checking || note packages "$p_state by $package_by: $(tr '\n' ' ' <"$t_tmp.todo")"
  fi
}

package_act_apt() {
  ! checking || set -- -s "$@"
  case $p_state in absent) set -- remove "$@" ;; *) set -- install "$@" ;; esac
  package_waited=0
  while :; do
    run env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" && break
    case $run_stderr in *'Could not get lock'* | *'Unable to lock'* | *'Unable to acquire the dpkg frontend lock'*) ;; *) break ;; esac
    [ "$package_waited" -lt 60 ] || break
    package_waited=$((package_waited + 1))
    sleep 1
  done
  package_result '^0 upgraded, 0 newly installed, (0 (downgraded|reinstalled), )*0 to remove and'
}

package_act_dnf() {
  case $p_state in absent) set -- remove "$@" ;; *) set -- install "$@" ;; esac
  if checking; then
    run env LC_ALL=C "$package_by" --assumeno "$@"
    # a rejected transaction ends with its own error
    case $run_stdout in *'Transaction Summary'*) run_status=0 ;; esac
  else
    run env LC_ALL=C "$package_by" -y "$@"
  fi
  package_result 'Nothing to do|No packages marked for'
}
package_act_yum() { package_act_dnf "$@"; }

package_act_apk() {
  case $p_state in absent) set -- del "$@" ;; latest) set -- add --upgrade "$@" ;; *) set -- add "$@" ;; esac
  package_verb=$1
  shift
  ! checking || set -- --simulate "$@"
  run env LC_ALL=C apk "$package_verb" "$@"
  [ "$run_status" -ne 0 ] || printf '%s\n' "$run_stdout" | grep -Eq '^\(' || run_stdout="$run_stdout${t_nl}nothing to do"
  package_result '^nothing to do$'
}

package_act_zypper() {
  case $p_state in absent) set -- remove "$@" ;; *) set -- install "$@" ;; esac
  package_verb=$1
  shift
  ! checking || set -- --dry-run "$@"
  run env LC_ALL=C zypper --non-interactive "$package_verb" "$@"
  package_result '^Nothing to do'
}

package_act_pacman() {
  case $p_state in absent) set -- -R --noconfirm "$@" ;; *) set -- -S --needed --noconfirm "$@" ;; esac
  ! checking || set -- "$1" -p "$@"
  run env LC_ALL=C pacman "$@"
  package_result 'there is nothing to do'
}
