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
  if [ "$t_changed$t_did" = truefalse ]; then t_record u '' ''; fi
  t_record x '' "$1"
  t_over
}
skip() {
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
