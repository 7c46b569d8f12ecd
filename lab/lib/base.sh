# shellcheck shell=bash
# shellcheck disable=SC2016 # apt and the inner shells expand these themselves
# Root file systems, created once in the cache: a Debian base, and a thin layer over it for each kind of host. A host is
# an overlay over its layers, so starting one copies nothing.

# The packages of each host. Ansible, as a peer in the benchmark and the tests, needs Python; hitless does not.
BASE_PACKAGES=systemd,systemd-sysv,dbus,openssh-server,sudo,python3,python3-apt,acl,ca-certificates,iproute2,curl,procps,less
# Packages in the base's package cache that are not installed. So apt-get install on a host is real, but downloads
# nothing.
FETCHED_PACKAGES='gcc libc6-dev make wget ca-certificates socat zlib1g-dev libssl-dev libsystemd-dev libpcre2-dev liblua5.3-dev
  liblua5.4-dev'
# Background work that would only slow down the boot of many hosts on few processors.
MASKED_UNITS='console-getty.service getty@.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer
  e2scrub_reap.service fstrim.timer systemd-update-utmp-runlevel.service systemd-networkd.service
  systemd-resolved.service systemd-timesyncd.service modprobe@.service'

# The base is named by the digest of its recipe: a changed recipe creates a new base.
base_dir() { printf '%s/base-%s-%s\n' "$CACHE" "$1" "$(digest_of base_build base_sources BASE_PACKAGES FETCHED_PACKAGES MASKED_UNITS)"; }
layer_dir() { printf '%s/layer-%s-%s\n' "$CACHE" "$1" "$(digest_of base_build "layer_$1")-$(basename "$(base_dir "$(suite_of "$1")")")"; }

digest_of() {
  local name
  for name in "$@"; do
    declare -f "$name" || declare -p "$name"
  done 2>/dev/null | sha256sum | cut -c1-10
}

# Prints lines "URI SUITE COMPONENT" of the Debian package lists that this machine uses.
apt_sources() {
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '$1 == "Debian" { print $2, $3, $4 }' | sort -u
}

debian_mirror() {
  local uri
  uri=${HITLESS_LAB_MIRROR:-$(apt_sources | awk '$2 !~ /-/ { print $1; exit }')}
  [ -n "$uri" ] || lacks "no Debian mirror in this machine's apt sources" "name one: HITLESS_LAB_MIRROR=http://…/debian"
  printf '%s\n' "$uri"
}

debian_keyring() { printf '/usr/share/keyrings/debian-archive-keyring.gpg\n'; }

# How this machine reaches its mirror, without proxies: hosts use the lab's proxy.
apt_acquire_options() {
  apt-config dump | grep -E '^Acquire::(Check-|https?::(Verify|Ca|Pipeline))' || true
}

base_ensure() {
  local suite=$1 base log=$CACHE/base-$1.log began=$EPOCHREALTIME
  base=$(base_dir "$suite")
  [ ! -d "$base" ] || return 0
  mkdir -p "$CACHE"
  say "building the base system of $suite hosts (once: two minutes, or ten on a slow machine or network; in $CACHE) …"
  rm -rf "$CACHE/base-$suite"-*.new
  progress_start "  base system of $suite" "$log"
  debootstrap --variant=minbase --include="$BASE_PACKAGES" --keyring="$(debian_keyring)" "$suite" "$base.new" \
    "$(debian_mirror)" >"$log" 2>&1 || { progress_stop && tail -n 20 "$log" >&2 && lacks "debootstrap failed; see $log"; }
  base_build "$base.new" "$suite" >>"$log" 2>&1 || { progress_stop && tail -n 20 "$log" >&2 && die "the base failed; see $log"; }
  progress_stop
  mv "$base.new" "$base"
  say "base system of $suite hosts ready in $(since "$began")"
}

