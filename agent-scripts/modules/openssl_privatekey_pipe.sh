# shellcheck shell=sh
# module: openssl_privatekey_pipe  also=community.crypto.openssl_privatekey_pipe
# summary: make a private key with the host's openssl, without a file
# check: full   diff: text   needs: openssl awk od   uses: openssl openssl_private
# example: openssl_privatekey_pipe: {type: ECC, curve: secp384r1, content: "{{ key }}"}
# option: content          str   secret                                      the key that is there
# option: content_base64   bool  default=false                               it is encoded in base64
# option: return_current_key  bool  default=false                            return the key also if it is not a new one
# option: type             enum  RSA|DSA|ECC|Ed25519|Ed448|X25519|X448  default=RSA  the kind of key
# option: size             int   default=4096                                bits of the key; for RSA and DSA
# option: curve            enum  secp224r1|secp256k1|secp256r1|secp384r1|secp521r1|secp192r1|brainpoolP256r1|brainpoolP384r1|brainpoolP512r1|sect163k1|sect163r2|sect233k1|sect233r1|sect283k1|sect283r1|sect409k1|sect409r1|sect571k1|sect571r1  the curve, for ECC
# option: passphrase       str   secret                                      passphrase of the key, one line
# option: cipher           str   default=auto                                how it is encrypted if it has a passphrase: auto is AES-256, others are refused, as in Ansible
# option: format           enum  pkcs1|pkcs8|raw|auto|auto_ignore  default=auto_ignore  the format of the file; auto: pkcs1 where the kind has it; auto_ignore: so, but leave a file in another format
# option: format_mismatch  enum  regenerate|convert  default=regenerate      what to do about a file in another format
# option: regenerate       enum  never|fail|partial_idempotence|full_idempotence|always  default=full_idempotence  when another key may replace one that is there
# option: select_crypto_backend  enum  auto|cryptography  default=auto       accepted, without effect
# result: type  as requested
# result: size  as requested
# result: curve  as requested, with type=ECC
# result: fingerprint  fingerprints of the public key, or null
# result: privatekey  the key, if it is new, or with return_current_key

# Nothing is written on the host, so check mode makes a key, too.
openssl_privatekey_pipe_run() {
  p_force=false ossl_there=false
  umask 077
  keymake_check
  if [ "${p_content+given}" ]; then
    printf '%s' "$p_content" >"$t_tmp.old"
    if [ "$p_content_base64" = true ]; then
      printf '%s' "$p_content" | tr -d '[:space:]' >"$t_tmp.base64"
      ossl base64 -d -A -in "$t_tmp.base64" -out "$t_tmp.old" || fail 'Cannot decode Base64 encoded data'
    fi
    cp -- "$t_tmp.old" "$t_tmp.given"
    ossl_there=true
  fi
  keymake_pub=
  keymake_report
  keymake_plan
  if [ "$keymake_do" != none ]; then
    keymake_differs
    keymake_shaped
    keymake_content "$t_tmp.shaped"
  elif [ "$p_return_current_key" = true ]; then
    keymake_content "$t_tmp.given"
  fi
  ossl_fingerprints fingerprint "$keymake_pub"
}
