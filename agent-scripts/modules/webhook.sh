# shellcheck shell=sh
# module: webhook
# summary: send JSON to an address
# check: full   diff: none
# runs: controller
# The bastion sends the request, by the proxy of its environment, also for tasks that aren't delegated. Redirects aren't followed.
# example: webhook: {url: "https://chat.example.org/hooks/{{ vault_hook }}", body: {text: "{{ inventory_hostname }} is done"}}
# option: url            str  required                   the address
# option: body           raw                             what to send: a text as it is, anything else as JSON
# option: method         enum POST|PUT|PATCH  default=POST    the method
# option: headers        dict                            headers to add
# option: secret         str  secret                     signs the body: Hitless-Signature, as by `--webhook`
# option: status_code    list/int  default=200,201,202,204    the statuses of success
# option: timeout        int  default=30                 seconds to wait for the answer
# option: validate_certs bool  default=true              check the certificate of the server
# result: status   the status of the answer
# result: content  the answer, if the task failed or it is short
