# shellcheck shell=sh
# module: assert
# summary: fail unless conditions hold
# check: full   diff: none
# runs: controller
# example: assert: {that: "haproxy_version is version('2.4', '>=')", fail_msg: this HAProxy is too old}
# option: that         expression required               expressions, all of which must hold
# option: fail_msg     raw       aliases=msg             what is said if one does not; a text or a list of texts
# option: success_msg  raw                               what is said if all do; a text or a list of texts
# option: quiet        bool      default=false           nothing is said if all hold
# result: assertion      the condition that did not hold
# result: evaluated_to   what it came to
