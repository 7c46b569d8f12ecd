# shellcheck shell=sh
# Reads a certificate in DER. der_awk is a program for awk, behind $t_awk_json and $ossl_awk_decimal: its first file is the output of `openssl asn1parse`, its second
# one line, the certificate in hex. It prints rows for result_table.

# shellcheck disable=SC2016,SC2034
der_awk='
function value(s,   i, v) { v = 0; for (i = 1; i <= length(s); i++) v = v * 16 + digit(substr(s, i, 1)); return v }
# at(P): the element at P: sets tag, first and last (of its content) and after
function at(p,   n) {
  tag = substr(hex, p, 2); n = value(substr(hex, p + 2, 2)); first = p + 4
  if (n > 127) { n -= 128; if (n > 4) exit 1; first = p + 4 + 2 * n; n = value(substr(hex, p + 4, 2 * n)) }
  after = first + 2 * n; if (after > length(hex) + 1) { broken = 1; exit 1 }
  return p
}
function content() { return substr(hex, first, after - first) }
function bits(h,   n) { sub(/^0+/, "", h); n = 4 * length(h); h = digit(substr(h, 1, 1)); return n - (h < 2 ? 3 : h < 4 ? 2 : h < 8 ? 1 : 0) }
function dotted(h,   i, v, out, b, n) {
  out = ""; v = 0
  for (i = 1; i <= length(h); i += 2) {
    b = value(substr(h, i, 2)); v = v * 128 + b % 128
    if (b < 128) { if (!n++) { b = v < 40 ? 0 : v < 80 ? 1 : 2; out = b "." (v - 40 * b) } else out = out sprintf(".%.0f", v); v = 0 }
  }
  return out
}
function colons(h) { gsub(/../, "&:", h); sub(/:$/, "", h); return h }
function base64(h,   i, v, out, set, k) {
  set = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for (i = 1; i <= length(h); i += 6) {
    k = length(substr(h, i, 6)); v = value(substr(substr(h, i, 6) "0000", 1, 6))
    out = out substr(set, int(v / 262144) + 1, 1) substr(set, int(v / 4096) % 64 + 1, 1) (k > 2 ? substr(set, int(v / 64) % 64 + 1, 1) : "=") (k > 4 ? substr(set, v % 64 + 1, 1) : "=")
  }
  return out
}
function utf8(c) {
  if (c < 128) return sprintf("%c", c)
  if (c < 2048) return sprintf("%c%c", 192 + int(c / 64), 128 + c % 64)
  if (c < 65536) return sprintf("%c%c%c", 224 + int(c / 4096), 128 + int(c / 64) % 64, 128 + c % 64)
  return sprintf("%c%c%c%c", 240 + int(c / 262144), 128 + int(c / 4096) % 64, 128 + int(c / 64) % 64, 128 + c % 64)
}
function text(t, h,   i, out, w) { # by the tag of the string: UTF-8 and ASCII as they are, others as characters of 1, 2 or 4 bytes
  w = t == "1e" ? 4 : t == "1c" ? 8 : 2
  for (i = 1; i <= length(h); i += w) out = out (w == 2 && t != "14" ? sprintf("%c", value(substr(h, i, 2))) : utf8(value(substr(h, i, w))))
  return out
}
function string(h) { return text("0c", h) }
function oid_name(p, h) { return ((p - 1) / 2) in names ? names[(p - 1) / 2] : dotted(h) }
function named(h,   d) { d = dotted(h); return d in oids ? oids[d] : d }
function row(type, name, v) { told[name]; print type "\t" name "\t" v }
function tell(name, v) { row("j", name, v) }
function distinguished(name, p,   end, e2, e3, key, out, map, order, n, i, v, q) {
  at(p); end = after; p = first; n = 0
  while (p < end) {
    at(p); e2 = after; p = first # a set
    while (p < e2) {
      at(p); e3 = after; q = at(first); key = oid_name(q, content()); at(after); v = json(text(tag, content()))
      out = out (out == "" ? "" : ", ") "[" json(key) ", " v "]"; if (!(key in map)) order[++n] = key; map[key] = v; p = e3
    }
    p = e2
  }
  tell(name "_ordered", "[" out "]"); out = ""
  for (i = 1; i <= n; i++) out = out (i > 1 ? ", " : "") json(order[i]) ": " map[order[i]]
  tell(name, "{" out "}")
}
function time(   t) { t = string(content()); return tag == "17" ? (substr(t, 1, 2) + 0 < 50 ? "20" : "19") t : t }
function v6(h,   i, out, z, best, len, g, k) {
  for (i = 0; i < 8; i++) { g[i] = substr(h, 4 * i + 1, 4); sub(/^0+/, "", g[i]); if (g[i] == "") g[i] = "0" }
  best = -1; len = 1
  for (i = 0; i < 8; i++) { for (k = i; k < 8 && g[k] == "0"; k++); if (k - i > len) { best = i; len = k - i } }
  for (i = 0; i < 8; i++) { if (i == best) { out = out (i ? ":" : "::"); i += len - 1; if (i == 7 && best) out = out ":"; continue } out = out g[i] (i < 7 ? ":" : "") }
  return out
}
function short(key) { return key in shorts ? shorts[key] : key }
function escaped(s) { gsub(/[\\,+"<>;=]/, "\\\\&", s); if (s ~ /^[# ]/) s = "\\" s; if (s ~ / $/) s = substr(s, 1, length(s) - 1) "\\ "; return s }
function directory(p, end,   e2, e3, out, q, k) {
  at(p); end = after; p = first
  while (p < end) { at(p); e2 = after; p = first; while (p < e2) { at(p); e3 = after; q = at(first); k = named(content()); at(after); out = short(k) "=" escaped(text(tag, content())) (out == "" ? "" : ",") out; p = e3 } p = e2 }
  return out
}
function general(   t, h, f, a, k, l) { # the name at which at() stands
  t = tag; h = content(); f = first; a = after; k = length(h)
  if (t == "82") return "DNS:" string(h)
  if (t == "81") return "email:" string(h)
  if (t == "86") return "URI:" string(h)
  if (t == "88") return "RID:" dotted(h)
  if (t == "87") return "IP:" (k == 8 ? value(substr(h, 1, 2)) "." value(substr(h, 3, 2)) "." value(substr(h, 5, 2)) "." value(substr(h, 7, 2)) : v6(h))
  if (t == "a4") { k = "dirName:" directory(f, a); after = a; return k }
  if (t == "a0") { at(f); k = dotted(content()); at(after); l = colons(content()); after = a; return "otherName:" k ";" l }
  return "unknown:" h
}
function generals(p, end,   out, a) { while (p < end) { at(p); a = after; out = out (out == "" ? "" : ", ") json(general()); p = a } return "[" out "]" }
function sorted(list, n,   i, j, t, out) {
  for (i = 2; i <= n; i++) { t = list[i]; for (j = i - 1; j && list[j] "" > t ""; j--) list[j + 1] = list[j]; list[j + 1] = t }
  for (i = 1; i <= n; i++) out = out (i > 1 ? ", " : "") json(list[i]); return "[" out "]"
}
function usage(   h, n, i, list, k, bit, agrees) {
  split("Digital Signature,Non Repudiation,Key Encipherment,Data Encipherment,Key Agreement,Certificate Sign,CRL Sign,Encipher Only,Decipher Only", bit, ",")
  h = substr(content(), 3); n = 0; agrees = 0
  for (i = 0; i < 9 && i < 4 * length(h); i++) {
    k = digit(substr(h, int(i / 4) + 1, 1)); if (!(int(k / substr("8421", i % 4 + 1, 1)) % 2)) continue
    if (i == 4) agrees = 1; if (i > 6 && !agrees) continue
    list[++n] = bit[i + 1]
  }
  return sorted(list, n)
}
function extension(oid, critical, p, end,   list, n, a, out, is) {
  is = critical ? "true" : "false"
  at(p)
  if (oid == "2.5.29.15") { tell("key_usage", usage()); tell("key_usage_critical", is) }
  else if (oid == "2.5.29.37") {
    n = 0; p = first; end = after; while (p < end) { at(p); list[++n] = named(content()); p = after }
    tell("extended_key_usage", sorted(list, n)); tell("extended_key_usage_critical", is)
  } else if (oid == "2.5.29.19") {
    list[1] = "CA:FALSE"; n = 1; p = first; end = after
    while (p < end) { at(p); if (tag == "01") { if (content() != "00") list[1] = "CA:TRUE" } else list[++n] = "pathlen:" value(content()); p = after }
    tell("basic_constraints", sorted(list, n)); tell("basic_constraints_critical", is)
  } else if (oid == "1.3.6.1.5.5.7.1.24") {
    out = "false"; p = first; end = after; while (p < end) { at(p); if (content() == "05") out = "true"; p = after }
    tell("ocsp_must_staple", out); tell("ocsp_must_staple_critical", is)
  } else if (oid == "2.5.29.17") { tell("subject_alt_name", generals(first, after)); tell("subject_alt_name_critical", is) }
  else if (oid == "2.5.29.14") row("s", "subject_key_identifier", colons(content()))
  else if (oid == "2.5.29.35") {
    p = first; end = after
    while (p < end) {
      at(p); a = after
      if (tag == "80") row("s", "authority_key_identifier", colons(content()))
      else if (tag == "a1") tell("authority_cert_issuer", generals(first, after))
      else if (tag == "82") row("i", "authority_cert_serial_number", decimal(content()))
      p = a
    }
  } else if (oid == "1.3.6.1.5.5.7.1.1") {
    p = first; end = after
    while (p < end) {
      at(p); a = after; at(first); out = dotted(content()); at(after)
      if (tag == "86" && !(out in seen)) { seen[out]; if (out ~ /48\.1$/) row("s", "ocsp_uri", string(content())); if (out ~ /48\.2$/) row("s", "issuer_uri", string(content())) }
      p = a
    }
  }
}
function extensions(p, end,   e, oid, critical, out, f) {
  while (p < end) {
    at(p); e = after; at(first); oid = dotted(content()); at(after); critical = 0
    if (tag == "01") { critical = content() != "00"; at(after) }
    out = out (out == "" ? "" : ", ") json(oid) ": {\"critical\": " (critical ? "true" : "false") ", \"value\": " json(base64(content())) "}"
    extension(oid, critical, first, after); p = e
  }
  tell("extensions_by_oid", "{" out "}")
}
function number(   h) { h = content(); sub(/^(00)+/, "", h); return h == "" ? "0" : h }
function part(name, v) { row("i", "public_key_data/" name, v) }
function public_key(p,   end, oid, params, q, kind, n, half) {
  tell("public_key_data", "{}")
  at(p); end = after; at(first); q = after; at(first); oid = dotted(content()); params = after; at(q); n = first + 2 # the bits, without the count of unused ones
  kind = "unknown (" oid ")"
  if (oid == "1.2.840.113549.1.1.1") {
    kind = "RSA"; at(n); at(first); half = number(); at(after)
    part("size", bits(half)); part("modulus", decimal(half)); part("exponent", decimal(number()))
  } else if (oid == "1.2.840.10040.4.1") {
    kind = "DSA"; at(params); at(first); half = number(); part("size", bits(half)); part("p", decimal(half))
    at(after); part("q", decimal(number())); at(after); part("g", decimal(number())); at(n); part("y", decimal(number()))
  } else if (oid == "1.2.840.10045.2.1") {
    kind = "ECC"; at(params); oid = dotted(content()); at(q); half = (after - first - 4) / 2
    row("s", "public_key_data/curve", oid in curves ? curves[oid] : oid); part("x", decimal(substr(hex, first + 4, half))); part("y", decimal(substr(hex, first + 4 + half, half)))
    part("exponent_size", oid in sizes ? sizes[oid] : 4 * half)
  } else if (oid in plain) kind = plain[oid]
  row("s", "public_key_type", kind)
}
function pairs(list, map,   w, k, i) { k = split(list, w, ";"); for (i = 1; i < k; i += 2) map[w[i]] = w[i + 1] }
BEGIN {
  pairs("1.3.6.1.5.5.7.3.1;TLS Web Server Authentication;1.3.6.1.5.5.7.3.2;TLS Web Client Authentication;1.3.6.1.5.5.7.3.3;Code Signing;1.3.6.1.5.5.7.3.4;E-mail Protection;1.3.6.1.5.5.7.3.5;IPSec End System;1.3.6.1.5.5.7.3.6;IPSec Tunnel;1.3.6.1.5.5.7.3.7;IPSec User;1.3.6.1.5.5.7.3.8;Time Stamping;1.3.6.1.5.5.7.3.9;OCSP Signing;1.3.6.1.5.5.7.3.10;dvcs;1.3.6.1.5.5.7.3.17;ipsec Internet Key Exchange;2.5.29.37.0;Any Extended Key Usage;1.3.6.1.4.1.311.20.2.2;Microsoft Smartcard Login;1.3.6.1.5.2.3.5;Signing KDC Response;1.3.6.1.5.2.3.4;PKINIT Client Auth;2.5.4.3;commonName;2.5.4.6;countryName;2.5.4.7;localityName;2.5.4.8;stateOrProvinceName;2.5.4.10;organizationName;2.5.4.11;organizationalUnitName;1.2.840.113549.1.9.1;emailAddress;0.9.2342.19200300.100.1.25;domainComponent;0.9.2342.19200300.100.1.1;userId;2.5.4.5;serialNumber;2.5.4.4;surname;2.5.4.42;givenName;2.5.4.12;title;2.5.4.9;streetAddress;", oids)
  pairs("commonName;CN;countryName;C;localityName;L;stateOrProvinceName;ST;organizationName;O;organizationalUnitName;OU;domainComponent;DC;userId;UID;surname;SN;givenName;GN;streetAddress;street;", shorts)
  pairs("1.2.840.10045.3.1.7;secp256r1;1.2.840.10045.3.1.1;secp192r1;1.3.132.0.33;secp224r1;1.3.132.0.34;secp384r1;1.3.132.0.35;secp521r1;1.3.132.0.10;secp256k1;1.3.36.3.3.2.8.1.1.7;brainpoolP256r1;1.3.36.3.3.2.8.1.1.11;brainpoolP384r1;1.3.36.3.3.2.8.1.1.13;brainpoolP512r1;", curves)
  pairs("1.3.132.0.35;521;", sizes)
  pairs("1.3.101.112;Ed25519;1.3.101.113;Ed448;1.3.101.110;X25519;1.3.101.111;X448;", plain)
}
FILENAME == ARGV[1] { if (match($0, /OBJECT +:/)) { split($0, place, ":"); names[place[1] + 0] = substr($0, RSTART + RLENGTH) } next }
{
  hex = $0; at(1); at(first); p = first; end = after; at(end); q = at(first); row("s", "signature_algorithm", oid_name(q, content()))
  version = 1; at(p); if (tag == "a0") { at(first); version = value(content()) + 1; p = after; at(p) }
  row("i", "version", version)
  row("i", "serial_number", decimal(number())); p = after
  at(p); p = after # the algorithm again
  at(p); q = after; distinguished("issuer", p); p = q
  at(p); q = after; at(first); from = time(); at(after); to = time(); p = q
  row("s", "not_before", from); row("s", "not_after", to); row("b", "expired", to "" < now "" ? "true" : "false")
  at(p); q = after; distinguished("subject", p); p = q
  at(p); q = after; public_key(p); p = q
  while (p < end) { at(p); q = after; if (tag == "a3") { at(first); extensions(first, after) } p = q }
  split("key_usage extended_key_usage basic_constraints ocsp_must_staple subject_alt_name", f, " ")
  for (i = 1; i <= 5; i++) if (!(f[i] in told)) { row("n", f[i], ""); row("b", f[i] "_critical", "false") }
  split("subject_key_identifier authority_key_identifier authority_cert_issuer authority_cert_serial_number ocsp_uri issuer_uri", f, " ")
  for (i = 1; i <= 6; i++) if (!(f[i] in told)) row("n", f[i], "")
  if (!("extensions_by_oid" in told)) tell("extensions_by_oid", "{}")
}'
