# shellcheck shell=sh disable=SC2016,SC2034
# For setup: the awk programs for facts of the network and hardware, and the one that prints all facts.

setup_awk_network='
function two(n,   r) { r = 1; while (n-- > 0) r *= 2; return r } # some awks lack ^
function netmask(p,   i, o, b) { o = ""; for (i = 0; i < 4; i++) { b = p >= 8 ? 8 : p; p -= b; o = o (i ? "." : "") (256 - two(8 - b)) }; return o }
function network(a, p,   w, i, o, b, s) { split(a, w, "."); for (i = 1; i <= 4; i++) { b = p >= 8 ? 8 : p; p -= b; s = two(8 - b); o = o (i > 1 ? "." : "") (w[i] - w[i] % s) }; return o }
function iface(n) { if (!(n in if_at)) { if_at[n] = ++if_n; if_name[if_n] = n } }
function ipv4(w, n,   i, a, p, brd, lab, o) {
  split(w[2], a, "/"); p = a[2] == "" ? 32 : a[2]; lab = w[n]
  for (i = 3; i < n; i++) { if (w[i] == "brd") brd = w[i + 1]; if (w[i] == "peer") { split(w[i + 1], o, "/"); p = o[2] } }
  if (lab !~ ("^" cur_re "(:.*)?$")) lab = cur
  v4 = "\"address\":" js(a[1]) ",\"broadcast\":" js(brd) ",\"netmask\":" js(netmask(p)) ",\"network\":" js(network(a[1], p)) ",\"prefix\":" js(p)
  if (lab != cur) { iface(lab); if_v4[lab] = v4 }
  if (!(cur in if_v4)) if_v4[cur] = v4
  else if_sec[cur] = if_sec[cur] (if_sec[cur] == "" ? "" : ",") "{" v4 "}"
  if (a[1] !~ /^127\./) all4 = all4 " " a[1]
  addr_of[a[1]] = v4; label_of[a[1]] = lab
}
function ipv6(w, n,   i, a, scope) {
  split(w[2], a, "/"); for (i = 3; i < n; i++) if (w[i] == "scope") scope = w[i + 1]
  if (a[2] == "") a[2] = 128
  if_v6[cur] = if_v6[cur] (if_v6[cur] == "" ? "" : ",") "{\"address\":" js(a[1]) ",\"prefix\":" js(a[2]) ",\"scope\":" js(scope) "}"
  if (a[1] != "::1") all6 = all6 " " a[1]
  pre6[a[1]] = a[2]; scope6[a[1]] = scope
}
function if_type(n,   t) {
  t = net[n, "type"]
  if ((n, "bridge/bridge_id") in net) return "bridge"; if ((n, "bonding/mode") in net) return "bonding"
  return t == 1 ? "ether" : t == 32 ? "infiniband" : t == 512 ? "ppp" : t == 772 ? "loopback" : t == 65534 ? "tunnel" : t == 768 || t == 776 ? "tunnel" : "unknown"
}
function hexbit(h, bit,   i, v) { v = 0; h = tolower(substr(h, 3)); for (i = 1; i <= length(h); i++) v = v * 16 + index("0123456789abcdef", substr(h, i, 1)) - 1; return int(v / bit) % 2 }
function default_route(route, six,   n, w, i, dev, src, gw, o) {
  n = split(route, w, " ")
  if (w[1] ~ /unreachable|RTNETLINK/) n = 0
  for (i = 1; i < n; i++) { if (w[i] == "dev") dev = w[i + 1]; if (w[i] == "src") src = w[i + 1]; if (w[i] == "via") gw = w[i + 1] }
  if (dev == "" || src == "" || dev == "lo") return "{}"
  o = "\"interface\":" js(dev) ",\"address\":" js(src); if (gw != "") o = o ",\"gateway\":" js(gw)
  if (six) { if (src in pre6) o = o ",\"prefix\":" js(pre6[src]) ",\"scope\":" js(scope6[src]) }
  else if (src in addr_of) { i = addr_of[src]; sub(/^"address":"[^"]*"/, "", i); o = o i ",\"alias\":" js(label_of[src]) }
  if (mac[dev] != "") o = o ",\"macaddress\":" js(mac[dev])
  return "{" o ",\"mtu\":" (net[dev, "mtu"] + 0) ",\"type\":" js(if_type(dev)) "}"
}
function network_facts(   i, n, o, k, names) {
  for (i = 1; i <= if_n; i++) {
    n = if_name[i]; k = n; gsub(/[-:]/, "_", k); names = names " " k; o = ""
    if ((n, "mtu") in net) {
      o = "\"device\":" js(n) ",\"active\":" (net[n, "operstate"] == "down" ? "false" : "true") ",\"mtu\":" (net[n, "mtu"] + 0) ",\"type\":" js(if_type(n)) ",\"promisc\":" (hexbit(net[n, "flags"], 256) ? "true" : "false")
      if (mac[n] != "") o = o ",\"macaddress\":" js(mac[n])
      if ((n, "speed") in net) o = o ",\"speed\":" (net[n, "speed"] + 0)
      if (pci[n] != "") o = o ",\"pciid\":" js(pci[n]); if (drv[n] != "") o = o ",\"module\":" js(drv[n])
      if (if_type(n) == "bridge") o = o ",\"interfaces\":" list(brif[n]) ",\"id\":" js(net[n, "bridge/bridge_id"]) ",\"stp\":" (net[n, "bridge/stp_state"] == 1 ? "true" : "false")
      if (if_type(n) == "bonding") { split(net[n, "bonding/mode"], w, " "); o = o ",\"mode\":" js(w[1]) ",\"miimon\":" js(net[n, "bonding/miimon"]) ",\"slaves\":" list(net[n, "bonding/slaves"]) }
    }
    if (n in if_v4) o = o (o == "" ? "" : ",") "\"ipv4\":{" if_v4[n] "}"
    if (n in if_sec) o = o ",\"ipv4_secondaries\":[" if_sec[n] "]"
    if (n in if_v6) o = o (o == "" ? "" : ",") "\"ipv6\":[" if_v6[n] "]"
    fact("j", k, "{" o "}")
  }
  fact("j", "interfaces", list(names)); fact("j", "all_ipv4_addresses", list(all4)); fact("j", "all_ipv6_addresses", list(all6))
  fact("j", "default_ipv4", default_route(route4, 0)); fact("j", "default_ipv6", default_route(route6, 1))
}'

