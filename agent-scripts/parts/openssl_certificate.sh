# shellcheck shell=sh
# Signs certificates, and compares them with what is asked for. For the modules x509_certificate and x509_certificate_pipe.

# ---- what is given -------------------------------------------------------------------------------------------------------------------

cert_settings() { # the options of the provider, without its name
  if [ "$p_provider" = selfsigned ]; then
    cert_version=$p_selfsigned_version cert_digest=$p_selfsigned_digest
    cert_not_before=$p_selfsigned_not_before cert_not_after=$p_selfsigned_not_after
    cert_create_subject_key_identifier=$p_selfsigned_create_subject_key_identifier
  else
    cert_version=$p_ownca_version cert_digest=$p_ownca_digest
    cert_not_before=$p_ownca_not_before cert_not_after=$p_ownca_not_after
    cert_create_subject_key_identifier=$p_ownca_create_subject_key_identifier
  fi
  [ "$cert_version" -eq 3 ] || fail "${p_provider}_version must be 3"
  case $cert_digest in
    sha256 | sha384 | sha512 | sha1 | md5) ;;
    *) fail "The digest $cert_digest is not supported" ;;
  esac
  cert_now=$(date +%s)
  cert_from=$(ossl_time "$cert_not_before" "$cert_now") || fail "The time spec \"$cert_not_before\" for ${p_provider}_not_before is invalid"
  cert_to=$(ossl_time "$cert_not_after" "$cert_now") || fail "The time spec \"$cert_not_after\" for ${p_provider}_not_after is invalid"
  cert_aki=false
  [ "$p_provider" = selfsigned ] || cert_aki=$p_ownca_create_authority_key_identifier
}

cert_file() { # NAME PATH CONTENT WHAT
  if [ -n "$2" ]; then
    [ -e "$2" ] || fail "The $4 file $2 does not exist"
    cat -- "$2" >"$t_tmp.$1" || fail "cannot read $2"
  else
    printf '%s\n' "$3" >"$t_tmp.$1"
  fi
}

# Writes key and pub, ca, ca_key and csr.
cert_inputs() {
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
    cert_file csr "${p_csr_path-}" "${p_csr_content-}" 'certificate signing request'
  else
    printf '[req]\nprompt = no\ndistinguished_name = dn\n[dn]\n' >"$t_tmp.config"
    ossl req -new -config "$t_tmp.config" -subj / -key "$t_tmp.key" -out "$t_tmp.csr" || ossl_failed 'cannot make a request'
  fi
  ossl_contents req "$t_tmp.csr" "$t_tmp.asked" || ossl_failed 'cannot read the certificate signing request'
  [ "$p_provider" = ownca ] || return 0
  cert_file ca "${p_ownca_path-}" "${p_ownca_content-}" 'CA certificate'
  [ -z "${p_ownca_privatekey_path-}" ] || [ -e "$p_ownca_privatekey_path" ] || fail "The CA private key file $p_ownca_privatekey_path does not exist"
  ossl_load "$t_tmp.ca_" "${p_ownca_privatekey_path-}" "${p_ownca_privatekey_content-}" "${p_ownca_privatekey_passphrase-}"
  ossl_contents x509 "$t_tmp.ca" "$t_tmp.ca_text" || ossl_failed 'cannot read the CA certificate'
  ossl x509 -in "$t_tmp.ca" -noout -pubkey || ossl_failed 'cannot read the CA certificate'
  [ "$run_stdout" = "$(cat "$t_tmp.ca_.pub")" ] || fail 'The CA private key does not belong to the CA certificate'
}

# cert_value FILE NAME: writes the value of an extension.
cert_value() { awk -v name="extension $2: " 'index($0, name) == 1 { print substr($0, length(name) + 1); exit }' "$1"; }

# cert_key_id FILE: writes the identifier of a certificate's key, as openssl computes it.
cert_key_id() {
  ossl x509 -in "$1" -noout -ocspid || return 1
  printf '%s\n' "$run_stdout" | awk '/Public key OCSP hash:/ { gsub(/../, "&:", $NF); sub(/:$/, "", $NF); print $NF }'
}
# The identifier of the CA's key, as its certificate has it.
cert_ca_id() {
  cert_word=$(cert_value "$t_tmp.ca_text" 'X509v3 Subject Key Identifier')
  if [ -n "$cert_word" ]; then printf '%s\n' "$cert_word"; else cert_key_id "$t_tmp.ca"; fi
}

