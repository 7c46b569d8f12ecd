# shellcheck shell=sh
# module: x509_certificate_pipe  also=community.crypto.x509_certificate_pipe
# summary: make a certificate, signed with its own key or by a CA whose key is on the host, without a file
# check: full   diff: text   needs: openssl awk   uses: openssl openssl_certificate
# example: x509_certificate_pipe: {csr_content: "{{ csr }}", privatekey_path: /etc/ssl/private/www.pem, provider: selfsigned}
# option: content               str                                    the certificate that is there
# option: provider              enum  required  selfsigned|ownca        who signs
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
# option: select_crypto_backend  enum  auto|cryptography  default=auto  accepted, without effect
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