# The sources of this machine, for another release.
base_sources() {
  local uri suite component own
  own=$(apt_sources | awk '$2 !~ /-/ { print $2; exit }')
  apt_sources | while read -r uri suite component; do
    [ "$1" != sid ] || [ "$suite" = "$own" ] || continue # unstable has no updates
    case $suite in "$own" | "$own"-*) printf 'deb %s %s%s %s\n' "$uri" "$1" "${suite#"$own"}" "$component" ;; esac
  done
}

base_build() {
  local root=$1 suite=$2 unit
  {
    apt_acquire_options
    printf 'APT::Install-Recommends "false";\n' # as in small server images
  } >"$root/etc/apt/apt.conf.d/50lab"
  [ -n "${HITLESS_LAB_MIRROR:-}" ] || base_sources "$suite" >"$root/etc/apt/sources.list"
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp -L -t "$root/usr/local/share/ca-certificates" {} + 2>/dev/null || true

  in_root "$root" update-ca-certificates
  in_root "$root" apt-get -qq update
  in_root "$root" apt-get -qq -y dist-upgrade
  in_root "$root" apt-get clean
  # shellcheck disable=SC2086 # a list
  in_root "$root" apt-get -qq -y install --download-only $FETCHED_PACKAGES

  for unit in $MASKED_UNITS; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  : >"$root/etc/machine-id"
  cat >"$root/etc/ssh/sshd_config.d/lab.conf" <<'END'
# The lab's measurements open many connections at once.
MaxStartups 100
MaxSessions 100
UseDNS no
END
  # ops: sudo asks for the password, "ops". deploy: sudo does not ask.
  in_root "$root" useradd -m -s /bin/bash -G sudo ops
  in_root "$root" useradd -m -s /bin/sh deploy
  printf 'ops:ops\n' | in_root "$root" chpasswd
  printf 'deploy ALL=(ALL:ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/deploy"
  chmod 440 "$root/etc/sudoers.d/deploy"
  rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/resolv.conf" "$root/etc/hostname" "$root"/var/cache/apt/*.bin
}

