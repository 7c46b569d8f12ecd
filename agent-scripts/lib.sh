# shellcheck shell=sh
# The functions that modules use. agent-scripts/README.md describes each of them. Names t_* are internal to the agent.
#
# option-set: attributes
# option: owner          str                          who is to own it, by name or number
# option: group          str                          its group, by name or number
# option: mode           mode                         its permissions, octal or symbolic
# option: attributes     str    aliases=attr          flags as chattr takes them
# option: seuser         str                          SELinux user
# option: serole         str                          SELinux role
# option: setype         str                          SELinux type
# option: selevel        str                          SELinux level
# option-set: unsafe_writes
# option: unsafe_writes  bool   default=false         write in place where the file can't be replaced at once
# option-set: backup
# option: backup         bool   default=false         keep a copy of the file as it was, with a time stamp in its name
# option-set: validate
# option: validate       str                          command that must succeed before the file is put in place; %s is the new file
# option-set: command
# option: creates            path                        a file or pattern; when it exists, the command is not run
# option: removes            path                        a file or pattern; when it does not exist, the command is not run
# option: stdin              str                         text for its standard input
# option: stdin_add_newline  bool  default=true          add a newline to the end of that text
# option: strip_empty_ends   bool  default=true          remove newlines from the end of the output
# option-set: http
# option: headers            dict                        request headers
# option: url_password       str   aliases=password  secret  its password
# option: force_basic_auth   bool  default=false         send credentials at once, not only when the server asks
# option: http_agent         str   default=hitless       the User-Agent header
# option: use_proxy          bool  default=true          whether to use the proxies of the environment
# option: validate_certs     bool  default=true          whether to check the server's certificate
# option: client_cert        path                        client certificate
# option: client_key         path                        key of the client certificate
# option: unredirected_headers  list/str                 names of headers that are not sent again after a redirect
# option: decompress         bool  default=true          decompress a response that the server compressed with gzip
# option: ciphers            list/str                    ciphers that TLS may use, as OpenSSL names them
# option: use_netrc          bool  default=true          take credentials from ~/.netrc, if the task gives none
# option: use_gssapi         bool  default=false         log in with Kerberos
# option-set: postgresql
# option: login_user         str   aliases=login              role to connect as; default: PGUSER of the environment, or postgres
# option: login_password     str   secret                     its password
# option: login_host         str   aliases=host               host of the server; default: the local socket
# option: login_unix_socket  str   aliases=unix_socket        directory of the socket
# option: login_port         int   aliases=port               port of the server; default: PGPORT of the environment, or 5432
# option: ssl_mode           enum  allow|disable|prefer|require|verify-ca|verify-full  default=prefer  whether the connection is encrypted
# option: ca_cert            path  aliases=ssl_rootcert       certificates of CAs to trust
# option: ssl_cert           path                             client certificate
# option: ssl_key            path                             its key
# option: connect_params     dict                             further settings of the connection
# option-set: mysql
# option: login_user         str                              user to connect as
# option: login_password     str   secret                     its password
# option: login_host         str   default=localhost          host of the server
# option: login_port         int   default=3306               port of the server
# option: login_unix_socket  str                              socket of the server
# option: config_file        path  default=~/.my.cnf          file of options with the login; what the task says counts more
# option: connect_timeout    int   default=30                 seconds to wait for the connection
# option: client_cert        path  aliases=ssl_cert           client certificate
# option: client_key         path  aliases=ssl_key            its key
# option: ca_cert            path  aliases=ssl_ca             certificates of CAs to trust
# option: check_hostname     bool                             check the name in the server's certificate
# option-set: redis
# option: login_host         str   default=localhost          host of the server
# option: login_port         int   default=6379               port of the server
# option: login_user         str                              user to connect as
# option: login_password     str   secret                     its password
# option: tls                bool  default=false              whether the connection is encrypted
# option: validate_certs     bool  default=true               check the certificate of the server
# option: ca_certs           str                              certificates of CAs to trust
# option: client_cert_file   str                              client certificate
# option: client_key_file    str                              its key
# option-set: certificate_request
# option: privatekey_path                path                                   the key that signs it
# option: privatekey_content             str   secret                           the key itself
# option: privatekey_passphrase          str   secret                           its passphrase
# option: digest                         str   default=sha256                   the digest of the signature: sha256, sha384, sha512, sha1, md5
# option: version                        int   default=1                        only 1
# option: subject                        json                                   the subject as a mapping: CN, O, …; a value can be a list
# option: subject_ordered                json                                   the subject as a list of mappings with one name each, in this order
# option: country_name                   str   aliases=C,countryName            C of the subject
# option: state_or_province_name         str   aliases=ST,stateOrProvinceName   ST
# option: locality_name                  str   aliases=L,localityName           L
# option: organization_name              str   aliases=O,organizationName       O
# option: organizational_unit_name       str   aliases=OU,organizationalUnitName  OU
# option: common_name                    str   aliases=CN,commonName            CN
# option: email_address                  str   aliases=E,emailAddress           emailAddress
# option: subject_alt_name               list/str  aliases=subjectAltName       names: DNS:, IP:, email:, URI:, RID:, otherName:OID;HEX-OR-ASN1; dirName: is not supported
# option: subject_alt_name_critical      bool  default=false  aliases=subjectAltName_critical  mark it critical
# option: use_common_name_for_san        bool  default=true  aliases=useCommonNameForSAN  use the common name if subject_alt_name is not given
# option: key_usage                      list/str  aliases=keyUsage             digitalSignature, keyEncipherment, …
# option: key_usage_critical             bool  default=false  aliases=keyUsage_critical  mark it critical
# option: extended_key_usage             list/str  aliases=extKeyUsage,extendedKeyUsage  serverAuth, clientAuth, … or OIDs
# option: extended_key_usage_critical    bool  default=false  aliases=extKeyUsage_critical,extendedKeyUsage_critical  mark it critical
# option: basic_constraints              list/str  aliases=basicConstraints     CA:TRUE, CA:FALSE, pathlen:N
# option: basic_constraints_critical     bool  default=false  aliases=basicConstraints_critical  mark it critical
# option: ocsp_must_staple               bool  default=false  aliases=ocspMustStaple  require OCSP stapling
# option: ocsp_must_staple_critical      bool  default=false  aliases=ocspMustStaple_critical  mark it critical
# option: name_constraints_permitted     list/str                               names that a CA may sign; IP: with a network
# option: name_constraints_excluded      list/str                               names that it may not sign
# option: name_constraints_critical      bool  default=false                    mark them critical
# option: create_subject_key_identifier  bool  default=false                    add the identifier of the key
# option: subject_key_identifier         str                                    this identifier, in hex
# option: authority_key_identifier       str                                    identifier of the CA's key, in hex
# option: authority_cert_issuer          list/str                               issuer of the CA's certificate: names of kind DNS:, email:, URI:; others are not supported
# option: authority_cert_serial_number   int                                    its serial number
# option: crl_distribution_points        json                                   list of mappings with full_name (names of kind URI:, DNS:, email:) and reasons; relative_name and crl_issuer are not supported
# option: select_crypto_backend          enum  auto|cryptography  default=auto  accepted, without effect
# option-set: private_key
# option: type             enum  RSA|DSA|ECC|Ed25519|Ed448|X25519|X448  default=RSA  the kind of key
# option: size             int   default=4096                                bits of the key; for RSA and DSA
# option: curve            enum  secp224r1|secp256k1|secp256r1|secp384r1|secp521r1|secp192r1|brainpoolP256r1|brainpoolP384r1|brainpoolP512r1|sect163k1|sect163r2|sect233k1|sect233r1|sect283k1|sect283r1|sect409k1|sect409r1|sect571k1|sect571r1  the curve, for ECC
# option: passphrase       str   secret                                      passphrase of the key, one line
# option: cipher           str   default=auto                                how it is encrypted if it has a passphrase: auto is AES-256, others are refused, as in Ansible
# option: format           enum  pkcs1|pkcs8|raw|auto|auto_ignore  default=auto_ignore  the format of the file; auto: pkcs1 where the kind has it; auto_ignore: so, but leave a file in another format
# option: format_mismatch  enum  regenerate|convert  default=regenerate      what to do about a file in another format
# option: regenerate       enum  never|fail|partial_idempotence|full_idempotence|always  default=full_idempotence  when another key may replace one that is there
# option: select_crypto_backend  enum  auto|cryptography  default=auto       accepted, without effect
# option-set: certificate
# option: csr_path              path                                   the request that the certificate answers
# option: csr_content           str                                    the request itself
# option: privatekey_path       path                                   the key of the certificate
# option: privatekey_content    str   secret                           the key itself
# option: privatekey_passphrase str   secret                           its passphrase
# option: force                 bool  default=false                    make a new certificate in any case
# option: ignore_timestamps     bool  default=true                     leave a certificate whose dates differ
# option: selfsigned_digest     str   default=sha256                   digest of the signature
# option: selfsigned_version    int   default=3                        only 3
# option: selfsigned_not_before str   default=+0s  aliases=selfsigned_notBefore    begin: +1w2d3h4m5s from now, or YYYYMMDDHHMMSSZ
# option: selfsigned_not_after  str   default=+3650d  aliases=selfsigned_notAfter  end
# option: selfsigned_create_subject_key_identifier  enum  create_if_not_provided|always_create|never_create  default=create_if_not_provided  add the identifier of the key
# option: ownca_path                   path                            certificate of the CA
# option: ownca_content                str                             the certificate itself
# option: ownca_privatekey_path        path                            its key
# option: ownca_privatekey_content     str   secret                    the key itself
# option: ownca_privatekey_passphrase  str   secret                    its passphrase
# option: ownca_digest                 str   default=sha256            digest of the signature
# option: ownca_version                int   default=3                 only 3
# option: ownca_not_before             str   default=+0s               begin
# option: ownca_not_after              str   default=+3650d            end
# option: ownca_create_subject_key_identifier    enum  create_if_not_provided|always_create|never_create  default=create_if_not_provided  add the identifier of the key
# option: ownca_create_authority_key_identifier  bool  default=true    add the identifier of the CA's key
# option: select_crypto_backend  enum  auto|cryptography  default=auto  accepted, without effect

