# shellcheck shell=sh
# Reads statements for PostgreSQL, and the values that psql writes.

# sql_statements: read_statements(TEXT) sets words and word[] to the first words of the statements in TEXT, last to the last
# one without comments, and plain to whether psql can be given that one: it reads backslashes and :NAME outside of quotes.
# shellcheck disable=SC2016,SC2034 # for awk programs
sql_statements='
function end_statement(   w) {
  if (statement !~ /[^ \t\r\n]/) return
  w = toupper(statement); gsub(/^[ \t\r\n(]+/, "", w); sub(/[^A-Z].*/, "", w)
  word[++words] = w; last = statement; statement = ""
}
# take(N): N bytes belong to the statement
function take(n) { statement = statement substr(rest, 1, n); rest = substr(rest, n + 1) }
function read_statements(s,   c, tag, depth, n) {
  rest = s; words = 0; last = statement = ""; plain = 1
  while (match(rest, /[\047"$;\\:\/-]/)) {
    take(RSTART - 1); c = substr(rest, 1, 1)
    if (c == "\047") {
      if (statement ~ /(^|[^A-Za-z0-9_$])[eE]$/) match(rest, /^\047([^\047\\]|\\.|\047\047)*\047/); else match(rest, /^\047([^\047]|\047\047)*\047/)
      if (RSTART) take(RLENGTH); else { plain = 0; break }
    }
    else if (c == "\"") { if (match(rest, /^"[^"]*"/)) take(RLENGTH); else { plain = 0; break } }
    else if (c == "$" && statement !~ /[A-Za-z0-9_]$/ && match(rest, /^\$([^]$ \t\r\n\047"0-9;:,()[-][^]$ \t\r\n\047";:,()[-]*)?\$/)) {
      tag = substr(rest, 1, RLENGTH); n = index(substr(rest, RLENGTH + 1), tag)
      if (n) take(2 * RLENGTH + n - 1); else { plain = 0; break }
    }
    else if (substr(rest, 1, 2) == "--") { sub(/^[^\n]*/, "", rest); statement = statement " " }
    else if (substr(rest, 1, 2) == "/*") {
      depth = 1; rest = substr(rest, 3)
      while (depth && match(rest, /\/\*|\*\//)) { depth += substr(rest, RSTART, 1) == "/" ? 1 : -1; rest = substr(rest, RSTART + 2) }
      if (depth) rest = ""
      statement = statement " "
    }
    else if (c == ";") { end_statement(); statement = ""; rest = substr(rest, 2) }
    else {
      if (c == "\\" || rest ~ /^:[A-Z\047"{]/ && statement !~ /:$/) plain = 0
      take(1)
    }
  }
  statement = statement rest; end_statement()
}
'

# sql_rows: value(TEXT, TYPE) is the JSON of a value as Ansible returns it. What it cannot return is text here.
# shellcheck disable=SC2016,SC2034
sql_rows='
function value(s, type) {
  gsub(/\([^)]*\)/, "", type)
  if (sub(/\[\]$/, "", type)) {
    if (type !~ /^(smallint|integer|bigint|oid|real|double precision|numeric|boolean|text|character|character varying|name|date|timestamp|timestamp with(out)? time zone|time|time with(out)? time zone|json|jsonb|inet|cidr|macaddr)$/) return json(s)
    sub(/^(\[[-0-9]*:[-0-9]*\])+=/, "", s)
    array_rest = s
    return array_value(type)
  }
  if (type ~ /^(smallint|integer|bigint|oid)$/ && s ~ /^-?[0-9]+$/) return s
  if (type ~ /^(real|double precision|numeric)$/) return s ~ /^-?[0-9]+$/ ? s ".0" : s ~ /^-?[0-9.]+(e[-+]?[0-9]+)?$/ ? s : json(s)
  if (type == "boolean") return s == "t" ? "true" : "false"
  if (type ~ /^jsonb?$/) { gsub(/[\n\r\t]/, " ", s); return s }
  if (type ~ /^time/) return json(moment(s))
  if (type ~ /^interval/) return json(duration(s))
  return json(s)
}
function array_value(type,   list, n, item, plain_item, at) {
  list = ""; n = 0; array_rest = substr(array_rest, 2)
  while (array_rest != "" && array_rest !~ /^[}]/) {
    if (n++) list = list ", "
    if (array_rest ~ /^[{]/) item = array_value(type)
    else if (match(array_rest, /^"([^"\\]|\\.)*"/)) {
      item = substr(array_rest, 2, RLENGTH - 2); array_rest = substr(array_rest, RLENGTH + 1)
      plain_item = ""
      while ((at = index(item, "\\"))) { plain_item = plain_item substr(item, 1, at - 1) substr(item, at + 1, 1); item = substr(item, at + 2) }
      item = value(plain_item item, type)
    } else { match(array_rest, /^[^,}]*/); item = substr(array_rest, 1, RLENGTH); array_rest = substr(array_rest, RLENGTH + 1); item = item == "NULL" ? "null" : value(item, type) }
    list = list item
    sub(/^,/, "", array_rest)
  }
  array_rest = substr(array_rest, 2)
  return "[" list "]"
}
# moment(TEXT): in ISO form, with no or six digits of a second
function moment(s,   zone, part) {
  if (s !~ /^([0-9-]+ )?[0-9][0-9]:[0-9][0-9]:[0-9.]+([-+][0-9:]+)?$/) return s
  zone = ""; if (match(s, /[-+][0-9:]+$/) && substr(s, 1, RSTART) ~ /:/) { zone = substr(s, RSTART); s = substr(s, 1, RSTART - 1); if (zone !~ /:/) zone = zone ":00" }
  if (match(s, /\.[0-9]+$/)) { part = substr(s, RSTART) "000000"; s = substr(s, 1, RSTART - 1) substr(part, 1, 7) }
  sub(/ /, "T", s)
  return s zone
}
# duration(TEXT): days, and the rest of a day; a month counts as 30 days, a year as 365
function duration(s,   part, n, i, days, micro, clock, minus, left) {
  days = micro = 0; n = split(s, part, " ")
  for (i = 1; i <= n; i++) {
    if (part[i] ~ /:/) {
      minus = part[i] ~ /^-/ ? -1 : 1; sub(/^[-+]/, "", part[i]); split(part[i], clock, ":")
      micro = minus * ((clock[1] * 3600 + clock[2] * 60) * 1000000 + int(clock[3] * 1000000 + 0.5))
    } else if (part[i + 1] ~ /^day/) days += part[i++]
    else if (part[i + 1] ~ /^mon/) days += 30 * part[i++]
    else if (part[i + 1] ~ /^year/) days += 365 * part[i++]
    else return s
  }
  while (micro < 0) { micro += 86400000000; days-- }
  while (micro >= 86400000000) { micro -= 86400000000; days++ }
  left = int(micro / 1000000); micro -= left * 1000000
  return (days ? days " day" (days == 1 || days == -1 ? "" : "s") ", " : "") sprintf("%d:%02d:%02d", int(left / 3600), int(left / 60) % 60, left % 60) (micro ? sprintf(".%06d", micro) : "")
}
'
