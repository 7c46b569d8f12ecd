# shellcheck shell=sh
# module: openssh_keypair  also=community.crypto.openssh_keypair
# summary: keep a pair of keys of SSH, made by the host's ssh-keygen
# check: full   diff: text   needs: ssh-keygen awk   uses: openssl
# example: openssh_keypair: {path: /home/deploy/.ssh/id_ed25519, type: ed25519, owner: deploy, group: deploy}
# option: path                path  required                                    the file of the private key; the public key is in PATH.pub
# option: state               enum  present|absent  default=present             whether they must be there
# option: type                enum  rsa|dsa|rsa1|ecdsa|ed25519  default=rsa     the kind of key
# option: size                int                                               bits of the key; default: 4096 for rsa, 1024 for dsa, 256 for ecdsa
# option: comment             str                                               comment of the key
# option: passphrase          str   secret                                      passphrase of the private key, one line
# option: private_key_format  enum  auto|pkcs1|pkcs8|ssh  default=auto          format of the private key; auto: as ssh-keygen has it
# option: regenerate          enum  never|fail|partial_idempotence|full_idempotence|always  default=partial_idempotence  when another key may replace one that is there
# option: force               bool  default=false                               make new keys in any case
# option: backend             enum  auto|cryptography|opensshbin  default=auto  accepted, without effect
# option-set: attributes
# option-set: unsafe_writes
# result: filename  path of the private key
# result: type  as requested
# result: size  as requested
# result: fingerprint  fingerprint of the key, empty if there is none
# result: public_key  the public key
# result: comment  its comment

openssh_keypair_run() {
  openssh_keypair_size
  ossl_place
  openssh_keypair_is='' openssh_keypair_public=''
  [ ! -f "$p_path.pub" ] || openssh_keypair_public=$(awk 'NF { print; exit }' "$p_path.pub")
  umask 077
  [ ! -f "$p_path" ] || openssh_keypair_read
  if [ "$p_state" = absent ]; then
    openssh_keypair_remove
  else
    openssh_keypair_plan
    for openssh_keypair_file in "$p_path" "$p_path.pub"; do attributes_of_call "$openssh_keypair_file"; done
  fi
  openssh_keypair_report
}

openssh_keypair_size() { # sets openssh_keypair_bits
  openssh_keypair_bits=${p_size-}
  case $p_type in
    rsa | rsa1)
      openssh_keypair_bits=${p_size:-4096}
      [ "$openssh_keypair_bits" -ge 1024 ] || fail 'For RSA keys, the minimum size is 1024 bits and the default is 4096 bits.'
      ;;
    dsa)
      openssh_keypair_bits=${p_size:-1024}
      [ "$openssh_keypair_bits" -eq 1024 ] || fail 'DSA keys must be exactly 1024 bits as specified by FIPS 186-2.'
      ;;
    ecdsa)
      openssh_keypair_bits=${p_size:-256}
      case $openssh_keypair_bits in 256 | 384 | 521) ;; *) fail 'For ECDSA keys, size must be 256, 384 or 521.' ;; esac
      ;;
    *) openssh_keypair_bits=256 ;;
  esac
  case ${p_comment-} in *"$t_nl"*) fail 'a comment must be one line' ;; esac
}

# openssh_keypair_gen ARG…: ssh-keygen, which asks a program for the passphrase if it needs one: in its arguments every
# user of the host could read it.
openssh_keypair_gen() {
  set -- ssh-keygen "$@"
  if [ -n "${p_passphrase-}" ]; then
    ossl_secret "$t_tmp.pass" "$p_passphrase"
    # shellcheck disable=SC2016 # it expands that
    printf '#!/bin/sh\nexec cat "$HITLESS_PASSPHRASE"\n' >"$t_tmp.ask"
    chmod 0700 "$t_tmp.ask"
    set -- HITLESS_PASSPHRASE="$t_tmp.pass" SSH_ASKPASS="$t_tmp.ask" SSH_ASKPASS_REQUIRE=force DISPLAY=none "$@"
  fi
  run env LC_ALL=C "$@"
}

# ---- the key that is there -----------------------------------------------------------------------------------------------------------

# Sets openssh_keypair_is to size, fingerprint and type, and openssh_keypair_derived to the public key. Works on a copy:
# ssh-keygen refuses a file that others can read.
openssh_keypair_read() {
  cat -- "$p_path" >"$t_tmp.old" || fail "cannot read $p_path"
  openssh_keypair_is=broken openssh_keypair_derived=
  if [ -n "${p_passphrase-}" ] && run ssh-keygen -y -P '' -f "$t_tmp.old"; then return 0; fi
  if [ -z "${p_passphrase-}" ]; then
    run ssh-keygen -y -P '' -f "$t_tmp.old" || return 0
  else
    openssh_keypair_gen -y -f "$t_tmp.old" || return 0
  fi
  openssh_keypair_derived=$(printf '%s\n' "$run_stdout" | awk '{ print $1, $2; exit }')
  [ -n "$openssh_keypair_derived" ] || return 0
  printf '%s\n' "$openssh_keypair_derived" >"$t_tmp.derived"
  run ssh-keygen -l -f "$t_tmp.derived" || return 0
  openssh_keypair_is=$(printf '%s\n' "$run_stdout" | awk '{ type = tolower($NF); gsub(/[()]/, "", type); print $1, $2, type; exit }')
}
openssh_keypair_format() { # sets openssh_keypair_format of the file $1
  case $(grep -m 1 -e '^-----BEGIN ' -- "$1") in
    *'BEGIN OPENSSH PRIVATE KEY'*) openssh_keypair_format=ssh ;;
    *'BEGIN PRIVATE KEY'* | *'BEGIN ENCRYPTED PRIVATE KEY'*) openssh_keypair_format=pkcs8 ;;
    *) openssh_keypair_format=pkcs1 ;;
  esac
}
openssh_keypair_fits() {
  case $openssh_keypair_is in "$openssh_keypair_bits "*" $p_type") ;; *) return 1 ;; esac
  [ "$p_private_key_format" != auto ] || return 0
  openssh_keypair_format "$t_tmp.old"
  [ "$openssh_keypair_format" = "$p_private_key_format" ]
}

