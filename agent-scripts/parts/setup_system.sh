# shellcheck shell=sh disable=SC2016,SC2034
# For setup: capabilities, systemd, addresses of the host itself, names of disks, logical volumes.

setup_collect_system() {
  if setup_wants caps && have capsh; then
    printf '@caps\n'
    capsh --print
  fi
  if setup_wants systemd && have systemctl; then
    printf '@systemd\n'
    systemctl --version
  fi
  if setup_wants locally_reachable && have ip; then
    printf '@local4\n'
    ip -4 route show table local
    printf '@local6\n'
    ip -6 route show table local
  fi
  if setup_wants selinux; then
    printf '@libselinux\n'
    ls -d /lib*/libselinux.so.1 /usr/lib*/libselinux.so.1 /lib/*/libselinux.so.1 /usr/lib/*/libselinux.so.1
  fi
  if setup_wants fibre_channel_wwn; then
    printf '@wwn\n'
    cat /sys/class/fc_host/*/port_name
  fi
  if setup_wants hardware; then setup_collect_disks; fi
}

setup_collect_disks() {
  printf '@disklink\n'
  for setup_name in id label uuid; do
    for setup_path in /dev/disk/by-"$setup_name"/*; do
      [ ! -L "$setup_path" ] || printf '%s\t%s\t%s\n' "$setup_name" "${setup_path##*/}" "$(readlink "$setup_path")"
    done
  done
  for setup_path in /sys/block/*/slaves/*; do
    [ -e "$setup_path" ] || continue
    setup_name=${setup_path%/slaves/*}
    printf 'master\t%s\t%s\n' "${setup_name##*/}" "${setup_path##*/}"
  done
  [ "$(id -u)" = 0 ] && task_has vgs || return 0
  for setup_name in vgs lvs pvs; do
    printf '@%s\n' "$setup_name"
    (t_environment && $setup_limit "$setup_name" --noheadings --nosuffix --units g --separator ,)
  done
}

setup_awk_system='
function quoted_list(n, items,   i, o) { for (i = 1; i <= n; i++) o = o (i > 1 ? "," : "") js(items[i]); return "[" o "]" }

function capabilities(   enforced, n, items, i, current) {
  if (caps == "") return
  current = caps; sub(/^Current:/, "", current); current = trim(current)
  if (current == "=ep") { fact("s", "system_capabilities_enforced", "False"); fact("j", "system_capabilities", "[]"); return }
  sub(/^[^=]*=/, "", current); sub(/=.*/, "", current)
  n = split(current, items, ","); for (i = 1; i <= n; i++) items[i] = trim(items[i])
  fact("s", "system_capabilities_enforced", "True"); fact("j", "system_capabilities", quoted_list(n, items))
}

function systemd_version(   w) {
  if (nsystemd < 2 || service_manager() != "systemd") return
  split(systemd[1], w, " ")
  fact("j", "systemd", "{\"version\":" (w[2] + 0) ",\"features\":" js(systemd[2]) "}")
}

function reachable() { fact("j", "locally_reachable_ips", "{\"ipv4\":" list(local4) ",\"ipv6\":" list(local6) "}") }

function storage_names(   l, v) {
  v = ""; while ((getline l < "/etc/iscsi/initiatorname.iscsi") > 0) if (v == "" && l ~ /^InitiatorName=/) v = trim(substr(l, 15))
  close("/etc/iscsi/initiatorname.iscsi")
  if (want("iscsi")) fact("s", "iscsi_iqn", v)
  v = ""; while ((getline l < "/etc/nvme/hostnqn") > 0) if (v == "" && l ~ /^nqn\./) v = trim(l)
  close("/etc/nvme/hostnqn")
  if (want("nvme")) fact("s", "hostnqn", v)
  if (want("fibre_channel_wwn")) fact("j", "fibre_channel_wwn", list(wwn))
}

