# shellcheck shell=sh
# module: dnf  also=yum,ansible.builtin.yum
# summary: install, upgrade and remove packages on Red Hat Enterprise Linux and derivatives, with dnf or yum
# check: full   diff: none   needs: rpm awk   uses: reverse rpm
# example: dnf: {name: [curl, socat], state: present}
# option: name               list/str  aliases=pkg            packages: NAME, NAME-VERSION, NAME-VERSION-RELEASE.ARCH, a file, a URL, @GROUP; * for all with state=latest
# option: state              enum  present|installed|latest|absent|removed  the wanted state; default present, or absent with autoremove
# option: enablerepo         list/str                         repositories to enable for this task
# option: disablerepo        list/str                         repositories to disable for this task
# option: exclude            list/str                         packages to leave alone
# option: disable_excludes   str                              ignore the excludes of all, main or one repository
# option: update_cache       bool  default=false  aliases=expire-cache  fetch the package lists first
# option: update_only        bool  default=false              upgrade installed packages, install no new ones
# option: disable_gpg_check  bool  default=false              do not check signatures
# option: allow_downgrade    bool  default=false              a lower version may replace a higher one
# option: allowerasing       bool  default=false              remove packages that are in the way
# option: best               bool                             fail if the best version can't be installed; default: that of the host
# option: nobest             bool                             accept a lower version if the best can't be installed
# option: skip_broken        bool  default=false              skip packages that can't be installed
# option: autoremove         bool  default=false              remove packages that are no longer needed
# option: security           bool  default=false              with state=latest: security fixes only
# option: bugfix             bool  default=false              with state=latest: bug fixes only
# option: install_weak_deps  bool  default=true               whether to install weak dependencies
# option: releasever         str                              the release to take packages from
# option: conf_file          str                              configuration file of dnf or yum
# option: cacheonly          bool  default=false              do not fetch package lists
# option: download_only      bool  default=false              fetch packages, do not install
# option: download_dir       str                              where to put the fetched packages
# option: enable_plugin      list/str                         plugins to enable for this task
# option: disable_plugin     list/str                         plugins to disable for this task
# option: validate_certs     bool  default=true               whether to check servers' certificates
# option: sslverify          bool  default=true               the same as validate_certs
# option: lock_timeout       int   default=30                 seconds to wait for another package manager to finish
# option: use_backend        enum  auto|yum|yum4|dnf|dnf4|dnf5  default=auto  the program to use; auto: dnf if it is installed
# option: install_repoquery  bool  default=true               accepted, without effect, as in Ansible
# option: installroot        refused  default=/               use command: dnf --installroot=DIR
# option: list               refused                          use package_facts, or command: dnf list
# exclusive: best nobest
# result: results  what was installed and removed
# result: msg  summary
# result: rc  exit status of dnf or yum

dnf_run() {
  dnf_program
  case ${p_state-} in
    '') if [ "$p_autoremove" = true ]; then dnf_state=absent; else dnf_state=present; fi ;;
    installed) dnf_state=present ;;
    removed) dnf_state=absent ;;
    *) dnf_state=$p_state ;;
  esac
  result_json results '[]'
  result_int rc 0
  if [ "$p_update_cache" = true ] && ! checking; then
    dnf_wait
    dnf_sources
    set -f
    # shellcheck disable=SC2086 # flags hold no blanks
    dnf_call $dnf_flags makecache || fail "Failed to update the package lists: ${run_stderr:-$run_stdout}"
    set +f
  fi
  if [ "${p_name_n:-0}" -eq 0 ]; then
    if [ "$p_autoremove" = true ]; then
      dnf_change autoremove
      dnf_end
    fi
    if [ "$p_update_cache" = true ]; then done_with 'Cache updated'; fi
    done_with 'Nothing to do'
  fi
  if match_list name '*'; then
    [ "$dnf_state" = latest ] || fail 'name=* upgrades all packages: it needs state=latest'
    if [ "$dnf_by" = yum ]; then set -- update; else set -- upgrade; fi
    dnf_change "$1"
    dnf_end
  fi
  dnf_plan
  case $dnf_state in absent) dnf_verb=remove ;; *) dnf_verb=install ;; esac
  [ ! -s "$t_tmp.todo" ] || with_lines "$t_tmp.todo" dnf_change "$dnf_verb"
  if [ "$dnf_by" = yum ]; then dnf_verb=update; else dnf_verb=upgrade; fi # dnf install does not change what is installed
  [ ! -s "$t_tmp.older" ] || with_lines "$t_tmp.older" dnf_change "$dnf_verb"
  dnf_end
}

