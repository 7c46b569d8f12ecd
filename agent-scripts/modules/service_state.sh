# shellcheck shell=sh
# module: service_state
# summary: report how managed services run: since when, from which unit and program
# check: full   diff: none   needs: awk cksum
# runs: internal
# option: services  list/str  required   systemd units
# result: systemd   whether the host runs systemd; if not, nothing else is known
# result: uptime    seconds since boot
# result: services  by their number in the list, from 1: name, load, active, type, pid, id (another at each start), age (seconds since that start),
#                   restarts (by systemd itself), triggered (by a timer or socket), stale (systemd has not read the current unit file),
#                   files (the unit and its drop-ins, one per line, with checksums), exe, running (installed, replaced, removed, unreadable,
#                   again: replaced by the same file, another: the unit would now start another file),
#                   package (the checksum in the package differs)

service_state_run() {
  if ! run env LC_ALL=C systemctl show --property=Version; then
    result_bool systemd false
    return
  fi
  result_bool systemd true
  service_state_uptime=
  [ ! -r /proc/uptime ] || read -r service_state_uptime service_state_i </proc/uptime
  service_state_uptime=${service_state_uptime%%.*}
  result_int uptime "${service_state_uptime:-0}"
  service_state_i=0
  each services service_state_service
}

service_state_service() {
  service_state_i=$((service_state_i + 1))
  run env LC_ALL=C systemctl show \
    --property=Id,LoadState,ActiveState,Type,MainPID,InvocationID,ExecMainStartTimestampMonotonic,NRestarts,TriggeredBy,NeedDaemonReload,FragmentPath,DropInPaths,ExecStart \
    -- "$1" || fail "cannot query systemd about $1: ${run_stderr:-$run_stdout}"
  printf '%s\n' "$run_stdout" | awk -v n="$service_state_i" -v name="$1" -v uptime="$service_state_uptime" -v pid="$t_tmp.pid" -v units="$t_tmp.units" '
    { p = index($0, "="); if (p) of[substr($0, 1, p - 1)] = substr($0, p + 1) }
    function put(type, field, value) { print type "\tservices/" n "/" field "\t" value }
    END {
      put("s", "name", name)
      put("s", "load", of["LoadState"])
      put("s", "active", of["ActiveState"])
      put("s", "type", of["Type"])
      put("i", "pid", of["MainPID"] + 0)
      put("i", "restarts", of["NRestarts"] + 0)
      put("b", "triggered", of["TriggeredBy"] != "" ? "true" : "false")
      put("b", "stale", of["NeedDaemonReload"] == "yes" ? "true" : "false")
      since = of["ExecMainStartTimestampMonotonic"]
      put("s", "id", of["InvocationID"] != "" ? of["InvocationID"] : since)
      if (since > 0 && uptime != "") put("i", "age", int(uptime - since / 1000000))
      print of["MainPID"] + 0 >pid
      print match(of["ExecStart"], /path=[^ ;]+/) ? substr(of["ExecStart"], RSTART + 5, RLENGTH - 5) : "" >pid
      if (of["FragmentPath"] != "") print of["FragmentPath"] >units
      many = split(of["DropInPaths"], drop, " ")
      for (i = 1; i <= many; i++) print drop[i] >units
    }' >"$t_tmp.table"
  result_table <"$t_tmp.table"
  service_state_files "$1"
  {
    read -r service_state_pid
    IFS= read -r service_state_start
  } <"$t_tmp.pid"
  [ "$service_state_pid" = 0 ] || service_state_program
  rm -f "$t_tmp.units"
}

