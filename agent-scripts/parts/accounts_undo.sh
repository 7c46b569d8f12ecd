# shellcheck shell=sh
# Restores users and groups for undo.

# undo_detail is the directory of the files, undo_path is `user NAME` or `group NAME`.
undo_account() {
  [ -f "$undo_copy" ] || return 0
  t_decode "$undo_detail"
  account_etc=$t_decoded
  account_kind=${undo_path%% *} account_name=${undo_path#* }
  account_name=${account_name%% *}
  case $account_kind in user) account_file=passwd ;; *) account_file=group ;; esac
  account_was=false account_is=false
  ! grep -q "^$account_file${t_tab}line$t_tab" "$undo_copy" || account_was=true
  ! account_name=$account_name awk -F: '$1 == ENVIRON["account_name"] { found = 1 } END { exit !found }' "$account_etc/$account_file" || account_is=true
  if [ "$account_was:$account_is" = false:true ]; then
    undo_does removed "$undo_path"
    if checking; then return; fi
    [ "$account_etc" != /etc ] || account_remove || {
      undo_fails "${run_stderr:-$run_stdout}"
      return 0
    }
  fi
  for account_file in passwd group gshadow shadow subuid subgid; do
    [ ! -r "$account_etc/$account_file" ] || account_restore
  done
}

# The host's own command refuses what is in use.
account_remove() {
  case $account_kind in
    user) set -- userdel deluser ;;
    *) set -- groupdel delgroup ;;
  esac
  have "$1" || shift
  run "$1" -- "$account_name"
}

account_restore() {
  read_file "$account_etc/$account_file" "$t_tmp.account"
  account_kind=$account_kind account_name=$account_name account_file=$account_file account_was=$account_was awk "$account_awk" "$undo_copy" "$t_tmp.account" >"$t_tmp.account_new" || {
    undo_fails "cannot read $account_etc/$account_file"
    return 0
  }
  ! cmp -s -- "$t_tmp.account" "$t_tmp.account_new" || return 0
  [ "$account_was:$account_is" = false:true ] || undo_does restored "$undo_path"
  checking || put_from "$account_etc/$account_file" "$t_tmp.account_new" "$t_tmp.account" || undo_fails "$put_error"
}

# Only what belongs to the account is restored: lines and members that others have added since stay.
# shellcheck disable=SC2016
account_awk='
function members(list, want,   n, who, i, out, there) {
  n = split(list, who, ",")
  for (i = 1; i <= n; i++) { if (who[i] == name) { if (!want) continue; there = 1 } out = out (out == "" ? "" : ",") who[i] }
  if (want && !there) out = out (out == "" ? "" : ",") name
  return out
}
function put_saved(   i) { for (i = 1; i <= n; i++) print saved[i]; n = 0 }
BEGIN { kind = ENVIRON["account_kind"]; name = ENVIRON["account_name"]; file = ENVIRON["account_file"]; grouped = (file ~ /^g/); was = ENVIRON["account_was"]; FS = OFS = ":" }
FILENAME == ARGV[1] {
  split($0, part, "\t")
  if (part[1] == "group" && part[2] == "line") { split(part[3], field, ":"); gid = field[3] }
  if (part[1] != file) next
  if (part[2] == "line") saved[++n] = part[3]; else if (part[2] == "member") member[part[3]] = 1; else primary[part[3]] = 1
  next
}
kind == "group" && file == "passwd" { if ($1 in primary && $4 != gid) { $4 = gid } print; next }
kind == "group" && !grouped { print; next }
kind == "user" && grouped && members($NF, $1 in member) != $NF { $NF = members($NF, $1 in member) }
$1 != name { print; next }
kind == "user" && grouped { if (n > 0) { n = 0; print } else if (was == "true" || $NF != "") print; next }
kind == "group" && n > 0 && file == "group" { split(saved[1], field, ":"); $3 = field[3]; n = 0; print; next }
kind == "group" && n > 0 { n = 0; print; next }
{ put_saved() }
END { put_saved() }'
