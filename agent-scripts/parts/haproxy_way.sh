# shellcheck shell=sh
# For haproxy_config: decides whether a change is made live or by a reload, and keeps what the process has loaded.
#
# DEST.kept holds the text and the further files that are live. The mark of the process proves it, since it is their
# hash. Without them nobody knows from what a live change would start.

# Sets hc_way: live, reload, start, none, or ask if the controller is to plan. Writes to because.txt why it is a reload.
hc_choose_way() {
  hc_way=reload
  : >"$t_tmp.because"
  if ! $hc_reload_needed; then
    hc_way=none
  elif ! $hc_running; then
    hc_way=start
    [ "$p_apply" != live ] || printf 'HAProxy is not running\n' >"$t_tmp.because"
  elif [ "$p_apply" = reload ]; then
    printf 'the option apply says so\n' >"$t_tmp.because"
  elif [ "${p__because_n:-0}" -gt 0 ]; then
    each _because hc_say >"$t_tmp.because"
  else
    hc_against_live >"$t_tmp.because"
    [ -s "$t_tmp.because" ] || hc_way=ask
    if [ "$hc_way" = ask ] && [ -n "${p__steps-}" ]; then hc_way=live; fi
  fi
  [ -s "$t_tmp.because" ] || return 0
  result_lines reload_because "$t_tmp.because"
  [ "${p__because_n:-0}" -gt 0 ] || diff_text "$p_dest: how it is made" '' "reload, because $(cat "$t_tmp.because")
"
  [ "$p_apply" = live ] || return 0
  hc_why="apply is live, and that is not possible, because $(awk '{ printf "%s%s", (NR > 1 ? "; " : ""), $0 }' "$t_tmp.because")"
  return 1
}
hc_say() { printf '%s\n' "$1"; }

# Prints why this host can't change the process live, whatever the change is.
hc_against_live() {
  if [ "$hc_program" != "$hc_version" ]; then
    printf 'HAProxy %s is installed, and %s runs\n' "${hc_program:-of unknown version}" "$hc_version"
  elif $hc_stuck || [ -n "$hc_interrupted" ]; then
    printf 'an earlier transition was interrupted, and may have left the process half changed\n'
  elif [ -z "$hc_live" ]; then
    printf 'the process runs a configuration that is not of hitless\n'
  elif ! hc_kept_is_live; then
    printf 'it is not known what the process has loaded: hitless keeps it from this transition on\n'
  elif ! hc_others_known; then
    printf 'it is not known what the process has loaded of the other files\n'
  elif [ "$(awk '$1 == "Nbproc:" { print $2 }' "$t_tmp.info")" -gt 1 ] 2>/dev/null; then
    printf 'several processes serve, and the socket is of one\n'
  elif ! hc_may_change; then
    printf 'the stats socket does not have the level admin in the process\n'
  elif [ "${p__plan-}" != true ] && [ -z "${p__steps-}" ]; then
    printf 'a job that runs by itself has nobody to plan it\n'
  fi
}

# The command is incomplete on purpose: HAProxy checks the level first.
hc_may_change() {
  ask_socket "$t_tmp.may" "$p_socket" 'set maxconn global' 5 && ! grep -q 'ermission denied' "$t_tmp.may"
}

# True if each other file of the set is as it was loaded, or what was loaded of it is kept.
hc_others_known() {
  : >"$t_tmp.loaded"
  ! hc_is_of_worker "$hc_main.loaded" || cp "$hc_main.loaded" "$t_tmp.loaded"
  hc_others >"$t_tmp.others"
  awk -v dest="$p_dest" '
    function path(line) { sub(/^[0-9]+ [0-9]+ /, "", line); return line }
    file == "kept" { kept[$0] = 1; next }
    file == "loaded" { if (FNR > 1) was[path($0)] = $1 " " $2; next }
    { at = path($0); is[at] = 1; if (!(at in kept) && was[at] != $1 " " $2) { changed = 1; exit } }
    END { for (at in was) if (!(at in is) && at != dest) changed = 1; exit changed + 0 }' \
    file=kept "$p_dest.kept/list" file=loaded "$t_tmp.loaded" file=now "$t_tmp.others"
}

# --- What is kept ---

hc_keep() {
  if [ -f "$hc_good" ] && ! cmp -s "$hc_good" "$p_dest"; then mv -f "$hc_good" "$p_dest.previous"; fi
  cp -p "$p_dest" "$hc_good" || warn "cannot save $p_dest as $hc_good"
  hc_keep_loaded
}

hc_keep_loaded() {
  hc_n=0
  rm -rf "$p_dest.kept.new"
  if (umask 077 && mkdir "$p_dest.kept.new" && cp "$t_tmp.plain" "$p_dest.kept.new/text" && hc_keep_files) &&
    rm -rf "$p_dest.kept" && mv "$p_dest.kept.new" "$p_dest.kept"; then
    return 0
  fi
  rm -rf "$p_dest.kept.new" # it may hold a private key
  warn "cannot write $p_dest.kept"
}

