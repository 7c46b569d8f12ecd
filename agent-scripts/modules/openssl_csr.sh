# shellcheck shell=sh
# module: openssl_csr  also=community.crypto.openssl_csr
# summary: keep a request for a certificate, made by the host's openssl
# check: full   diff: text   needs: openssl awk   uses: openssl awk openssl_request openssl_request_made
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
  [ "$p_state" = absent ] || request_options
  ossl_place
  request_config
  if [ "$p_state" = absent ]; then
    ossl_absent
  else
    openssl_csr_present
    attributes_of_call "$p_path"
    result filename "$p_path"
  fi
  request_report
  [ "$p_return_content" = true ] || return 0
  if [ -f "$p_path" ]; then result_file csr "$p_path"; else result_null csr; fi
}

openssl_csr_present() {
  request_make
  [ "$request_new" = true ] || return 0
  changed
  diff_files "$p_path" "$t_tmp.before" "$t_tmp.after"
  checking || ossl_write "$t_tmp.new"
}
