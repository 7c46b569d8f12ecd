# shellcheck shell=sh
# module: x509_certificate  also=community.crypto.x509_certificate
# summary: keep a certificate, signed with its own key or by a CA whose key is on the host
# check: full   diff: text   needs: openssl awk   uses: openssl
# example: x509_certificate: {path: /etc/ssl/www.crt, csr_path: /etc/ssl/www.csr, privatekey_path: /etc/ssl/private/www.pem, provider: selfsigned}
# option: path                  path  required                         the file of the certificate
# option: state                 enum  present|absent  default=present  whether it must be there
# option: provider              enum  selfsigned|ownca|acme            who signs; acme is not supported
# option: csr_path              path                                   the request that the certificate answers
# option: csr_content           str                                    the request itself
# option: privatekey_path       path                                   the key of the certificate
# option: privatekey_content    str   secret                           the key itself
# option: privatekey_passphrase str   secret                           its passphrase
# option: force                 bool  default=false                    make a new certificate in any case
# option: ignore_timestamps     bool  default=true                     leave a certificate whose dates differ
# option: selfsigned_digest     str   default=sha256                   digest of the signature
# option: selfsigned_version    int   default=3                        only 3
# option: selfsigned_not_before str   default=+0s  aliases=selfsigned_notBefore    begin: +1w2d3h4m5s from now, or YYYYMMDDHHMMSSZ
# option: selfsigned_not_after  str   default=+3650d  aliases=selfsigned_notAfter  end
# option: selfsigned_create_subject_key_identifier  enum  create_if_not_provided|always_create|never_create  default=create_if_not_provided  add the identifier of the key
# option: ownca_path                   path                            certificate of the CA
# option: ownca_content                str                             the certificate itself
# option: ownca_privatekey_path        path                            its key
# option: ownca_privatekey_content     str   secret                    the key itself
# option: ownca_privatekey_passphrase  str   secret                    its passphrase
# option: ownca_digest                 str   default=sha256            digest of the signature
# option: ownca_version                int   default=3                 only 3
# option: ownca_not_before             str   default=+0s               begin
# option: ownca_not_after              str   default=+3650d            end
# option: ownca_create_subject_key_identifier    enum  create_if_not_provided|always_create|never_create  default=create_if_not_provided  add the identifier of the key
# option: ownca_create_authority_key_identifier  bool  default=true    add the identifier of the CA's key
# option: acme_accountkey_path  path                                   only for acme, which is refused: no effect
# option: acme_challenge_path   path                                   only for acme: no effect
# option: acme_chain            bool  default=false                    only for acme: no effect
# option: acme_directory        str                                    only for acme: no effect
# option: return_content        bool  default=false                    return the certificate
# option: select_crypto_backend  enum  auto|cryptography  default=auto  accepted, without effect
# option-set: attributes
# option-set: backup
# exclusive: csr_path csr_content
# exclusive: privatekey_path privatekey_content
# exclusive: ownca_path ownca_content
# exclusive: ownca_privatekey_path ownca_privatekey_content
# result: filename  path of the certificate
# result: privatekey  path of the key
# result: csr  path of the request
# result: ca_cert  path of the CA's certificate, with provider=ownca
# result: ca_privatekey  path of the CA's key, with provider=ownca
# result: notBefore  begin: YYYYMMDDHHMMSSZ
# result: notAfter  end
# result: serial_number  serial number; not in check mode if the certificate would be new
# result: certificate  the certificate, with return_content
# result: backup_file  path of the backup

x509_certificate_run() {
  if [ "$p_state" = absent ]; then
    x509_certificate_field privatekey "${p_privatekey_path-}"
    x509_certificate_field csr "${p_csr_path-}"
    [ ! -d "$p_path" ] || fail "$p_path is a directory"
    ossl_there=false
    if [ -e "$p_path" ] || [ -h "$p_path" ]; then ossl_there=true; fi
    ossl_absent
    [ "$p_return_content" = false ] || result_null certificate
    return
  fi
  [ -n "${p_provider-}" ] || fail 'state is present but all of the following are missing: provider'
  ossl_place
  x509_certificate_inputs
  x509_certificate_settings
  x509_certificate_new=true
  if [ "$ossl_there" = true ] && [ "$p_force" = false ] && x509_certificate_same; then x509_certificate_new=false; fi
  [ "$x509_certificate_new" = false ] || x509_certificate_write
  attributes_of_call "$p_path"
  x509_certificate_report
}

