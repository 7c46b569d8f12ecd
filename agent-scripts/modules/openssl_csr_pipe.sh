# shellcheck shell=sh
# module: openssl_csr_pipe  also=community.crypto.openssl_csr_pipe
# summary: make a request for a certificate with the host's openssl, without a file
# check: full   diff: text   needs: openssl awk   uses: openssl awk openssl_request openssl_request_made
# example: openssl_csr_pipe: {privatekey_path: /etc/ssl/private/www.pem, common_name: www.example.net}
# option: content                        str                                    the request that is there
# option-set: certificate_request
# one-of: privatekey_path privatekey_content
# exclusive: privatekey_path privatekey_content
# exclusive: subject subject_ordered
# together: authority_cert_issuer authority_cert_serial_number
# result: privatekey  path of the key
# result: subject  list of pairs of name and value
# result: subjectAltName  the names, or null
# result: keyUsage  as requested
# result: extendedKeyUsage  as requested
# result: basicConstraints  as requested
# result: ocspMustStaple  as requested
# result: name_constraints_permitted  as requested
# result: name_constraints_excluded  as requested
# result: csr  the request

# Nothing is written on the host, so check mode makes a request, too.
openssl_csr_pipe_run() {
  request_options
  p_path=$t_tmp.given p_force=false ossl_there=false
  if [ "${p_content+given}" ]; then
    printf '%s\n' "$p_content" >"$p_path"
    ossl_there=true
  fi
  request_config
  request_make
  if [ "$request_new" = true ]; then
    changed
    diff_files csr "$t_tmp.before" "$t_tmp.after"
  fi
  request_report
  if [ "$request_new" = true ]; then result_file csr "$t_tmp.new"; else result csr "$p_content"; fi
}
