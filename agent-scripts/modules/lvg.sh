# shellcheck shell=sh
# module: lvg  also=community.general.lvg
# summary: create, change and remove volume groups of LVM
# check: full   diff: none   needs: awk readlink   uses: reverse
# example: lvg: {vg: data, pvs: [/dev/sdb, /dev/sdc]}
# option: vg          str       required                    the volume group
# option: pvs         list/str                              its devices; they become physical volumes
# option: state       enum  absent|present|active|inactive  default=present  active, inactive: also of its logical volumes
# option: pesize      str   default="4"                     size of an extent of a new group, in megabytes or with a unit
# option: pv_options  str   default=""                      more options for pvcreate
# option: vg_options  str   default=""                      more options for vgcreate
# option: pvresize    bool  default=false                   let the physical volumes grow to the size of their devices
# option: force       bool  default=false                   remove a group that has logical volumes
# option: reset_vg_uuid     bool  default=false             give the group another UUID; always counts as changed
# option: reset_pv_uuid     bool  default=false             give its physical volumes another UUID; always counts as changed
# option: remove_extra_pvs  bool  default=true              take devices that are not in pvs out of the group

lvg_run() {
  [ "$p_reset_pv_uuid" = false ] || [ "${p_pvs_n:-0}" -gt 0 ] || fail 'reset_pv_uuid is True but all of the following are missing: pvs'
  case $p_vg in '' | -* | *[!A-Za-z0-9+_.-]*) fail "no name of a volume group: $p_vg" ;; esac
  task_needs vgs
  lvg_do vgs --noheadings -o vg_name,pv_count,lv_count --separator ';'
  lvg_line=$(printf '%s\n' "$run_stdout" | awk -F ';' -v vg="$p_vg" '{ gsub(/^[ \t]+|[ \t]+$/, "") } $1 == vg { print; exit }')
  : >"$t_tmp.wanted"
  each pvs lvg_device
  if [ "$p_state" = absent ]; then
    [ -z "$lvg_line" ] || lvg_remove
    return
  fi
  [ "$lvg_line" ] || [ -s "$t_tmp.wanted" ] || fail 'No physical volumes given.'
  lvg_volumes
  if [ -z "$lvg_line" ]; then
    lvg_create
    return
  fi
  case $p_state in active) lvg_activate y ;; inactive) lvg_activate n ;; esac
  [ "$p_reset_vg_uuid" = false ] || lvg_uuid
  [ ! -s "$t_tmp.wanted" ] || lvg_members
}

lvg_call() { run env LC_ALL=C "$@"; }
lvg_do() { lvg_call "$@" || lvg_failed "${run_stderr:-$1 failed with status $run_status}"; }
lvg_failed() {
  result_int rc "$run_status"
  result_file err "$t_work/stderr"
  fail "$1"
}
# lvg_change CMD…: what happens but in check mode. The caller has recorded it for undo.
lvg_change() {
  task_needs "$1"
  changed
  if checking; then return; fi
  lvg_do "$@"
  did
}
lvg_words() { # lvg_words TEXT: writes its words to words, one a line
  set -f
  # shellcheck disable=SC2086 # words
  set -- $1
  set +f
  : >"$t_tmp.words"
  [ $# -eq 0 ] || printf '%s\n' "$@" >"$t_tmp.words"
}

# LVM names devices by their real paths.
lvg_device() {
  case $1 in '' | *"$t_nl"*) fail "no device: $1" ;; esac
  lvg_path=$(readlink -f -- "$1") || lvg_path=$1
  [ "$p_state" = absent ] || [ -e "$lvg_path" ] || fail "Device $lvg_path not found."
  printf '%s\n' "$lvg_path" >>"$t_tmp.wanted"
}
# Writes have: the devices of the group. Fails if another group has one that is wanted.
lvg_volumes() {
  task_needs pvs
  set -- pvs --noheadings -o pv_name,vg_name --separator ';'
  if [ -s "$t_tmp.wanted" ]; then
    lvg_select="vg_name = $p_vg"
    while IFS= read -r lvg_word; do lvg_select="pv_name = $lvg_word || $lvg_select"; done <"$t_tmp.wanted"
    lvg_i=0
    while [ "$lvg_i" -lt "$p_pvs_n" ]; do
      lvg_i=$((lvg_i + 1))
      eval "lvg_select=\"pv_name = \$p_pvs_$lvg_i || \$lvg_select\""
    done
    set -- "$@" --select "$lvg_select"
  fi
  lvg_call "$@" || lvg_failed 'Failed executing pvs command.'
  printf '%s\n' "$run_stdout" | awk '{ gsub(/^[ \t]+|[ \t]+$/, "") } $0 != ""' >"$t_tmp.lines"
  : >"$t_tmp.have"
  while IFS=';' read -r lvg_path lvg_group <&4; do # the devices of a group
    lvg_real=$(readlink -f -- "$lvg_path") || lvg_real=$lvg_path
    if [ "$lvg_group" = "$p_vg" ]; then
      printf '%s\n' "$lvg_real" >>"$t_tmp.have"
    elif [ "$lvg_group" ] && grep -qxF -- "$lvg_real" "$t_tmp.wanted"; then
      fail "Device $lvg_path is already in $lvg_group volume group."
    fi
  done 4<"$t_tmp.lines"
}

