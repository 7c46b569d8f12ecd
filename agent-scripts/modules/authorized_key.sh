# shellcheck shell=sh
# module: authorized_key  also=ansible.posix.authorized_key
# summary: add or remove public keys in a user's authorized_keys
# check: full   diff: text   needs: awk id   uses: awk download
# example: authorized_key: {user: deploy, key: "{{ lookup('file', 'deploy.pub') }}", exclusive: true}
# option: user            str   required                         the user
# option: key             str   required                         the public keys, one per line, or a URL that returns them
# option: state           enum  present|absent  default=present  whether the keys must be there
# option: path            path                                   the file, in place of ~/.ssh/authorized_keys
# option: manage_dir      bool  default=true                     when writing the file, make its directory belong to the user, with mode 0700
# option: key_options     str                                    options to put before each key
# option: exclusive       bool  default=false                    remove everything else from the file
# option: comment         str                                    comment after each key, in place of its own
# option: follow          bool  default=false                    write through a symbolic link in place of replacing it
# option: validate_certs  bool  default=true                     with a URL: check the server's certificate
# result: keyfile  the file
# result: key  as requested

authorized_key_run() {
  authorized_key_place
  authorized_key_new
  read_text "$authorized_key_file" "$t_tmp.old"
  authorized_key_plan
  if [ "$authorized_key_differs" = true ]; then
    changed
    diff_files "$authorized_key_file" "$t_tmp.old" "$t_tmp.made"
    checking || authorized_key_write
  fi
  authorized_key_report
}

# All options, and of the file at path what every module tells of one.
authorized_key_report() {
  for authorized_key_name in user key state key_options comment path; do
    eval "if [ \"\${p_$authorized_key_name+given}\" ]; then result $authorized_key_name \"\$p_$authorized_key_name\"; else result_null $authorized_key_name; fi"
  done
  for authorized_key_name in exclusive manage_dir follow validate_certs; do
    eval "result_bool $authorized_key_name \"\$p_$authorized_key_name\""
  done
  result keyfile "$authorized_key_file"
  [ -z "${p_path-}" ] || describe "$p_path"
}

authorized_key_place() { # sets the file, and the owner's ids and home
  if authorized_key_uid=$(id -u -- "$p_user" 2>/dev/null); then
    authorized_key_gid=$(id -g -- "$p_user")
  else
    checking || fail "Failed to lookup user $p_user: there is no such user"
    [ "${p_path-}" ] || fail 'Either user must exist or you must provide full path to key file in check mode'
  fi
  if [ "${p_path-}" ]; then
    authorized_key_file=$p_path
  else
    authorized_key_home=$(t_home_of "$p_user")
    [ "$authorized_key_home" ] || fail "user $p_user has no home directory"
    authorized_key_file=${authorized_key_home%/}/.ssh/authorized_keys
  fi
  if [ "$p_follow" = true ] && [ -h "$authorized_key_file" ]; then
    follow_path "$authorized_key_file"
    authorized_key_file=$f_path
  fi
}

authorized_key_new() { # writes the requested keys to .new
  case $p_key in
    http://* | https://*) ;;
    *)
      printf '%s\n' "$p_key" >"$t_tmp.new"
      return
      ;;
  esac
  : >"$t_tmp.new" # also if the answer is empty
  download "$p_key" "$t_tmp.new" || fail "Error getting key from: $p_key: $download_error"
}

authorized_key_plan() { # writes the new file to .made
  for authorized_key_name in key_options comment; do
    eval "[ -z \"\${p_$authorized_key_name+given}\" ] || printf '%s\\n' \"\$p_$authorized_key_name\" >\"\$t_tmp.$authorized_key_name\""
  done
  authorized_key_differs=$(awk -v tmp="$t_tmp" -v state="$p_state" -v exclusive="$p_exclusive" -v options="${p_key_options+given}" -v comment="${p_comment+given}" \
    "$t_awk_sort$authorized_key_awk" "$t_tmp.new" "$t_tmp.old") || fail "cannot work out the new $authorized_key_file"
  case $authorized_key_differs in true | false) ;; *) fail "$authorized_key_differs" ;; esac
}

