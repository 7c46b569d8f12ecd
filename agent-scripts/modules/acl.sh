# shellcheck shell=sh
# module: acl  also=ansible.posix.acl
# summary: keep an entry of a file's access list present or absent, or read the list
# check: full   diff: none   needs: setfacl getfacl awk   uses: metadata
# example: acl: {path: /var/log/haproxy.log, entity: telegraf, etype: user, permissions: r, state: present}
# option: path              path  required  aliases=name                         the file or directory
# option: state             enum  query|present|absent  default=query            whether the entry must be there; query only reads
# option: entity            str   default=""                                     the user or group
# option: etype             enum  user|group|mask|other                          what the entry is for
# option: permissions       str                                                  r, w, x and X, or digits, as setfacl takes them
# option: entry             str                                                  older form of the three: user:joe:rw, or default:user:joe:rw
# option: default           bool  default=false                                  an entry of the directory's default list
# option: recursive         bool  default=false  aliases=recurse                 for everything in the directory, too; not for what links point to
# option: follow            bool  default=true                                   whether to follow a link at path
# option: recalculate_mask  enum  default|mask|no_mask  default=default          when to work out the mask anew
# option: use_nfsv4_acls    refused  default=false                               use command, with nfs4_setfacl
# result: acl  the list, as getfacl prints it
# result: msg  what was done

acl_run() {
  [ -e "$p_path" ] || fail 'Path not found or not accessible.'
  acl_arguments
  acl_msg='current acl'
  if [ "$p_state" != query ]; then acl_keep_entry; fi
  result msg "$acl_msg"
  acl_show
}

acl_arguments() {
  if [ "$p_state" = query ]; then
    [ "$p_recursive" = false ] || fail "'recursive' MUST NOT be set when 'state=query'."
    [ "$p_recalculate_mask" = default ] || fail "'recalculate_mask' MUST NOT be set to 'mask' or 'no_mask' when 'state=query'."
  fi
  acl_etype=${p_etype-} acl_entity=$p_entity acl_permissions=${p_permissions-}
  if [ "${p_entry-}" ]; then
    [ -z "$acl_etype$acl_entity$acl_permissions" ] || fail "'entry' MUST NOT be set when 'entity', 'etype' or 'permissions' are set."
    acl_split
    return
  fi
  [ "$p_state" != absent ] || [ -z "$acl_permissions" ] || fail "'permissions' MUST NOT be set when 'state=absent'."
  [ "$p_state" != absent ] || [ "$acl_entity" ] || fail "'entity' MUST be set when 'state=absent'."
  [ "$p_state" = query ] || [ "$acl_etype" ] || fail "'etype' MUST be set when 'state=$p_state'."
}
acl_split() {
  [ "$p_state" != query ] || fail "'entry' MUST NOT be set when 'state=query'."
  case $p_state:$p_entry in
    *:*:*:*:*:*) acl_sections=5 ;;
    *:*:*:*:*) acl_sections=4 ;;
    *:*:*:*) acl_sections=3 ;;
    *:*:*) acl_sections=2 ;;
    *) acl_sections=1 ;;
  esac
  case $p_state$acl_sections in
    present[34] | absent[23]) ;;
    present*) fail "'entry' MUST have 3 or 4 sections divided by ':' when 'state=present'." ;;
    *) fail "'entry' MUST have 2 or 3 sections divided by ':' when 'state=absent'." ;;
  esac
  acl_rest=$p_entry
  case $acl_rest in
    [dD]*)
      p_default=true
      acl_rest=${acl_rest#*:}
      ;;
  esac
  case $acl_rest in
    [uU]*:*) acl_etype=user ;;
    [gG]*:*) acl_etype=group ;;
    [mM]*:*) acl_etype=mask ;;
    [oO]*:*) acl_etype=other ;;
    *) fail "not an entry of an access list: $p_entry" ;;
  esac
  acl_rest=${acl_rest#*:}
  acl_entity=${acl_rest%%:*}
  case $acl_rest in *:*) acl_permissions=${acl_rest#*:} ;; esac
}

acl_keep_entry() {
  acl_entry=$acl_etype:$acl_entity
  if [ "$p_state" = present ]; then
    [ -z "$acl_permissions" ] || acl_entry=$acl_entry:$acl_permissions
    acl_msg="$acl_entry is present"
    set -- -m "$acl_entry"
  else
    acl_msg="$acl_entry is absent"
    set -- -x "$acl_entry"
  fi
  case $p_recalculate_mask in mask) set -- --mask "$@" ;; no_mask) set -- --no-mask "$@" ;; esac
  [ "$p_default" = false ] || set -- -d "$@"
  acl_differs "$@" || return 0
  changed
  checking && return
  acl_target=$p_path
  if [ -h "$p_path" ]; then
    follow_path "$p_path"
    acl_target=$f_path
  fi
  if [ "$p_recursive" = true ] && [ -d "$acl_target" ]; then acl_set_below "$@"; else acl_set "$@"; fi
}
# Tries it without writing. setfacl tells of a list that stays the same by *,*; other lines are parts of names.
acl_differs() {
  [ "$p_recursive" = false ] || set -- -R "$@"
  [ "$p_follow" = true ] || set -- -P "$@"
  run setfacl --test "$@" -- "$p_path" || acl_failed "$(command -v setfacl) --test $* $p_path"
  printf '%s\n' "$run_stdout" | awk '/: [^ ]+,[^ ]+$/ && !/: \*,\*$/ { found = 1 } END { exit !found }'
}
acl_failed() { # acl_failed COMMAND
  result cmd "$1"
  result_int rc "$run_status"
  result stdout ''
  result_file stderr "$t_work/stderr"
  fail "${run_stderr:-setfacl failed}"
}
acl_set() {
  keep_acl "$acl_target"
  change "$acl_target" setfacl "$@" -- || fail "${run_stderr:-setfacl failed}"
}
acl_set_below() {
  keep_acl "$acl_target" all
  change "$acl_target" setfacl "$@" -- || fail "${run_stderr:-setfacl failed}"
  if [ "$p_default" = true ]; then acl_kinds='-type d'; else acl_kinds='! -type l'; fi
  # shellcheck disable=SC2086 # words
  (cd -- "$acl_target" && exec find . ! -name . $acl_kinds -print0) >"$t_tmp.below"
  set_each "$acl_target" "$t_tmp.below" setfacl "$@" -- || fail "$each_error"
}

acl_show() {
  set -- --absolute-names --omit-header
  [ "$p_default" = false ] || set -- -d "$@"
  [ "$p_recursive" = false ] || set -- "$@" --recursive
  [ "$p_follow" = true ] || set -- "$@" --physical
  run_to "$t_tmp.shown" getfacl "$@" -- "$p_path" || fail "${run_stderr:-getfacl failed}"
  awk "$t_awk_json"'/^#/ { next }
    { gsub(/^[ \t]+|[ \t]+$/, ""); line[++n] = $0 }
    END { if (n && line[n] == "") n--; printf "["; for (i = 1; i <= n; i++) printf "%s%s", (i > 1 ? ", " : ""), json(line[i]); printf "]" }' \
    "$t_tmp.shown" >"$t_tmp.json"
  result_json_file acl "$t_tmp.json"
}
