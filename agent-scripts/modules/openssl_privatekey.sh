# shellcheck shell=sh
# module: openssl_privatekey  also=community.crypto.openssl_privatekey
# summary: keep a private key, made by the host's openssl
# check: full   diff: text   needs: openssl awk od   uses: openssl openssl_private
# example: openssl_privatekey: {path: /etc/ssl/private/www.pem, type: ECC, curve: secp384r1}
# option: path             path  required                                    the file of the key; its mode is 0600 unless mode is given
# option: state            enum  present|absent  default=present             whether it must be there
# option: type             enum  RSA|DSA|ECC|Ed25519|Ed448|X25519|X448  default=RSA  the kind of key
# option: size             int   default=4096                                bits of the key; for RSA and DSA
# option: curve            enum  secp224r1|secp256k1|secp256r1|secp384r1|secp521r1|secp192r1|brainpoolP256r1|brainpoolP384r1|brainpoolP512r1|sect163k1|sect163r2|sect233k1|sect233r1|sect283k1|sect283r1|sect409k1|sect409r1|sect571k1|sect571r1  the curve, for ECC
# option: passphrase       str   secret                                      passphrase of the key, one line
# option: cipher           str   default=auto                                how it is encrypted if it has a passphrase: auto is AES-256, others are refused, as in Ansible
# option: format           enum  pkcs1|pkcs8|raw|auto|auto_ignore  default=auto_ignore  the format of the file; auto: pkcs1 where the kind has it; auto_ignore: so, but leave a file in another format
# option: format_mismatch  enum  regenerate|convert  default=regenerate      what to do about a file in another format
# option: regenerate       enum  never|fail|partial_idempotence|full_idempotence|always  default=full_idempotence  when another key may replace one that is there
# option: force            bool  default=false                               make a new key in any case
# option: return_content   bool  default=false                               return the key
# option: select_crypto_backend  enum  auto|cryptography  default=auto       accepted, without effect
# option-set: attributes
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
  keymake_report
  keymake_pub=
  if [ "$p_state" = absent ]; then
    ossl_absent
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
  result filename "$p_path"
  ossl_fingerprints fingerprint "$keymake_pub"
  [ "$p_return_content" = false ] || keymake_content "$p_path"
}
