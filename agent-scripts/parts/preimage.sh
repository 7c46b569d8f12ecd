# shellcheck shell=sh
# Saves pre-images for undo, in calls with a ticket. A copy is complete and on disk before the change starts. If that
# fails, the call fails, or only warns if the ticket says so. Undo restores the first pre-image of a path in a run.
# Forks only before a change.

# The maximum size of a saved file or tree, in bytes.
t_keep_most=268435456
t_kept=$t_nl

keeping() { [ "$t_run" ]; }

# A function of the module that cleans up before keep fails the call, or empty.
keep_or=

# keep PATH [NEW]: saves PATH, or its absence. t_keep_at: a safer name for PATH, if set. NEW will replace it; is synced.
keep() {
  [ "$t_run" ] || return 0
  t_keep_new=${2-} t_copy=''
  t_keep_path "$1"
  case $t_kept in
    *"${t_nl}whole $t_encoded$t_nl"*) t_keep_known=true ;;
    *) if t_keep_find file tree link absent special unkept; then t_keep_known=true; else t_keep_known=false; fi ;;
  esac
  if [ "$t_keep_known" = true ]; then
    [ -z "$t_keep_new" ] || t_sync "$t_keep_new"
    return 0
  fi
  t_keep_from=${t_keep_at:-$t_path}
  if [ -h "$t_keep_from" ]; then
    t_keep_link
  elif [ -f "$t_keep_from" ]; then
    t_keep_file
  elif [ -d "$t_keep_from" ]; then
    t_keep_tree
  elif [ -e "$t_keep_from" ]; then
    t_keep_special
  else
    t_keep_absent
  fi
  t_kept=$t_kept"whole $t_encoded$t_nl"
}

# t_keep_path PATH: sets t_path (absolute, no trailing slashes) and t_encoded (as in the log).
t_keep_path() {
  t_path=$1
  case $t_path in
    /*) ;;
    *) t_path=$PWD/$t_path ;;
  esac
  while :; do
    case $t_path in
      ?*/) t_path=${t_path%/} ;;
      *) break ;;
    esac
  done
  t_encode "$t_path"
}

# t_keep_find KIND…: true if the run has already saved one of these kinds for t_encoded.
t_keep_find() {
  [ -s "$t_store/runs/$t_run/undo/log" ] || return 1
  t_keep_words=$*
  set --
  for t_word in $t_keep_words; do set -- "$@" -e "$t_tab$t_word$t_tab$t_encoded$t_tab."; done
  grep -q -F "$@" "$t_store/runs/$t_run/undo/log"
}

# t_keep_log KIND DETAIL NAME [SYNC…]: appends one line to the log, and syncs it and the files SYNC.
t_keep_log() {
  t_line="$t_nl$t_call$t_tab$3$t_tab$2$t_tab$1$t_tab$t_encoded$t_tab."
  t_keep_append "$t_line$t_nl" || return 0
  shift 3
  [ -z "$t_keep_new" ] || set -- "$@" "$t_keep_new"
  t_sync "$@" "$t_log"
}

# t_keep_append TEXT: appends to the log; sets t_log.
t_keep_append() {
  t_log=$t_store/runs/$t_run/undo/log
  [ -d "${t_log%/*}" ] || t_store_make "runs/$t_run/undo" 2>"$t_work/keep" || {
    t_keep_failed
    return 1
  }
  { printf '%s' "$1" >>"$t_log"; } 2>/dev/null || {
    t_keep_failed "cannot write $t_log, the disk may be full"
    return 1
  }
}

