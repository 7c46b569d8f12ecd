# shellcheck shell=sh
# module: postgresql_query  also=community.postgresql.postgresql_query
# summary: run statements on PostgreSQL and return their rows
# check: full   diff: none   needs: awk od   uses: sql psql awk sql_query sql_rows
# example: postgresql_query: {login_db: shop, query: "SELECT * FROM orders WHERE id = %s", positional_args: [7]}
# option: query            json                            a statement, or a list of them; all count, or none
# option: login_db         str    aliases=db               database to connect to; default: that of the environment, or the one named like login_user
# option: positional_args  json                            values for each %s in the statements
# option: named_args       json                            values for each %(name)s in the statements
# option: autocommit       bool   default=false            each statement counts by itself, for those that cannot be in a transaction (VACUUM)
# option: search_path      list/str                        schemas in which names are looked up
# option: encoding         str                             accepted, without effect: texts are always UTF-8
# option: session_role     str                             role to change to after the login
# option: trust_input      bool   default=true             accepted, without effect: names and texts are always quoted
# option-set: postgresql
# exclusive: positional_args named_args
# result: query  the last statement, with its values
# result: query_list  the statements as they were given
# result: query_result  rows of the last statement; {} if it has none
# result: query_all_results  the same for each statement
# result: rowcount  how many rows all statements returned or changed
# result: statusmessage  what the server said about the last statement
# result: execution_time_ms  for each statement how long it took

# In check mode the statements run, too, and the transaction is taken back.
postgresql_query_run() {
  [ "${p_query+given}" ] || fail 'the option query is missing'
  if checking && [ "$p_autocommit" = true ]; then fail 'Using autocommit is mutually exclusive with check_mode'; fi
  sql_queries "$postgresql_query_quote"
  [ -s "$t_tmp.queries" ] || fail 'the list of statements is empty'
  psql_begin "${p_login_db-}"
  psql_set PGDATESTYLE ISO
  psql_as "${p_session_role-}"
  postgresql_query_write
  [ -z "$postgresql_query_changing" ] || checking || note postgresql "statements of postgresql_query: $postgresql_query_changing"
  psql_run_to "$t_tmp.rows" env LC_ALL=C psql -X -A -v ON_ERROR_STOP=1 -v VERBOSITY=default <"$t_tmp.sql" || :
  postgresql_query_status=$run_status
  awk -v mark="$postgresql_query_mark" -v tmp="$t_tmp" "$t_awk_json$t_awk_json_text$sql_rows$postgresql_query_read" "$t_tmp.rows" >"$t_tmp.state" || fail 'the answer of psql cannot be read'
  postgresql_query_state=$(cat -- "$t_tmp.state")
  case $postgresql_query_status:$p_autocommit:$postgresql_query_state in
    [!0]*:false:* | *\ false) ;; # a transaction that failed has changed nothing
    *)
      changed
      checking || did
      ;;
  esac
  [ "$postgresql_query_status" -eq 0 ] || postgresql_query_failed
  case $p_query in
    '['*) printf '%s\n' "$p_query" ;;
    *)
      json_string "$p_query"
      printf '[%s]\n' "$j_text"
      ;;
  esac >"$t_tmp.query_list"
  for postgresql_query_field in query query_list query_result query_all_results rowcount statusmessage execution_time_ms; do
    result_json_file "$postgresql_query_field" "$t_tmp.$postgresql_query_field"
  done
}
postgresql_query_failed() {
  case $run_stderr in
    *'could not connect'* | *'connection to server'*) psql_failed ;;
    *'invalid command \g'*) fail 'the psql of the host is too old: it has no \gexec, which version 9.6 has' ;;
  esac
  postgresql_query_at=$(awk "$t_awk_json_text"'NR == n { printf "%s", json_text($0) }' n="$((${postgresql_query_state%% *} + 1))" "$t_tmp.queries")
  # Before it are notices, and what was said about types.
  postgresql_query_why=$(printf '%s\n' "$run_stderr" | awk '/^(psql:[^ ]* )?(ERROR|FATAL|PANIC): / { last = "" } { last = last (last == "" ? "" : "\n") $0 } END { sub(/^(psql:[^ ]* )?[A-Z]*: +/, "", last); print last }')
  fail "Cannot execute SQL '$postgresql_query_at': $postgresql_query_why"
}

