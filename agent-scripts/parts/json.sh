# shellcheck shell=sh disable=SC2034
# t_awk_json: json(TEXT) is TEXT as a JSON string, for awk programs of modules.
# shellcheck disable=SC2016
t_awk_json='
function json(s,   i, c) {
  gsub(/["\\]/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); gsub(/\r/, "\\r", s)
  if (s ~ /[\001-\037]/) for (i = 1; i < 32; i++) { c = sprintf("%c", i); if (index(s, c)) gsub(c, sprintf("\\u%04x", i), s) }
  return "\"" s "\""
}
'
