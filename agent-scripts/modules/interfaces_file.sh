# shellcheck shell=sh
# module: interfaces_file  also=community.general.interfaces_file
# summary: set or remove an option of an interface in /etc/network/interfaces
# check: full   diff: text   needs: awk
# example: interfaces_file: {iface: eth1, option: mtu, value: "9000"}
# option: dest            path  default=/etc/network/interfaces        the file
# option: iface           str                                          the interface
# option: address_family  str                                          its address family, if it has several sections
# option: option          str                                          the option; without one, the file is only read
# option: value           str                                          its value; pre-up, up, down and post-up can have several
# option: state           enum  present|absent  default=present        whether the option must be there
# option-set: attributes
# option-set: unsafe_writes
# option-set: backup
# result: dest    the file
# result: ifaces  the interfaces in the file, with their options

interfaces_file_run() {
  [ -z "${p_option+given}" ] || [ "${p_iface+given}" ] || fail "missing parameter(s) required by 'option': iface"
  if [ "${p_option+given}" ] && [ "$p_state" = present ] && [ -z "${p_value+given}" ]; then fail "Value must be set if option is defined and state is 'present'"; fi
  for interfaces_file_text in "${p_iface-}" "${p_option-}" "${p_value-}"; do
    case $interfaces_file_text in *"$t_nl"*) fail 'iface, option and value must be one line each' ;; esac
  done
  [ -e "$p_dest" ] || fail "there is no file $p_dest"
  read_text "$p_dest" "$t_tmp.old"
  interfaces_file_awk || fail "$(cat -- "$t_tmp.said")"
  awk '{ print }' "$t_tmp.old" >"$t_tmp.was" # its last line may have no end
  if ! cmp -s "$t_tmp.was" "$t_tmp.new"; then
    changed
    diff_files "$p_dest" "$t_tmp.old" "$t_tmp.new"
    if ! checking; then
      backup_file "$p_dest" backup
      put_from "$p_dest" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
    fi
  fi
  result_json_file ifaces "$t_tmp.json"
  attributes_of_call "$p_dest"
  result dest "$p_dest"
  describe "$p_dest"
}

interfaces_file_awk() {
  T_IFACE=${p_iface-} T_FAMILY=${p_address_family-} T_OPTION=${p_option-} T_VALUE=${p_value-} awk -v given="${p_option+given}" -v family_given="${p_address_family+given}" \
    -v valued="${p_value+given}" -v state="$p_state" -v new="$t_tmp.new" -v json_to="$t_tmp.json" "$t_awk_json$interfaces_file_program" "$t_tmp.old" >"$t_tmp.said"
}

