# shellcheck shell=sh
# Writes the configuration that openssl makes a request of, from the options of openssl_csr. All texts are quoted: they
# can't become settings.

# request_config: writes config, subject (a line for each part) and subject_json. Sets request_from_name to the common
# name, if that is used as a name of the certificate.
request_config() {
  [ "$p_create_subject_key_identifier:${p_subject_key_identifier+given}" != true:given ] ||
    fail 'subject_key_identifier cannot be specified if create_subject_key_identifier is true'
  : >"$t_tmp.rows"
  request_row subject:C "${p_country_name-}"
  request_row subject:ST "${p_state_or_province_name-}"
  request_row subject:L "${p_locality_name-}"
  request_row subject:O "${p_organization_name-}"
  request_row subject:OU "${p_organizational_unit_name-}"
  request_row subject:CN "${p_common_name-}"
  request_row subject:emailAddress "${p_email_address-}"
  for request_kind in subject_alt_name key_usage extended_key_usage basic_constraints name_constraints_permitted name_constraints_excluded authority_cert_issuer; do
    each "$request_kind" request_item
  done
  request_row serial "${p_authority_cert_serial_number-}"
  request_row identifier "${p_subject_key_identifier-}"
  request_row authority "${p_authority_key_identifier-}"
  printf '%s\n' "${p_subject-}" >"$t_tmp.mapping"
  printf '%s\n' "${p_subject_ordered-}" >"$t_tmp.ordered"
  printf '%s\n' "${p_crl_distribution_points-}" >"$t_tmp.points"
  awk -v tmp="$t_tmp" -v from_name="$p_use_common_name_for_san" -v alt="$p_subject_alt_name_critical" -v usage="$p_key_usage_critical" \
    -v extended="$p_extended_key_usage_critical" -v basic="$p_basic_constraints_critical" -v staple="$p_ocsp_must_staple" \
    -v staple_critical="$p_ocsp_must_staple_critical" -v names="$p_name_constraints_critical" -v hash="$p_create_subject_key_identifier" \
    "$t_awk_json$t_awk_json_text$request_awk_json$request_awk" "$t_tmp.rows" >"$t_tmp.said" || fail "$(cat -- "$t_tmp.said")"
  request_from_name=$(cat -- "$t_tmp.said")
}
request_item() { request_row "$request_kind" "$1"; }
request_row() {
  [ -n "$2" ] || return 0
  case $2 in *"$t_nl"*) fail "a name or value must be one line: $2" ;; esac
  printf '%s\t%s\n' "$1" "$2" >>"$t_tmp.rows"
}

# shellcheck disable=SC2016
request_awk_json='
function slurp(f,   l, s) { s = ""; while ((getline l < f) > 0) s = s l " "; close(f); return s }
function token(   t) { sub(/^[ \t\n\r]+/, "", all)
  if (match(all, /^"([^"\\]|\\.)*"/) || match(all, /^[^][{}:, "]+/)) { t = substr(all, 1, RLENGTH); all = substr(all, RLENGTH + 1); return t }
  t = substr(all, 1, 1); all = substr(all, 2); return t }
