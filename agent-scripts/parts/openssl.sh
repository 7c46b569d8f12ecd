# shellcheck shell=sh
# Keys, requests and certificates, by the host's openssl. What is secret is in files of the private work directory, never
# in arguments.

# ossl ARG…: openssl, which must not read settings of the host (OPENSSL_CONF) that change what it writes.
ossl() { run env -u OPENSSL_CONF LC_ALL=C openssl "$@"; }

# ossl_place: ends the call if p_path has no directory, or is one. Sets ossl_there.
ossl_place() {
  clean_path "$p_path"
  ossl_dir=${c_path%/*}
  [ -d "${ossl_dir:-/}" ] || {
    result name "${ossl_dir:-/}"
    fail "The directory ${ossl_dir:-/} does not exist or the file is not a directory"
  }
  [ ! -d "$p_path" ] || fail "$p_path is a directory"
  ossl_there=false
  if [ -e "$p_path" ] || [ -h "$p_path" ]; then ossl_there=true; fi
}

# ossl_absent: what state=absent does.
ossl_absent() {
  result filename "$p_path"
  [ "$ossl_there" = true ] || return 0
  changed
  diff_text "$p_path" "state: present$t_nl" "state: absent$t_nl"
  checking && return 0
  backup_file "$p_path"
  remove_path "$p_path"
}

# ossl_write FILE: puts it in place of p_path.
ossl_write() {
  backup_file "$p_path"
  put_from "$p_path" "$1" || fail "Error while writing $p_path: $put_error"
}

ossl_failed() { fail "$1: $(printf '%s\n' "$run_stderr" | grep -v '^Using configuration' | head -n 3)"; }

# ossl_secret FILE TEXT: for -passin file:FILE, of which openssl reads one line.
ossl_secret() {
  case $2 in *"$t_nl"*) fail 'a passphrase must be one line' ;; esac
  printf '%s\n' "$2" >"$1" || fail "cannot write $1"
}

# ossl_public KEY PUBLIC PASSPHRASE: writes the public key of a private key in PEM. Returns 1 and sets ossl_error if the
# key can't be read: also if it has no passphrase, but one is given.
ossl_public() {
  ossl_error='Wrong or empty passphrase provided for private key'
  if grep -q -e '^-----BEGIN ENCRYPTED PRIVATE KEY' -e '^Proc-Type: 4,ENCRYPTED' -- "$1" 2>/dev/null; then
    [ -n "$3" ] || return 1
    ossl_secret "$2.pass" "$3"
    set -- "$1" "$2" -passin "file:$2.pass"
    ossl_error='Wrong passphrase provided for private key, or private key cannot be parsed'
  else
    [ -z "$3" ] || return 1
    set -- "$1" "$2"
    ossl_error='the private key cannot be parsed'
  fi
  ossl_key=$1 ossl_pub=$2
  shift 2
  ossl pkey -in "$ossl_key" "$@" -pubout -out "$ossl_pub"
}

# ossl_load NAME PATH CONTENT PASSPHRASE: a key to sign with, as the files NAME.key and NAME.pub. Sets ossl_with to the
# options of openssl for its passphrase.
ossl_load() {
  if [ -n "$2" ]; then
    cat -- "$2" 2>"$t_tmp.error" >"$1.key" || fail "cannot read $2: $(cat -- "$t_tmp.error")"
  else
    printf '%s\n' "$3" >"$1.key"
  fi
  ossl_public "$1.key" "$1.pub" "$4" || fail "$ossl_error"
  if [ -n "$4" ]; then
    # The other commands of openssl do not all take a passphrase from a file for each of their inputs.
    ossl pkey -in "$1.key" -passin "file:$1.pub.pass" -out "$1.plain" || ossl_failed 'cannot read the private key'
    mv -f -- "$1.plain" "$1.key"
  fi
}

# ossl_describe PUBLIC: sets ossl_type, ossl_size and ossl_curve.
ossl_describe() {
  ossl pkey -pubin -in "$1" -noout -text || ossl_failed 'cannot read the public key'
  ossl_said=$(printf '%s\n' "$run_stdout" | awk '
    match($0, /\([0-9]+ bit/) && !size { size = substr($0, RSTART + 1, RLENGTH - 5) }
    /^(ED25519|ED448|X25519|X448) Public-Key:/ { type = $1; sub(/^ED/, "Ed", type) }
    /^ *[Mm]odulus:/ { type = "RSA" }
    /^ *Q: *$/ { type = "DSA" }
    /^ *ASN1 OID:/ { type = "ECC"; curve = $3; if (curve == "prime256v1") curve = "secp256r1"; if (curve == "prime192v1") curve = "secp192r1" }
    /^ *Field Type:/ { type = "ECC" }
    END { print type ":" size ":" curve }')
  ossl_type=${ossl_said%%:*} ossl_said=${ossl_said#*:}
  ossl_size=${ossl_said%%:*} ossl_curve=${ossl_said#*:}
}

# ossl_fingerprints NAME PUBLIC: sets a field to the fingerprints of a public key, or to nothing.
ossl_fingerprints() {
  if [ -z "$2" ]; then
    result_null "$1"
    return
  fi
  ossl pkey -pubin -in "$2" -outform DER -out "$t_tmp.der" || ossl_failed 'cannot read the public key'
  ossl_sums "$1" "$t_tmp.der"
}
# ossl_sums NAME FILE: sets a field to the checksums of a file.
ossl_sums() {
  : >"$t_tmp.prints"
  for ossl_way in blake2b512 blake2s256 md5 sha1 sha224 sha256 sha384 sha512 sha3-224 sha3-256 sha3-384 sha3-512 shake128 shake256; do
    case $ossl_way in
      shake*) ossl dgst "-$ossl_way" -xoflen 32 -r "$2" || continue ;;
      *) ossl dgst "-$ossl_way" -r "$2" || continue ;;
    esac
    printf '%s %s\n' "$ossl_way" "$run_stdout" >>"$t_tmp.prints"
  done
  awk -v name="$1" '{
    way = $1; sum = $2; sub(/^(blake2b512)$/, "blake2b", way); sub(/^blake2s256$/, "blake2s", way); sub(/-/, "_", way); sub(/^shake/, "shake_", way)
    gsub(/../, "&:", sum); sub(/:$/, "", sum)
    print "s\t" name "/" way "\t" sum }' "$t_tmp.prints" >"$t_tmp.rows"
  result_table <"$t_tmp.rows"
}

# ossl_contents KIND FILE OUT: what a request (req) or a certificate (x509) holds, one line each: `subject RDN…`,
# `extension NAME: [critical] VALUE`. Keys and signatures are not in it.
ossl_contents() {
  ossl "$1" -in "$2" -noout -text -nameopt 'esc_2253,esc_ctrl,utf8,sep_multiline,sname' || return 1
  printf '%s\n' "$run_stdout" | awk '
    function over() { if (name != "") print "extension " name " " value; name = value = "" }
    { match($0, /^ */); depth = RLENGTH; text = substr($0, depth + 1) }
    /^ *(Subject|Issuer):/ { over(); part = tolower(substr(text, 1, index(text, ":") - 1)); at = depth; sub(/^[A-Za-z]+: */, "", text); if (text != "") print part " " text; next }
    /^ *(Requested Extensions|X509v3 extensions):/ && depth <= 12 { over(); part = "extensions"; at = depth; next }
    part != "" && depth <= at { over(); part = "" }
    part == "subject" || part == "issuer" { print part " " text; next }
    part == "extensions" && (depth == at + 4) { over(); name = text; sub(/ +$/, "", name); next }
    part == "extensions" { sub(/ +$/, "", text); value = value (value == "" ? "" : " | ") text }
    END { over() }' >"$3"
}

