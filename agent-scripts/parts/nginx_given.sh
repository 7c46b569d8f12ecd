# shellcheck shell=sh
# For nginx_config: the files that the task gives, and copies of those that they replace.

# Writes the files of the task and the list of them.
ngx_given() {
  ngx_count=0
  if [ "${p_content+given}" ]; then
    printf '%s\n' "${p_content%"$t_nl"}" >"$t_tmp.text"
    ngx_give "$p_dest" "$t_tmp.text"
  elif [ "${p_src+given}" ] && [ ! -d "$p_src" ]; then
    [ -r "$p_src" ] || { hc_why="cannot read $p_src" && return 1; }
    ngx_give "$p_dest" "$p_src"
  else
    [ ! -e "$p_dest" ] || [ -d "$p_dest" ] || { hc_why="$p_dest is no directory" && return 1; }
    if [ "${p_src+given}" ]; then
      (cd -- "$p_src" && find . \( -type f -o -type l \) ! -name '.*' | sed 's,^\./,,' | sort) >"$t_tmp.names" || { hc_why="cannot read $p_src" && return 1; }
      while IFS= read -r ngx_name <&4; do ngx_give "$p_dest/$ngx_name" "$p_src/$ngx_name" || return 1; done 4<"$t_tmp.names"
      return
    fi
    ngx_i=0
    while [ "$ngx_i" -lt "${p_contents_n:-0}" ]; do
      ngx_i=$((ngx_i + 1))
      eval "ngx_name=\$p_contents_${ngx_i}_key ngx_text=\$p_contents_$ngx_i"
      case /$ngx_name/ in
        */../* | //* | */./*) hc_why="contents has the name $ngx_name, which is not one of a file in $p_dest" && return 1 ;;
      esac
      printf '%s\n' "${ngx_text%"$t_nl"}" >"$t_tmp.text"
      ngx_give "$p_dest/$ngx_name" "$t_tmp.text" || return 1
    done
  fi
}
# ngx_give PATH FILE
ngx_give() {
  case $1 in *"$t_tab"* | *"$t_nl"*) hc_why="the name of a file has a tab or a newline: $1" && return 1 ;; esac
  ngx_count=$((ngx_count + 1))
  cp -- "$2" "$t_tmp.given.$ngx_count" || { hc_why="cannot read $2" && return 1; }
  printf '%s\t%s\t%s\n' "$ngx_count" "$1" "$(readlink -f -- "$1" || printf '%s' "$1")" >>"$t_tmp.managed"
  cmp -s "$1" "$t_tmp.given.$ngx_count" || hc_swap_needed=true
}
ngx_purge() {
  [ -d "$p_dest" ] || return 0
  find "$p_dest" \( -type f -o -type l \) ! -name '.*' | sort | awk -F "$t_tab" '
    FILENAME != "-" { given[$2] = 1; next }
    !($0 in given) { print "-\t" $0 "\t" $0 }' "$t_tmp.managed" - >"$t_tmp.purged"
  [ ! -s "$t_tmp.purged" ] || hc_swap_needed=true
  cat "$t_tmp.purged" >>"$t_tmp.managed"
}

# ngx_each_own COMMAND…: runs it with the path of each file of the task, in ngx_number its number.
ngx_each_own() {
  while IFS="$t_tab" read -r ngx_number ngx_path _ <&4; do
    [ "$ngx_number" = - ] || "$@" "$ngx_path" || return 1
  done 4<"$t_tmp.managed"
}

ngx_diffs() {
  while IFS="$t_tab" read -r ngx_number ngx_path _ <&4; do
    ngx_is=$ngx_path ngx_will_be=$t_tmp.given.$ngx_number
    [ -f "$ngx_is" ] || ngx_is=/dev/null
    [ "$ngx_number" != - ] || ngx_will_be=/dev/null
    cmp -s "$ngx_is" "$ngx_will_be" || diff_files "$ngx_path" "$ngx_is" "$ngx_will_be"
  done 4<"$t_tmp.managed"
}

# Saves what is on disk for a rollback. What an interrupted transition has saved is still what was proven last.
ngx_save() {
  ngx_saved=$ngx_files.saved
  hc_detail=$ngx_saved
  if [ -z "$hc_interrupted" ] || [ ! -f "$ngx_saved/list" ]; then
    rm -rf "$ngx_saved.new" "$ngx_saved"
    hc_why="cannot write $ngx_saved"
    if ! (umask 077 && mkdir "$ngx_saved.new" && ngx_save_each) || ! mv "$ngx_saved.new" "$ngx_saved"; then
      rm -rf "$ngx_saved.new"
      return 1
    fi
  fi
  hc_open_journal "cfg-$hc_want from cfg-${hc_base_live:-none}"
}
ngx_save_each() {
  : >"$ngx_saved.new/list"
  ngx_n=0
  while IFS="$t_tab" read -r _ ngx_path _ <&4; do
    ngx_n=$((ngx_n + 1))
    if [ -h "$ngx_path" ]; then
      printf 'link\t%s\t%s\n' "$ngx_path" "$(readlink -- "$ngx_path")"
    elif [ -f "$ngx_path" ]; then
      cp -p -- "$ngx_path" "$ngx_saved.new/$ngx_n" || return 1
      printf '%s\t%s\n' "$ngx_n" "$ngx_path"
    else
      printf '%s\t%s\n' - "$ngx_path"
    fi >>"$ngx_saved.new/list" || return 1
  done 4<"$t_tmp.managed"
}
