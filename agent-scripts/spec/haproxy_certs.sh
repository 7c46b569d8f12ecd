# For cases that change the certificates of a running HAProxy: certs_make NAME [HOST] makes NAME.pem with its key, of a CA
# whose files are ca and ca.key; certs_ocsp NAME an OCSP response for it. certs_start TEXT runs HAProxy with a frontend whose
# lines are TEXT. certs_print FILE and certs_of PATH show the fingerprint of a file, and of the process.
certs_ca() {
  [ -f ca ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=CA -keyout ca.key -out ca 2>/dev/null
}
certs_make() {
  certs_ca
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=${2:-a.example}" -keyout key -out csr 2>/dev/null
  printf 'subjectAltName=DNS:%s\n' "${2:-a.example}" >ext
  openssl x509 -req -in csr -CA ca -CAkey ca.key -CAcreateserial -days 9 -extfile ext -out crt 2>/dev/null
  mkdir -p "${1%/*}"
  cat crt ca key >"$1.pem"
  rm -f crt csr ext key
}
certs_ocsp() {
  printf 'V\t271230000000Z\t\t%s\tunknown\t/CN=x\n' "$(openssl x509 -noout -serial -in "$1.pem" | cut -d = -f 2)" >index
  : >index.attr
  openssl ocsp -index index -CA ca -rsigner ca -rkey ca.key -issuer ca -cert "$1.pem" -respout "$1.pem.ocsp" -ndays 9 >/dev/null 2>&1
  rm -f index index.attr
}
certs_start() {
  ln -s "$(command -v haproxy)" haproxy
  {
    printf 'global\n  stats socket %s/sock level admin expose-fd listeners\ndefaults\n  mode http\n' "$PWD"
    printf '  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\nfrontend f\n%s\n' "$1"
  } >haproxy.cfg
  ./haproxy -W -D -p pid -S "$PWD/master" -f haproxy.cfg >start.log 2>&1
  for n in 1 2 3 4 5 6 7 8 9; do
    printf 'show proc\n' | socat - UNIX-CONNECT:master 2>&1 | grep -q 'worker  *0' && break
    sleep 0.2
  done
  certs_worker >worker
}
certs_ask() { printf '%s\n' "$1" | socat -t 5 - "UNIX-CONNECT:$PWD/sock"; }
certs_worker() { certs_ask 'show info' | awk '$1 == "Pid:" { print $2 }'; }
certs_print() { openssl x509 -noout -fingerprint -sha1 -in "$1" | cut -d = -f 2 | tr -d :; }
certs_of() { certs_ask "show ssl cert $PWD/$1" | awk '/^SHA1 FingerPrint: / { print $3 }'; }
certs_served() { openssl s_client -unix tls -servername "$1" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha1 | cut -d = -f 2 | tr -d :; }