# A list is written as Ansible writes it, which is as Python shows it.
# shellcheck disable=SC2016
postgresql_query_quote='
function quoted(s) { gsub(/\047/, "\047\047", s); return "\047" s "\047" }
function shown(s) {
  gsub(/\\/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); gsub(/\r/, "\\r", s)
  if (s ~ /\047/ && s !~ /"/) return "\"" s "\""
  gsub(/\047/, "\\\\&", s)
  return "\047" s "\047"
}
function literal(kind, s) {
  if (kind == "word") return depth ? (s == "null" ? "None" : s == "true" ? "True" : "False") : s == "null" ? "NULL" : s
  if (kind == "number") return !depth && s ~ /^-/ ? " " s : s
  return depth ? shown(s) : quoted(s)
}
function array(list, n) {
  if (depth) return "[" list "]"
  gsub(/^[][]+|[][]+$/, "", list)
  return quoted("{" list "}")
}
'

# Writes the file sql, and sets postgresql_query_changing to the first words of the statements that do not only read. A
# mark that nobody can guess tells the answers apart. \gexec sends a text to the server as it is, which psql never reads.
postgresql_query_write() {
  postgresql_query_mark=hitless$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  postgresql_query_path=$(printf '%s\n' "${p_search_path-}" | awk '{ gsub(/^ +| +$/, "") } NF { printf "%s%s", n++ ? "," : "", $0 }')
  postgresql_query_changing=$(awk -v mark="$postgresql_query_mark" -v tmp="$t_tmp" -v role="$psql_role" -v path="$postgresql_query_path" -v auto="$p_autocommit" -v check="$t_check" \
    "$t_awk_json_text$sql_statements$postgresql_query_write" "$t_tmp.queries") || fail "$postgresql_query_changing"
}
# shellcheck disable=SC2016
postgresql_query_write='
function run_text(s) { print "SELECT $" mark "$" s "$" mark "$\n\\gexec" > sql }
function time_as(name) { print "SELECT extract(epoch FROM clock_timestamp()) * 1000 AS " mark name "\n\\gset" > sql }
BEGIN {
  sql = tmp ".sql"
  print "\\set QUIET on\n\\set SHOW_ALL_RESULTS off\n\\pset null \047" mark "n\047\n\\pset fieldsep \047" mark "f\047\n\\pset recordsep \047" mark "r\047\nSET standard_conforming_strings = on;\n" role > sql
  if (auto == "false") print "BEGIN;" > sql
  if (path != "") run_text("SET search_path TO " path)
  print "\\set QUIET off" > sql
}
{
  query = json_text($0); read_statements(query)
  if (last == "") { print "Cannot execute SQL \047" query "\047: can\047t execute an empty query"; failed = 1; exit 1 }
  for (i = 1; i <= words; i++) {
    if (word[i] == "COPY" && toupper(query) ~ /[ \t\n](FROM[ \t\n]+STDIN|TO[ \t\n]+STDOUT)/) { print "Cannot execute SQL \047" query "\047: can\047t execute COPY with data of the client"; failed = 1; exit 1 }
    if (word[i] !~ /^(SELECT|SHOW|VALUES|TABLE|EXPLAIN)$/ && !seen[word[i]]++) said = said (said == "" ? "" : ", ") (word[i] == "" ? "?" : word[i])
  }
  time_as("t"); print "\\echo " mark "q" word[words] > sql
  run_text(query)
  print "\\echo " mark "e\n" "SELECT round((extract(epoch FROM clock_timestamp()) * 1000 - :" mark "t)::numeric, 4) AS " mark "t\n\\gset\n\\echo " mark "t :" mark "t" > sql
  if (plain && last ~ /[^ \t\n]/ && word[words] ~ /^(SELECT|WITH|VALUES|TABLE|SHOW|EXPLAIN|FETCH|EXECUTE|CALL|INSERT|UPDATE|DELETE|MERGE)$/) {
    print "\\set ON_ERROR_STOP 0\n\\set QUIET on" > sql
    if (auto == "false") print "SAVEPOINT " mark ";" > sql
    print last "\n\\gdesc" > sql
    if (auto == "false") print "ROLLBACK TO " mark ";\nRELEASE " mark ";" > sql
    print "\\set QUIET off\n\\set ON_ERROR_STOP 1" > sql
  }
  print "\\echo " mark "d" > sql
}
END {
  if (failed) exit 1
  if (auto == "false") print (check == "true" ? "ROLLBACK;" : "COMMIT;") > sql
  print said
}'

# Reads what psql has written: after each mark is a letter that says what follows, q what is said about a statement and
# its first name, f another field, r another row, n that a field is null, e the end, t the time, d the end of its types.
# Writes the results, and prints how many statements were done and whether something has changed.
# shellcheck disable=SC2016
postgresql_query_read='
function token(kind, s) {
  if (kind == "q") { first = substr(s, 1, index(s, "\n") - 1); rows = 0; column = 1; typing = 0; split("", field); split("", null); field[0, 1] = substr(s, index(s, "\n") + 1) }
  else if (kind == "e") finish()
  else if (kind == "t") { time = s + 0; typing = 1; types = -1; split("", type) }
  else if (kind == "d") answer()
  else if (typing) { if (kind == "r") types++; else if (kind == "f" && types >= 0) type[types + 1] = s }
  else if (kind == "n") null[rows, column] = 1
  else { if (kind == "r") { if (!rows) columns = column; rows++; column = 1 } else column++; field[rows, column] = s }
}
# finish: what stands behind the rows, or in their place, is what the server said
function finish(   said, n, part) {
  said = field[rows, 1]; none = !rows
  if (rows--) { sub(/^[^\n]*\n/, "", said); count = rows } else count = 0
  gsub(/\n/, "", said)
  if (said == "" && !none) said = first ~ /^(SHOW|EXPLAIN|CALL)$/ ? first : (first == "FETCH" ? "FETCH " : "SELECT ") count
  n = split(said, part, " ")
  if (none && n > 1 && part[n] ~ /^[0-9]+$/) count = part[n]
  if (said !~ /SELECT|SHOW/ && !(said ~ /UPDATE|INSERT|DELETE/ && (n == 3 && part[3] == "0" || n == 2 && part[2] == "0"))) changed = "true"
  total += count; status = said
}
function answer(   i, j, k, name, line) {
  list = ""
  for (i = 1; i <= rows; i++) {
    line = ""; split("", name)
    for (j = 1; j <= columns; j++) name[field[0, j]] = j # the last of a name counts
    for (j = 1; j <= columns; j++) if (name[field[0, j]] == j) line = line (line == "" ? "" : ", ") json(field[0, j]) ": " ((i, j) in null ? "null" : value(field[i, j], types == columns ? type[j] : ""))
    list = list (i > 1 ? ", " : "") "{" line "}"
  }
  list = list == "" ? "{}" : "[" list "]"
  lists = lists (done ? ", " : "") list; times = times (done ? ", " : "") time; done++
}
function write(name, what) { print what > (tmp "." name); close(tmp "." name) }
BEGIN { changed = "false"; list = "{}"; kind = "" }
{
  n = split($0, part, mark)
  text = text part[1]
  for (i = 2; i <= n; i++) { if (kind != "") token(kind, text); kind = substr(part[i], 1, 1); text = substr(part[i], 2) }
  text = text "\n"
}
END {
  if (kind != "") token(kind, text)
  while ((getline line < (tmp ".queries")) > 0) query = line
  write("query", query); write("query_result", list); write("query_all_results", "[" lists "]"); write("rowcount", total + 0); write("statusmessage", json(status)); write("execution_time_ms", "[" times "]")
  print done + 0, changed
}'
