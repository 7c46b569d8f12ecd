# shellcheck shell=sh
# module: getent
# summary: read entries of the host's databases, such as passwd, as facts
# check: full   diff: none   needs: getent awk
# example: getent: {database: passwd, key: haproxy}
# option: database  str   required      passwd, group, hosts, services, …
# option: key       str                 only this entry; the default is all
# option: fail_key  bool  default=true  fail if there is no such entry; otherwise its value is null
# option: service   str                 ask only this service of nsswitch.conf
# option: split     str                 what separates the fields; the default is ":" for passwd, shadow, group and gshadow, else blanks
# result: ansible_facts  getent_DATABASE: the fields of each entry, without its key

getent_run() {
  case $p_database in '' | -*) fail "not a database: $p_database" ;; esac
  set -- getent ${p_service:+-s "$p_service"} "$p_database"
  [ -z "${p_key+given}" ] || set -- "$@" "$p_key"
  if [ -z "${p_split+given}" ]; then
    case $p_database in passwd | shadow | group | gshadow) p_split=: ;; *) p_split= ;; esac
  fi
  if run_to "$t_tmp.out" "$@"; then
    T_SPLIT=$p_split awk "$t_awk_json$getent_awk" "$t_tmp.out" >"$t_tmp.json" || fail "cannot read what getent printed"
    result_json_file "ansible_facts/getent_$p_database" "$t_tmp.json"
    unchanged
    return
  fi
  case $run_status in
    1) fail 'Missing arguments, or database unknown.' ;;
    2)
      [ "$p_fail_key" = false ] || fail 'One or more supplied key could not be found in the database.'
      json_string "${p_key-}"
      result_json "ansible_facts/getent_$p_database" "{$j_text: null}"
      done_with 'One or more supplied key could not be found in the database.'
      ;;
    3) fail 'Enumeration not supported on this database.' ;;
    *) fail "getent failed with status $run_status: $run_stderr" ;;
  esac
}

# A key with several entries gets a list of them.
# shellcheck disable=SC2016
getent_awk='
function fields(line,   sep, i, t, n, part) {
  sep = ENVIRON["T_SPLIT"]; t = ""; n = 0
  if (sep == "") { i = split(line, part, /[ \t]+/); first = part[1]; for (n = 2; n <= i; n++) t = t (n > 2 ? ", " : "") json(part[n]); return "[" t "]" }
  while (1) {
    i = index(line, sep); n++
    if (n == 1) first = i ? substr(line, 1, i - 1) : line
    else t = t (n > 2 ? ", " : "") json(i ? substr(line, 1, i - 1) : line)
    if (!i) return "[" t "]"
    line = substr(line, i + length(sep))
  }
}
{ line = $0; if (ENVIRON["T_SPLIT"] == "") { sub(/^[ \t]+/, "", line); sub(/[ \t]+$/, "", line) }
  all = fields(line)
  if (!(first in count)) name[++names] = first
  value[first] = count[first]++ ? value[first] ", " all : all }
END { printf "{"
  for (i = 1; i <= names; i++) { k = name[i]; printf "%s%s: %s", (i > 1 ? ", " : ""), json(k), (count[k] > 1 ? "[" value[k] "]" : value[k]) }
  printf "}" }
'