# Runs a command in an unfinished root file system, with this machine's network.
in_root() {
  local root=$1
  shift
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  unshare --mount --propagation private sh -c 'mount -t proc proc "$1/proc"; root=$1; shift; exec chroot "$root" "$@"' sh "$root" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# True if a kind of host has a layer over the base.
has_layer() { declare -F "layer_$1" >/dev/null; }

# Prints the directories of a kind of host, uppermost first, as overlayfs expects them.
lower_dirs() {
  if stands_alone "$1"; then
    layer_dir "$1"
    return
  fi
  if has_layer "$1"; then printf '%s:' "$(layer_dir "$1")"; fi
  base_dir "$(suite_of "$1")"
}

layer_ensure() {
  local kind=$1 layer began=$EPOCHREALTIME
  has_layer "$kind" || return 0
  layer=$(layer_dir "$kind")
  [ ! -d "$layer" ] || return 0
  say "building the layer for $kind hosts (once) …"
  rm -rf "$CACHE/layer-$kind"-*.new
  mkdir -p "$layer.new/upper" "$layer.new/work" "$layer.new/root"
  progress_start "  layer for $kind hosts" "$CACHE/layer-$kind.log"
  layer_make "$kind" "$layer.new" >"$CACHE/layer-$kind.log" 2>&1 ||
    { progress_stop && tail -n 20 "$CACHE/layer-$kind.log" >&2 && die "the layer failed; see $CACHE/layer-$kind.log"; }
  progress_stop
  mv "$layer.new/upper" "$layer"
  rm -rf "$layer.new"
  say "layer for $kind hosts ready in $(since "$began")"
}

# In its own mount namespace: nothing stays mounted, however it ends.
layer_make() {
  local kind=$1 dir=$2
  export CACHE LAB_DIR
  unshare --mount --propagation private bash -euo pipefail -c '
    for lib in settings base mirror kinds hosts; do . "$LAB_DIR/lib/$lib.sh"; done
    if stands_alone "$1"; then
      mount --bind "$2/upper" "$2/root"
      mkdir "$2/tools" "$2/tools-upper" "$2/tools-work"
      mount -t overlay overlay -o "lowerdir=$(base_dir "$(suite_of "$1")"),upperdir=$2/tools-upper,workdir=$2/tools-work" "$2/tools"
    else
      mount -t overlay overlay -o "lowerdir=$(base_dir "$(suite_of "$1")"),upperdir=$2/upper,workdir=$2/work" "$2/root"
    fi
    "layer_$1" "$2/root" "$2/tools"
    rm -f "$2/root/etc/resolv.conf"' bash "$kind" "$dir"
}

# A web server behind the balancers. It responds with its name, at any path.
layer_backend() {
  local root=$1
  in_root "$root" apt-get -qq -y install nginx-light
  rm -f "$root/etc/nginx/sites-enabled/default"
  cat >"$root/etc/nginx/conf.d/lab.conf" <<'END'
access_log off;
keepalive_requests 1000000;
server {
  listen 80 backlog=4096;
  default_type text/plain;
  location / { return 200 "$hostname\n"; }
}
END
}

layer_xenial() {
  cat >"$1/etc/os-release" <<'END'
NAME="Ubuntu"
VERSION="16.04.7 LTS (Xenial Xerus)"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu 16.04.7 LTS"
VERSION_ID="16.04"
VERSION_CODENAME=xenial
UBUNTU_CODENAME=xenial
END
  cat >"$1/etc/lsb-release" <<'END'
DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=16.04
DISTRIB_CODENAME=xenial
DISTRIB_DESCRIPTION="Ubuntu 16.04.7 LTS"
END
  printf 'stretch/sid\n' >"$1/etc/debian_version"
}

# A host whose tools and messages are in German.
layer_german() {
  in_root "$1" apt-get -qq -y install locales
  printf 'de_DE.UTF-8 UTF-8\n' >"$1/etc/locale.gen"
  in_root "$1" locale-gen
  printf 'LANG=de_DE.UTF-8\n' | tee "$1/etc/default/locale" >"$1/etc/locale.conf"
  in_root "$1" apt-get clean
}

# A host where nothing in /tmp can be executed.
layer_noexec() { printf 'tmpfs /tmp tmpfs mode=1777,nosuid,nodev,noexec 0 0\n' >>"$1/etc/fstab"; }

# Pretends to be Fedora: dnf5, rpm and zypper over the lab's repository, without apt and dpkg.
layer_rpm() {
  local root=$1
  in_root "$root" apt-get -qq -y install dnf5 rpm zypper gpg
  in_root "$root" apt-get clean
  rm -f "$root"/usr/bin/apt "$root"/usr/bin/apt-* "$root"/usr/bin/dpkg "$root"/usr/bin/dpkg-* "$root/etc/debian_version"
  ln -sf dnf5 "$root/usr/bin/dnf"
  rm -f "$root/etc/dnf/libdnf5-plugins/local.conf" # it wants createrepo_c
  # zypper takes a system without glibc in rpm's database for broken.
  printf '%s\n' 'Name: glibc' 'Version: 2.41' 'Release: 1.lab' 'Summary: stands for the C library' 'License: Apache-2.0' \
    'BuildArch: noarch' '%description' 'Stands for the C library, which is Debian'"'"'s.' '%files' >"$root/glibc.spec"
  in_root "$root" rpmbuild --quiet -bb --define '_topdir /rpmbuild' /glibc.spec
  in_root "$root" sh -c 'rpm -i --nodeps /rpmbuild/RPMS/noarch/*.rpm'
  rm -rf "$root/rpmbuild" "$root/glibc.spec"
  cat >"$root/etc/os-release" <<'END'
NAME="Fedora Linux"
VERSION="42 (Server Edition)"
ID=fedora
VERSION_ID=42
PRETTY_NAME="Fedora Linux 42 (Server Edition)"
END
  printf 'Fedora release 42 (Adams)\n' | tee "$root/etc/fedora-release" >"$root/etc/redhat-release"
}

# A small host: the init and the tools of busybox, and dropbear in place of OpenSSH. It has no systemd, Python or sudo.
layer_busybox() {
  local root=$1 tools=$2 dir
  in_root "$tools" apt-get -qq update
  mkdir "$tools/fetched"
  in_root "$tools" sh -c 'cd /fetched && apt-get -qq -o APT::Sandbox::User=root download busybox-static dropbear-bin libc6 libcrypt1 libtomcrypt1 libtommath1 zlib1g libgmp10'
  for dir in "$tools"/fetched/*.deb; do dpkg-deb -x "$dir" "$root"; done
  mkdir -p "$root"/{dev,proc,sys,run,root,tmp,home,var/log,var/tmp,etc/dropbear,sbin,usr/sbin,bin}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  rm -rf "$root"/usr/share/{doc,man,lintian,locale}
  chroot "$root" /bin/busybox --install -s
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'deploy:x:1001:1001::/home/deploy:/bin/sh' 'nobody:x:65534:65534:nobody:/:/bin/false' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'tty:x:5:' 'deploy:x:1001:' 'nogroup:x:65534:' >"$root/etc/group"
  printf '%s\n' 'root:*:20000:0:99999:7:::' 'deploy:*:20000:0:99999:7:::' 'nobody:*:20000:0:99999:7:::' >"$root/etc/shadow"
  chmod 640 "$root/etc/shadow"
  printf '/bin/sh\n' >"$root/etc/shells"
  printf 'NAME="Busybox"\nID=busybox\nVERSION_ID="1"\nPRETTY_NAME="Busybox and dropbear"\n' >"$root/etc/os-release"
  mkdir -p "$root/home/deploy"
  chown 1001:1001 "$root/home/deploy"
  printf '%s\n' '::sysinit:/etc/rc' '::respawn:/usr/sbin/dropbear -F -E -r /etc/dropbear/ed25519 -r /etc/dropbear/ecdsa' \
    '::shutdown:/bin/sync' >"$root/etc/inittab"
  cat >"$root/etc/rc" <<'END'
#!/bin/sh
hostname -F /etc/hostname
ip link set lo up
for type in ed25519 ecdsa; do
  [ -f /etc/dropbear/$type ] || dropbearconvert openssh dropbear /etc/ssh/ssh_host_${type}_key /etc/dropbear/$type
done
END
  chmod 755 "$root/etc/rc"
}

# Pretends to be CentOS 7.5: its identity, yum and rpm over the lab's repository, without apt and dpkg.
# The compiler and the libraries are Debian's, so that builds are real.
layer_yum() {
  local root=$1
  in_root "$root" apt-get -qq -y install dnf rpm gcc libc6-dev make perl wget libpcre3-dev libpcre2-dev \
    zlib1g-dev libssl-dev libsystemd-dev
  in_root "$root" apt-get clean
  rm -f "$root"/usr/bin/apt "$root"/usr/bin/apt-* "$root"/usr/bin/dpkg "$root"/usr/bin/dpkg-* "$root/etc/debian_version"
  ln -sf dnf "$root/usr/bin/yum"
  mkdir -p "$root/etc/dnf/vars"
  printf '7\n' >"$root/etc/dnf/vars/releasever"
  cat >"$root/etc/os-release" <<'END'
NAME="CentOS Linux"
VERSION="7 (Core)"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="7"
PRETTY_NAME="CentOS Linux 7 (Core)"
END
  printf 'CentOS Linux release 7.5.1804 (Core)\n' | tee "$root/etc/centos-release" >"$root/etc/redhat-release"
}
