# shellcheck shell=sh
# module: openssl_privatekey  also=community.crypto.openssl_privatekey
# summary: keep a private key, made by the host's openssl
# check: full   diff: text   needs: openssl awk od   uses: openssl
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
  openssl_privatekey_check
  ossl_place
  result type "$p_type"
  result_int size "$p_size"
  [ "$p_type" != ECC ] || result curve "$p_curve"
  openssl_privatekey_pub=
  if [ "$p_state" = absent ]; then
    ossl_absent
    result_null fingerprint
    [ "$p_return_content" = false ] || result_null privatekey
    return
  fi
  umask 077
  openssl_privatekey_do='none' openssl_privatekey_before=''
  openssl_privatekey_plan
  if [ "$openssl_privatekey_do" != none ]; then openssl_privatekey_write; fi
  attributes_of_call "$p_path"
  result filename "$p_path"
  ossl_fingerprints fingerprint "$openssl_privatekey_pub"
  [ "$p_return_content" = false ] || openssl_privatekey_content
}

openssl_privatekey_check() {
  [ "${p_mode+given}" ] || p_mode=0600
  [ "$p_type" != ECC ] || [ -n "${p_curve-}" ] || fail 'type is ECC but all of the following are missing: curve'
  [ -z "${p_passphrase-}" ] || [ "$p_cipher" = auto ] || fail 'cipher can only be auto'
  [ "$p_force" = false ] || p_regenerate=always
  openssl_privatekey_native=pkcs1
  case $p_type in X25519 | X448 | Ed25519 | Ed448) openssl_privatekey_native=pkcs8 ;; esac
  openssl_privatekey_format=$p_format
  case $p_format in auto*) openssl_privatekey_format=$openssl_privatekey_native ;; esac
  case $openssl_privatekey_native:$openssl_privatekey_format in
    pkcs1:raw | pkcs8:pkcs1) fail "cannot write a private key of type $p_type in the required format \"$p_format\"" ;;
  esac
  [ "$openssl_privatekey_format:${p_passphrase:+given}" != raw:given ] || fail 'a private key in raw format cannot have a passphrase'
}

# ---- the key that is there -----------------------------------------------------------------------------------------------------------

openssl_privatekey_plan() { # sets openssl_privatekey_do to none, make or convert, and openssl_privatekey_pub to the public key, if there is one
  openssl_privatekey_do='make'
  [ "$ossl_there" = true ] || return 0
  cat -- "$p_path" >"$t_tmp.old" || fail "Error while loading $p_path"
  openssl_privatekey_read && openssl_privatekey_pub=$t_tmp.pub
  if [ -n "$openssl_privatekey_pub" ]; then
    ossl_describe "$openssl_privatekey_pub"
    openssl_privatekey_before="type: $ossl_type${t_nl}size: $ossl_size$t_nl${ossl_curve:+curve: $ossl_curve$t_nl}format: $openssl_privatekey_is$t_nl"
  else
    openssl_privatekey_before="unreadable$t_nl"
  fi
  [ "$p_regenerate" != always ] || return 0
  if [ -z "$openssl_privatekey_pub" ]; then
    [ "$p_regenerate" = full_idempotence ] ||
      fail 'Unable to read the key. It has another passphrase, or none, or is broken. To make a new one, set regenerate to full_idempotence or always, or force to true.'
    return 0
  fi
  [ "$p_regenerate" = never ] || openssl_privatekey_fits || openssl_privatekey_replace 'type and/or size' 'partial_idempotence, full_idempotence or always' || return 0
  openssl_privatekey_do='none'
  [ "$p_format" != auto_ignore ] && [ "$openssl_privatekey_is" != "$openssl_privatekey_format" ] || return 0
  if [ "$p_format_mismatch" = convert ]; then
    openssl_privatekey_do='convert'
  elif [ "$p_regenerate" != never ]; then
    openssl_privatekey_do='make'
    openssl_privatekey_replace format 'partial_idempotence, full_idempotence or always, or format_mismatch to convert' || return 0
  fi
}
# Ends the call if the key must not be replaced; otherwise returns 1.
openssl_privatekey_replace() {
  [ "$p_regenerate" != fail ] || fail "Key has wrong $1. To make a new one, set regenerate to $2, or force to true."
  return 1
}
openssl_privatekey_fits() {
  [ "$ossl_type" = "$p_type" ] || return 1
  case $p_type in
    RSA | DSA) [ "$ossl_size" = "$p_size" ] ;;
    ECC) [ "$ossl_curve" = "$p_curve" ] ;;
  esac
}