# ---- what is given -------------------------------------------------------------------------------------------------------------------

x509_certificate_settings() { # the options of the provider, without its name
  if [ "$p_provider" = selfsigned ]; then
    x509_certificate_version=$p_selfsigned_version x509_certificate_digest=$p_selfsigned_digest
    x509_certificate_not_before=$p_selfsigned_not_before x509_certificate_not_after=$p_selfsigned_not_after
    x509_certificate_create_subject_key_identifier=$p_selfsigned_create_subject_key_identifier
  else
    x509_certificate_version=$p_ownca_version x509_certificate_digest=$p_ownca_digest
    x509_certificate_not_before=$p_ownca_not_before x509_certificate_not_after=$p_ownca_not_after
    x509_certificate_create_subject_key_identifier=$p_ownca_create_subject_key_identifier
  fi
  [ "$x509_certificate_version" -eq 3 ] || fail "${p_provider}_version must be 3"
  case $x509_certificate_digest in
    sha256 | sha384 | sha512 | sha1 | md5) ;;
    *) fail "The digest $x509_certificate_digest is not supported" ;;
  esac
  x509_certificate_now=$(date +%s)
  x509_certificate_from=$(x509_certificate_time "$x509_certificate_not_before") || fail "The time spec \"$x509_certificate_not_before\" for ${p_provider}_not_before is invalid"
  x509_certificate_to=$(x509_certificate_time "$x509_certificate_not_after") || fail "The time spec \"$x509_certificate_not_after\" for ${p_provider}_not_after is invalid"
  x509_certificate_aki=false
  [ "$p_provider" = selfsigned ] || x509_certificate_aki=$p_ownca_create_authority_key_identifier
}

# x509_certificate_time TEXT: writes the time as YYYYMMDDHHMMSSZ.
x509_certificate_time() {
  case $1 in
    [+-]*)
      x509_certificate_seconds=$(printf '%s\n' "$1" | awk -v now="$x509_certificate_now" '
        { s = tolower(substr($0, 2)); if (s == "" || s !~ /^([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s?)?$/) exit 1
          while (match(s, /^[0-9]+/)) {
            n = substr(s, 1, RLENGTH); u = substr(s, RLENGTH + 1, 1); s = substr(s, RLENGTH + 2)
            t += n * (u == "w" ? 604800 : u == "d" ? 86400 : u == "h" ? 3600 : u == "m" ? 60 : 1)
          }
          printf "%.0f\n", now + (substr($0, 1, 1) == "-" ? -t : t) }') || return 1
      date -u -d "@$x509_certificate_seconds" +%Y%m%d%H%M%SZ 2>/dev/null
      ;;
    *)
      case $1 in *[!0-9Z]*) return 1 ;; esac
      case $1 in
        ??????????????Z) printf '%s\n' "$1" ;;
        ????????????Z) printf '%s00Z\n' "${1%Z}" ;;
        *) return 1 ;;
      esac
      ;;
  esac
}

x509_certificate_file() { # NAME PATH CONTENT WHAT
  if [ -n "$2" ]; then
    [ -e "$2" ] || fail "The $4 file $2 does not exist"
    cat -- "$2" >"$t_tmp.$1" || fail "cannot read $2"
  else
    printf '%s\n' "$3" >"$t_tmp.$1"
  fi
}