# ---- the certificate that is there ---------------------------------------------------------------------------------------------------

cert_same() {
  ossl_contents x509 "$p_path" "$t_tmp.was" || return 1
  ossl x509 -in "$p_path" -noout -pubkey || return 1
  cert_pub=$run_stdout
  [ ! -f "$t_tmp.pub" ] || [ "$cert_pub" = "$(cat "$t_tmp.pub")" ] || return 1
  if ! { cert_answers && cert_signed && cert_identified; }; then return 1; fi
  [ "$p_ignore_timestamps" = false ] || return 0
  [ "$(cert_date startdate)" = "$cert_from" ] && [ "$(cert_date enddate)" = "$cert_to" ]
}
cert_answers() { # whether it has the key, the subject and the extensions of the request
  ossl req -in "$t_tmp.csr" -noout -verify || return 1
  case $run_stdout$run_stderr in *'verify failure'*) return 1 ;; esac
  ossl req -in "$t_tmp.csr" -noout -pubkey && [ "$cert_pub" = "$run_stdout" ] || return 1
  for cert_word in was asked; do
    awk -v ski="$cert_create_subject_key_identifier" -v aki="$cert_aki" '
      /^issuer / || (ski != "never_create" && /^extension X509v3 Subject Key Identifier:/) || (aki == "true" && /^extension X509v3 Authority Key Identifier:/) { next }
      { print (/^subject / ? NR : 0) "\t" $0 }' "$t_tmp.$cert_word" | LC_ALL=C sort -t "$t_tab" -k 1,1n -k 2 | cut -f 2- >"$t_tmp.$cert_word.lines"
  done
  cmp -s "$t_tmp.was.lines" "$t_tmp.asked.lines"
}
cert_signed() { # whether the key has signed it
  cert_signer=$p_path
  [ "$p_provider" = selfsigned ] || cert_signer=$t_tmp.ca
  sed -n 's/^issuer //p' "$t_tmp.was" >"$t_tmp.issuer"
  if [ "$p_provider" = ownca ]; then
    sed -n 's/^subject //p' "$t_tmp.ca_text" | cmp -s - "$t_tmp.issuer" || return 1
  else
    sed -n 's/^subject //p' "$t_tmp.was" | cmp -s - "$t_tmp.issuer" || return 1
  fi
  # Whether it is valid for anything else than this key does not matter.
  ossl verify -check_ss_sig -partial_chain -no_check_time -CAfile "$cert_signer" "$p_path" && return 0
  case $run_stdout$run_stderr in *'error 7 at '* | *'error 20 at '* | *'error 21 at '* | *'error 30 at '*) return 1 ;; esac
}
cert_identified() { # whether the identifiers of keys are right
  if [ "$cert_create_subject_key_identifier" != never_create ]; then
    cert_wanted=
    [ "$cert_create_subject_key_identifier" = always_create ] ||
      cert_wanted=$(cert_value "$t_tmp.asked" 'X509v3 Subject Key Identifier')
    [ -n "$cert_wanted" ] || cert_wanted=$(cert_key_id "$p_path")
    [ "$(cert_value "$t_tmp.was" 'X509v3 Subject Key Identifier')" = "$cert_wanted" ] || return 1
  fi
  [ "$cert_aki" = true ] || return 0
  cert_word=$(cert_value "$t_tmp.was" 'X509v3 Authority Key Identifier')
  [ "${cert_word#keyid:}" = "$(cert_ca_id)" ]
}

# cert_date startdate|enddate [FILE]
cert_date() {
  ossl x509 -in "${2:-$p_path}" -noout "-$1" || return 1
  printf '%s\n' "${run_stdout#*=}" | awk '{ m = index("JanFebMarAprMayJunJulAugSepOctNovDec", $1); gsub(/:/, "", $3); printf "%04d%02d%02d%sZ\n", $4, (m + 2) / 3, $2, $3 }'
}

