# shellcheck shell=sh
# module: opkg  also=community.general.opkg
# summary: install and remove packages on OpenWrt and Yocto, with opkg
# check: full   diff: none   needs: awk   uses: reverse
# example: opkg: {name: [haproxy, curl], state: present, update_cache: true}
# option: name          list/str  required  aliases=pkg    packages; NAME=VERSION with the opkg of Yocto
# option: state         enum  present|installed|absent|removed  default=present  the wanted state
# option: force         enum  ""|depends|maintainer|reinstall|overwrite|downgrade|space|postinstall|remove|checksum|removal-of-dependent-packages  go on in spite of this; reinstall: install packages that are there, too
# option: update_cache  bool  default=false                fetch the package lists first
# option: executable    path                               the program to use; default: opkg
# result: version  the version of opkg
# result: msg      how many packages were installed or removed

opkg_run() {
  opkg_program=${p_executable:-opkg}
  task_needs "$opkg_program"
  each name opkg_named
  opkg_call --version || :
  opkg_version=$run_stdout
  case $opkg_version in 'opkg version '*) opkg_version=${opkg_version#opkg version } ;; esac
  result version "$opkg_version"
  if [ "$p_update_cache" = true ] && ! checking; then
    opkg_call update || fail "could not update package db: ${run_stderr:-$run_stdout}"
    did
  fi
  opkg_count=0 opkg_begun=false
  case $p_state in
    present | installed)
      each name opkg_install
      opkg_over installed present
      ;;
    *)
      each name opkg_remove
      opkg_over removed absent
      ;;
  esac
}
opkg_named() { case $1 in '' | -* | *[[:space:]]*) fail "no name of a package: $1" ;; esac }
opkg_call() { run env LANGUAGE=C LC_ALL=C "$opkg_program" "$@"; }

opkg_over() {
  if [ "$opkg_begun" = true ]; then opkg_end; fi
  if [ "$opkg_count" -eq 0 ]; then done_with "package(s) already $2"; fi
  changed
  done_with "$1 $opkg_count package(s)"
}
opkg_there() {
  opkg_call list-installed "$1" || :
  case $run_stdout in "$1 - "*) return 0 ;; *) return 1 ;; esac
}
opkg_exact() { # opkg_exact NAME VERSION: a description may follow the version
  opkg_there "$1" && { [ -z "$2" ] || case $run_stdout$t_nl in "$1 - $2 "* | "$1 - $2$t_nl"*) true ;; *) false ;; esac }
}
opkg_change() { # opkg_change VERB PACKAGE
  opkg_count=$((opkg_count + 1))
  changed
  if checking; then return; fi
  opkg_begin
  set -- "$1" "${p_force:+--force-$p_force}" "$2"
  if [ -z "$2" ]; then opkg_call "$1" "$3"; else opkg_call "$@"; fi || :
  opkg_said=${run_stderr:-$run_stdout}
}
opkg_install() {
  opkg_name=${1%%=*} opkg_wanted=
  case $1 in *=*) opkg_wanted=${1#*=} ;; esac
  if opkg_exact "$opkg_name" "$opkg_wanted" && [ "${p_force-}" != reinstall ]; then return 0; fi
  opkg_change install "$1"
  checking || opkg_exact "$opkg_name" "$opkg_wanted" || opkg_failed "failed to install $1"
}
opkg_remove() {
  opkg_there "${1%%=*}" || return 0
  opkg_change remove "${1%%=*}"
  checking || ! opkg_there "${1%%=*}" || opkg_failed "failed to remove ${1%%=*}"
}
opkg_failed() {
  opkg_end
  fail "$1${opkg_said:+: $opkg_said}"
}

# ---- undo ----------------------------------------------------------------------------------------------------------------------------

opkg_begin() {
  did
  [ "$opkg_begun" = false ] || return 0
  opkg_begun=true
  keeping || return 0
  opkg_list before
  note_packages_begin "$opkg_program"
}
opkg_list() { (t_environment && LC_ALL=C exec "$opkg_program" list-installed) 2>/dev/null 3>&- 9>&- | awk '$2 == "-" { print $1, $3 }' >"$t_tmp.$1"; }
opkg_end() {
  keeping || return 0
  opkg_list after
  # shellcheck disable=SC2016 # for the inner shell; what others need stays
  if packages_differ; then
    keep_installed "$t_tmp.was" "$t_tmp.is" 'for p; do
        shift
        case $("$0" list-installed "$p" 2>/dev/null) in "$p - "*) set -- "$@" "$p" ;; esac
      done
      [ $# -gt 0 ] || exit 0
      "$0" remove "$@" >/dev/null 2>&1
      left=
      for p; do case $("$0" list-installed "$p" 2>/dev/null) in "$p - "*) left="$left $p" ;; esac; done
      [ -z "$left" ] || { printf "%s\n" "other packages need them:$left"; exit 77; }' "$opkg_program"
  fi
  note_packages_end
}
