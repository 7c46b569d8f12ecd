# shellcheck shell=sh
# module: lvol  also=community.general.lvol
# summary: create, resize and remove logical volumes of LVM
# check: full   diff: none   needs: awk   uses: reverse
# example: lvol: {vg: data, lv: logs, size: 20g}
# option: vg        str  required                          the volume group
# option: lv        str                                    the logical volume
# option: size      str                                    its size, in megabytes or with one of bskmgtpe, or as 50%VG, PVS, FREE or ORIGIN; with + or - before it, by how much to resize
# option: state     enum  absent|present  default=present  whether it must be there
# option: active    bool  default=true                     whether it is active
# option: force     bool  default=false                    needed to shrink or remove it
# option: shrink    bool  default=true                     shrink it if it is larger than size
# option: resizefs  bool  default=false                    resize the file system with it
# option: opts      str                                    more options for lvcreate
# option: snapshot  str                                    a snapshot of lv
# option: thinpool  str                                    a thin pool, or the pool of lv
# option: pvs       list/str                               the physical volumes to use
# one-of: lv thinpool
# result: vg    the volume group
# result: lv    the logical volume, if it was there
# result: size  its size before, in the unit of the option
# result: msg   what was done

lvol_run() {
  for lvol_tool in lvm vgs lvs; do task_needs "$lvol_tool"; done
  for lvol_word in "$p_vg" "${p_lv-}" "${p_snapshot-}" "${p_thinpool-}"; do
    case $lvol_word in -* | *[!A-Za-z0-9+_./-]*) fail "no name of a volume: $lvol_word" ;; esac
  done
  lvol_version
  lvol_sizes
  lvol_group
  lvol_target
  if [ -z "$lvol_has" ]; then
    if [ "$p_state" = present ]; then lvol_create; fi
    done_with ''
  fi
  if [ "$p_state" = absent ]; then
    lvol_remove
    return
  fi
  [ -z "$lvol_size" ] || lvol_resize
  lvol_activate
}

lvol_call() { run env LANG=C LC_ALL=C LC_MESSAGES=C LC_CTYPE=C "$@"; }
lvol_failed() {
  result_int rc "$run_status"
  result_file err "$t_work/stderr"
  fail "$1${run_stderr:+: $run_stderr}"
}
lvol_compare() { awk -v a="$1" -v b="$3" "BEGIN { exit !(a + 0 $2 b + 0) }"; }

lvol_version() { # sets lvol_yes; the option came with 2.2.99
  lvol_call lvm version || fail 'Failed to get LVM version number'
  lvol_yes=$(printf '%s\n' "$run_stdout" | awk 'match($0, /LVM version:[ \t]+[0-9]+\.[0-9]+\.[0-9]+/) { v = substr($0, RSTART, RLENGTH); sub(/.*[ \t]/, "", v); split(v, n, "."); print (n[1] * 1000000 + n[2] * 1000 + n[3] >= 2002099) ? "--yes" : "none"; exit }')
  [ "$lvol_yes" ] || fail 'Failed to get LVM version number'
}

# Sets lvol_size, lvol_sign, lvol_flag (L or l), lvol_unit (of the size), lvol_whole and lvol_percent.
lvol_sizes() {
  lvol_size=${p_size-} lvol_sign='' lvol_flag=L lvol_unit=m lvol_whole='' lvol_percent=''
  case $lvol_size in
    '') return ;;
    [+-]*)
      lvol_sign=${lvol_size%"${lvol_size#?}"}
      lvol_size=${lvol_size#?}
      ;;
  esac
  case $lvol_size in
    *%*)
      lvol_percent=${lvol_size%%%*} lvol_whole=${lvol_size#*%} lvol_flag=l lvol_unit=
      case $lvol_percent in '' | *[!0-9]* | ????*) fail "Bad size specification of '$lvol_size'" ;; esac
      [ "$lvol_percent" -le 100 ] || fail 'Size percentage cannot be larger than 100%'
      [ "$lvol_whole" != ORIGIN ] || [ "${p_snapshot+given}" ] || fail 'Percentage of ORIGIN supported only for snapshot volumes'
      case $lvol_whole in VG | PVS | FREE | ORIGIN) ;; *) fail 'Specify extents as a percentage of VG|PVS|FREE|ORIGIN' ;; esac
      ;;
    *)
      case $lvol_size in
        *[bBsSkKmMgGtTpPeE])
          lvol_unit=${lvol_size#"${lvol_size%?}"}
          lvol_size=${lvol_size%?}
          ;;
      esac
      case $lvol_size in '' | [!0-9]* | *[!0-9.]* | *.*.*) fail "Bad size specification of '$lvol_size'" ;; esac
      ;;
  esac
}

