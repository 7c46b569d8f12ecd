# shellcheck shell=sh
# module: apt
# summary: install, upgrade and remove packages on Debian and derivatives
# check: full   diff: text   needs: apt-get dpkg-query awk   uses: apt_get download reverse
# example: apt: {name: [curl, socat], state: present, update_cache: true, cache_valid_time: 3600}
# option: name                        list/str  aliases=package,pkg            packages: NAME, NAME=VERSION (* allowed in both), NAME>=VERSION, NAME:ARCH
# option: state                       enum  present|absent|latest|build-dep|fixed  default=present  the wanted state
# option: update_cache                bool  aliases=update-cache               fetch the package lists first
# option: cache_valid_time            int   default=0                          maximum age of the package lists in seconds; implies update_cache
# option: update_cache_retries        int   default=5                          how often to retry fetching the lists
# option: update_cache_retry_max_delay int  default=12                         longest pause between retries, in seconds
# option: purge                       bool  default=false                      remove their configuration as well
# option: autoremove                  bool  default=false                      remove packages that are no longer needed
# option: autoclean                   bool  default=false                      remove package files that can no longer be fetched
# option: clean                       bool  default=false                      remove all fetched package files
# option: deb                         path                                     a package file on the host, or its URL
# option: default_release             str   aliases=default-release            the release to prefer
# option: install_recommends          bool  aliases=install-recommends         whether to install recommended packages; default: the setting of apt
# option: force_apt_get               bool                                     always use apt-get; false prints a warning if aptitude is installed
# option: upgrade                     enum  no|yes|safe|full|dist  default=no  upgrade all packages; dist and full may remove some
# option: dpkg_options                str   default=force-confdef,force-confold  options for dpkg, without leading dashes
# option: allow_unauthenticated       bool  default=false  aliases=allow-unauthenticated  install unsigned packages
# option: allow_downgrade             bool  default=false  aliases=allow-downgrade,allow_downgrades,allow-downgrades  a lower version may replace a higher one
# option: allow_change_held_packages  bool  default=false                      change packages on hold too
# option: fail_on_autoremove          bool  default=false                      fail if a package would have to be removed
# option: force                       bool  default=false                      all of allow_unauthenticated, allow_downgrade and allow_change_held_packages
# option: only_upgrade                bool  default=false                      upgrade installed packages, install no new ones
# option: lock_timeout                int   default=60                         seconds to wait for another package manager to finish
# option: policy_rc_d                 int                                      exit status of policy-rc.d while packages change: 101 starts no services
# option: auto_install_module_deps    bool  default=true                       has no effect: Python is not used
# exclusive: deb name upgrade
# result: cache_updated  whether the package lists were fetched
# result: cache_update_time  when they were last fetched, in seconds since 1970
# result: stdout  output of apt-get
# result: stderr  its error output

apt_run() {
  : "$p_auto_install_module_deps" # nothing to install
  apt_stdout='' apt_stderr=''
  checking || apt_policy_left
  apt_refresh
  if [ "$p_upgrade" != no ]; then apt_upgrade; fi
  if [ "${p_deb+given}" ]; then apt_deb; fi
  if match_list name '*'; then
    [ "$p_state" = latest ] || fail "name=* upgrades all packages: it needs state=latest"
    p_upgrade=yes
    apt_upgrade
  fi
  if [ "${p_name_n:-0}" -gt 0 ]; then apt_packages; fi
  [ "${p_name_n:-0}" -gt 0 ] || [ "$p_state" != fixed ] || apt_change -f install
  if [ "$p_autoremove" = true ] && [ "${p_name_n:-0}" -eq 0 ] && [ "$p_upgrade" = no ]; then
    if [ "$p_purge" = true ]; then apt_change --purge autoremove; else apt_change autoremove; fi
  fi
  if [ "$p_autoclean" = true ]; then apt_clean autoclean; fi
  if [ "$p_clean" = true ]; then apt_clean clean; fi
  result stdout "$apt_stdout"
  result stderr "$apt_stderr"
}

# ---- the package lists -------------------------------------------------------------------------------------------------------------

apt_refresh() {
  apt_stamp
  apt_updated=false
  if [ "${p_update_cache-}" = true ] || { [ "$p_cache_valid_time" -gt 0 ] && [ "${p_update_cache-true}" = true ]; }; then
    apt_now=$(date +%s)
    if [ "$p_cache_valid_time" -eq 0 ] || [ $((apt_now - apt_time)) -gt "$p_cache_valid_time" ]; then
      checking || apt_fetch
      apt_updated=true
      [ "${p_name_n:-0}" -gt 0 ] || [ "$p_upgrade" != no ] || [ "${p_deb+given}" ] || changed
    fi
  fi
  result_bool cache_updated "$apt_updated"
  result_int cache_update_time "$apt_time"
}

