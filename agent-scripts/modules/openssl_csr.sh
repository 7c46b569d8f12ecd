# shellcheck shell=sh
# module: openssl_csr  also=community.crypto.openssl_csr
# summary: keep a request for a certificate, made by the host's openssl
# check: full   diff: text   needs: openssl awk   uses: openssl awk openssl_request
# example: openssl_csr: {path: /etc/ssl/www.csr, privatekey_path: /etc/ssl/private/www.pem, common_name: www.example.net, subject_alt_name: ["DNS:www.example.net"]}
# option: path                           path  required                         the file of the request
# option: state                          enum  present|absent  default=present  whether it must be there
# option: privatekey_path                path                                   the key that signs it
# option: privatekey_content             str   secret                           the key itself
# option: privatekey_passphrase          str   secret                           its passphrase
# option: digest                         str   default=sha256                   the digest of the signature: sha256, sha384, sha512, sha1, md5
# option: version                        int   default=1                        only 1
# option: subject                        json                                   the subject as a mapping: CN, O, …; a value can be a list
# option: subject_ordered                json                                   the subject as a list of mappings with one name each, in this order
# option: country_name                   str   aliases=C,countryName            C of the subject
# option: state_or_province_name         str   aliases=ST,stateOrProvinceName   ST
# option: locality_name                  str   aliases=L,localityName           L
# option: organization_name              str   aliases=O,organizationName       O
# option: organizational_unit_name       str   aliases=OU,organizationalUnitName  OU
# option: common_name                    str   aliases=CN,commonName            CN
# option: email_address                  str   aliases=E,emailAddress           emailAddress
# option: subject_alt_name               list/str  aliases=subjectAltName       names: DNS:, IP:, email:, URI:, RID:, otherName:OID;HEX-OR-ASN1; dirName: is not supported
# option: subject_alt_name_critical      bool  default=false  aliases=subjectAltName_critical  mark it critical
# option: use_common_name_for_san        bool  default=true  aliases=useCommonNameForSAN  use the common name if subject_alt_name is not given
# option: key_usage                      list/str  aliases=keyUsage             digitalSignature, keyEncipherment, …
# option: key_usage_critical             bool  default=false  aliases=keyUsage_critical  mark it critical
# option: extended_key_usage             list/str  aliases=extKeyUsage,extendedKeyUsage  serverAuth, clientAuth, … or OIDs
# option: extended_key_usage_critical    bool  default=false  aliases=extKeyUsage_critical,extendedKeyUsage_critical  mark it critical
# option: basic_constraints              list/str  aliases=basicConstraints     CA:TRUE, CA:FALSE, pathlen:N
# option: basic_constraints_critical     bool  default=false  aliases=basicConstraints_critical  mark it critical
# option: ocsp_must_staple               bool  default=false  aliases=ocspMustStaple  require OCSP stapling
# option: ocsp_must_staple_critical      bool  default=false  aliases=ocspMustStaple_critical  mark it critical
# option: name_constraints_permitted     list/str                               names that a CA may sign; IP: with a network
# option: name_constraints_excluded      list/str                               names that it may not sign
# option: name_constraints_critical      bool  default=false                    mark them critical
# option: create_subject_key_identifier  bool  default=false                    add the identifier of the key
# option: subject_key_identifier         str                                    this identifier, in hex
# option: authority_key_identifier       str                                    identifier of the CA's key, in hex
# option: authority_cert_issuer          list/str                               issuer of the CA's certificate: names of kind DNS:, email:, URI:; others are not supported
# option: authority_cert_serial_number   int                                    its serial number
# option: crl_distribution_points        json                                   list of mappings with full_name (names of kind URI:, DNS:, email:) and reasons; relative_name and crl_issuer are not supported
# option: force                          bool  default=false                    make a new request in any case
# option: return_content                 bool  default=false                    return the request
# option: select_crypto_backend          enum  auto|cryptography  default=auto  accepted, without effect
# option-set: attributes
# option-set: backup
# exclusive: privatekey_path privatekey_content
# exclusive: subject subject_ordered
# together: authority_cert_issuer authority_cert_serial_number
# result: filename  path of the request
# result: privatekey  path of the key
# result: subject  list of pairs of name and value
# result: subjectAltName  the names, or null
# result: keyUsage  as requested
# result: extendedKeyUsage  as requested
# result: basicConstraints  as requested
# result: ocspMustStaple  as requested
# result: name_constraints_permitted  as requested
# result: name_constraints_excluded  as requested
# result: csr  the request, with return_content
# result: backup_file  path of the backup

