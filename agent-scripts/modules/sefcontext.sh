# shellcheck shell=sh
# module: sefcontext  also=community.general.sefcontext
# summary: keep the SELinux context that files of a path get by default
# check: full   diff: text   uses: semanage reverse   needs: awk
# example: sefcontext: {target: "/srv/www(/.*)?", setype: httpd_sys_content_t}
# option: target      str   required  aliases=path                 the path, as a regular expression
# option: setype      str                                          the type
# option: ftype       enum  a|b|c|d|f|l|p|s  default=a             files of which kind: all, block, character, directory, file, link, pipe, socket
# option: seuser      str                                          the user; default: as it is, or system_u
# option: selevel     str   aliases=serange                        the range; default: as it is, or s0
# option: substitute  str   aliases=equal                          a path that the target gets the contexts of, in place of a type
# option: state       enum  present|absent  default=present        whether it must be there
# option: reload      bool  default=true                           load the policy
# option: ignore_selinux_state  bool  default=false                do not ask whether SELinux is enabled
# option: _root       str   hidden  default=""                     root of the host's files, for tests
# exclusive: setype substitute
# result: target  as requested
# result: setype  as requested
# result: ftype   as requested
# result: state   as requested

sefcontext_run() {
  semanage_check
  case $p_target in '' | -*) fail "not a path: $p_target" ;; esac
  case $p_state:${p_setype-}${p_substitute-} in present:) fail 'state is present but any of the following are missing: setype, substitute' ;; esac
  [ "$p_ftype" = a ] || [ -z "${p_substitute+given}" ] || fail 'substitute is for all kinds of files: ftype must be a'
  result target "$p_target"
  result ftype "$p_ftype"
  result state "$p_state"
  [ -z "${p_setype+given}" ] || result setype "$p_setype"
  [ -z "${p_substitute+given}" ] || result substitute "$p_substitute"
  sefcontext_no_reload=
  [ "$p_reload" = true ] || sefcontext_no_reload=-N
  case $p_state:${p_setype+setype}:${p_substitute+substitute} in
    present:*:substitute) sefcontext_equal ;;
    present:*) sefcontext_present ;;
    absent:setype:*) sefcontext_absent ;;
    absent:*:substitute) sefcontext_unequal ;;
    absent:*)
      sefcontext_absent
      sefcontext_unequal
      ;;
  esac
}

# sefcontext_find [-C]: sets sefcontext_user, sefcontext_type and sefcontext_level of the target, empty if there is none,
# and sefcontext_other, the path that it equals. -C: only what the host has added to the policy.
sefcontext_find() {
  semanage_list fcontext -l -n "$@"
  TARGET=$p_target awk -v kind="$p_ftype" '
    BEGIN {
      n = split("a=all files,b=block device,c=character device,d=directory,f=regular file,l=symbolic link,p=named pipe,s=socket", pair, ",")
      for (i = 1; i <= n; i++) if (substr(pair[i], 1, 1) == kind) name = substr(pair[i], 3)
      target = ENVIRON["TARGET"]
    }
    index($0, target " = ") == 1 { other = substr($0, length(target) + 4); sub(/[ \t]*$/, "", other); next }
    substr($0, 1, length(target)) == target && substr($0, length(target) + 1) ~ ("^[ \t]+" name "[ \t]+[^ \t]+[ \t]*$") { n = split($NF, part, ":"); user = part[1]; type = part[3]; level = part[4]; for (i = 5; i <= n; i++) level = level ":" part[i] }
    END { print user; print type; print level; print other }' "$t_tmp.listed" >"$t_tmp.found" || fail 'cannot read what semanage lists'
  {
    IFS= read -r sefcontext_user
    IFS= read -r sefcontext_type
    IFS= read -r sefcontext_level
    IFS= read -r sefcontext_other
  } <"$t_tmp.found"
}

sefcontext_reverse() { keep_reverse "SELinux context of $p_target ($p_ftype)" "$own_program" semanage fcontext "$@"; }
sefcontext_do() { semanage_do fcontext ${sefcontext_no_reload:+"$sefcontext_no_reload"} "$@"; }

sefcontext_present() {
  sefcontext_find
  sefcontext_new_user=${p_seuser:-${sefcontext_user:-system_u}}
  sefcontext_new_level=${p_selevel:-${sefcontext_level:-s0}}
  [ "$sefcontext_user:$sefcontext_type:$sefcontext_level" != "$sefcontext_new_user:$p_setype:$sefcontext_new_level" ] || return 0
  changed
  diff_text "$p_target" "$(sefcontext_line "$sefcontext_user" "$sefcontext_type" "$sefcontext_level")" "$(sefcontext_line "$sefcontext_new_user" "$p_setype" "$sefcontext_new_level")"
  if checking; then return; fi
  sefcontext_was=$sefcontext_user:$sefcontext_type:$sefcontext_level
  sefcontext_find -C
  if [ "$sefcontext_type" ]; then
    sefcontext_reverse -m -f "$p_ftype" -s "$sefcontext_user" -t "$sefcontext_type" -r "${sefcontext_level:-s0}" "$p_target"
  else
    sefcontext_reverse -d -f "$p_ftype" "$p_target"
  fi
  if [ "$sefcontext_was" = :: ]; then set -- -a; else set -- -m; fi
  sefcontext_do "$1" -f "$p_ftype" -s "$sefcontext_new_user" -t "$p_setype" -r "$sefcontext_new_level" "$p_target"
}
sefcontext_line() { # sefcontext_line USER TYPE LEVEL
  [ -z "$2" ] || printf '%s  %s  %s:object_r:%s:%s\n' "$p_target" "$p_ftype" "$1" "$2" "$3"
}

# What the policy itself has can't be removed.
sefcontext_absent() {
  sefcontext_find -C
  [ "$sefcontext_type" ] || return 0
  [ -z "${p_setype-}" ] || [ "$p_setype" = "$sefcontext_type" ] || return 0
  changed
  diff_text "$p_target" "$(sefcontext_line "$sefcontext_user" "$sefcontext_type" "$sefcontext_level")" ''
  if checking; then return; fi
  sefcontext_reverse -a -f "$p_ftype" -s "$sefcontext_user" -t "$sefcontext_type" -r "${sefcontext_level:-s0}" "$p_target"
  sefcontext_do -d -f "$p_ftype" "$p_target"
}

sefcontext_equal() {
  sefcontext_find
  [ "$sefcontext_other" != "$p_substitute" ] || return 0
  changed
  diff_text "$p_target" "${sefcontext_other:+$p_target = $sefcontext_other$t_nl}" "$p_target = $p_substitute$t_nl"
  if checking; then return; fi
  if [ "$sefcontext_other" ]; then
    sefcontext_reverse -m -e "$sefcontext_other" "$p_target"
    sefcontext_do -m -e "$p_substitute" "$p_target"
  else
    sefcontext_reverse -d -e "$p_substitute" "$p_target"
    sefcontext_do -a -e "$p_substitute" "$p_target"
  fi
}

sefcontext_unequal() {
  sefcontext_find -C
  [ "$sefcontext_other" ] || return 0
  [ -z "${p_substitute-}" ] || [ "$p_substitute" = "$sefcontext_other" ] || return 0
  changed
  diff_text "$p_target" "$p_target = $sefcontext_other$t_nl" ''
  if checking; then return; fi
  sefcontext_reverse -a -e "$sefcontext_other" "$p_target"
  sefcontext_do -d -e "$sefcontext_other" "$p_target"
}
