# shellcheck shell=sh
# module: kernel_blacklist  also=community.general.kernel_blacklist
# summary: keep a kernel module from being loaded by its aliases
# check: full   diff: text   needs: awk
# example: kernel_blacklist: {name: nouveau}
# option: name            str   required                                              the kernel module
# option: state           enum  present|absent  default=present                       whether it must be in the blacklist
# option: blacklist_file  str   default=/etc/modprobe.d/blacklist-ansible.conf        the file; its directory must exist
# result: name  the kernel module
# result: state  as requested
# result: filename  the file
# result: is_blacklisted  whether it is in the blacklist
# result: lines  the lines of the file

kernel_blacklist_run() {
  case $p_name in '' | *[[:space:]]*) fail "not the name of a kernel module: $p_name" ;; esac
  result name "$p_name"
  result state "$p_state"
  read_text "$p_blacklist_file" "$t_tmp.old"
  kernel_blacklist_name=$p_name awk -v state="$p_state" '
    { line = $0; gsub(/^[ \t]+|[ \t\r]+$/, "", line); there = 0 }
    line ~ /^blacklist[ \t]/ { name = line; sub(/^blacklist[ \t]+/, "", name); there = name "" == ENVIRON["kernel_blacklist_name"] "" }
    there { found = 1; if (state == "absent") next }
    { print }
    END { if (state == "present" && !found) print "blacklist " ENVIRON["kernel_blacklist_name"] }' "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $p_blacklist_file"
  result filename "$p_blacklist_file"
  if [ "$p_state" = present ]; then result_bool is_blacklisted true; else result_bool is_blacklisted false; fi
  result_lines lines "$t_tmp.new"
  # awk adds an end to the last line; that alone is no change.
  kernel_blacklist_n=$(grep -c '' "$t_tmp.old")
  [ "$(grep -c '' "$t_tmp.new")" != "$kernel_blacklist_n" ] || return 0
  changed
  diff_files "$p_blacklist_file" "$t_tmp.old" "$t_tmp.new"
  checking && return
  put_from "$p_blacklist_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}
