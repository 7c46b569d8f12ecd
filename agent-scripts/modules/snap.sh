# shellcheck shell=sh
# module: snap  also=community.general.snap
# summary: install, remove, enable and configure snaps
# check: full   diff: none   needs: awk   uses: awk reverse
# example: snap: {name: certbot, classic: true}
# option: name       list/str  required             snaps, or files of snaps
# option: state      enum  absent|present|enabled|disabled  default=present  the wanted state
# option: classic    bool  default=false            install it without confinement
# option: channel    str                            the channel to install from; another one of an installed snap is changed
# option: options    list/str                       settings, KEY=VALUE for all or SNAP:KEY=VALUE for one
# option: dangerous  bool  default=false            install a file that is not signed
# result: snaps_installed  snaps that were installed, or changed to another channel
# result: snaps_removed    snaps that were removed
# result: snaps_enabled    snaps that were enabled
# result: snaps_disabled   snaps that were disabled
# result: options_changed  settings that were changed
# result: snap_names       the names of the snaps
# result: classic          as requested
# result: channel          the channel; default: stable
# result: cmd              the command that was run
# result: version          versions of snap's parts

snap_run() {
  task_needs snap
  each name snap_named
  snap_call version || :
  result_json version '{}'
  printf '%s\n' "$run_stdout" | awk 'NF == 2 { print "s\tversion/" $1 "\t" $2 }' >"$t_tmp.rows"
  result_table <"$t_tmp.rows"
  snap_cmds=
  [ "$p_state" != present ] || snap_names
  snap_status
  case $p_state in
    present) snap_present ;;
    absent) snap_others "$t_tmp.there" remove snaps_removed ;;
    enabled) snap_others "$t_tmp.off" enable snaps_enabled ;;
    disabled) snap_others "$t_tmp.on" disable snaps_disabled ;;
  esac
  [ -z "$snap_cmds" ] || result cmd "$snap_cmds"
  [ "$p_state" = present ] || return 0
  result_bool classic "$p_classic"
  result channel "${p_channel:-stable}"
}
snap_named() { case $1 in '' | -* | *[[:space:]]*) fail "no name of a snap: $1" ;; esac }
snap_call() { run env LANGUAGE=C LC_ALL=C snap "$@"; }
snap_failed() {
  result_int rc "$run_status"
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
  fail "$1: ${run_stderr:-$run_stdout}"
}
snap_do() {
  snap_cmds="$snap_cmds${snap_cmds:+; }snap $*"
  did
  snap_call "$@" && return
  case $run_stderr in
    'error: This revision of snap "'*'" was published using classic confinement'*) snap_failed "Couldn't install it because it requires classic confinement" ;;
  esac
  snap_failed "snap $1 failed"
}

# ---- what there is -------------------------------------------------------------------------------------------------------------------

# Files have other names than their snaps: snap tells.
snap_names() {
  printf '%s\n' "$p_name" >"$t_tmp.names"
  with_lines "$t_tmp.names" snap_call info || :
  case $run_stdout$run_stderr in *'warning: no snap found'*) fail "Snaps not found: $(printf '%s\n' "$run_stdout" "$run_stderr" | awk '/warning: no snap found/ { printf "%s%s", (n++ ? ", " : ""), $NF }')" ;; esac
  printf '%s\n' "$run_stdout" | awk '/^---/ { done = 0 } /^name:/ && !done { print $2; done = 1 }' >"$t_tmp.real"
  [ "$(awk 'END { print NR }' "$t_tmp.real")" -eq "$p_name_n" ] || snap_failed 'cannot find out the names of the snaps'
  result_lines snap_names "$t_tmp.real"
}

