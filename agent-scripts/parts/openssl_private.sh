# shellcheck shell=sh
# Makes a private key, and compares it with one that is there. For the modules openssl_privatekey and openssl_privatekey_pipe.

keymake_check() {
  [ "$p_type" != ECC ] || [ -n "${p_curve-}" ] || fail 'type is ECC but all of the following are missing: curve'
  [ -z "${p_passphrase-}" ] || [ "$p_cipher" = auto ] || fail 'cipher can only be auto'
  [ "$p_force" = false ] || p_regenerate=always
  keymake_native=pkcs1
  case $p_type in X25519 | X448 | Ed25519 | Ed448) keymake_native=pkcs8 ;; esac
  keymake_format=$p_format
  case $p_format in auto*) keymake_format=$keymake_native ;; esac
  case $keymake_native:$keymake_format in
    pkcs1:raw | pkcs8:pkcs1) fail "cannot write a private key of type $p_type in the required format \"$p_format\"" ;;
  esac
  [ "$keymake_format:${p_passphrase:+given}" != raw:given ] || fail 'a private key in raw format cannot have a passphrase'
}

# ---- the key that is there -----------------------------------------------------------------------------------------------------------

keymake_plan() { # sets keymake_do to none, make or convert, and keymake_pub to the public key of old, if ossl_there says that it is there
  keymake_do='make'
  [ "$ossl_there" = true ] || return 0
  keymake_read && keymake_pub=$t_tmp.pub
  if [ -n "$keymake_pub" ]; then
    ossl_describe "$keymake_pub"
    keymake_before="type: $ossl_type${t_nl}size: $ossl_size$t_nl${ossl_curve:+curve: $ossl_curve$t_nl}format: $keymake_is$t_nl"
  else
    keymake_before="unreadable$t_nl"
  fi
  [ "$p_regenerate" != always ] || return 0
  if [ -z "$keymake_pub" ]; then
    [ "$p_regenerate" = full_idempotence ] ||
      fail 'Unable to read the key. It has another passphrase, or none, or is broken. To make a new one, set regenerate to full_idempotence or always, or force to true.'
    return 0
  fi
  [ "$p_regenerate" = never ] || keymake_fits || keymake_replace 'type and/or size' 'partial_idempotence, full_idempotence or always' || return 0
  keymake_do='none'
  [ "$p_format" != auto_ignore ] && [ "$keymake_is" != "$keymake_format" ] || return 0
  if [ "$p_format_mismatch" = convert ]; then
    keymake_do='convert'
  elif [ "$p_regenerate" != never ]; then
    keymake_do='make'
    keymake_replace format 'partial_idempotence, full_idempotence or always, or format_mismatch to convert' || return 0
  fi
}
# Ends the call if the key must not be replaced; otherwise returns 1.
keymake_replace() {
  [ "$p_regenerate" != fail ] || fail "Key has wrong $1. To make a new one, set regenerate to $2, or force to true."
  return 1
}
keymake_fits() {
  [ "$ossl_type" = "$p_type" ] || return 1
  case $p_type in
    RSA | DSA) [ "$ossl_size" = "$p_size" ] ;;
    ECC) [ "$ossl_curve" = "$p_curve" ] ;;
  esac
}

keymake_read() { # sets keymake_is, the format
  case $(grep -m 1 -e '^-----BEGIN ' -- "$t_tmp.old" 2>/dev/null) in
    '-----BEGIN PRIVATE KEY-----' | '-----BEGIN ENCRYPTED PRIVATE KEY-----') keymake_is=pkcs8 ;;
    '-----BEGIN '*' PRIVATE KEY-----') keymake_is=pkcs1 ;;
    '') keymake_is=raw ;;
    *) keymake_is=unknown ;;
  esac
  if [ "$keymake_is" = raw ]; then
    [ -z "${p_passphrase-}" ] && keymake_from_raw || return 1
    ossl pkey -inform DER -in "$t_tmp.der" -out "$t_tmp.old" || return 1
  fi
  ossl_public "$t_tmp.old" "$t_tmp.pub" "${p_passphrase-}"
}
# A raw key has no header: the bytes before it say what it is.
keymake_from_raw() {
  keymake_size=$(wc -c <"$t_tmp.old")
  case $((keymake_size)):$p_type in
    32:Ed25519) printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040' ;;
    32:*) printf '\060\056\002\001\000\060\005\006\003\053\145\156\004\042\004\040' ;;
    56:*) printf '\060\106\002\001\000\060\005\006\003\053\145\157\004\072\004\070' ;;
    57:*) printf '\060\107\002\001\000\060\005\006\003\053\145\161\004\073\004\071' ;;
    *) return 1 ;;
  esac >"$t_tmp.der"
  cat -- "$t_tmp.old" >>"$t_tmp.der"
}

