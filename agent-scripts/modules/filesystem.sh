# shellcheck shell=sh
# module: filesystem  also=community.general.filesystem
# summary: create, grow or wipe the file system of a device or an image
# check: full   diff: none   needs: awk
# example: filesystem: {dev: /dev/sdb1, fstype: ext4, opts: -L data}
# option: dev       path  required  aliases=device              the device, or a file
# option: state     enum  present|absent  default=present       absent: wipe its signatures, whatever they are
# option: fstype    enum  bcachefs|btrfs|ext2|ext3|ext4|ext4dev|f2fs|lvm|ocfs2|reiserfs|xfs|vfat|swap|ufs  aliases=type  the kind of file system; required with state=present
# option: force     bool  default=false                         make it also where there is one already
# option: opts      str                                         more options for mkfs, with blanks between them
# option: resizefs  bool  default=false                         let the file system grow to the size of the device
# option: uuid      str                                         its new UUID, as the tool of the file system takes it; always counts as changed
# exclusive: resizefs uuid
# result: msg  what the tool printed, with resizefs or uuid

filesystem_run() {
  [ "$p_state" = absent ] || [ "${p_fstype-}" ] || fail 'state is present but all of the following are missing: fstype'
  if [ ! -e "$p_dev" ]; then
    [ "$p_state" = absent ] || fail "Device $p_dev not found."
    done_with "Device $p_dev not found."
  fi
  follow_path "$p_dev"
  filesystem_at=$p_dev
  case $p_dev in -*) filesystem_at=./$p_dev ;; esac
  task_needs blkid
  filesystem_call blkid -c /dev/null -o value -s TYPE "$filesystem_at" || :
  filesystem_has=$run_stdout filesystem_why=$run_stderr filesystem_rc=$run_status
  if [ "$p_state" = absent ]; then
    if [ "$filesystem_has" ]; then filesystem_wipe; fi
    return
  fi
  filesystem_kind
  filesystem_present
}

# With /bin/sh, since the shell of busybox would run its own mkswap or blkid.
# shellcheck disable=SC2016
filesystem_call() { run env LANG=C LC_ALL=C LC_MESSAGES=C /bin/sh -c "$own_program" "$@"; }
filesystem_do() {
  filesystem_call "$@" && return
  result_int rc "$run_status"
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  fail "${run_stderr:-$1 failed with status $run_status}"
}

# Sets the tools and their words for p_fstype; filesystem_is is what blkid calls it.
filesystem_kind() {
  filesystem_is=$p_fstype filesystem_mkfs=mkfs.$p_fstype filesystem_force='' filesystem_info='' filesystem_grow='' filesystem_to=device
  filesystem_uuid='' filesystem_new_uuid=''
  case $p_fstype in
    ext*)
      [ "$p_fstype" != ext4dev ] || filesystem_mkfs=mkfs.ext4
      filesystem_name=E${filesystem_mkfs#mkfs.e} filesystem_force=-F filesystem_info='tune2fs' filesystem_grow=resize2fs
      filesystem_uuid='-U' filesystem_new_uuid='tune2fs -U'
      ;;
    xfs) filesystem_name=XFS filesystem_force=-f filesystem_info=xfs_info filesystem_grow=xfs_growfs filesystem_to=mount filesystem_new_uuid='xfs_admin -U' ;;
    btrfs) filesystem_name=Btrfs filesystem_info=btrfs filesystem_grow='btrfs filesystem resize max' filesystem_to=mount ;;
    bcachefs) filesystem_name=Bcachefs filesystem_force=--force filesystem_info=bcachefs filesystem_grow='bcachefs device resize' filesystem_uuid='-U --uuid' ;;
    f2fs) filesystem_name=F2fs filesystem_info=dump.f2fs filesystem_grow=resize.f2fs ;;
    vfat) filesystem_name=VFAT filesystem_info=fatresize filesystem_grow='fatresize -s max' ;;
    lvm)
      filesystem_is=LVM2_member filesystem_name=LVM filesystem_mkfs=pvcreate filesystem_force=-f filesystem_info=pvs filesystem_grow=pvresize
      filesystem_uuid='-u --uuid' filesystem_new_uuid='pvchange -u'
      ;;
    ocfs2) filesystem_force=-Fx ;;
    reiserfs) filesystem_force=-q ;;
    swap) filesystem_mkfs=mkswap filesystem_force=-f ;;
    ufs) filesystem_name=UFS filesystem_mkfs=newfs filesystem_info=dumpfs filesystem_grow='growfs -y' ;;
  esac
}

