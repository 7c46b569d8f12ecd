# shellcheck shell=sh
# module: setup  also=gather_facts,ansible.builtin.gather_facts
# summary: gather facts about the host
# check: full   diff: none   needs: awk
# example: setup: {gather_subset: [network]}
# option: gather_subset   list/str  default=all                    groups of facts: all, min, hardware, network, virtual, or one by name; ! before a name leaves it out
# option: filter          list/str                                 only facts whose name matches one of these shell patterns
# option: gather_timeout  int       default=10                     seconds to wait for mounts over the network and local facts
# option: fact_path       path      default=/etc/ansible/facts.d   directory of local facts: files *.fact, JSON or INI, or programs that print them
# result: ansible_facts  the facts, named as Ansible names them

setup_run() {
  setup_choose
  setup_limit="timeout $p_gather_timeout"
  have timeout || setup_limit=
  setup_collect >"$t_tmp.raw" 2>/dev/null
  setup_filter=${p_filter-}
  case $setup_filter in '*') setup_filter= ;; esac
  SETUP_WANT=" $setup_want " SETUP_FILTER=$setup_filter \
    awk "$setup_awk_text $setup_awk_platform $setup_awk_network $setup_awk_hardware $setup_awk_main" "$t_tmp.raw" >"$t_tmp.facts" 2>"$t_tmp.why" ||
    fail "cannot make out the facts: $(cat "$t_tmp.why")"
  result_table <"$t_tmp.facts"
  if setup_wants env && setup_passes ansible_env; then
    user_locale
    # shellcheck disable=SC2016
    run_to "$t_tmp.env" awk "$setup_awk_text"' BEGIN { for (k in ENVIRON) o = o (o == "" ? "" : ",") js(k) ":" js(ENVIRON[k]); printf "{%s}", o }'
    result_json ansible_facts/ansible_env "$(cat "$t_tmp.env")"
  fi
  if setup_wants local && setup_passes ansible_local; then setup_local; fi
  result_bool ansible_facts/module_setup true
  setup_subsets='['
  each gather_subset setup_name_subset
  result_json ansible_facts/gather_subset "$setup_subsets]"
}

setup_name_subset() {
  [ "$setup_subsets" = '[' ] || setup_subsets=$setup_subsets,
  setup_subsets=$setup_subsets\"$1\"
}

# what may be asked for; the first row is what "min" means
setup_min='apparmor cmdline date_time distribution dns env fips local lsb pkg_mgr platform selinux service_mgr ssh_pub_keys user'
setup_all="$setup_min chroot hardware loadavg network virtual"

setup_choose() {
  setup_plus='' setup_minus='' setup_base=''
  each gather_subset setup_choose_one
  case $setup_base in
    *!min*) ;;
    *!all*) setup_plus="$setup_plus $setup_min" ;;
    *) case $setup_plus in '') setup_plus=$setup_all ;; *) setup_plus="$setup_plus $setup_min" ;; esac ;;
  esac
  setup_want=
  for setup_group in $setup_plus; do
    case " $setup_want $setup_minus " in *" $setup_group "*) ;; *) setup_want="$setup_want $setup_group" ;; esac
  done
}

setup_choose_one() { # what is named wins over !all and !min
  setup_name=${1#!}
  case $setup_name in
    all) setup_groups=$setup_all ;;
    min) setup_groups=$setup_min ;;
    devices | dmi | memory | mounts | processor | uptime) setup_groups=hardware ;;
    all_ipv4_addresses | all_ipv6_addresses | default_ipv4 | default_ipv6 | interfaces) setup_groups=network ;;
    distribution_* | os_family) setup_groups=distribution ;;
    virtualization_*) setup_groups=virtual ;;
    architecture | kernel | machine | machine_id | system | python | python_version) setup_groups=platform ;;
    proc_cmdline) setup_groups=cmdline ;;
    user_*) setup_groups=user ;;
    is_chroot) setup_groups=chroot ;;
    facter | ohai | caps | fibre_channel_wwn | iscsi | nvme) setup_groups=none ;;
    *)
      case " $setup_all " in
        *" $setup_name "*) setup_groups=$setup_name ;;
        *) fail "Bad subset '$setup_name' given. gather_subset options allowed: all, min, $(printf '%s' "$setup_all" | tr ' ' ,)" ;;
      esac
      ;;
  esac
  case $1 in
    !all | !min) setup_base="$setup_base $1" ;;
    !*) setup_minus="$setup_minus $setup_groups" ;;
    *) setup_plus="$setup_plus $setup_groups" ;;
  esac
}

