# shellcheck shell=sh disable=SC2016,SC2034
# For setup: the awk programs for facts from texts, local facts and the platform. setup_collect lists what they read.

setup_awk_text='
function js(s) { # JSON string
  gsub(/["\\]/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); gsub(/\r/, "\\r", s); gsub(/[\001-\037]/, "", s)
  return "\"" s "\""
}'

# JSON is checked by reducing it until one value is left. Anything else is read as INI.
setup_awk_local="$setup_awk_text"'
{ all = all $0 "\n" }
END {
  t = all
  gsub(/"([^"\\]|\\.)*"/, "s", t); gsub(/-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null/, "v", t); gsub(/[ \t\r\n]/, "", t)
  while (gsub(/\[([sv](,[sv])*)?\]|\{(s:[sv](,s:[sv])*)?\}/, "v", t)) ;
  if (t ~ /^[sv]$/) { gsub(/[\r\n]+/, " ", all); print all; exit 0 }
  n = split(all, l, "\n")
  for (i = 1; i <= n; i++) {
    if (l[i] ~ /^[ \t]*([#;]|$)/) continue
    if (l[i] ~ /^\[.*\][ \t\r]*$/) { sub(/^\[/, "", l[i]); sub(/\].*$/, "", l[i]); o = o (sec == "" ? "" : "},") js(l[i]) ":{"; sec = l[i]; first = 1; continue }
    if (sec == "" || !match(l[i], /[=:]/)) exit 1
    k = tolower(substr(l[i], 1, RSTART - 1)); v = substr(l[i], RSTART + 1); gsub(/^[ \t]+|[ \t\r]+$/, "", k); gsub(/^[ \t]+|[ \t\r]+$/, "", v)
    o = o (first ? "" : ",") js(k) ":" js(v); first = 0
  }
  if (sec == "") exit 1
  print "{" o "}}"
}'

setup_awk_platform='
function want(g) { return index(ENVIRON["SETUP_WANT"], " " g " ") }
function passes(n,   i) {
  if (!nglob) return 1
  for (i = 1; i <= nglob; i++) if (n ~ glob[i]) return 1
  return 0
}
function fact(type, n, v) { n = "ansible_" n; if (passes(n)) printf "%s\tansible_facts/%s\t%s\n", type, n, v }
function slurp(f,   l, t) { t = ""; while ((getline l < f) > 0) t = t (t == "" ? "" : "\n") l; close(f); return t }
function first(f,   l) { l = ""; if ((getline l < f) <= 0) l = ""; close(f); return l }
function exists(p) { return p in path }
function trim(s) { gsub(/^[ \t]+|[ \t\r]+$/, "", s); return s }
function pairs(f, into,   l, k, n) { # shell-like KEY="value" lines; returns how many
  while ((getline l < f) > 0) if (match(l, /^[A-Za-z_0-9]+=/)) {
    k = substr(l, 1, RLENGTH - 1); l = trim(substr(l, RLENGTH + 1)); n++
    if (l ~ /^".*"$/ || l ~ /^\047.*\047$/) l = substr(l, 2, length(l) - 2)
    gsub(/\\/, "", l); into[k] = l
  }
  close(f); return n + 0
}
function list(s,   n, w, i, o) { n = split(s, w, " "); for (i = 1; i <= n; i++) o = o (i > 1 ? "," : "") js(w[i]); return "[" o "]" }

function distribution(   id, rel, n, w, name, ver, code, fam, file, variety, major, m) {
  n = pairs("/etc/os-release", os); file = "/etc/os-release"
  if (!n) n = pairs("/usr/lib/os-release", os)
  for (m in os) named[m] = 1 # before anything below asks for a name, which makes it
  id = tolower(os["ID"]); ver = os["VERSION_ID"]; code = os["VERSION_CODENAME"]
  if (code == "") code = os["UBUNTU_CODENAME"]
  m = ("VERSION_CODENAME" in named) || ("UBUNTU_CODENAME" in named) # one that is empty counts
  if (!m && match(os["VERSION"], /\([^)]*\)/)) code = substr(os["VERSION"], RSTART + 1, RLENGTH - 2)
  else if (!m && match(os["VERSION"], /, [A-Z][a-z]+/)) code = substr(os["VERSION"], RSTART + 2, RLENGTH - 2)
  rel = first("/etc/centos-release"); if (rel == "" || id == "rhel") { m = first("/etc/redhat-release"); if (m != "") rel = m }
  if (id == "" && rel == "" && (m = first("/etc/system-release")) ~ /^Amazon/) { id = "amzn"; rel = m }
  if (id == "" && rel != "") {
    id = rel ~ /^CentOS/ ? "centos" : rel ~ /^Red Hat/ ? "rhel" : rel ~ /^Fedora/ ? "fedora" : rel ~ /^Scientific/ ? "scientific" : "redhat"
    if (first("/etc/oracle-release") != "") id = "oracle"
    if (match(rel, /release [0-9.]+/)) ver = substr(rel, RSTART + 8, RLENGTH - 8)
    if (match(rel, /\([^)]*\)/)) code = substr(rel, RSTART + 1, RLENGTH - 2)
    file = "/etc/redhat-release"
  }
  split("debian Debian ubuntu Ubuntu raspbian Debian devuan Devuan kali Kali linuxmint Linux_Mint neon KDE_neon pop Pop!_OS parrot Parrot deepin Deepin uos Uos " \
    "rhel RedHat redhat RedHat centos CentOS fedora Fedora rocky Rocky almalinux AlmaLinux ol OracleLinux oracle OracleLinux amzn Amazon scientific Scientific " \
    "cloudlinux CloudLinux virtuozzo Virtuozzo openeuler openEuler eurolinux EuroLinux alinux Alibaba sles SLES sled SLED sles_sap SLES_SAP opensuse openSUSE " \
    "opensuse-leap openSUSE_Leap opensuse-tumbleweed openSUSE_Tumbleweed alpine Alpine arch Archlinux archarm Archlinux manjaro Manjaro gentoo Gentoo " \
    "slackware Slackware altlinux Altlinux openwrt OpenWrt clear-linux-os Clear_Linux_OS flatcar Flatcar coreos Coreos void Void nixos Nixos", w, " ")
  for (n = 1; n in w; n += 2) dist[w[n]] = w[n + 1]
  name = id in dist ? dist[id] : toupper(substr(id, 1, 1)) substr(id, 2)
  if (id == "pop") name = "Pop!_OS"; else if (id !~ /sles/) gsub(/_/, " ", name)
  if (name == "") { name = "Linux" }
  split("Ubuntu Debian Devuan Kali Linux_Mint KDE_neon Pop!_OS Parrot Deepin Uos", w, " "); for (n in w) { m = w[n]; if (m != "Pop!_OS") gsub(/_/, " ", m); family[m] = "Debian" }
  split("RedHat CentOS Fedora Rocky AlmaLinux OracleLinux Amazon Scientific CloudLinux Virtuozzo openEuler EuroLinux Alibaba", w, " "); for (n in w) family[w[n]] = "RedHat"
  family["Manjaro"] = "Archlinux"
  fam = name in family ? family[name] : name ~ /^(SLES|SLED|openSUSE)/ ? "Suse" : name
  variety = name
  if (fam == "Debian") variety = "Debian"; if (fam == "Suse") variety = "SUSE"
  if (fam == "RedHat" && name != "Amazon" && name != "RedHat" && rel == "") variety = "RedHat"
  if (fam == "RedHat" && name != "Amazon" && rel != "") { file = name == "OracleLinux" ? "/etc/oracle-release" : rel ~ /Stream/ ? "/etc/centos-release" : "/etc/redhat-release"; variety = name == "OracleLinux" || rel ~ /Stream/ ? name : "RedHat" }
  if (name == "Debian" && (m = first("/etc/debian_version")) != "") { # only this file has the point release
    if (m ~ /^[0-9]/) ver = m
    if (m ~ /\/sid$/) {
      if (ver == "") ver = m
      if (code == "") { code = m; sub(/\/sid$/, "", code) }
    }
    if (ver ~ /^[0-9]+\.[0-9]+/) { split(ver, w, "."); fact("s", "distribution_minor_version", w[2]) }
  } else if (name == "CentOS" && match(rel, /release [0-9.]+/)) {
    n = split(substr(rel, RSTART + 8, RLENGTH - 8), w, "."); ver = n > 1 ? w[1] "." w[2] : w[1]
    if (rel ~ /Stream/) code = "Stream"; else if (code == "" && match(rel, /\([^)]*\)/)) code = substr(rel, RSTART + 1, RLENGTH - 2)
  } else if (name == "Alpine" && (m = first("/etc/alpine-release")) != "") { ver = m; file = "/etc/alpine-release" }
  else if (name == "Amazon" || fam == "Suse") { if (split(ver, w, ".") > 1) fact("s", "distribution_minor_version", w[2]); else if (name == "Amazon") fact("s", "distribution_minor_version", "NA") }
  if (name == "Ubuntu" && code ~ / /) { code = tolower(code); sub(/ .*/, "", code) }
  if (name == "Archlinux") ver = "rolling"
  if (fam == "Suse" && code == "") { split(ver, w, "."); code = w[2] }
  major = ver; sub(/\..*/, "", major)
  fact("s", "distribution", name); fact("s", "distribution_release", code == "" && name != "Fedora" ? "n/a" : code); fact("s", "distribution_version", ver == "" ? "n/a" : ver)
  fact("s", "distribution_major_version", major == "" ? "n/a" : major); fact("s", "os_family", fam)
  fact("b", "distribution_file_parsed", "true"); fact("s", "distribution_file_path", file); fact("s", "distribution_file_variety", variety)
  if (name == "RedHat" || name == "OracleLinux") fact("s", "distribution_file_search_string", name == "RedHat" ? "Red Hat" : "Oracle Linux")
  d_family = fam
}

function platform(   v, w, n, i) {
  fact("s", "system", "Linux"); fact("s", "kernel", first("/proc/sys/kernel/osrelease")); fact("s", "kernel_version", first("/proc/sys/kernel/version"))
  fact("s", "machine", machine); fact("s", "architecture", machine ~ /^i[3456]86$/ ? "i386" : machine)
  v = bits != "" ? bits : machine ~ /64|s390x/ ? "64" : "32"
  fact("s", "userspace_bits", v); fact("s", "userspace_architecture", v == "32" && machine == "x86_64" ? "i386" : machine ~ /^i[3456]86$/ ? "i386" : machine)
  fact("s", "nodename", host); v = host; sub(/\..*/, "", v); fact("s", "hostname", v)
  # like the C library: the first name with a dot, else the first
  n = split(names, w, " "); v = ""
  for (i = 1; i <= n; i++) if (w[i] !~ /^[0-9.]+$/ && w[i] !~ /:/) { if (v == "") v = w[i]; if (w[i] ~ /\./) { v = w[i]; break } }
  if (v == "") v = host
  fact("s", "fqdn", v); i = index(v, "."); fact("s", "domain", i ? substr(v, i + 1) : "")
  v = first("/var/lib/dbus/machine-id"); if (v == "") v = first("/etc/machine-id"); if (v != "") fact("s", "machine_id", v)
}

function civil(t,   z, era, doe, yoe, doy, mp) { # converts seconds since 1970 to a UTC date
  z = int(t / 86400) + 719468; era = int(z / 146097); doe = z - era * 146097
  yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365); doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
  cd = doy - int((153 * mp + 2) / 5) + 1; cm = mp + (mp < 10 ? 3 : -9); cy = yoe + era * 400 + (cm <= 2); t %= 86400; ch = int(t / 3600); cmin = int(t % 3600 / 60); cs = t % 60
}
function datetime(   d, o, us, dst) {
  split(date, d, " "); us = d[13] ~ /^[0-9]+$/ ? substr(d[13], 1, 6) : "000000"; civil(d[10])
  dst = d[11]; if (zone ~ /^[A-Za-z]+[-+0-9:]+[A-Za-z]+/) { dst = zone; sub(/^[A-Za-z]+[-+0-9:]+/, "", dst); sub(/[^A-Za-z].*/, "", dst) }
  o = "\"date\":" js(d[1] "-" d[2] "-" d[3]) ",\"day\":" js(d[3]) ",\"epoch\":" js(d[10]) ",\"epoch_int\":" js(d[10]) ",\"hour\":" js(d[4]) ",\"minute\":" js(d[5])
  o = o ",\"second\":" js(d[6]) ",\"month\":" js(d[2]) ",\"year\":" js(d[1]) ",\"time\":" js(d[4] ":" d[5] ":" d[6]) ",\"tz\":" js(d[11]) ",\"tz_dst\":" js(dst) ",\"tz_offset\":" js(d[12])
  o = o ",\"weekday\":" js(d[7]) ",\"weekday_number\":" js(d[8]) ",\"weeknumber\":" js(d[9])
  o = o ",\"iso8601\":" js(sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", cy, cm, cd, ch, cmin, cs)) ",\"iso8601_micro\":" js(sprintf("%04d-%02d-%02dT%02d:%02d:%02d.%sZ", cy, cm, cd, ch, cmin, cs, us))
  o = o ",\"iso8601_basic\":" js(d[1] d[2] d[3] "T" d[4] d[5] d[6] us) ",\"iso8601_basic_short\":" js(d[1] d[2] d[3] "T" d[4] d[5] d[6])
  fact("j", "date_time", "{" o "}")
}

function lsb(   l, n, w, i, k, v, o) {
  if (pairs("/etc/lsb-release", l)) { v["id"] = l["DISTRIB_ID"]; v["release"] = l["DISTRIB_RELEASE"]; v["description"] = l["DISTRIB_DESCRIPTION"]; v["codename"] = l["DISTRIB_CODENAME"] }
  n = split(lsb_text, w, "\n")
  for (i = 1; i <= n; i++) if (match(w[i], /:[ \t]*/)) { k = substr(w[i], 1, RSTART - 1); k = k ~ /^Distributor/ ? "id" : tolower(k); if (k ~ /^(id|release|description|codename)$/) v[k] = substr(w[i], RSTART + RLENGTH) }
  if (v["release"] != "") { v["major_release"] = v["release"]; sub(/\..*/, "", v["major_release"]) }
  for (k in v) if (v[k] != "") o = o (o == "" ? "" : ",") js(k) ":" js(v[k])
  fact("j", "lsb", "{" o "}")
}

function cmdline(   n, w, i, k, v, p, o, q) {
  n = split(first("/proc/cmdline"), w, " ")
  for (i = 1; i <= n; i++) {
    p = index(w[i], "="); k = p ? substr(w[i], 1, p - 1) : w[i]; v = p ? js(substr(w[i], p + 1)) : "true"; gsub(/^"\\"|\\""$/, "\"", v)
    if (!(k in last)) { order[++m] = k; many[k] = v } else many[k] = many[k] "," v
    if (k in last) several[k] = 1
    last[k] = v
  }
  for (i = 1; i <= m; i++) { k = order[i]; o = o (i > 1 ? "," : "") js(k) ":" last[k]; q = q (i > 1 ? "," : "") js(k) ":" (k in several ? "[" many[k] "]" : many[k]) }
  fact("j", "cmdline", "{" o "}"); fact("j", "proc_cmdline", "{" q "}")
}

function dns(   l, k, o, ns, opts, n, w, i, p) {
  while ((getline l < "/etc/resolv.conf") > 0) {
    n = split(l, w, " "); k = w[1]
    if (k == "nameserver") ns = ns " " w[2]
    else if (k == "domain") o = o ",\"domain\":" js(w[2])
    else if (k == "search" || k == "sortlist") { sub(/^[^ \t]+/, "", l); o = o ",\"" k "\":" list(l) }
    else if (k == "options") for (i = 2; i <= n; i++) { p = index(w[i], ":"); opts = opts (opts == "" ? "" : ",") (p ? js(substr(w[i], 1, p - 1)) ":" js(substr(w[i], p + 1)) : js(w[i]) ":true") }
  }
  close("/etc/resolv.conf")
  if (ns != "") o = o ",\"nameservers\":" list(ns)
  if (opts != "") o = o ",\"options\":{" opts "}"
  fact("j", "dns", "{" substr(o, 2) "}")
}

function selinux(   e, o, c) {
  fact("b", "selinux_python_present", libselinux == "" ? "false" : "true")
  if (libselinux == "") { fact("j", "selinux", "{\"status\":\"Missing selinux Python library\"}"); return }
  if (!exists("/sys/fs/selinux/enforce")) { fact("j", "selinux", "{\"status\":\"disabled\"}"); return }
  e = first("/sys/fs/selinux/enforce"); pairs("/etc/selinux/config", c)
  o = "\"status\":\"enabled\",\"mode\":\"" (e == "1" ? "enforcing" : "permissive") "\",\"config_mode\":" js(c["SELINUX"] == "" ? "unknown" : c["SELINUX"])
  o = o ",\"type\":" js(c["SELINUXTYPE"] == "" ? "unknown" : c["SELINUXTYPE"]) ",\"policyvers\":" (first("/sys/fs/selinux/policyvers") + 0)
  fact("j", "selinux", "{" o "}")
}

function service_manager(   c) {
  c = first("/proc/1/comm"); if (c == "") c = "init"
  if (c == "procd") return "openwrt_init"; if (c == "runit-init" || c == "runit") return "runit"; if (c == "svscan") return "svc"; if (c == "openrc-init") return "openrc"
  if (c != "init" && c !~ /sh$/) return c
  if (exists("systemctl") && (exists("/run/systemd/system") || exists("/dev/.run/systemd") || exists("/dev/.systemd"))) return "systemd"
  if (exists("initctl") && exists("/etc/init")) return "upstart"
  if (exists("/sbin/openrc")) return "openrc"
  if (exists("systemctl") && exists("init-is-systemd")) return "systemd"
  return exists("/etc/init.d") ? "sysvinit" : "service"
}
function package_manager() { # only of the RedHat family is dnf looked for; elsewhere yum stands for it
  if (d_family == "Debian" && exists("/usr/bin/apt-get")) return "apt"
  if (exists("/run/ostree-booted") && exists("/usr/bin/rpm-ostree")) return "atomic_container"
  if (d_family == "RedHat") {
    if (exists("dnf-is-dnf5")) return "dnf5"
    if (exists("/usr/bin/dnf") || exists("/usr/bin/microdnf")) return "dnf"
    return exists("/usr/bin/yum") ? "yum" : "unknown" # yum alone is unknown to Ansible, which has no module for it; ours works with it
  }
  if (exists("/usr/bin/zypper")) return "zypper"; if (exists("/sbin/apk")) return "apk"; if (exists("/usr/bin/pacman")) return "pacman"; if (exists("/usr/bin/emerge")) return "portage"
  if (exists("/usr/bin/xbps-install")) return "xbps"; if (exists("/bin/opkg")) return "opkg"; if (exists("/usr/bin/apt-get")) return "apt"
  return exists("/usr/bin/yum") ? "dnf" : "unknown"
}

function virtual(   c, cg, dmi, guest, type, role, host_tech, bios, vendor, cpu, mods) {
  cg = slurp("/proc/1/cgroup"); c = container == "" ? first("/run/systemd/container") : container
  if (exists("/.dockerenv") || exists("/.dockerinit") || cg ~ /\/docker(\/|-[0-9a-f]+\.scope)/) { type = "docker"; guest = "docker container" }
  else if (exists("/run/.containerenv") || c == "podman" || cg ~ /libpod/) { type = "podman"; guest = "container podman" }
  else if (c == "lxc" || cg ~ /\/lxc\//) { type = "lxc"; guest = "lxc" }
  else if (exists("/proc/vz") && !exists("/proc/bc")) { type = "openvz"; guest = "openvz" }
  else if (c != "" || cg ~ /machine\.slice\/machine-/) { type = "container"; guest = (c == "container" || c == "" ? "" : c " ") "container" }
  dmi = first("/sys/devices/virtual/dmi/id/product_name"); vendor = first("/sys/devices/virtual/dmi/id/sys_vendor"); bios = first("/sys/devices/virtual/dmi/id/bios_vendor")
  cpu = slurp("/proc/cpuinfo")
  if (dmi ~ /^(KVM|KVM Server|Bochs|AHV)$/ || vendor ~ /^(QEMU|oVirt|Google|Amazon EC2|DigitalOcean|Hetzner|Scaleway|Alibaba Cloud)$/ || dmi == "OpenStack Nova" || dmi == "Google Compute Engine") host_tech = dmi == "RHEV Hypervisor" || dmi == "oVirt" ? dmi : "kvm"
  if (dmi == "RHEV Hypervisor") host_tech = "RHEV"
  if (dmi ~ /^VMware/) host_tech = "VMware"; if (bios == "Xen" || exists("/proc/xen")) host_tech = "xen"
  if (bios == "innotek GmbH" || dmi == "VirtualBox") host_tech = "virtualbox"; if (vendor == "Microsoft Corporation" && dmi == "Virtual Machine") host_tech = "VirtualPC"
  if (vendor == "Parallels Software International Inc.") host_tech = "parallels"; if (bios == "Amazon EC2") host_tech = "kvm"
  if (host_tech == "" && cpu ~ /QEMU Virtual CPU/) host_tech = "kvm"
  if (host_tech != "") { guest = guest (guest == "" ? "" : " ") host_tech; if (type == "") type = host_tech }
  role = type == "" ? "" : "guest"; mods = ""
  if (exists("/proc/vz") && exists("/proc/bc")) mods = "openvz"
  if (exists("/sys/module/kvm")) mods = mods (mods == "" ? "" : " ") "kvm"
  if (type == "" && mods != "") { type = mods; sub(/ .*/, "", type); role = "host" }
  fact("s", "virtualization_type", type == "" ? "NA" : type); fact("s", "virtualization_role", role == "" ? "NA" : role)
  fact("j", "virtualization_tech_guest", list(guest)); fact("j", "virtualization_tech_host", list(mods))
}'