checking() { [ "$t_check" = true ]; }
differing() { [ "$t_diff" = true ]; }

changed() {
  [ "$t_changed" = true ] || t_record c '' ''
  t_changed=true
}
unchanged() { :; }

# did: something was really changed. If the call fails from now on, its result still counts as changed.
did() { t_did=true; }

fail() {
  t_room || set -- "$1${1:+; }the disk of $t_work is full"
  t_failed "$1"
  t_over
}
t_failed() {
  t_ended=true
  if [ "$t_changed$t_did" = truefalse ]; then t_record u '' ''; fi
  t_record x '' "$1"
}
skip() {
  t_ended=true
  t_record k '' "$1"
  t_over
}
done_with() {
  [ $# -eq 0 ] || t_record s msg "$1"
  t_over
}
warn() { t_record w '' "$1"; }

# What a call with a ticket does before it changes something. These are empty; parts/preimage.sh and parts/notes.sh replace them.
t_keep_at=
keep() { :; }
keep_attributes() { :; }
keep_flags() { :; }
keep_times() { :; }
keep_below() { :; }
keep_members() { :; }
keep_for() { :; }
note() { :; }
note_begin() { :; }
note_end() { :; }
note_service() { did; }
note_packages() { :; }
keeping() { false; }

# run /bin/sh -c "$own_program" CMD ARG…: the host's own CMD, where the shell of busybox would run its own (rpm, tar).
# shellcheck disable=SC2016,SC2034 # for the inner shell
own_program='exec "$0" "$@"'

have() { command -v "$1" >/dev/null 2>&1; }
# task_has CMD…: whether the host has these commands, where the task's environment looks for them.
task_has() { (t_environment && for t_word; do have "$t_word" || exit; done); }
# task_needs CMD: ends the call if the host has no such command, where the task's environment looks for it.
task_needs() { task_has "$1" || fail "the host has no $1"; }
