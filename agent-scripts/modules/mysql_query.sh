# shellcheck shell=sh
# module: mysql_query  also=community.mysql.mysql_query
# summary: run statements on MySQL or MariaDB and return their rows
# check: none   diff: none   needs: awk   uses: sql mysql awk sql_query
# example: mysql_query: {login_db: shop, query: "SELECT * FROM orders WHERE id = %s", positional_args: [7]}
# option: query               json  required         a statement, or a list of them
# option: login_db            str                    database to use
# option: positional_args     json                   values for each %s in the statements
# option: named_args          json                   values for each %(name)s in the statements
# option: single_transaction  bool  default=false    all statements count, or none; false: each by itself
# option-set: mysql
# exclusive: positional_args named_args
# result: executed_queries  the statements, with their values
# result: query_result  for each statement a list of its rows; what a function that writes returns is text
# result: rowcount  for each statement how many rows it returned or changed
# result: execution_time_ms  for each statement how long it took

mysql_query_run() {
  sql_queries "$mysql_query_quote"
  mysql_begin
  mysql_set database "${p_login_db-}"
  mysql_query_write
  [ "$mysql_query_changing" = '' ] || note mysql "statements of mysql_query: $mysql_query_changing"
  run_to "$t_tmp.xml" "$mysql_client" "--defaults-file=$t_tmp.cnf" --batch --xml --comments --binary-mode --default-character-set=utf8mb4 <"$t_tmp.sql"
  mysql_query_status=$run_status mysql_query_stderr=$run_stderr
  : >"$t_tmp.types"
  # The client writes types only beside a table: another call asks for those of what only reads, without rows. The server
  # runs some of it again (LIMIT, UNION): functions that write fail there, and the texts of their columns stay texts.
  [ "$mysql_query_status" -ne 0 ] || run_to "$t_tmp.types" "$mysql_client" "--defaults-file=$t_tmp.cnf" --batch --table --force --column-type-info --comments --binary-mode --default-character-set=utf8mb4 <"$t_tmp.typed" || :
  awk -v mark="$mysql_query_mark" -v tmp="$t_tmp" "$t_awk_json$t_awk_json_text$mysql_query_read" "$t_tmp.types" >"$t_tmp.state" || fail 'the answer of the client cannot be read'
  mysql_query_state=$(cat -- "$t_tmp.state")
  case $mysql_query_status:$p_single_transaction:$mysql_query_state in
    [!0]*:true:* | *\ false) ;; # a transaction that has failed has changed nothing
    *)
      changed
      did
      ;;
  esac
  [ "$mysql_query_status" -eq 0 ] || mysql_query_failed
  for mysql_query_field in executed_queries query_result rowcount execution_time_ms; do
    result_json_file "$mysql_query_field" "$t_tmp.$mysql_query_field"
  done
}
mysql_query_failed() {
  run_stderr=$mysql_query_stderr
  case $run_stderr in *'ERROR 1049'*) fail "unable to connect to database: $run_stderr" ;; esac
  mysql_query_at=$(awk "$t_awk_json_text"'NR == n { printf "%s", json_text($0) }' n="$((${mysql_query_state%% *} + 1))" "$t_tmp.queries")
  mysql_what="Cannot execute SQL '$mysql_query_at'"
  mysql_failed
}

# shellcheck disable=SC2016
mysql_query_quote='
function literal(kind, s) {
  if (kind == "word") return s == "null" ? "NULL" : s == "true" ? "1" : "0"
  if (kind == "number") return s ~ /[.]/ && s !~ /[eE]/ ? s "e0" : s
  gsub(/\\/, "\\\\&", s); gsub(/\047/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\r/, "\\r", s); gsub(/\032/, "\\Z", s)
  return "\047" s "\047"
}
function array(list, n) { return "(" list ")" }
'