dnf_end() { done_with "${dnf_msg-Nothing to do}"; }

dnf_program() {
  case $p_use_backend in
    yum) dnf_by=yum ;;
    yum4 | dnf | dnf4) dnf_by=dnf ;;
    dnf5) dnf_by=dnf5 ;;
    *) if task_has dnf; then dnf_by=dnf; elif task_has yum; then dnf_by=yum; elif task_has microdnf; then dnf_by=microdnf; else fail 'the host has neither dnf nor yum'; fi ;;
  esac
  task_needs "$dnf_by"
}

# ---- what is installed: one rpm command for all names ----------------------------------------------------------------------------------

dnf_query='%{NAME}\t%{EPOCHNUM}\t%{VERSION}\t%{RELEASE}\t%{ARCH}\n'

dnf_plan() { # writes the arguments for dnf to todo, one per line
  printf '%s\n' "$p_name" >"$t_tmp.wanted"
  set --
  dnf_wild=false
  dnf_i=0
  while [ "$dnf_i" -lt "$p_name_n" ]; do
    dnf_i=$((dnf_i + 1))
    eval "dnf_name=\$p_name_$dnf_i"
    case $dnf_name in
      @* | *://*) ;;
      *.rpm)
        [ -f "$dnf_name" ] || fail "No RPM file matching '$dnf_name' found on system"
        set -- "$@" "$(rpm_ask -qp --qf '%{NAME}' "$dnf_name" 2>/dev/null)"
        ;;
      *[*?[]*) dnf_wild=true ;;
      *[\<\>=\ ]*)
        dnf_name=${dnf_name%%[<>= ]*}
        set -- "$@" "$dnf_name"
        ;;
      /*) set -- "$@" ;;
      *:*)
        dnf_bare=${dnf_name##*:}
        dnf_front=${dnf_name%%:*}
        set -- "$@" "${dnf_front%-*}-$dnf_bare"
        ;;
      *) set -- "$@" "$dnf_name" ;;
    esac
  done
  if [ "$dnf_wild" = true ]; then
    rpm_ask -qa --qf "$dnf_query" >"$t_tmp.have" 2>/dev/null
  elif [ $# -gt 0 ]; then
    rpm_ask -q --qf "$dnf_query" -- "$@" >"$t_tmp.have" 2>/dev/null
  else
    : >"$t_tmp.have"
  fi
  : >"$t_tmp.files"
  dnf_i=0
  while [ "$dnf_i" -lt "$p_name_n" ]; do
    dnf_i=$((dnf_i + 1))
    eval "dnf_name=\$p_name_$dnf_i"
    case $dnf_name in
      *://*) ;;
      *.rpm) printf '%s\t%s\n' "$dnf_name" "$(rpm_ask -qp --qf '%{NAME}\t%{VERSION}-%{RELEASE}.%{ARCH}' "$dnf_name" 2>/dev/null)" >>"$t_tmp.files" ;;
    esac
  done
  awk -F'\t' -v state="$dnf_state" -v only="$p_update_only" "$dnf_awk_plan" "$t_tmp.have" "$t_tmp.files" "$t_tmp.wanted" >"$t_tmp.plan" || fail 'cannot find out which packages are installed'
  dnf_provided
}

# shellcheck disable=SC2016
dnf_awk_plan='
function regex(g) { gsub(/[.+^$(){}|]/, "\\\\&", g); gsub(/\*/, ".*", g); gsub(/\?/, ".", g); gsub(/\[!/, "[^", g); return "^(" g ")$" }
function put(what, spec) { print what "\t" spec }
FILENAME == ARGV[1] { if (NF < 5) next; n++; name[n] = $1; evr[n] = $3 "-" $4; full[n] = $1 "-" $3 "-" $4 "." $5
  id[$1] = id[$1 "." $5] = id[$1 "-" $3] = id[$1 "-" $3 "-" $4] = id[full[n]] = 1
  id[$1 "-" $2 ":" $3] = id[$1 "-" $2 ":" $3 "-" $4] = id[$1 "-" $2 ":" $3 "-" $4 "." $5] = id[$2 ":" full[n]] = 1; next }
