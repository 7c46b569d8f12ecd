# shellcheck shell=sh
# For haproxy_certs: the certificates that are given, and what they are.
#
# A directory of them has NAME.pem (with NAME.pem.key beside it if the key is not in it, and NAME.pem.ocsp for an OCSP
# response), or what an ACME client leaves: NAME/fullchain.pem, NAME/privkey.pem and NAME/fullchain.pem.ocsp.

# crt_collect: writes them joined, as HAProxy reads them, to $t_tmp.c/NAME.pem and NAME.pem.ocsp, and lists the names in
# $t_tmp.names. Returns 1 and sets hc_why if one is missing or not whole.
crt_collect() {
  crt_from=$p_src
  if [ -n "${p__bundle-}" ]; then
    crt_from=$t_tmp.bundle
    crt_unpack || { hc_why='the certificates that were sent are not whole' && return 1; }
  fi
  [ -d "$crt_from" ] || { hc_why="there is no directory $p_src" && return 1; }
  crt_new_names
  for crt_file in "$crt_from"/*.pem "$crt_from"/*/fullchain.pem; do
    [ -f "$crt_file" ] || continue
    crt_key=$crt_file.key
    crt_name=${crt_file##*/}
    case $crt_file in
      */fullchain.pem) crt_key=${crt_file%/*}/privkey.pem crt_name=${crt_file%/fullchain.pem} crt_name=${crt_name##*/}.pem ;;
    esac
    [ "${p_names_n:-0}" = 0 ] || match_list names "$crt_name" || match_list names "${crt_name%.pem}" || continue
    case $crt_name in
      # These have a meaning in the runtime API, or would be another file.
      .* | *[!a-zA-Z0-9._+=,~%*-]*) hc_why="the name of $crt_file can't be a name in HAProxy's runtime API" && return 1 ;;
    esac
    [ ! -e "$t_tmp.c/$crt_name" ] || { hc_why="$crt_name is given twice" && return 1; }
    crt_join "$crt_file" "$crt_key" "$t_tmp.c/$crt_name" || { hc_why="cannot read $crt_file" && return 1; }
    [ ! -f "$crt_file.ocsp" ] || cp -- "$crt_file.ocsp" "$t_tmp.c/$crt_name.ocsp" || return 1
    printf '%s\n' "$crt_name" >>"$t_tmp.names"
  done
  each names crt_require
  [ -z "$hc_why" ] || return 1
  [ -s "$t_tmp.names" ] || { hc_why="there is no certificate in $p_src" && return 1; }
}

crt_new_names() {
  (umask 077 && mkdir "$t_tmp.c") || fail "cannot create $t_tmp.c"
  : >"$t_tmp.names"
}

crt_require() {
  grep -qxF -e "$1" -e "$1.pem" "$t_tmp.names" || hc_why="there is no certificate $1 in $p_src"
}

# The controller sends all files as one: before each a line with its name, and of an OCSP response base64.
crt_unpack() {
  (umask 077 && mkdir "$t_tmp.bundle") && awk -v to="$t_tmp.bundle/" '
    /^=/ {
      if (file != "") close(file)
      file = to substr($0, 2); directory = file; sub(/\/[^\/]*$/, "", directory)
      if (!made[directory]++) system("mkdir -p \"" directory "\"")
      printf "" >file; next
    }
    $0 == "." { ended = 1; exit }
    { print >file }
    END { exit !ended }' "$p__bundle" || return 1
  rm -f "$p__bundle" # it has private keys
  find "$t_tmp.bundle" -name '*.ocsp' >"$t_tmp.encoded"
  while IFS= read -r crt_file <&4; do
    openssl base64 -d -in "$crt_file" -out "$t_tmp.decoded" 2>/dev/null && mv -f "$t_tmp.decoded" "$crt_file" || return 1
  done 4<"$t_tmp.encoded"
}

# crt_join CERTIFICATE KEY TO: as one file, a line feed after each.
crt_join() {
  set -- "$3" "$1" "$2"
  [ -f "$3" ] || set -- "$1" "$2"
  crt_to=$1
  shift
  awk '{ sub(/\r$/, ""); print }' "$@" >"$crt_to"
}

# --- What a certificate is ---

# crt_check NAME: returns 1 and sets hc_why if HAProxy could not serve it: before anything is written.
crt_check() {
  crt_at=$t_tmp.c/$1
  hc_certificate "$crt_at" || { hc_why="$1 has no certificate that openssl can read" && return 1; }
  if ! grep -q 'PRIVATE KEY-' "$crt_at"; then hc_why="$1 has no private key" && return 1; fi
  ossl pkey -pubout -passin pass: -in "$crt_at" || { hc_why="the private key of $1 can't be read: is it encrypted?" && return 1; }
  crt_public=$run_stdout
  ossl x509 -noout -pubkey -in "$crt_at" || { hc_why="$1 has no public key" && return 1; }
  [ "$crt_public" = "$run_stdout" ] || { hc_why="the private key of $1 is not the one of its certificate" && return 1; }
  ossl x509 -noout -checkend 0 -in "$crt_at" || warn "$1 is expired"
  [ -f "$crt_at.ocsp" ] || return 0
  ossl x509 -noout -serial -in "$crt_at"
  crt_serial=${run_stdout#serial=}
  ossl ocsp -noverify -respin "$crt_at.ocsp" -text || { hc_why="$1.ocsp is no OCSP response" && return 1; }
  printf '%s\n' "$run_stdout" | grep -qi "^ *Serial Number: *0*$crt_serial\$" && return 0
  hc_why="$1.ocsp is not about the certificate of $1"
  return 1
}

# crt_told FILE: what a certificate is, in words; never its key.
crt_told() {
  [ -f "$1" ] || return 0
  openssl x509 -noout -subject -issuer -serial -enddate -fingerprint -sha1 -ext subjectAltName -in "$1" 2>/dev/null | awk '
    /^(subject|issuer|serial|notAfter)/ { print; next }
    / Fingerprint=/ { sub(/^[^=]*=/, ""); gsub(/:/, ""); print "fingerprint=" $0; next }
    /^ +[A-Za-z ]+:/ { sub(/^ +/, ""); print "names=" $0 }'
  printf 'certificates=%s\n' "$(grep -c 'BEGIN CERTIFICATE-' "$1")"
  [ ! -f "$1.ocsp" ] || openssl ocsp -noverify -respin "$1.ocsp" -text 2>/dev/null |
    awk '/^ *This Update: / { sub(/^ *This Update: /, ""); print "ocsp=" $0; exit }'
}

# The PEM blocks alone: what stands between them, and blank lines, would end a payload.
crt_blocks() {
  awk '/^-----BEGIN / { inside = 1 } { sub(/[ \t\r]+$/, "") } inside && NF { print } /^-----END / { inside = 0 }' "$1"
}
