# shellcheck shell=sh
# module: zypper_repository  also=community.general.zypper_repository
# summary: keep a repository of zypper, on SUSE
# check: full   diff: none   needs: awk   uses: zypper_xml download reverse
# example: zypper_repository: {name: vendor, repo: "https://vendor.example/suse", auto_import_keys: true}
# option: name                str                                alias of the repository
# option: repo                str                                its URL, or the URL or path of a .repo file, or * for all repositories, with runrefresh
# option: state               enum  present|absent  default=present  whether it is there
# option: description         str                                its name as shown
# option: priority            int                                priority: 1 is the highest, 99 what zypper takes itself
# option: enabled             bool  default=true                 whether it is used
# option: autorefresh         bool  default=true  aliases=refresh  whether its package lists are kept up to date
# option: disable_gpg_check   bool  default=false                do not check signatures
# option: overwrite_multiple  bool  default=false                replace all repositories with this name or URL, where there are several
# option: auto_import_keys    bool  default=false                trust the repository's key
# option: runrefresh          bool  default=false                fetch its package lists now
# result: repodata  alias, name, url, priority, enabled, autorefresh and gpgcheck as wanted
# result: state  the wanted state
# result: runrefresh  with repo=*: the lists of all repositories were fetched

zypper_repository_run() {
  task_needs zypper
  [ "${p_priority-1}" -ne 0 ] || unset p_priority # zypper's own
  zypper_repository_url=${p_repo-} zypper_repository_alias=${p_name-} zypper_repository_name=${p_description-}
  zypper_repository_bool "$p_enabled" && zypper_repository_enabled=$zypper_repository_digit
  zypper_repository_bool "$p_autorefresh" && zypper_repository_autorefresh=$zypper_repository_digit
  if [ "$p_disable_gpg_check" = true ]; then zypper_repository_gpgcheck=0; else zypper_repository_gpgcheck=1; fi
  zypper_repository_keys=$p_auto_import_keys
  case :$zypper_repository_url:$zypper_repository_alias: in *':*:'*) zypper_repository_all ;; esac
  if [ "$p_state" = present ]; then
    [ "$zypper_repository_url" ] || fail 'state=present needs repo'
  elif [ -z "$zypper_repository_url$zypper_repository_alias" ]; then
    fail 'state=absent needs name or repo'
  fi
  case $zypper_repository_url in
    *.repo)
      [ -z "$zypper_repository_alias" ] || fail 'name does not go with a .repo file, which has a name of its own'
      zypper_repository_file
      ;;
    *) [ "$zypper_repository_alias" ] || [ "$p_state" = absent ] || fail 'name is needed, unless repo is a .repo file' ;;
  esac
  zypper_repository_list
  if [ "$p_state" = absent ]; then zypper_repository_absent; else zypper_repository_present; fi
}
zypper_repository_bool() { if [ "$1" = true ]; then zypper_repository_digit=1; else zypper_repository_digit=0; fi; }

zypper_repository_call() { run env LC_ALL=C zypper --quiet --non-interactive "$@"; }
# Ends the call if zypper fails.
zypper_repository_must() { zypper_repository_call "$@" || zypper_repository_failed; }
zypper_repository_failed() {
  result_int rc "$run_status"
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
  fail "Zypper failed with rc $run_status: ${run_stderr:-$run_stdout}"
}
zypper_repository_refresh() { # zypper_repository_refresh ARG…
  ! checking || return 0
  if [ "$zypper_repository_keys" = true ]; then set -- --gpg-auto-import-keys refresh --force "$@"; else set -- refresh --force "$@"; fi
  zypper_repository_must "$@"
}
zypper_repository_all() {
  [ "$p_runrefresh" = true ] || fail 'repo=* can only be used with the runrefresh option.'
  zypper_repository_refresh
  result_bool runrefresh true
  done_with
}

