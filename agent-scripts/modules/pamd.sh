# shellcheck shell=sh
# module: pamd  also=community.general.pamd
# summary: keep rules of a PAM service and their arguments as they should be
# check: full   diff: text   needs: awk
# example: pamd: {name: system-auth, type: auth, control: required, module_path: pam_faillock.so, new_control: sufficient}
# option: name              str       required                         the service: a file in path
# option: type              enum      account|-account|auth|-auth|password|-password|session|-session  required   the type of the rules that are meant
# option: control           str       required                         their control: a word, or [value=action …]
# option: module_path       str       required                         their module
# option: new_type          enum      account|-account|auth|-auth|password|-password|session|-session   the type that they get, or that of a new rule
# option: new_control       str                                        the control that they get, or that of a new rule
# option: new_module_path   str                                        the module that they get, or that of a new rule
# option: module_arguments  list/str                                   arguments of the module: all of them, or those to add or to remove
# option: state             enum      updated|before|after|args_present|args_absent|absent  default=updated   change the rules, add a rule before or after each of them, add or change arguments, remove arguments, or remove the rules
# option: path              path      default=/etc/pam.d               the directory of the services
# option-set: backup
# result: change_count  how many rules changed
# result: backupdest  path of the backup

pamd_run() {
  case $p_name in '' | . | .. | */*) fail "not the name of a PAM service: $p_name" ;; esac
  pamd_file=${p_path%/}/$p_name
  [ -f "$pamd_file" ] || fail "Unable to open/read PAM module file $pamd_file: there is no such file"
  case $p_state in
    before | after) [ "${p_new_type+1}${p_new_control+1}${p_new_module_path+1}" = 111 ] || fail "state is $p_state but all of the following are missing: new_control, new_type, new_module_path" ;;
    args_*) [ "${p_module_arguments_n+given}" ] || fail "state is $p_state but all of the following are missing: module_arguments" ;;
  esac
  read_text "$pamd_file" "$t_tmp.old"
  # Values may have any character, so they are no arguments of awk, which would read escapes in them.
  pamd_type=$p_type pamd_control=$p_control pamd_module=$p_module_path pamd_new_type=${p_new_type-} pamd_new_control=${p_new_control-} \
    pamd_new_module=${p_new_module_path-} pamd_arguments=${p_module_arguments-} \
    awk -v tmp="$t_tmp" -v state="$p_state" -v given="${p_module_arguments_n+1}" "$pamd_awk" "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $pamd_file"
  {
    IFS= read -r pamd_error
    IFS= read -r pamd_count
  } <"$t_tmp.said"
  [ -z "$pamd_error" ] || fail "$pamd_error"
  result backupdest ''
  result_int change_count "$pamd_count"
  [ "$pamd_count" -gt 0 ] || return 0
  changed
  diff_files "$pamd_file" "$t_tmp.old" "$t_tmp.new"
  checking && return
  backup_file "$pamd_file" backupdest
  put_from "$pamd_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

# Lines that need no change stay as they are written, comments among them.
# shellcheck disable=SC2016
pamd_awk='
function said(why) { if (failed) return; failed = 1; print why > (tmp ".said"); print changes + 0 > (tmp ".said"); close(tmp ".said") }
function words(s, list,   n, p) { # words, of which one in brackets may have blanks
  n = 0
  for (;;) {
    sub(/^[ \t\n]+/, "", s)
    if (s == "") return n
    if (substr(s, 1, 1) == "[") { p = index(s, "]"); if (!p) p = length(s) } else { match(s, /^[^ \t\n]+/); p = RLENGTH }
    list[++n] = substr(s, 1, p); s = substr(s, p + 1)
  } }
function normal(c) { if (c !~ /^\[/) return c
  gsub(/[ \t]*=[ \t]*/, "=", c); gsub(/[ \t]+/, " ", c); sub(/^\[ /, "[", c); sub(/ \]$/, "]", c)
  return c }