# Writes key and pub, ca, ca_key and csr.
x509_certificate_inputs() {
  case $p_provider in
    acme) fail 'provider acme is not supported: get the certificate with an ACME client, such as certbot' ;;
    selfsigned)
      [ -n "${p_privatekey_path-}${p_privatekey_content-}" ] || fail 'One of privatekey_path and privatekey_content must be specified for the selfsigned provider.'
      ;;
    ownca)
      [ -n "${p_ownca_path-}${p_ownca_content-}" ] || fail 'One of ownca_path and ownca_content must be specified for the ownca provider.'
      [ -n "${p_ownca_privatekey_path-}${p_ownca_privatekey_content-}" ] ||
        fail 'One of ownca_privatekey_path and ownca_privatekey_content must be specified for the ownca provider.'
      [ -n "${p_csr_path-}${p_csr_content-}" ] || fail 'csr_path or csr_content is required for ownca provider'
      ;;
  esac
  if [ -n "${p_privatekey_path-}${p_privatekey_content-}" ]; then
    [ -z "${p_privatekey_path-}" ] || [ -e "$p_privatekey_path" ] || fail "The private key file $p_privatekey_path does not exist"
    ossl_load "$t_tmp" "${p_privatekey_path-}" "${p_privatekey_content-}" "${p_privatekey_passphrase-}"
  fi
  if [ -n "${p_csr_path-}${p_csr_content-}" ]; then
    x509_certificate_file csr "${p_csr_path-}" "${p_csr_content-}" 'certificate signing request'
  else
    printf '[req]\nprompt = no\ndistinguished_name = dn\n[dn]\n' >"$t_tmp.config"
    ossl req -new -config "$t_tmp.config" -subj / -key "$t_tmp.key" -out "$t_tmp.csr" || ossl_failed 'cannot make a request'
  fi
  ossl_contents req "$t_tmp.csr" "$t_tmp.asked" || ossl_failed 'cannot read the certificate signing request'
  [ "$p_provider" = ownca ] || return 0
  x509_certificate_file ca "${p_ownca_path-}" "${p_ownca_content-}" 'CA certificate'
  [ -z "${p_ownca_privatekey_path-}" ] || [ -e "$p_ownca_privatekey_path" ] || fail "The CA private key file $p_ownca_privatekey_path does not exist"
  ossl_load "$t_tmp.ca_" "${p_ownca_privatekey_path-}" "${p_ownca_privatekey_content-}" "${p_ownca_privatekey_passphrase-}"
  ossl_contents x509 "$t_tmp.ca" "$t_tmp.ca_text" || ossl_failed 'cannot read the CA certificate'
  ossl x509 -in "$t_tmp.ca" -noout -pubkey || ossl_failed 'cannot read the CA certificate'
  [ "$run_stdout" = "$(cat "$t_tmp.ca_.pub")" ] || fail 'The CA private key does not belong to the CA certificate'
}

# x509_certificate_value FILE NAME: writes the value of an extension.
x509_certificate_value() { awk -v name="extension $2: " 'index($0, name) == 1 { print substr($0, length(name) + 1); exit }' "$1"; }

# x509_certificate_key_id FILE: writes the identifier of a certificate's key, as openssl computes it.
x509_certificate_key_id() {
  ossl x509 -in "$1" -noout -ocspid || return 1
  printf '%s\n' "$run_stdout" | awk '/Public key OCSP hash:/ { gsub(/../, "&:", $NF); sub(/:$/, "", $NF); print $NF }'
}
# The identifier of the CA's key, as its certificate has it.
x509_certificate_ca_id() {
  x509_certificate_word=$(x509_certificate_value "$t_tmp.ca_text" 'X509v3 Subject Key Identifier')
  if [ -n "$x509_certificate_word" ]; then printf '%s\n' "$x509_certificate_word"; else x509_certificate_key_id "$t_tmp.ca"; fi
}

# ---- the certificate that is there ---------------------------------------------------------------------------------------------------