# ossl_time TEXT NOW: writes a time, given so or from NOW in seconds, as YYYYMMDDHHMMSSZ.
ossl_time() {
  case $1 in
    [+-]*)
      ossl_seconds=$(printf '%s\n' "$1" | awk -v now="$2" '
        { s = tolower(substr($0, 2)); if (s == "" || s !~ /^([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s?)?$/) exit 1
          while (match(s, /^[0-9]+/)) {
            n = substr(s, 1, RLENGTH); u = substr(s, RLENGTH + 1, 1); s = substr(s, RLENGTH + 2)
            t += n * (u == "w" ? 604800 : u == "d" ? 86400 : u == "h" ? 3600 : u == "m" ? 60 : 1)
          }
          printf "%.0f\n", now + (substr($0, 1, 1) == "-" ? -t : t) }') || return 1
      date -u -d "@$ossl_seconds" +%Y%m%d%H%M%SZ 2>/dev/null
      ;;
    *)
      case $1 in *[!0-9Z]*) return 1 ;; esac
      case $1 in
        ??????????????Z) printf '%s\n' "$1" ;;
        ????????????Z) printf '%s00Z\n' "${1%Z}" ;;
        *) return 1 ;;
      esac
      ;;
  esac
}

# ossl_awk_decimal: decimal(HEX) is a number of any size in decimal, and digit(C) the value of a digit, for awk programs.
# shellcheck disable=SC2016,SC2034
ossl_awk_decimal='
function digit(c) { return index("0123456789abcdef", c) - 1 }
function decimal(h,   n, d, i, j, c, v, out) { # in digits of a million
  n = 1; d[1] = 0
  for (i = 1; i <= length(h); i++) {
    c = digit(substr(h, i, 1))
    for (j = 1; j <= n; j++) { v = d[j] * 16 + c; d[j] = v % 1000000; c = int(v / 1000000) }
    if (c) d[++n] = c
  }
  out = d[n] ""; for (j = n - 1; j; j--) out = out sprintf("%06d", d[j]); return out
}
'