hc_keep_files() {
  : >"$p_dest.kept.new/list" && each files hc_keep_one && [ "$hc_n" = "${p_files_n:-0}" ]
}
hc_keep_one() {
  printf '%s\n' "$1" >>"$p_dest.kept.new/list" && { [ ! -f "$1" ] || cp "$1" "$p_dest.kept.new/$((hc_n + 1))"; } &&
    hc_n=$((hc_n + 1))
}

# True if what is kept has the hash that the process is marked with.
hc_kept_is_live() {
  [ -f "$p_dest.kept/text" ] && [ -f "$p_dest.kept/list" ] || return 1
  hc_count_kept hc_count
  [ "$(hc_hash)" != "$hc_live" ] || return 0
  # The hash of earlier releases of hitless: it is replaced by this transition.
  hc_count_kept hc_count_unnamed
  [ "$(hc_hash)" = "$hc_live" ]
}

hc_count_kept() {
  cp "$p_dest.kept/text" "$t_tmp.hashed" || return 1
  hc_n=0
  while IFS= read -r hc_path; do
    hc_n=$((hc_n + 1))
    "$1" "$hc_path" "$p_dest.kept/$hc_n"
  done <"$p_dest.kept/list"
}

hc_count_unnamed() {
  if [ -f "$2" ]; then cat "$2"; else printf 'missing %s\n' "$1"; fi >>"$t_tmp.hashed"
}

# --- The facts for the controller's plan ---

# Writes a file that the controller fetches, because it may hold private keys. It has parts, each with a line KIND LENGTH
# PATH before it: before and after of a file of the configuration, was and is of another file.
hc_facts() {
  hc_facts_file=$t_work/facts$t_id
  : >"$hc_facts_file"
  while IFS= read -r hc_path <&4; do
    if [ "$hc_path" = "$p_dest" ]; then
      hc_fact before "$p_dest.kept/text" "$hc_path"
      hc_fact after "$t_tmp.plain" "$hc_path"
    elif hc_kept_path "$hc_path"; then
      hc_fact before "$p_dest.kept/$hc_n" "$hc_path"
      hc_fact after "$hc_path" "$hc_path"
    else
      hc_fact before "$hc_path" "$hc_path"
      hc_fact after "$hc_path" "$hc_path"
    fi
  done 4<"$t_tmp.set"
  each files hc_file_facts
  result _facts "$hc_facts_file"
  result _version "$hc_version"
  result _live "$hc_live"
  result _mark "$hc_mark_name"
  result _basis "$hc_basis"
  hc_left_over
  result_lines _left "$t_tmp.left"
}

hc_fact() {
  if [ -f "$2" ]; then
    printf '%s %s %s\n' "$1" "$(($(wc -c <"$2")))" "$3"
    cat "$2"
    printf '\n'
  else
    printf '%s 0 %s\n\n' "$1" "$3"
  fi >>"$hc_facts_file"
}

# Private keys that did not change stay here.
hc_file_facts() {
  ! grep -qxF -e "$1" "$t_tmp.set" || return 0
  if ! hc_kept_path "$1"; then
    hc_fact unknown "$1" "$1"
  elif [ -f "$1" ] && cmp -s "$1" "$p_dest.kept/$hc_n"; then
    grep -q 'PRIVATE KEY-' "$1" || { hc_fact was "$1" "$1" && hc_fact is "$1" "$1"; }
  else
    hc_fact was "$p_dest.kept/$hc_n" "$1"
    hc_fact is "$1" "$1"
  fi
}

# Sets hc_n to the number of a path in what is kept.
hc_kept_path() {
  hc_n=$(awk -v path="$1" '$0 == path { print NR; exit }' "$p_dest.kept/list")
  [ -n "$hc_n" ]
}

# --- Servers that were deleted and still had connections ---

# Prints to left which of them are still there. Outside of check mode it tries again to delete them.
hc_left_over() {
  : >"$t_tmp.left"
  hc_is_of_worker "$p_dest.left" || return 0
  awk 'NR > 1' "$p_dest.left" >"$t_tmp.leaving"
  while IFS= read -r hc_kept <&4; do
    checking || {
      ask_socket "$t_tmp.said" "$p_socket" "experimental-mode on;del server $hc_kept" 5 &&
        grep -qi 'server deleted\|no such server' "$t_tmp.said" && continue
    }
    printf '%s\n' "$hc_kept" >>"$t_tmp.left"
  done 4<"$t_tmp.leaving"
}

hc_note_left() {
  hc_left_over
  awk -F '|' '{ print $4 }' "$t_tmp.live.early" >>"$t_tmp.left"
  rm -f "$p_dest.left"
  [ ! -s "$t_tmp.left" ] || { printf 'worker %s\n' "$(hc_process_of "$hc_worker")" && sort -u "$t_tmp.left"; } >"$p_dest.left"
}