x509_certificate_same() {
  ossl_contents x509 "$p_path" "$t_tmp.was" || return 1
  ossl x509 -in "$p_path" -noout -pubkey || return 1
  x509_certificate_pub=$run_stdout
  [ ! -f "$t_tmp.pub" ] || [ "$x509_certificate_pub" = "$(cat "$t_tmp.pub")" ] || return 1
  if ! { x509_certificate_answers && x509_certificate_signed && x509_certificate_identified; }; then return 1; fi
  [ "$p_ignore_timestamps" = false ] || return 0
  [ "$(x509_certificate_date startdate)" = "$x509_certificate_from" ] && [ "$(x509_certificate_date enddate)" = "$x509_certificate_to" ]
}
x509_certificate_answers() { # whether it has the key, the subject and the extensions of the request
  [ -n "${p_csr_path-}${p_csr_content-}" ] || return 0
  ossl req -in "$t_tmp.csr" -noout -verify || return 1
  case $run_stdout$run_stderr in *'verify failure'*) return 1 ;; esac
  ossl req -in "$t_tmp.csr" -noout -pubkey && [ "$x509_certificate_pub" = "$run_stdout" ] || return 1
  for x509_certificate_word in was asked; do
    awk -v ski="$x509_certificate_create_subject_key_identifier" -v aki="$x509_certificate_aki" '
      /^issuer / || (ski != "never_create" && /^extension X509v3 Subject Key Identifier:/) || (aki == "true" && /^extension X509v3 Authority Key Identifier:/) { next }
      { print (/^subject / ? NR : 0) "\t" $0 }' "$t_tmp.$x509_certificate_word" | LC_ALL=C sort -t "$t_tab" -k 1,1n -k 2 | cut -f 2- >"$t_tmp.$x509_certificate_word.lines"
  done
  cmp -s "$t_tmp.was.lines" "$t_tmp.asked.lines"
}
x509_certificate_signed() { # whether the key has signed it
  x509_certificate_signer=$p_path
  [ "$p_provider" = selfsigned ] || x509_certificate_signer=$t_tmp.ca
  sed -n 's/^issuer //p' "$t_tmp.was" >"$t_tmp.issuer"
  if [ "$p_provider" = ownca ]; then
    sed -n 's/^subject //p' "$t_tmp.ca_text" | cmp -s - "$t_tmp.issuer" || return 1
  else
    sed -n 's/^subject //p' "$t_tmp.was" | cmp -s - "$t_tmp.issuer" || return 1
  fi
  # Whether it is valid for anything else than this key does not matter.
  ossl verify -check_ss_sig -partial_chain -no_check_time -CAfile "$x509_certificate_signer" "$p_path" && return 0
  case $run_stdout$run_stderr in *'error 7 at '* | *'error 20 at '* | *'error 21 at '* | *'error 30 at '*) return 1 ;; esac
}
x509_certificate_identified() { # whether the identifiers of keys are right
  if [ "$x509_certificate_create_subject_key_identifier" != never_create ]; then
    x509_certificate_wanted=
    [ "$x509_certificate_create_subject_key_identifier" = always_create ] ||
      x509_certificate_wanted=$(x509_certificate_value "$t_tmp.asked" 'X509v3 Subject Key Identifier')
    [ -n "$x509_certificate_wanted" ] || x509_certificate_wanted=$(x509_certificate_key_id "$p_path")
    [ "$(x509_certificate_value "$t_tmp.was" 'X509v3 Subject Key Identifier')" = "$x509_certificate_wanted" ] || return 1
  fi
  [ "$x509_certificate_aki" = true ] || return 0
  x509_certificate_word=$(x509_certificate_value "$t_tmp.was" 'X509v3 Authority Key Identifier')
  [ "${x509_certificate_word#keyid:}" = "$(x509_certificate_ca_id)" ]
}

# x509_certificate_date startdate|enddate [FILE]
x509_certificate_date() {
  ossl x509 -in "${2:-$p_path}" -noout "-$1" || return 1
  printf '%s\n' "${run_stdout#*=}" | awk '{ m = index("JanFebMarAprMayJunJulAugSepOctNovDec", $1); gsub(/:/, "", $3); printf "%04d%02d%02d%sZ\n", $4, (m + 2) / 3, $2, $3 }'
}

# ---- a new one -----------------------------------------------------------------------------------------------------------------------

x509_certificate_write() {
  changed
  [ -f "$t_tmp.was" ] || : >"$t_tmp.was"
  cp -- "$t_tmp.asked" "$t_tmp.after"
  printf 'valid %s to %s\n(a new certificate)\n' "$x509_certificate_from" "$x509_certificate_to" >>"$t_tmp.after"
  diff_files "$p_path" "$t_tmp.was" "$t_tmp.after"
  checking && return
  x509_certificate_sign
  ossl_write "$t_tmp.new"
}

