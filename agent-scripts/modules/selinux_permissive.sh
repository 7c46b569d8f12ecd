# shellcheck shell=sh
# module: selinux_permissive  also=community.general.selinux_permissive
# summary: keep a domain of SELinux permissive, or not
# check: full   diff: none   uses: semanage reverse   needs: awk
# example: selinux_permissive: {name: httpd_t, permissive: true}
# option: domain      str   required  aliases=name    the domain
# option: permissive  bool  required                  whether it is permissive
# option: no_reload   bool  default=false             do not load the policy
# option: store       str   default=""                the policy store; default: that of the host
# result: domain      as requested
# result: permissive  as requested
# result: no_reload   as requested
# result: store       as requested

selinux_permissive_run() {
  semanage_check
  case $p_domain in '' | -* | *[!A-Za-z0-9_]*) fail "not a domain of SELinux: $p_domain" ;; esac
  result domain "$p_domain"
  result_bool permissive "$p_permissive"
  result_bool no_reload "$p_no_reload"
  result store "$p_store"
  set --
  [ -z "$p_store" ] || set -- -S "$p_store"
  semanage_list permissive -l -n "$@"
  if awk -v name="$p_domain" '$1 == name { found = 1 } END { exit !found }' "$t_tmp.listed"; then
    selinux_permissive_is=true
  else
    selinux_permissive_is=false
  fi
  [ "$selinux_permissive_is" != "$p_permissive" ] || return 0
  changed
  if checking; then return; fi
  [ "$p_no_reload" = false ] || set -- "$@" -N
  selinux_permissive_way=-a selinux_permissive_back=-d
  [ "$p_permissive" = true ] || selinux_permissive_way=-d selinux_permissive_back=-a
  keep_reverse "permissive domain $p_domain" "$own_program" semanage permissive "$@" "$selinux_permissive_back" "$p_domain"
  semanage_do permissive "$@" "$selinux_permissive_way" "$p_domain"
}
