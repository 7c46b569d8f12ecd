# shellcheck shell=sh
# module: assert
# summary: fail unless conditions are true
# check: full   diff: none
# runs: controller
# example: assert: {that: "haproxy_version is version('2.4', '>=')", fail_msg: this HAProxy is too old}
# option: that         expression required               expressions that must all be true
# option: fail_msg     raw       aliases=msg             the message if one is false; a text or a list of texts
# option: success_msg  raw                               the message if all are true; a text or a list of texts
# option: quiet        bool      default=false           show the result only with -v if all are true
# result: assertion      the condition that was false
# result: evaluated_to   its value