setup_wants() { case " $setup_want " in *" $1 "*) return 0 ;; *) return 1 ;; esac }

setup_passes() { # whether the filter lets a fact through
  [ "$setup_filter" ] || return 0
  setup_passed=1 setup_fact=$1
  each filter setup_pass_one
  return "$setup_passed"
}

setup_pass_one() {
  # shellcheck disable=SC2254
  case $setup_fact in $1 | ansible_$1) setup_passed=0 ;; esac
}

# Everything a program or a shell builtin must tell, in sections that awk reads.
setup_collect() {
  printf '@uname\n'
  uname -m
  read -r setup_host </proc/sys/kernel/hostname
  printf '%s\n' "$setup_host"
  if setup_wants date_time; then
    printf '@date\n'
    date '+%Y %m %d %H %M %S %A %w %W %s %Z %z %N'
    printf '@zone\n'
    tail -n 1 /etc/localtime
  fi
  printf '@domain\n'
  setup_domain
  if setup_wants platform; then
    printf '@bits\n'
    getconf LONG_BIT
  fi
  if setup_wants user; then
    printf '@user\n'
    setup_user
  fi
  if setup_wants lsb && ! [ -f /etc/lsb-release ] && have lsb_release; then
    printf '@lsb\n'
    lsb_release -a
  fi
  printf '@paths\n'
  setup_paths
  if setup_wants network; then setup_collect_network; fi
  if setup_wants hardware; then setup_collect_hardware; fi
  if setup_wants virtual && [ -r /proc/1/environ ]; then
    printf '@init\n'
    tr '\0' '\n' </proc/1/environ
  fi
}

setup_domain() { # names of this host: from /etc/hosts when it is there, else as the resolver has it
  awk -v host="$setup_host" '
    { sub(/#.*/, "") }
    !ip { for (i = 2; i <= NF; i++) if ($i == host) { ip = $1; break } }
    NF > 1 { n++; a[n] = $1; $1 = ""; t[n] = $0 }
    END { for (i = 1; i <= n && ip; i++) if (a[i] == ip) { print ip t[i]; exit 0 }; exit 1 }' /etc/hosts && return
  $setup_limit getent hosts "$setup_host" || $setup_limit hostname -f
}

setup_user() {
  id -u
  id -g
  setup_uid=$(id -u)
  awk -F: -v u="$setup_uid" '$3 == u { print; f = 1; exit } END { exit !f }' /etc/passwd || $setup_limit getent passwd "$setup_uid"
}

setup_paths() { # which of the files that tell something exist
  for setup_path in /run/systemd/system /dev/.run/systemd /dev/.systemd /etc/init.d /sbin/openrc /etc/init /.dockerenv /.dockerinit /run/.containerenv \
    /proc/vz /proc/bc /proc/xen /sys/module/kvm /dev/kvm /sys/kernel/security/apparmor /sys/fs/selinux/enforce /usr/bin/apt-get /usr/bin/yum /usr/bin/dnf \
    /usr/bin/dnf-3 /usr/bin/microdnf /usr/bin/zypper /sbin/apk /usr/bin/pacman /usr/bin/emerge /usr/bin/xbps-install /bin/opkg /usr/bin/rpm-ostree /run/ostree-booted; do
    [ ! -e "$setup_path" ] || printf '%s\n' "$setup_path"
  done
  for setup_path in systemctl initctl; do ! have "$setup_path" || printf '%s\n' "$setup_path"; done
  [ ! -L /sbin/init ] || case $(readlink /sbin/init) in *systemd) printf 'init-is-systemd\n' ;; esac
  # shellcheck disable=SC3013  # all four shells know -ef
  [ ! -r /proc/1/root/. ] || [ / -ef /proc/1/root/. ] || printf 'chroot\n'
  for setup_path in /etc/ssh/ssh_host_*_key.pub; do [ ! -r "$setup_path" ] || printf '%s\n' "$setup_path"; done
}

setup_collect_network() {
  printf '@addr\n'
  ip addr show
  printf '@route4\n'
  ip -4 route get 8.8.8.8
  [ ! -r /proc/net/if_inet6 ] || {
    printf '@route6\n'
    ip -6 route get 2404:6800:400a:800::1012
  }
  printf '@net\n'
  for setup_path in /sys/class/net/*; do
    for setup_name in operstate mtu type flags speed bridge/bridge_id bridge/stp_state bonding/mode bonding/slaves bonding/miimon; do
      ! [ -r "$setup_path/$setup_name" ] || ! read -r setup_value <"$setup_path/$setup_name" || printf '%s %s %s\n' "${setup_path##*/}" "$setup_name" "$setup_value"
    done
    [ ! -d "$setup_path/brif" ] || for setup_name in "$setup_path"/brif/*; do [ ! -e "$setup_name" ] || printf '%s brif %s\n' "${setup_path##*/}" "${setup_name##*/}"; done
  done
  printf '@netlink\n'
  ls -ld /sys/class/net/*/device /sys/class/net/*/device/driver/module
}

