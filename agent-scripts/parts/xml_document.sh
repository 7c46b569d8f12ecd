# shellcheck shell=sh
# XML by xmlstarlet, for the module xml: a document in $t_tmp.doc that is read, and changed step by step. Nothing of what
# is written passes through the arguments of a command: a mark takes its place, and awk replaces that.

# ---- the document ----------------------------------------------------------------------------------------------------------------------

# Sets doc, first (the same), and raw (what is to be replaced).
xml_open() {
  xml_changed=false
  xml_mark=hitless$$$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
  if [ "${p_path+given}" ]; then
    [ -f "$p_path" ] || fail "The target XML source '$p_path' does not exist."
    read_text "$p_path" "$t_tmp.raw"
  else
    printf '%s' "$p_xmlstring" >"$t_tmp.raw"
  fi
  xml_in=$t_tmp.raw
  xml_encoding=$(awk 'NR == 1 && match($0, /^[^<]*<[?]xml[^>]*encoding *= *["\047][^"\047]*/) { text = substr($0, 1, RLENGTH); sub(/.*["\047]/, "", text); print text } NR == 1 { exit }' "$xml_in")
  case $xml_encoding in
    '' | [uU][tT][fF]-8 | [uU][sS]-[aA][sS][cC][iI][iI]) ;;
    *)
      run_to "$t_tmp.utf8" iconv -f "$xml_encoding" -t UTF-8 "$xml_in" || fail "cannot read ${p_path-the text} as $xml_encoding: $run_stderr"
      xml_in=$t_tmp.utf8
      ;;
  esac
  # Without a declaration, xmlstarlet would write numbers in place of letters.
  awk 'NR == 1 { sub(/^\357\273\277/, ""); sub(/^<[?]xml[ \t\r][^>]*[?]>/, ""); printf "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" } { print }' "$xml_in" >"$t_tmp.doc"
  xml_refuse_external
  if [ "$p_pretty_print" = true ]; then
    set -- fo -n
    [ "$p_strip_cdata_tags" = false ] || set -- "$@" -C
    xml_pass "$@"
  else
    xml_pass ed -P
    [ "$p_strip_cdata_tags" = false ] || xml_strip_cdata
  fi
  cp -- "$t_tmp.doc" "$t_tmp.first"
}