# ---- a new one -----------------------------------------------------------------------------------------------------------------------

keymake_differs() { # with a diff
  changed
  if [ "$keymake_do" = make ]; then
    keymake_after="type: $p_type$t_nl"
    case $p_type in
      RSA | DSA) keymake_after="${keymake_after}size: $p_size$t_nl" ;;
      ECC) keymake_after="${keymake_after}curve: $p_curve$t_nl" ;;
    esac
    keymake_after="${keymake_after}format: $keymake_format${t_nl}(a new key)$t_nl"
  else
    keymake_after="${keymake_before%format: *}format: $keymake_format$t_nl"
  fi
  diff_text "${p_path-privatekey}" "$keymake_before" "$keymake_after"
}
keymake_shaped() { # writes shaped, and sets keymake_pub
  if [ "$keymake_do" = make ]; then
    keymake_make
  elif [ -n "${p_passphrase-}" ]; then
    ossl pkey -in "$t_tmp.old" -passin "file:$t_tmp.pub.pass" -out "$t_tmp.new" || ossl_failed 'cannot convert the key'
  else
    cp -- "$t_tmp.old" "$t_tmp.new"
  fi
  keymake_pub=$t_tmp.pub
  ossl pkey -in "$t_tmp.new" -pubout -out "$keymake_pub" || ossl_failed 'cannot read the new key'
  keymake_shape
}

keymake_make() {
  case $p_type in
    RSA) ossl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:$p_size" -out "$t_tmp.new" ;;
    DSA)
      ossl genpkey -genparam -algorithm DSA -pkeyopt "dsa_paramgen_bits:$p_size" -out "$t_tmp.params" &&
        ossl genpkey -paramfile "$t_tmp.params" -out "$t_tmp.new"
      ;;
    ECC)
      case $p_curve in secp224r1 | secp256k1 | secp256r1 | secp384r1 | secp521r1) ;; *) warn "Elliptic curves of type $p_curve should not be used for new keys!" ;; esac
      keymake_curve=$p_curve
      case $p_curve in secp256r1) keymake_curve=prime256v1 ;; secp192r1) keymake_curve=prime192v1 ;; esac
      ossl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$keymake_curve" -pkeyopt ec_param_enc:named_curve -out "$t_tmp.new"
      ;;
    *) ossl genpkey -algorithm "$p_type" -out "$t_tmp.new" ;;
  esac || ossl_failed "openssl cannot make a key of type $p_type"
}

keymake_shape() { # writes shaped: the key in its format
  if [ "$keymake_format" = raw ]; then
    ossl pkey -in "$t_tmp.new" -outform DER -out "$t_tmp.der" || ossl_failed 'cannot write the key'
    case $p_type in Ed448) keymake_size=57 ;; X448) keymake_size=56 ;; *) keymake_size=32 ;; esac
    tail -c "$keymake_size" "$t_tmp.der" >"$t_tmp.shaped"
    return
  fi
  set -- -in "$t_tmp.new" -out "$t_tmp.shaped"
  [ "$keymake_format" != pkcs1 ] || set -- "$@" -traditional
  if [ -n "${p_passphrase-}" ]; then
    ossl_secret "$t_tmp.pass" "$p_passphrase"
    set -- "$@" -aes256 -passout "file:$t_tmp.pass"
  fi
  ossl pkey "$@" || ossl_failed 'cannot write the key'
}

keymake_report() {
  result type "$p_type"
  result_int size "$p_size"
  [ "$p_type" != ECC ] || result curve "$p_curve"
}
keymake_content() { # keymake_content FILE: the result privatekey
  if [ ! -f "$1" ]; then
    result_null privatekey
  elif grep -q -e '^-----BEGIN ' -- "$1"; then
    result_file privatekey "$1"
  else
    ossl base64 -A -in "$1" || ossl_failed 'cannot encode the key'
    result privatekey "$run_stdout"
  fi
}
