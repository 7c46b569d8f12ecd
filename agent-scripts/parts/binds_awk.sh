# shellcheck shell=sh disable=SC2034
# For binds: the awk program of hc_binds. It reads these files, each introduced by file=NAME:
#   fds      the descriptors of the serving worker, as `ls -l` lists them
#   routes   /proc/net/fib_trie, for the host's IPv4 addresses
#   inet6    /proc/net/if_inet6, for its IPv6 addresses
#   sockets  lines `PROTOCOL ADDRESS:PORT INODE` of listening sockets
#   old, new the active lines of two configurations
# Its variables are tell, product (whose configuration it is), sections, self (the name of this peer), nonlocal4, nonlocal6 and v6only.
# shellcheck disable=SC2016
hc_binds_awk='
function hex(s,   i, n) {
  s = toupper(s)
  for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
  return n + 0
}
# The kernel prints addresses as 32-bit words in the byte order of the machine. HAProxy commonly runs on little-endian
# ones.
function words(s,   i, out) {
  for (i = 1; i <= length(s); i += 8) out = out substr(s, i + 6, 2) substr(s, i + 4, 2) substr(s, i + 2, 2) substr(s, i, 2)
  return out
}
function hex4(ip,   part) { return split(ip, part, ".") == 4 ? sprintf("%02X%02X%02X%02X", part[1], part[2], part[3], part[4]) : "" }
function hex6(ip,   half, left, right, n, m, i, out, mid) {
  n = split(ip, half, "::")
  if (n > 2) return ""
  left = group(half[1]); right = n == 2 ? group(half[2]) : ""
  for (i = length(left) + length(right); i < 32; i += 4) mid = mid "0000"
  return toupper(left mid right)
}
function group(s,   part, n, i, out) {
  n = split(s, part, ":")
  for (i = 1; i <= n; i++) {
    if (part[i] ~ /\./) out = out hex4(part[i])
    else if (part[i] != "") out = out substr("0000" part[i], length(part[i]) + 1)
  }
  return out
}
function any(a) { return a ~ /^0+$/ }
function local(a,   i, n, span) {
  if (length(a) == 32) return a in has6
  for (i = 1; i <= nets; i++) {
    span = 1
    for (n = len[i]; n < 32; n++) span *= 2
    if (int(hex(a) / span) == int(hex(hex4(net[i])) / span)) return 1
  }
  return 0
}
# Stores one address of a bind line in bind[which, n], as a key "proto address port".
function address(which, text, options,   proto, host, port, first, last, a, p, six) {
  if (text ~ /\$/) { note(text " is left to " product " (environment)"); return }
  proto = "tcp"
  if (sub(/^dgram\+/, "", text) || text ~ /^(udp|udp4|udp6|quic4|quic6)@/) proto = "udp"
  sub(/^stream\+/, "", text)
  six = (text ~ /^[a-z]+6@/)
  if (text ~ /^(unix|uxst|abns|abnsz|fd|sockpair|rhttp|rev)@/ || text ~ /^\//) return
  if (which == "new" && options ~ / namespace /) { note(text " is left to " product " (namespace)"); return }
  sub(/^[a-z0-9]+@/, "", text)
  port = text; sub(/^.*:/, "", port)
  host = substr(text, 1, length(text) - length(port) - 1)
  gsub(/[][]/, "", host)
  if (port !~ /^[0-9]+(-[0-9]+)?$/) { note(text " is left to " product); return }
  first = last = port
  if (port ~ /-/) { sub(/-.*/, "", first); sub(/.*-/, "", last) }
  if (host == "" || host == "*") a = six ? "00000000000000000000000000000000" : "00000000"
  else if (host ~ /^[0-9.]+$/) a = hex4(host)
  else if (host ~ /:/) a = hex6(host)
  else a = ""
  if (a == "") { note(text " is left to " product " (name)"); return }
  for (p = first + 0; p <= last + 0; p++) {
    key = proto " " a " " p
    if (which == "old") old[key] = 1
    else if (!(key in seen)) {
      seen[key] = 1; wanted[++count] = key; with[count] = options; name[count] = host
      shown[count] = (host == "" ? "*" : host ~ /:/ ? "[" host "]" : host) ":" p
    }
  }
}
function note(text) { if (tell == "added") print "note\t" text }
function overlap(a, b, options) {
  if (length(a) == length(b)) return a == b || any(a) || any(b)
  if (length(a) == 32) return any(a) && options !~ / v6only / && (options ~ / v4v6 / || !v6only)
  return any(b) && length(b) == 32
}
# A disabled section binds nothing. Whether it is disabled, directly or by its defaults, is only known at its end.
function begin(   from) {
  finish()
  section = $1; name_of = $2; off = 0
  from = ($3 == "from" ? $4 : latest)
  if (section ~ /^(frontend|listen|backend)$/ || (section == "defaults" && $3 == "from")) off = disabled[from] + 0
  if (section == "defaults") latest = name_of
}
function finish(   i) {
  if (section == "defaults") disabled[name_of] = off
  for (i = 1; i <= pending && !off; i++) address(side, where[i], options_of[i])
  pending = 0; section = ""
}
function binds(   n, i, list, options, word) {
  if ($1 ~ sections) begin()
  else if ($1 == "disabled" || $1 == "enabled") off = ($1 == "disabled")
  else if ($1 == "localpeer") self = $2
  word = 0
  if (section ~ /^(frontend|listen|peers|log-forward)$/ && $1 ~ /^(bind|dgram-bind)$/) word = 2
  else if (section == "peers" && $1 ~ /^(peer|server)$/ && $2 == self && $3 ~ /:[0-9]+$/) word = 3
  else if (section == "global" && $1 == "stats" && $2 == "socket" && $3 ~ /:[0-9]+$/) word = 3
  if (!word) return
  options = " "; for (i = word + 1; i <= NF; i++) options = options $i " "
  n = split($word, list, ",")
  for (i = 1; i <= n; i++) { where[++pending] = ($1 == "dgram-bind" && list[i] !~ /@/ ? "udp@" : "") list[i]; options_of[pending] = options }
}
file == "fds" { if (match($0, /socket:\[[0-9]+\]/)) own[substr($0, RSTART + 8, RLENGTH - 9)] = 1; next }
file == "routes" { if ($1 == "|--") ip = $2; else if (/host LOCAL/) { net[++nets] = ip; len[nets] = substr($1, 2) } next }
file == "inet6" { has6[toupper($1)] = 1; next }
file == "sockets" {
  split($2, part, ":"); p = hex(part[2]); n = ++held[$1, p]
  at[$1, p, n] = words(part[1]); inode[$1, p, n] = $3
  next
}
FNR == 1 { finish(); side = file; latest = ""; split("", disabled) }
{ binds() }
END {
  finish()
  for (i = 1; i <= count; i++) {
    split(wanted[i], part, " "); proto = part[1]; a = part[2]; p = part[3]
    if (tell == "open" && proto == "tcp") {
      host = any(a) ? (length(a) == 32 ? "[::1]" : "127.0.0.1") : name[i] ~ /:/ ? "[" name[i] "]" : name[i]
      print "open\t" host ":" p
      continue
    }
    there = 0; taken = ""
    for (n = 1; n <= held[proto, p]; n++) {
      b = at[proto, p, n]
      if (b == a || overlap(a, b, with[i])) there = 1
      if (overlap(a, b, with[i]) && !(inode[proto, p, n] in own)) taken = inode[proto, p, n]
    }
    if (tell == "listening") { if (!there && proto == "tcp") print "problem\tnobody listens on " shown[i]; continue }
    if (tell != "added" || wanted[i] in old) continue
    print "added\t" shown[i]
    if (!any(a) && with[i] !~ / transparent / && !(length(a) == 32 ? nonlocal6 : nonlocal4) && !local(a))
      print "problem\tbind " shown[i] ": this address is on no interface of the host, and ip_nonlocal_bind is off"
    else if (taken != "")
      print "problem\tbind " shown[i] ": the port is taken\t" taken
  }
}'