function valid(c,   n, i, part, pair) {
  if (c !~ /^\[/) { if (c !~ /^(required|requisite|sufficient|optional|include|substack|definitive)$/) said("Rule control, " c ", is not valid"); return }
  n = split(substr(c, 2, length(c) - 2), part, " ")
  for (i = 1; i <= n; i++) {
    if (split(part[i], pair, "=") != 2 || pair[1] !~ /^[a-z_]+$/) said("Rule control value, " part[i] ", is not valid")
    else if (pair[2] !~ /^(ignore|bad|die|ok|done|reset|[0-9]+)$/) said("Rule control action, " pair[2] ", is not valid")
  } }
function rule(type, control, module, list, n,   s, i) {
  s = sprintf("%-11s%s %s", type, control, module)
  for (i = 1; i <= n; i++) s = s " " list[i]
  return s }
function is_new(i) { return i in type && type[i] == new_type && control[i] == new_control && module[i] == new_module }
function neighbour(i, step) { do i += step; while (i in text && text[i] ~ /^[ \t]*(#|$)/); return i }
function key(a,   p) { p = index(a, "="); return p ? substr(a, 1, p - 1) : "" }
function update(i,   n, k, differs) {
  if (new_type != "" && new_type != type[i]) { type[i] = new_type; differs = 1 }
  if (new_control != "" && new_control != control[i]) { control[i] = new_control; differs = 1 }
  if (new_module != "" && new_module != module[i]) { module[i] = new_module; differs = 1 }
  n = words(args[i], own)
  if (given) {
    if (n != wants) differs = 1
    else for (k = 1; k <= n; k++) if (own[k] "" != want[k] "") differs = 1
    n = wants; for (k = 1; k <= n; k++) own[k] = want[k]
  }
  if (differs) change(i, rule(type[i], control[i], module[i], own, n)) }
function change(i, by) { text[i] = by; changes++ }
function with_arguments(i,   n, k, j, there, differs) {
  n = words(args[i], own)
  for (k = 1; k <= wants; k++) {
    there = 0
    for (j = 1; j <= n && !there; j++) if (key(want[k]) == "" ? own[j] == want[k] : own[j] !~ /^\[/ && key(own[j]) == key(want[k])) there = j
    if (!there) { own[++n] = want[k]; differs = 1 }
    else if (own[there] "" != want[k] "") { own[there] = want[k]; differs = 1 }
  }
  if (differs) change(i, rule(type[i], control[i], module[i], own, n)) }
function without_arguments(i,   n, k, j, left, gone) {
  n = words(args[i], own); left = 0
  for (j = 1; j <= n; j++) {
    gone = 0
    for (k = 1; k <= wants; k++) if (own[j] "" == want[k] "") gone = 1
    if (!gone) own[++left] = own[j]
  }
  if (left < n) change(i, rule(type[i], control[i], module[i], own, left)) }
BEGIN {
  its_type = ENVIRON["pamd_type"]; its_control = normal(ENVIRON["pamd_control"]); its_module = ENVIRON["pamd_module"]
  new_type = ENVIRON["pamd_new_type"]; new_control = normal(ENVIRON["pamd_new_control"]); new_module = ENVIRON["pamd_new_module"]
  wants = words(ENVIRON["pamd_arguments"], want)
  if (new_control != "") valid(new_control)
  for (k = 1; k <= wants; k++) if (state == "args_present" && want[k] ~ /^\[/) said("Unable to process bracketed \047[\047 complex arguments with \047args_present\047. Please use \047updated\047.")
}
{ text[NR] = $0; inside = goes_on; goes_on = /\\$/ }
inside { next } # the rest of a rule
/^[ \t]*(#|@include|$)/ { next }
{ n = words($0, own)
  if (n < 3) { said("Rule is not valid " $0); next }
  type[NR] = own[1]; control[NR] = normal(own[2]); module[NR] = own[3]
  for (k = 4; k <= n; k++) args[NR] = args[NR] " " own[k]
  if (type[NR] == its_type && control[NR] == its_control && module[NR] == its_module) {
    hit[NR] = 1
    if ($0 ~ /\\$/) said("a rule that goes on in the next line cannot be changed: " $0)
  } }
END {
  for (i = 1; i <= NR; i++) if (i in hit) {
    if (state == "updated") update(i)
    else if (state == "args_present") with_arguments(i)
    else if (state == "args_absent") without_arguments(i)
    else if (state == "absent") { gone[i] = 1; changes++ }
    else if (!is_new(neighbour(i, state == "before" ? -1 : 1))) { added[i] = rule(new_type, new_control, new_module, want, wants); changes++ }
  }
  for (i = 1; i <= NR; i++) {
    if (i in added && state == "before") print added[i]
    if (!(i in gone)) print text[i]
    if (i in added && state == "after") print added[i]
  }
  said("")
}'
