# shellcheck shell=sh
# Makes bin/mariadb: a client whose server answers from files. Each line of the file rows is the start of a statement, a
# tab, and NAME=VALUE pairs of one row, with tabs between; NAME alone is a NULL. Statements are added
# to the file asked, if it is there.

set -eu
mkdir bin
cat >bin/mariadb <<'CLIENT'
#!/bin/sh
d=${0%/bin/*}
case "$*" in
  --version) echo 'mariadb from 11.8.2-MariaDB, client 15.2 for debian-linux-gnu (x86_64)' && exit ;;
esac
all=$(cat)
[ ! -e "$d/asked" ] || printf '%s\n' "$all" >>"$d/asked"
case $all in
  *'SELECT VERSION()'*) cat "$d/version" && exit ;;
esac
awk -F '\t' -v all="$all" '
  function escaped(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s); gsub(/"/, "\\&quot;", s); return s }
  BEGIN { print "<?xml version=\"1.0\"?>\n\n<resultset statement=\"" escaped(all) "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" }
  index(all, $1) == 1 {
    print "  <row>"
    for (i = 2; i <= NF; i++) {
      at = index($i, "="); name = at ? substr($i, 1, at - 1) : $i
      if (at) print "\t<field name=\"" escaped(name) "\">" escaped(substr($i, at + 1)) "</field>"
      else print "\t<field name=\"" escaped(name) "\" xsi:nil=\"true\" />"
    }
    print "  </row>"
  }
  END { print "</resultset>" }' "$d/rows"
CLIENT
chmod +x bin/mariadb
