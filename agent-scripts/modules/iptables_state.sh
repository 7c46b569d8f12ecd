# shellcheck shell=sh
# module: iptables_state  also=community.general.iptables_state
# summary: save the rules of the firewall to a file, or restore them from it
# check: full   diff: none   needs: awk   uses: reverse
# example: iptables_state: {state: saved, path: /etc/iptables/rules.v4}
# option: path        path  required                    the file
# option: state       enum  required  saved|restored    what to do
# option: table       enum  filter|nat|mangle|raw|security  only this table
# option: noflush     bool  default=false               keep the rules that are there when others are restored
# option: counters    bool  default=false               save and restore the counters of packets and bytes, too
# option: modprobe    path                              the program that loads modules of the kernel
# option: ip_version  enum  ipv4|ipv6  default=ipv4     which firewall
# option: wait        int                               seconds to wait for the lock of xtables
# result: cmd            the command that did it
# result: initial_state  the rules before, line by line
# result: saved          the rules that were saved
# result: restored       the rules that were restored
# result: tables         the rules before, by table
# result: applied        whether the rules were restored

iptables_state_run() {
  iptables_state_testing=false
  case $p_ip_version in ipv4) iptables_state_by=iptables ;; *) iptables_state_by=ip6tables ;; esac
  for iptables_state_tool in "$iptables_state_by" "$iptables_state_by-save" "$iptables_state_by-restore"; do
    task_needs "$iptables_state_tool"
  done
  iptables_state_probe
  if [ "$p_state" = restored ]; then
    iptables_state_source
    iptables_state_cmd=
  else
    iptables_state_words "$iptables_state_by-save"
    iptables_state_cmd=$iptables_state_said
  fi
  iptables_state_begin
  iptables_state_format "$t_tmp.full" >"$t_tmp.initial"
  iptables_state_words "$iptables_state_by-save"
  iptables_state_listed "$t_tmp.raw" || iptables_state_failed
  iptables_state_format "$t_tmp.raw" >"$t_tmp.initref"
  if [ "$p_state" = saved ]; then iptables_state_write; else iptables_state_restore; fi
}

iptables_state_probe() {
  [ "${p_modprobe+given}" ] || return 0
  [ -e "$p_modprobe" ] || fail "modprobe $p_modprobe not found"
  [ -f "$p_modprobe" ] || fail "modprobe $p_modprobe not a file"
  [ -r "$p_modprobe" ] || fail "modprobe $p_modprobe not readable"
  [ -x "$p_modprobe" ] || fail "modprobe $p_modprobe not executable"
}
iptables_state_source() {
  [ -e "$p_path" ] || fail "Source $p_path not found"
  [ -f "$p_path" ] || fail "Source $p_path not a file"
  [ -r "$p_path" ] || fail "Source $p_path not readable"
  awk '$0 != ""' "$p_path" >"$t_tmp.wanted" || fail "cannot read $p_path"
  [ -z "${p_table-}" ] || grep -qxF "*$p_table" "$t_tmp.wanted" || fail "Table $p_table to restore not defined in $p_path"
}

iptables_state_exec() { run env LANG=C LC_MESSAGES=C "$@"; }
# iptables_state_words TOOL [WORD…]: writes call: the words of a command, one a line; sets iptables_state_said to them.
iptables_state_words() {
  iptables_state_tool=$1
  shift
  [ "${p_modprobe+given}" = '' ] || set -- --modprobe "$p_modprobe" "$@"
  [ -z "${p_table-}" ] || set -- --table "$p_table" "$@"
  [ "$p_counters" = false ] || set -- --counters "$@"
  [ "$iptables_state_testing" = false ] || set -- --test "$@"
  printf '%s\n' "$iptables_state_tool" "$@" >"$t_tmp.call"
  iptables_state_said="$(t_environment && command -v "$iptables_state_tool")${1+ }$*"
}
iptables_state_listed() { # iptables_state_listed FILE: the output of the call
  with_lines "$t_tmp.call" run_to "$1" env LANG=C LC_MESSAGES=C
}
iptables_state_failed() {
  result_int rc "$run_status"
  result stderr "$run_stderr"
  fail "${run_stderr:-$iptables_state_by failed with status $run_status}"
}
iptables_state_save() { # iptables_state_save FILE: all tables
  set -- "$1" "$iptables_state_by-save"
  [ "${p_modprobe+given}" = '' ] || set -- "$@" --modprobe "$p_modprobe"
  iptables_state_to=$1
  shift
  run_to "$iptables_state_to" env LANG=C LC_MESSAGES=C "$@" || iptables_state_failed
}