setup_collect_hardware() {
  printf '@uuid\n'
  [ ! -d /dev/disk/by-uuid ] || ls -l /dev/disk/by-uuid
  printf '@statfs\n'
  awk '$1 ~ /^\// || $1 ~ /:\// { gsub(/\\040/, " ", $2); print ($3 ~ /^(nfs|cifs|smb|ceph|gluster|fuse)/ ? "far" : "near") "\t" $2 }' /proc/self/mounts >"$t_tmp.mounts"
  for setup_name in near far; do
    # one call for all that is here; one for all that may hang
    awk -F'\t' -v w="$setup_name" '$1 == w { gsub(/\047/, "\047\\\047\047", $2); printf " \047%s\047", $2 }' "$t_tmp.mounts" >"$t_tmp.args"
    [ ! -s "$t_tmp.args" ] || printf '%s\n' "$(cat "$t_tmp.args")" | $setup_limit xargs stat -f -c '%S %s %b %a %f %c %d %n'
  done
  printf '@block\n'
  for setup_path in /sys/block/*; do
    for setup_name in size removable device/model device/vendor queue/rotational queue/scheduler queue/logical_block_size; do
      ! [ -r "$setup_path/$setup_name" ] || ! read -r setup_value <"$setup_path/$setup_name" || printf '%s %s %s\n' "${setup_path##*/}" "$setup_name" "$setup_value"
    done
    for setup_value in "$setup_path"/"${setup_path##*/}"*/start; do
      [ -r "$setup_value" ] || continue
      setup_value=${setup_value%/start}
      read -r setup_start <"$setup_value/start" && read -r setup_size <"$setup_value/size" &&
        printf '%s part %s %s %s\n' "${setup_path##*/}" "${setup_value##*/}" "$setup_start" "$setup_size"
    done
    for setup_value in "$setup_path"/holders/*; do [ ! -e "$setup_value" ] || printf '%s holder %s\n' "${setup_path##*/}" "${setup_value##*/}"; done
    [ ! -e "$setup_path/device" ] || printf '%s real 1\n' "${setup_path##*/}"
  done
}

