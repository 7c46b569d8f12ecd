# shellcheck shell=sh disable=SC2034
# t_awk_regex: Python's regular expressions, for awk programs of modules. Those of awk have no groups, no lazy repeats,
# no \b, and search for the longest match. This compiles a pattern to a small program, and runs that with backtracking.
#   re_compile(PATTERN, FLAGS)  FLAGS are i, m, s; sets re_error if the pattern is not valid
#   re_search(TEXT, FROM)       returns 1 and sets re_start and re_end (one past the end) if it matches
#   re_load(TEXT) re_find(FROM) the same for many searches in one text
#   re_expand(TEMPLATE)         replaces \1, \g<name>, \n … in TEMPLATE
#   slurp(FILE)                 the text of FILE, without its last newline
# shellcheck disable=SC2016
t_awk_regex='
function slurp(f,   l, t, n) { t = ""; while ((getline l < f) > 0) t = t (n++ ? "\n" : "") l; close(f); return t }
function re_node(k, a, b) { re_kind[++re_nodes] = k; re_a[re_nodes] = a; re_b[re_nodes] = b; return re_nodes }
function re_peek() { return substr(re_p, re_i, 1) }
function re_bad(m, at) { if (re_error == "") { re_error = m; re_at = at }; re_i = length(re_p) + 1; return re_node("empty") }
function re_alt(   n, s) { s = re_seq(); if (re_peek() != "|") return s; re_i++; n = re_node("alt", s); re_b[n] = re_alt(); return n }
function re_seq(   n, c) { n = 0
  while ((c = re_peek()) != "" && c != "|" && c != ")") { c = re_item(); n = n ? re_node("cat", n, c) : c }
  return n ? n : re_node("empty") }
function re_item(   n, c, lo, hi, r) { n = re_atom()
  while ((c = re_peek()) ~ /[*+?{]/ && c != "") {
    lo = 0; hi = -1
    if (c == "+") lo = 1; else if (c == "?") hi = 1
    else if (c == "{") {
      r = substr(re_p, re_i); if (!match(r, /^\{[0-9]*(,[0-9]*)?\}/) || RLENGTH == 2) break
      c = substr(r, 2, RLENGTH - 2); re_i += RLENGTH - 1; lo = c + 0; if (c ~ /^,/) lo = 0; if (c !~ /,/) hi = lo; else if (c !~ /,$/) { sub(/.*,/, "", c); hi = c + 0 }
    }
    re_i++; r = re_node("rep", n, lo); re_hi[r] = hi; re_lazy[r] = 0
    if (re_peek() == "?") { re_lazy[r] = 1; re_i++ } else if (re_peek() == "+") return re_bad("possessive repeats", re_i)
    if (re_peek() ~ /[*+?]/ && re_peek() != "") return re_bad("multiple repeat", re_i)
    n = r
  }
  return n }
function re_set(not, members,   n, i) { n = re_node("set", ++re_sets, not); for (i = 1; i <= length(members); i++) re_member[re_sets, substr(members, i, 1)] = 1; return n }
function re_class(c) { # the set of \d and similar escapes
  if (c == "d") return re_digits; if (c == "w") return re_word; if (c == "s") return " \t\n\r\f\v"; return "" }
function re_others(s,   i, t) { for (i = 1; i < 256; i++) if (!index(s, re_chr[i])) t = t re_chr[i]; return t }
function re_plain(c,   h) { # the character of an escape; re_i is after it
  if (c == "n") return "\n"; if (c == "t") return "\t"; if (c == "r") return "\r"; if (c == "f") return "\f"; if (c == "v") return "\v"; if (c == "a") return "\007"
  if (c == "x") { h = tolower(substr(re_p, re_i, 2)); re_i += 2; h = (index("0123456789abcdef", substr(h, 1, 1)) - 1) * 16 + index("0123456789abcdef", substr(h, 2, 1)) - 1; return re_chr[h] }
  if (c ~ /[A-Za-z0-9]/) re_bad("bad escape \\" c, re_i - 2)
  return c }
function re_char(c) { return re_fold && tolower(c) != toupper(c) ? re_set(0, tolower(c) toupper(c)) : re_node("char", c) }
function re_bracket(   not, m, c, d, i, first, t, from, at) {
  from = re_i - 1
  if (re_peek() == "^") { not = 1; re_i++ }
  first = 1
  while ((c = re_peek()) != "" && (c != "]" || first)) {
    first = 0; at = re_i; re_i++
    if (c == "\\") { c = re_peek(); re_i++
      if ((t = re_class(c)) != "") { m = m t; continue }
      if ((t = re_class(tolower(c))) != "" && c ~ /[DWS]/) { m = m re_others(t); continue }
      c = c == "b" ? "\b" : re_plain(c) }
    d = c
    if (re_peek() == "-" && substr(re_p, re_i + 1, 1) !~ /^\]?$/) { re_i++; d = re_peek(); re_i++; if (d == "\\") { d = re_peek(); re_i++; d = re_plain(d) } }
    if (re_ord[d] < re_ord[c]) return re_bad("bad character range " c "-" d, at)
    for (i = re_ord[c]; i <= re_ord[d]; i++) m = m re_chr[i]
  }
  if (c == "") return re_bad("unterminated character set", from)
  re_i++; if (re_fold) m = m tolower(m) toupper(m)
  return re_set(not, m) }
