# shellcheck shell=sh
# module: openssl_dhparam  also=community.crypto.openssl_dhparam
# summary: keep Diffie-Hellman parameters, made by the host's openssl
# check: full   diff: text   needs: openssl   uses: openssl
# example: openssl_dhparam: {path: /etc/ssl/dhparams.pem, size: 2048}
# option: path            path  required                         the file of the parameters
# option: state           enum  present|absent  default=present  whether it must be there
# option: size            int   default=4096                     bits of the prime; making it can take minutes
# option: force           bool  default=false                    make new ones in any case
# option: return_content  bool  default=false                    return the parameters
# option: select_crypto_backend  enum  auto|cryptography|openssl  default=auto  accepted, without effect
# option-set: attributes
# option-set: unsafe_writes
# option-set: backup
# result: filename  path of the file
# result: size  as requested
# result: dhparams  the parameters, with return_content
# result: backup_file  path of the backup

openssl_dhparam_run() {
  ossl_place
  result_int size "$p_size"
  if [ "$p_state" = absent ]; then
    ossl_absent
  else
    openssl_dhparam_bits=
    [ "$ossl_there" = false ] || openssl_dhparam_read
    if [ "$p_force" = true ] || [ "$openssl_dhparam_bits" != "$p_size" ]; then openssl_dhparam_make; fi
    attributes_of_call "$p_path"
    result filename "$p_path"
  fi
  [ "$p_return_content" = true ] || return 0
  if [ -f "$p_path" ]; then result_file dhparams "$p_path"; else result_null dhparams; fi
}

openssl_dhparam_read() { # sets openssl_dhparam_bits to the size, if the parameters are sound
  ossl dhparam -check -text -noout -in "$p_path" || return 0
  case $run_stdout$run_stderr in *WARNING*) return 0 ;; esac
  openssl_dhparam_bits=$(printf '%s\n' "$run_stdout" | sed -n 's/.*Parameters: *(\([0-9]*\) bit).*/\1/p')
}

openssl_dhparam_make() {
  changed
  diff_text "$p_path" "${openssl_dhparam_bits:+size: $openssl_dhparam_bits$t_nl}" "size: $p_size$t_nl(new parameters)$t_nl"
  checking && return
  ossl dhparam -out "$t_tmp.new" "$p_size" || ossl_failed 'cannot make the parameters'
  ossl_write "$t_tmp.new"
}