# The names of devices: kind, name and target of each link are in disklink.
function device_names(kind,   i, w, o, d, seen) {
  for (i = 1; i <= ndisklink; i++) {
    split(disklink[i], w, "\t"); d = w[3]; sub(/.*\//, "", d)
    if (w[1] != kind || d in seen) continue
    seen[d] = 1; o = o (o == "" ? "" : ",") js(d) ":" links_of(d, kind)
  }
  return "{" o "}"
}
function unescaped(s,   o, c) { # udev writes a blank as \x20
  while (match(s, /\\x[0-9a-f][0-9a-f]/)) {
    c = index("0123456789abcdef", substr(s, RSTART + 2, 1)) * 16 + index("0123456789abcdef", substr(s, RSTART + 3, 1)) - 17
    o = o substr(s, 1, RSTART - 1) sprintf("%c", c); s = substr(s, RSTART + RLENGTH)
  }
  return o s
}
function links_of(device, kind,   i, w, o, d) {
  for (i = 1; i <= ndisklink; i++) {
    split(disklink[i], w, "\t"); d = w[3]; sub(/.*\//, "", d)
    if (w[1] == kind && d == device) o = o (o == "" ? "" : ",") js(kind == "label" ? unescaped(w[2]) : w[2])
  }
  return "[" o "]"
}
function device_links(device) {
  return "{\"ids\":" links_of(device, "id") ",\"labels\":" links_of(device, "label") ",\"masters\":" links_of(device, "master") ",\"uuids\":" links_of(device, "uuid") "}"
}
function all_device_links() {
  fact("j", "device_links", "{\"ids\":" device_names("id") ",\"labels\":" device_names("label") ",\"masters\":" device_names("master") ",\"uuids\":" device_names("uuid") "}")
}

function logical_volumes(   i, w, n, vg, lv, pv) {
  if (!has_lvm) { fact("s", "lvm", "N/A"); return }
  for (i = 1; i <= nvgs; i++) {
    n = split(trim(vgs[i]), w, ",")
    vg = vg (vg == "" ? "" : ",") js(w[1]) ":{\"size_g\":" js(w[n - 1]) ",\"free_g\":" js(w[n]) ",\"num_lvs\":" js(w[3]) ",\"num_pvs\":" js(w[2]) "}"
  }
  for (i = 1; i <= nlvs; i++) { split(trim(lvs[i]), w, ","); lv = lv (lv == "" ? "" : ",") js(w[1]) ":{\"size_g\":" js(w[4]) ",\"vg\":" js(w[2]) "}" }
  for (i = 1; i <= npvs; i++) {
    split(trim(pvs[i]), w, ",")
    pv = pv (pv == "" ? "" : ",") js(w[1]) ":{\"size_g\":" js(w[5]) ",\"free_g\":" js(w[6]) ",\"vg\":" js(w[2]) "}"
  }
  fact("j", "lvm", "{\"lvs\":{" lv "},\"vgs\":{" vg "},\"pvs\":{" pv "}}")
}

function system_facts() {
  if (want("caps")) capabilities()
  if (want("systemd")) systemd_version()
  if (want("locally_reachable")) reachable()
  storage_names()
  if (want("hardware")) { all_device_links(); logical_volumes() }
}

function system_row() { # takes a row of a section that setup_collect_system printed
  if (sec == "caps") { if (/^Current:/) caps = $0 }
  else if (sec == "systemd") systemd[++nsystemd] = $0
  else if (sec == "local4") { if ($1 == "local") local4 = local4 " " $2 }
  else if (sec == "local6") { if ($1 == "local") local6 = local6 " " $2 }
  else if (sec == "libselinux") libselinux = $0
  else if (sec == "wwn") { sub(/^0x/, ""); wwn = wwn " " $0 }
  else if (sec == "disklink") disklink[++ndisklink] = $0
  else if (sec == "vgs") vgs[++nvgs] = $0
  else if (sec == "lvs") lvs[++nlvs] = $0
  else if (sec == "pvs") pvs[++npvs] = $0
}'