apt_stamp() {
  apt_time=0
  for apt_file in /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp; do
    stat_of "$apt_file" && [ "$s_mtime" -gt "$apt_time" ] && apt_time=$s_mtime
  done
  return 0
}

apt_fetch() {
  apt_fetch_lists || fail "$apt_error"
  [ ! -d /var/lib/apt/periodic ] || : >/var/lib/apt/periodic/update-success-stamp
  apt_stamp
}

# ---- apt-get -----------------------------------------------------------------------------------------------------------------------

# apt_change WORD…: runs apt-get with the call's options, or simulates it in check mode. Its summary shows whether
# anything changed.
apt_change() {
  ! checking || set -- -s "$@"
  case ${p_install_recommends-} in
    true) set -- -o APT::Install-Recommends=yes "$@" ;;
    false) set -- -o APT::Install-Recommends=no "$@" ;;
  esac
  apt_rest=$p_dpkg_options
  while [ -n "$apt_rest" ]; do
    set -- -o "Dpkg::Options::=--${apt_rest%%,*}" "$@"
    case $apt_rest in *,*) apt_rest=${apt_rest#*,} ;; *) apt_rest= ;; esac
  done
  [ -z "${p_default_release-}" ] || set -- -t "$p_default_release" "$@"
  if [ "$p_allow_unauthenticated" = true ] || [ "$p_force" = true ]; then set -- --allow-unauthenticated "$@"; fi
  if [ "$p_allow_downgrade" = true ] || [ "$p_force" = true ]; then set -- --allow-downgrades "$@"; fi
  if [ "$p_allow_change_held_packages" = true ] || [ "$p_force" = true ]; then set -- --allow-change-held-packages "$@"; fi
  [ "$p_fail_on_autoremove" != true ] || set -- --no-remove "$@"
  [ "$p_only_upgrade" != true ] || set -- --only-upgrade "$@"
  [ "$p_autoremove" != true ] || set -- --auto-remove "$@"
  if { differing || keeping; } && ! checking; then (t_environment && apt_list) >"$t_tmp.before"; fi
  checking || note_packages_begin apt-get
  apt_under_policy "$@" || apt_failed
  apt_stdout=$apt_stdout$run_stdout apt_stderr=$apt_stderr$run_stderr
  case "
$run_stdout" in
    *"
0 upgraded, 0 newly installed, 0 downgraded, 0 to remove and"* | *"
0 upgraded, 0 newly installed, 0 to remove and"* | *"
0 upgraded, 0 newly installed, 0 reinstalled, 0 to remove and"*) ;;
    *)
      changed
      if differing || keeping; then apt_diff; fi
      ;;
  esac
  checking || note_packages_end
}