# A .repo file describes one repository.
zypper_repository_file() {
  case $zypper_repository_url in
    http://* | https://*)
      download "$zypper_repository_url" "$t_tmp.repo" || fail "Error downloading .repo file from provided URL: ${download_error-}"
      ;;
    *) cat -- "$zypper_repository_url" >"$t_tmp.repo" 2>/dev/null || fail "Error opening .repo file from provided path" ;;
  esac
  awk '
    function strip(s) { sub(/^[ \t]+/, "", s); sub(/[ \t\r]+$/, "", s); return s }
    /^[ \t]*([#;]|$)/ { next }
    /^\[.*\]/ { n++; section = substr($0, 2); sub(/\].*/, "", section); next }
    !n { bad = 1 }
    /^[ \t]/ { next }
    { p = match($0, /[=:]/); if (!p) { bad = 1; next } value[tolower(strip(substr($0, 1, p - 1)))] = strip(substr($0, p + 1)) }
    END {
      if (bad) { print "Invalid format, .repo file could not be parsed"; exit 1 }
      if (n != 1) { print "Invalid format, .repo file contains " n + 0 " repositories, expected 1"; exit 1 }
      if (!("baseurl" in value)) { print "No baseurl found in .repo file"; exit 1 }
      print section
      keys = split("baseurl name enabled autorefresh gpgcheck gpgkey", key, " ")
      for (i = 1; i <= keys; i++) print (key[i] in value) ? "=" value[key[i]] : ""
    }' "$t_tmp.repo" >"$t_tmp.parts" || fail "$(cat -- "$t_tmp.parts")"
  {
    IFS= read -r zypper_repository_alias
    IFS= read -r zypper_repository_url
    zypper_repository_url=${zypper_repository_url#=}
    for zypper_repository_what in name enabled autorefresh gpgcheck; do
      IFS= read -r zypper_repository_value
      [ -z "$zypper_repository_value" ] || eval "zypper_repository_$zypper_repository_what=\${zypper_repository_value#=}"
    done
    IFS= read -r zypper_repository_value
    [ -z "$zypper_repository_value" ] || zypper_repository_keys=true
  } <"$t_tmp.parts"
}

# Writes the repositories with this alias or URL to old: URL, alias, name, priority, enabled, autorefresh, gpgcheck.
zypper_repository_list() {
  zypper_repository_call --xmlout repos || [ "$run_status" -eq 6 ] || zypper_repository_must --xmlout repos # 6: there are none
  : >"$t_tmp.all"
  [ "$run_status" -eq 6 ] || printf '%s\n' "$run_stdout" | awk "$zypper_awk" >"$t_tmp.all" || fail "cannot read the list of repositories: $run_stdout"
  printf '%s\n' "$zypper_repository_alias" "$zypper_repository_url" >"$t_tmp.same"
  awk -F'\t' '
    FILENAME == ARGV[1] { if (FNR == 1) alias = $0; else url = $0; next }
    $1 == "repo" && ((alias != "" && $3 == alias) || (url != "" && $2 == url)) { sub(/^repo\t/, ""); print }' "$t_tmp.same" "$t_tmp.all" >"$t_tmp.old"
  zypper_repository_many=$(awk 'END { print NR }' "$t_tmp.old")
  if [ "$zypper_repository_many" -gt 1 ] && [ "$p_overwrite_multiple" = false ]; then
    fail "More than one repo matched: $(awk -F'\t' '{ printf "%s%s (%s)", (NR > 1 ? ", " : ""), $2, $1 }' "$t_tmp.old"). Use overwrite_multiple to allow more than one repo to be overwritten"
  fi
}

zypper_repository_same() { # zypper_repository_same WANTED OLD: what is not given does not matter
  [ -z "$1" ] || [ "$1" = "$2" ]
}
zypper_repository_equal() { # whether the repository in old is as wanted
  [ "$zypper_repository_many" -eq 1 ] || return 1
  tr '\t' '\n' <"$t_tmp.old" >"$t_tmp.fields"
  {
    IFS= read -r zypper_repository_o_url
    IFS= read -r zypper_repository_o_alias
    IFS= read -r zypper_repository_o_name
    IFS= read -r zypper_repository_o_priority
    IFS= read -r zypper_repository_o_enabled
    IFS= read -r zypper_repository_o_autorefresh
    IFS= read -r zypper_repository_o_gpgcheck
  } <"$t_tmp.fields"
  zypper_repository_place "$zypper_repository_url"
  zypper_repository_value=$zypper_repository_placed
  zypper_repository_place "$zypper_repository_o_url"
  [ "$zypper_repository_value" = "$zypper_repository_placed" ] &&
    zypper_repository_same "$zypper_repository_alias" "$zypper_repository_o_alias" &&
    zypper_repository_same "$zypper_repository_name" "$zypper_repository_o_name" &&
    zypper_repository_same "${p_priority-}" "$zypper_repository_o_priority" &&
    [ "$zypper_repository_enabled" = "$zypper_repository_o_enabled" ] &&
    [ "$zypper_repository_autorefresh" = "$zypper_repository_o_autorefresh" ] &&
    [ "$zypper_repository_gpgcheck" = "$zypper_repository_o_gpgcheck" ]
}
# Sets zypper_repository_placed to a URL with the values of $releasever and $basearch, without slashes at its end.
zypper_repository_place() {
  zypper_repository_placed=$1
  # shellcheck disable=SC2016 # what zypper fills in itself
  zypper_repository_fill '$releasever' version
  # shellcheck disable=SC2016
  zypper_repository_fill '$basearch' arch
  while :; do case $zypper_repository_placed in */) zypper_repository_placed=${zypper_repository_placed%/} ;; *) break ;; esac done
}
zypper_repository_fill() {
  case $zypper_repository_placed in *"$1"*) ;; *) return 0 ;; esac
  run /bin/sh -c "$own_program" rpm -q --qf "%{$2}" -f /etc/os-release || fail "cannot find out what $1 is: ${run_stderr:-$run_stdout}"
  while :; do
    case $zypper_repository_placed in
      *"$1"*) zypper_repository_placed=${zypper_repository_placed%%"$1"*}$run_stdout${zypper_repository_placed#*"$1"} ;;
      *) break ;;
    esac
  done
}