# Writes the statements to the file sql, those of which the types are asked for to typed, and sets mysql_query_changing to
# the first words of the others. A mark that nobody can guess is the delimiter, and tells the answers apart.
mysql_query_write() {
  mysql_query_mark=hitless$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  mysql_query_changing=$(awk -v mark="$mysql_query_mark" -v tmp="$t_tmp" -v single="$p_single_transaction" "$t_awk_json_text"'
    function mark_at(f) { print "SELECT ROW_COUNT() AS " mark "rows, UNIX_TIMESTAMP(SYSDATE(6)) AS " mark "\n" end > f }
    BEGIN {
      end = "//" substr(mark, 8, 12) # the client takes 15 characters
      sql = tmp ".sql"; typed = tmp ".typed"
      print "delimiter " end > sql; print "delimiter " end "\nSET SESSION sql_select_limit = 0\n" end "\nSTART TRANSACTION READ ONLY\n" end > typed
      if (single == "true") print "START TRANSACTION\n" end > sql
      mark_at(sql)
    }
    {
      query = json_text($0); word = toupper(query); gsub(/^[ \t\n\r(]+/, "", word); sub(/[^A-Z].*/, "", word)
      if (query ~ /^[ \t\n\r]*$/) query = "EMPTY QUERY"
      print query "\n" end > sql; mark_at(sql)
      print "SELECT 1 AS " mark "\n" end > typed
      if (word ~ /^(SELECT|WITH|SHOW|EXPLAIN|DESC|DESCRIBE|VALUES|TABLE)$/ && toupper(query) !~ /[ \t\n]INTO[ \t\n]|ANALYZE/) print query "\n" end > typed
      else if (!seen[word]++) printf "%s%s", n++ ? ", " : "", word == "" ? "?" : word
    }
    END { if (single == "true") print "COMMIT\n" end > sql }' "$t_tmp.queries")
}

# Reads the file xml, with the types of its first file; writes the results, and prints how many statements were done and
# whether something has changed. A < is always a tag in what the client writes.
# shellcheck disable=SC2016
mysql_query_read='
function text(s) { gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&apos;/, "\047", s); gsub(/&amp;/, "\\&", s); return s }
function typed(s, type) {
  if (type ~ /^(TINY|SHORT|LONG|LONGLONG|INT24|YEAR)$/ && s ~ /^-?[0-9]+$/) { sub(/^0+/, "", s); return s == "" ? "0" : s }
  if (type ~ /^(DOUBLE|FLOAT|DECIMAL|NEWDECIMAL)$/ && s ~ /^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$/) return s ~ /[.eE]/ || type ~ /DECIMAL/ ? s : s ".0"
  if (type ~ /^(DATETIME|TIMESTAMP)$/ && s ~ /^[0-9-]* [0-9:.]*$/ && s !~ /^0000|-00/) { sub(/ /, "T", s); if (s ~ /\./) { s = s "000000"; s = substr(s, 1, 26) } sub(/\.000000$/, "", s) }
  return json(s)
}
/^Field +[0-9]+: / { if (index($0, mark)) { statement++; column = 0 } else column++ }
/^Type: / { if (column) types[statement, column] = $2 }
END {
  while ((getline line < (tmp ".queries")) > 0) query[++queries] = line
  RS = "<"; done = -1; rows = 0; result = counts = times = said = ""; changed = "false"
  while ((getline tag < (tmp ".xml")) > 0) {
    if (tag ~ /^row>/) { column = 0; row = ""; split("", known); ours = 0 }
    else if (tag ~ /^field name="/) {
      match(tag, /" xsi:nil="true" \/>|">/); name = text(substr(tag, 13, RSTART - 13)); nil = RLENGTH > 2; content = substr(tag, RSTART + RLENGTH)
      if (name == mark "rows") { ours = 1; count = content; continue }
      if (name == mark) { if (ours) at_mark(count, content); continue }
      column++
      while (name in known) name = "." name
      known[name] = 1
      row = row (column > 1 ? ", " : "") json(name) ": " (nil ? "null" : typed(text(content), types[done + 1, column]))
    }
    else if (tag ~ /^\/row>/ && !ours) { result = result (rows++ ? ", " : "") "{" row "}" }
    else if (tag ~ /^resultset / && tag !~ mark) said = 1
  }
  write("query_result", results); write("rowcount", counts); write("execution_time_ms", times)
  for (i = 1; i <= queries; i++) run = run (i > 1 ? ", " : "") query[i]
  write("executed_queries", run)
  print (done < 0 ? 0 : done), changed
}
function write(name, list) { print "[" list "]" > (tmp "." name); close(tmp "." name) }
# at_mark: a statement is over
function at_mark(count, now,   word, sep) {
  if (++done > 0) {
    sep = done > 1 ? ", " : ""
    if (rows || said) count = rows
    else if (count < 0) count = 0
    results = results sep "[" result "]"; counts = counts sep count; times = times sep sprintf("%.4f", (now - before) * 1000)
    word = toupper(json_text(query[done])); sub(/^[ \t\n\r(]+/, "", word); sub(/[^A-Z].*/, "", word)
    if (word ~ /^(CREATE|DROP|ALTER|RENAME|TRUNCATE|GRANT|REVOKE)$/ || word ~ /^(INSERT|UPDATE|DELETE|REPLACE)$/ && count > 0) changed = "true"
  }
  before = now; rows = 0; result = said = ""
}'