function re_group(   n, g, name, r, w, from) { g = -1; from = re_i - 1; r = substr(re_p, re_i)
  if (r ~ /^\?/) {
    if (match(r, /^\?P?<[A-Za-z_][A-Za-z0-9_]*>/)) { name = substr(r, 1, RLENGTH); sub(/^[^<]*</, "", name); sub(/>$/, "", name); re_i += RLENGTH; g = ++re_groups; re_named[name] = g }
    else if (match(r, /^\?P=[A-Za-z0-9_]+\)/)) { re_i += RLENGTH; name = substr(r, 4, RLENGTH - 4); return (name in re_named) ? re_node("back", re_named[name]) : re_bad("unknown group name \047" name "\047", from + 4) }
    else if (match(r, /^\?[imsaLu]+\)/)) { re_i += RLENGTH; re_flags(substr(r, 2, RLENGTH - 2)); return re_node("empty") }
    else if (match(r, /^\?#[^)]*\)/)) { re_i += RLENGTH; return re_node("empty") }
    else if (r ~ /^\?:/) re_i += 2
    else if (match(r, /^\?<?[=!]/)) { re_i += RLENGTH; n = re_alt(); if (re_peek() != ")") return re_bad("missing ), unterminated subpattern", from); re_i++
      w = r ~ /^\?</ ? re_width(n) : -1; if (r ~ /^\?</ && w < 0) return re_bad("look-behind requires fixed-width pattern")
      n = re_node("look", n, r ~ /^\?<?!/); re_hi[n] = w; return n }
    else return re_bad("(" substr(r, 1, 2) " in a pattern", from + 1)
  } else g = ++re_groups
  n = re_alt(); if (re_peek() != ")") return re_bad("missing ), unterminated subpattern", from); re_i++
  return g < 0 ? n : re_node("group", n, g) }
function re_flags(f) { if (f ~ /i/) re_fold = 1; if (f ~ /m/) re_multi = 1; if (f ~ /s/) re_dotall = 1 }
function re_width(n,   a, b, k) { k = re_kind[n]
  if (k == "char" || k == "set" || k == "any") return 1
  if (k == "group") return re_width(re_a[n])
  if (k == "cat" || k == "alt") { a = re_width(re_a[n]); b = re_width(re_b[n]); return a < 0 || b < 0 || (k == "alt" && a != b) ? -1 : k == "alt" ? a : a + b }
  if (k == "rep") { a = re_width(re_a[n]); return a < 0 || re_b[n] != re_hi[n] ? -1 : a * re_b[n] }
  return k == "back" ? -1 : 0 }
function re_atom(   c, t) { c = re_peek(); re_i++
  if (c == "(") return re_group(); if (c == "[") return re_bracket()
  if (c == ".") return re_dotall ? re_node("every") : re_node("any")
  if (c == "^") return re_node(re_multi ? "bol" : "start"); if (c == "$") return re_node(re_multi ? "eol" : "finish")
  if (c ~ /[*+?]/) return re_bad("nothing to repeat", re_i - 1)
  if (c != "\\") return re_char(c)
  c = re_peek(); re_i++
  if (c == "") return re_bad("bad escape (end of pattern)", re_i - 2)
  if ((t = re_class(c)) != "") return re_set(0, t); if (c ~ /[DWS]/) return re_set(1, re_class(tolower(c)))
  if (c == "b") return re_node("edge"); if (c == "B") return re_node("inner"); if (c == "A") return re_node("start"); if (c == "Z") return re_node("last")
  if (c ~ /[1-9]/) { if (c > re_groups) return re_bad("invalid group reference " c, re_i - 1); return re_node("back", c) }
  return re_char(re_plain(c)) }
