# shellcheck shell=sh
# What zypper prints with --xmlout, for awk: one line for each package, message and repository.

# solvable<tab>GROUP<tab>NAME<tab>EDITION<tab>FORMER EDITION, where GROUP is the element around it (to-install);
# message<tab>TEXT, whose newlines are \001; repo<tab>URL<tab>ATTRIBUTES. Ends with 1 if the text is no whole stream.
# shellcheck disable=SC2016,SC2034
zypper_awk='
function plain(s) { gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&apos;/, "\047", s); gsub(/&#9;|\t/, " ", s); gsub(/\n/, "\001", s); gsub(/&amp;/, "\\&", s); return s }
function value(key) { if (!match(tag, "[ \t\n]" key "=\"[^\"]*\"")) return ""; return plain(substr(tag, RSTART + length(key) + 3, RLENGTH - length(key) - 4)) }
function put_repo() { if (repo != "") print "repo\t" (url == "" ? metalink : url) repo; repo = "" }
BEGIN { RS = "<" }
{
  p = index($0, ">"); if (!p) next
  tag = substr($0, 1, p - 1); text = substr($0, p + 1)
  element = tag; sub(/[ \t\n\/].*/, "", element)
  if (tag ~ /^\//) { element = substr(tag, 2); if (element == "repo") put_repo(); if (element == "stream") whole = 1; if (depth) depth--; next }
  if (tag ~ /^[?!]/) next
  if (element == "solvable") print "solvable\t" open[depth] "\t" value("name") "\t" value("edition") "\t" value("edition-old")
  if (element == "message") print "message\t" plain(text)
  if (element == "repo") { put_repo(); url = ""; metalink = value("metalink")
    repo = "\t" value("alias") "\t" value("name") "\t" value("priority") "\t" value("enabled") "\t" value("autorefresh") "\t" value("gpgcheck") }
  if (element == "url" && url == "") url = plain(text)
  if (tag !~ /\/$/) open[++depth] = element
  else if (element == "repo") put_repo()
}
END { exit !whole }'