zypper_repository_present() {
  if zypper_repository_equal; then
    if [ "$p_runrefresh" = true ]; then zypper_repository_refresh -r "$zypper_repository_alias"; fi
    zypper_repository_end
  fi
  changed
  if checking; then zypper_repository_end; fi
  zypper_repository_keep
  run env LC_ALL=C zypper --version || :
  zypper_repository_version=$(printf '%s\n' "$run_stdout" | awk '$1 == "zypper" { split($2, n, "."); print n[1] * 1000000 + n[2] * 1000 + n[3] }')
  set -- addrepo --check
  [ -z "$zypper_repository_name" ] || set -- "$@" --name "$zypper_repository_name"
  if [ "${p_priority+given}" ]; then
    if [ "${zypper_repository_version:-0}" -ge 1012025 ]; then
      set -- "$@" --priority "$p_priority"
    else
      warn 'Setting priority only available for zypper >= 1.12.25. Ignoring priority argument.'
    fi
  fi
  [ "$zypper_repository_enabled" != 0 ] || set -- "$@" --disable
  if [ "${zypper_repository_version:-0}" -lt 1006002 ]; then
    warn 'Enabling/disabling gpgcheck only available for zypper >= 1.6.2. Using zypper default value.'
  elif [ "$zypper_repository_gpgcheck" = 1 ]; then
    set -- "$@" --gpgcheck
  else
    set -- "$@" --no-gpgcheck
  fi
  [ "$zypper_repository_autorefresh" != 1 ] || set -- "$@" --refresh
  set -- "$@" -- "$zypper_repository_url"
  case $zypper_repository_url in *.repo) ;; *) set -- "$@" "$zypper_repository_alias" ;; esac
  awk -F'\t' '{ print $2 }' "$t_tmp.old" >"$t_tmp.aliases"
  while IFS= read -r zypper_repository_old <&4; do # one, or a few
    zypper_repository_must removerepo -- "$zypper_repository_old"
  done 4<"$t_tmp.aliases"
  zypper_repository_call "$@" || {
    zypper_repository_report
    zypper_repository_failed
  }
  if [ "$p_runrefresh" = true ] || [ "$zypper_repository_keys" = true ]; then zypper_repository_refresh -r "$zypper_repository_alias"; fi
  zypper_repository_end
}

zypper_repository_absent() {
  [ "$zypper_repository_many" -gt 0 ] || zypper_repository_end
  changed
  if checking; then zypper_repository_end; fi
  zypper_repository_keep
  zypper_repository_must removerepo -- "${zypper_repository_alias:-$zypper_repository_url}"
  zypper_repository_end
}

# Undo restores the files that describe these repositories.
zypper_repository_keep() {
  did
  keeping || return 0
  for zypper_repository_path in /etc/zypp/repos.d/*.repo; do
    [ ! -e "$zypper_repository_path" ] || ! zypper_repository_about "$zypper_repository_path" || keep "$zypper_repository_path"
  done
  [ "$p_state" = absent ] || [ -e "/etc/zypp/repos.d/$zypper_repository_alias.repo" ] || keep "/etc/zypp/repos.d/$zypper_repository_alias.repo"
}
zypper_repository_about() { # whether one of the repositories in old is in this file
  awk -F'\t' 'FILENAME == ARGV[1] { old["[" $2 "]"] = 1; next } $0 in old { found = 1 } END { exit !found }' "$t_tmp.old" "$1"
}

zypper_repository_end() {
  zypper_repository_report
  done_with
}
zypper_repository_report() {
  result state "$p_state"
  zypper_repository_field alias "$zypper_repository_alias"
  zypper_repository_field name "$zypper_repository_name"
  zypper_repository_field url "$zypper_repository_url"
  if [ "${p_priority+given}" ]; then result_int repodata/priority "$p_priority"; else result_null repodata/priority; fi
  result repodata/enabled "$zypper_repository_enabled"
  result repodata/autorefresh "$zypper_repository_autorefresh"
  result repodata/gpgcheck "$zypper_repository_gpgcheck"
}
zypper_repository_field() { if [ "$2" ]; then result "repodata/$1" "$2"; else result_null "repodata/$1"; fi; }
