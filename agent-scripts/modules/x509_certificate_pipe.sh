# shellcheck shell=sh
# module: x509_certificate_pipe  also=community.crypto.x509_certificate_pipe
# summary: make a certificate, signed with its own key or by a CA whose key is on the host, without a file
# check: full   diff: text   needs: openssl awk   uses: openssl openssl_certificate
# example: x509_certificate_pipe: {csr_content: "{{ csr }}", privatekey_path: /etc/ssl/private/www.pem, provider: selfsigned}
# option: content               str                                    the certificate that is there
# option: provider              enum  required  selfsigned|ownca        who signs
# option-set: certificate
# exclusive: csr_path csr_content
# exclusive: privatekey_path privatekey_content
# exclusive: ownca_path ownca_content
# exclusive: ownca_privatekey_path ownca_privatekey_content
# result: privatekey  path of the key
# result: csr  path of the request
# result: ca_cert  path of the CA's certificate, with provider=ownca
# result: ca_privatekey  path of the CA's key, with provider=ownca
# result: notBefore  begin: YYYYMMDDHHMMSSZ
# result: notAfter  end
# result: serial_number  serial number
# result: certificate  the certificate

# Nothing is written on the host, so check mode signs, too.
x509_certificate_pipe_run() {
  p_path=$t_tmp.given
  x509_certificate_pipe_new=true
  cert_inputs
  cert_settings
  if [ "${p_content+given}" ]; then
    printf '%s\n' "$p_content" >"$p_path"
    if [ "$p_force" = false ] && cert_same; then x509_certificate_pipe_new=false; fi
  fi
  if [ "$x509_certificate_pipe_new" = true ]; then
    cert_differs certificate
    cert_sign
    p_path=$t_tmp.new
  fi
  cert_report false
  if [ "$x509_certificate_pipe_new" = true ]; then result_file certificate "$t_tmp.new"; else result certificate "$p_content"; fi
}