# strings(): a text, or a list of texts, as item[1..items]. False if it is anything else.
function strings(   t) {
  items = 0; t = token()
  if (t ~ /^"/) { item[++items] = json_text(t); return 1 }
  if (t != "[") return 0
  while ((t = token()) != "]") { if (t == ",") continue; if (t !~ /^"/) return 0; item[++items] = json_text(t) }
  return 1
}
'

# shellcheck disable=SC2016
request_awk='
function bad(why) { print why; failed = 1; exit 1 }
function quoted(v) { if (v ~ /[\n\r]/) bad("a name or value must be one line: " v); gsub(/[\\"]/, "\\\\&", v); return "\"" v "\"" }
function put(section, line) { body[section] = body[section] line "\n" }
function part(key, value) {
  if (key !~ /^[A-Za-z0-9.]+$/) bad("Cannot find OID for \"" key "\"")
  if (value == "") bad("Value for " key " in subject must not be an empty string")
  put("dn", parts++ "." key " = " quoted(value)); print key > (tmp ".subject")
  list = list (list == "" ? "" : ", ") "[" json(key) ", " json(value) "]"
  if (common == "" && (key == "CN" || key == "commonName")) common = value
}
function mapping(where, most,   key, i, n) { # after its {
  while ((key = token()) != "}") {
    if (key == ",") continue
    if (key !~ /^"/ || token() != ":" || !strings()) bad("Values of " where " must be texts, or lists of texts")
    if (most && n++) bad("each item of " where " must be a mapping of one name")
    for (i = 1; i <= items; i++) part(json_text(key), item[i])
  }
  if (most && !n) bad("each item of " where " must be a mapping of one name")
}
function subject(   t) {
  all = slurp(tmp ".mapping"); t = token()
  if (t == "{") mapping("subject", 0); else if (t != "" && t != "null") bad("subject must be a mapping")
  all = slurp(tmp ".ordered"); t = token()
  if (t == "" || t == "null") return
  if (t != "[") bad("subject_ordered must be a list")
  while ((t = token()) != "]") {
    if (t == ",") continue
    if (parts && !begun) bad("subject_ordered cannot be combined with any other subject field")
    begun = 1
    if (t != "{") bad("each item of subject_ordered must be a mapping of one name")
    mapping("subject_ordered", 1)
  }
}
function plain(text, what) { if (text ~ /[^ -~]/) bad("Cannot parse " what " \"" text "\": write it in ASCII (xn--…)"); return text }
# name(TEXT, WHAT): sets kind and value
function name(text, what) {
  kind = substr(text, 1, index(text, ":") - 1); value = substr(text, index(text, ":") + 1)
  if (kind == "DNS" || kind == "URI" || kind == "email") {
    plain(value, what)
    if (kind == "email" && (value == "copy" || value == "move")) bad("Cannot parse " what " \"" text "\"")
  } else if (kind == "IP") { if (value !~ /^[0-9A-Fa-f:.\/]+$/) bad("Cannot parse " what " \"" text "\"") }
  else if (kind == "RID") { if (value !~ /^[0-9]+(\.[0-9]+)*$/) bad("Cannot parse " what " \"" text "\"") }
  else if (kind == "otherName") {
    if (value !~ /^[0-9.]+;[A-Za-z0-9,]+:/ || value ~ /;[0-9a-fA-F][0-9a-fA-F]?:/) bad("Cannot parse " what " \"" text "\": it must be otherName:OID;TYPE:TEXT")
  } else if (kind == "dirName") bad("Cannot parse " what " \"" text "\": names of kind dirName are not supported")
  else if (text !~ /:/) bad("Cannot parse " what " \"" text "\" (forgot \"DNS:\" prefix?)")
  else bad("Cannot parse " what " \"" text "\": the kind of name is unknown")
}
function group(bits,   v, i) { if (bits < 0) bits = 0; if (bits > 16) bits = 16; v = 0; for (i = 0; i < 16; i++) v = v * 2 + (i < bits); return v }
function network(text,   at, bits, mask, i, v) { # openssl wants a mask
  at = index(text, "/"); if (!at) return text (text ~ /:/ ? "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "/255.255.255.255")
  bits = substr(text, at + 1); if (bits !~ /^[0-9]+$/) return text
  if (text ~ /:/) { for (i = 0; i < 8; i++) mask = mask (i ? ":" : "") sprintf("%x", group(bits - 16 * i)) }
  else for (i = 0; i < 2; i++) { v = group(bits - 16 * i); mask = mask (i ? "." : "") int(v / 256) "." v % 256 }
  return substr(text, 1, at) mask
}
function constraint(which, text) { name(text, "name constraints " which); if (kind == "IP") value = network(value); put("nc", which ";" kind "." count++ " = " quoted(value)) }
function hex(text, what) { gsub(/:/, "", text); if (text !~ /^[0-9A-Fa-f]*$/ || length(text) % 2) bad("Cannot parse " what); return text }
function critical(flag) { return flag == "true" ? "critical," : "" }
function join(key, flag) { if (joined[key] != "") put("ext", config[key] " = " critical(flag) joined[key]) }
function points(   t, key, i, n, why) {
  all = slurp(tmp ".points"); t = token()
  if (t == "" || t == "null") return ""
  if (t != "[") bad("crl_distribution_points must be a list")
  while ((t = token()) != "]") {
    if (t == ",") continue
    if (t != "{") bad("an item of crl_distribution_points must be a mapping")
    n++
    while ((key = token()) != "}") {
      if (key == ",") continue
      key = json_text(key)
      if (token() != ":" || !strings()) bad("crl_distribution_points: " key " must be a list of texts")
      if (key == "full_name") {
        for (i = 1; i <= items; i++) { name(item[i], "CRL distribution point"); put("dp" n "_names", kind "." i " = " quoted(value)) }
        put("dp" n, "fullname = @dp" n "_names")
      } else if (key == "reasons") {
        why = ""
        for (i = 1; i <= items; i++) { if (!(item[i] in reason)) bad("crl_distribution_points: unknown reason " item[i]); why = why (i > 1 ? "," : "") reason[item[i]] }
        put("dp" n, "reasons = " why)
      } else bad("crl_distribution_points: " key " is not supported")
    }
    t = body["dp" n]; if (t !~ /fullname/) bad("crl_distribution_points: full_name is missing")
  }
  for (i = 1; i <= n; i++) t = (i > 1 ? t ", " : "") "dp" i
  return n ? t : ""
}
function authority(   n) {
  if (aki == "" && serial == "" && !issuers) return
  put("ext", "authorityKeyIdentifier = ASN1:SEQUENCE:aki")
  if (aki != "") put("aki", n++ " = IMPLICIT:0,FORMAT:HEX,OCTETSTRING:" hex(aki, "authority_key_identifier"))
  if (issuers) put("aki", n++ " = IMPLICIT:1,SEQUENCE:aki_names")
  if (serial != "") put("aki", n++ " = IMPLICIT:2,INTEGER:" serial)
}
BEGIN {
  FS = "\t"; printf "" > (tmp ".subject"); done = 0; parts = count = 0
  config["key_usage"] = "keyUsage"; config["basic_constraints"] = "basicConstraints"
  tag["email"] = 1; tag["DNS"] = 2; tag["URI"] = 6
  reason["key_compromise"] = "keyCompromise"; reason["ca_compromise"] = "CACompromise"; reason["affiliation_changed"] = "affiliationChanged"
  reason["superseded"] = "superseded"; reason["cessation_of_operation"] = "cessationOfOperation"; reason["certificate_hold"] = "certificateHold"
  reason["privilege_withdrawn"] = "privilegeWithdrawn"; reason["aa_compromise"] = "AACompromise"
}
{ kind = $1; text = substr($0, length($1) + 2) }
kind ~ /^subject:/ { part(substr(kind, 9), text) }
kind == "subject_alt_name" {
  name(text, "Subject Alternative Name")
  if (kind == "IP" && value ~ /\//) bad("Cannot parse Subject Alternative Name \"" text "\": an address must not be a network")
  put("san", kind "." count++ " = " quoted(value)); next
}
kind == "key_usage" { if (text !~ /^[A-Za-z ]+$/) bad("Unknown key usage identifier \"" text "\""); joined[kind] = joined[kind] (joined[kind] == "" ? "" : ",") text }
kind == "extended_key_usage" { if (text !~ /^[A-Za-z0-9. \/-]+$/) bad("Cannot find OID for \"" text "\""); put("eku", count++ " = " quoted(text)) }
kind == "basic_constraints" {
  if (text !~ /^(CA:(TRUE|FALSE)|pathlen:[0-9]+)$/) bad("Unknown basic constraint \"" text "\"")
  joined[kind] = joined[kind] (joined[kind] == "" ? "" : ",") text
}
kind ~ /^name_constraints_/ { constraint(substr(kind, 18), text); next }
kind == "authority_cert_issuer" {
  name(text, "authority cert issuer"); if (!(kind in tag)) bad("Cannot parse authority cert issuer \"" text "\": names of kind " kind " are not supported")
  put("aki_names", issuers++ " = " quoted("IMPLICIT:" tag[kind] ",IA5STRING:" value)); next
}
kind == "serial" { if (text !~ /^[0-9]+$/) bad("authority_cert_serial_number must not be negative"); serial = text }
kind == "identifier" { ski = text }
kind == "authority" { aki = text }
END {
  if (failed) exit 1
  subject()
  if (body["san"] == "" && from_name == "true" && common != "") {
    put("san", "DNS.0 = " quoted(plain(common, "the common name, which use_common_name_for_san makes a name of the certificate,"))); from = common
  }
  if (body["san"] != "") put("ext", "subjectAltName = " critical(alt) "@san")
  join("key_usage", usage)
  if (body["eku"] != "") put("ext", "extendedKeyUsage = " critical(extended) "@eku")
  join("basic_constraints", basic)
  if (staple == "true") put("ext", "tlsfeature = " critical(staple_critical) "status_request")
  if (body["nc"] != "") put("ext", "nameConstraints = " critical(names) "@nc")
  if (hash == "true") put("ext", "subjectKeyIdentifier = hash"); else if (ski != "") put("ext", "subjectKeyIdentifier = " hex(ski, "subject_key_identifier"))
  authority()
  dps = points(); if (dps != "") put("ext", "crlDistributionPoints = " dps)
  out = tmp ".config"
  printf "[req]\nprompt = no\nutf8 = yes\nstring_mask = utf8only\ndistinguished_name = dn\n%s[dn]\n%s", body["ext"] != "" ? "req_extensions = ext\n" : "", body["dn"] > out
  for (section in body) if (section != "dn" && body[section] != "") printf "[%s]\n%s", section, body[section] > out
  print "[" list "]" > (tmp ".subject_json")
  if (from != "") print from
}'