setup_awk_hardware='
function memory(   l, w, m, real, used) {
  while ((getline l < "/proc/meminfo") > 0) { split(l, w, /[: \t]+/); m[w[1]] = int(w[2] / 1024); kb[w[1]] = w[2] }
  close("/proc/meminfo")
  used = kb["MemFree"] + kb["Cached"] + kb["Buffers"]; used = int(used / 1024)
  fact("i", "memtotal_mb", m["MemTotal"]); fact("i", "memfree_mb", m["MemFree"]); fact("i", "swaptotal_mb", m["SwapTotal"] + 0); fact("i", "swapfree_mb", m["SwapFree"] + 0)
  fact("j", "memory_mb", sprintf("{\"real\":{\"total\":%d,\"used\":%d,\"free\":%d},\"nocache\":{\"free\":%d,\"used\":%d},\"swap\":{\"total\":%d,\"free\":%d,\"used\":%d,\"cached\":%d}}", \
    m["MemTotal"], m["MemTotal"] - m["MemFree"], m["MemFree"], used, m["MemTotal"] - used, m["SwapTotal"], m["SwapFree"], m["SwapTotal"] - m["SwapFree"], m["SwapCached"]))
}
function processors(   flags, l, k, v, p, i, phys, sock, nsock, cores, sib, o, tpc, w, n, count) {
  while ((getline l < "/proc/cpuinfo") > 0) {
    p = index(l, ":"); if (!p) continue
    k = trim(substr(l, 1, p - 1)); v = trim(substr(l, p + 1))
    if (k == "processor" && v ~ /^[0-9]+$/) { i++; o = o (o == "" ? "" : ",") js(v) }
    else if (k ~ /^(model name|Processor|vendor_id|cpu|Vendor)$/) { o = o (o == "" ? "" : ",") js(v) }
    else if (k == "flags" && flags == "") flags = v
    else if (k == "physical id" && !(v in sock)) { sock[v] = 1; nsock++ }
    else if (k == "cpu cores") cores = v + 0
    else if (k == "siblings") sib = v + 0
  }
  close("/proc/cpuinfo"); if (!i) i = 1
  fact("j", "processor", "[" o "]"); if (flags != "") fact("j", "flags", list(flags))
  if (nsock) { if (!cores) cores = 1; tpc = int(sib / cores); if (!tpc) tpc = 1; count = nsock } else { count = i; cores = 1; tpc = 1 }
  fact("i", "processor_count", count); fact("i", "processor_cores", cores); fact("i", "processor_threads_per_core", tpc); fact("i", "processor_vcpus", tpc * count * cores)
  v = i
  while ((getline l < "/proc/self/status") > 0) if (l ~ /^Cpus_allowed_list:/) { sub(/^[^ \t]*[ \t]*/, "", l); n = split(l, w, ","); v = 0; for (k = 1; k <= n; k++) { p = index(w[k], "-"); v += p ? substr(w[k], p + 1) - substr(w[k], 1, p - 1) + 1 : 1 } }
  close("/proc/self/status"); fact("i", "processor_nproc", v)
}
function dmi(f,   v) { v = trim(first("/sys/devices/virtual/dmi/id/" f)); return v == "" ? "NA" : v }
function firmware(   k, n, w, i, form) {
  n = split("bios_date bios_vendor bios_version board_asset_tag board_name board_serial board_vendor board_version chassis_asset_tag chassis_serial chassis_vendor chassis_version product_name product_serial product_uuid product_version", w, " ")
  for (i = 1; i <= n; i++) fact("s", w[i], dmi(w[i]))
  fact("s", "system_vendor", dmi("sys_vendor"))
  split("Other,Unknown,Desktop,Low Profile Desktop,Pizza Box,Mini Tower,Tower,Portable,Laptop,Notebook,Hand Held,Docking Station,All in One,Sub Notebook,Space-saving,Lunch Box,Main Server Chassis,Expansion Chassis,Sub Chassis,Bus Expansion Chassis,Peripheral Chassis,RAID Chassis,Rack Mount Chassis,Sealed-case PC,Multi-system,CompactPCI,AdvancedTCA,Blade", form, ",")
  k = dmi("chassis_type"); fact("s", "form_factor", k == "NA" ? "NA" : k in form ? form[k] : k)
}
function mounts(   l, w, o, s, m, d, key, bound, n, i, order, of) {
  while ((getline l < "/proc/self/mountinfo") > 0) { split(l, w, " "); if (w[4] != "/") bound[w[5]] = 1; else delete bound[w[5]] }
  close("/proc/self/mountinfo")
  while ((getline l < "/proc/self/mounts") > 0) {
    split(l, w, " "); if ((w[1] !~ /^\// && w[1] !~ /:\//) || w[3] == "none") continue
    key = w[2]; m = w[2]; d = w[1]; gsub(/\\040/, " ", m); gsub(/\\040/, " ", d)
    o = "{\"mount\":" js(m) ",\"device\":" js(d) ",\"fstype\":" js(w[3]) ",\"options\":" js(w[4] (key in bound && w[3] != "btrfs" ? ",bind" : "")) ",\"uuid\":" js(d in uuid ? uuid[d] : "N/A")
    if (m in fs) { split(fs[m], s, " ")
      o = o sprintf(",\"size_total\":%.0f,\"size_available\":%.0f,\"block_size\":%.0f,\"block_total\":%.0f,\"block_available\":%.0f,\"block_used\":%.0f,\"inode_total\":%.0f,\"inode_available\":%.0f,\"inode_used\":%.0f", \
        s[1] * s[3], s[1] * s[4], s[2], s[3], s[4], s[3] - s[4], s[6], s[7], s[6] - s[7]) }
    o = o ",\"dump\":" (w[5] + 0) ",\"passno\":" (w[6] + 0) "}"
    if (!(m in of)) order[++n] = m
    of[m] = o # what is mounted last covers the others
  }
  o = ""; for (i = 1; i <= n; i++) o = o (i > 1 ? "," : "") of[order[i]]
  close("/proc/self/mounts"); fact("j", "mounts", "[" o "]")
}
function human(b,   u, i) { split("Bytes KB MB GB TB PB", u, " "); for (i = 1; i < 6 && b >= 1024; i++) b /= 1024; return sprintf("%.2f %s", b, u[i]) }
function devices(   i, d, o, b, s, p, w, k, v) {
  for (i = 1; i <= nblk; i++) {
    d = blk[i]; b = bd[d, "queue/logical_block_size"]; if (b == "") b = "512"
    s = bd[d, "queue/scheduler"]; if (match(s, /\[[^]]*\]/)) s = substr(s, RSTART + 1, RLENGTH - 2)
    o = o (o == "" ? "" : ",") js(d) ":{\"size\":" js(human(bd[d, "size"] * 512)) ",\"sectors\":" sprintf("%.0f", bd[d, "size"] * 512 / b) ",\"sectorsize\":" js(b) ",\"removable\":" js(bd[d, "removable"]) ",\"rotational\":" js(bd[d, "queue/rotational"])
    o = o ",\"scheduler_mode\":" js(s) ",\"model\":" ((d, "device/model") in bd ? js(trim(bd[d, "device/model"])) : "null") ",\"vendor\":" ((d, "device/vendor") in bd ? js(trim(bd[d, "device/vendor"])) : "null")
    o = o ",\"holders\":" list(held[d]) ",\"partitions\":{" part[d] "},\"host\":\"\",\"virtual\":1"
    o = o ",\"links\":" device_links(d) ",\"sas_address\":" (((d, "device/sas_address") in bd) ? js(bd[d, "device/sas_address"]) : "null")
    o = o ",\"sas_device_handle\":" (((d, "device/sas_device_handle") in bd) ? js(bd[d, "device/sas_device_handle"]) : "null")
    if ((d, "queue/discard_granularity") in bd) o = o ",\"support_discard\":" js(bd[d, "queue/discard_granularity"])
    o = o "}"
  }
  fact("j", "devices", "{" o "}")
}'

setup_awk_main='
BEGIN {
  nglob = split(ENVIRON["SETUP_FILTER"], glob, "\n")
  for (i = 1; i <= nglob; i++) { g = glob[i]; gsub(/[.+^$(){}|]/, "\\\\&", g); gsub(/\*/, ".*", g); gsub(/\?/, ".", g); gsub(/\[!/, "[^", g); if (g ~ /\[[^]]*$/) gsub(/\[/, "\\\\[", g); glob[i] = "^(ansible_)?(" g ")$" }
}
/^@[a-z0-9]+$/ { sec = substr($0, 2); if (sec == "vgs") has_lvm = 1; next }
sec == "uname" { if (machine == "") machine = $0; else host = $0; next }
sec == "date" { date = $0; next }
sec == "zone" { zone = $0; next }
sec == "domain" { if (names == "") names = $0; next }
sec == "bits" { bits = $0; next }
sec == "user" { user[++nuser] = $0; next }
sec == "lsb" { lsb_text = lsb_text $0 "\n"; next }
sec == "paths" { path[$0] = 1; if ($0 ~ /^\/etc\/ssh/) hostkey[++nkey] = $0; next }
sec == "init" { if (sub(/^container=/, "")) container = $0; next }
sec == "addr" && /^[0-9]+: / { cur = $2; sub(/:$/, "", cur); sub(/@.*/, "", cur); cur_re = cur; gsub(/[.+*^$(){}|?]/, "\\\\&", cur_re); iface(cur); next }
sec == "addr" && $1 ~ /^link\// { if ($2 ~ /^[0-9a-f:]+$/ && $1 != "link/loopback" && $2 != "00:00:00:00:00:00") mac[cur] = $2; next }
sec == "addr" && $1 == "inet" { n = split($0, word, " "); ipv4(word, n); next }
sec == "addr" && $1 == "inet6" { n = split($0, word, " "); ipv6(word, n); next }
sec == "route4" { if (route4 == "") route4 = $0; next }
sec == "route6" { if (route6 == "") route6 = $0; next }
sec == "net" { if ($2 == "brif") brif[$1] = brif[$1] " " $3; else { k = $1; p = $2; sub(/^[^ ]+ [^ ]+ ?/, ""); net[k, p] = $0 } next }
sec == "netlink" { for (i = 1; i <= NF; i++) if ($i == "->") { n = split($(i - 1), word, "/"); k = word[5]; p = $(i + 1); sub(/.*\//, "", p); if ($(i - 1) ~ /module$/) drv[k] = p; else pci[k] = p }; next }
sec == "uuid" { for (i = 1; i <= NF; i++) if ($i == "->") { p = $(i + 1); sub(/.*\//, "/dev/", p); uuid[p] = $(i - 1) }; next }
sec ~ /^(caps|systemd|local4|local6|libselinux|wwn|disklink|vgs|lvs|pvs)$/ { system_row(); next }
sec == "statfs" { m = $0; sub(/^([0-9]+ ){7}/, "", m); if (m == $0) for (i = 1; i < 8; i++) sub(/^[^ ]+ /, "", m); fs[m] = $0; next }
sec == "block" { if (!($1 in seen)) { seen[$1] = 1; blk[++nblk] = $1 }
  if ($2 == "holder") held[$1] = held[$1] " " $3
  else if ($2 == "part") part[$1] = part[$1] (part[$1] == "" ? "" : ",") js($3) ":{\"start\":" js($4) ",\"sectors\":" js($5) ",\"size\":" js(human($5 * 512)) ",\"uuid\":" (("/dev/" $3) in uuid ? js(uuid["/dev/" $3]) : "null") "}"
  else { k = $1; p = $2; sub(/^[^ ]+ [^ ]+ ?/, ""); bd[k, p] = $0 }
  next }
END {
  if (want("distribution") || want("pkg_mgr")) { if (!want("distribution")) nglob = split("^-$", glob, " "); distribution(); if (!want("distribution")) nglob = 0 }
  if (want("platform")) platform()
  if (want("pkg_mgr")) fact("s", "pkg_mgr", package_manager())
  if (want("service_mgr")) fact("s", "service_mgr", service_manager())
  if (want("date_time")) datetime()
  if (want("lsb")) lsb()
  if (want("cmdline")) cmdline()
  if (want("dns")) dns()
  if (want("selinux")) selinux()
  if (want("fips")) fact("b", "fips", first("/proc/sys/crypto/fips_enabled") == "1" ? "true" : "false")
  if (want("apparmor")) fact("j", "apparmor", exists("/sys/kernel/security/apparmor") ? "{\"status\":\"enabled\"}" : "{\"status\":\"disabled\"}")
  if (want("chroot")) fact("b", "is_chroot", exists("chroot") ? "true" : "false")
  if (want("ssh_pub_keys")) for (i = 1; i <= nkey; i++) { k = hostkey[i]; sub(/.*ssh_host_/, "", k); sub(/_key.pub$/, "", k); split(first(hostkey[i]), word, " "); fact("s", "ssh_host_key_" k "_public", word[2]); fact("s", "ssh_host_key_" k "_public_keytype", word[1]) }
  if (want("user")) {
    split(user[3], word, ":")
    fact("s", "user_id", word[1] == "" ? user[1] : word[1]); fact("i", "user_uid", user[1]); fact("i", "user_gid", word[4] == "" ? user[2] : word[4]); fact("s", "user_gecos", word[5]); fact("s", "user_dir", word[6]); fact("s", "user_shell", word[7])
    fact("i", "real_user_id", user[1]); fact("i", "effective_user_id", user[1]); fact("i", "real_group_id", user[2]); fact("i", "effective_group_id", user[2])
  }
  if (want("loadavg") && split(first("/proc/loadavg"), word, " ") > 2) fact("j", "loadavg", "{\"1m\":" word[1] ",\"5m\":" word[2] ",\"15m\":" word[3] "}")
  if (want("network")) network_facts()
  if (want("hardware")) { memory(); processors(); firmware(); mounts(); devices(); split(first("/proc/uptime"), word, "."); fact("i", "uptime_seconds", word[1]) }
  if (want("virtual")) virtual()
  system_facts()
}'
