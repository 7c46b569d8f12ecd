# shellcheck shell=sh
# module: openssl_privatekey  also=community.crypto.openssl_privatekey
# summary: keep a private key, made by the host's openssl
# check: full   diff: text   needs: openssl awk od   uses: openssl openssl_private
# example: openssl_privatekey: {path: /etc/ssl/private/www.pem, type: ECC, curve: secp384r1}
# option: path             path  required                                    the file of the key; its mode is 0600 unless mode is given
# option: state            enum  present|absent  default=present             whether it must be there
# option-set: private_key
# option: force            bool  default=false                               make a new key in any case
# option: return_content   bool  default=false                               return the key
# option-set: attributes
# option-set: unsafe_writes
# option-set: backup
# result: filename  path of the key
# result: type  as requested
# result: size  as requested
# result: curve  as requested, with type=ECC
# result: fingerprint  fingerprints of the public key, or null
# result: privatekey  the key, with return_content
# result: backup_file  path of the backup

openssl_privatekey_run() {
  [ "${p_mode+given}" ] || p_mode=0600
  keymake_check
  ossl_place
  keymake_do=none keymake_before='' keymake_pub=
  if [ "$p_state" = absent ]; then
    ossl_absent
    keymake_report
    result_null fingerprint
    [ "$p_return_content" = false ] || result_null privatekey
    return
  fi
  umask 077
  [ "$ossl_there" = false ] || cat -- "$p_path" >"$t_tmp.old" || fail "Error while loading $p_path"
  keymake_plan
  if [ "$keymake_do" != none ]; then
    keymake_differs
    if ! checking; then
      keymake_shaped
      ossl_write "$t_tmp.shaped"
    fi
  fi
  attributes_of_call "$p_path"
  keymake_report # a failed call returns none of it
  result filename "$p_path"
  ossl_fingerprints fingerprint "$keymake_pub"
  [ "$p_return_content" = false ] || keymake_content "$p_path"
}