# openssl ca, since it takes any dates. Its lists are thrown away.
x509_certificate_sign() {
  mkdir -m 0700 "$t_tmp.lists" || fail 'cannot make a directory'
  : >"$t_tmp.lists/index"
  ossl rand -hex 20 || ossl_failed 'cannot make a serial number'
  printf '%s\n' "4${run_stdout#?}" >"$t_tmp.lists/serial"
  {
    printf '[ca]\ndefault_ca = c\n[c]\ndatabase = %s\nserial = %s\nnew_certs_dir = %s\n' "$t_tmp.lists/index" "$t_tmp.lists/serial" "$t_tmp.lists"
    printf 'policy = p\ncopy_extensions = copy\nunique_subject = no\nemail_in_dn = yes\n[p]\n[x]\n'
    x509_certificate_extensions
  } >"$t_tmp.signing"
  set -- -batch -config "$t_tmp.signing" -preserveDN -notext -utf8 -md "$x509_certificate_digest" -extensions x -in "$t_tmp.csr" \
    -startdate "$x509_certificate_from" -enddate "$x509_certificate_to" -out "$t_tmp.new"
  if [ "$p_provider" = selfsigned ]; then
    set -- "$@" -selfsign -keyfile "$t_tmp.key"
  else
    set -- "$@" -cert "$t_tmp.ca" -keyfile "$t_tmp.ca_.key"
  fi
  ossl ca "$@" || ossl_failed 'cannot sign the certificate'
}
x509_certificate_extensions() {
  x509_certificate_has=$(x509_certificate_value "$t_tmp.asked" 'X509v3 Subject Key Identifier')
  x509_certificate_none=
  # Since version 3, openssl adds identifiers unless it is told not to.
  ossl version
  case $run_stdout in 'OpenSSL 1.'* | LibreSSL*) ;; *) x509_certificate_none=true ;; esac
  case $x509_certificate_create_subject_key_identifier:${x509_certificate_has:+given} in
    always_create:* | create_if_not_provided:) printf 'subjectKeyIdentifier = hash\n' ;;
    never_create:) [ -z "$x509_certificate_none" ] || printf 'subjectKeyIdentifier = none\n' ;;
  esac
  if [ "$x509_certificate_aki" = true ]; then
    printf 'authorityKeyIdentifier = ASN1:SEQUENCE:aki\n[aki]\nid = IMPLICIT:0,FORMAT:HEX,OCTETSTRING:%s\n' "$(x509_certificate_ca_id | tr -d ':')"
  elif [ -n "$x509_certificate_none" ] && [ -z "$(x509_certificate_value "$t_tmp.asked" 'X509v3 Authority Key Identifier')" ]; then
    printf 'authorityKeyIdentifier = none\n'
  fi
}

# ---- results -------------------------------------------------------------------------------------------------------------------------

x509_certificate_field() { if [ -n "$2" ]; then result "$1" "$2"; else result_null "$1"; fi; }

x509_certificate_report() {
  result filename "$p_path"
  x509_certificate_field privatekey "${p_privatekey_path-}"
  x509_certificate_field csr "${p_csr_path-}"
  if [ "$p_provider" = ownca ]; then
    x509_certificate_field ca_cert "${p_ownca_path-}"
    x509_certificate_field ca_privatekey "${p_ownca_privatekey_path-}"
  fi
  if checking && [ "$x509_certificate_new" = true ]; then
    result notBefore "$x509_certificate_from"
    result notAfter "$x509_certificate_to"
  else
    result notBefore "$(x509_certificate_date startdate)"
    result notAfter "$(x509_certificate_date enddate)"
    ossl x509 -in "$p_path" -noout -serial || ossl_failed 'cannot read the certificate'
    result_int serial_number "$(printf '%s\n' "${run_stdout#*=}" | awk '
      { h = tolower($0); n = 1; d[1] = 0 # in digits of a million
        for (i = 1; i <= length(h); i++) {
          c = index("0123456789abcdef", substr(h, i, 1)) - 1
          for (j = 1; j <= n; j++) { v = d[j] * 16 + c; d[j] = v % 1000000; c = int(v / 1000000) }
          if (c) d[++n] = c
        }
        printf "%d", d[n]; for (j = n - 1; j; j--) printf "%06d", d[j]; print "" }')"
  fi
  [ "$p_return_content" = true ] || return 0
  if [ -f "$p_path" ]; then result_file certificate "$p_path"; else result_null certificate; fi
}
