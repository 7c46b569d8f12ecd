# shellcheck shell=sh
# module: x509_certificate_info  also=community.crypto.x509_certificate_info
# summary: read what a certificate says
# check: full   diff: none   needs: openssl awk od   uses: openssl openssl_der
# example: x509_certificate_info: {path: /etc/ssl/www.crt, valid_at: {next_week: +1w}}
# option: path           path                                    the file of the certificate, in PEM or DER
# option: content        str                                     the certificate itself, in PEM
# option: valid_at       dict                                    names of times: +1w2d3h4m5s from now, or YYYYMMDDHHMMSSZ
# option: name_encoding  enum  ignore|idna|unicode  default=ignore  how international names are shown: only as they are in the certificate
# option: select_crypto_backend  enum  auto|cryptography  default=auto  accepted, without effect
# one-of: path content
# exclusive: path content
# result: subject          the subject as a mapping; subject_ordered as a list of pairs
# result: issuer           the issuer as a mapping; issuer_ordered as a list of pairs
# result: not_before       begin: YYYYMMDDHHMMSSZ
# result: not_after        end
# result: expired          whether the end is over
# result: valid_at         for each time of the option, whether the certificate is valid then
# result: serial_number    serial number
# result: version          version
# result: signature_algorithm  how it is signed
# result: public_key       the public key; public_key_type, public_key_data and public_key_fingerprints tell more
# result: fingerprints     fingerprints of the certificate
# result: key_usage        what the key may be used for; basic_constraints, extended_key_usage, subject_alt_name and ocsp_must_staple are like it, with …_critical
# result: subject_key_identifier  identifier of the key
# result: authority_key_identifier  identifier of the CA's key; authority_cert_issuer and authority_cert_serial_number are like it
# result: extensions_by_oid  all extensions, in base64
# result: ocsp_uri         where to ask whether it was revoked
# result: issuer_uri       where the CA's certificate is

x509_certificate_info_run() {
  [ "$p_name_encoding" = ignore ] || fail "name_encoding $p_name_encoding is not supported: names are shown as they are in the certificate"
  x509_certificate_info_load
  ossl x509 -in "$t_tmp.pem" -outform DER -out "$t_tmp.crt" || ossl_failed 'cannot read the certificate'
  # the names of what has an OID, with their places
  ossl asn1parse -inform DER -in "$t_tmp.crt" || ossl_failed 'cannot read the certificate'
  cp -- "$t_work/stdout" "$t_tmp.names"
  x509_certificate_info_now=$(date -u +%Y%m%d%H%M%SZ)
  od -An -v -tx1 "$t_tmp.crt" | tr -d ' \n' >"$t_tmp.hex"
  printf '\n' >>"$t_tmp.hex"
  awk -v now="$x509_certificate_info_now" "$t_awk_json$ossl_awk_decimal$der_awk" "$t_tmp.names" "$t_tmp.hex" >"$t_tmp.told" || fail 'the certificate cannot be parsed'
  result_table <"$t_tmp.told"
  x509_certificate_info_key
  x509_certificate_info_times
}
x509_certificate_info_load() {
  if [ "${p_content+given}" ]; then
    printf '%s\n' "$p_content" >"$t_tmp.pem"
    return
  fi
  cat -- "$p_path" >"$t_tmp.pem" 2>"$t_tmp.error" || fail "Error while reading certificate file from disk: $(cat -- "$t_tmp.error")"
  if grep -q -e '^-----BEGIN ' -- "$t_tmp.pem"; then return; fi
  ossl x509 -inform DER -in "$t_tmp.pem" -out "$t_tmp.new" || ossl_failed 'cannot read the certificate'
  mv -f -- "$t_tmp.new" "$t_tmp.pem"
}
x509_certificate_info_key() {
  ossl x509 -in "$t_tmp.pem" -noout -pubkey || ossl_failed 'cannot read the public key'
  cp -- "$t_work/stdout" "$t_tmp.pub"
  result_file public_key "$t_tmp.pub"
  ossl_fingerprints public_key_fingerprints "$t_tmp.pub"
  ossl_sums fingerprints "$t_tmp.crt"
}
x509_certificate_info_times() {
  result_json valid_at '{}'
  x509_certificate_info_now=$(date +%s)
  x509_certificate_info_from=$(awk -F '\t' '$2 == "not_before" { print $3 }' "$t_tmp.told")
  x509_certificate_info_to=$(awk -F '\t' '$2 == "not_after" { print $3 }' "$t_tmp.told")
  x509_certificate_info_i=0
  while [ "$x509_certificate_info_i" -lt "${p_valid_at_n:-0}" ]; do
    x509_certificate_info_i=$((x509_certificate_info_i + 1))
    eval "x509_certificate_info_name=\$p_valid_at_${x509_certificate_info_i}_key x509_certificate_info_at=\$p_valid_at_$x509_certificate_info_i"
    x509_certificate_info_time=$(ossl_time "$x509_certificate_info_at" "$x509_certificate_info_now") ||
      fail "The time spec \"$x509_certificate_info_at\" for valid_at.$x509_certificate_info_name is invalid"
    case $x509_certificate_info_name in '' | *[/[:space:]]*) fail "no name of a time: $x509_certificate_info_name" ;; esac
    if awk -v from="$x509_certificate_info_from" -v at="$x509_certificate_info_time" -v to="$x509_certificate_info_to" 'BEGIN { exit !((from "") <= (at "") && (at "") <= (to "")) }'; then
      result_bool "valid_at/$x509_certificate_info_name" true
    else
      result_bool "valid_at/$x509_certificate_info_name" false
    fi
  done
}