# ---- a new one -----------------------------------------------------------------------------------------------------------------------

cert_differs() { # with a diff
  changed
  [ -f "$t_tmp.was" ] || : >"$t_tmp.was"
  cp -- "$t_tmp.asked" "$t_tmp.after"
  printf 'valid %s to %s\n(a new certificate)\n' "$cert_from" "$cert_to" >>"$t_tmp.after"
  diff_files "${1-$p_path}" "$t_tmp.was" "$t_tmp.after"
}

# openssl ca, since it takes any dates. Its lists are thrown away.
cert_sign() {
  mkdir -m 0700 "$t_tmp.lists" || fail 'cannot make a directory'
  : >"$t_tmp.lists/index"
  ossl rand -hex 20 || ossl_failed 'cannot make a serial number'
  printf '%s\n' "4${run_stdout#?}" >"$t_tmp.lists/serial"
  {
    printf '[ca]\ndefault_ca = c\n[c]\ndatabase = %s\nserial = %s\nnew_certs_dir = %s\n' "$t_tmp.lists/index" "$t_tmp.lists/serial" "$t_tmp.lists"
    printf 'policy = p\ncopy_extensions = copy\nunique_subject = no\nemail_in_dn = yes\n[p]\n[x]\n'
    cert_extensions
  } >"$t_tmp.signing"
  set -- -batch -config "$t_tmp.signing" -preserveDN -notext -utf8 -md "$cert_digest" -extensions x -in "$t_tmp.csr" \
    -startdate "$cert_from" -enddate "$cert_to" -out "$t_tmp.new"
  if [ "$p_provider" = selfsigned ]; then
    set -- "$@" -selfsign -keyfile "$t_tmp.key"
  else
    set -- "$@" -cert "$t_tmp.ca" -keyfile "$t_tmp.ca_.key"
  fi
  ossl ca "$@" || ossl_failed 'cannot sign the certificate'
}
cert_extensions() {
  cert_has=$(cert_value "$t_tmp.asked" 'X509v3 Subject Key Identifier')
  cert_none=
  # Since version 3, openssl adds identifiers unless it is told not to.
  ossl version
  case $run_stdout in 'OpenSSL 1.'* | LibreSSL*) ;; *) cert_none=true ;; esac
  case $cert_create_subject_key_identifier:${cert_has:+given} in
    always_create:* | create_if_not_provided:) printf 'subjectKeyIdentifier = hash\n' ;;
    never_create:) [ -z "$cert_none" ] || printf 'subjectKeyIdentifier = none\n' ;;
  esac
  if [ "$cert_aki" = true ]; then
    printf 'authorityKeyIdentifier = ASN1:SEQUENCE:aki\n[aki]\nid = IMPLICIT:0,FORMAT:HEX,OCTETSTRING:%s\n' "$(cert_ca_id | tr -d ':')"
  elif [ -n "$cert_none" ] && [ -z "$(cert_value "$t_tmp.asked" 'X509v3 Authority Key Identifier')" ]; then
    printf 'authorityKeyIdentifier = none\n'
  fi
}

# ---- results -------------------------------------------------------------------------------------------------------------------------

cert_field() { if [ -n "$2" ]; then result "$1" "$2"; else result_null "$1"; fi; }

cert_report() { # cert_report NEW: whether there is no certificate yet
  cert_field privatekey "${p_privatekey_path-}"
  cert_field csr "${p_csr_path-}"
  if [ "$p_provider" = ownca ]; then
    cert_field ca_cert "${p_ownca_path-}"
    cert_field ca_privatekey "${p_ownca_privatekey_path-}"
  fi
  if [ "$1" = true ]; then
    result notBefore "$cert_from"
    result notAfter "$cert_to"
  else
    result notBefore "$(cert_date startdate)"
    result notAfter "$(cert_date enddate)"
    ossl x509 -in "$p_path" -noout -serial || ossl_failed 'cannot read the certificate'
    result_int serial_number "$(printf '%s\n' "${run_stdout#*=}" | awk "$ossl_awk_decimal"'{ print decimal(tolower($0)) }')"
  fi
}