# dpkg asks policy-rc.d before it starts or stops a service. The host's own one is set aside meanwhile.
apt_under_policy() {
  if ! checking; then
    apt_policy_place
    apt_policy_back
  fi
  if [ -z "${p_policy_rc_d+given}" ] || checking; then
    apt_get "$@"
    return
  fi
  if [ -e "$apt_policy" ] || [ -h "$apt_policy" ]; then mv -- "$apt_policy" "$apt_policy.hitless" || fail "cannot set $apt_policy aside"; fi
  apt_or=apt_policy_back
  { printf '#!/bin/sh\n# until apt-get of hitless is done\nexit %d\n' "$p_policy_rc_d" >"$apt_policy" && chmod 0755 "$apt_policy"; } 2>/dev/null || {
    apt_policy_back
    fail "cannot write $apt_policy"
  }
  apt_result=0
  apt_get "$@" || apt_result=$?
  apt_policy_back
  apt_or=
  return "$apt_result"
}
apt_policy_place() { # sets apt_policy
  run apt-config shell root DPkg::Chroot-Directory/f || fail "cannot read the configuration of apt: $run_stderr"
  split_words "$run_stdout" || fail "cannot read the configuration of apt: $run_stdout"
  apt_policy=
  [ "$w_n" -eq 0 ] || apt_policy=$w_1
  apt_policy=${apt_policy#root=}
  apt_policy=${apt_policy%/}/usr/sbin/policy-rc.d
}
# A call that was killed may have left its policy, so that no service starts. Only a call that names a policy, or runs
# apt-get, asks apt for another place.
apt_policy_left() {
  apt_policy=/usr/sbin/policy-rc.d
  [ -z "${p_policy_rc_d+given}" ] || apt_policy_place
  apt_policy_back
}
apt_policy_back() {
  if [ -f "$apt_policy" ] && { IFS= read -r apt_word && IFS= read -r apt_word; } 2>/dev/null <"$apt_policy" && [ "$apt_word" = '# until apt-get of hitless is done' ]; then
    rm -f -- "$apt_policy"
  fi
  if [ -e "$apt_policy.hitless" ] || [ -h "$apt_policy.hitless" ]; then mv -f -- "$apt_policy.hitless" "$apt_policy"; fi
}

apt_failed() {
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  result_int rc "$run_status"
  case $run_stderr in
    *'E: Unable to locate package '*)
      apt_name=${run_stderr#*E: Unable to locate package }
      fail "No package matching '${apt_name%%"$t_nl"*}' is available"
      ;;
    *"E: Version '"*)
      apt_name=${run_stderr#*E: }
      fail "no such package to install: ${apt_name%%"$t_nl"*}"
      ;;
  esac
  fail "apt-get failed: ${run_stderr:-$run_stdout}"
}

apt_list() { dpkg-query -W -f '${Package}:${Architecture}\t${Version}\t${Status}\t${Provides}\n' 2>/dev/null; }

apt_diff() { # the packages whose version differs
  if checking; then
    printf '%s\n' "$run_stdout" | awk -v part=1 "$apt_awk_simulated" >"$t_tmp.was"
    printf '%s\n' "$run_stdout" | awk -v part=2 "$apt_awk_simulated" >"$t_tmp.is"
  else
    (t_environment && apt_list) >"$t_tmp.after"
    awk -F'\t' "$apt_awk_differing" "$t_tmp.after" "$t_tmp.before" >"$t_tmp.was"
    awk -F'\t' "$apt_awk_differing" "$t_tmp.before" "$t_tmp.after" >"$t_tmp.is"
  fi
  diff_files packages "$t_tmp.was" "$t_tmp.is"
  if checking; then return; fi
  [ -s "$t_tmp.before" ] || : >"$t_tmp.is" # not known: nothing may look new
  keep_installed "$t_tmp.was" "$t_tmp.is" "$t_reverse_apt" apt-get
}
# shellcheck disable=SC2016
apt_awk_differing='
$3 !~ / installed$/ { next }
{ sub(/:[^:]*$/, "", $1) }
FILENAME == ARGV[1] { other[$1] = $2; next }
other[$1] != $2 { print $1 " " $2 }'
# shellcheck disable=SC2016
apt_awk_simulated='
$1 == "Inst" || $1 == "Remv" || $1 == "Purg" {
  old = $3 ~ /^\[/ ? $3 : ""; new = $3 ~ /^\(/ ? $3 : $4; gsub(/[][()]/, "", old); gsub(/[][()]/, "", new)
  if (part == 1 && old != "") print $2 " " old
  if (part == 2 && $1 == "Inst") print $2 " " new
}'

# ---- which packages are requested --------------------------------------------------------------------------------------------------

apt_upgrade() {
  if [ "${p_force_apt_get-}" = false ] && have aptitude; then warn 'apt-get upgrades, not aptitude'; fi
  case $p_upgrade in
    dist | full) apt_change dist-upgrade ;;
    *) apt_change --with-new-pkgs upgrade ;;
  esac
}

apt_clean() {
  ! checking || return 0
  apt_get "$1" || fail "apt-get $1 failed: $run_stderr"
  apt_stdout=$apt_stdout$run_stdout
  case $1$run_stdout in clean* | *'Del '*) changed ;; esac
}