function re_emit(o, x, y) { re_op[++re_len] = o; re_x[re_len] = x; re_y[re_len] = y; return re_len }
function re_split(p, lazy, to) { if (lazy) { re_x[p] = to; re_y[p] = p + 1 } else { re_x[p] = p + 1; re_y[p] = to } }
function re_gen(n,   k, i, p, q, slot, open) { k = re_kind[n]
  if (k == "cat") { re_gen(re_a[n]); re_gen(re_b[n]) }
  else if (k == "alt") { p = re_emit("split"); re_gen(re_a[n]); q = re_emit("jump"); re_split(p, 0, re_len + 1); re_gen(re_b[n]); re_x[q] = re_len + 1 }
  else if (k == "group") { re_emit("save", re_b[n] * 2); re_gen(re_a[n]); re_emit("save", re_b[n] * 2 + 1) }
  else if (k == "look") { p = re_emit("look", 0, re_b[n] + 0); re_w[p] = re_hi[n]; re_gen(re_a[n]); re_emit("match"); re_x[p] = re_len + 1 }
  else if (k == "rep") {
    for (i = 0; i < re_b[n]; i++) re_gen(re_a[n])
    if (re_hi[n] < 0) { slot = 200 + ++re_loops; p = re_emit("split"); re_emit("save", slot); re_gen(re_a[n]); re_emit("moved", slot); re_emit("jump", p); re_split(p, re_lazy[n], re_len + 1) }
    else { open = 0; for (; i < re_hi[n]; i++) { p = re_emit("split", open); open = p; re_gen(re_a[n]) }
      while (open) { p = re_x[open]; re_split(open, re_lazy[n], re_len + 1); open = p } }
  }
  else if (k != "empty") re_emit(k, re_a[n], re_b[n] + 0) }
function re_must_of(n,   k) { k = re_kind[n] # literal texts that each match contains; the longest is searched first
  if (k == "cat") { re_must_of(re_a[n]); re_must_of(re_b[n]); return }
  if (k == "group") { re_must_of(re_a[n]); return }
  if (k == "char") { re_run = re_run re_a[n]; if (length(re_run) > length(re_must)) re_must = re_run; return }
  if (k != "empty") re_run = "" }