# facts of the site: /etc/ansible/facts.d/NAME.fact
setup_local() {
  result_json ansible_facts/ansible_local '{}'
  for setup_path in "$p_fact_path"/*.fact; do
    [ -f "$setup_path" ] || continue
    setup_name=${setup_path##*/}
    setup_name=${setup_name%.fact}
    if [ -x "$setup_path" ]; then
      # shellcheck disable=SC2086
      run_to "$t_tmp.fact" $setup_limit "$setup_path" || {
        result "ansible_facts/ansible_local/$setup_name" "Failure executing fact script ($setup_path), rc: $run_status, err: $run_stderr"
        warn "Failure executing fact script ($setup_path), rc: $run_status, err: $run_stderr"
        continue
      }
    else
      cat "$setup_path" >"$t_tmp.fact" 2>/dev/null || continue
    fi
    if setup_text=$(awk "$setup_awk_local" "$t_tmp.fact"); then
      result_json "ansible_facts/ansible_local/$setup_name" "$setup_text"
    else
      result "ansible_facts/ansible_local/$setup_name" "error loading facts as JSON or ini - please check content: $setup_path"
      warn "error loading facts as JSON or ini - please check content: $setup_path"
    fi
  done
}

# shellcheck disable=SC2016
setup_awk_text='
function js(s) { # JSON string
  gsub(/["\\]/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); gsub(/\r/, "\\r", s); gsub(/[\001-\037]/, "", s)
  return "\"" s "\""
}'

# JSON is checked by folding it until one value is left; anything else is read as INI
# shellcheck disable=SC2016
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

# shellcheck disable=SC2016
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
function pairs(f, into,   l, k, n) { # shell-like KEY="value" lines; how many
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
  id = tolower(os["ID"]); ver = os["VERSION_ID"]; code = os["VERSION_CODENAME"]
  if (code == "") code = os["UBUNTU_CODENAME"]
  if (code == "" && id != "fedora" && match(os["VERSION"], /\([^)]*\)/)) code = substr(os["VERSION"], RSTART + 1, RLENGTH - 2)
  else if (code == "" && match(os["VERSION"], /, [A-Z][a-z]+/)) code = substr(os["VERSION"], RSTART + 2, RLENGTH - 2)
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
  if (name == "Debian" && (m = first("/etc/debian_version")) != "") { # the point release is told there only
    if (m ~ /^[0-9]/) ver = m
    if (code == "" && m ~ /\/sid$/) { code = m; sub(/\/sid$/, "", code) }
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
  d_name = name; d_family = fam; d_major = major
}

function platform(   v, w, n, i) {
  fact("s", "system", "Linux"); fact("s", "kernel", first("/proc/sys/kernel/osrelease")); fact("s", "kernel_version", first("/proc/sys/kernel/version"))
  fact("s", "machine", machine); fact("s", "architecture", machine ~ /^i[3456]86$/ ? "i386" : machine)
  v = bits != "" ? bits : machine ~ /64|s390x/ ? "64" : "32"
  fact("s", "userspace_bits", v); fact("s", "userspace_architecture", v == "32" && machine == "x86_64" ? "i386" : machine ~ /^i[3456]86$/ ? "i386" : machine)
  fact("s", "nodename", host); v = host; sub(/\..*/, "", v); fact("s", "hostname", v)
  # as the C library names a host: the first name with a dot, else the first
  n = split(names, w, " "); v = ""
  for (i = 1; i <= n; i++) if (w[i] !~ /^[0-9.]+$/ && w[i] !~ /:/) { if (v == "") v = w[i]; if (w[i] ~ /\./) { v = w[i]; break } }
  if (v == "") v = host
  fact("s", "fqdn", v); i = index(v, "."); fact("s", "domain", i ? substr(v, i + 1) : "")
  v = first("/etc/machine-id"); if (v == "") v = first("/var/lib/dbus/machine-id"); if (v != "") fact("s", "machine_id", v)
}

function civil(t,   z, era, doe, yoe, doy, mp) { # seconds since 1970 as calendar parts, UTC
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
function package_manager() {
  if (d_family == "Debian" && exists("/usr/bin/apt-get")) return "apt"
  if (exists("/run/ostree-booted") && exists("/usr/bin/rpm-ostree")) return "atomic_container"
  if (d_family == "RedHat") {
    if (exists("/usr/bin/dnf") && !(d_name != "Fedora" && d_name != "Amazon" && d_major + 0 > 0 && d_major + 0 < 8) && !(d_name == "Amazon" && d_major + 0 < 2022)) return "dnf"
    if (exists("/usr/bin/yum")) return "yum"
    if (exists("/usr/bin/dnf")) return "dnf"
  }
  if (exists("/usr/bin/zypper")) return "zypper"; if (exists("/sbin/apk")) return "apk"; if (exists("/usr/bin/pacman")) return "pacman"; if (exists("/usr/bin/emerge")) return "portage"
  if (exists("/usr/bin/xbps-install")) return "xbps"; if (exists("/bin/opkg")) return "opkg"; if (exists("/usr/bin/apt-get")) return "apt"
  return exists("/usr/bin/dnf") ? "dnf" : exists("/usr/bin/yum") ? "yum" : "unknown"
}

function virtual(   c, cg, dmi, guest, type, role, host_tech, bios, vendor, cpu, mods) {
  cg = slurp("/proc/1/cgroup"); c = container == "" ? first("/run/systemd/container") : container
  if (exists("/.dockerenv") || exists("/.dockerinit") || cg ~ /\/docker(\/|-[0-9a-f]+\.scope)/) { type = "docker"; guest = "docker container" }
  else if (exists("/run/.containerenv") || c == "podman" || cg ~ /libpod/) { type = "podman"; guest = "container podman" }
  else if (c == "lxc" || cg ~ /\/lxc\//) { type = "lxc"; guest = "lxc" }
  else if (exists("/proc/vz") && !exists("/proc/bc")) { type = "openvz"; guest = "openvz" }
  else if (c != "" || cg ~ /machine\.slice\/machine-/) { type = "container"; guest = "container" }
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

# shellcheck disable=SC2016
setup_awk_network='
function two(n,   r) { r = 1; while (n-- > 0) r *= 2; return r } # not every awk has ^
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

# shellcheck disable=SC2016
setup_awk_hardware='
function memory(   l, w, m, real, used) {
  while ((getline l < "/proc/meminfo") > 0) { split(l, w, /[: \t]+/); m[w[1]] = int(w[2] / 1024); kb[w[1]] = w[2] }
  close("/proc/meminfo")
  used = kb["MemFree"] + kb["Cached"] + kb["Buffers"]; used = int(used / 1024)
  fact("i", "memtotal_mb", m["MemTotal"]); fact("i", "memfree_mb", m["MemFree"]); fact("i", "swaptotal_mb", m["SwapTotal"] + 0); fact("i", "swapfree_mb", m["SwapFree"] + 0)
  fact("j", "memory_mb", sprintf("{\"real\":{\"total\":%d,\"used\":%d,\"free\":%d},\"nocache\":{\"free\":%d,\"used\":%d},\"swap\":{\"total\":%d,\"free\":%d,\"used\":%d,\"cached\":%d}}", \
    m["MemTotal"], m["MemTotal"] - m["MemFree"], m["MemFree"], used, m["MemTotal"] - used, m["SwapTotal"], m["SwapFree"], m["SwapTotal"] - m["SwapFree"], m["SwapCached"]))
}
function processors(   l, k, v, p, i, phys, sock, nsock, cores, sib, o, tpc, w, n, count) {
  while ((getline l < "/proc/cpuinfo") > 0) {
    p = index(l, ":"); if (!p) continue
    k = trim(substr(l, 1, p - 1)); v = trim(substr(l, p + 1))
    if (k == "processor" && v ~ /^[0-9]+$/) { i++; o = o (o == "" ? "" : ",") js(v) }
    else if (k ~ /^(model name|Processor|vendor_id|cpu|Vendor)$/) { o = o (o == "" ? "" : ",") js(v) }
    else if (k == "physical id" && !(v in sock)) { sock[v] = 1; nsock++ }
    else if (k == "cpu cores") cores = v + 0
    else if (k == "siblings") sib = v + 0
  }
  close("/proc/cpuinfo"); if (!i) i = 1
  fact("j", "processor", "[" o "]")
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
function mounts(   l, w, o, s, m, d, key, bound) {
  while ((getline l < "/proc/self/mountinfo") > 0) { split(l, w, " "); if (w[4] != "/") bound[w[5]] = 1; else delete bound[w[5]] }
  close("/proc/self/mountinfo")
  while ((getline l < "/proc/self/mounts") > 0) {
    split(l, w, " "); if ((w[1] !~ /^\// && w[1] !~ /:\//) || w[3] == "none") continue
    key = w[2]; m = w[2]; d = w[1]; gsub(/\\040/, " ", m); gsub(/\\040/, " ", d)
    o = o (o == "" ? "" : ",") "{\"mount\":" js(m) ",\"device\":" js(d) ",\"fstype\":" js(w[3]) ",\"options\":" js(w[4] (key in bound && w[3] != "btrfs" ? ",bind" : "")) ",\"uuid\":" js(d in uuid ? uuid[d] : "N/A")
    if (m in fs) { split(fs[m], s, " ")
      o = o sprintf(",\"size_total\":%.0f,\"size_available\":%.0f,\"block_size\":%.0f,\"block_total\":%.0f,\"block_available\":%.0f,\"block_used\":%.0f,\"inode_total\":%.0f,\"inode_available\":%.0f,\"inode_used\":%.0f", \
        s[1] * s[3], s[1] * s[4], s[2], s[3], s[4], s[3] - s[4], s[6], s[7], s[6] - s[7]) }
    o = o "}"
  }
  close("/proc/self/mounts"); fact("j", "mounts", "[" o "]")
}
function human(b,   u, i) { split("Bytes KB MB GB TB PB", u, " "); for (i = 1; i < 6 && b >= 1024; i++) b /= 1024; return sprintf("%.2f %s", b, u[i]) }
function devices(   i, d, o, b, s, p, w, k, v) {
  for (i = 1; i <= nblk; i++) {
    d = blk[i]; b = bd[d, "queue/logical_block_size"]; if (b == "") b = "512"
    s = bd[d, "queue/scheduler"]; if (match(s, /\[[^]]*\]/)) s = substr(s, RSTART + 1, RLENGTH - 2)
    o = o (o == "" ? "" : ",") js(d) ":{\"size\":" js(human(bd[d, "size"] * 512)) ",\"sectors\":" js(sprintf("%.0f", bd[d, "size"] * 512 / b)) ",\"sectorsize\":" js(b) ",\"removable\":" js(bd[d, "removable"]) ",\"rotational\":" js(bd[d, "queue/rotational"])
    o = o ",\"scheduler_mode\":" js(s) ",\"model\":" ((d, "device/model") in bd ? js(trim(bd[d, "device/model"])) : "null") ",\"vendor\":" ((d, "device/vendor") in bd ? js(trim(bd[d, "device/vendor"])) : "null")
    o = o ",\"holders\":" list(held[d]) ",\"partitions\":{" part[d] "},\"host\":\"\",\"virtual\":1}"
  }
  fact("j", "devices", "{" o "}")
}'

# shellcheck disable=SC2016
setup_awk_main='
BEGIN {
  nglob = split(ENVIRON["SETUP_FILTER"], glob, "\n")
  for (i = 1; i <= nglob; i++) { g = glob[i]; gsub(/[.+^$(){}|]/, "\\\\&", g); gsub(/\*/, ".*", g); gsub(/\?/, ".", g); gsub(/\[!/, "[^", g); glob[i] = "^(ansible_)?(" g ")$" }
}
/^@[a-z0-9]+$/ { sec = substr($0, 2); next }
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
}'
