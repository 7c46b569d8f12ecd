# shellcheck shell=sh
# What mysql_query and postgresql_query share: their statements, and the values that stand for the % in them.

# sql_queries: writes the statements of p_query, with their values, as JSON texts to the file queries, one in each line.
# Ends the call if that is impossible. QUOTE is an awk program with literal(KIND, TEXT), KIND one of text, number, word,
# and array(LIST, N), which write a value for the server; depth is how many lists are around it.
sql_queries() {    # QUOTE
  case $p_query in # no statement begins with a bracket
    '['*) printf '%s\n' "$p_query" ;;
    *)
      json_string "$p_query"
      printf '%s\n' "$j_text"
      ;;
  esac >"$t_tmp.query"
  printf '%s\n' "${p_positional_args-}" >"$t_tmp.positional"
  printf '%s\n' "${p_named_args-}" >"$t_tmp.named"
  awk -v tmp="$t_tmp" "$t_awk_json$t_awk_json_text$sql_query_awk$1$sql_query_main" >"$t_tmp.queries" || fail "$(cat -- "$t_tmp.queries")"
}
# shellcheck disable=SC2016
sql_query_awk='
function slurp(f,   l, s) { s = ""; while ((getline l < f) > 0) s = s l " "; close(f); return s }
function token(   t) { sub(/^[ \t\n\r]+/, "", all)
  if (match(all, /^"([^"\\]|\\.)*"/) || match(all, /^[^][{}:, "]+/)) { t = substr(all, 1, RLENGTH); all = substr(all, RLENGTH + 1); return t }
  t = substr(all, 1, 1); all = substr(all, 2); return t }
function bad(why) { if (!failed) print why; failed = 1; exit 1 }
# value(TOKEN): the value that begins with it, as a literal
function value(t,   list, n) {
  if (t ~ /^"/) return literal("text", json_text(t))
  if (t == "[") {
    list = ""; n = 0; depth++
    while ((t = token()) != "]") { if (t == ",") continue; if (t == "") bad("the arguments are not complete"); list = list (n++ ? ", " : "") value(t) }
    depth--
    return array(list, n)
  }
  if (t == "{") bad("a mapping cannot be a value of a statement")
  if (t == "true" || t == "false" || t == "null") return literal("word", t)
  return literal("number", t)
}
function arguments(   t, key) {
  all = slurp(tmp ".positional"); kind = ""
  if (token() == "[") {
    kind = "positional"
    while ((t = token()) != "]") { if (t == ",") continue; if (t == "") break; positional[++positions] = value(t) }
  }
  all = slurp(tmp ".named")
  if (token() == "{") {
    kind = "named"
    while ((t = token()) != "}") { if (t == ",") continue; if (t == "") break; key = json_text(t); token(); named[key] = value(token()) }
  }
}
# formatted(QUERY): with the values in place of each %s and %(name)s
function formatted(q,   out, at, c, end, n, key) {
  if (kind == "") return q
  out = ""; n = 0
  while ((at = index(q, "%"))) {
    out = out substr(q, 1, at - 1); c = substr(q, at + 1, 1)
    if (c == "%") { out = out "%"; q = substr(q, at + 2) }
    else if (c == "s" && kind == "positional") {
      if (++n > positions) bad("not enough arguments for format string")
      out = out positional[n]; q = substr(q, at + 2)
    } else if (c == "(" && kind == "named") {
      end = index(q = substr(q, at + 2), ")s"); if (!end) bad("incomplete format")
      key = substr(q, 1, end - 1); if (!(key in named)) bad("the query has %(" key ")s, and named_args has no " key)
      out = out named[key]; q = substr(q, end + 2)
    } else bad("unsupported format character in the query after %; write %% for a literal %")
  }
  if (kind == "positional" && n < positions) bad("not all arguments converted during string formatting")
  return out q
}
'
# shellcheck disable=SC2016
sql_query_main='
BEGIN {
  arguments()
  all = slurp(tmp ".query"); t = token()
  if (t ~ /^"/) print json(formatted(json_text(t)))
  else if (t == "[") while ((t = token()) != "]") {
    if (t == ",") continue
    if (t !~ /^"/) bad("the elements in query list must be strings")
    print json(formatted(json_text(t)))
  }
  else bad("the query option value must be a string or list")
  if (failed) exit 1
}'
