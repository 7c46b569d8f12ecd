# shellcheck shell=sh
# module: mount  also=ansible.posix.mount
# summary: manage file systems in fstab, and mount or unmount them
# check: full   diff: text   needs: awk mount umount
# example: mount: {path: /srv/scratch, src: tmpfs, fstype: tmpfs, opts: size=64m, state: mounted}
# option: path    path  required  aliases=name     the mount point
# option: state   enum  mounted|present|unmounted|absent|absent_from_fstab|remounted|ephemeral  required   present and absent_from_fstab are about fstab only, unmounted and ephemeral leave it alone
# option: src     path                             the device, or another source
# option: fstype  str                              type of the file system
# option: opts    str                              mount options; default: defaults
# option: opts_no_log  bool  default=false   leave opts out of the results
# option: dump    str   default=0                  fifth field in fstab
# option: passno  str   default=0                  sixth field in fstab
# option: boot    bool  default=true               mount at boot; false adds noauto to the options
# option: fstab   path  default=/etc/fstab         path of fstab
# option: backup  bool  default=false              keep a backup of fstab
# option: _mounts path  hidden default=/proc/self/mountinfo   the kernel's list of mounts, for tests
# result: name  the mount point
# result: src  as requested
# result: fstype  as requested
# result: opts  mount options
# result: boot  yes or no, as requested
# result: backup_file  path of the backup, or an empty text

mount_run() {
  case $p_path in ?*/) mount_path=${p_path%/} ;; *) mount_path=$p_path ;; esac
  case $p_state in
    mounted | present | ephemeral) case ${p_src:+s}${p_fstype:+t} in st) ;; *) fail "state is $p_state but not all of these are given: src, fstype" ;; esac ;;
  esac
  mount_options
  for mount_result in src fstype dump passno fstab; do
    eval "[ -z \"\${p_$mount_result-}\" ] || result $mount_result \"\$p_$mount_result\""
  done
  result name "$mount_path"
  result backup_file ''
  if [ "$p_boot" = true ]; then result boot yes; else result boot no; fi
  if [ "$p_opts_no_log" = true ]; then result opts VALUE_SPECIFIED_IN_NO_LOG_PARAMETER; else result opts "$mount_opts"; fi
  case $p_state in
    present) mount_fstab present ;;
    absent_from_fstab) mount_fstab absent ;;
    absent) mount_absent ;;
    mounted) mount_mounted ;;
    unmounted) if mount_there; then mount_off; fi ;;
    remounted) mount_again_anyhow ;;
    ephemeral) mount_ephemeral ;;
  esac
}

mount_options() { # sets mount_opts
  mount_opts=${p_opts:-defaults}
  case ,$mount_opts,:$p_boot in
    *,noauto,*) ;;
    *:false) mount_opts=$mount_opts,noauto ;;
  esac
}

