# shellcheck shell=sh
# module: xml  also=community.general.xml
# summary: read and change parts of an XML file
# check: full   diff: text   needs: awk cmp   uses: awk xml_document xml_make
# example: xml: {path: /srv/app/web.xml, xpath: /config/listen/@port, value: "8080"}
# option: path              path  aliases=dest,file              the file
# option: xmlstring         str                                  XML to work on in place of a file; the result is in xmlstring
# option: xpath             str                                  the elements or attributes, as an XPath expression
# option: namespaces        dict                                 prefixes in xpath, and the namespaces they stand for
# option: state             enum  present|absent  default=present  aliases=ensure  whether they must be there
# option: value             str                                  the text of the elements, or of their attribute
# option: attribute         str                                  the attribute that gets value
# option: add_children      json                                 a list of elements to add: a name, or a mapping of a name and a text, or of a name and a mapping of attributes, +value (the text) and _ (a list of elements)
# option: set_children      json                                 such a list, in place of the elements that are there
# option: input_type        enum  xml|yaml  default=yaml         xml: the elements of add_children and set_children are XML
# option: insertbefore      bool  default=false                  add_children adds in front of the first element that xpath finds
# option: insertafter       bool  default=false                  add_children adds behind the last element that xpath finds
# option: content           enum  attribute|text                 only read: attributes or texts of the elements
# option: count             bool  default=false                  only count the matches of xpath
# option: print_match       bool  default=false                  only tell where the matches are
# option: pretty_print      bool  default=false                  indent the XML
# option: strip_cdata_tags  bool  default=false                  write CDATA sections as plain text
# option-set: backup
# one-of: path xmlstring
# exclusive: path xmlstring
# exclusive: insertbefore insertafter
# exclusive: add_children content count print_match set_children value
# result: actions      xpath, namespaces and state
# result: count        number of matches
# result: matches      with content: a list of mappings, from the name of an element to its text or attributes
# result: msg          with print_match: where the matches are
# result: xmlstring    the XML afterwards, if it was given as a text
# result: backup_file  path of the backup

xml_run() {
  for xml_word in add_children:${p_add_children+given} content:${p_content+given} set_children:${p_set_children+given} value:${p_value+given} \
    count:${p_count#false} print_match:${p_print_match#false} insertbefore:${p_insertbefore#false} insertafter:${p_insertafter#false}; do
    case $xml_word in *:) continue ;; esac
    [ "${p_xpath+given}" ] || fail "missing parameter(s) required by '${xml_word%%:*}': xpath"
  done
  [ -z "${p_attribute+given}" ] || [ "${p_value+given}" ] || fail "missing parameter(s) required by 'attribute': value"
  task_has xmlstarlet || fail 'the host has no xmlstarlet, which reads and changes XML: install its package xmlstarlet'
  xml_open
  if [ "$p_print_match" = true ]; then
    xml_paths
  elif [ "$p_count" = true ]; then
    # Ansible puts a slash in front, too, so that /a/b is counted wherever it is.
    xml_count "/$p_xpath"
    result msg "found $xml_n nodes"
    result_int count "$xml_n"
  elif [ "${p_content+given}" ]; then
    xml_contents
  elif [ "$p_state" = absent ]; then
    xml_remove
  elif [ "${p_set_children+given}" ]; then
    xml_set_children
  elif [ "${p_add_children-[]}" != '[]' ]; then
    xml_add_children
  elif [ "${p_value+given}" ]; then
    xml_set_value
  elif [ "${p_xpath+given}" ]; then
    xml_is_node "$p_xpath" || xml_make '' "$p_xpath"
  elif [ "$p_pretty_print" = true ]; then
    xml_reformat
  else
    fail "Don't know what to do"
  fi
  xml_finish
}

xml_remove() {
  [ "${p_xpath+given}" ] || fail "Couldn't delete xpath target: there is no xpath"
  xml_count "$p_xpath"
  [ "$xml_n" -gt 0 ] || return 0
  xml_count "($p_xpath)[not(self::*|self::comment()|self::processing-instruction()) and count(.|../@*)!=count(../@*) or not(../..)]"
  [ "$xml_n" -eq 0 ] || fail "Couldn't delete xpath target: $p_xpath is neither an attribute nor an element below the root"
  # The text behind an element goes with it. Text with a CDATA section in it is of several nodes.
  # shellcheck disable=SC2016 # variables of XPath
  xml_edit --var t "$p_xpath" -d '$t/following-sibling::node()[1][self::text()]' -d '$t/following-sibling::node()[1][self::text()]' -d '$t'
}