FILENAME == ARGV[2] { file[$1] = $2 "-" $3; next }
{
  spec = $0; there = 0
  if (spec ~ /^@/ || spec ~ /:\/\//) { put("todo", spec); next }
  if (spec in file) there = (file[spec] in id)
  else if (spec ~ /[<>=]/) { put(state == "absent" ? "todo" : "compare", spec); next }
  else if (spec ~ /[*?[]/) { re = regex(spec); for (i = 1; i <= n; i++) if (name[i] ~ re || full[i] ~ re) there = 1
    if (state == "present" && !there) { put("todo", spec); next } }
  else there = (spec in id)
  if (state == "absent") { if (there) put("todo", spec); else if (!(spec in file) && spec !~ /[*?[]/) put("provides", spec); next }
  if (state == "latest" && there) { put("older", spec); next }
  if (state == "latest") { if (only != "true") put("todo", spec); next }
  if (!there && only != "true") put(spec ~ /[*?[]/ || (spec in file) ? "todo" : "provides", spec)
}'

# A name that is not installed may be provided by a package: one more rpm command checks all of those.
dnf_provided() {
  awk -F'\t' '$1 == "provides" || $1 == "compare" { print $2 }' "$t_tmp.plan" >"$t_tmp.unknown"
  : >"$t_tmp.missing"
  awk -F'\t' '$1 == "older" { print $2 }' "$t_tmp.plan" >"$t_tmp.older"
  [ ! -s "$t_tmp.unknown" ] || with_lines "$t_tmp.unknown" rpm_ask -q --whatprovides -- >"$t_tmp.missing" 2>&1
  awk -F'\t' -v state="$dnf_state" '
    FILENAME == ARGV[1] { if (sub(/^no package provides /, "")) none[$0] = 1; else if (match($0, /^error: file [^:]*:/)) none[substr($0, 13, RLENGTH - 13)] = 1; next }
    $1 == "older" { next }
    $1 == "todo" || ((state == "absent" ? !($2 in none) : ($2 in none))) { print $2 }' "$t_tmp.missing" "$t_tmp.plan" >"$t_tmp.todo"
}

# ---- dnf and yum -------------------------------------------------------------------------------------------------------------------

dnf_call() { run env LC_ALL=C LANGUAGE=C "$dnf_by" "$@"; }

dnf_wait() { # waits for another dnf to finish
  dnf_waited=0
  for dnf_lock in /var/run/yum.pid /var/lib/dnf/rpmdb_lock.pid /var/cache/dnf/metadata_lock.pid; do
    while [ -s "$dnf_lock" ] && read -r dnf_pid <"$dnf_lock" && [ -d "/proc/$dnf_pid" ]; do
      [ "$dnf_waited" -lt "$p_lock_timeout" ] || fail "another process ($dnf_pid) held the package manager's lock for $p_lock_timeout s: $dnf_lock"
      dnf_waited=$((dnf_waited + 1))
      sleep 1
    done
  done
}

dnf_flag() { dnf_flags="$dnf_flags $1"; }
dnf_enable() { dnf_flag "--enablerepo=$1"; }
dnf_disable() { dnf_flag "--disablerepo=$1"; }
dnf_exclude() { dnf_flag "--exclude=$1"; }
dnf_plugin() { dnf_flag "--enableplugin=$1"; }
dnf_no_plugin() { dnf_flag "--disableplugin=$1"; }

dnf_sources() { # sets dnf_flags to the options for repositories
  dnf_flags=
  each disablerepo dnf_disable
  each enablerepo dnf_enable
  each exclude dnf_exclude
  each enable_plugin dnf_plugin
  each disable_plugin dnf_no_plugin
  [ -z "${p_disable_excludes-}" ] || dnf_flag "--disableexcludes=$p_disable_excludes"
  [ -z "${p_releasever-}" ] || dnf_flag "--releasever=$p_releasever"
  [ -z "${p_conf_file-}" ] || dnf_flag "-c $p_conf_file"
}

dnf_change() {
  dnf_sources
  [ -z "${p_download_dir-}" ] || dnf_flag "--downloaddir=$p_download_dir"
  [ "$p_download_only" = false ] || dnf_flag --downloadonly
  [ "$p_disable_gpg_check" = false ] || dnf_flag --nogpgcheck
  [ "$p_skip_broken" = false ] || dnf_flag --skip-broken
  [ "$p_allowerasing" = false ] || dnf_flag --allowerasing
  case $dnf_by:${p_best-}:${p_nobest-} in
    yum:*) ;;
    *:true:* | *:false) dnf_flag --best ;;
    *:false:* | *:true) dnf_flag --nobest ;;
  esac
  [ "$p_security" = false ] || dnf_flag --security
  [ "$p_bugfix" = false ] || dnf_flag --bugfix
  [ "$p_cacheonly" = false ] || dnf_flag -C
  if [ "$p_validate_certs" = false ] || [ "$p_sslverify" = false ]; then dnf_flag --setopt=sslverify=0; fi
  if [ "$dnf_by" != yum ]; then
    [ "$p_install_weak_deps" = true ] || dnf_flag --setopt=install_weak_deps=0
    [ "$p_autoremove" = true ] || dnf_flag --setopt=clean_requirements_on_remove=0
  else
    dnf_flag --setopt=skip_missing_names_on_install=0
    [ "$p_autoremove" = false ] || dnf_flag --setopt=clean_requirements_on_remove=1
  fi
  dnf_spare_newer "$@"
  if checking; then dnf_flag --assumeno; else dnf_flag -y; fi
  dnf_wait
  checking || rpm_before "$dnf_by"
  set -f
  # shellcheck disable=SC2086 # flags hold no blanks
  dnf_call $dnf_flags "$@"
  set +f
  dnf_verdict "$1"
}

# Checked before, since dnf replaces a newer version by an older one if the task names it.
dnf_spare_newer() {
  if [ "$p_allow_downgrade" = true ] || [ "$1" != install ]; then return 0; fi
  case " $* " in *-[0-9]*) ;; *) return 0 ;; esac
  dnf_wait
  set -f
  # shellcheck disable=SC2086 # flags hold no blanks
  dnf_call $dnf_flags --assumeno "$@"
  set +f
  case $t_nl$run_stdout in
    *"${t_nl}Downgrading:"*) fail "a newer version is installed: allow_downgrade lets an older one replace it" ;;
  esac
}

