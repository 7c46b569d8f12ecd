# shellcheck shell=sh
# module: live
# summary: how services run that a playbook keeps running: since when, from which unit and program
# check: full   diff: none   needs: awk cksum
# runs: internal
# option: services  list/str  required   units of systemd
# result: systemd   whether the host is run by systemd; nothing else is known where it is not
# result: uptime    seconds since the host was booted
# result: services  by their number in the list, from 1: name, load, active, type, pid, id (another at each start), age (seconds since that start),
#                   restarts (by systemd itself), triggered (by a timer or socket), stale (systemd has not read the unit as it is on disk),
#                   files (the unit and its drop-ins, a line each with checksum), exe, running (installed, replaced, again: by the very same, removed,
#                   another: not the file that its unit starts now, unreadable),
#                   package (which says that the file should be another)

live_run() {
  if ! run env LC_ALL=C systemctl show --property=Version; then
    result_bool systemd false
    return
  fi
  result_bool systemd true
  live_uptime=
  [ ! -r /proc/uptime ] || read -r live_uptime live_i </proc/uptime
  live_uptime=${live_uptime%%.*}
  result_int uptime "${live_uptime:-0}"
  live_i=0
  each services live_service
}

live_service() {
  live_i=$((live_i + 1))
  run env LC_ALL=C systemctl show \
    --property=Id,LoadState,ActiveState,Type,MainPID,InvocationID,ExecMainStartTimestampMonotonic,NRestarts,TriggeredBy,NeedDaemonReload,FragmentPath,DropInPaths,ExecStart \
    -- "$1" || fail "failure asking systemd about $1: ${run_stderr:-$run_stdout}"
  printf '%s\n' "$run_stdout" | awk -v n="$live_i" -v name="$1" -v uptime="$live_uptime" -v pid="$t_tmp.pid" -v units="$t_tmp.units" '
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
  live_files "$1"
  {
    read -r live_pid
    IFS= read -r live_start
  } <"$t_tmp.pid"
  [ "$live_pid" = 0 ] || live_program
  rm -f "$t_tmp.units"
}

# Drop-ins in a directory that is new are none that systemd misses before it is told to look. A path with a blank in it is none that its own
# tools could tell apart either.
live_files() {
  [ -s "$t_tmp.units" ] || return 0
  for live_dir in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system; do
    for live_path in "$live_dir/$1.d"/*.conf; do
      if [ -e "$live_path" ] && ! grep -q -- "/${live_path##*/}\$" "$t_tmp.units"; then
        printf '%s\n' "$live_path" >>"$t_tmp.units"
        result_bool "services/$live_i/stale" true
      fi
    done
  done
  set --
  while IFS= read -r live_path; do # a handful of lines
    [ ! -r "$live_path" ] || set -- "$@" "$live_path"
  done <"$t_tmp.units"
  [ $# -gt 0 ] || return 0
  run_to "$t_tmp.sums" cksum "$@" || return 0
  awk '{ print $3 " " $1 }' "$t_tmp.sums" >"$t_tmp.files"
  result_file "services/$live_i/files" "$t_tmp.files"
}

# The link of a program that is gone from its place says so.
live_program() {
  live_exe=$(readlink "/proc/$live_pid/exe" 2>/dev/null) || live_exe=
  if [ -z "$live_exe" ]; then
    result "services/$live_i/running" unreadable
    return
  fi
  live_running=installed
  case $live_exe in
    *' (deleted)')
      live_exe=${live_exe%' (deleted)'}
      if [ ! -e "$live_exe" ]; then
        live_running=removed
      elif cmp -s "/proc/$live_pid/exe" "$live_exe"; then
        live_running=again
      else
        live_running=replaced
      fi
      ;;
    "$live_start") ;;
    *) if [ "$live_start" ] && live_another; then live_running=another; fi ;;
  esac
  result "services/$live_i/exe" "$live_exe"
  result "services/$live_i/running" "$live_running"
  [ ! -r "$live_exe" ] || live_package
}

# Whether the unit's program is another file now: what runs was moved away, or a link points elsewhere. A script may start what it likes, and
# only what has the same name, or that with something behind it, was the unit's program once.
live_another() {
  live_now=$(readlink -f -- "$live_start" 2>/dev/null) || live_now=$live_start
  [ "$live_now" != "$live_exe" ] || return 1
  case ${live_exe##*/} in "${live_now##*/}" | "${live_now##*/}"[.~_-]*) ;; *) return 1 ;; esac
  [ -r "$live_now" ] || return 0
  [ "$(head -c 4 -- "$live_now" | tr -d '\177')" = ELF ]
}

# What the package has it should be, where a package brought it. With /usr merged, a list may have it by either name.
live_package() {
  if [ -d /var/lib/dpkg/info ]; then
    live_rest=${live_exe#/}
    live_rest=${live_rest#usr/}
    live_said=$(grep -F -- "$live_rest" /var/lib/dpkg/info/*.md5sums /dev/null 2>/dev/null | awk -v rest="$live_rest" '
      { file = $0; sub(/^[^ ]*[ ]+/, "", file); sum = $0; sub(/[ ].*/, "", sum); list = sum; sub(/:[^:]*$/, "", list); sub(/.*:/, "", sum) }
      file == rest || file == "usr/" rest { sub(/.*\//, "", list); sub(/\.md5sums$/, "", list); print sum, list; exit }')
    [ "$live_said" ] || return 0
    checksum_of "$live_exe" md5
    [ "$c_sum" = "${live_said%% *}" ] || result "services/$live_i/package" "${live_said#* }"
  elif have rpm && run env LC_ALL=C rpm -qf -- "$live_exe"; then
    live_said=$run_stdout
    run env LC_ALL=C rpm -V --nodeps --noscripts -- "$live_said" || :
    if printf '%s\n' "$run_stdout" | awk -v path="$live_exe" '$NF == path && substr($1, 3, 1) == "5" { found = 1 } END { exit !found }'; then
      result "services/$live_i/package" "$live_said"
    fi
  fi
}
