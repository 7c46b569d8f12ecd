# shellcheck shell=sh disable=SC2034
# Functions for awk programs of modules.

# t_awk_sort: sort_list(LIST, N) sorts LIST[1] … LIST[N] by their bytes.
# shellcheck disable=SC2016
t_awk_sort='
function sort_list(list, n,   i, j, x) {
  for (i = 2; i <= n; i++) { x = list[i]; for (j = i - 1; j > 0 && (list[j] "") > (x ""); j--) list[j + 1] = list[j]; list[j + 1] = x }
}
'

# t_awk_json_text: json_text(STRING) is the text of a JSON string, which is given with its quotes; json_byte(NUMBER) is a
# byte.
# shellcheck disable=SC2016
t_awk_json_text='
function json_byte(n) { return sprintf("%c", n) }
function json_hex(h,   i, v) { v = 0; h = tolower(h); for (i = 1; i <= length(h); i++) v = v * 16 + index("0123456789abcdef", substr(h, i, 1)) - 1; return v }
function json_utf8(c) {
  if (c < 128) return json_byte(c)
  if (c < 2048) return json_byte(192 + int(c / 64)) json_byte(128 + c % 64)
  if (c < 65536) return json_byte(224 + int(c / 4096)) json_byte(128 + int(c / 64) % 64) json_byte(128 + c % 64)
  return json_byte(240 + int(c / 262144)) json_byte(128 + int(c / 4096) % 64) json_byte(128 + int(c / 64) % 64) json_byte(128 + c % 64)
}
function json_text(s,   o, p, c, v) {
  s = substr(s, 2, length(s) - 2)
  while (p = index(s, "\\")) {
    o = o substr(s, 1, p - 1); c = substr(s, p + 1, 1); s = substr(s, p + 2)
    if (c == "u") {
      v = json_hex(substr(s, 1, 4)); s = substr(s, 5)
      if (v >= 55296 && v < 56320 && s ~ /^\\u/) { v = 65536 + (v - 55296) * 1024 + json_hex(substr(s, 3, 4)) - 56320; s = substr(s, 7) }
      o = o json_utf8(v)
    } else o = o (c == "n" ? "\n" : c == "t" ? "\t" : c == "r" ? "\r" : c == "b" ? "\b" : c == "f" ? "\f" : c)
  }
  return o s
}
'

# t_awk_glob: glob(PATTERN) is a shell pattern as a regular expression, in which * and ? match slashes, too.
# shellcheck disable=SC2016
t_awk_glob='
function glob(p,   i, c, r, set) {
  r = "^"
  for (i = 1; i <= length(p); i++) { c = substr(p, i, 1)
    if (c == "*") r = r "(.|\n)*"
    else if (c == "?") r = r "([\001-\177]|[\300-\377][\200-\277]*)"
    else if (c == "[" && match(substr(p, i + 1), /^[!^]?\]?[^\]]*\]/)) { set = substr(p, i + 1, RLENGTH - 1); i += RLENGTH
      if (set ~ /^!/) set = "^" substr(set, 2); else if (set ~ /^\^/) set = "\\" set
      gsub(/\\/, "\\\\", set); r = r "[" set "]" }
    else if (c ~ /[A-Za-z0-9_ \200-\377]/) r = r c
    else if (c == "\n") r = r "\n"
    else r = r "[" (c == "^" || c == "\\" ? "\\" c : c) "]" }
  return r "$" }
'
