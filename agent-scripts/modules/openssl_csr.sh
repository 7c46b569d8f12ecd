# shellcheck shell=sh
# module: openssl_csr  also=community.crypto.openssl_csr
# summary: keep a request for a certificate, made by the host's openssl
# check: full   diff: text   needs: openssl awk   uses: openssl awk openssl_request openssl_request_made
# example: openssl_csr: {path: /etc/ssl/www.csr, privatekey_path: /etc/ssl/private/www.pem, common_name: www.example.net, subject_alt_name: ["DNS:www.example.net"]}
# option: path                           path  required                         the file of the request
# option: state                          enum  present|absent  default=present  whether it must be there
# option-set: certificate_request
# option: force                          bool  default=false                    make a new request in any case
# option: return_content                 bool  default=false                    return the request
# option-set: attributes
# option-set: unsafe_writes
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