filesystem_present() {
  [ -z "${p_uuid-}" ] || [ "$filesystem_uuid$filesystem_new_uuid" ] || fail "module does not support UUID option for this filesystem ($filesystem_is) yet."
  case $p_fstype:$filesystem_has in
    ext4:ext4dev | ext4dev:ext4) filesystem_has=$filesystem_is ;;
  esac
  if [ "$filesystem_has" = "$filesystem_is" ]; then
    if [ "$p_resizefs" = true ]; then
      filesystem_resize
      return
    elif [ "${p_uuid-}" ]; then
      filesystem_rename
      return
    fi
    [ "$p_force" = true ] || return 0
  elif [ "$filesystem_has" ] && [ "$p_force" = false ]; then
    result_int rc "$filesystem_rc"
    result err "$filesystem_why"
    fail "'$p_dev' is already used as $filesystem_has, use force=true to overwrite"
  fi
  filesystem_make
}

# filesystem_save WHAT: before a change. Undo restores an image, but not a device.
filesystem_save() {
  if [ -f "$p_dev" ]; then keep "$p_dev"; else note filesystem "$1"; fi
  did
}
filesystem_wipe() {
  task_needs wipefs
  changed
  if checking; then return; fi
  filesystem_save "$p_dev held $filesystem_has, whose signatures were wiped"
  filesystem_do wipefs --all "$filesystem_at"
}

filesystem_make() {
  task_needs "$filesystem_mkfs"
  case $p_fstype in btrfs | f2fs) filesystem_version ;; esac
  if [ "$p_fstype" = xfs ] && [ "${p_uuid-}" ]; then task_needs xfs_admin; fi
  changed
  if checking; then return; fi
  filesystem_save "$p_dev held ${filesystem_has:-no file system}, and was made $p_fstype"
  set -f
  # shellcheck disable=SC2086 # words
  set -- ${p_opts-}
  set +f
  if [ "${p_uuid-}" ] && [ "$filesystem_uuid" ]; then
    filesystem_given=false
    for filesystem_word; do case " $filesystem_uuid " in *" $filesystem_word "*) filesystem_given=true ;; esac done
    if [ "$filesystem_given" = false ]; then
      set -- "$@" "${filesystem_uuid%% *}" "$p_uuid"
      [ "$p_fstype" != lvm ] || set -- "$@" --norestorefile
    fi
  fi
  [ -z "$filesystem_force" ] || set -- "$filesystem_force" "$@"
  filesystem_do "$filesystem_mkfs" "$@" "$filesystem_at"
  if [ "${p_uuid-}" ] && [ -z "$filesystem_uuid" ]; then filesystem_set_uuid; fi
}
# The tools of btrfs before 3.12 and of f2fs before 1.9 had no option -f.
filesystem_version() {
  if [ "$p_fstype" = btrfs ]; then filesystem_call mkfs.btrfs --version || :; else filesystem_call mkfs.f2fs /dev/null || :; fi
  case $(printf '%s\n' "$run_stdout" "$run_stderr" | awk -v kind="$p_fstype" '
    kind == "btrfs" && match($0, / v[0-9.]+/) { split(substr($0, RSTART + 2), v, "."); print (v[1] > 3 || v[1] == 3 && v[2] >= 12) ? "new" : "old"; exit }
    kind == "f2fs" && match($0, /Ver: [0-9.]+/) { split(substr($0, RSTART + 5), v, "."); print (v[1] > 1 || v[1] == 1 && v[2] >= 9) ? "new" : "old"; exit }') in
    new) filesystem_force=-f ;;
    old) ;;
    *)
      [ "$p_fstype" = btrfs ] || return 0
      filesystem_force=-f
      warn 'Unable to identify the version of mkfs.btrfs'
      ;;
  esac
}

# ---- another UUID --------------------------------------------------------------------------------------------------------------------

filesystem_rename() {
  [ "$filesystem_new_uuid" ] || fail "the tools of $p_fstype can't change the UUID of a file system"
  task_needs "${filesystem_new_uuid%% *}"
  changed
  if checking; then done_with "Changing $filesystem_name filesystem UUID on device $p_dev"; fi
  filesystem_save "$p_dev had another UUID: $(filesystem_now_uuid)"
  filesystem_set_uuid
  result_file msg "$t_work/stdout"
}
filesystem_now_uuid() { filesystem_call blkid -c /dev/null -o value -s UUID "$filesystem_at" && printf '%s' "$run_stdout"; }
filesystem_set_uuid() {
  set -f
  # shellcheck disable=SC2086 # words
  set -- $filesystem_new_uuid
  set +f
  [ "$p_fstype" = lvm ] || set -- "$@" "$p_uuid" # pvchange makes one
  filesystem_do "$@" "$filesystem_at"
}