# systemd does not report drop-ins in a new directory as changed, so they are searched here. systemd's own tools can't
# separate paths with blanks either.
service_state_files() {
  [ -s "$t_tmp.units" ] || return 0
  for service_state_dir in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system; do
    for service_state_path in "$service_state_dir/$1.d"/*.conf; do
      if [ -e "$service_state_path" ] && ! grep -q -- "/${service_state_path##*/}\$" "$t_tmp.units"; then
        printf '%s\n' "$service_state_path" >>"$t_tmp.units"
        result_bool "services/$service_state_i/stale" true
      fi
    done
  done
  set --
  while IFS= read -r service_state_path; do # a few lines
    [ ! -r "$service_state_path" ] || set -- "$@" "$service_state_path"
  done <"$t_tmp.units"
  [ $# -gt 0 ] || return 0
  run_to "$t_tmp.sums" cksum "$@" || return 0
  awk '{ print $3 " " $1 }' "$t_tmp.sums" >"$t_tmp.files"
  result_file "services/$service_state_i/files" "$t_tmp.files"
}

# The link of a running program whose file was removed ends with this.
service_state_program() {
  service_state_exe=$(readlink "/proc/$service_state_pid/exe" 2>/dev/null) || service_state_exe=
  if [ -z "$service_state_exe" ]; then
    result "services/$service_state_i/running" unreadable
    return
  fi
  service_state_running=installed
  case $service_state_exe in
    *' (deleted)')
      service_state_exe=${service_state_exe%' (deleted)'}
      if [ ! -e "$service_state_exe" ]; then
        service_state_running=removed
      elif cmp -s "/proc/$service_state_pid/exe" "$service_state_exe"; then
        service_state_running=again
      else
        service_state_running=replaced
      fi
      ;;
    "$service_state_start") ;;
    *) if [ "$service_state_start" ] && service_state_another; then service_state_running=another; fi ;;
  esac
  result "services/$service_state_i/exe" "$service_state_exe"
  result "services/$service_state_i/running" "$service_state_running"
  [ ! -r "$service_state_exe" ] || service_state_package
}

# True if the unit's program is another file now: the running one was renamed, or a link points elsewhere. A script may
# start any program, so only a similar name counts as the unit's former program.
service_state_another() {
  service_state_now=$(readlink -f -- "$service_state_start" 2>/dev/null) || service_state_now=$service_state_start
  [ "$service_state_now" != "$service_state_exe" ] || return 1
  case ${service_state_exe##*/} in "${service_state_now##*/}" | "${service_state_now##*/}"[.~_-]*) ;; *) return 1 ;; esac
  [ -r "$service_state_now" ] || return 0
  [ "$(head -c 4 -- "$service_state_now" | tr -d '\177')" = ELF ]
}

# Compares the program with the checksum of its package. If /usr is merged, the list may have it under either name.
service_state_package() {
  if [ -d /var/lib/dpkg/info ]; then
    service_state_rest=${service_state_exe#/}
    service_state_rest=${service_state_rest#usr/}
    service_state_said=$(grep -F -- "$service_state_rest" /var/lib/dpkg/info/*.md5sums /dev/null 2>/dev/null | awk -v rest="$service_state_rest" '
      { file = $0; sub(/^[^ ]*[ ]+/, "", file); sum = $0; sub(/[ ].*/, "", sum); list = sum; sub(/:[^:]*$/, "", list); sub(/.*:/, "", sum) }
      file == rest || file == "usr/" rest { sub(/.*\//, "", list); sub(/\.md5sums$/, "", list); print sum, list; exit }')
    [ "$service_state_said" ] || return 0
    checksum_of "$service_state_exe" md5
    [ "$c_sum" = "${service_state_said%% *}" ] || result "services/$service_state_i/package" "${service_state_said#* }"
  elif have rpm && run env LC_ALL=C rpm -qf -- "$service_state_exe"; then
    service_state_said=$run_stdout
    run env LC_ALL=C rpm -V --nodeps --noscripts -- "$service_state_said" || :
    if printf '%s\n' "$run_stdout" | awk -v path="$service_state_exe" '$NF == path && substr($1, 3, 1) == "5" { found = 1 } END { exit !found }'; then
      result "services/$service_state_i/package" "$service_state_said"
    fi
  fi
}
