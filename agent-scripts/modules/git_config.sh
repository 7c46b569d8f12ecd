# shellcheck shell=sh
# module: git_config  also=community.general.git_config
# summary: keep a setting of git set or unset
# check: full   diff: text   needs: git awk
# example: git_config: {name: user.email, repo: /etc, scope: local, value: root@example.net}
# option: name      str   required                                the setting: alias.ci, user.email
# option: value     str                                           its value; required unless it is to be unset
# option: scope     enum  system|global|local|file                where it is set; the default is system
# option: repo      path                                          the repository, with scope=local
# option: file      path                                          the file, with scope=file
# option: state     enum  present|absent  default=present         whether it must be set; absent removes all of its values
# option: add_mode  enum  replace-all|add  default=replace-all    replace all other values of it, or add one
# result: msg  what was done

git_config_run() {
  git_config_scope=${p_scope:-system}
  case $git_config_scope in
    local) [ "${p_repo+given}" ] || fail 'scope is local but all of the following are missing: repo' ;;
    file) [ "${p_file+given}" ] || fail 'scope is file but all of the following are missing: file' ;;
  esac
  [ "$p_state" = absent ] || [ -n "${p_value-}" ] || fail 'If state=present, a value must be specified.'
  git_config_find
  git_config_read
  if [ "$p_state" = absent ]; then
    [ "$git_config_count" -gt 0 ] || done_with 'no setting to unset'
    set -- --unset-all -- "$p_name"
    : >"$t_tmp.after"
  else
    if [ "$git_config_held" = true ] && { [ "$git_config_count" -eq 1 ] || [ "$p_add_mode" = add ]; }; then done_with ''; fi
    set -- "--$p_add_mode" -- "$p_name" "$p_value"
    [ "$p_add_mode" = add ] || : >"$t_tmp.after"
    printf '%s\n' "$p_value" >>"$t_tmp.after"
  fi
  changed
  diff_files "$git_config_file: $p_name" "$t_tmp.before" "$t_tmp.after"
  checking || git_config_write "$@"
  result msg 'setting changed'
}

# Sets git_config_file, the file that git would write. Outside of scope=local, no repository matters.
git_config_find() {
  git_config_dir=/
  # shellcheck disable=SC2016
  case $git_config_scope in
    file)
      clean_path "$p_file"
      git_config_file=$c_path
      return
      ;;
    local)
      git_config_dir=$p_repo
      run git -C "$p_repo" rev-parse --git-path config
      ;;
    global)
      run sh -c '
        other=${XDG_CONFIG_HOME:-$HOME/.config}/git/config
        if [ "${GIT_CONFIG_GLOBAL+given}" ]; then printf "%s\n" "$GIT_CONFIG_GLOBAL"
        elif [ ! -e "$HOME/.gitconfig" ] && [ -e "$other" ]; then printf "%s\n" "$other"
        else printf "%s\n" "$HOME/.gitconfig"; fi'
      ;;
    system) run sh -c 'git var GIT_CONFIG_SYSTEM 2>/dev/null || printf "%s\n" "${GIT_CONFIG_SYSTEM:-/etc/gitconfig}"' ;;
  esac || git_config_failed
  case $run_stdout in
    /*) git_config_file=$run_stdout ;;
    *) git_config_file=${git_config_dir%/}/$run_stdout ;;
  esac
}
git_config_failed() {
  result_int rc "$run_status"
  fail "${run_stderr:-git config failed}"
}

# Sets git_config_count to the number of values, and git_config_held if the wanted one is among them. The values are in
# before and after.
git_config_read() {
  case $git_config_scope in
    file) set -- -f "$git_config_file" ;;
    *) set -- "--$git_config_scope" ;;
  esac
  run_to "$t_tmp.values" git -C "$git_config_dir" config --includes -z "$@" --get-all -- "$p_name" || {
    [ "$run_status" -eq 1 ] && [ -z "$run_stderr" ]
  } || git_config_failed
  tr '\n\0' '\002\n' <"$t_tmp.values" >"$t_tmp.lines"
  printf '%s' "${p_value-}" | tr '\n' '\002' >"$t_tmp.wanted"
  printf '\n' >>"$t_tmp.wanted"
  git_config_count=$(awk 'END { print NR }' "$t_tmp.lines")
  git_config_held=false
  ! awk 'FNR == NR { want = $0; next } $0 "" == want "" { found = 1 } END { exit !found }' "$t_tmp.wanted" "$t_tmp.lines" || git_config_held=true
  tr '\002' '\n' <"$t_tmp.lines" >"$t_tmp.before"
  cp -- "$t_tmp.before" "$t_tmp.after"
}

# Changes a copy, which replaces the file in one step.
git_config_write() {
  read_file "$git_config_file" "$t_tmp.old"
  cp -- "$t_tmp.old" "$t_tmp.new"
  run git config -f "$t_tmp.new" "$@" || {
    [ -n "$run_stderr" ] || fail "$p_name is not in $git_config_file, but in a file that it includes"
    git_config_failed
  }
  put_from "$git_config_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}