# shellcheck disable=SC2016,SC2034
interfaces_file_program='
function trim(s) { sub(/^[ \t\r\f\v]+/, "", s); sub(/[ \t\r\f\v]+$/, "", s); return s }
function several(o) { return o == "pre-up" || o == "up" || o == "down" || o == "post-up" }
# parse(): sets kind, name, family, word and rest of each of the n lines, and the sections
function parse(   i, w, k, part, now, sec) {
  now = ""; sections = 0; split("", section); split("", last)
  for (i = 1; i <= n; i++) {
    kind[i] = name[i] = word[i] = rest[i] = ""; k = split(trim(line[i]), part, /[ \t\r\f\v]+/)
    if (!k || part[1] == "" || part[1] ~ /^#/) continue
    w = part[1]
    if (w == "mapping") now = "mapping"
    else if (w == "source" || w == "source-dir" || w == "source-directory" || w == "auto" || w ~ /^allow-/ || w == "no-auto-down" || w == "no-scripts") now = "none"
    else if (w == "iface") {
      now = "iface"; sec = ++sections; kind[i] = "iface"; sec_name[sec] = part[2]; sec_family[sec] = k > 2 ? part[3] : ""; sec_method[sec] = k > 3 ? part[4] : ""; sec_words[sec] = k
      name[i] = part[2]; family[i] = sec_family[sec]; own[i] = sec; options[sec] = 0
    } else if (now == "iface") {
      kind[i] = "option"; name[i] = sec_name[sec]; family[i] = sec_family[sec]; own[i] = sec; word[i] = w
      rest[i] = trim(substr(line[i], index(line[i], w) + length(w))); item[sec, ++options[sec]] = i
    } else if (now == "") { print "misplaced option " line[i] " in line " i; failed = 1; exit 1 }
  }
}
# add(AFTER): the option, as a line like that one
function add(after,   i, lead, tail, text) {
  text = line[after]; lead = text; sub(/[^ \t\r\f\v].*/, "", lead); tail = text; sub(/.*[^ \t\r\f\v]/, "", tail)
  if (!any) lead = lead "    "
  for (i = n; i > after; i--) line[i + 1] = line[i]
  line[after + 1] = lead option " " value tail; n++
}
function change(i,   at) { # the value of a line
  at = index(line[i], word[i]) + length(word[i]) - 1
  if (rest[i] == "") line[i] = substr(line[i], 1, at) " " value substr(line[i], at + 1)
  else { at += index(substr(line[i], at + 1), rest[i]) - 1; line[i] = substr(line[i], 1, at) value substr(line[i], at + length(rest[i]) + 1) }
}
function method(i,   text, at, k) { # the fourth word of a line
  text = line[i]; at = 0
  for (k = 1; k < 4; k++) { match(text, /^[ \t\r\f\v]*[^ \t\r\f\v]+/); at += RLENGTH; text = substr(text, RLENGTH + 1) }
  match(text, /^[ \t\r\f\v]*/); at += RLENGTH; text = substr(text, RLENGTH + 1); match(text, /^[^ \t\r\f\v]+/)
  line[i] = substr(line[i], 1, at) value substr(text, RLENGTH + 1)
}
function edit(   i, first, at, found, same, k) {
  at = 0; any = 0; found = 0; same = 0
  for (i = 1; i <= n; i++) if (kind[i] != "" && name[i] == iface && (family_given == "" || family[i] == want_family)) {
    at = i
    if (kind[i] == "option") { any++; if (word[i] == option) { found = i; if (rest[i] == value) same++ } }
  }
  if (!at) { print "Error: interface " iface " not found"; failed = 1; exit 1 }
  if (state == "absent") {
    if (!found) return
    k = 0
    for (i = 1; i <= n; i++) {
      if (kind[i] == "option" && name[i] == iface && word[i] == option && (family_given == "" || family[i] == want_family) && !(several(option) && valued != "" && value != "None" && rest[i] != value)) continue
      line[++k] = line[i]
    }
    n = k; return
  }
  if (!found && option == "method") {
    for (i = 1; i <= n; i++) if (kind[i] == "iface" && name[i] == iface && (family_given == "" || family[i] == want_family) && sec_words[own[i]] > 3 && sec_method[own[i]] != value) method(i)
  } else if (!found) add(at)
  else if (several(option)) { if (!same) add(found) }
  else if (rest[found] != value) change(found)
}
function text_or_null(s, there) { return there ? json(s) : "null" }
function tell(   s, i, k, o, kinds, list, out, seen, order, orders, v) {
  split("", at_name); orders = 0
  for (s = 1; s <= sections; s++) { if (!(sec_name[s] in at_name)) order[++orders] = sec_name[s]; at_name[sec_name[s]] = s }
  out = "{"
  for (i = 1; i <= orders; i++) {
    s = at_name[order[i]]; split("", list); split("", v)
    out = out (i > 1 ? ", " : "") json(order[i]) ": {"
    split("pre-up up down post-up", kinds, " ")
    for (k = 1; k <= 4; k++) list[kinds[k]] = ""
    v["address_family"] = text_or_null(sec_family[s], sec_words[s] > 2); v["method"] = text_or_null(sec_method[s], sec_words[s] > 3)
    for (k = 1; k <= options[s]; k++) {
      if (several(word[item[s, k]])) list[word[item[s, k]]] = list[word[item[s, k]]] (list[word[item[s, k]]] == "" ? "" : ", ") json(rest[item[s, k]])
      else v[word[item[s, k]]] = json(rest[item[s, k]])
    }
    k = 0
    for (o in list) out = out (k++ ? ", " : "") json(o) ": [" list[o] "]"
    for (o in v) out = out ", " json(o) ": " v[o]
    out = out "}"
  }
  print out "}" > json_to
}
{ line[++n] = $0 }
END {
  if (failed) exit 1
  iface = ENVIRON["T_IFACE"]; want_family = ENVIRON["T_FAMILY"]; option = ENVIRON["T_OPTION"]; value = ENVIRON["T_VALUE"]
  printf "" > new; n += 0
  parse()
  if (given != "") { edit(); parse() }
  for (i = 1; i <= n; i++) print line[i] > new
  tell()
}'
