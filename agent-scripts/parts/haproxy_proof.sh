# shellcheck shell=sh
# For haproxy_config: proves by the process's own answers what was changed. The forms of a proof, each with a question:
#
#   row       the row of a table with these values (where COLUMN VALUE) has these, too (is COLUMN VALUE), and of a number
#             these bits are set or clear (set|clear COLUMN BITS)
#   norow     no row of a table has these values (where COLUMN VALUE)
#   field     there is a line `NAME: VALUE` (is NAME VALUE)
#   entries   the answer is these lines (|LINE), apart from a first word that is an address in memory
#   present, absent   a line is this one (=LINE), or none is

# hc_prove proof|undone: asks each question once. Returns 1 and sets hc_why if something is not as it should be.
hc_prove() {
  hc_n=0
  while IFS= read -r hc_question <&4; do
    hc_n=$((hc_n + 1))
    grep -qx "?$hc_n" "$t_tmp.live.$1" || continue
    ask_socket "$t_tmp.live.answer.$hc_n" "$p_socket" "$hc_question" "$p_deadline" || {
      hc_why="nobody answers to \`$hc_question\`"
      return 1
    }
  done 4<"$t_tmp.live.asked"
  hc_why=$(hc_unproven "$1")
  [ -z "$hc_why" ]
}

# Prints the first thing that is otherwise. What stays in the process, as said before, is no fault.
hc_unproven() {
  awk -v answers="$t_tmp.live.answer." -v stays=", $hc_stays, " '
    BEGIN { FS = "\t" }
    function value(line) { sub(/^[^\t]*\t[^\t]*\t/, "", line); return line }
    function bare(line) { gsub(/^[ \t\r]+|[ \t\r]+$/, "", line); return line }
    # The lines of an answer are kept, and the cells of one that is a table.
    function load(k,   line, n, i, cell, separator) {
      if (k in lines) return
      lines[k] = rows[k] = 0; tabular[k] = 0
      while ((getline line <(answers k)) > 0) {
        text[k, ++lines[k]] = line
        if (!tabular[k] && line ~ /^#/) {
          tabular[k] = 1; separator = line ~ /,/ ? "," : "[ ]"
          columns[k] = split(bare(substr(line, 2)), name, separator)
          for (i = 1; i <= columns[k]; i++) column[k, i] = name[i]
        } else if (tabular[k] && line !~ /^[ \t\r]*$/) {
          n = split(line, cell, separator); rows[k]++
          for (i = 1; i <= n && i <= columns[k]; i++) cells[k, rows[k], column[k, i]] = cell[i]
        }
      }
      close(answers k)
    }
    function found(k,   r, i) {
      for (r = 1; r <= rows[k]; r++) {
        for (i = 1; i <= wheres && cells[k, r, where[i]] == looked[i]; i++);
        if (i > wheres) return r
      }
      return 0
    }
    function bits(number, mask, wanted,   bit) {
      for (bit = 1; bit <= mask; bit *= 2)
        if (int(mask / bit) % 2 && int(number / bit) % 2 != wanted) return 0
      return 1
    }
    function told(   i, s) { for (i = 1; i <= wheres; i++) s = s (i > 1 ? "/" : "") looked[i]; return s }
    function check_row(k,   r, i, is) {
      r = found(k)
      if (!r) return "there is no " told()
      for (i = 1; i <= claims; i++) {
        is = cells[k, r, named[i]]
        if (how[i] == "is" ? is "" != claim[i] "" : !bits(is + 0, claim[i] + 0, how[i] == "set"))
          return named[i] " of " told() " is " is (how[i] == "is" ? ", not " claim[i] : "")
      }
    }
    function check_field(k,   i, line, shown) {
      for (i = 1; i <= lines[k]; i++) {
        line = bare(text[k, i])
        if (line == named[1] ": " claim[1]) return ""
        if (index(line, named[1] ":") == 1) shown = line
      }
      return (shown == "" ? "there is no " named[1] : shown) ", not " claim[1]
    }
    function check_entries(k,   i, n, line, wrong) {
      for (i = 1; i <= lines[k]; i++) {
        line = text[k, i]
        if (line ~ /^[ \t\r]*$/) continue
        sub(/^0x[0-9a-f]+ /, "", line)
        if (line "" != entry[++n] "") wrong = 1
      }
      return wrong || n + 0 != entries ? n + 0 " entries are not the " entries " that were meant" : ""
    }
    function check_line(k,   i, there) {
      for (i = 1; i <= lines[k]; i++) if (bare(text[k, i]) "" == entry[1] "") there = 1
      return there == (form == "present") ? "" : entry[1] (there ? " is still there" : " is not there")
    }
    function check(   problem) {
      if (form == "") return
      load(asked)
      if (form == "row") problem = check_row(asked)
      else if (form == "norow") problem = !tabular[asked] ? "the answer is no table" : found(asked) && !index(stays, ", " told() ", ") ? told() " is still there" : ""
      else if (form == "field") problem = check_field(asked)
      else if (form == "entries") problem = check_entries(asked)
      else problem = check_line(asked)
      form = ""; wheres = claims = entries = 0; split("", entry)
      if (problem != "") { print problem; failed = 1; exit }
    }
    /^\?/ { asked = substr($0, 2); next }
    $1 == "where" { where[++wheres] = $2; looked[wheres] = value($0); next }
    $1 == "is" || $1 == "set" || $1 == "clear" { how[++claims] = $1; named[claims] = $2; claim[claims] = value($0); next }
    /^[|=]/ { entry[++entries] = substr($0, 2); next }
    { check(); form = $0 }
    END { if (!failed) check() }' "$t_tmp.live.$1"
}