openssh_keypair_plan() {
  [ "$p_force" = false ] || p_regenerate=always
  openssh_keypair_do='make'
  case $openssh_keypair_is:$p_regenerate in
    :* | *:always | broken:full_idempotence) ;;
    broken:*) fail 'Unable to read the key. It has another passphrase, or is broken. To make a new one, set regenerate to full_idempotence or always, or force to true.' ;;
    *:never) openssh_keypair_do='keep' ;;
    *) ! openssh_keypair_fits || openssh_keypair_do='keep' ;;
  esac
  if [ "$openssh_keypair_do" = keep ]; then
    openssh_keypair_same || openssh_keypair_repair
    return
  fi
  [ "$openssh_keypair_is:$p_regenerate" = ":$p_regenerate" ] || [ "$p_regenerate" != fail ] ||
    fail 'Key has wrong type and/or size. To make a new one, set regenerate to partial_idempotence, full_idempotence or always, or force to true.'
  openssh_keypair_make
}
openssh_keypair_same() { # whether the public key is right, with its comment
  [ "$(printf '%s\n' "$openssh_keypair_public" | awk '{ print $1, $2 }')" = "$openssh_keypair_derived" ] || return 1
  [ -z "${p_comment+given}" ] || [ "$openssh_keypair_public" = "$openssh_keypair_derived${p_comment:+ $p_comment}" ]
}

# ---- new keys ------------------------------------------------------------------------------------------------------------------------

openssh_keypair_make() {
  changed
  diff_text "$p_path" "${openssh_keypair_is:+key: $openssh_keypair_is$t_nl}" "key: $openssh_keypair_bits $p_type$t_nl(a new key)$t_nl"
  checking && return
  set -- -q -t "$p_type" -b "$openssh_keypair_bits" -C "${p_comment-}" -f "$t_tmp.key"
  [ -n "${p_passphrase-}" ] || set -- "$@" -N ''
  case $p_private_key_format in
    pkcs1) set -- "$@" -m PEM ;;
    pkcs8) set -- "$@" -m PKCS8 ;;
  esac
  openssh_keypair_gen "$@" || fail "cannot make the keys: ${run_stderr:-$run_stdout}"
  openssh_keypair_format "$t_tmp.key"
  [ "$p_private_key_format" = auto ] || [ "$openssh_keypair_format" = "$p_private_key_format" ] ||
    fail "ssh-keygen cannot write a key of type $p_type in the format $p_private_key_format"
  openssh_keypair_put "$p_path" "$t_tmp.key" 0600
  openssh_keypair_put "$p_path.pub" "$t_tmp.key.pub" 0644
  openssh_keypair_public=$(cat -- "$t_tmp.key.pub")
  openssh_keypair_read
}
openssh_keypair_put() { # PATH FILE MODE-OF-A-NEW-FILE
  if [ "${p_mode+given}" ]; then
    put_from "$1" "$2" || fail "cannot write $1: $put_error"
    return
  fi
  p_mode=$3
  put_from "$1" "$2" || fail "cannot write $1: $put_error"
  unset p_mode
}

# A wrong public key, or another comment. ssh-keygen keeps the comment in the private key, too.
openssh_keypair_repair() {
  changed
  openssh_keypair_now="$openssh_keypair_derived${p_comment:+ $p_comment}"
  diff_text "$p_path.pub" "$openssh_keypair_public${openssh_keypair_public:+$t_nl}" "$openssh_keypair_now$t_nl"
  openssh_keypair_public=$openssh_keypair_now
  checking && return
  printf '%s\n' "$openssh_keypair_now" >"$t_tmp.pub"
  if [ -n "${p_comment-}" ] && [ -z "${p_passphrase-}" ]; then
    cp -- "$t_tmp.old" "$t_tmp.commented"
    if run ssh-keygen -q -c -C "$p_comment" -P '' -f "$t_tmp.commented"; then
      openssh_keypair_put "$p_path" "$t_tmp.commented" 0600
    fi
  fi
  openssh_keypair_put "$p_path.pub" "$t_tmp.pub" 0644
}

openssh_keypair_remove() {
  for openssh_keypair_file in "$p_path" "$p_path.pub"; do
    if [ ! -e "$openssh_keypair_file" ] && [ ! -h "$openssh_keypair_file" ]; then continue; fi
    changed
    diff_text "$openssh_keypair_file" "state: present$t_nl" "state: absent$t_nl"
    checking || remove_path "$openssh_keypair_file"
  done
}

openssh_keypair_report() {
  result filename "$p_path"
  result type "$p_type"
  result_int size "$openssh_keypair_bits"
  case $openssh_keypair_is in
    '' | broken) result fingerprint '' ;;
    *) result fingerprint "$(printf '%s\n' "$openssh_keypair_is" | awk '{ print $2 }')" ;;
  esac
  result public_key "$(printf '%s\n' "$openssh_keypair_public" | awk 'NF { print $1, $2 }')"
  result comment "$(printf '%s\n' "$openssh_keypair_public" | awk 'NF > 2 { sub(/^[^ ]+ [^ ]+ /, ""); print }')"
}