function re_compile(p, flags,   i, n, k) {
  if (!re_ready) { re_ready = 1; for (i = 1; i < 256; i++) { re_chr[i] = sprintf("%c", i); re_ord[re_chr[i]] = i }
    re_digits = "0123456789"; re_word = re_digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_" }
  re_p = p; re_i = 1; re_nodes = re_groups = re_len = re_loops = 0; re_error = re_must = re_run = ""; re_fold = re_multi = re_dotall = re_at = 0; re_flags(flags)
  for (k in re_named) delete re_named[k]
  n = re_alt(); if (re_i <= length(re_p) && re_error == "") re_bad("unbalanced parenthesis", re_i)
  if (re_error != "") { if (re_at) re_error = re_error " at position " re_at - 1; return 0 }
  re_gen(n); re_emit("match"); re_must_of(n)
  return 1 }
function re_load(t) { re_text = t; re_n = length(t); re_split_done = 0 }
function re_search(t, from) { re_load(t); return re_find(from) }
function re_find(from,   i, o, lead) {
  if (re_must != "" && !index(from > 1 ? substr(re_text, from) : re_text, re_must)) return 0
  if (!re_split_done) { split(re_text, re_c, ""); re_split_done = 1 }
  for (i = 1; re_op[i] == "save"; i++) ;
  o = re_op[i]; lead = re_x[i]
  for (i = from; i <= re_n + 1; i++) {
    if (o == "char") { if (i > re_n || re_c[i] != lead) continue }
    else if (o == "start") { if (i > 1) return 0 }
    else if (o == "bol") { if (i > 1 && re_c[i - 1] != "\n") continue }
    if (re_run_at(1, i, 0)) { re_start = i; return 1 }
  }
  return 0 }
function re_is_word(i) { return i >= 1 && i <= re_n && index(re_word, re_c[i]) > 0 }
function re_run_at(pc, i, base,   o, top, k, s) { top = base
  if (!base) for (k in re_cap) delete re_cap[k]
  for (;;) {
    o = re_op[pc]
    if (o == "char") { if (i <= re_n && re_c[i] == re_x[pc]) { i++; pc++; continue } }
    else if (o == "set") { if (i <= re_n && ((re_x[pc], re_c[i]) in re_member) != re_y[pc]) { i++; pc++; continue } }
    else if (o == "any") { if (i <= re_n && re_c[i] != "\n") { i++; pc++; continue } }
    else if (o == "every") { if (i <= re_n) { i++; pc++; continue } }
    else if (o == "split") { top++; re_st[top] = re_y[pc]; re_si[top] = i; pc = re_x[pc]; continue }
    else if (o == "jump") { pc = re_x[pc]; continue }
    else if (o == "save") { k = re_x[pc]; top++; re_st[top] = -1; re_si[top] = k; re_old[top] = (k in re_cap) ? re_cap[k] : 0; re_cap[k] = i; pc++; continue }
    else if (o == "moved") { if (re_cap[re_x[pc]] != i) { pc++; continue } }
    else if (o == "match") { re_end = i; return 1 }
    else if (o == "start") { if (i == 1) { pc++; continue } }
    else if (o == "last") { if (i == re_n + 1) { pc++; continue } }
    else if (o == "finish") { if (i == re_n + 1 || (i == re_n && re_c[i] == "\n")) { pc++; continue } }
    else if (o == "bol") { if (i == 1 || re_c[i - 1] == "\n") { pc++; continue } }
    else if (o == "eol") { if (i == re_n + 1 || re_c[i] == "\n") { pc++; continue } }
    else if (o == "edge") { if (re_is_word(i - 1) != re_is_word(i)) { pc++; continue } }
    else if (o == "inner") { if (re_is_word(i - 1) == re_is_word(i)) { pc++; continue } }
    else if (o == "back") { k = re_x[pc] * 2; if ((k + 1) in re_cap && re_cap[k + 1] && (s = substr(re_text, re_cap[k], re_cap[k + 1] - re_cap[k])) == substr(re_text, i, length(s))) { i += length(s); pc++; continue } }
    else if (o == "look") { k = re_w[pc] < 0 ? i : i - re_w[pc]; k = k >= 1 ? re_run_at(pc + 1, k, top + 1) : 0; if (k != re_y[pc]) { pc = re_x[pc]; continue } }
    while (top > base && re_st[top] < 0) { re_cap[re_si[top]] = re_old[top]; top-- }
    if (top == base) return 0
    pc = re_st[top]; i = re_si[top]; top--
  } }
function re_capture(g) { if (g == 0) return substr(re_text, re_start, re_end - re_start)
  return ((g * 2 + 1) in re_cap) && re_cap[g * 2 + 1] ? substr(re_text, re_cap[g * 2], re_cap[g * 2 + 1] - re_cap[g * 2]) : "" }
function re_expand(t,   o, p, c, n) {
  while (p = index(t, "\\")) {
    o = o substr(t, 1, p - 1); c = substr(t, p + 1, 1); t = substr(t, p + 2)
    if (c ~ /[0-9]/) { if (c > 0 && substr(t, 1, 1) ~ /[0-9]/) { c = c substr(t, 1, 1); t = substr(t, 2) }
      if (c + 0 > re_groups) { re_error = "invalid group reference " c; return o }
      o = o (c == 0 ? "" : re_capture(c + 0)) }
    else if (c == "g" && match(t, /^<[A-Za-z0-9_]+>/)) { n = substr(t, 2, RLENGTH - 2); t = substr(t, RLENGTH + 1)
      if (n !~ /^[0-9]+$/) { if (!(n in re_named)) { re_error = "unknown group name " n; return o }; n = re_named[n] }
      if (n + 0 > re_groups) { re_error = "invalid group reference " n; return o }
      o = o re_capture(n + 0) }
    else if (c == "n") o = o "\n"; else if (c == "t") o = o "\t"; else if (c == "r") o = o "\r"; else if (c == "\\") o = o "\\"
    else if (c ~ /[A-Za-z]/) { re_error = "bad escape \\" c; return o }
    else o = o "\\" c
  }
  return o t }
'