openssl_csr_run() {
  [ "$p_version" -eq 1 ] || fail 'version must be 1'
  [ "$p_state" = absent ] || [ -n "${p_privatekey_path-}${p_privatekey_content-}" ] ||
    fail 'state is present but any of the following are missing: privatekey_path, privatekey_content'
  ossl_place
  request_config
  if [ "$p_state" = absent ]; then
    ossl_absent
  else
    openssl_csr_present
    attributes_of_call "$p_path"
    result filename "$p_path"
  fi
  openssl_csr_report
}

openssl_csr_present() {
  ossl_load "$t_tmp" "${p_privatekey_path-}" "${p_privatekey_content-}" "${p_privatekey_passphrase-}"
  case $p_digest in sha256 | sha384 | sha512 | sha1 | md5) ;; *) fail "Unsupported digest \"$p_digest\"" ;; esac
  # Without a subject, openssl wants to be told so.
  set -- req -new -config "$t_tmp.config" -key "$t_tmp.key" "-$p_digest" -out "$t_tmp.new"
  [ -s "$t_tmp.subject" ] || set -- "$@" -subj /
  ossl "$@" || ossl_failed 'Error while creating CSR'
  ossl_contents req "$t_tmp.new" "$t_tmp.after" || ossl_failed 'cannot read the new request'
  : >"$t_tmp.before"
  if [ "$ossl_there" = true ] && [ "$p_force" = false ] && openssl_csr_same; then return 0; fi
  [ "$ossl_there" = false ] || ossl_contents req "$p_path" "$t_tmp.before" || :
  changed
  diff_files "$p_path" "$t_tmp.before" "$t_tmp.after"
  checking || ossl_write "$t_tmp.new"
}

# Whether the request that is there says the same, in any order, and is signed with this key.
openssl_csr_same() {
  ossl_contents req "$p_path" "$t_tmp.before" || return 1
  ossl req -in "$p_path" -noout -verify || return 1
  case $run_stdout$run_stderr in *'verify failure'*) return 1 ;; esac
  ossl req -in "$p_path" -noout -pubkey && [ "$run_stdout" = "$(cat "$t_tmp.pub")" ] || return 1
  openssl_csr_lines "$t_tmp.before" >"$t_tmp.was"
  openssl_csr_lines "$t_tmp.after" >"$t_tmp.is"
  cmp -s "$t_tmp.was" "$t_tmp.is"
}
# The order of a subject counts only if it was given as a list.
openssl_csr_lines() {
  awk -v ordered="${p_subject_ordered:+true}" "$t_awk_sort"'
    ordered == "true" && /^subject / { print; next }
    /^extension X509v3 (Subject Alternative Name|Extended Key Usage):/ {
      at = index($0, ": ") + 1; name = substr($0, 1, at); text = substr($0, at + 1); critical = ""
      if (text ~ /^critical /) { critical = "critical "; text = substr(text, 10) }
      k = split(text, part, / *, */); sort_list(part, k); $0 = name critical
      for (i = 1; i <= k; i++) if (i == 1 || part[i] != part[i - 1]) $0 = $0 ", " part[i]
    }
    !seen[$0]++ { line[++n] = $0 }
    END { sort_list(line, n); for (i = 1; i <= n; i++) print line[i] }' "$1"
}

openssl_csr_report() {
  if [ -n "${p_privatekey_path-}" ]; then result privatekey "$p_privatekey_path"; else result_null privatekey; fi
  result_json_file subject "$t_tmp.subject_json"
  if [ "$request_from_name" ]; then
    result 'subjectAltName/[]' "DNS:$request_from_name"
  else
    openssl_csr_list subjectAltName subject_alt_name
  fi
  openssl_csr_list keyUsage key_usage
  openssl_csr_list extendedKeyUsage extended_key_usage
  openssl_csr_list basicConstraints basic_constraints
  result_bool ocspMustStaple "$p_ocsp_must_staple"
  for openssl_csr_kind in permitted excluded; do
    if eval "[ \"\${p_name_constraints_${openssl_csr_kind}_n:-0}\" -gt 0 ]"; then
      openssl_csr_list "name_constraints_$openssl_csr_kind" "name_constraints_$openssl_csr_kind"
    else
      result_json "name_constraints_$openssl_csr_kind" '[]'
    fi
  done
  [ "$p_return_content" = true ] || return 0
  if [ -f "$p_path" ]; then result_file csr "$p_path"; else result_null csr; fi
}
openssl_csr_list() { # RESULT OPTION
  openssl_csr_name=$1
  eval "openssl_csr_n=\${p_$2_n-none}"
  case $openssl_csr_n in
    none) result_null "$1" ;;
    0) result_json "$1" '[]' ;;
    *) each "$2" openssl_csr_item ;;
  esac
}
openssl_csr_item() { result "$openssl_csr_name/[]" "$1"; }