# Compares keys without type, options and comment. If those differ, the corrected key moves to the end. Lines without a
# key stay.
# shellcheck disable=SC2016
authorized_key_awk='
BEGIN {
  split("ssh-ed25519 ssh-rsa ssh-dss ssh-xmss@openssh.com rsa-sha2-256 rsa-sha2-512 ecdsa-sha2-nistp256 ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 " \
    "sk-ssh-ed25519@openssh.com sk-ecdsa-sha2-nistp256@openssh.com webauthn-sk-ecdsa-sha2-nistp256@openssh.com ssh-ed25519-cert-v01@openssh.com " \
    "ssh-rsa-cert-v01@openssh.com ssh-dss-cert-v01@openssh.com ssh-xmss-cert-v01@openssh.com rsa-sha2-256-cert-v01@openssh.com " \
    "rsa-sha2-512-cert-v01@openssh.com ecdsa-sha2-nistp256-cert-v01@openssh.com ecdsa-sha2-nistp384-cert-v01@openssh.com " \
    "ecdsa-sha2-nistp521-cert-v01@openssh.com sk-ssh-ed25519-cert-v01@openssh.com sk-ecdsa-sha2-nistp256-cert-v01@openssh.com", list)
  for (i in list) is_type[list[i]] = 1
  if (options) { given = ""; getline given < (tmp ".key_options") }
  if (comment) { said = ""; getline said < (tmp ".comment") }
}
# parse LINE: sets kind, key, before (the options) and behind (the comment); false if there is no key
function parse(l,   n, w, i, t) {
  gsub(/\\#/, "#", l)
  before = behind = ""
  n = split(l, w, /[ \t\r]+/)
  i = w[1] == "" ? 2 : 1
  if (w[i] == "#") return 0
  for (; i <= n && !(w[i] in is_type); i++) before = before (before == "" ? "" : " ") w[i]
  if (i >= n || w[i + 1] == "") return 0
  kind = w[i]; key = w[i + 1]
  for (t = i + 2; t <= n; t++) if (w[t] != "") behind = behind (behind == "" ? "" : " ") w[t]
  return 1
}
# ordered OPTIONS: sorts the options; commas in quotes do not separate them
function ordered(s,   n, part, i, c, q, one, out) {
  gsub(/[ \t]+/, " ", s)
  s = s ","
  for (i = 1; i <= length(s); i++) {
    c = substr(s, i, 1)
    if (q == "" && c == ",") { if (one != "") part[++n] = one; one = ""; continue }
    if (q == "" && (c == "\"" || c == "\047")) q = c; else if (c == q) q = ""
    one = one c
  }
  sort_list(part, n)
  for (i = 1; i <= n; i++) out = out part[i] "\n"
  return out
}
function over(answer) { print answer; ended = 1; exit 0 }
FNR == NR && FILENAME == tmp ".new" {
  if ($0 ~ /^[ \t\r]*$/ || /^#/) next
  if (!parse($0)) over("invalid key specified: " $0)
  if (options) before = given
  if (comment) behind = said
  if (!(key in wanted)) order[++many] = key
  wanted[key] = kind "\n" behind "\n" ordered(before)
  written[key] = (before == "" ? "" : before " ") kind " " key (behind == "" && !comment ? "" : " " behind)
  next
}
{
  line[++n] = $0
  if (parse($0)) { is_key[n] = key; is[key] = kind "\n" behind "\n" ordered(before) }
}
END {
  if (ended) exit 0
  for (i = 1; i <= many; i++) {
    k = order[i]
    if (state == "present" && (!(k in is) || is[k] != wanted[k])) { append[i] = 1; gone[k] = differs = 1 }
    if (state == "absent" && k in is) gone[k] = differs = 1
  }
  printf "" > (tmp ".made")
  for (i = 1; i <= n; i++) {
    k = is_key[i]
    if (exclusive == "true" && state == "present" && (k == "" || !(k in wanted))) { differs = 1; continue }
    if (k != "") sub(/^[ \t]+/, "", line[i])
    if (k == "" || !(k in gone)) print line[i] > (tmp ".made")
  }
  for (i = 1; i <= many; i++) if (i in append) print written[order[i]] > (tmp ".made")
  print differs ? "true" : "false"
}'

authorized_key_write() {
  case $authorized_key_file in */*) authorized_key_dir=${authorized_key_file%/*} ;; *) authorized_key_dir=. ;; esac
  make_directory "$authorized_key_dir"
  p_owner=$authorized_key_uid p_group=$authorized_key_gid t_diff=false
  if [ "$p_manage_dir" = true ]; then
    p_mode=0700
    follow_path "$authorized_key_dir"
    attributes_of_call "$f_path"
  fi
  p_mode=0600
  put_follows=$p_follow
  put_from "$authorized_key_file" "$t_tmp.made" "$t_tmp.old" || fail "$put_error"
  attributes_of_call "$authorized_key_file"
}
