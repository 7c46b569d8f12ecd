# shellcheck shell=sh
# module: openssl_privatekey_pipe  also=community.crypto.openssl_privatekey_pipe
# summary: make a private key with the host's openssl, without a file
# check: full   diff: text   needs: openssl awk od   uses: openssl openssl_private
# example: openssl_privatekey_pipe: {type: ECC, curve: secp384r1, content: "{{ key }}"}
# option: content          str   secret                                      the key that is there
# option: content_base64   bool  default=false                               it is encoded in base64
# option: return_current_key  bool  default=false                            return the key also if it is not a new one
# option-set: private_key
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
  keymake_do=none keymake_before='' keymake_pub=
  keymake_plan
  keymake_report
  if [ "$keymake_do" != none ]; then
    keymake_differs
    keymake_shaped
    keymake_content "$t_tmp.shaped"
  elif [ "$p_return_current_key" = true ]; then
    keymake_content "$t_tmp.given"
  fi
  ossl_fingerprints fingerprint "$keymake_pub"
}