# Writes there, missing and moved: the names of the task that are installed, not installed, or from another channel; on and
# off: those that are enabled or not.
snap_status() {
  snap_call list || snap_failed 'cannot list the snaps'
  printf '%s\n' "$run_stdout" | awk 'NR > 1 && NF > 3 { print $1, $4, $6 }' >"$t_tmp.list"
  printf '%s\n' "$p_name" >"$t_tmp.names"
  [ "$p_state" = present ] || cp -- "$t_tmp.names" "$t_tmp.real"
  T_CHANNEL=${p_channel-} awk -v tmp="$t_tmp" '
    BEGIN { channel = ENVIRON["T_CHANNEL"]; k = split("there missing moved on off", f, " "); for (i = 1; i <= k; i++) printf "" > (tmp "." f[i]) }
    FILENAME == ARGV[1] { from[$1] = $2; notes[$1] = $3; next }
    FILENAME == ARGV[2] { real[++reals] = $0; next }
    {
      name = real[++n]
      if (!(name in from)) { print > (tmp ".missing"); print > (tmp ".off"); next }
      if (channel != "" && from[name] != channel && from[name] != "latest/" channel) print > (tmp ".moved")
      print > (tmp ".there"); if (("," notes[name] ",") ~ /,disabled,/) print > (tmp ".off"); else print > (tmp ".on")
    }' "$t_tmp.list" "$t_tmp.real" "$t_tmp.names"
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

snap_present() {
  if [ -s "$t_tmp.moved" ]; then
    changed
    result_lines snaps_installed "$t_tmp.moved"
    checking || snap_each "$t_tmp.moved" refresh
  fi
  if [ -s "$t_tmp.missing" ]; then
    changed
    result_lines snaps_installed "$t_tmp.missing"
    checking || snap_each "$t_tmp.missing" install
  fi
  if [ "${p_options_n:-0}" -gt 0 ]; then snap_options; fi
}
snap_each() { # snap_each FILE VERB: one by one, since not all options are for several
  set -- "$1" "$2"
  [ "$p_classic" = false ] || set -- "$@" --classic
  case ${p_channel-} in '' | stable) ;; *) set -- "$@" --channel "$p_channel" ;; esac
  [ "$p_dangerous" = false ] || set -- "$@" --dangerous
  snap_file=$1
  shift
  while IFS= read -r snap_word <&4; do
    # shellcheck disable=SC2016 # for the inner shell
    case $1 in
      install) keep_reverse "the snap $snap_word" 'for n; do "$0" list "$n" >/dev/null 2>&1 || continue; said=$("$0" remove "$n" 2>&1) || { printf "%s\n" "$said"; exit 77; }; done' snap "$(snap_real "$snap_word")" ;;
      *) note snap "$snap_word came from the channel $(snap_from "$snap_word")" ;;
    esac
    snap_do "$@" "$snap_word"
  done 4<"$snap_file"
}
snap_real() { awk -v name="$1" 'FILENAME == ARGV[1] { n++; if ($0 == name) at = n; next } ++m == at' "$t_tmp.names" "$t_tmp.real"; }
snap_from() { awk -v name="$1" '$1 == name { print $2 }' "$t_tmp.list"; }

snap_others() { # snap_others FILE VERB RESULT
  [ -s "$1" ] || return 0
  changed
  result_lines "$3" "$1"
  if checking; then return; fi
  case $2 in
    remove) note snap "these snaps were removed: $(tr '\n' ' ' <"$1" | sed 's/ $//')" ;;
    enable) snap_keep "$1" disable ;;
    disable) snap_keep "$1" enable ;;
  esac
  with_lines "$1" snap_do "$2"
}
# shellcheck disable=SC2016 # for the inner shell: it may be so already
snap_keep() { # snap_keep FILE VERB
  with_lines "$1" keep_reverse "whether these snaps are enabled: $(tr '\n' ' ' <"$1" | sed 's/ $//')" '"$0" "$@" >/dev/null 2>&1 || :' snap "$2"
}

# ---- settings ------------------------------------------------------------------------------------------------------------------------