# ---- the group -----------------------------------------------------------------------------------------------------------------------

lvg_auto() { # lvg_auto CMD: whether this LVM knows autoactivation
  task_needs "$1"
  lvg_do "$1" --help
  case $run_stdout in *--setautoactivation*) return 0 ;; *) return 1 ;; esac
}
lvg_pvcreate() {                      # lvg_pvcreate FILE
  while IFS= read -r lvg_path <&4; do # a few devices
    lvg_words "$p_pv_options"
    printf '%s\n' -f "$lvg_path" >>"$t_tmp.words"
    checking || lvg_note_device "$lvg_path"
    with_lines "$t_tmp.words" lvg_change pvcreate
  done 4<"$1"
}
lvg_note_device() {
  # shellcheck disable=SC2016 # for the inner shell
  keep_reverse "the physical volume $1" '"$0" "$1" >/dev/null 2>&1 || { printf "%s\n" "it is in use"; exit 77; }' pvremove "$1"
}
lvg_create() {
  lvg_vg_options=$p_vg_options
  case $p_state in
    active | inactive)
      if lvg_auto vgcreate; then
        lvg_flag=y
        [ "$p_state" = active ] || lvg_flag=n
        case " $p_vg_options " in *' --setautoactivation '*) ;; *) lvg_vg_options="$p_vg_options --setautoactivation $lvg_flag" ;; esac
      fi
      ;;
  esac
  lvg_pvcreate "$t_tmp.wanted"
  lvg_words "$lvg_vg_options"
  printf '%s\n' -s "$p_pesize" "$p_vg" >>"$t_tmp.words"
  cat -- "$t_tmp.wanted" >>"$t_tmp.words"
  # shellcheck disable=SC2016 # for the inner shell: without --force, it keeps a group that has logical volumes
  checking || keep_reverse "the volume group $p_vg" 'said=$("$0" "$1" 2>&1 </dev/null) || case $said in *"not found"*) ;; *) printf "%s\n" "$said"; exit 77 ;; esac' vgremove "$p_vg"
  with_lines "$t_tmp.words" lvg_change vgcreate
}
lvg_remove() {
  lvg_lvs=${lvg_line##*;}
  [ "$lvg_lvs" -eq 0 ] || [ "$p_force" = true ] || fail "Refuse to remove non-empty volume group $p_vg without force=true"
  checking || note lvm "the volume group $p_vg with $lvg_lvs logical volumes was removed"
  lvg_change vgremove --force "$p_vg"
}
lvg_uuid() {
  checking || note lvm "the volume group $p_vg has another UUID"
  lvg_change vgchange -u "$p_vg"
}

lvg_activate() { # lvg_activate y|n
  lvg_fields=lv_attr
  if lvg_auto vgchange; then lvg_fields=lv_attr,autoactivation; fi
  lvg_do vgs --noheadings -o "$lvg_fields" --separator ';' "$p_vg"
  lvg_found=$(printf '%s\n' "$run_stdout" | awk -F ';' '
    { gsub(/^[ \t]+/, "", $1); if ($1 == "") next; if (substr($1, 5, 1) == "a") on++; else off++; sub(/[ \t]+$/, "", $2); if ($2 == "enabled") auto = 1 }
    END { printf "%d %d %d", on, off, auto }')
  lvg_on=${lvg_found%% *} lvg_off=${lvg_found#* } lvg_has_auto=${lvg_found##* }
  lvg_off=${lvg_off% *}
  lvg_other=n
  [ "$1" = y ] || lvg_other=y
  case $lvg_fields:$1:$lvg_has_auto in
    *,*:y:0 | *,*:n:1)
      checking || keep_reverse "the autoactivation of $p_vg" "$own_program" vgchange --setautoactivation "$lvg_other" "$p_vg"
      lvg_change vgchange --setautoactivation "$1" "$p_vg"
      ;;
  esac
  if [ "$1" = y ]; then lvg_todo=$lvg_off; else lvg_todo=$lvg_on; fi
  [ "$lvg_todo" -gt 0 ] || return 0
  checking || keep_reverse "whether $p_vg is active" "$own_program" vgchange --activate "$lvg_other" "$p_vg"
  lvg_change vgchange --activate "$1" "$p_vg"
}

# ---- its devices ---------------------------------------------------------------------------------------------------------------------

lvg_members() {
  while IFS= read -r lvg_path <&4; do # the devices of the group
    [ "$p_pvresize" = false ] || lvg_resize "$lvg_path"
    [ "$p_reset_pv_uuid" = false ] || lvg_pv_uuid "$lvg_path"
  done 4<"$t_tmp.have"
  awk 'FILENAME == ARGV[1] { have[$0] = 1; next } !($0 in have) && !seen[$0]++' "$t_tmp.have" "$t_tmp.wanted" >"$t_tmp.add"
  : >"$t_tmp.drop"
  [ "$p_remove_extra_pvs" = false ] || awk 'FILENAME == ARGV[1] { wanted[$0] = 1; next } !($0 in wanted) && !seen[$0]++' "$t_tmp.wanted" "$t_tmp.have" >"$t_tmp.drop"
  if [ -s "$t_tmp.add" ]; then
    lvg_pvcreate "$t_tmp.add"
    checking || lvg_keep_members "$t_tmp.add" vgreduce
    with_lines "$t_tmp.add" lvg_change vgextend "$p_vg"
  fi
  if [ -s "$t_tmp.drop" ]; then
    checking || lvg_keep_members "$t_tmp.drop" vgextend
    with_lines "$t_tmp.drop" lvg_change vgreduce --force "$p_vg"
  fi
}
lvg_keep_members() { # lvg_keep_members FILE CMD
  # shellcheck disable=SC2016 # for the inner shell
  with_lines "$1" keep_reverse "the devices of $p_vg" 'said=$("$0" "$@" 2>&1) || { printf "%s\n" "$said"; exit 77; }' "$2" "$p_vg"
}
lvg_sizes() { # sets lvg_size to the size of a physical volume; true if its device has more
  lvg_do pvdisplay "$1" --units b --columns --noheadings --nosuffix --separator ';' -o dev_size,pv_size,pe_start,vg_extent_size
  lvg_size=$(printf '%s\n' "$run_stdout" | awk -F ';' '{ gsub(/[ \t]/, ""); print $2; exit }')
  printf '%s\n' "$run_stdout" | awk -F ';' '{ gsub(/[ \t]/, ""); exit !($1 - ($3 + $2) > $4 + 0) }'
}
lvg_keep_output() {
  lvg_status=$run_status
  cp -- "$t_work/stdout" "$t_tmp.stdout"
  cp -- "$t_work/stderr" "$t_tmp.stderr"
}
lvg_restore_output() {
  run_status=$lvg_status
  cp -- "$t_tmp.stderr" "$t_work/stderr"
  result_file out "$t_tmp.stdout"
}
lvg_resize() {
  task_needs pvdisplay
  task_needs pvresize
  lvg_sizes "$1" || return 0
  changed
  if checking; then return; fi
  lvg_was=$lvg_size
  note lvm "the physical volume $1 had $lvg_was bytes before it grew"
  lvg_call pvresize "$1" || : # it also fails if another device is missing
  lvg_keep_output
  lvg_sizes "$1" || :
  if [ "$lvg_was" = "$lvg_size" ]; then
    lvg_restore_output
    lvg_failed 'Failed executing pvresize command.'
  fi
  did
}
lvg_pv_uuid() {
  task_needs pvchange
  lvg_do pvs --noheadings -o uuid "$1"
  lvg_was=$run_stdout
  changed
  if checking; then return; fi
  note lvm "the physical volume $1 had the UUID $lvg_was"
  lvg_call pvchange -u "$1" || :
  lvg_keep_output
  lvg_do pvs --noheadings -o uuid "$1"
  if [ "$lvg_was" = "$run_stdout" ]; then
    lvg_restore_output
    lvg_failed "PV ($1) UUID change failed"
  fi
  did
}
