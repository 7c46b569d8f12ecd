# shellcheck shell=sh
# module: mount_facts
# summary: return the mounted file systems, and those of fstab, as facts
# check: full   diff: none   needs: awk stat readlink   uses: awk
# example: mount_facts: {fstypes: [nfs, nfs4], timeout: 10, on_timeout: warn}
# option: devices   list/str                        patterns of devices
# option: fstypes   list/str                        patterns of kinds of file systems
# option: sources   list/str                        where to look: all, dynamic, static, mount, or files; default: all
# option: mount_binary  raw  default=mount          the program for the source mount; also used if no file lists what is mounted; "" for none
# option: timeout   float                           seconds to wait for each file system; default: any time
# option: on_timeout  enum  error|warn|ignore  default=error  what to do then
# option: include_aggregate_mounts  bool            return all definitions of a mount point in aggregate_mounts, not only the first
# result: ansible_facts  mount_points, by their paths, and aggregate_mounts

mount_facts_run() {
  [ -z "${p_timeout+given}" ] || awk -v t="$p_timeout" 'BEGIN { exit !(t + 0 > 0) }' || fail "argument 'timeout' must be a positive number or null, not $p_timeout"
  : >"$t_tmp.sources"
  if [ "${p_sources_n:-0}" -gt 0 ]; then each sources mount_facts_source; else mount_facts_source all; fi
  if [ "$(sort -u "$t_tmp.sources" | awk 'END { print NR }')" -lt "$(awk 'END { print NR }' "$t_tmp.sources")" ]; then
    warn "mount_facts option 'sources' contains duplicate entries, repeat sources will be ignored"
  fi
  : >"$t_tmp.mounts"
  mount_facts_read
  mount_facts_filter
  mount_facts_sizes
  mount_facts_uuids
  mount_facts_report
}
mount_facts_source() {
  case $1 in '') fail 'sources contains an empty string' ;; *"$t_nl"*) fail 'a source must be one line' ;; esac
  case $1 in dynamic | all) printf '%s\n' /etc/mtab /proc/mounts /etc/mnttab >>"$t_tmp.sources" ;; esac
  case $1 in
    static | all) printf '%s\n' /etc/fstab /etc/vfstab /etc/filesystems >>"$t_tmp.sources" ;;
    dynamic) ;;
    *) printf '%s\n' "$1" >>"$t_tmp.sources" ;;
  esac
}