snap_options() {
  : >"$t_tmp.set"
  : >"$t_tmp.changed"
  each options snap_option
  while IFS= read -r snap_one <&4; do # snaps of the task that were there
    snap_call get -d "$snap_one" || : >"$t_work/stdout"
    case $run_stdout in *'has no configuration'*) : >"$t_work/stdout" ;; esac
    awk "$t_awk_json_text$snap_flat" "$t_work/stdout" >"$t_tmp.now" || fail "cannot read the settings of $snap_one"
    awk -F '\t' -v snap="$snap_one" 'FILENAME == ARGV[1] { now[$1] = substr($0, length($1) + 2); known[$1]; next }
      ($1 == "" || $1 == snap) && (!($2 in known) || now[$2] != $3) { print $2 "\t" $3 "\t" ($1 == "" ? snap ":" $4 : $4) "\t" ($2 in known ? "set" : "unset") "\t" now[$2] }' "$t_tmp.now" "$t_tmp.set" >"$t_tmp.differ"
    [ -s "$t_tmp.differ" ] || continue
    changed
    awk -F '\t' '{ print $3 }' "$t_tmp.differ" >>"$t_tmp.changed"
    checking || snap_set
  done 4<"$t_tmp.there"
  [ ! -s "$t_tmp.changed" ] || result_lines options_changed "$t_tmp.changed"
}
snap_option() {
  case $1 in *"$t_nl"* | *"$t_tab"*) fail "Cannot parse set option '$1'" ;; esac
  printf '%s\n' "$1" | awk '
    match($0, /^[^ \t=]+[ \t]*=/) && substr($0, RLENGTH + 1) ~ /[^ \t]/ {
      key = substr($0, 1, RLENGTH - 1); value = substr($0, RLENGTH + 1); gsub(/^[ \t]+|[ \t]+$/, "", value); sub(/[ \t]+$/, "", key); snap = ""
      if (p = index(key, ":")) { snap = substr(key, 1, p - 1); key = substr(key, p + 1) }
      print snap "\t" key "\t" value "\t" $0; ok = 1
    }
    END { exit !ok }' >>"$t_tmp.set" || fail "Cannot parse set option '$1'"
  snap_word=$(tail -n 1 "$t_tmp.set" | cut -f 1)
  [ -z "$snap_word" ] || match_list name "$snap_word" || fail "Snap option '$1' refers to snap which is not in the list of snap names"
}
# The settings are JSON, of which the keys are joined by dots.
# shellcheck disable=SC2016
snap_flat='
function token(   t) { sub(/^[ \t\n\r]+/, "", all)
  if (match(all, /^"([^"\\]|\\.)*"/) || match(all, /^[^][{}:, \t\n\r"]+/)) { t = substr(all, 1, RLENGTH); all = substr(all, RLENGTH + 1); return t }
  t = substr(all, 1, 1); all = substr(all, 2); return t }
function object(at,   key, t) {
  while ((key = token()) != "}") {
    if (key == ",") continue
    if (key !~ /^"/ || token() != ":") { failed = 1; exit 1 }
    key = at json_text(key); t = token()
    if (t == "{") object(key ".")
    else if (t == "[" || t == "null" || t == "") { failed = 1; exit 1 }
    else { t = t ~ /^"/ ? json_text(t) : t == "true" ? "True" : t == "false" ? "False" : t; gsub(/\n/, " ", t); print key "\t" t }
  }
}
{ all = all $0 "\n" }
END { if (failed) exit 1; if (all ~ /[^ \t\n\r]/) { if (token() != "{") exit 1; object("") } }'
snap_set() {
  awk -F '\t' '{ print $1 "=" $2 }' "$t_tmp.differ" >"$t_tmp.words"
  awk -F '\t' '$4 == "set" { print $1 "=" $5 }' "$t_tmp.differ" >"$t_tmp.were"
  awk -F '\t' '$4 == "unset" { print $1 }' "$t_tmp.differ" >"$t_tmp.new"
  for snap_back in set unset; do
    snap_file=$t_tmp.were
    [ "$snap_back" = set ] || snap_file=$t_tmp.new
    [ -s "$snap_file" ] || continue
    # shellcheck disable=SC2016 # for the inner shell: the snap may be gone
    with_lines "$snap_file" keep_reverse "settings of the snap $snap_one ($snap_back)" '"$0" "$@" >/dev/null 2>&1 || :' snap "$snap_back" "$snap_one"
  done
  did
  with_lines "$t_tmp.words" snap_call 'set' "$snap_one" || snap_failed "Cannot set options for snap '$snap_one'"
}
