# shellcheck shell=sh
# module: capabilities  also=community.general.capabilities
# summary: keep a capability of a program present or absent
# check: full   diff: none   needs: getcap setcap awk   uses: metadata
# example: capabilities: {path: /usr/local/sbin/haproxy, capability: cap_net_bind_service+ep}
# option: path        str   required  aliases=key             the program
# option: capability  str   required  aliases=cap             the capability; with operator and flags, if it must be there: cap_net_bind_service+ep
# option: state       enum  present|absent  default=present   whether the program must have it
# result: stdout  what setcap printed
# result: msg  what was done

capabilities_run() {
  [ -f "$p_path" ] || fail "Unable to get capabilities of $p_path: there is no such file"
  capabilities_target=$p_path
  if [ -h "$p_path" ]; then
    follow_path "$p_path"
    capabilities_target=$f_path
  fi
  p_capability=$(printf '%s' "$p_capability" | tr -d '[:space:]' | tr '[:upper:]' '[:lower:]')
  case $p_state:$p_capability in
    *: | *,*) fail "one capability at a time: $p_capability" ;;
    *:*[=+-]*) ;;
    present:*) fail "Couldn't find operator (one of: ['=', '-', '+'])" ;;
  esac
  clean_path "$capabilities_target"
  if ! run getcap "$c_path" || [ -n "$run_stderr" ]; then capabilities_failed get; fi
  capabilities_plan
  if [ "$capabilities_differ" = true ]; then capabilities_write; else result state "$p_state"; fi
}

# Reads `FILE cap_a,cap_b=ep` or, from an older getcap, `FILE = cap_a,cap_b+ep`. Sets capabilities_was and
# capabilities_new. + and = mean the same where a file has just these flags.
capabilities_plan() {
  printf '%s\n' "${run_stdout#"$c_path"}" >"$t_tmp.now"
  awk -v state="$p_state" -v want="$p_capability" '
    function sorted(s,   o) { o = ""; if (s ~ /e/) o = o "e"; if (s ~ /i/) o = o "i"; if (s ~ /p/) o = o "p"; return o }
    function parse(s,   p) { p = match(s, /[-=+]/); op = p ? substr(s, p, 1) : ""; name = p ? substr(s, 1, p - 1) : s; flags = p ? substr(s, p + 1) : "" }
    { sub(/^ = /, " "); $0 = tolower($0)
      for (i = 1; i <= NF; i++) {
        parse($i); all = flags; o = op; n = split(name, names, ",")
        for (k = 1; k <= n; k++) { cap[++caps] = names[k]; how[caps] = o; flag[caps] = all }
      } }
    END {
      parse(want); differ = state == "present"
      for (i = 1; i <= caps; i++) {
        one = cap[i] how[i] flag[i]; was = was (i > 1 ? " " : "") one
        if (cap[i] == name) {
          if (state == "absent") { differ = 1; continue }
          if (op != "-" && sorted(flag[i]) == sorted(flags)) differ = 0
          continue
        }
        rest = rest (rest == "" ? "" : " ") one
      }
      if (state == "present") rest = rest (rest == "" ? "" : " ") want
      print (differ ? "true" : "false"); print was; print rest
    }' "$t_tmp.now" >"$t_tmp.plan" || fail "cannot work out the capabilities of $p_path"
  {
    IFS= read -r capabilities_differ
    IFS= read -r capabilities_was
    IFS= read -r capabilities_new
  } <"$t_tmp.plan"
}
capabilities_write() {
  changed
  result msg 'capabilities changed'
  checking && return
  keep_metadata caps "$capabilities_target" "$capabilities_was"
  if [ "$capabilities_new" ]; then set -- "$capabilities_new"; else set -- -r; fi
  change "$capabilities_target" setcap "$@" || capabilities_failed set
  result state "$p_state"
  result stdout "$run_stdout"
}
capabilities_failed() { # get|set
  result stdout "$run_stdout"
  result stderr "${run_stderr:+$run_stderr$t_nl}"
  fail "Unable to $1 capabilities of $p_path: ${run_stderr:-$run_stdout}"
}