dnf_verdict() {
  result_int rc "$run_status"
  case "$run_stdout$t_nl$run_stderr" in
    *'No package '*' available'* | *'Unable to find a match'* | *'No match for argument'*)
      if [ "$1" != remove ]; then
        printf '%s\n' "$run_stdout" "$run_stderr" | awk '/^No package .* available/ { print $3 } /No match for argument: / { print $NF } /Unable to find a match: / { sub(/.*match: /, ""); gsub(/ /, "\n"); print }' | sort -u >"$t_tmp.none"
        awk '{ print "s\tfailures/[]\tNo package " $0 " available." }' "$t_tmp.none" | result_table
        fail "no such package in the enabled repositories: $(tr '\n' ' ' <"$t_tmp.none")"
      fi
      ;;
  esac
  case "$run_stdout$t_nl$run_stderr" in
    *'Nothing to do'* | *'No packages marked for'*)
      if [ "$run_status" -eq 0 ]; then
        checking || note_packages_end
        return 0
      fi
      ;;
  esac
  if checking; then
    case $run_stdout in
      *'Transaction Summary'*)
        changed
        dnf_msg='the packages would be changed'
        result_int rc 0
        return
        ;;
    esac
  fi
  [ "$run_status" -eq 0 ] || {
    dnf_said=${run_stderr:-$run_stdout}
    checking || rpm_keep "$dnf_by" failed
    fail "$dnf_by failed: $dnf_said"
  }
  changed
  checking || rpm_keep "$dnf_by"
  dnf_msg=
  printf '%s\n' "$run_stdout" | awk '
    /^(Installed|Updated|Upgraded|Removed|Reinstalled|Downgraded|Dependency Installed|Dependency Updated|Dependency Removed):$/ { what = $0; sub(/^Dependency /, "", what); next }
    /^[^ ]/ || /^$/ { if (/^Complete!/ || /^$/) what = ""; next }
    what != "" { if ($0 ~ /[0-9]:[^ ]/ && NF % 2 == 0) { for (i = 1; i < NF; i += 2) print "s\tresults/[]\t" what " " $i " " $(i + 1) } else for (i = 1; i <= NF; i++) print "s\tresults/[]\t" what " " $i }' >"$t_tmp.results"
  result_table <"$t_tmp.results"
}