# Nothing is read for a document but itself: no external entity, and not what a DOCTYPE names.
xml_refuse_external() {
  xml_external=$(awk '{ doc = doc $0 "\n" } END {
    if (doc ~ /<!ENTITY[ \t\n]+(%[ \t\n]+)?[^ \t\n>"\047]+[ \t\n]+(SYSTEM|PUBLIC)[ \t\n]/) print "entity"
    else if (doc ~ /<!DOCTYPE[ \t\n]+[^][ \t\n>"\047]+[ \t\n]+(SYSTEM|PUBLIC)[ \t\n]/) print "dtd" }' "$t_tmp.doc")
  [ "$xml_external" != entity ] || fail "${p_path-the text} declares an entity of another file: it is neither read nor changed"
}
# xml_apart: sets xml_read to a copy of the document whose DOCTYPE names no file, if it needs one.
xml_apart() {
  xml_read=$t_tmp.doc
  [ "$xml_external" = dtd ] || return 0
  xml_read=$t_tmp.apart
  awk '{ doc = doc $0 "\n" } END {
    match(doc, /<!DOCTYPE[ \t\n]+[^][ \t\n>"\047]+/); printf "%s", substr(doc, 1, RSTART + RLENGTH - 1); doc = substr(doc, RSTART + RLENGTH)
    sub(/^[ \t\n]+(SYSTEM|PUBLIC[ \t\n]+("[^"]*"|\047[^\047]*\047))[ \t\n]+("[^"]*"|\047[^\047]*\047)/, "", doc); printf "%s", doc }' "$t_tmp.doc" >"$xml_read"
}

# xml_pass WORD…: replaces the document by what xmlstarlet makes of it.
xml_pass() {
  run_to "$t_tmp.next" xmlstarlet --no-doc-namespace "$@" "$t_tmp.doc" || fail "Error while parsing document: ${p_path-xml_string}: $run_stderr"
  mv -f -- "$t_tmp.next" "$t_tmp.doc"
}

# The text in a CDATA section, with what has a meaning escaped.
xml_strip_cdata() {
  awk '{ doc = doc $0 "\n" } END {
    while (match(doc, /<!(--|\[CDATA\[)/)) {
      printf "%s", substr(doc, 1, RSTART - 1); comment = substr(doc, RSTART + 2, 1) == "-"; doc = substr(doc, RSTART + (comment ? 4 : 9))
      end = index(doc, comment ? "-->" : "]]>"); text = substr(doc, 1, end - 1); doc = substr(doc, end + 3)
      if (comment) text = "<!--" text "-->"
      else { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text) }
      printf "%s", text
    }
    printf "%s", doc }' "$t_tmp.doc" >"$t_tmp.next"
  mv -f -- "$t_tmp.next" "$t_tmp.doc"
}

# xml_plain FILE COPY: for comparing: without blanks between elements, and without CDATA sections.
xml_plain() { run_to "$2" xmlstarlet fo -n -C "$1" || fail "cannot read the changed XML: $run_stderr"; }

# xml_print PRETTY: writes standard input as Ansible's library does. Without PRETTY, what stands beside the root is not in lines of its own.
xml_print() {
  if [ "$1$p_pretty_print" = truetrue ]; then
    cat >"$t_tmp.print"
    run_to "$t_tmp.printed" xmlstarlet fo "$t_tmp.print" || fail "cannot indent the XML: $run_stderr"
    set -- true "$t_tmp.printed"
  fi
  # shellcheck disable=SC2016
  awk -v pretty="$1" '{ doc = doc $0 "\n" } END {
    printf "<?xml version=\0471.0\047 encoding=\047UTF-8\047?>\n"
    sub(/^<[?]xml[^>]*[?]>\n*/, "", doc)
    while (doc != "") {
      if (doc ~ /^<!--/) end = index(doc, "-->") + 2
      else if (doc ~ /^<[?]/) end = index(doc, "?>") + 1
      else if (doc ~ /^<!DOCTYPE[^>]*\[/) end = index(doc, "\n]>") + 2
      else if (doc ~ /^<!/) end = index(doc, ">")
      else end = root(doc)
      type = doc ~ /^<!D/
      printf "%s", substr(doc, 1, end)
      doc = substr(doc, end + 1)
      sub(/^\n+/, "", doc)
      if (pretty == "true" || type) printf "\n"
    } }
    # where the root element ends
    function root(doc,   n, part, i, at, depth, open) {
      n = split(doc, part, "<")
      for (i = 2; i <= n; i++) {
        at += length(part[i - 1]) + (i > 2)
        if (open != "") { if (index(part[i], open)) open = ""; continue }
        if (part[i] ~ /^!--/) { if (!index(part[i], "-->")) open = "-->"; continue }
        if (part[i] ~ /^!\[CDATA\[/) { if (!index(part[i], "]]>")) open = "]]>"; continue }
        if (part[i] ~ /^[?]/) { if (!index(part[i], "?>")) open = "?>"; continue }
        if (part[i] ~ /^\//) depth--
        else if (part[i] !~ /^[^>]*\/>/) depth++
        if (depth == 0) return at + 1 + index(part[i], ">")
      }
      return length(doc)
    }' ${2+"$2"}
}

# ---- reading ---------------------------------------------------------------------------------------------------------------------------

xml_tool() { # xml_tool FILE sel|ed WORD…: runs xmlstarlet with an option -N per namespace
  xml_out=$1 xml_command=$2
  shift 2
  xml_i=${p_namespaces_n:-0}
  while [ "$xml_i" -gt 0 ]; do
    eval "set -- -N \"\$p_namespaces_${xml_i}_key=\$p_namespaces_$xml_i\" \"\$@\""
    xml_i=$((xml_i - 1))
  done
  xml_read=$t_tmp.doc
  if [ "$xml_command" = ed ]; then set -- -P "$@"; else xml_apart; fi
  run_to "$xml_out" xmlstarlet --no-doc-namespace "$xml_command" "$@" "$xml_read"
}

xml_ask() { # xml_ask FILE WORD…: a template of xmlstarlet's sel
  xml_out=$1
  shift
  xml_tool "$xml_out" sel -t "$@" || [ "$run_status" -eq 1 ] || xml_wrong
}
xml_wrong() { fail "xpath ${p_xpath-} can't be evaluated: $(printf '%s\n' "$run_stderr" | sed '/^ *\^$/d' | tail -n 2)"; }

xml_count() { # xml_count XPATH: sets xml_n
  xml_ask "$t_tmp.count" -v "count($1)"
  xml_n=$(cat "$t_tmp.count")
  case $xml_n in '' | *[!0-9]*) xml_wrong ;; esac
}

# Whether the first match is an element, a comment or an instruction. An expression such as /a/@b='c' is none if it is false.
xml_is_node() {
  if ! xml_tool "$t_tmp.count" sel -t -v "count(($1)[1][self::*|self::comment()|self::processing-instruction()])"; then
    xml_ask "$t_tmp.count" -v "boolean($1)"
    [ "$(cat "$t_tmp.count")" = false ] || fail "$1 is true, or a number: it names no place"
    return 1
  fi
  [ "$(cat "$t_tmp.count")" = 1 ]
}

xml_contents() {
  xml_is_node "$p_xpath" || fail "Xpath $p_xpath does not reference a node!"
  xml_name="concat('{',namespace-uri(),'}',local-name())"
  if [ "$p_content" = text ]; then
    xml_text="concat(node()[1][self::text()],node()[2][self::text()][preceding-sibling::node()[1][self::text()]])"
    xml_ask "$t_tmp.rows" -m "$p_xpath" -e e -a n -v "$xml_name" -b -a t -v 'boolean(node()[1][self::text()])' -b -v "$xml_text" -b
  else
    xml_ask "$t_tmp.rows" -m "$p_xpath" -e e -a n -v "$xml_name" -b -b -m '@*' -e a -a n -v "$xml_name" -b -v . -b -b
  fi
  # < and > are in no name and no text of that, so nothing in the document can look like a row.
  awk "$t_awk_json"'
    function plain(s) {
      gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&#10;/, "\n", s); gsub(/&#13;/, "\r", s); gsub(/&#9;/, "\t", s)
      gsub(/&amp;/, "\\&", s); return s }
    function tag(s) { sub(/.* n="/, "", s); sub(/".*/, "", s); sub(/^\{\}/, "", s); return json(plain(s)) }
    { all = all (NR > 1 ? "\n" : "") $0 }
    END {
      n = split(all, row, "<"); texts = all ~ /^<e [^>]* t="/
      for (i = 2; i <= n; i++) {
        head = substr(row[i], 1, index(row[i], ">") - 1); text = plain(substr(row[i], index(row[i], ">") + 1))
        if (head ~ /^e /) {
          out = out (count++ ? (texts ? "" : "}}") ", " : "") "{" tag(head) ": "
          if (texts) out = out (head ~ / t="true"/ ? json(text) : "null") "}"; else { out = out "{"; members = 0 }
        } else if (head ~ /^a /) out = out (members++ ? ", " : "") tag(head) ": " json(text)
      }
      print "[" out (count && !texts ? "}}" : "") "]"
    }' "$t_tmp.rows" >"$t_tmp.matches"
  result_json_file matches "$t_tmp.matches"
  xml_count "$p_xpath"
  result_int count "$xml_n"
  result_int msg "$xml_n"
}

# Where the matches are. An element of a default namespace has no name that an expression could use.
xml_paths() {
  xml_count "($p_xpath)[not(self::*)]"
  [ "$xml_n" -eq 0 ] || fail "$p_xpath matches something that is no element"
  xml_ask "$t_tmp.rows" -m "$p_xpath" -m 'ancestor-or-self::*' -o / --if "namespace-uri()='' or contains(name(),':')" -v 'name()' \
    --if 'count(../*[name()=name(current())])>1' -o '[' -v 'count(preceding-sibling::*[name()=name(current())])+1' -o ']' -b \
    --else -o '*' --if 'count(../*)>1' -o '[' -v 'count(preceding-sibling::*)+1' -o ']' -b -b -b -n
  result msg "selector '$p_xpath' match: [$(awk 'NF { printf "%s\"%s\"", (n++ ? ", " : ""), $0 }' "$t_tmp.rows")]"
  result_json matches '[]'
}

# ---- changing --------------------------------------------------------------------------------------------------------------------------

xml_edit() { # xml_edit WORD…: actions of xmlstarlet's ed
  xml_tool "$t_tmp.next" ed "$@" || fail "xmlstarlet cannot change the XML: $run_stderr"
  mv -f -- "$t_tmp.next" "$t_tmp.doc"
}

xml_fill() { # xml_fill MARK FILE: puts what is in the file in place of each mark
  awk -v mark="$1" 'FILENAME == ARGV[1] { fill = fill $0 "\n"; next } { doc = doc $0 "\n" } END {
    sub(/\n$/, "", fill)
    while (at = index(doc, mark)) { printf "%s%s", substr(doc, 1, at - 1), fill; doc = substr(doc, at + length(mark)) }
    printf "%s", doc }' "$2" "$t_tmp.doc" >"$t_tmp.next"
  mv -f -- "$t_tmp.next" "$t_tmp.doc"
}

xml_escape() { # xml_escape TEXT: into $t_tmp.text, for a text or an attribute
  printf '%s\n' "$1" | awk -v attribute="$2" '{ text = text (NR > 1 ? "\n" : "") $0 } END {
    gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); gsub(/\r/, "\\&#13;", text)
    if (attribute == "true") { gsub(/"/, "\\&quot;", text); gsub(/\n/, "\\&#10;", text); gsub(/\t/, "\\&#9;", text) }
    print text }' >"$t_tmp.text"
}

# xml_set_text XPATH TEXT: the text in front of the first element in each match.
# shellcheck disable=SC2016 # variables of XPath
xml_set_text() {
  xml_escape "$2" false
  xml_edit --var t "$1" -d '$t/text()[not(preceding-sibling::node()[not(self::text())])]' \
    -i '$t[node()]/node()[1]' -t text -n text -v "$xml_mark" -s '$t[not(node())]' -t text -n text -v "$xml_mark"
  xml_fill "$xml_mark" "$t_tmp.text"
}

# shellcheck disable=SC2016
xml_set_attribute() { # xml_set_attribute XPATH NAME TEXT
  xml_escape "$3" true
  xml_prefixed "$1" "$2" '[name()!=""]'
  case $xml_new in
    *:*) xml_path="@*[namespace-uri()='$xml_uri' and local-name()='${2#*:}']" ;;
    *) xml_path=@$2 ;;
  esac
  [ -z "$xml_declare" ] || xml_edit --var t "$1" -s '$t' -t attr -n "$xml_declare" -v "$xml_uri"
  xml_edit --var t "$1" --var new "\$t[not($xml_path)]" -u "\$t/$xml_path" -v "$xml_mark" -s '$new' -t attr -n "$xml_new" -v "$xml_mark"
  xml_fill "$xml_mark" "$t_tmp.text"
}

# xml_prefixed XPATH NAME CONDITION: sets xml_new to the name with the prefix that the document has for its namespace,
# or to one that has to be declared by the attribute xml_declare.
xml_prefixed() {
  xml_new=$2 xml_declare=''
  case $2 in
    '' | [0-9.-]* | *[" $t_nl!\"#\$%&'()*+,/;<=>?@[\\]^\`{|}~"]* | *:*:*) fail "not a name in XML: $2" ;;
    *:*) ;;
    *) return 0 ;;
  esac
  xml_uri=
  xml_i=0
  while [ "$xml_i" -lt "${p_namespaces_n:-0}" ]; do
    xml_i=$((xml_i + 1))
    eval "[ \"\$p_namespaces_${xml_i}_key\" != \"\${2%%:*}\" ] || xml_uri=\$p_namespaces_$xml_i"
  done
  [ "$xml_uri" ] || fail "the prefix of $2 is not in namespaces"
  case $xml_uri in *"'"*) fail "a namespace must not contain quotes: $xml_uri" ;; esac
  xml_ask "$t_tmp.prefix" -m "($1)[last()]" -m "namespace::*[.='$xml_uri']$3[1]" -o . -v 'name()'
  xml_prefix=$(cat "$t_tmp.prefix")
  case $xml_prefix in
    .) xml_new=${2#*:} ;;
    .*) xml_new=${xml_prefix#.}:${2#*:} ;;
    *) xml_new=ns0:${2#*:} xml_declare=xmlns:ns0 ;;
  esac
}
