# shellcheck shell=sh
# Where user and group look up accounts, how they change one on a host without usermod, and what undo needs of it.

# account_of passwd|group|shadow NAME: sets account_entry to its line, or to nothing. A number is a name, too.
account_of() {
  account_entry=
  if [ "${p_local-}" = true ] || [ "$p__root" ] || [ "$1" = shadow ] || ! have getent; then
    [ ! -r "$p__root/etc/$1" ] || account_entry=$(account_name=$2 awk -F: '$1 == ENVIRON["account_name"] { print; exit }' "$p__root/etc/$1")
    if [ "$account_entry" ] || [ "$p__root" ] || [ "$1" != shadow ] || ! have getent; then return 0; fi
  fi
  account_entry=$(getent "$1" -- "$2" 2>/dev/null) || account_entry=
  case $2 in
    *[!0-9]*) ;;
    *) case $account_entry in "$2":*) ;; *) account_entry= ;; esac ;;
  esac
}

# account_group GROUP: sets account_group and account_gid of a group that is given by number or name.
account_group() {
  if [ "$p__root" ] || ! have getent; then
    account_entry=$(account_name=$1 awk -F: '$3 == ENVIRON["account_name"] { print; found = 1; exit } $1 == ENVIRON["account_name"] { line = $0 } END { if (!found && line != "") print line }' "$p__root/etc/group")
  else
    account_entry=$(getent group -- "$1" 2>/dev/null) || account_of group "$1"
  fi
  [ "$account_entry" ] || return 1
  account_group=${account_entry%%:*}
  account_gid=${account_entry#*:*:}
  account_gid=${account_gid%%:*}
}

# account_groups FILE: writes all groups of the host to FILE.
account_groups() {
  if [ "$p__root" ] || ! have getent; then cat -- "$p__root/etc/group"; else getent group; fi >"$1" 2>/dev/null
}

# account_run CMD…: the output is a result, as it is.
account_run() {
  run "$@" || return 1
  did
  [ -z "$run_stdout" ] || result_file stdout "$t_work/stdout"
  [ -z "$run_stderr" ] || result_file stderr "$t_work/stderr"
}

# account_edit FILE NAME CHANGES: sets fields of NAME's line in /etc/FILE. CHANGES has lines with NUMBER, tab, value.
account_edit() {
  read_file "$p__root/etc/$1" "$t_tmp.account"
  account_name=$2 account_changes=$3 awk '
    BEGIN { FS = OFS = ":"; n = split(ENVIRON["account_changes"], change, "\n") }
    $1 == ENVIRON["account_name"] { for (i = 1; i <= n; i++) { tab = index(change[i], "\t"); if (tab) $(substr(change[i], 1, tab - 1) + 0) = substr(change[i], tab + 1) } }
    { print }' "$t_tmp.account" >"$t_tmp.account_new" || fail "cannot read /etc/$1"
  account_call=$t_run t_run= # account_keep has saved what undo needs
  put_from "$p__root/etc/$1" "$t_tmp.account_new" "$t_tmp.account" || fail "$put_error"
  t_run=$account_call
}

# account_keep user|group NAME: saves its lines in the files of /etc, or that there are none. Call it before a change.
account_keep() {
  [ "$t_run" ] || return 0
  t_keep_new='' t_copy='' t_path="$1 $2${p__root:+ of $p__root}"
  t_encode "$t_path"
  ! t_keep_find account || return 0
  t_keep_name
  set -- "$1" "$2" "$t_encoded"
  if ! account_lines "$1" "$2" >"$t_copy" 2>"$t_work/keep"; then
    t_keep_failed
    return 0
  fi
  t_encode "$p__root/etc"
  account_etc=$t_encoded
  t_encoded=$3
  t_keep_log account "$account_etc" "$t_keep_name" "$t_copy"
}

# Prints FILE, tab, `line` or `member` or `primary`, tab, text.
account_lines() {
  account_kind=$1 account_name=$2
  set --
  for account_file in group gshadow passwd shadow subuid subgid; do
    [ ! -r "$p__root/etc/$account_file" ] || set -- "$@" "$p__root/etc/$account_file"
  done
  account_kind=$account_kind account_name=$account_name awk -F: '
    BEGIN { kind = ENVIRON["account_kind"]; name = ENVIRON["account_name"] }
    FNR == 1 { file = FILENAME; sub(/.*\//, "", file); grouped = (file ~ /^g/) }
    $1 == name && (kind == "user" || grouped) { print file "\tline\t" $0; if (file == "group") gid = $3 }
    kind == "group" && file == "passwd" && gid != "" && $4 == gid { print file "\tprimary\t" $1 }
    kind == "user" && grouped { n = split($NF, who, ","); for (i = 1; i <= n; i++) if (who[i] == name) print file "\tmember\t" $1 }' "$@"
}
