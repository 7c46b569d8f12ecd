# shellcheck shell=bash
# The content of an on-prem mirror, created once in the cache: HAProxy's sources under the paths of the upstream site,
# and a repository of small RPMs with the package names of the CentOS recipe.

MIRROR=$CACHE/mirror

RPM_NAMES='inotify-tools wget tar gzip make gcc perl pcre-devel pcre2-devel zlib-devel iptables openssl openssl-devel openssl-libs
  systemd-devel lua-devel socat'

mirror_ensure() {
  local suite
  mkdir -p "$MIRROR"
  for suite in $HAPROXY_SUITES; do
    [ -f "$CACHE/haproxy-$suite" ] || haproxy_fetch "$suite"
  done
  haproxy_take
}

# The operator's own archives, named as upstream: haproxy-2.4.0.tar.gz.
haproxy_take() {
  local archive version
  [ -n "${HITLESS_LAB_SOURCES:-}" ] || return 0
  for archive in "$HITLESS_LAB_SOURCES"/haproxy-*.tar.gz; do
    [ -f "$archive" ] || die "no haproxy-VERSION.tar.gz in $HITLESS_LAB_SOURCES"
    version=${archive##*/haproxy-} version=${version%.tar.gz}
    install -D -m 644 "$archive" "$(haproxy_archive "$version")"
    haproxy_sum "$version"
  done
}

haproxy_archive() { printf '%s/download/%s/src/haproxy-%s.tar.gz\n' "$MIRROR" "${1%.*}" "$1"; }

haproxy_sum() {
  local archive
  archive=$(haproxy_archive "$1")
  (cd "$(dirname "$archive")" && sha256sum "${archive##*/}" >"$archive.sha256")
}

# Gets HAProxy's source from a source package of a Debian release. Only from the main suite, since not each mirror has
# sources of the security suite. Uses its own apt configuration, not that of this machine.
haproxy_fetch() {
  local suite=$1 began=$EPOCHREALTIME apt=$CACHE/apt-$1 version upstream archive
  rm -rf "$apt"
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/source" "$apt/etc"
  printf 'deb-src [signed-by=%s] %s %s main\n' "$(debian_keyring)" "$(debian_mirror)" "$suite" >"$apt/etc/sources.list"
  apt_acquire_options >"$apt/etc/apt.conf"
  cat >>"$apt/etc/apt.conf" <<END
Dir::State::Lists "$apt/lists";
Dir::Cache "$apt";
Dir::Etc::SourceList "$apt/etc/sources.list";
Dir::Etc::SourceParts "/dev/null";
APT::Sandbox::User "root";
Acquire::Languages "none";
END
  if ! (
    cd "$apt/source"
    APT_CONFIG=$apt/etc/apt.conf
    export APT_CONFIG
    apt-get -q update
    version=$(apt-cache showsrc haproxy | sed -n 's/^Version: //p' | sort -V | tail -n 1)
    apt-get -q source --download-only --tar-only "haproxy=$version"
  ) >"$CACHE/haproxy-$suite.log" 2>&1; then
    tail -n 10 "$CACHE/haproxy-$suite.log" >&2
    die "no HAProxy source from $suite; see $CACHE/haproxy-$suite.log"
  fi
  set -- "$apt/source"/haproxy_*.orig.tar.*
  upstream=${1##*/haproxy_}
  upstream=${upstream%%.orig.tar.*}
  archive=$(haproxy_archive "$upstream")
  mkdir -p "$(dirname "$archive")"
  case $1 in
    *.gz) cp "$1" "$archive" ;;
    *.xz) xz -dc "$1" | gzip -n >"$archive" ;;
    *.bz2) bzip2 -dc "$1" | gzip -n >"$archive" ;;
    *) die "unknown archive: $1" ;;
  esac
  haproxy_sum "$upstream"
  rm -rf "$apt"
  printf '%s\n' "$upstream" >"$CACHE/haproxy-$suite"
  say "HAProxy $upstream fetched from $suite's source package in $(since "$began")"
}

# Prints lines "VERSION SHA256" for the sources in the mirror.
haproxy_sources() {
  local file sum rest
  for file in "$MIRROR"/download/*/src/*.sha256; do
    [ -f "$file" ] || continue
    read -r sum rest <"$file"
    rest=${rest#haproxy-}
    printf '%s %s\n' "${rest%.tar.gz}" "$sum"
  done
}

rpms_ensure() {
  local name began=$EPOCHREALTIME build=$CACHE/rpmbuild
  [ ! -f "$MIRROR/yum/repodata/repomd.xml" ] || return 0
  needs_commands rpmbuild=rpm createrepo_c=createrepo-c
  rm -rf "$build" "$MIRROR/yum"
  mkdir -p "$build" "$MIRROR/yum"
  for name in $RPM_NAMES; do
    rpm_build "$name" 1.0
  done
  # The same package in two versions, for tests of upgrades.
  rpm_build lab-sample 1.0
  rpm_build lab-sample 2.0
  createrepo_c -q "$MIRROR/yum" >>"$build/log" 2>&1 || die "createrepo_c failed; see $build/log"
  rm -rf "$build"
  say "RPM repository built in $(since "$began")"
}

rpm_build() {
  local name=$1 version=$2 spec=$CACHE/rpmbuild/$1.spec
  cat >"$spec" <<END
Name: $name
Version: $version
Release: 1.lab
Summary: stands for $name in the lab
License: Apache-2.0
BuildArch: noarch
AutoReqProv: no
%description
The lab's stand-in for $name: installing it leaves a note.
%install
mkdir -p %{buildroot}/usr/share/doc/$name-lab
echo "$name $version" >%{buildroot}/usr/share/doc/$name-lab/README
%files
/usr/share/doc/$name-lab
END
  rpmbuild --quiet -bb --define "_topdir $CACHE/rpmbuild" --define "_rpmdir $MIRROR/yum" --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.noarch.rpm' \
    "$spec" >>"$CACHE/rpmbuild/log" 2>&1 || { tail "$CACHE/rpmbuild/log" >&2 && die "rpmbuild failed for $name"; }
}