# Sets lvol_vg_size, lvol_vg_free and lvol_extent; writes lvs: NAME SIZE ATTRIBUTES.
lvol_group() {
  lvol_in=$(printf '%s' "${lvol_unit:-m}" | tr '[:upper:]' '[:lower:]')
  lvol_call vgs --noheadings --nosuffix -o vg_name,size,free,vg_extent_size --units "$lvol_in" --separator ';' "$p_vg" || lvol_no_group
  lvol_line=$(printf '%s\n' "$run_stdout" | awk '{ gsub(/^[ \t]+|[ \t]+$/, ""); print; exit }')
  lvol_line=${lvol_line#*;}
  lvol_vg_size=${lvol_line%%;*} lvol_line=${lvol_line#*;}
  lvol_vg_free=${lvol_line%%;*} lvol_extent=${lvol_line#*;}
  lvol_call lvs -a --noheadings --nosuffix -o lv_name,size,lv_attr --units "$lvol_in" --separator ';' "$p_vg" || lvol_no_group
  printf '%s\n' "$run_stdout" | awk -F ';' '{ gsub(/^[ \t]+/, "", $1); gsub(/[][]/, "", $1) } $1 != "" { print $1, $2, $3 }' >"$t_tmp.lvs"
}
lvol_no_group() {
  [ "$p_state" = absent ] || lvol_failed "Volume group $p_vg does not exist."
  result stdout "Volume group $p_vg does not exist."
  done_with
}
lvol_find() { # lvol_find NAME: writes the line of a logical volume
  awk -v name="$1" '$1 == name { print; found = 1; exit } END { exit !found }' "$t_tmp.lvs"
}
# Sets lvol_what, the volume that is meant, and lvol_has, its line, or nothing.
lvol_target() {
  if [ "${p_snapshot-}" ]; then
    lvol_line=$(awk -v a="${p_lv-}" -v b="${p_thinpool-}" '$1 == a || $1 == b { print; exit }' "$t_tmp.lvs")
    [ "$lvol_line" ] || fail "Snapshot origin LV ${p_lv-} does not exist in volume group $p_vg."
    case ${lvol_line##* }:${p_thinpool:+pool} in t* | *:pool) fail 'Snapshots of thin pool LVs are not supported.' ;; esac
    lvol_what=$p_snapshot
  elif [ "${p_thinpool-}" ]; then
    lvol_what=${p_lv:-$p_thinpool}
    [ -z "${p_lv-}" ] || lvol_find "$p_thinpool" >/dev/null || fail "Thin pool LV $p_thinpool does not exist in volume group $p_vg."
  else
    lvol_what=$p_lv
  fi
  lvol_has=$(awk -v a="$lvol_what" -v b="${lvol_what##*/}" '$1 == a || $1 == b { print; exit }' "$t_tmp.lvs")
  lvol_name=${lvol_has%% *} lvol_now=${lvol_has#* }
  lvol_attr=${lvol_now#* } lvol_now=${lvol_now%% *}
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

lvol_tested() { # lvol_tested CMD…: with --test in check mode
  if checking; then
    lvol_command=$1
    shift
    set -- "$lvol_command" --test "$@"
  fi
  lvol_call "$@"
}
lvol_create() {
  case $lvol_sign in -) fail "Bad size specification of '$lvol_sign$lvol_size' for creating LV" ;; esac
  if [ -z "$lvol_size" ]; then
    case ${p_snapshot:+snapshot}:$(lvol_find "${p_lv-}") in snapshot:*' V'*) ;; *) fail 'No size given.' ;; esac
  fi
  task_needs lvcreate
  split_words "${p_opts-}" || fail "opts has an unclosed quote: $p_opts"
  set --
  [ "$lvol_yes" = none ] || set -- --yes
  if [ "${p_snapshot-}" ]; then
    [ -z "$lvol_size" ] || set -- "$@" "-$lvol_flag" "$lvol_size$lvol_unit"
    set -- "$@" -s -n "$p_snapshot"
    lvol_last=$p_vg/$p_lv
  elif [ "${p_thinpool-}" ]; then
    if [ "${p_lv-}" ]; then
      [ "$lvol_flag" = L ] || fail 'Thin volume sizing with percentage not supported.'
      lvol_flag=V
      set -- "$@" -n "$p_lv"
    fi
    set -- "$@" "-$lvol_flag" "$lvol_size$lvol_unit"
    lvol_last=
  else
    set -- "$@" -n "$p_lv" "-$lvol_flag" "$lvol_size$lvol_unit"
    lvol_last=$p_vg
  fi
  values_of w_ "$w_n"
  eval "set -- \"\$@\" $values"
  if [ "$lvol_last" ]; then set -- "$@" "$lvol_last"; else set -- "$@" -T "$p_vg/$p_thinpool"; fi
  values=
  [ "$lvol_last" != "$p_vg" ] || values_of p_pvs_ "${p_pvs_n:-0}"
  eval "set -- \"\$@\" $values"
  changed
  # shellcheck disable=SC2016 # for the inner shell: it keeps one that is in use
  checking || keep_reverse "the logical volume $p_vg/${lvol_what##*/}" 'said=$("$0" --force "$1" 2>&1 </dev/null) || case $said in *"Failed to find logical volume"*) ;; *) printf "%s\n" "$said"; exit 77 ;; esac' lvremove "$p_vg/${lvol_what##*/}"
  lvol_tested lvcreate "$@" || lvol_failed "Creating logical volume '$lvol_what' failed"
  checking || did
}

lvol_remove() {
  [ "$p_force" = true ] || fail "Sorry, no removal of logical volume $lvol_name without force=true."
  task_needs lvremove
  changed
  checking || note lvm "the logical volume $p_vg/$lvol_name with $lvol_now$lvol_in was removed"
  lvol_tested lvremove --force "$p_vg/$lvol_name" || lvol_failed "Failed to remove logical volume $lvol_name"
  checking || did
}

# Sets lvol_tool to lvextend, lvreduce or nothing, and lvol_wants to the size that is asked for.
lvol_plan() {
  lvol_tool='' lvol_wants=$lvol_size
  if [ "$lvol_flag" = l ]; then
    lvol_wants=$(awk -v p="$lvol_percent" -v whole="$lvol_whole" -v size="$lvol_vg_size" -v free="$lvol_vg_free" -v sign="$lvol_sign" -v now="$lvol_now" -v extent="$lvol_extent" 'BEGIN {
      w = p * (whole == "VG" || whole == "PVS" ? size : free) / 100; if (sign == "+") w = now + w; if (sign == "-") w = now - w
      w -= w - int(w / extent) * extent; printf "%.10g", w }')
    if lvol_compare "$lvol_now" '<' "$lvol_wants"; then
      awk -v free="$lvol_vg_free" -v wants="$lvol_wants" -v now="$lvol_now" 'BEGIN { exit !(free > 0 && free + 0 >= wants - now) }' ||
        fail "Logical Volume $lvol_name could not be extended. Not enough free space left ($lvol_vg_free$lvol_in available)"
      lvol_tool=lvextend
    elif [ "$p_shrink" = true ] && awk -v now="$lvol_now" -v wants="$lvol_wants" -v extent="$lvol_extent" 'BEGIN { exit !(now + 0 > wants + extent) }'; then
      ! lvol_compare "$lvol_wants" '<' 1 || fail "Sorry, no shrinking of $lvol_name to 0 permitted."
      lvol_tool=lvreduce
    fi
  elif lvol_compare "$lvol_size" '>' "$lvol_now" || [ "$lvol_sign" = + ]; then
    lvol_tool=lvextend
  elif [ "$lvol_sign" = - ] || { [ "$p_shrink" = true ] && lvol_compare "$lvol_size" '<' "$lvol_now"; }; then
    ! lvol_compare "$lvol_size" '==' 0 || fail "Sorry, no shrinking of $lvol_name to 0 permitted."
    lvol_tool=lvreduce
  fi
  [ "$lvol_tool" != lvreduce ] || [ "$p_force" = true ] || fail "Sorry, no shrinking of $lvol_name without force=true."
}
lvol_resize() {
  lvol_plan
  [ "$lvol_tool" ] || return 0
  task_needs "$lvol_tool"
  set -- "$lvol_tool"
  [ "$lvol_tool" != lvreduce ] || set -- "$@" --force
  [ "$p_resizefs" = false ] || set -- "$@" --resizefs
  ! checking || set -- "$@" --test
  set -- "$@" "-$lvol_flag" "$lvol_sign$lvol_size$lvol_unit" "$p_vg/$lvol_name"
  values_of p_pvs_ "${p_pvs_n:-0}"
  eval "set -- \"\$@\" $values"
  checking || note lvm "the logical volume $p_vg/$lvol_name had $lvol_now$lvol_in before it was resized"
  lvol_call "$@" || :
  case $run_stdout in *'Reached maximum COW size'*) lvol_failed "Unable to resize $lvol_name to $lvol_size$lvol_unit" ;; esac
  if [ "$run_status" -eq 0 ]; then
    changed
    checking || did
    return
  fi
  case $run_stdout$run_stderr in
    *'matches existing size'*)
      lvol_report
      done_with
      ;;
    *'not larger than existing size'*)
      result err "$run_stderr"
      lvol_report
      done_with 'Original size is larger than requested size'
      ;;
  esac
  lvol_failed "Unable to resize $lvol_name to $lvol_size$lvol_unit"
}
lvol_report() {
  result vg "$p_vg"
  result lv "$lvol_name"
  result_json size "$(printf '%s\n' "$lvol_now" | awk '{ v = $1 + 0; if (v == int(v)) printf "%.1f", v; else printf "%.10g", v }')"
}

lvol_activate() {
  task_needs lvchange
  case $lvol_attr in ????a*) lvol_is=true ;; *) lvol_is=false ;; esac
  if [ "$p_active" = true ]; then set -- -ay -an; else set -- -an -ay; fi
  if [ "$lvol_is" != "$p_active" ]; then
    changed
    checking || keep_reverse "whether $p_vg/$lvol_name is active" "$own_program" lvchange "$2" "$p_vg/$lvol_name"
  fi
  if ! checking; then
    lvol_call lvchange "$1" "$p_vg/$lvol_name" || lvol_failed "Failed to $([ "$p_active" = true ] || printf de)activate logical volume $lvol_name"
    [ "$lvol_is" = "$p_active" ] || did
  fi
  lvol_report
}
