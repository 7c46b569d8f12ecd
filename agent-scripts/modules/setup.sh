# shellcheck shell=sh
# module: setup  also=gather_facts,ansible.builtin.gather_facts
# summary: gather facts about the host
# check: full   diff: none   needs: awk   uses: setup_platform setup_devices setup_system
# example: setup: {gather_subset: [network]}
# option: gather_subset   list/str  default=all                    groups of facts: all, min, hardware, network, virtual, or one by name; ! before a name leaves it out
# option: filter          list/str                                 only facts whose name matches one of these shell patterns
# option: gather_timeout  int       default=10                     seconds to wait for mounts over the network and local facts
# option: parallel        bool                                     of gather_facts, has no effect: there is one module of facts
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
    awk "$setup_awk_text $setup_awk_platform $setup_awk_network $setup_awk_hardware $setup_awk_system $setup_awk_main" "$t_tmp.raw" >"$t_tmp.facts" 2>"$t_tmp.why" ||
    fail "cannot gather the facts: $(cat "$t_tmp.why")"
  result_json ansible_facts '{}' # even if none passes the filter
  result_table <"$t_tmp.facts"
  if setup_wants env && setup_passes ansible_env; then
    user_locale
    # shellcheck disable=SC2016
    run_to "$t_tmp.env" awk "$setup_awk_text"' BEGIN { for (k in ENVIRON) o = o (o == "" ? "" : ",") js(k) ":" js(ENVIRON[k]); printf "{%s}", o }'
    result_json ansible_facts/ansible_env "$(cat "$t_tmp.env")"
  fi
  if setup_wants python && { setup_passes ansible_python || setup_passes ansible_python_version; }; then setup_python; fi
  if setup_wants local && setup_passes ansible_local; then setup_local; fi
  if setup_passes module_setup; then result_bool ansible_facts/module_setup true; fi
  setup_passes gather_subset || return 0
  setup_subsets='['
  each gather_subset setup_name_subset
  result_json ansible_facts/gather_subset "$setup_subsets]"
}

setup_name_subset() {
  [ "$setup_subsets" = '[' ] || setup_subsets=$setup_subsets,
  setup_subsets=$setup_subsets\"$1\"
}

# the allowed subsets; the first row is "min"
setup_min='apparmor caps cmdline date_time distribution dns env fips local lsb pkg_mgr platform python selinux service_mgr ssh_pub_keys systemd user'
setup_all="$setup_min chroot fibre_channel_wwn hardware iscsi loadavg locally_reachable network nvme virtual"

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

setup_choose_one() { # an explicit name overrides !all and !min
  setup_name=${1#!}
  case $setup_name in
    all) setup_groups=$setup_all ;;
    min) setup_groups=$setup_min ;;
    devices | dmi | memory | mounts | processor | uptime) setup_groups=hardware ;;
    all_ipv4_addresses | all_ipv6_addresses | default_ipv4 | default_ipv6 | interfaces) setup_groups=network ;;
    distribution_* | os_family) setup_groups=distribution ;;
    virtualization_*) setup_groups=virtual ;;
    architecture | kernel | machine | machine_id | system) setup_groups=platform ;;
    python_version) setup_groups=python ;;
    proc_cmdline) setup_groups=cmdline ;;
    user_*) setup_groups=user ;;
    is_chroot) setup_groups=chroot ;;
    system_capabilities*) setup_groups=caps ;;
    locally_reachable_ips) setup_groups=locally_reachable ;;
    facter | ohai) setup_groups=none ;;
    *)
      case " $setup_all " in
        *" $setup_name "*) setup_groups=$setup_name ;;
        *)
          case $1 in !*) return 0 ;; esac # what is not there is left out
          fail "Bad subset '$setup_name' given. gather_subset options allowed: all, min, $(printf '%s' "$setup_all" | tr ' ' ,)"
          ;;
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

setup_passes() { # true if the filter matches the fact
  [ "$setup_filter" ] || return 0
  setup_passed=1 setup_fact=$1
  each filter setup_pass_one
  return "$setup_passed"
}

setup_pass_one() {
  # shellcheck disable=SC2254
  case $setup_fact in $1 | ansible_$1) setup_passed=0 ;; esac
}

setup_python() { # a host needs none
  for setup_name in /usr/bin/python3 python3 /usr/local/bin/python3 /usr/libexec/platform-python; do
    have "$setup_name" || continue
    setup_text=$("$setup_name" -I -c "$setup_python_program" </dev/null 2>/dev/null) || continue
    if setup_passes ansible_python; then result_json ansible_facts/ansible_python "${setup_text#* }"; fi
    if setup_passes ansible_python_version; then result ansible_facts/ansible_python_version "${setup_text%% *}"; fi
    return 0
  done
}

setup_python_program='
import json, platform, sys
try:
    import ssl
    tls = hasattr(ssl, "SSLContext") and hasattr(ssl, "create_default_context")
except ImportError:
    tls = False
info = list(sys.version_info)
parts = dict(zip(("major", "minor", "micro", "releaselevel", "serial"), info))
print(platform.python_version(), json.dumps({"version": parts, "version_info": info, "executable": sys.executable,
    "has_sslcontext": tls, "type": sys.implementation.name}))
'

# Runs all programs and shell builtins that facts need. awk reads their output in sections.
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
  setup_collect_system
  if setup_wants virtual && [ -r /proc/1/environ ]; then
    printf '@init\n'
    tr '\0' '\n' </proc/1/environ
  fi
}

setup_domain() { # the host's names, from /etc/hosts if possible, else from the resolver
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

setup_paths() { # prints which of these files exist
  for setup_path in /run/systemd/system /dev/.run/systemd /dev/.systemd /etc/init.d /sbin/openrc /etc/init /.dockerenv /.dockerinit /run/.containerenv \
    /proc/vz /proc/bc /proc/xen /sys/module/kvm /dev/kvm /sys/kernel/security/apparmor /sys/fs/selinux/enforce /usr/bin/apt-get /usr/bin/yum /usr/bin/dnf \
    /usr/bin/dnf-3 /usr/bin/microdnf /usr/bin/zypper /sbin/apk /usr/bin/pacman /usr/bin/emerge /usr/bin/xbps-install /bin/opkg /usr/bin/rpm-ostree /run/ostree-booted; do
    [ ! -e "$setup_path" ] || printf '%s\n' "$setup_path"
  done
  for setup_path in systemctl initctl; do ! have "$setup_path" || printf '%s\n' "$setup_path"; done
  [ ! -L /sbin/init ] || case $(readlink /sbin/init) in *systemd) printf 'init-is-systemd\n' ;; esac
  [ ! -L /usr/bin/dnf ] || case $(readlink /usr/bin/dnf) in *dnf5) printf 'dnf-is-dnf5\n' ;; esac
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
    # one command for local file systems; one for those that may hang
    awk -F'\t' -v w="$setup_name" '$1 == w { gsub(/\047/, "\047\\\047\047", $2); printf " \047%s\047", $2 }' "$t_tmp.mounts" >"$t_tmp.args"
    [ ! -s "$t_tmp.args" ] || printf '%s\n' "$(cat "$t_tmp.args")" | $setup_limit xargs stat -f -c '%S %s %b %a %f %c %d %n'
  done
  printf '@block\n'
  for setup_path in /sys/block/*; do
    for setup_name in size removable device/model device/vendor device/sas_address device/sas_device_handle queue/rotational queue/scheduler queue/logical_block_size queue/discard_granularity; do
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

# local facts: /etc/ansible/facts.d/NAME.fact
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
