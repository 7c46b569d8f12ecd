# shellcheck shell=sh
# module: yum_repository
# summary: keep a package repository of dnf or yum present in a .repo file, or absent
# check: full   diff: text   needs: awk   uses: awk
# example: yum_repository: {name: epel, description: EPEL, baseurl: "https://dl.fedoraproject.org/pub/epel/$releasever/Everything/$basearch/", gpgcheck: true}
# option: name                          str   required                          id of the repository
# option: state                         enum  present|absent  default=present   the wanted state
# option: description                   str                                     its name for people; required with state=present
# option: baseurl                       list/str                                URLs of the repository; with state=present it needs this, metalink or mirrorlist
# option: metalink                      str                                     URL of a metalink file
# option: mirrorlist                    str                                     URL of a list of mirrors
# option: file                          str                                     name of the file without .repo; default: the id
# option: reposdir                      path  default=/etc/yum.repos.d          directory of the file
# option: async                         bool                                    deprecated: download in parallel
# option: bandwidth                     str                                     bandwidth for throttle, in bytes per second
# option: cost                          str                                     relative cost
# option: countme                       bool                                    whether to take part in the count of systems
# option: deltarpm_metadata_percentage  str                                     deprecated: up to which relative size to fetch metadata of deltas
# option: deltarpm_percentage           str                                     up to which relative size to fetch deltas
# option: enabled                       bool                                    whether it is used
# option: enablegroups                  bool                                    whether its groups are used
# option: exclude                       list/str  aliases=excludepkgs           packages to leave out
# option: failovermethod                enum  roundrobin|priority               in which order URLs are tried
# option: gpgcakey                      str                                     deprecated: URL of a CA key
# option: gpgcheck                      bool                                    whether to check signatures of packages
# option: gpgkey                        list/str                                URLs of keys
# option: http_caching                  enum  all|packages|none                 deprecated: what proxies may cache
# option: include                       str                                     file or URL to include
# option: includepkgs                   list/str                                the only packages to use
# option: ip_resolve                    enum  4|6|IPv4|IPv6|whatever            which addresses to use
# option: keepalive                     bool                                    deprecated: keep connections open
# option: keepcache                     enum  0|1                               deprecated: keep downloads
# option: metadata_expire               str                                     how long metadata is valid, in seconds
# option: metadata_expire_filter        enum  never|read-only:past|read-only:present|read-only:future  deprecated: for which commands it expires
# option: mirrorlist_expire             str                                     deprecated: how long the list of mirrors is valid
# option: module_hotfixes               bool                                    whether its packages pass the filter of modules
# option: username                      str                                     user for the server
# option: password                      str   secret                            password for the server
# option: priority                      str                                     order among repositories
# option: protect                       bool                                    deprecated: no updates from other repositories
# option: proxy                         str                                     URL of a proxy; _none_ for no proxy
# option: proxy_username                str                                     user for the proxy
# option: proxy_password                str   secret                            password for the proxy
# option: repo_gpgcheck                 bool                                    whether to check the signature of the metadata
# option: retries                       str                                     how often to retry; 0 is without end
# option: s3_enabled                    bool                                    whether it is on S3
# option: skip_if_unavailable           bool                                    whether to go on if it can't be reached
# option: ssl_check_cert_permissions    bool                                    deprecated: check permissions of certificates
# option: sslcacert                     str   aliases=ca_cert                   certificates to trust
# option: sslclientcert                 str   aliases=client_cert               client certificate
# option: sslclientkey                  str   aliases=client_key                key of the client certificate
# option: sslverify                     bool  aliases=validate_certs            whether to check the server's certificate
# option: throttle                      str                                     limit of the bandwidth
# option: timeout                       str                                     seconds to wait for a connection
# option: ui_repoid_vars                str                                     deprecated: variables to show with the id
# option-set: attributes
# option-set: unsafe_writes
# result: repo  id of the repository
# result: state  as requested

yum_repository_run() {
  if [ "$p_state" = present ]; then
    [ "${p_baseurl_n:-0}" -gt 0 ] || [ "${p_mirrorlist+given}${p_metalink+given}" ] ||
      fail 'state is present but any of the following are missing: baseurl, mirrorlist, metalink'
    [ "${p_description+given}" ] || fail 'state is present but all of the following are missing: description'
  fi
  case $p_name in *"$t_nl"*) fail "not an id of a repository: $p_name" ;; esac
  [ -d "$p_reposdir" ] || fail "Repo directory '$p_reposdir' does not exist."
  yum_repository_file=${p_reposdir%/}/${p_file-$p_name}.repo
  read_text "$yum_repository_file" "$t_tmp.old"
  yum_repository_wanted >"$t_tmp.wanted"
  T_NAME=$p_name awk -v state="$p_state" -v tmp="$t_tmp" "$t_awk_sort$yum_repository_awk" "$t_tmp.wanted" "$t_tmp.old" >"$t_tmp.said" ||
    fail "cannot work out the new $yum_repository_file"
  IFS= read -r yum_repository_error <"$t_tmp.said"
  [ -z "$yum_repository_error" ] || fail "cannot read $yum_repository_file: $yum_repository_error"
  result repo "$p_name"
  result state "$p_state"
  diff_files "$yum_repository_file" "$t_tmp.before" "$t_tmp.after"
  if ! cmp -s "$t_tmp.before" "$t_tmp.after"; then
    changed
    checking || yum_repository_write
  fi
  [ ! -f "$yum_repository_file" ] || attributes_of_call "$yum_repository_file"
}

yum_repository_write() {
  if [ -s "$t_tmp.new" ]; then
    put_from "$yum_repository_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
  else
    remove_path "$yum_repository_file"
  fi
}