# mount_there: true if something is mounted at the path; sets mount_is to its source (a device, for example).
mount_there() {
  mount_is=$(printf '%s\n' "$mount_path" | awk '
    function plain(s) { gsub(/\\040/, " ", s); gsub(/\\011/, "\t", s); gsub(/\\012/, "\n", s); gsub(/\\134/, "\\", s); return s }
    FILENAME == "-" { path = $0; next }
    plain($5) == path { for (i = 7; i <= NF && $i != "-"; i++); found = 1; root = plain($4); is = plain($(i + 2)) }
    END { if (!found) exit 1; print is "\n" root }' - "$p__mounts") || return 1
  mount_root=${mount_is#*"$t_nl"}
  mount_is=${mount_is%%"$t_nl"*}
}

# ---- fstab -------------------------------------------------------------------------------------------------------------------------

mount_fstab() { # mount_fstab present|absent: sets mount_differs
  read_text "$p_fstab" "$t_tmp.old"
  printf '%s\n' "${p_src-}" "$mount_path" "${p_fstype-}" "$mount_opts" "$p_dump" "$p_passno" >"$t_tmp.want"
  mount_differs=$(awk -v state="$1" -v new="$t_tmp.new" '
    function escaped(s) { gsub(/\\/, "\\134", s); gsub(/ /, "\\040", s); gsub(/&/, "\\046", s); return s }
    BEGIN { printf "" > new; while ((getline l < ARGV[1]) > 0) { want[++w] = escaped(l); entry = entry (w > 1 ? " " : "") want[w] }; close(ARGV[1]); ARGV[1] = "" }
    /^[ \t]*(#|$)/ || NF < 4 || NF > 6 || $2 != want[2] || ($2 == "none" && $3 == "swap" && $1 != want[1]) { print > new; next }
    state == "absent" { differs = 1; next }
    {
      found = 1
      if ($1 == want[1] && $3 == want[3] && $4 == want[4] && (NF > 4 ? $5 : 0) == want[5] && (NF > 5 ? $6 : 0) == want[6]) print > new
      else { print entry > new; differs = 1 }
    }
    END { if (state == "present" && !found) { print entry > new; differs = 1 }; print differs ? "true" : "false" }' "$t_tmp.want" "$t_tmp.old") ||
    fail "cannot work out the new $p_fstab"
  [ "$mount_differs" = true ] || return 0
  changed
  diff_files "$p_fstab" "$t_tmp.old" "$t_tmp.new"
  if checking; then return; fi
  backup_file "$p_fstab"
  put_from "$p_fstab" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# ---- mounting ----------------------------------------------------------------------------------------------------------------------

mount_absent() {
  mount_fstab absent
  [ "$mount_differs" = true ] && ! checking || return 0
  if mount_there; then mount_off; fi
  [ -d "$mount_path" ] || return 0
  keep "$mount_path"
  remove_empty "$mount_path" || fail "Error rmdir $mount_path: $run_stderr"
}

mount_mounted() {
  mount_fstab present
  if mount_there; then
    [ "$mount_differs" = false ] || checking || mount_again || mount_failed "Error remounting $mount_path"
    return
  fi
  changed
  diff_text "$mount_path (mounted)" "no$t_nl" "$p_src$t_nl"
  if checking; then return; fi
  mount_directory
  note mount "$mount_path was not mounted"
  mount_do mount "$mount_path" || mount_failed "Error mounting $mount_path"
}

# An entry that can't be mounted is removed again, since the next boot would fail.
mount_failed() {
  mount_said=${run_stderr:-$run_stdout}
  [ "${mount_differs-false}" = false ] || put_from "$p_fstab" "$t_tmp.old" || warn "$put_error"
  fail "$1: $mount_said"
}

mount_directory() {
  make_directory "$mount_path"
}

mount_off() {
  changed
  diff_text "$mount_path (mounted)" "$mount_is$t_nl" "no$t_nl"
  if checking; then return; fi
  note mount "$mount_path was mounted from $mount_is"
  mount_do umount "$mount_path" || fail "Error unmounting $mount_path: ${run_stderr:-$run_stdout}"
}

mount_again() { # remount does not work on all file systems
  note mount "$mount_path was mounted from $mount_is"
  mount_do mount -o remount "$mount_path" && return
  mount_do umount "$mount_path" && mount_do mount "$mount_path"
}
mount_again_anyhow() {
  changed
  if checking; then return; fi
  mount_there || fail "$mount_path is not mounted"
  if [ "$mount_opts" != defaults ]; then
    note mount "$mount_path was mounted from $mount_is"
    mount_do mount -o "remount,$mount_opts" "$mount_path" || fail "cannot remount $mount_path with $mount_opts: ${run_stderr:-$run_stdout}"
  else
    mount_again || fail "Error remounting $mount_path: ${run_stderr:-$run_stdout}"
  fi
}

mount_ephemeral() {
  set -- -t "$p_fstype"
  [ "$mount_opts" = defaults ] || set -- "$@" -o "$mount_opts"
  if mount_there; then
    case $p_src in "$mount_is" | "$mount_root") ;; *) fail "$mount_path is mounted already, from $mount_is: state=unmounted first" ;; esac
    set -- -o remount "$@"
  fi
  changed
  if checking; then return; fi
  mount_directory
  note mount "$mount_path"
  mount_do mount "$@" "$p_src" "$mount_path" || fail "Error mounting $mount_path: ${run_stderr:-$run_stdout}"
}

# With /bin/sh, since the shell of busybox would run its own mount.
mount_do() {
  if [ "$1" = mount ] && [ "$p_fstab" != /etc/fstab ] && [ "$p_state" != ephemeral ]; then
    shift
    set -- mount -T "$p_fstab" "$@"
  fi
  # shellcheck disable=SC2016
  run /bin/sh -c 'LC_ALL=C exec "$@"' sh "$@"
}
