# shellcheck shell=sh
# module: pam_limits  also=community.general.pam_limits
# summary: keep a limit of users' resources in limits.conf
# check: full   diff: text   needs: awk
# example: pam_limits: {domain: haproxy, limit_type: "-", limit_item: nofile, value: "64000"}
# option: domain      str   required                                  whom it limits: a user, @group, *, or a range of ids
# option: limit_type  enum  soft|hard|-  required                     which limit; - is both
# option: limit_item  enum  core|data|fsize|memlock|nofile|rss|stack|cpu|nproc|as|maxlogins|maxsyslogins|priority|locks|sigpending|msgqueue|nice|rtprio|chroot  required   what is limited
# option: value       str   required                                  a number, or unlimited, infinity or -1; -20 to 19 for nice and priority
# option: use_max     bool  default=false                             leave a greater value in the file
# option: use_min     bool  default=false                             leave a smaller value in the file
# option: dest        str   default=/etc/security/limits.conf         the file; its directory must exist
# option: comment     str   default=""                                a comment after the limit, written with it; otherwise the line's own stays
# option-set: backup
# exclusive: use_max use_min
# result: msg  the line
# result: backup_file  path of the backup

pam_limits_run() {
  [ "$p_use_max$p_use_min" != truetrue ] || fail 'Cannot use use_min and use_max at the same time.'
  case $p_domain in '' | *[[:space:]\#]*) fail "not a domain of limits.conf: $p_domain" ;; esac
  case $p_comment in *"$t_nl"*) fail 'a comment is one line' ;; esac
  pam_limits_value
  [ ! -d "$p_dest" ] || fail "$p_dest is a directory"
  if [ ! -e "$p_dest" ]; then
    clean_path "$p_dest"
    pam_limits_dir=${c_path%/*}
    [ -d "${pam_limits_dir:-/}" ] || fail "directory $pam_limits_dir is not writable (check presence, access rights, use sudo)"
  fi
  read_text "$p_dest" "$t_tmp.old"
  limits_domain=$p_domain limits_type=$p_limit_type limits_item=$p_limit_item limits_value=$p_value limits_comment=$p_comment \
    awk -v tmp="$t_tmp" -v most="$p_use_max" -v least="$p_use_min" "$pam_limits_awk" "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $p_dest"
  {
    IFS= read -r pam_limits_error
    IFS= read -r pam_limits_line
  } <"$t_tmp.said"
  [ -z "$pam_limits_error" ] || fail "Invalid configuration found in '$p_dest'. Value of '$pam_limits_error' for item '$p_limit_item' is invalid: it is no number, so use_min and use_max cannot compare it"
  cmp -s "$t_tmp.old" "$t_tmp.new" || pam_limits_write
  result msg "$pam_limits_line$t_nl"
}

pam_limits_value() {
  case $p_limit_item:$p_value in
    nice:* | priority:*)
      case ${p_value#-} in '' | *[!0-9]* | ???*) ;; *) if [ "$p_value" -ge -20 ] && [ "$p_value" -le 19 ]; then return; fi ;; esac
      fail "Value of '$p_value' for item '$p_limit_item' is invalid. Value must be a number in the range -20 to 19 inclusive."
      ;;
    *:unlimited | *:infinity | *:-1) ;;
    *: | *:*[!0-9]*) fail "Value of '$p_value' for item '$p_limit_item' is invalid. Value must either be 'unlimited', 'infinity' or -1, all of which indicate no limit, or a limit of 0 or larger." ;;
  esac
}
pam_limits_write() {
  changed
  diff_files "$p_dest" "$t_tmp.old" "$t_tmp.new"
  checking && return
  backup_file "$p_dest"
  put_from "$p_dest" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# shellcheck disable=SC2016
pam_limits_awk='
BEGIN { domain = ENVIRON["limits_domain"]; type = ENVIRON["limits_type"]; item = ENVIRON["limits_item"]; value = ENVIRON["limits_value"]; comment = ENVIRON["limits_comment"] }
function endless(v) { return item != "nice" && item != "priority" && (v == "unlimited" || v == "infinity" || v == "-1") }
function above(a, b) { # whether a is the greater limit; of any length
  if (endless(a) || endless(b)) return endless(a) && !endless(b)
  if (a ~ /^-/ || b ~ /^-/) return a + 0 > b + 0
  sub(/^0+/, "", a); sub(/^0+/, "", b)
  return length(a) != length(b) ? length(a) > length(b) : (a "") > (b "") }
function number(v) { return endless(v) || v ~ /^-?[0-9]+$/ }
function put(v, note) { line = domain "\t" type "\t" item "\t" v (note == "" ? "" : "\t#" note); return line }
{ text = $0; sub(/\r$/, "", text); note = ""; p = index(text, "#")
  if (p) { note = substr(text, p + 1); text = substr(text, 1, p - 1) } }
p == 1 || split(text, f, " ") != 4 || f[1] "" != domain "" || f[2] "" != type "" || f[3] "" != item "" { print; next }
{ found = 1; want = value
  if (f[4] "" != value "" && (most == "true" || least == "true")) {
    if (!number(f[4])) { error = f[4]; exit }
    if (most == "true" ? !above(value, f[4]) : !above(f[4], value)) want = f[4]
  }
  if (want "" == f[4] "") { line = $0; print; next }
  print put(want, comment == "" ? note : comment) }
END { if (!found && error == "") print put(value, comment)
  print error > (tmp ".said"); print line > (tmp ".said") }'
