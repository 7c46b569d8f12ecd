# shellcheck shell=sh
# module: rpm_key
# summary: add or remove a key that rpm trusts
# check: full   diff: none   needs: rpm awk   uses: download gpg
# example: rpm_key: {key: "https://rpm.example.org/RPM-GPG-KEY", fingerprint: "EBC6 E12C 62B1 C734 026B  2122 A20E 5214 6B8D 79E6"}
# option: key             str   required                          URL of the key, its path on the host, or its id
# option: state           enum  present|absent  default=present   the wanted state
# option: fingerprint     list/str                                fingerprints that must be in the key's file
# option: validate_certs  bool  default=true                      whether to check the certificate of the URL's server

rpm_key_run() {
  gpg_found || fail 'the host has no gpg'
  rpm_key_file=
  rpm_key_find
  if rpm_key_imported; then rpm_key_there=true; else rpm_key_there=false; fi
  case $p_state:$rpm_key_there in present:true | absent:false) return 0 ;; esac
  if [ "$p_state" = present ]; then
    [ -n "$rpm_key_file" ] || fail 'When importing a key, a valid file must be given'
    [ "${p_fingerprint_n:-0}" -eq 0 ] || rpm_key_prints
  fi
  changed
  if checking; then return; fi
  note key "$rpm_key_id was to be $p_state for rpm"
  if [ "$p_state" = present ]; then
    run /bin/sh -c "$rpm_key_sh" sh --import "$rpm_key_file" || fail "cannot import the key: $run_stderr"
  else
    run /bin/sh -c "$rpm_key_sh" sh --erase --allmatches "gpg-pubkey-$rpm_key_short" || fail "cannot remove the key: $run_stderr"
  fi
  did
}

# With /bin/sh, since the shell of busybox would run its own rpm.
# shellcheck disable=SC2016
rpm_key_sh='exec rpm "$@"'

rpm_key_find() { # sets rpm_key_id, rpm_key_short, and rpm_key_file if there is one
  case $p_key in
    *://*)
      rpm_key_file=$t_tmp.key
      download "$p_key" "$rpm_key_file" || fail "failed to fetch key at $p_key , error was: $download_error"
      # in one file, a block of a key from its first to its last line
      awk '/-----BEGIN PGP PUBLIC KEY BLOCK-----/ { b = 1 } b && /-----END PGP PUBLIC KEY BLOCK-----/ { e = 1 } END { exit !e }' "$rpm_key_file" ||
        fail "Not a public key: $p_key"
      rpm_key_of_file
      ;;
    *)
      if rpm_key_is_id; then
        rpm_key_id=$p_key
      else
        [ -f "$p_key" ] || fail "Not a valid key $p_key"
        rpm_key_file=$p_key
        case $rpm_key_file in /*) ;; *) rpm_key_file=./$rpm_key_file ;; esac
        rpm_key_of_file
      fi
      ;;
  esac
  rpm_key_id=$(printf '%s' "$rpm_key_id" | tr -d ' \t\n' | tr '[:lower:]' '[:upper:]')
  rpm_key_id=${rpm_key_id#0X}
  case $rpm_key_id in '' | *[!0-9A-F]*) fail "Not a valid key $p_key" ;; esac
  rpm_key_short=$(printf '%s' "$rpm_key_id" | tr '[:upper:]' '[:lower:]')
  while [ ${#rpm_key_short} -gt 8 ]; do rpm_key_short=${rpm_key_short#?}; done
}
rpm_key_is_id() { printf '%s\n' "$p_key" | grep -qiE '^(0x)?[0-9a-f]{8}'; }

rpm_key_of_file() {
  gpg_run --fixed-list-mode "$rpm_key_file" || fail "cannot read the key: $run_stderr"
  rpm_key_id=$(printf '%s\n' "$run_stdout" | awk -F: '$1 == "pub" { print $5; exit }')
  [ -n "$rpm_key_id" ] || fail "Unexpected gpg output: there is no key in $p_key"
}

# rpm describes each key by its text. gpg reads ids from it, those of subkeys as well.
rpm_key_imported() {
  run_to "$t_tmp.keys" /bin/sh -c "$rpm_key_sh" sh -q gpg-pubkey --qf '%{DESCRIPTION}' || return 1 # there is none
  gpg_run --fixed-list-mode "$t_tmp.keys" || fail "cannot read the keys of rpm: $run_stderr"
  printf '%s\n' "$run_stdout" | awk -F: -v id="$rpm_key_id" 'index($5, id) { found = 1 } END { exit !found }'
}

rpm_key_prints() {
  gpg_run --fixed-list-mode --import --import-options show-only --dry-run "$rpm_key_file" || fail "cannot read the key: $run_stderr"
  rpm_key_has=$(printf '%s\n' "$run_stdout" | awk -F: '$1 == "fpr" { print $10 }')
  each fingerprint rpm_key_print
}
rpm_key_print() {
  rpm_key_wanted=$(printf '%s' "$1" | tr -d ' ' | tr '[:lower:]' '[:upper:]')
  case $t_nl$rpm_key_has$t_nl in *"$t_nl$rpm_key_wanted$t_nl"*) return 0 ;; esac
  fail "The specified fingerprint, '$rpm_key_wanted', does not match any key fingerprints in '$(printf '%s' "$rpm_key_has" | tr '\n' ' ')'"
}
