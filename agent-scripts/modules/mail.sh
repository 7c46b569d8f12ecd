# shellcheck shell=sh
# module: mail  also=community.general.mail
# summary: send a mail
# check: none   diff: none
# runs: controller
# The bastion sends the mail, also for tasks that aren't delegated: `localhost` is the bastion.
# example: mail: {host: smtp.example.org, port: 587, secure: starttls, to: ops@example.org, subject: "{{ inventory_hostname }} is done"}
# option: subject   str  required  aliases=msg           the subject
# option: body      str                                  the text; the subject if it is left out
# option: to        list/str  default=root  aliases=recipients    the receivers
# option: cc        list/str                             the receivers of copies
# option: bcc       list/str                             the receivers of copies that the mail does not name
# option: sender    str  default=root  aliases=from      the sender
# option: headers   list/str                             headers to add, as NAME=VALUE
# option: attach    list/path                            files of the bastion to attach
# option: subtype   enum plain|html  default=plain       the type of the text
# option: charset   str  default=utf-8                   the text's encoding
# option: message_id_domain str  default=ansible         what stands after the @ in the Message-ID
# option: host      str  default=localhost               the mail server
# option: port      int  default=25                      its port
# option: secure    enum always|never|starttls|try  default=try    always: TLS from the start; starttls: TLS by STARTTLS; try: TLS if it can be had
# option: username  str                                  the login; needs password
# option: password  str  secret                          its password
# option: ehlohost  str                                  the name that EHLO gives
# option: timeout   int  default=20                      seconds to wait for the server
# together: username password
# result: result  receivers that the server refused, with its code and text