# A table that the kernel has not loaded yet is not in what is saved, and undo could not restore it.
iptables_state_begin() {
  iptables_state_save "$t_tmp.full"
  if [ "${p_table-}" ]; then
    iptables_state_load "$p_table"
  elif [ "$p_state" = saved ]; then
    [ -s "$t_tmp.full" ] || iptables_state_load filter
  else
    for iptables_state_table in filter mangle nat raw security; do
      ! grep -qxF "*$iptables_state_table" "$t_tmp.wanted" || iptables_state_load "$iptables_state_table"
    done
  fi
}
iptables_state_load() {
  ! grep -qxF "*$1" "$t_tmp.full" || return 0
  set -- "$1" "$iptables_state_by" -L -n
  [ "${p_modprobe+given}" = '' ] || set -- "$@" --modprobe "$p_modprobe"
  iptables_state_table=$1
  shift
  iptables_state_exec "$@" -t "$iptables_state_table" || iptables_state_failed
  iptables_state_save "$t_tmp.full"
  if checking || grep -qxF "*$iptables_state_table" "$t_tmp.full"; then return 0; fi
  printf '*%s\n:OUTPUT ACCEPT\nCOMMIT\n' "$iptables_state_table" >"$t_tmp.empty"
  iptables_state_exec "$iptables_state_by-restore" "$t_tmp.empty" || iptables_state_failed
  iptables_state_save "$t_tmp.full"
}

# Without times and, unless they matter, counters.
iptables_state_format() {
  awk -v counters="$p_counters" '
    /^# (Generated|Completed)/ { sub(/ on .*/, "") }
    counters == "false" { gsub(/\[[0-9]+:[0-9]+\]/, "[0:0]") }
    $0 != ""' "$1"
}
iptables_state_list() { # iptables_state_list NAME FILE: a result, line by line
  awk "$t_awk_json"'BEGIN { printf "[" } { printf "%s%s", (NR > 1 ? ", " : ""), json($0) } END { print "]" }' "$2" >"$t_tmp.json"
  result_json_file "$1" "$t_tmp.json"
}
iptables_state_rows() { # iptables_state_rows FILE: TABLE and rule, with a tab between
  iptables_state_format "$1" | awk '/^\*(filter|mangle|nat|raw|security)$/ { table = substr($0, 2); print table "\t"; next } $0 == "COMMIT" { table = ""; next } /^# / { next } { print table "\t" $0 }'
}
iptables_state_tables() {
  iptables_state_rows "$t_tmp.raw" >"$t_tmp.before"
  awk -F '\t' "$t_awk_json"'
    BEGIN { printf "{" }
    { rule = substr($0, length($1) + 2) }
    rule == "" { printf "%s%s: [", (NR > 1 ? "], " : ""), json($1); n = 0; next }
    { printf "%s%s", (n++ ? ", " : ""), json(rule) }
    END { print (NR ? "]" : "") "}" }' "$t_tmp.before" >"$t_tmp.json"
  result_json_file tables "$t_tmp.json"
}
iptables_state_results() {
  result cmd "$iptables_state_cmd"
  iptables_state_list initial_state "$t_tmp.initial"
  iptables_state_tables
}

