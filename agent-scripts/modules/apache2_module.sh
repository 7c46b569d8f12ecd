# shellcheck shell=sh
# module: apache2_module  also=community.general.apache2_module
# summary: enable or disable a module of Apache, with a2enmod and a2dismod
# check: full   diff: none   needs: awk   uses: reverse
# example: apache2_module: {name: rewrite, state: present}
# option: name                str  required                          the module, as a2enmod knows it
# option: state               enum  absent|present  default=present  whether it is enabled
# option: identifier          str                                    what apache2ctl -M calls it; default: NAME_module, with known exceptions
# option: force               bool  default=false                    disable it also if it is a default module of Debian
# option: ignore_configcheck  bool  default=false                    go on if Apache rejects its configuration
# option: warn_mpm_absent     bool  default=true                     warn if no MPM module is loaded
# option: _root               str   hidden  default=""               root of the host's files, for tests
# result: result  what was done

apache2_module_run() {
  case $p_name in '' | -* | *[![:print:]]*) fail "no name of a module: $p_name" ;; esac
  if [ "$p_name:$p_state" = cgi:present ] && apache2_module_threaded; then
    fail 'Your MPM seems to be threaded, therefore enabling cgi module is not allowed.'
  fi
  [ "${p_identifier-}" ] || apache2_module_identify
  case $p_state in
    present) apache2_module_word=enabled apache2_module_tool=a2enmod ;;
    absent) apache2_module_word=disabled apache2_module_tool=a2dismod ;;
  esac
  if apache2_module_as_wanted; then
    result result "Module $p_name $apache2_module_word"
    return
  fi
  task_has "$apache2_module_tool" || fail "$apache2_module_tool not found. Perhaps this system does not use $apache2_module_tool to manage apache"
  changed
  checking || apache2_module_change
  result result "Module $p_name $apache2_module_word"
}

apache2_module_ask() { # apache2_module_ask OPTION
  apache2_module_ctl=apache2ctl
  task_has apache2ctl || apache2_module_ctl=apachectl
  task_has "$apache2_module_ctl" || fail 'Neither of apache2ctl nor apachectl found. At least one apache control binary is necessary.'
  run "$apache2_module_ctl" "$1"
}
apache2_module_threaded() {
  apache2_module_ask -V || :
  printf '%s\n' "$run_stdout" | grep -q 'threaded: *yes'
}
# Sets p_identifier. Some modules do not call themselves NAME_module.
apache2_module_identify() {
  case $p_name in
    *shib*) p_identifier=mod_shib ;;
    *evasive*) p_identifier=evasive20_module ;;
    php[0-9.]*)
      p_identifier=${p_name}_module
      case $p_name in
        *php8*) p_identifier=php_module ;;
        php[0-9].*) p_identifier=${p_name%%.*}_module ;;
      esac
      ;;
    *) p_identifier=${p_name}_module ;;
  esac
}

apache2_module_as_wanted() {
  if apache2_module_enabled; then [ "$p_state" = present ]; else [ "$p_state" = absent ]; fi
}
apache2_module_enabled() {
  apache2_module_ask -M || {
    apache2_module_why="Error executing $apache2_module_ctl: $run_stderr"
    [ "$p_ignore_configcheck" = true ] || fail "$apache2_module_why"
    case $run_stderr:$p_name in
      *AH00534*:*mpm_*)
        [ "$p_warn_mpm_absent" = false ] ||
          warn 'No MPM module loaded! apache2 reload AND other module actions will fail if no MPM module is loaded immediately.'
        ;;
      *) warn "$apache2_module_why" ;;
    esac
    return 1
  }
  case $run_stdout in *" $p_identifier"*) return 0 ;; *) return 1 ;; esac
}

apache2_module_change() {
  set -- "$p_name"
  if [ "$p_state" = absent ] && [ "$p_force" = true ]; then set -- -f "$@"; fi
  apache2_module_list before
  note_begin apache2 "$apache2_module_tool $p_name did not come to its end"
  run "$apache2_module_tool" "$@" || :
  apache2_module_rc=$run_status
  cp -- "$t_work/stdout" "$t_tmp.out"
  cp -- "$t_work/stderr" "$t_tmp.err"
  apache2_module_keep
  note_end "$apache2_module_tool $p_name did not come to its end"
  if apache2_module_as_wanted; then
    did
    return
  fi
  result_int rc "$apache2_module_rc"
  result_file stdout "$t_tmp.out"
  result_file stderr "$t_tmp.err"
  fail "Failed to set module $p_name to $apache2_module_word: $(cat -- "$t_tmp.out" "$t_tmp.err") Maybe the module calls itself another name than $p_identifier: see the option identifier."
}

# ---- undo ----------------------------------------------------------------------------------------------------------------------------

apache2_module_list() { # apache2_module_list FILE: the modules that are enabled; others may come along
  : >"$t_tmp.$1"
  for apache2_module_file in "$p__root"/etc/apache2/mods-enabled/*.load; do
    [ ! -h "$apache2_module_file" ] || printf '%s\n' "$apache2_module_file"
  done | sed 's|.*/||; s|\.load$||' | LC_ALL=C sort >"$t_tmp.$1"
}
apache2_module_keep() {
  if [ ! -d "$p__root/etc/apache2/mods-enabled" ]; then
    printf '%s\n' "$p_name" >"$t_tmp.differ"
  else
    apache2_module_list after
    cmp -s "$t_tmp.before" "$t_tmp.after" || did
    LC_ALL=C comm -3 "$t_tmp.before" "$t_tmp.after" | tr -d '\t' >"$t_tmp.differ"
  fi
  [ -s "$t_tmp.differ" ] && keeping || return 0
  apache2_module_what="Apache's modules $(tr '\n' ' ' <"$t_tmp.differ" | sed 's/ $//')"
  # shellcheck disable=SC2016 # for the inner shell
  case $p_state in
    present) with_lines "$t_tmp.differ" keep_reverse "$apache2_module_what" '"$0" -q -f "$@" >/dev/null 2>&1 || exec "$0" "$@"' a2dismod ;;
    absent) with_lines "$t_tmp.differ" keep_reverse "$apache2_module_what" "$own_program" a2enmod ;;
  esac
}