# Writes mounts: MOUNT, DEVICE, KIND, SOURCE, LINE and fields, each as JSON, with tabs between.
mount_facts_read() {
  mount_facts_seen=$t_nl mount_facts_fallback=false
  while IFS= read -r mount_facts_from <&4; do # a few sources
    mount_facts_real=$(readlink -f -- "$mount_facts_from") || mount_facts_real=$mount_facts_from
    [ "$mount_facts_from" != mount ] || mount_facts_real=mount
    case $mount_facts_seen in *"$t_nl$mount_facts_real$t_nl"*) continue ;; esac
    mount_facts_seen=$mount_facts_seen$mount_facts_real$t_nl
    case $mount_facts_from in /etc/mtab | /proc/mounts | /etc/mnttab) [ "$mount_facts_fallback" = 'done' ] || mount_facts_fallback=true ;; esac
    : >"$t_tmp.lines"
    if [ "$mount_facts_from" = mount ]; then
      mount_facts_program
    elif [ -r "$mount_facts_from" ] && [ -f "$mount_facts_from" ]; then
      T_SOURCE=$mount_facts_from awk "$t_awk_json$mount_facts_table" "$mount_facts_from" >"$t_tmp.lines"
    fi
    [ -s "$t_tmp.lines" ] || continue
    cat -- "$t_tmp.lines" >>"$t_tmp.mounts"
    case $mount_facts_from in mount | /etc/mtab | /proc/mounts | /etc/mnttab) mount_facts_fallback='done' ;; esac
  done 4<"$t_tmp.sources"
  if [ "$mount_facts_fallback" = true ] && [ "$p_mount_binary" ]; then
    mount_facts_program
    cat -- "$t_tmp.lines" >>"$t_tmp.mounts"
  fi
}
# With /bin/sh, since the shell of busybox would run its own mount or stat.
mount_facts_limited() { # mount_facts_limited WHAT CMD…: returns 1 if the time is over
  mount_facts_what=$1
  shift
  # shellcheck disable=SC2016
  if [ "${p_timeout+given}" ] && have timeout; then
    run env LC_ALL=C /bin/sh -c "$own_program" timeout "$p_timeout" "$@" || :
    case $run_status in
      124 | 143)
        case $p_on_timeout in
          error) fail "$mount_facts_what" ;;
          warn) warn "$mount_facts_what" ;;
        esac
        return 1
        ;;
    esac
  else
    run env LC_ALL=C /bin/sh -c "$own_program" "$@" || :
  fi
}
mount_facts_program() {
  task_needs "$p_mount_binary"
  mount_facts_limited "Timed out running $p_mount_binary" "$p_mount_binary" || return 0
  [ "$run_status" -eq 0 ] || fail "Failed to execute $p_mount_binary: $run_stderr"
  T_SOURCE=mount awk "$t_awk_json"'
    { line[++n] = $0; if ($0 !~ /^[^ \t]+ on [^ \t]+ type [^ \t]+ \(.+\)$/) odd = 1 }
    END {
      if (odd) exit
      for (i = 1; i <= n; i++) {
        split(line[i], w, " "); o = line[i]; sub(/^[^(]*\(/, "", o); sub(/\)$/, "", o)
        print json(w[3]) "\t" json(w[1]) "\t" json(w[5]) "\t" json(ENVIRON["T_SOURCE"]) "\t" json(line[i]) "\t" "\"options\": " json(o)
      }
    }' "$t_work/stdout" >"$t_tmp.lines"
}

# Lines of fstab and mtab have 4 to 6 columns, those of mnttab 5 with a time, those of vfstab 7.
# shellcheck disable=SC2016
mount_facts_table='
function plain(s,   o, p) {
  while (p = match(s, /\\[0-3][0-7][0-7]/)) { o = o substr(s, 1, p - 1) sprintf("%c", substr(s, p + 1, 1) * 64 + substr(s, p + 2, 1) * 8 + substr(s, p + 3, 1)); s = substr(s, p + 4) }
  return o s
}
function whole(s) { return s ~ /^[+-]?[0-9]+$/ }
function put(mount, device, kind, more) { out[++outs] = json(mount) "\t" json(device) "\t" json(kind) "\t" json(ENVIRON["T_SOURCE"]) "\t" json(text) "\t" more }
{ line[++n] = $0 }
END {
  seven = 1; stamp = 0; five = 1; four = 1
  for (i = 1; i <= n; i++) {
    k = split(line[i], w, " "); if (k < 5) five = 0; else { if (length(w[5]) == 10) stamp = 1; if (!whole(w[5])) five = 0 }
    text = line[i]; gsub(/^[ \t\r]+|[ \t\r]+$/, "", text); if (text == "" || text ~ /^#/) continue
    if (k < 7) seven = 0
    if (k < 4 || k > 4 && !whole(w[5]) || k > 5 && !whole(w[6])) four = 0
    rows++
  }
  if (!rows) exit
  for (i = 1; i <= n; i++) {
    text = line[i]; k = split(text, w, " ")
    if (seven) {
      if (text ~ /^[ \t]*(#|$)/) continue
      put(w[3], w[1], w[4], "\"options\": " json(w[7]) ", \"device_to_fsck\": " json(w[2]) ", \"passno\": " (whole(w[5]) ? w[5] + 0 : json(w[5])) ", \"mount_at_boot\": " json(w[6]))
    } else if (five && stamp) put(w[2], w[1], w[3], "\"options\": " json(w[4]) ", \"time\": " w[5] + 0)
    else if (four) {
      gsub(/^[ \t\r]+|[ \t\r]+$/, "", text); if (text == "" || text ~ /^#/) continue
      put(plain(w[2]), plain(w[1]), plain(w[3]), "\"options\": " json(plain(w[4])) (k > 4 ? ", \"dump\": " w[5] + 0 : "") (k > 5 ? ", \"passno\": " w[6] + 0 : ""))
    }
  }
  for (i = 1; i <= outs; i++) print out[i]
}'

# Keeps the mounts that the patterns match, with the device of a UUID. Writes places: their mount points, one a line.
mount_facts_filter() {
  : >"$t_tmp.patterns"
  each devices mount_facts_device
  each fstypes mount_facts_fstype
  mount_facts_uuid_devices
  awk -F '\t' "$t_awk_glob$t_awk_json_text"'
    FILENAME == ARGV[1] { re = glob(substr($0, 3)); if ($0 ~ /^d/) device[++devices] = re; else kind[++kinds] = re; next }
    FILENAME == ARGV[2] { of[$1] = $2; next }
    {
      d = json_text($2); k = json_text($3); if (d ~ /^UUID=/ && substr(d, 6) in of) d = of[substr(d, 6)]
      ok = !devices; for (i = 1; i <= devices; i++) if (d ~ device[i]) ok = 1
      if (!ok) next
      ok = !kinds; for (i = 1; i <= kinds; i++) if (k ~ kind[i]) ok = 1
      if (ok) print
    }' "$t_tmp.patterns" "$t_tmp.devices" "$t_tmp.mounts" >"$t_tmp.kept"
  awk -F '\t' "$t_awk_json_text"'{ m = json_text($1); if (m !~ /\n/ && !seen[m]++) print m }' "$t_tmp.kept" >"$t_tmp.places"
}
mount_facts_device() { printf 'd %s\n' "$1" >>"$t_tmp.patterns"; }
mount_facts_fstype() { printf 'k %s\n' "$1" >>"$t_tmp.patterns"; }
mount_facts_uuid_devices() {
  : >"$t_tmp.devices"
  [ "${p_devices_n:-0}" -gt 0 ] && task_has blkid || return 0
  awk -F '\t' '$2 ~ /^"UUID=[^"\\]*"$/ { print substr($2, 7, length($2) - 7) }' "$t_tmp.mounts" >"$t_tmp.uuids"
  while IFS= read -r mount_facts_uuid <&4; do # a few lines of fstab
    mount_facts_limited "Timed out looking for the device of $mount_facts_uuid" blkid --uuid "$mount_facts_uuid" || continue
    [ -z "$run_stdout" ] || printf '%s\t%s\n' "$mount_facts_uuid" "$run_stdout" >>"$t_tmp.devices"
  done 4<"$t_tmp.uuids"
}

# Writes sizes: numbers, and the mount point.
mount_facts_sizes() {
  : >"$t_tmp.sizes"
  if [ "${p_timeout+given}" ]; then
    while IFS= read -r mount_facts_place <&4; do # one by one, since each can hang
      mount_facts_limited "Timed out getting mount size for mount $mount_facts_place" stat -f -c '%S %s %b %a %c %d %n' -- "$mount_facts_place" || continue
      [ "$run_status" -ne 0 ] || printf '%s\n' "$run_stdout" >>"$t_tmp.sizes"
    done 4<"$t_tmp.places"
    return
  fi
  [ ! -s "$t_tmp.places" ] || with_lines "$t_tmp.places" run_to "$t_tmp.sizes" env LC_ALL=C /bin/sh -c "$own_program" stat -f -c '%S %s %b %a %c %d %n' -- || :
}
# Writes of_device: DEVICE and UUID.
mount_facts_uuids() {
  for mount_facts_link in /dev/disk/by-uuid/*; do
    [ ! -h "$mount_facts_link" ] || printf '%s\t%s\n' "$(readlink -f -- "$mount_facts_link")" "${mount_facts_link##*/}"
  done >"$t_tmp.of_device"
  if task_has lsblk && mount_facts_limited 'Timed out running lsblk' lsblk --list --noheadings --paths --output NAME,UUID --exclude 2; then
    printf '%s\n' "$run_stdout" | awk 'NF == 2 { print $1 "\t" $2 }' >>"$t_tmp.of_device"
  fi
}

mount_facts_report() {
  awk -F '\t' -v all="${p_include_aggregate_mounts-none}" -v points="$t_tmp.points" -v aggregate="$t_tmp.aggregate" "$t_awk_json$t_awk_json_text"'
    FILENAME == ARGV[1] { split($0, s, " "); name = $0; for (i = 1; i < 7; i++) name = substr(name, index(name, " ") + 1); size[name] = s[1] " " s[2] " " s[3] " " s[4] " " s[5] " " s[6]; next }
    FILENAME == ARGV[2] { if (!($1 in uuid)) uuid[$1] = $2; next }
    {
      m = json_text($1); d = json_text($2)
      o = "{\"mount\": " $1 ", \"device\": " $2 ", \"fstype\": " $3 ", " $6 ", \"ansible_context\": {\"source\": " $4 ", \"source_data\": " $5 "}"
      if (d ~ /^UUID=/) u = json(substr(d, 6)); else u = d in uuid ? json(uuid[d]) : "null"
      o = o ", \"uuid\": " u
      if (m in size) {
        split(size[m], s, " ")
        o = o sprintf(", \"size_total\": %.0f, \"size_available\": %.0f, \"block_size\": %.0f, \"block_total\": %.0f, \"block_available\": %.0f, \"block_used\": %.0f, \"inode_total\": %.0f, \"inode_available\": %.0f, \"inode_used\": %.0f", \
          s[1] * s[3], s[1] * s[4], s[2], s[3], s[4], s[3] - s[4], s[5], s[6], s[5] - s[6])
      }
      o = o "}"
      if (!(m in point)) { point[m]; first = first (first == "" ? "" : ", ") $1 ": " o }
      if ((m, $4) in twice) repeated = repeated (repeated == "" ? "" : ", ") m
      twice[m, $4]; list = list (list == "" ? "" : ", ") o
    }
    END { print "{" first "}" > points; print "[" (all == "true" ? list : "") "]" > aggregate; if (all == "none" && repeated != "") print repeated }' \
    "$t_tmp.sizes" "$t_tmp.of_device" "$t_tmp.kept" >"$t_tmp.repeated"
  [ ! -s "$t_tmp.repeated" ] || warn "mount_facts: ignoring repeat mounts: $(cat -- "$t_tmp.repeated"). You can disable this warning by configuring the 'include_aggregate_mounts' option as True or False."
  result_json_file ansible_facts/mount_points "$t_tmp.points"
  result_json_file ansible_facts/aggregate_mounts "$t_tmp.aggregate"
}
