# shellcheck shell=sh
# module: parted  also=community.general.parted
# summary: create, resize and remove partitions, with parted
# check: full   diff: none   needs: awk   uses: reverse
# example: parted: {device: /dev/sdb, number: 1, state: present, label: gpt, name: data}
# option: device      str   required                            the disk, or an image
# option: state       enum  absent|present|info  default=info   whether the partition must be there; info only reads
# option: number      int                                       the number of the partition
# option: label       enum  aix|amiga|bsd|dvh|gpt|loop|mac|msdos|pc98|sun  default=msdos  the kind of partition table; another one is replaced, and its partitions are lost
# option: part_type   enum  extended|logical|primary  default=primary  the kind of partition, with msdos and dvh
# option: part_start  str   default="0%"                        where it begins, with a unit
# option: part_end    str   default="100%"                      where it ends
# option: name        str                                       its name; needed with gpt
# option: flags       list/str                                  its flags; others are cleared
# option: fs_type     str                                       the kind of file system that a new partition is meant for
# option: resize      bool  default=false                       resize a partition that is there to part_end
# option: align       enum  cylinder|minimal|none|optimal|undefined  default=optimal  how new partitions are aligned
# option: unit        enum  s|B|KB|KiB|MB|MiB|GB|GiB|TB|TiB|%|cyl|chs|compact  default=KiB  the unit of sizes in the result
# result: disk        the disk: dev, size, unit, table, model, logical_block, physical_block
# result: partitions  its partitions: num, begin, end, size, unit, fstype, name, flags
# result: script      what parted was told

parted_run() {
  task_needs parted
  case $p_state:${p_number+given} in info:* | *:given) ;; *) fail "state is $p_state but all of the following are missing: number" ;; esac
  [ "${p_number-1}" -ge 1 ] || fail 'The partition number must be greater then 0.'
  case $p_device in '' | -* | *"$t_nl"*) fail "no device: $p_device" ;; esac
  case ${p_name-} in *\"* | *"$t_nl"*) fail 'a name of a partition must be one line without double quotes' ;; esac
  parted_place part_start "$p_part_start"
  parted_place part_end "$p_part_end"
  parted_version
  parted_look
  parted_script='' parted_said=''
  : >"$t_tmp.words"
  : >"$t_tmp.changes"
  case $p_state in
    present) parted_present ;;
    absent) parted_absent ;;
    info) parted_said="unit '$p_unit' print " ;;
  esac
  [ ! -s "$t_tmp.changes" ] || checking || parted_look
  parted_report
}

parted_place() { # parted_place OPTION TEXT
  printf '%s\n' "$2" | awk '
    /^[0-9]+,[0-9]+,[0-9]+$/ { exit 0 }
    { if ($0 !~ /^-?[0-9.]+ *(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB|s|%|cyl|chs|compact)$/) exit 1 }' ||
    fail "The argument '$1' doesn't respect required format. The size unit is case sensitive."
}

parted_call() { run env LANG=C LC_ALL=C LC_MESSAGES=C LC_CTYPE=C parted "$@"; }
parted_failed() {
  result_int rc "$run_status"
  result_file out "$t_work/stdout"
  result_file err "$t_work/stderr"
  fail "$1: ${run_stderr:-$run_stdout}"
}
parted_version() { # sets parted_fix, and parted_old if this parted can't print a disk without a table
  parted_call --version || parted_failed 'Failed to get parted version.'
  parted_is=$(printf '%s\n' "$run_stdout" | awk 'match($0, /^parted.* [0-9]+\.[0-9]+(\.[0-9]+)?/) { v = substr($0, 1, RLENGTH); sub(/.* /, "", v); split(v, n, "."); printf "%d", n[1] * 1000000 + n[2] * 1000 + n[3]; exit }')
  [ "$parted_is" ] || parted_failed 'Failed to get parted version.'
  parted_fix='' parted_old=false
  [ "$parted_is" -lt 3004064 ] || parted_fix=-f
  [ "$parted_is" -ge 3001000 ] || parted_old=true
}

