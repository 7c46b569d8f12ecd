# shellcheck shell=sh
# New elements of the module xml: those that an XPath expression names, and those of a list.

# xml_make CONTEXT XPATH: creates what the expression names and what it is in, like Ansible. CONTEXT is put in front of it.
xml_make() {
  xml_split "$2"
  if [ "$xml_inner" = "$2" ] || [ -z "$xml_inner" ]; then fail "Can't process Xpath $2 in order to spawn nodes!"; fi
  set -- "$1" "$1$xml_inner" "$xml_kind" "$xml_word" "$xml_text"
  xml_is_node "$2" || xml_make "$1" "${2#"$1"}"
  xml_is_node "$2" || return 0
  case $3 in
    attribute) xml_set_attribute "$2" "$4" "$5" ;;
    text) xml_set_text "$2" "$5" ;;
    *)
      xml_make_child "$2" "$4"
      case $3 in
        filled) [ -z "$5" ] || xml_set_text "(($2)[last()]/*)[last()]" "$5" ;;
        conditions) xml_make_conditions "(($2)[last()]/*)[last()]/" "$5" ;;
      esac
      ;;
  esac
}

# shellcheck disable=SC2016 # a variable of XPath
xml_make_child() { # xml_make_child XPATH NAME: the last match gets an element
  xml_prefixed "$1" "$2" ''
  set -- -s "($1)[last()]" -t elem -n "$xml_new"
  [ -z "$xml_declare" ] || set -- "$@" -s '$prev' -t attr -n "$xml_declare" -v "$xml_uri"
  xml_edit "$@"
}

xml_make_conditions() { # xml_make_conditions CONTEXT 'X and Y'
  while :; do
    case $2 in
      *' and '*) set -- "$1" "${2#*" and "}" "${2%%" and "*}" ;;
      *) set -- "$1" '' "$2" ;;
    esac
    xml_trim "$3"
    xml_make "$1" "./$xml_text"
    [ "$2" ] || return 0
  done
}
xml_trim() {
  xml_text=$1
  while :; do case $xml_text in ' '*) xml_text=${xml_text# } ;; *' ') xml_text=${xml_text% } ;; *) return ;; esac done
}

# xml_split XPATH: sets xml_inner to the expression without its last step, and xml_kind, xml_word and xml_text to what that
# names: child, attribute, filled (a child with a text), conditions (a child with conditions), text (the text of inner).
xml_split() {
  xml_trim "$1"
  printf '%s\n' "$xml_text" | awk '
    function last(pattern,   at) { # the longest beginning of path in front of a slash and a match to the end
      for (at = length(path); at > 0; at--) if (substr(path, at, 1) == "/" && substr(path, at + 1) ~ ("^" pattern "$")) return at
      return 0
    }
    function said(kind, at, word, text) { print substr(path, 1, at - 1); print kind; print word; printf "%s", text; done = 1; exit }
    function quoted(s) { return substr(s, 2, length(s) - 2) }
    { path = path (NR > 1 ? "\n" : "") $0 }
    END {
      if (done) exit
      name = "([a-zA-Z-][a-zA-Z0-9_.-]*(:[a-zA-Z-][a-zA-Z0-9_.-]*)?)"; string = "(\047.*\047|\".*\")"
      if (at = last(name)) said("child", at, substr(path, at + 1))
      if (at = last(name "/text[(][)]=" string)) { rest = substr(path, at + 1); said("filled", at, substr(rest, 1, index(rest, "/") - 1), quoted(substr(rest, index(rest, "=") + 1))) }
      if (at = last("@" name)) said("attribute", at, substr(path, at + 2))
      if (at = last("@" name "=" string)) { rest = substr(path, at + 2); said("attribute", at, substr(rest, 1, index(rest, "=") - 1), quoted(substr(rest, index(rest, "=") + 1))) }
      if (at = last(name "\\[.*\\]")) { rest = substr(path, at + 1); word = substr(rest, 1, index(rest, "[") - 1); said("conditions", at, word, substr(rest, length(word) + 2, length(rest) - length(word) - 2)) }
      if (at = last("text[(][)]=" string)) said("text", at, "", quoted(substr(path, at + 8)))
      said("none", length(path) + 1)
    }' >"$t_tmp.split"
  {
    IFS= read -r xml_inner
    IFS= read -r xml_kind
    IFS= read -r xml_word
  } <"$t_tmp.split" || :
  xml_text=$(sed 1,3d "$t_tmp.split")
}