# ---- growth --------------------------------------------------------------------------------------------------------------------------

filesystem_resize() {
  [ "$filesystem_grow" ] || fail "module does not support resizing $filesystem_is filesystem yet."
  task_needs "${filesystem_grow%% *}"
  filesystem_device_size
  filesystem_mount=
  [ "$filesystem_to" = device ] || filesystem_mounted
  filesystem_size
  printf '%s %s\n' "$filesystem_used" "$filesystem_bytes" | awk '{ exit !($1 + 0 < $2 + 0) }' ||
    done_with "$filesystem_name filesystem is using the whole device $p_dev"
  changed
  if checking; then done_with "resizing filesystem $filesystem_name on device $p_dev"; fi
  filesystem_target=$filesystem_at
  if [ "$filesystem_to" = mount ]; then
    [ "$filesystem_mount" ] || fail "$p_dev needs to be mounted for $filesystem_name operations"
    filesystem_target=$filesystem_mount
  fi
  filesystem_save "the file system of $p_dev had $filesystem_used bytes before it grew"
  # shellcheck disable=SC2086 # words
  filesystem_do $filesystem_grow "$filesystem_target"
  result_file msg "$t_work/stdout"
}
filesystem_device_size() {
  if [ -b "$p_dev" ]; then
    task_needs blockdev
    filesystem_do blockdev --getsize64 "$filesystem_at"
    filesystem_bytes=$run_stdout
  elif [ -f "$p_dev" ]; then
    stat_of "$f_path" && filesystem_bytes=$s_size
  else
    fail "Target device not supported: $p_dev"
  fi
}
filesystem_mounted() { # sets filesystem_mount to where it is mounted first, or to nothing
  task_needs findmnt
  filesystem_call findmnt --mtab --noheadings --output TARGET --source "$filesystem_at" || return 0
  filesystem_mount=${run_stdout%%"$t_nl"*}
}
filesystem_size() { # sets filesystem_used to its size in bytes
  task_needs "$filesystem_info"
  case $p_fstype in
    ext*) filesystem_do tune2fs -l "$filesystem_at" ;;
    xfs) filesystem_do xfs_info "${filesystem_mount:-$filesystem_at}" ;;
    btrfs)
      [ "$filesystem_mount" ] || fail "$p_dev needs to be mounted for $filesystem_name operations"
      filesystem_do btrfs filesystem usage -b "$filesystem_mount"
      ;;
    bcachefs) filesystem_do bcachefs show-super "$filesystem_at" ;;
    vfat) filesystem_do fatresize --info "$filesystem_at" ;;
    lvm) filesystem_do pvs --noheadings -o pv_size --units b --nosuffix "$filesystem_at" ;;
    *) filesystem_do "$filesystem_info" "$filesystem_at" ;;
  esac
  filesystem_used=$(printf '%s\n' "$run_stdout" | awk -v kind="$p_fstype" '
    function product(a, b) { if (a != "" && b != "") { printf "%.0f\n", a * b; done = 1; exit } }
    kind ~ /^ext/ && /Block count:/ { a = $NF }
    kind ~ /^ext/ && /Block size:/ { b = $NF }
    kind ~ /^ext/ { product(a, b) }
    kind == "xfs" && /^data/ { match($0, /bsize=[0-9]+/); a = substr($0, RSTART + 6, RLENGTH - 6); match($0, /blocks=[0-9]+/); b = substr($0, RSTART + 7, RLENGTH - 7); product(a, b) }
    kind == "btrfs" && /Device size/ { product($NF, 1) }
    kind == "bcachefs" && /Size: / {
      base = $3 ~ /^.iB$/ ? 1024 : 1000; p = index("BKMGTPEZY", toupper(substr($3, 1, 1))) - 1
      for (v = $2 + 0; p > 0; p--) v *= base
      printf "%d\n", v; done = 1; exit
    }
    kind == "vfat" && NR > 1 && /^ *(Size|Cur size) *:/ { product($NF, 1) }
    kind == "f2fs" && /Info: sector size = / { a = $5 }
    kind == "f2fs" && /Info: total FS sectors = / { b = $6 }
    kind == "f2fs" { product(a, b) }
    kind == "ufs" && /^fsize/ { a = $2 }
    kind == "ufs" && /providersize/ { b = $NF }
    kind == "ufs" { product(a, b) }
    kind == "lvm" && $1 ~ /^[0-9]+$/ { product($1, 1) }')
  [ "$filesystem_used" ] || fail "unable to process $filesystem_info output for $p_dev"
}