xml_set_children() {
  xml_children "$p_set_children"
  xml_count "$p_xpath"
  [ "$xml_n" -gt 0 ] || return 0
  # Texts in front of the first child stay. The new elements can be in one place only, which is the last match.
  # shellcheck disable=SC2016
  xml_edit --var t "$p_xpath" -d '$t/node()[not(self::text()) or preceding-sibling::node()[not(self::text())]]' -s '$t[last()]' -t elem -n "$xml_mark"
  xml_fill "<$xml_mark/>" "$t_tmp.children"
}

xml_add_children() {
  xml_children "$p_add_children"
  xml_is_node "$p_xpath" || return 0
  set -- -s
  xml_where="($p_xpath)[last()]"
  if [ "$p_insertbefore$p_insertafter" != falsefalse ]; then
    xml_count "/*[count(.|$p_xpath)=count($p_xpath)]"
    [ "$xml_n" -eq 0 ] || fail "cannot add elements beside the root of the document: $p_xpath"
  fi
  if [ "$p_insertbefore" = true ]; then
    set -- -i
    xml_where="($p_xpath)[1]"
  elif [ "$p_insertafter" = true ]; then
    xml_count "($xml_where)/following-sibling::node()[not(self::text())]"
    if [ "$xml_n" -gt 0 ]; then
      set -- -i
      xml_where="($xml_where)/following-sibling::node()[not(self::text())][1]"
    else
      xml_where="($xml_where)/.."
    fi
  fi
  xml_edit "$1" "$xml_where" -t elem -n "$xml_mark"
  xml_fill "<$xml_mark/>" "$t_tmp.children"
}

xml_set_value() {
  xml_is_node "$p_xpath" || xml_make '' "$p_xpath"
  xml_is_node "$p_xpath" || fail "Xpath $p_xpath does not reference a node!"
  if [ "${p_attribute-}" ]; then
    xml_set_attribute "$p_xpath" "$p_attribute" "$p_value"
  else
    xml_set_text "$p_xpath" "$p_value"
  fi
}

xml_reformat() {
  xml_print true <"$t_tmp.doc" >"$t_tmp.new"
  cmp -s -- "$t_tmp.new" "$t_tmp.raw" || xml_changed=true
  xml_write
  done_with
}

xml_finish() {
  result_null actions/xpath
  [ -z "${p_xpath+given}" ] || result actions/xpath "$p_xpath"
  result actions/state "$p_state"
  [ "${p_namespaces_n:-0}" -gt 0 ] || result_json actions/namespaces '{}'
  xml_i=0
  while [ "$xml_i" -lt "${p_namespaces_n:-0}" ]; do
    xml_i=$((xml_i + 1))
    eval "result \"actions/namespaces/\$p_namespaces_${xml_i}_key\" \"\$p_namespaces_$xml_i\""
  done
  xml_print "$p_pretty_print" <"$t_tmp.doc" >"$t_tmp.new"
  xml_plain "$t_tmp.first" "$t_tmp.first.plain"
  xml_plain "$t_tmp.doc" "$t_tmp.doc.plain"
  if ! cmp -s -- "$t_tmp.first.plain" "$t_tmp.doc.plain"; then
    xml_changed=true
    if differing; then
      xml_print true <"$t_tmp.first" >"$t_tmp.diff.1"
      xml_print true <"$t_tmp.doc" >"$t_tmp.diff.2"
      diff_files "${p_path-}" "$t_tmp.diff.1" "$t_tmp.diff.2"
    fi
  fi
  xml_write
}

# Writes new to the file if there is a change, or reports it.
xml_write() {
  [ "$xml_changed" = false ] || changed
  if [ "${p_xmlstring+given}" ]; then
    result_file xmlstring "$t_tmp.new"
    return
  fi
  if [ "$xml_changed" = false ] || checking; then return 0; fi
  backup_file "$p_path"
  put_from "$p_path" "$t_tmp.new" "$t_tmp.raw" || fail "$put_error"
}
