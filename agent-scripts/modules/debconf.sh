# shellcheck shell=sh
# module: debconf
# summary: answer a question of a Debian package before it is asked, or report its answers
# check: full   diff: text   needs: debconf-show debconf-set-selections awk   uses: awk
# example: debconf: {name: tzdata, question: tzdata/Areas, vtype: select, value: Etc}
# option: name      str   required  aliases=pkg                  the package
# option: question  str   aliases=selection,setting              the question
# option: vtype     enum  boolean|error|multiselect|note|password|seen|select|string|text|title  its type
# option: value     json  aliases=answer                         the answer; a list for a multiselect
# option: unseen    bool  default=false                          the question will still be asked
# together: question vtype value
# result: current  the answers
# result: previous  the answers before a change

debconf_run() {
  case $p_name${p_question-} in *[[:space:]]*) fail "a package and a question have no blanks: $p_name ${p_question-}" ;; esac
  case $p_name in -*) fail "not a package: $p_name" ;; esac
  run env LC_ALL=C debconf-show "$p_name" || fail "cannot ask debconf about $p_name: $run_stderr"
  printf '%s\n' "$run_stdout" >"$t_tmp.shown"
  result msg ''
  if [ -z "${p_question+given}" ]; then
    result_json current "$(debconf_json '' '')"
    return
  fi
  debconf_value=$p_value debconf_listed=false
  case $p_vtype:$p_value in
    multiselect:\[\"*\] | multiselect:\[\])
      debconf_listed=true
      debconf_value=$(printf '%s\n' "$p_value" | debconf_decode 0)
      ;;
  esac
  case $debconf_value in *"$t_nl"*) fail 'an answer of several lines can not be given' ;; esac
  [ "$p_vtype" != boolean ] || debconf_value=$(printf '%s' "$debconf_value" | tr '[:upper:]' '[:lower:]')
  debconf_before
  [ "$debconf_same" = false ] || {
    result_json current "$(debconf_json '' '')"
    return 0
  }
  changed
  json_string "$p_question"
  debconf_key=$j_text
  json_string "$debconf_value"
  if checking && [ "$debconf_listed" = true ]; then j_text=$(printf '%s\n' "$debconf_value" | debconf_list); fi
  result_json current "{$debconf_key: $j_text}"
  result_json previous "$(debconf_json "$debconf_known" "$p_question")"
  if differing; then diff_text '' "$(debconf_json "$debconf_known" "$p_question" '' 4)$t_nl" "$(debconf_json "$debconf_known" "$p_question" "$debconf_value" 4 set)$t_nl"; fi
  checking || debconf_set
}

# Sets debconf_known (the question's name, if the package asks it) and debconf_same.
debconf_before() {
  debconf_known='' debconf_same=false
  debconf_was=$(T_QUESTION=$p_question awk "$debconf_awk_line"'name == ENVIRON["T_QUESTION"] { found = 1; was = text } END { if (found) print was; exit !found }' "$t_tmp.shown") || return 0
  debconf_known=$p_question
  case $p_vtype in
    boolean) debconf_was=$(printf '%s' "$debconf_was" | tr '[:upper:]' '[:lower:]') ;;
    password) debconf_password ;;
  esac
  if [ "$debconf_listed" = true ]; then # only now, as Ansible does: a new answer keeps its order
    debconf_value=$(printf '%s\n' "$p_value" | debconf_decode 1)
    debconf_was=$(printf '%s\n' "$debconf_was" | awk "$t_awk_sort$debconf_awk_join"'{ n = split($0, part, ","); for (i = 1; i <= n; i++) gsub(/^ +| +$/, "", part[i]); print joined(part, n, 1) }')
  fi
  [ "$debconf_was" != "$debconf_value" ] || debconf_same=true
}

# debconf-show prints stars in place of a password.
debconf_password() {
  # shellcheck disable=SC2016
  run sh -c 'printf "GET %s\n" "$2" | LC_ALL=C debconf-communicate "$1"' sh "$p_name" "$p_question" || fail "cannot ask debconf about $p_question: $run_stderr"
  debconf_was=
  case $run_stdout in '0 '*) debconf_was=${run_stdout#0 } ;; esac
}

debconf_set() {
  note debconf "$p_name $p_question was: $([ "$p_vtype" = password ] || printf '%s' "${debconf_was-}")"
  (umask 077 && printf '%s\n' "$p_name $p_question $p_vtype $debconf_value" >"$t_tmp.selection")
  set -- "$t_tmp.selection"
  [ "$p_unseen" = false ] || set -- -u "$@"
  run env LC_ALL=C debconf-set-selections "$@" || fail "cannot set $p_question: ${run_stderr:-$run_stdout}"
  did
}

# A line of debconf-show: a star if it was seen, the question, and the answer.
# shellcheck disable=SC2016
debconf_awk_line='{ p = index($0, ":"); if (!p) next; name = substr($0, 1, p - 1); text = substr($0, p + 1); gsub(/^[* \t]+|[* \t]+$/, "", name); gsub(/^[ \t]+|[ \t]+$/, "", text) }
'
# shellcheck disable=SC2016
debconf_awk_join='
function joined(list, n, sorted,   i, x) {
  if (sorted) sort_list(list, n)
  for (i = 1; i <= n; i++) x = x (i > 1 ? ", " : "") list[i]
  return x
}
'

# debconf_json ONLY ADD VALUE INDENT [set]: the answers as JSON: only that of ONLY, if given; ADD, if there is none.
debconf_json() {
  T_ONLY=$1 T_ADD=$2 T_VALUE=${3-} awk -v indent="${4-}" -v set="${5-}" "$t_awk_json$t_awk_sort$debconf_awk_line"'
    { if (ENVIRON["T_ONLY"] == "" || name == ENVIRON["T_ONLY"]) { if (!(name in answer)) key[++n] = name; answer[name] = text } }
    END {
      add = ENVIRON["T_ADD"]
      if (add != "" && !(add in answer)) { key[++n] = add; answer[add] = "" }
      if (set != "") answer[add] = ENVIRON["T_VALUE"]
      if (indent != "") sort_list(key, n)
      printf "{"
      for (i = 1; i <= n; i++) printf "%s%s%s: %s", (i > 1 ? "," : ""), (indent != "" ? "\n    " : (i > 1 ? " " : "")), json(key[i]), json(answer[key[i]])
      print (indent != "" && n ? "\n" : "") "}"
    }' "$t_tmp.shown"
}

# Turns "a, b" into a list in JSON.
debconf_list() { awk "$t_awk_json"'{ n = split($0, part, ", "); for (i = 1; i <= n; i++) printf "%s%s", (i > 1 ? ", " : "["), json(part[i]); print (n ? "]" : "[]") }'; }

# debconf_decode SORTED: reads a list of texts in JSON, and prints them with commas between them; in order, if SORTED is 1.
debconf_decode() {
  awk -v sorted="$1" "$t_awk_sort$t_awk_json_text$debconf_awk_join"'
    {
      for (s = $0; match(s, /"([^"\\]|\\.)*"/); s = substr(s, RSTART + RLENGTH)) item[++n] = json_text(substr(s, RSTART, RLENGTH))
      print joined(item, n, sorted)
    }'
}