iptables_state_write() {
  [ ! -d "$p_path" ] || {
    iptables_state_list initial_state "$t_tmp.initial"
    fail "Destination $p_path is a directory"
  }
  iptables_state_results
  iptables_state_list saved "$t_tmp.initref"
  if [ -f "$p_path" ] && cmp -s "$t_tmp.initref" "$p_path"; then return 0; fi
  changed
  if checking; then return; fi
  umask 077
  clean_path "$p_path"
  make_directory "${c_path%/*}/"
  put_from "$p_path" "$t_tmp.initref" || fail "Error saving state into $p_path: $put_error"
}

# ---- restore -------------------------------------------------------------------------------------------------------------------------

iptables_state_restore() {
  set --
  [ -z "${p_wait+given}" ] || set -- --wait "$p_wait"
  [ "$p_noflush" = false ] || set -- "$@" --noflush
  iptables_state_words "$iptables_state_by-restore" "$@" "$p_path"
  iptables_state_cmd=$iptables_state_said
  iptables_state_tables
  iptables_state_test "$@"
  if checking; then
    if cmp -s "$t_tmp.initial" "$p_path"; then cp -- "$t_tmp.initial" "$t_tmp.restored"; else cp -- "$t_tmp.wanted" "$t_tmp.restored"; fi
  else
    iptables_state_apply "$@"
  fi
  result cmd "$iptables_state_cmd"
  iptables_state_list initial_state "$t_tmp.initial"
  iptables_state_list restored "$t_tmp.restored"
  result_bool applied true
  ! iptables_state_differs || changed
}
# A bug of iptables-nft-restore: it tests only one table at a time.
iptables_state_test() {
  awk -F '\t' '!seen[$1]++ { print $1 }' "$t_tmp.before" >"$t_tmp.names"
  iptables_state_testing=true
  while IFS= read -r iptables_state_table <&4; do
    iptables_state_words "$iptables_state_by-restore" "$@" "$p_path" --table "$iptables_state_table"
    iptables_state_listed "$t_tmp.out" && continue
    result cmd "$iptables_state_said"
    iptables_state_refused
  done 4<"$t_tmp.names"
  iptables_state_testing=false
}
iptables_state_refused() {
  iptables_state_rc=$run_status iptables_state_why=$run_stderr
  result_int rc "$iptables_state_rc"
  result_file stdout "$t_tmp.out"
  result_file stderr "$t_work/stderr"
  iptables_state_list initial_state "$t_tmp.initial"
  iptables_state_list restored "$t_tmp.wanted"
  result_bool applied false
  case $iptables_state_why in *'Another app is currently holding the xtables lock'*) fail "$iptables_state_why" ;; esac
  fail "Source $p_path is not suitable for input to $iptables_state_by-restore: $iptables_state_why"
}
iptables_state_apply() {
  warn "if these rules cut the connection to this host, nothing takes them back by itself"
  # shellcheck disable=SC2016 # for the inner shell; an argument of a command can't be longer than 128 KiB
  if [ "$(wc -c <"$t_tmp.full")" -gt 120000 ]; then note iptables "the rules of $iptables_state_by, which are too many to be kept"; else keep_reverse "the rules of $iptables_state_by" 'printf "%s\n" "$1" | "$0"' "$iptables_state_by-restore" "$(cat -- "$t_tmp.full")"; fi
  iptables_state_words "$iptables_state_by-restore" "$@" "$p_path"
  did
  iptables_state_listed "$t_tmp.out" || iptables_state_refused
  iptables_state_words "$iptables_state_by-save"
  iptables_state_listed "$t_tmp.now" || iptables_state_failed
  iptables_state_format "$t_tmp.now" >"$t_tmp.restored"
}
iptables_state_differs() {
  ! cmp -s "$t_tmp.restored" "$t_tmp.initref" && ! cmp -s "$t_tmp.restored" "$t_tmp.initial" || return 1
  iptables_state_rows "$t_tmp.restored" >"$t_tmp.after"
  awk -F '\t' '
    FILENAME == ARGV[1] { before[$1] = before[$1] "\n" $0; next }
    { after[$1] = after[$1] "\n" $0 }
    END { for (t in after) if (!(t in before) || before[t] != after[t]) exit 0; exit 1 }' "$t_tmp.before" "$t_tmp.after"
}
