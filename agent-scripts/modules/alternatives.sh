# shellcheck shell=sh
# module: alternatives  also=community.general.alternatives
# summary: choose the program that a common command is, by update-alternatives
# check: full   diff: text   needs: awk   uses: awk
# example: alternatives: {name: editor, path: /usr/bin/vim.basic}
# option: name         str   required                    the generic name: editor
# option: path         path                              the program
# option: family       str                               in place of path: the family of programs, where update-alternatives has families
# option: link         path                              the link that leads to the program; needed for a name that is new
# option: priority     int                               its priority; default: as it is, or 50
# option: state        enum  present|selected|auto|absent  default=selected  present: it is among the alternatives; selected: it is the one; auto: the one with the highest priority is; absent: it is not among them
# option: _root        str   hidden  default=""          root of the files of update-alternatives, for tests
# option: subcommands  list/dict  aliases=slaves         links that follow it, each a mapping of name, path and link
# result: msg  what was done

alternatives_run() {
  case $p_name in -* | */* | *[[:space:]]* | '') fail "not a name of alternatives: $p_name" ;; esac
  [ -n "${p_path-}${p_family-}" ] || [ "$p_state" = absent ] || fail 'Either path or family must be specified'
  task_needs update-alternatives
  alternatives_msg=
  alternatives_subcommands
  alternatives_read
  alternatives_side before
  cp -- "$t_tmp.before" "$t_tmp.after"
  if [ "$p_state" = absent ]; then
    [ "$alternatives_there" = false ] || alternatives_remove
  else
    [ -z "${p_path-}" ] || alternatives_matches || alternatives_install
    if [ "$p_state" = selected ] && { [ -n "${p_family-}" ] || [ "$alternatives_current" != "$p_path" ]; }; then
      alternatives_set
    elif [ "$p_state" = auto ] && [ "$alternatives_mode" = manual ]; then
      alternatives_auto
    fi
  fi
  diff_files '' "$t_tmp.before" "$t_tmp.after"
  result msg "${alternatives_msg# }"
}

alternatives_program() {
  [ -z "$p__root" ] || set -- --altdir "$p__root/etc/alternatives" --admindir "$p__root/var/lib/dpkg/alternatives" "$@"
  run env LC_ALL=C LANGUAGE=C update-alternatives "$@"
}

# Writes wanted: the subcommands, one line each: name, link and path, with tabs between them.
alternatives_subcommands() {
  : >"$t_tmp.wanted"
  [ "${p_subcommands_n+given}" ] || return 0
  each subcommands alternatives_subcommand
}
alternatives_subcommand() {
  printf '%s\n' "$1" | awk "$t_awk_json_text"'
    function bad(why) { print "subcommands: " why > "/dev/stderr"; failed = 1; exit 1 }
    { for (s = $0; match(s, /"([^"\\]|\\.)*": *("([^"\\]|\\.)*"|[^",}]*)/); s = rest) {
        pair = substr(s, RSTART, RLENGTH); rest = substr(s, RSTART + RLENGTH)
        match(pair, /^"([^"\\]|\\.)*"/)
        key = json_text(substr(pair, 1, RLENGTH)); text = substr(pair, RLENGTH + 2); sub(/^ +/, "", text)
        if (key != "name" && key != "path" && key != "link") bad("an item has name, path and link, not " key)
        value[key] = text ~ /^"/ ? json_text(text) : text
      } }
    END {
      if (failed) exit 1
      if (value["name"] == "" || value["path"] == "" || value["link"] == "") bad("an item needs name, path and link")
      if ((value["name"] value["path"] value["link"]) ~ /[\t\n]/) bad("a name or path has no tab and no newline")
      print value["name"] "\t" value["link"] "\t" value["path"]
    }' >>"$t_tmp.wanted" 2>"$t_tmp.error" || fail "$(cat "$t_tmp.error")"
}

# Sets alternatives_mode, alternatives_current, alternatives_link, alternatives_there and alternatives_priority, that of
# the path, and writes its subcommands to has. Red Hat's program tells neither its link nor those of its subcommands.
alternatives_read() {
  alternatives_mode='' alternatives_current='' alternatives_link='' alternatives_there=false alternatives_priority=
  : >"$t_tmp.has"
  cut -f 1,2 "$t_tmp.wanted" >"$t_tmp.links"
  alternatives_program --display "$p_name" || return 0
  printf '%s\n' "$run_stdout" >"$t_tmp.shown"
  T_NAME=$p_name T_PATH=${p_path-} awk -v tmp="$t_tmp" "$alternatives_awk" "$t_tmp.wanted" "$t_tmp.shown" >"$t_tmp.read" || fail "cannot read what update-alternatives prints"
  {
    IFS= read -r alternatives_mode
    IFS= read -r alternatives_current
    IFS= read -r alternatives_link
    IFS= read -r alternatives_there
    IFS= read -r alternatives_priority
  } <"$t_tmp.read"
}
# shellcheck disable=SC2016
alternatives_awk='
function after(word) { return substr($0, index($0, word) + length(word)) }
BEGIN { there = "false" }
FILENAME == ARGV[1] { split($0, part, "\t"); link_of[part[1]] = part[2]; next }
FNR == 1 { mode = $0 ~ / - (status is )?manual/ ? "manual" : "auto" }
/^ *link currently points to / { current = after("link currently points to "); next }
!inside && index($0, "  link " ENVIRON["T_NAME"] " is ") == 1 { link = after(" is "); next }
!inside && /^ *(slave|follower) [^ ]+ is / { link_of[$2] = after(" is "); next }
/^\// {
  inside = 1; ours = 0
  if (match($0, / - (family [^ ]+ )?priority -?[0-9]+/)) {
    path = substr($0, 1, RSTART - 1); text = substr($0, RSTART, RLENGTH); sub(/.*priority /, "", text)
    if (path == ENVIRON["T_PATH"]) { ours = 1; there = "true"; priority = text }
  }
  next
}
ours && /^ *(slave|follower) [^ ]+: / {
  name = $2; sub(/:$/, "", name); target = after(": ")
  if (target != "(null)") print name "\t" link_of[name] "\t" target > (tmp ".has")
}
END { for (name in link_of) print name "\t" link_of[name] > (tmp ".links"); print mode; print current; print link; print there; print priority }'

alternatives_matches() { # whether the path is there as wanted
  [ "$alternatives_there" = true ] || return 1
  [ "${p_priority-$alternatives_priority}" = "$alternatives_priority" ] || return 1
  [ "${p_subcommands_n+given}" ] || return 0
  sort -u "$t_tmp.wanted" >"$t_tmp.wanted.sorted"
  sort -u "$t_tmp.has" | cmp -s - "$t_tmp.wanted.sorted"
}

alternatives_side() { # alternatives_side FILE [STATE]: writes the alternative for the diff
  {
    if [ "$alternatives_there" = false ]; then
      printf 'state: absent\n'
    else
      alternatives_state=${2-present}
      if [ -z "${2-}" ] && [ "$alternatives_mode" = manual ] && [ "$alternatives_current" = "${p_path-}" ]; then alternatives_state=selected; fi
      printf 'state: %s\npath: %s\npriority: %s\nlink: %s\n' "$alternatives_state" "${p_path-}" "$alternatives_priority" "$alternatives_link"
      awk -F '\t' '{ print "subcommand: " $1 " " $2 " " $3 }' "$t_tmp.has"
    fi
  } >"$t_tmp.$1"
}

# alternatives_call TEXT WORD…: runs update-alternatives, and adds TEXT to the message.
alternatives_call() {
  alternatives_msg="$alternatives_msg $1"
  shift
  changed
  if checking; then return; fi
  alternatives_keep
  alternatives_program "$@" || {
    result_int rc "$run_status"
    fail "${run_stderr:-${run_stdout:-update-alternatives failed}}"
  }
  did
}

# Saves the links, and the file that says what there is: that of Debian or of Red Hat.
alternatives_keep() {
  for alternatives_known in "$p__root/var/lib/dpkg/alternatives" "$p__root/var/lib/alternatives"; do
    [ ! -d "$alternatives_known" ] || keep "$alternatives_known/$p_name"
  done
  printf '%s\t%s\n' "$p_name" "${p_link:-$alternatives_link}" >>"$t_tmp.links"
  while IFS=$t_tab read -r alternatives_name alternatives_to <&4; do # a few
    keep "$p__root/etc/alternatives/$alternatives_name"
    [ -z "$alternatives_to" ] || keep "$alternatives_to"
  done 4<"$t_tmp.links"
}

alternatives_install() {
  [ -e "$p_path" ] || fail "Specified path $p_path does not exist"
  alternatives_link=${p_link:-$alternatives_link}
  [ -n "$alternatives_link" ] || fail 'Needed to install the alternative, but unable to do so as we are missing the link'
  alternatives_priority=${p_priority-${alternatives_priority:-50}}
  set -- --install "$alternatives_link" "$p_name" "$p_path" "$alternatives_priority"
  [ -z "${p_family-}" ] || set -- "$@" --family "$p_family"
  # What is not given stays; update-alternatives would remove it.
  [ "${p_subcommands_n+given}" ] || awk -F '\t' '$2 != ""' "$t_tmp.has" >"$t_tmp.wanted"
  while IFS=$t_tab read -r alternatives_name alternatives_to alternatives_from <&4; do # a few
    set -- "$@" --slave "$alternatives_to" "$alternatives_name" "$alternatives_from"
  done 4<"$t_tmp.wanted"
  cp -- "$t_tmp.wanted" "$t_tmp.has"
  alternatives_call "Install alternative '$p_path' for '$p_name'." "$@"
  alternatives_there=true
  alternatives_side after present
}
alternatives_remove() {
  alternatives_call "Remove alternative '$p_path' from '$p_name'." --remove "$p_name" "$p_path"
  alternatives_there=false
  alternatives_side after
}
alternatives_set() {
  alternatives_call "Set alternative '${p_family:-$p_path}' for '$p_name'." --set "$p_name" "${p_family:-$p_path}"
  alternatives_side after selected
}
alternatives_auto() {
  alternatives_call "Set alternative to auto for '$p_name'." --auto "$p_name"
  alternatives_side after present
}