openssl_privatekey_read() { # sets openssl_privatekey_is, the format
  case $(grep -m 1 -e '^-----BEGIN ' -- "$t_tmp.old" 2>/dev/null) in
    '-----BEGIN PRIVATE KEY-----' | '-----BEGIN ENCRYPTED PRIVATE KEY-----') openssl_privatekey_is=pkcs8 ;;
    '-----BEGIN '*' PRIVATE KEY-----') openssl_privatekey_is=pkcs1 ;;
    '') openssl_privatekey_is=raw ;;
    *) openssl_privatekey_is=unknown ;;
  esac
  if [ "$openssl_privatekey_is" = raw ]; then
    [ -z "${p_passphrase-}" ] && openssl_privatekey_from_raw || return 1
    ossl pkey -inform DER -in "$t_tmp.der" -out "$t_tmp.old" || return 1
  fi
  ossl_public "$t_tmp.old" "$t_tmp.pub" "${p_passphrase-}"
}
# A raw key has no header: the bytes before it say what it is.
openssl_privatekey_from_raw() {
  openssl_privatekey_size=$(wc -c <"$t_tmp.old")
  case $((openssl_privatekey_size)):$p_type in
    32:Ed25519) printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040' ;;
    32:*) printf '\060\056\002\001\000\060\005\006\003\053\145\156\004\042\004\040' ;;
    56:*) printf '\060\106\002\001\000\060\005\006\003\053\145\157\004\072\004\070' ;;
    57:*) printf '\060\107\002\001\000\060\005\006\003\053\145\161\004\073\004\071' ;;
    *) return 1 ;;
  esac >"$t_tmp.der"
  cat -- "$t_tmp.old" >>"$t_tmp.der"
}

# ---- a new one -----------------------------------------------------------------------------------------------------------------------

openssl_privatekey_write() {
  changed
  if [ "$openssl_privatekey_do" = make ]; then
    openssl_privatekey_after="type: $p_type$t_nl"
    case $p_type in
      RSA | DSA) openssl_privatekey_after="${openssl_privatekey_after}size: $p_size$t_nl" ;;
      ECC) openssl_privatekey_after="${openssl_privatekey_after}curve: $p_curve$t_nl" ;;
    esac
    openssl_privatekey_after="${openssl_privatekey_after}format: $openssl_privatekey_format${t_nl}(a new key)$t_nl"
  else
    openssl_privatekey_after="${openssl_privatekey_before%format: *}format: $openssl_privatekey_format$t_nl"
  fi
  diff_text "$p_path" "$openssl_privatekey_before" "$openssl_privatekey_after"
  checking && return
  if [ "$openssl_privatekey_do" = make ]; then
    openssl_privatekey_make
  elif [ -n "${p_passphrase-}" ]; then
    ossl pkey -in "$t_tmp.old" -passin "file:$t_tmp.pub.pass" -out "$t_tmp.new" || ossl_failed 'cannot convert the key'
  else
    cp -- "$t_tmp.old" "$t_tmp.new"
  fi
  openssl_privatekey_pub=$t_tmp.pub
  ossl pkey -in "$t_tmp.new" -pubout -out "$openssl_privatekey_pub" || ossl_failed 'cannot read the new key'
  openssl_privatekey_shape
  ossl_write "$t_tmp.shaped"
}

openssl_privatekey_make() {
  case $p_type in
    RSA) ossl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:$p_size" -out "$t_tmp.new" ;;
    DSA)
      ossl genpkey -genparam -algorithm DSA -pkeyopt "dsa_paramgen_bits:$p_size" -out "$t_tmp.params" &&
        ossl genpkey -paramfile "$t_tmp.params" -out "$t_tmp.new"
      ;;
    ECC)
      case $p_curve in secp224r1 | secp256k1 | secp256r1 | secp384r1 | secp521r1) ;; *) warn "Elliptic curves of type $p_curve should not be used for new keys!" ;; esac
      openssl_privatekey_curve=$p_curve
      case $p_curve in secp256r1) openssl_privatekey_curve=prime256v1 ;; secp192r1) openssl_privatekey_curve=prime192v1 ;; esac
      ossl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$openssl_privatekey_curve" -pkeyopt ec_param_enc:named_curve -out "$t_tmp.new"
      ;;
    *) ossl genpkey -algorithm "$p_type" -out "$t_tmp.new" ;;
  esac || ossl_failed "openssl cannot make a key of type $p_type"
}

openssl_privatekey_shape() { # writes shaped: the key in its format
  if [ "$openssl_privatekey_format" = raw ]; then
    ossl pkey -in "$t_tmp.new" -outform DER -out "$t_tmp.der" || ossl_failed 'cannot write the key'
    case $p_type in Ed448) openssl_privatekey_size=57 ;; X448) openssl_privatekey_size=56 ;; *) openssl_privatekey_size=32 ;; esac
    tail -c "$openssl_privatekey_size" "$t_tmp.der" >"$t_tmp.shaped"
    return
  fi
  set -- -in "$t_tmp.new" -out "$t_tmp.shaped"
  [ "$openssl_privatekey_format" != pkcs1 ] || set -- "$@" -traditional
  if [ -n "${p_passphrase-}" ]; then
    ossl_secret "$t_tmp.pass" "$p_passphrase"
    set -- "$@" -aes256 -passout "file:$t_tmp.pass"
  fi
  ossl pkey "$@" || ossl_failed 'cannot write the key'
}

openssl_privatekey_content() {
  if [ ! -f "$p_path" ]; then
    result_null privatekey
  elif grep -q -e '^-----BEGIN ' -- "$p_path"; then
    result_file privatekey "$p_path"
  else
    ossl base64 -A -in "$p_path" || ossl_failed 'cannot encode the key'
    result privatekey "$run_stdout"
  fi
}
