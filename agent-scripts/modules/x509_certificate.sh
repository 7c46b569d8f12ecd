# shellcheck shell=sh
# module: x509_certificate  also=community.crypto.x509_certificate
# summary: keep a certificate, signed with its own key or by a CA whose key is on the host
# check: full   diff: text   needs: openssl awk   uses: openssl openssl_certificate
# example: x509_certificate: {path: /etc/ssl/www.crt, csr_path: /etc/ssl/www.csr, privatekey_path: /etc/ssl/private/www.pem, provider: selfsigned}
# option: path                  path  required                         the file of the certificate
# option: state                 enum  present|absent  default=present  whether it must be there
# option: provider              enum  selfsigned|ownca|acme            who signs; acme is not supported
# option-set: certificate
# option: acme_accountkey_path  path                                   only for acme, which is refused: no effect
# option: acme_challenge_path   path                                   only for acme: no effect
# option: acme_chain            bool  default=false                    only for acme: no effect
# option: acme_directory        str                                    only for acme: no effect
# option: return_content        bool  default=false                    return the certificate
# option-set: attributes
# option-set: unsafe_writes
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
    cert_field privatekey "${p_privatekey_path-}"
    cert_field csr "${p_csr_path-}"
    [ ! -d "$p_path" ] || fail "$p_path is a directory"
    ossl_there=false
    if [ -e "$p_path" ] || [ -h "$p_path" ]; then ossl_there=true; fi
    ossl_absent
    [ "$p_return_content" = false ] || result_null certificate
    return
  fi
  [ -n "${p_provider-}" ] || fail 'state is present but all of the following are missing: provider'
  ossl_place
  cert_inputs
  cert_settings
  x509_certificate_new=true
  if [ "$ossl_there" = true ] && [ "$p_force" = false ] && cert_same; then x509_certificate_new=false; fi
  if [ "$x509_certificate_new" = true ]; then
    cert_differs
    if ! checking; then
      cert_sign
      ossl_write "$t_tmp.new"
      x509_certificate_new=false
    fi
  fi
  attributes_of_call "$p_path"
  result filename "$p_path"
  cert_report "$x509_certificate_new"
  [ "$p_return_content" = true ] || return 0
  if [ -f "$p_path" ]; then result_file certificate "$p_path"; else result_null certificate; fi
}