# Prints the parameters, in alphabetical order: NAME, blank, VALUE; \001 stands for a newline in it.
yum_repository_wanted() {
  for yum_repository_option in p_async p_bandwidth p_baseurl p_cost p_countme p_deltarpm_metadata_percentage \
    p_deltarpm_percentage p_enabled p_enablegroups p_exclude p_failovermethod p_gpgcakey p_gpgcheck p_gpgkey p_http_caching \
    p_include p_includepkgs p_ip_resolve p_keepalive p_keepcache p_metadata_expire p_metadata_expire_filter p_metalink \
    p_mirrorlist p_mirrorlist_expire p_module_hotfixes p_name p_password p_priority p_protect p_proxy p_proxy_password \
    p_proxy_username p_repo_gpgcheck p_retries p_s3_enabled p_skip_if_unavailable p_ssl_check_cert_permissions p_sslcacert \
    p_sslclientcert p_sslclientkey p_sslverify p_throttle p_timeout p_ui_repoid_vars p_username; do
    case $yum_repository_option in
      p_name) eval "yum_repository_given=\${p_description+given}; yum_repository_value=\${p_description-}" ;;
      *) eval "yum_repository_given=\${$yum_repository_option+given}; yum_repository_value=\${$yum_repository_option-}" ;;
    esac
    [ "$yum_repository_given" ] || continue
    yum_repository_option=${yum_repository_option#p_}
    case $yum_repository_option in
      exclude | includepkgs) yum_repository_value=$(printf '%s' "$yum_repository_value" | tr '\n' ' ') ;;
      async | countme | enabled | enablegroups | gpgcheck | keepalive | module_hotfixes | protect | repo_gpgcheck | s3_enabled | \
        skip_if_unavailable | ssl_check_cert_permissions | sslverify)
        if [ "$yum_repository_value" = true ]; then yum_repository_value=1; else yum_repository_value=0; fi
        ;;
    esac
    printf '%s' "$yum_repository_option $yum_repository_value" | tr '\n' '\001'
    printf '\n'
  done
}

# Reads the file as Python does: a more indented line continues a value, names are lowercase, comments are dropped. The
# repository comes last. before and after have all sections and names in order, to compare and to show.
# shellcheck disable=SC2016
yum_repository_awk='
function trim(s) { gsub(/^[ \t\r\f\v]+|[ \t\r\f\v]+$/, "", s); return s }
function bad(why) { error = "line " FNR ": " why; exit }
function set(s, key, text) { if (!((s, key) in value)) { names[s]++; name[s, names[s]] = key }; value[s, key] = text }
function close_value() { if (open_key != "") { sub(/[ \t\r\f\v\001]+$/, "", value[section, open_key]); open_key = "" } }
function written(text) { gsub(/\001/, "\n\t", text); return text }
function plain(text) { gsub(/\001/, "\n", text); return text }
function dump(file,   i, j, all, keys, n) {
  printf "" > file
  for (i = 1; i <= sections; i++) all[i] = order[i]
  sort_list(all, sections)
  for (i = 1; i <= sections; i++) {
    print "[" all[i] "]" > file
    n = names[all[i]]
    for (j = 1; j <= n; j++) keys[j] = name[all[i], j]
    sort_list(keys, n)
    for (j = 1; j <= n; j++) print keys[j] " = " plain(value[all[i], keys[j]]) > file
    print "" > file
  }
  close(file)
}
function drop(s,   i, j) {
  for (i = 1; i <= sections; i++) if (order[i] == s) {
    for (j = 1; j <= names[s]; j++) delete value[s, name[s, j]]
    names[s] = 0
    for (; i < sections; i++) order[i] = order[i + 1]
    sections--
  }
}
FILENAME == ARGV[1] { p = index($0, " "); wants++; want[wants] = substr($0, 1, p - 1); wanted[wants] = substr($0, p + 1); next }
{
  text = trim($0)
  if (text ~ /^[#;]/) next
  if (text == "") { if (open_key != "") value[section, open_key] = value[section, open_key] "\001"; next }
  match($0, /^[ \t\r\f\v]*/); indent = RLENGTH
  if (open_key != "" && indent > level) { value[section, open_key] = value[section, open_key] "\001" text; next }
  level = indent
  close_value()
  if (match(text, /^\[.+\]/)) {
    section = substr(text, 2, RLENGTH - 2)
    if (section in seen) bad("the section [" section "] is there twice")
    seen[section] = 1; order[++sections] = section; names[section] = 0
    next
  }
  if (section == "") bad("text before the first section: " text)
  if (!match(text, /[=:]/) || RSTART == 1) bad("neither a section nor NAME = VALUE: " text)
  key = tolower(trim(substr(text, 1, RSTART - 1)))
  if ((section, key) in value) bad("the name " key " is there twice")
  set(section, key, trim(substr(text, RSTART + 1)))
  open_key = key
}
END {
  print error
  if (error != "") exit
  close_value()
  dump(tmp ".before")
  drop(ENVIRON["T_NAME"])
  if (state == "present") {
    order[++sections] = ENVIRON["T_NAME"]
    for (i = 1; i <= wants; i++) set(ENVIRON["T_NAME"], want[i], wanted[i])
  }
  dump(tmp ".after")
  printf "" > (tmp ".new")
  for (i = 1; i <= sections; i++) {
    print "[" order[i] "]" > (tmp ".new")
    for (j = 1; j <= names[order[i]]; j++) print name[order[i], j] " = " written(value[order[i], name[order[i], j]]) > (tmp ".new")
    print "" > (tmp ".new")
  }
}'