# shellcheck disable=SC2016
apt_awk_plan='
function regex(g) { gsub(/[.+^$(){}|]/, "\\\\&", g); gsub(/\*/, ".*", g); gsub(/\?/, ".", g); gsub(/\[!/, "[^", g); return "^" g "$" }
FILENAME == ARGV[1] { # the installed packages
  full = $1; name = full; sub(/:.*/, "", name)
  status[full] = $3
  if ($3 ~ / installed$/) {
    version[full] = $2; if (!(name in version)) version[name] = $2
    names[name] = 1
    n = split($4, p, /, */); for (i = 1; i <= n; i++) { sub(/ .*/, "", p[i]); provided[p[i]] = 1 }
  } else if ($3 ~ / config-files$/) leftover[name] = 1
  next
}
FILENAME == ARGV[2] { known[$1] = 1; next } # all names that apt knows: read only for wildcards
{
  spec = $0; op = ""; want = ""; name = spec
  if (match(spec, />=|=/)) { op = substr(spec, RSTART, RLENGTH); name = substr(spec, 1, RSTART - 1); want = substr(spec, RSTART + RLENGTH) }
  gsub(/ /, "", name); gsub(/ /, "", want)
  if (name ~ /[*?[]/) {
    re = regex(name); found = 0
    if (state == "absent") { for (k in names) if (k ~ re) one(k, "", ""); if (purge) for (k in leftover) if (k ~ re) one(k, "", "") }
    else { for (k in known) if (k ~ re) { found = 1; one(k, op, want) }; if (!found) print "none\t" name }
  } else one(name, op, want)
}
function one(name, op, want,   there) {
  there = (name in version)
  if (state == "absent") { if (there || (purge && (name in leftover))) print "todo\t" name; return }
  if (state == "latest") { if (there || !only_upgrade) print "todo\t" name (op == "=" ? "=" want : ""); return }
  if (op == "=" && there && version[name] ~ regex(want)) return
  if (op == ">=" && there) { print "least\t" name "\t" version[name] "\t" want; return }
  if (op == "" && (there || (name in provided))) return
  if (only_upgrade && !there) return
  print "todo\t" name (op == "=" ? "=" want : "")
}'

apt_packages() {
  case $p_state in
    build-dep)
      apt_with build-dep "$p_name"
      return
      ;;
  esac
  apt_list >"$t_tmp.have"
  : >"$t_tmp.known"
  case $p_name in
    *[*?[]*) case $p_state in absent) ;; *) apt-cache pkgnames >"$t_tmp.known" 2>/dev/null ;; esac ;;
  esac
  printf '%s\n' "$p_name" >"$t_tmp.wanted"
  apt_purging=0 apt_only=0
  [ "$p_purge" = false ] || apt_purging=1
  [ "$p_only_upgrade" = false ] || apt_only=1
  awk -F'\t' -v state="$p_state" -v purge="$apt_purging" -v only_upgrade="$apt_only" "$apt_awk_plan" \
    "$t_tmp.have" "$t_tmp.known" "$t_tmp.wanted" >"$t_tmp.plan" || fail "cannot find out which packages are installed"
  apt_todo=
  while IFS=$t_tab read -r apt_what apt_name apt_version apt_least; do # one line per requested package
    case $apt_what in
      none) fail "No package matching '$apt_name' is available" ;;
      least)
        /usr/bin/dpkg --compare-versions "$apt_version" ge "$apt_least" || apt_todo="$apt_todo $apt_name"
        ;;
      *) apt_todo="$apt_todo $apt_name" ;;
    esac
  done <"$t_tmp.plan"
  if [ -z "$apt_todo" ]; then
    [ "$p_state" != fixed ] || apt_change -f install
    return 0
  fi
  case $p_state in
    absent) if [ "$p_purge" = true ]; then apt_with '--purge remove' "$apt_todo"; else apt_with remove "$apt_todo"; fi ;;
    fixed) apt_with '-f install' "$apt_todo" ;;
    *) apt_with install "$apt_todo" ;;
  esac
}

apt_with() { # names have no blanks, but may have a *
  set -f
  # shellcheck disable=SC2086
  set -- $1 -- $2
  set +f
  apt_change "$@"
}

apt_deb() {
  case $p_deb in
    *://*)
      apt_file=$t_tmp.deb
      download "$p_deb" "$apt_file" || fail "cannot fetch $p_deb: $download_error"
      ;;
    *) apt_file=$p_deb ;;
  esac
  [ -f "$apt_file" ] || fail "there is no package file $p_deb on the host"
  # shellcheck disable=SC2016 # dpkg's own fields
  run dpkg-deb --show --showformat '${Package} ${Architecture} ${Version}' "$apt_file" || fail "$p_deb is not a Debian package: $run_stderr"
  apt_name=${run_stdout%% *}
  apt_version=${run_stdout##* }
  apt_arch=${run_stdout#* }
  apt_arch=${apt_arch%% *}
  case $apt_arch in all) apt_query=$apt_name ;; *) apt_query=$apt_name:$apt_arch ;; esac
  run dpkg-query -W -f '${Status} ${Version}' "$apt_query"
  case $run_stdout in
    *' installed '*)
      [ "${run_stdout##* }" != "$apt_version" ] || return 0
      if [ "$p_allow_downgrade$p_force" = falsefalse ] && /usr/bin/dpkg --compare-versions "${run_stdout##* }" gt "$apt_version"; then
        fail "a later version of $apt_name is installed already (${run_stdout##* }; the file has $apt_version)"
      fi
      ;;
  esac
  case $apt_file in /*) ;; *) apt_file=./$apt_file ;; esac
  apt_change install "$apt_file"
}
