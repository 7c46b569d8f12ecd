# shellcheck shell=sh
# The certificates that a running HAProxy has, and those in files: for haproxy_info and haproxy_certs.

# hc_loaded TO: writes a line for each certificate of the process that p_socket belongs to, with tabs between the words:
# PATH FINGERPRINT EXPIRES NAMES SUBJECT OCSP. FINGERPRINT is the SHA-1 of the certificate itself, EXPIRES seconds since
# 1970, OCSP the key of its response. What is unknown is -. Returns 1 if nobody answers, or HAProxy is older than 2.2.
hc_loaded() {
  : >"$1"
  ask_socket "$t_tmp.ssl" "$p_socket" 'show ssl cert' && grep -q '^# filename' "$t_tmp.ssl" || return 1
  # Several questions at once, which have to fit into HAProxy's buffer.
  awk '
    /^#/ { listed = /^# filename/; next }
    !listed || NF != 1 || /[;\\"\047]/ { next }
    line != "" && length(line) + length($0) > 4000 { print line; line = "" }
    { line = line (line == "" ? "" : ";") "show ssl cert " $0 }
    END { if (line != "") print line }' "$t_tmp.ssl" >"$t_tmp.ssl.questions"
  : >"$t_tmp.ssl"
  while IFS= read -r hc_question <&4; do
    ask_socket "$t_tmp.ssl.part" "$p_socket" "$hc_question" || return 1
    cat "$t_tmp.ssl.part" >>"$t_tmp.ssl"
  done 4<"$t_tmp.ssl.questions"
  awk "$hc_expires_awk"'
    function row() {
      if (path != "") printf "%s\t%s\t%s\t%s\t%s\t%s\n", path, fingerprint, until, names, subject, ocsp
      path = ""
    }
    { value = $0; sub(/^[^:]*: */, "", value); sub(/\r$/, "", value) }
    /^Filename: / { row(); path = value; fingerprint = until = names = subject = ocsp = "-" }
    /^notAfter: / { until = expires(value) }
    /^SHA1 FingerPrint: / { fingerprint = value }
    /^Subject Alternative Name: ./ { names = value; gsub(/(DNS|IP Address):/, "", names) }
    /^Subject: / { subject = value }
    /^OCSP Response Key: ./ { ocsp = value }
    END { row() }' "$t_tmp.ssl" >"$1"
}

# The seconds since 1970 of a time as OpenSSL prints it: Dec 30 22:47:51 2026 GMT.
hc_expires_awk='
  function expires(text,   part, clock, month, year, days) {
    if (split(text, part, " ") < 4) return "-"
    month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", part[1]) + 2) / 3
    split(part[3], clock, ":")
    # Days by the calendar whose year begins in March, so that a leap day is the last of its year.
    year = part[4] - (month < 3); month += month < 3 ? 9 : -3
    days = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * month + 2) / 5) + part[2] - 719469
    return sprintf("%.0f", ((days * 24 + clock[1]) * 60 + clock[2]) * 60 + clock[3])
  }'

# hc_certificate FILE: sets hc_print and hc_expires of the first certificate in it, as hc_loaded writes them, or - if there is
# none that can be read.
hc_certificate() {
  hc_print=- hc_expires=-
  have openssl && ossl x509 -noout -fingerprint -sha1 -enddate -in "$1" || return 1
  printf '%s\n' "$run_stdout" | awk "$hc_expires_awk"'
    { value = $0; sub(/^[^=]*=/, "", value) }
    /Fingerprint=/ { gsub(/:/, "", value); print_of = value }
    /^notAfter=/ { until = expires(value) }
    END { print print_of, until }' >"$t_tmp.certificate"
  read -r hc_print hc_expires <"$t_tmp.certificate"
}