# Writes shown: what parted prints of the disk.
parted_look() {
  parted_unlabeled=false
  if [ "$parted_old" = true ]; then
    parted_call -s -m "$p_device" print || :
    case $run_status:$run_stdout in 0:*) ;; *'nrecognised disk label'*) parted_unlabeled=true ;; esac
  fi
  if [ "$parted_unlabeled" = true ]; then
    parted_from_kernel
  else
    parted_call -s -m "$p_device" -- unit "$p_unit" print || case $run_stderr in
      *'unrecognised disk label'*) ;;
      *) parted_failed 'Error while getting device information with parted' ;;
    esac
    cp -- "$t_work/stdout" "$t_tmp.shown"
  fi
  parted_parse >"$t_tmp.rows"
  parted_table=$(awk -F '\t' '$1 == "table" { print $2; exit }' "$t_tmp.rows")
}
parted_from_kernel() {
  parted_sys=/sys/block/${p_device##*/}
  parted_logical=$(cat -- "$parted_sys/queue/logical_block_size" 2>/dev/null)
  parted_physical=$(cat -- "$parted_sys/queue/physical_block_size" 2>/dev/null)
  parted_sectors=$(cat -- "$parted_sys/size" 2>/dev/null)
  awk -v dev="$p_device" -v l="${parted_logical:-0}" -v p="${parted_physical:-0}" -v s="${parted_sectors:-0}" 'BEGIN { printf "BYT;\n%s:%.0fB::%d:%d:unknown:;\n", dev, s * l, l, p }' >"$t_tmp.shown"
}

# Rows of what is shown: KEY VALUE for the disk, and for each partition a row `part NUM NAME END FLAGS`; the JSON of both
# goes to disk and parts.
parted_parse() {
  T_DEVICE=$p_device awk -v unit="$p_unit" -v disk="$t_tmp.disk" -v parts="$t_tmp.parts" "$t_awk_json"'
    function number(s) { s = sprintf("%.15g", s + 0); return s ~ /[.e]/ ? s : s ".0" }
    function size(s) { # a number with a unit, or a place in cylinders, heads and sectors
      if (split(s, chs, ",") == 3) { of = "chs"; return "{\"cylinder\": " chs[1] + 0 ", \"head\": " chs[2] + 0 ", \"sector\": " chs[3] + 0 "}" }
      of = s; sub(/^-?[0-9.]+ */, "", of); return number(s)
    }
    function flag_list(s,   f, k, i, out) { k = split(s, f, ", "); for (i = 1; i <= k; i++) if (f[i] != "") out = out (out == "" ? "" : ", ") json(f[i]); return "[" out "]" }
    $0 ~ /^[ \t]*$/ { next }
    { line[++n] = $0; sub(/;[ \t\r]*$/, "", line[n]) }
    END {
      device = ENVIRON["T_DEVICE"]; text = line[2]
      if (index(text, device ":") == 1) text = substr(text, length(device) + 2); else { device = text; sub(/:.*/, "", device); text = substr(text, length(device) + 2) }
      gsub(/\\:/, "\001", text); split(text, g, ":")
      whole = size(g[1]); own = of == "" ? unit : of; model = g[6]; gsub("\001", ":", model)
      out = "{\"dev\": " json(device) ", \"size\": " whole ", \"unit\": " json(tolower(own)) ", \"table\": " json(g[5]) ", \"model\": " json(model) ", \"logical_block\": " g[3] + 0 ", \"physical_block\": " g[4] + 0
      first = 3
      if (own == "cyl" || own == "chs") {
        split(line[3], c, ":"); each = size(c[4])
        out = out ", \"chs_info\": {\"cylinders\": " c[1] + 0 ", \"heads\": " c[2] + 0 ", \"sectors\": " c[3] + 0 ", \"cyl_size\": " each ", \"cyl_size_unit\": " json(tolower(of)) "}"
        first = 4
      }
      print out "}" > disk
      print "table\t" g[5]; print "size\t" g[1]
      out = "["
      for (i = first; i <= n; i++) {
        text = line[i]; gsub(/\\:/, "\001", text); split(text, f, ":")
        if (own == "chs") { fs = f[4]; name = f[5]; flags = f[6] } else { fs = f[5]; name = f[6]; flags = f[7] }
        gsub("\001", ":", name)
        out = out (i > first ? ", " : "") "{\"num\": " f[1] + 0 ", \"begin\": " size(f[2]) ", \"end\": " size(f[3]) ", \"size\": " (own == "chs" ? "\"\"" : size(f[4])) \
          ", \"fstype\": " json(fs) ", \"name\": " json(name) ", \"flags\": " flag_list(flags) ", \"unit\": " json(tolower(own)) "}"
        print "part\t" f[1] + 0 "\t" name "\t" f[3] "\t" flags
      }
      print out "]" > parts
    }' "$t_tmp.shown"
}
parted_report() {
  result_json_file disk "$t_tmp.disk"
  result_json_file partitions "$t_tmp.parts"
  result script "${parted_said% }"
}
parted_part() { awk -F '\t' -v number="$p_number" '$1 == "part" && $2 == number { print; found = 1; exit } END { exit !found }' "$t_tmp.rows"; }

# ---- changes -------------------------------------------------------------------------------------------------------------------------

parted_tell() { # parted_tell TEXT WORD…: adds a command; TEXT is how the result shows it
  parted_script="$parted_script$1 "
  shift
  printf '%s\n' "$@" >>"$t_tmp.words"
}
parted_unit() { # the unit comes first
  parted_script="unit $p_unit $parted_script"
  { printf '%s\n' unit "$p_unit" && cat -- "$t_tmp.words"; } >"$t_tmp.with"
  mv -f -- "$t_tmp.with" "$t_tmp.words"
}
parted_do() { # runs what was told
  parted_said=$parted_said$parted_script
  changed
  printf 'x\n' >>"$t_tmp.changes"
  if ! checking; then
    parted_keep
    set -- -m
    [ -z "$parted_fix" ] || set -- "$parted_fix" "$@"
    [ "$p_align" = undefined ] || set -- "$@" -a "$p_align"
    set -- "$@" "$p_device" --
    did
    with_lines "$t_tmp.words" parted_call -s "$@" || parted_failed "Error while running parted script: ${parted_script% }"
  fi
  parted_script=
  : >"$t_tmp.words"
}

parted_present() {
  parted_new=false
  if [ "$parted_table" != "$p_label" ]; then
    parted_tell "mklabel $p_label" mklabel "$p_label"
    parted_new=true
  fi
  if [ "$parted_new" = true ] || ! parted_part >/dev/null; then
    parted_tell "mkpart $p_part_type ${p_fs_type+$p_fs_type }$p_part_start $p_part_end" mkpart "$p_part_type" ${p_fs_type+"$p_fs_type"} "$p_part_start" "$p_part_end"
  fi
  [ -z "$parted_script" ] || parted_unit
  if [ "$p_resize" = true ] && parted_part >/dev/null && parted_ends_elsewhere; then
    parted_tell "resizepart $p_number $p_part_end" resizepart "$p_number" "$p_part_end"
  fi
  if [ "$parted_script" ]; then
    parted_do
    checking || parted_look
  fi
  parted_named
}
# In Python's way: sizes in whole bytes.
parted_ends_elsewhere() {
  parted_end=$(parted_part | cut -f 4)
  parted_size=$(awk -F '\t' '$1 == "size" { print $2; exit }' "$t_tmp.rows")
  awk -v now="$parted_end" -v want="$p_part_end" -v size="$parted_size" -v unit="$p_unit" '
    function bytes(v, u,   i, k, m, name) {
      m = 1
      k = split("B KB MB GB TB", name, " "); for (i = 1; i <= k; i++) { if (name[i] == u) return int(v * m); m *= 1000 }
      m = 1024; k = split("KiB MiB GiB TiB", name, " "); for (i = 1; i <= k; i++) { if (name[i] == u) return int(v * m); m *= 1024 }
      return int(u == "compact" || u == "cyl" || u == "chs" ? v * 1000000 : v)
    }
    BEGIN {
      u = want; sub(/^-?[0-9.]+ */, "", u); w = want + 0
      if (u == "%") { w = int(int(size + 0) * w / 100); u = unit }
      exit !(bytes(now + 0, unit) != bytes(w, u))
    }'
}
parted_named() {
  if checking && [ -s "$t_tmp.changes" ]; then
    parted_line="part$t_tab$p_number$t_tab$t_tab$t_tab"
    parted_has_name=false
  else
    parted_line=$(parted_part) || return 0
    parted_has_name=true
  fi
  parted_line=${parted_line#*"$t_tab"*"$t_tab"}
  if [ "${p_name+given}" ]; then
    case $parted_has_name in
      true) parted_named=${parted_line%%"$t_tab"*} ;;
      *) parted_named="not $p_name" ;;
    esac
    [ "$parted_named" = "$p_name" ] || parted_tell "name $p_number '\"$p_name\"'" name "$p_number" "\"$p_name\""
  fi
  if [ "${p_flags_n:-0}" -gt 0 ]; then
    printf '%s\n' "$parted_line" | awk -F '\t' '{ k = split($3, f, ", "); for (i = 1; i <= k; i++) if (f[i] != "") print f[i] }' >"$t_tmp.flags"
    : >"$t_tmp.wanted"
    each flags parted_flag
    if grep -qx esp "$t_tmp.wanted" && ! grep -qx boot "$t_tmp.wanted"; then printf 'boot\n' >>"$t_tmp.wanted"; fi # parted sets both
    parted_switch on "$t_tmp.flags" "$t_tmp.wanted"
    parted_switch off "$t_tmp.wanted" "$t_tmp.flags"
  fi
  if [ "$parted_script" ]; then
    parted_unit
    parted_do
  fi
}
parted_flag() {
  case $1 in '' | *[!A-Za-z0-9_-]*) fail "no flag: $1" ;; esac
  printf '%s\n' "$1" >>"$t_tmp.wanted"
}
parted_switch() { # parted_switch on|off HAVE LIST: tells of what is in LIST but not in HAVE
  awk 'FILENAME == ARGV[1] { have[$0] = 1; next } !($0 in have) && !seen[$0]++' "$2" "$3" >"$t_tmp.switch"
  while IFS= read -r parted_word <&4; do # a few flags
    parted_tell "set $p_number $parted_word $1" 'set' "$p_number" "$parted_word" "$1"
  done 4<"$t_tmp.switch"
}

parted_absent() {
  parted_part >/dev/null || return 0
  parted_tell "rm $p_number" rm "$p_number"
  parted_do
}

# ---- undo ----------------------------------------------------------------------------------------------------------------------------

# The table as it was, once per call. What the partitions hold is not kept.
parted_kept=false
parted_keep() {
  keeping && [ "$parted_kept" = false ] || return 0
  parted_kept=true
  if [ -f "$p_device" ]; then
    keep "$p_device"
    return
  fi
  parted_dump=$(t_environment && LC_ALL=C sfdisk --dump "$p_device" 2>/dev/null) || parted_dump=
  # shellcheck disable=SC2016 # for the inner shell
  if [ "$parted_dump" ]; then
    keep_reverse "the partitions of $p_device" 'printf "%s\n" "$2" | "$0" --quiet --wipe never "$1"' sfdisk "$p_device" "$parted_dump"
  elif [ "$parted_table" = unknown ] && task_has wipefs; then
    keep_reverse "the partitions of $p_device" '"$0" --all --types gpt,PMBR,dos "$1" >/dev/null' wipefs "$p_device"
  else
    note parted "the partitions of $p_device"
  fi
}