# xml_children JSON: writes the elements of a list to $t_tmp.children, as XML.
xml_children() {
  printf '%s\n' "$1" >"$t_tmp.list"
  awk -v raw="$p_input_type" -v out="$t_tmp.child" "$t_awk_json_text"'
    function bad(message) { print message >(out ".said"); close(out ".said"); failed = 1; exit 1 }
    function blank() { while (substr(s, at, 1) ~ /^[ \t\n]$/) at++ }
    function next_is(c) { blank(); if (substr(s, at, 1) != c) return 0; at++; return 1 }
    function string(   from) {
      blank(); from = at
      if (substr(s, at, 1) != "\"") bad("only texts can be names and values in XML: put " value_here() " into quotes")
      for (at++; substr(s, at, 1) != "\""; at++) if (substr(s, at, 1) == "\\") at++
      at++
      return json_text(substr(s, from, at - from))
    }
    function value_here() { match(substr(s, at), /^[^],}]*/); return substr(s, at, RLENGTH) }
    function name(n) { if (n !~ /^[A-Za-z_\200-\377][A-Za-z0-9_.\200-\377-]*$/) bad("not a name in XML: " n); return n }
    function escape(text, attribute) {
      gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); gsub(/\r/, "\\&#13;", text)
      if (attribute) { gsub(/"/, "\\&quot;", text); gsub(/\n/, "\\&#10;", text); gsub(/\t/, "\\&#9;", text) }
      return text
    }
    function none() { blank(); if (substr(s, at, 4) != "null") return 0; at += 4; return 1 }
    function list(   xml) {
      if (!next_is("[")) bad("_ and the options of children must be lists")
      while (!next_is("]")) { xml = xml element(); next_is(",") }
      return xml
    }
    function element(   n, key, head, text, inner, empty) {
      if (!next_is("{")) { n = name(string()); return "<" n "/>" }
      n = name(string()); next_is(":"); head = "<" n; empty = 1
      if (next_is("{")) {
        while (!next_is("}")) {
          key = string(); next_is(":")
          if (key == "_") { if (!none()) inner = list() }
          else if (key == "+value") { if (!none()) { text = escape(string()); empty = 0 } }
          else head = head " " name(key) "=\"" escape(string(), 1) "\""
          next_is(",")
        }
      } else if (!none()) { text = escape(string()); empty = 0 }
      if (!next_is("}")) bad("Can only create children from hashes with one key")
      return empty && inner == "" ? head "/>" : head ">" text inner "</" n ">"
    }
    { s = s (NR > 1 ? "\n" : "") $0 }
    END {
      if (failed) exit 1
      at = 1
      if (raw != "xml") { printf "%s", list() >(out "ren"); exit }
      if (!next_is("[")) bad("the options of children must be lists")
      while (!next_is("]")) { n++; print string() >(out "." n); close(out "." n); next_is(",") }
      print n + 0 >(out ".count")
    }' "$t_tmp.list" || fail "$(cat "$t_tmp.child.said")"
  [ "$p_input_type" = xml ] || return 0
  : >"$t_tmp.children"
  xml_n=$(cat "$t_tmp.child.count")
  set -- 0
  while [ "$1" -lt "$xml_n" ]; do
    set -- $(($1 + 1))
    # Only the root, as it was written, without what may stand beside it.
    run_to "$t_tmp.child" xmlstarlet sel -E utf-8 -t -c '/*' "$t_tmp.child.$1" || fail "Error while parsing child element: $run_stderr"
    cat "$t_tmp.child" >>"$t_tmp.children"
  done
}