# t_keep_failed [WHY]: WHY defaults to the last command's error. Nothing has been changed yet.
t_keep_failed() {
  t_why=${1-}
  if [ -z "$t_why" ]; then
    t_why=$(cat -- "$t_work/keep" 2>/dev/null)
    t_why=${t_why##*: }
  fi
  [ -z "${t_copy-}" ] || rm -rf -- "$t_copy"
  if [ "$t_keep_required" = true ]; then
    [ -z "$t_keep_new" ] || rm -f -- "$t_keep_new"
    [ -z "${keep_or-}" ] || "$keep_or"
    fail "$t_path was not changed, since it cannot be saved for undo: ${t_why:-unknown error}"
  fi
  warn "cannot save $t_path for undo (${t_why:-unknown error}): this change cannot be undone"
}

# t_keep_name: sets t_copy to the file for the next copy.
t_keep_name() {
  [ -d "$t_store/runs/$t_run/undo" ] || t_store_make "runs/$t_run/undo" 2>"$t_work/keep" || t_keep_failed
  t_keep_i=1
  while [ -e "$t_store/runs/$t_run/undo/$t_call-$t_keep_i" ]; do t_keep_i=$((t_keep_i + 1)); done
  t_keep_name=$t_call-$t_keep_i
  t_copy=$t_store/runs/$t_run/undo/$t_keep_name
}

# t_keep_fits SIZE: false, with a warning, if it is too big. Compares the number of digits first, since mksh has 32-bit
# numbers.
t_keep_fits() {
  if [ ${#1} -lt ${#t_keep_most} ] || { [ ${#1} -eq ${#t_keep_most} ] && [ "$1" -le "$t_keep_most" ]; }; then return 0; fi
  warn "$t_path has $1 bytes, too many to save for undo (at most $t_keep_most): this change cannot be undone"
  t_keep_log unkept "too big: $1 bytes" ''
  return 1
}

t_keep_file() {
  t_keep_stat=$(stat -c '%s %h' -- "$t_keep_from" 2>"$t_work/keep") || {
    t_keep_failed
    return 0
  }
  case $t_keep_from in
    ./*.old) t_keep_stat="${t_keep_stat% *} $((${t_keep_stat#* } - 1))" ;; # one of its links is ours
  esac
  t_keep_fits "${t_keep_stat% *}" || return 0
  t_keep_name
  if ! cp -a -- "$t_keep_from" "$t_copy" 2>"$t_work/keep"; then
    t_keep_failed
    return 0
  fi
  # The size reveals a copy that a power cut truncated.
  t_keep_log file "$t_keep_stat" "$t_keep_name" "$t_copy"
}

t_keep_link() {
  t_keep_target=$(readlink -- "$t_keep_from" && printf .) || {
    t_keep_failed
    return 0
  }
  t_keep_line=$t_encoded
  t_encode "${t_keep_target%?.}"
  t_keep_target=$t_encoded
  t_encoded=$t_keep_line
  t_keep_log link "$t_keep_target" ''
}

# The log line of a tree is written after the whole tree is on disk.
t_keep_tree() {
  t_keep_size=$(du -sk -- "$t_keep_from" 2>/dev/null)
  t_keep_size=${t_keep_size%%[!0-9]*}
  if [ ${#t_keep_size} -gt 6 ]; then t_keep_size=${t_keep_size}000; else t_keep_size=$((${t_keep_size:-0} * 1024)); fi
  t_keep_fits "$t_keep_size" || return 0
  t_keep_name
  # If t_copy existed, cp -a would copy into it.
  if ! cp -a -- "$t_keep_from" "$t_copy" 2>"$t_work/keep"; then
    t_keep_failed
    return 0
  fi
  sync -f -- "$t_copy" 2>/dev/null || sync
  t_keep_log tree "$t_keep_size" "$t_keep_name"
}

t_keep_special() {
  t_keep_name
  if [ -S "$t_keep_from" ]; then
    t_keep_log unkept 'a socket' ''
  elif cp -a -- "$t_keep_from" "$t_copy" 2>"$t_work/keep"; then
    t_keep_log special '' "$t_keep_name"
  else
    t_keep_failed
  fi
}

# Logs missing parent directories too.
t_keep_absent() {
  t_keep_also=$t_keep_new t_keep_new=
  t_keep_of=$t_path
  t_keep_missing=
  while :; do
    t_keep_of=${t_keep_of%/*}
    case $t_keep_of in
      '') break ;;
    esac
    if [ -e "$t_keep_of" ] || [ -h "$t_keep_of" ]; then break; fi
    t_encode "$t_keep_of"
    t_keep_missing="$t_nl$t_call$t_tab$t_tab${t_tab}absent$t_tab$t_encoded$t_tab.$t_nl$t_keep_missing"
  done
  t_encode "$t_path"
  t_keep_new=$t_keep_also
  [ -z "$t_keep_missing" ] || t_keep_append "$t_keep_missing" || return 0
  t_keep_log absent '' ''
}

# ---- attributes ----------------------------------------------------------------------------------------------------------------------

# keep_attributes PATH: saves owner, group, mode and context, as stat_of has just read them.
keep_attributes() {
  [ "$t_run" ] || return 0
  t_keep_new='' t_copy=''
  t_keep_path "$1"
  case $t_kept in *"${t_nl}whole $t_encoded$t_nl"* | *"${t_nl}attributes $t_encoded$t_nl"*) return 0 ;; esac
  if ! t_keep_find file tree link absent special unkept attributes; then
    t_keep_context=
    if [ -e /sys/fs/selinux/enforce ]; then t_keep_context=$(stat -c %C -- "$1" 2>/dev/null) || t_keep_context=; fi
    t_keep_log attributes "$s_mode $s_uid $s_gid $t_keep_context" ''
  fi
  t_kept=$t_kept"attributes $t_encoded$t_nl"
}

# keep_flags PATH FLAGS: saves the flags that lsattr printed. A copy does not have them.
keep_flags() {
  [ "$t_run" ] || return 0
  t_keep_new='' t_copy=''
  t_keep_path "$1"
  t_keep_find flags absent || t_keep_log flags "$2" ''
}

keep_times() {
  [ "$t_run" ] || return 0
  t_keep_new='' t_copy=''
  t_keep_path "$1"
  t_keep_find file tree link absent special unkept times || t_keep_log times "$(stat -c '%Y %X' -- "$1")" ''
}

# keep_below DIR: saves owner, group and mode of everything in DIR.
keep_below() {
  [ "$t_run" ] || return 0
  t_keep_new=
  t_keep_path "$1"
  ! t_keep_find tree absent below || return 0
  t_keep_name
  if ! (cd -- "$t_path" && exec find . ! -name . -exec stat -c '%a %u:%g %F/%n' '{}' + >"$t_copy") 2>"$t_work/keep"; then
    t_keep_failed
    return 0
  fi
  t_keep_log below '' "$t_keep_name" "$t_copy"
}

# keep_members DIR LIST: LIST has names that will be created in DIR, one per line (\002 is a newline in a name). Saves
# files, owner and mode of directories, and absent names. xargs and not -T: not every tar has it.
keep_members() {
  [ "$t_run" ] || return 0
  [ -d "$1" ] || keep "$1"
  t_keep_new=
  t_keep_path "$1"
  t_keep_name
  # Includes parent directories: an archive may omit them.
  awk '{ sub(/^(\.?\/)+/, ""); sub(/\/+$/, ""); n = split($0, part, "/"); name = "."
    for (i = 1; i <= n; i++) if (part[i] != "") { name = name "/" part[i]; if (!seen[name]++) print name } }' "$2" >"$t_tmp.kept_names"
  if [ -d "$t_path" ]; then
    # shellcheck disable=SC2016 # for the inner shell
    (cd -- "$t_path" && tr '\n\002' '\0\n' <"$t_tmp.kept_names" | xargs -0 sh -c '
      for f do if [ -h "$f" ]; then t=f; elif [ -d "$f" ]; then t=d; elif [ -e "$f" ]; then t=f; else t=a; fi; printf "%s%s\0" $t "$f"; done' sh |
      tr '\n\0' '\002\n') >"$t_tmp.kept_split" 2>"$t_work/keep" || {
      t_keep_failed
      return 0
    }
  else
    sed 's/^/a/' "$t_tmp.kept_names" >"$t_tmp.kept_split"
  fi
  sed -n 's/^a//p' "$t_tmp.kept_split" 2>"$t_work/keep" >"$t_copy" || {
    t_keep_failed
    return 0
  }
  sed -n 's/^f//p' "$t_tmp.kept_split" | tr '\n\002' '\0\n' >"$t_tmp.kept_here"
  sed -n 's/^d//p' "$t_tmp.kept_split" | tr '\n\002' '\0\n' >"$t_tmp.kept_dirs"
  if [ -s "$t_tmp.kept_dirs" ] && ! (cd -- "$t_path" && xargs -0 stat -c '%a %u:%g %F/%n' -- <"$t_tmp.kept_dirs" >"$t_copy.dirs") 2>"$t_work/keep"; then
    t_keep_failed
    return 0
  fi
  if [ -s "$t_tmp.kept_here" ]; then
    t_keep_size=$(cd -- "$t_path" && xargs -0 stat -c '%s' -- <"$t_tmp.kept_here" | awk '{ n += $1 } END { printf "%.0f", n }')
    t_keep_fits "$t_keep_size" || return 0
    # shellcheck disable=SC2016
    if ! (cd -- "$t_path" && xargs -0 sh -c 'exec tar -cf "$0.$$.tar" "$@"' "$t_copy" <"$t_tmp.kept_here") 2>"$t_work/keep"; then
      rm -f -- "$t_copy".*
      t_keep_failed
      return 0
    fi
  fi
  t_sync "$t_copy"*
  t_keep_log members '' "$t_keep_name"
}

# keep_for MODULE PATH OPTION…: saves PATH and these options. The module's own function MODULE_undo restores it.
keep_for() {
  [ "$t_run" ] || return 0
  t_keep_new='' t_copy=''
  t_keep_path "$2"
  t_keep_module=$1
  ! t_keep_find "$1" || return 0
  t_keep_name
  shift 2
  for t_word in "$@"; do
    eval "t_value=\${p_$t_word-}"
    t_encode "$t_value"
    printf '%s\n' "$t_word $t_encoded" >>"$t_copy.options" || break
  done 2>"$t_work/keep"
  t_encode "$t_path"
  if [ ! -s "$t_work/keep" ] && [ ! -e "$t_path" ]; then
    t_keep_log "$t_keep_module" absent "$t_keep_name" "$t_copy.options"
  elif [ ! -s "$t_work/keep" ] && cp -a -- "$t_path" "$t_copy" 2>"$t_work/keep"; then
    t_keep_log "$t_keep_module" "$(stat -c %s -- "$t_copy")" "$t_keep_name" "$t_copy.options" "$t_copy"
  else
    rm -f -- "$t_copy.options"
    t_keep_failed
  fi
}
