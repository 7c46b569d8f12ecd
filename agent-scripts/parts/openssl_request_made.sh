# shellcheck shell=sh
# Makes a request for a certificate, and compares it with one that is there. For the modules openssl_csr and openssl_csr_pipe.

request_options() {
  [ "$p_version" -eq 1 ] || fail 'version must be 1'
  [ -n "${p_privatekey_path-}${p_privatekey_content-}" ] ||
    fail 'state is present but any of the following are missing: privatekey_path, privatekey_content'
  case $p_digest in sha256 | sha384 | sha512 | sha1 | md5) ;; *) fail "Unsupported digest \"$p_digest\"" ;; esac
}

# request_make: writes new, and what it says to after. Sets request_new to whether p_path, if ossl_there says that it is
# there, is another one; before is what that says.
request_make() {
  ossl_load "$t_tmp" "${p_privatekey_path-}" "${p_privatekey_content-}" "${p_privatekey_passphrase-}"
  # Without a subject, openssl wants to be told so.
  set -- req -new -config "$t_tmp.config" -key "$t_tmp.key" "-$p_digest" -out "$t_tmp.new"
  [ -s "$t_tmp.subject" ] || set -- "$@" -subj /
  ossl "$@" || ossl_failed 'Error while creating CSR'
  ossl_contents req "$t_tmp.new" "$t_tmp.after" || ossl_failed 'cannot read the new request'
  : >"$t_tmp.before"
  request_new=true
  if [ "$ossl_there" = true ] && [ "$p_force" = false ] && request_same; then
    request_new=false
    return
  fi
  [ "$ossl_there" = false ] || ossl_contents req "$p_path" "$t_tmp.before" || :
}

# Whether the request that is there says the same, in any order, and is signed with this key.
request_same() {
  ossl_contents req "$p_path" "$t_tmp.before" || return 1
  ossl req -in "$p_path" -noout -verify || return 1
  case $run_stdout$run_stderr in *'verify failure'*) return 1 ;; esac
  ossl req -in "$p_path" -noout -pubkey && [ "$run_stdout" = "$(cat "$t_tmp.pub")" ] || return 1
  request_lines "$t_tmp.before" >"$t_tmp.was"
  request_lines "$t_tmp.after" >"$t_tmp.is"
  cmp -s "$t_tmp.was" "$t_tmp.is"
}
# The order of a subject counts only if it was given as a list.
request_lines() {
  awk -v ordered="${p_subject_ordered:+true}" "$t_awk_sort"'
    ordered == "true" && /^subject / { print; next }
    /^extension X509v3 (Subject Alternative Name|Extended Key Usage):/ {
      at = index($0, ": ") + 1; name = substr($0, 1, at); text = substr($0, at + 1); critical = ""
      if (text ~ /^critical /) { critical = "critical "; text = substr(text, 10) }
      k = split(text, part, / *, */); sort_list(part, k); $0 = name critical
      for (i = 1; i <= k; i++) if (i == 1 || part[i] != part[i - 1]) $0 = $0 ", " part[i]
    }
    !seen[$0]++ { line[++n] = $0 }
    END { sort_list(line, n); for (i = 1; i <= n; i++) print line[i] }' "$1"
}

request_report() { # request_report: the results about what was asked for
  if [ -n "${p_privatekey_path-}" ]; then result privatekey "$p_privatekey_path"; else result_null privatekey; fi
  result_json_file subject "$t_tmp.subject_json"
  if [ "$request_from_name" ]; then
    result 'subjectAltName/[]' "DNS:$request_from_name"
  else
    request_tell subjectAltName subject_alt_name
  fi
  request_tell keyUsage key_usage
  request_tell extendedKeyUsage extended_key_usage
  request_tell basicConstraints basic_constraints
  result_bool ocspMustStaple "$p_ocsp_must_staple"
  for request_which in permitted excluded; do
    if eval "[ \"\${p_name_constraints_${request_which}_n:-0}\" -gt 0 ]"; then
      request_tell "name_constraints_$request_which" "name_constraints_$request_which"
    else
      result_json "name_constraints_$request_which" '[]'
    fi
  done
}
request_tell() { # RESULT OPTION
  request_name=$1
  eval "request_n=\${p_$2_n-none}"
  case $request_n in
    none) result_null "$1" ;;
    0) result_json "$1" '[]' ;;
    *) each "$2" request_told ;;
  esac
}
request_told() { result "$request_name/[]" "$1"; }
