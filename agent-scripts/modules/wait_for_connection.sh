# shellcheck shell=sh
# module: wait_for_connection
# summary: wait until a host is reachable and runs tasks
# check: full   diff: none
# runs: controller
# example: wait_for_connection: {timeout: 300}
# option: connect_timeout  int  default=5    seconds for one attempt
# option: delay            int  default=0    seconds before the first attempt
# option: sleep            int  default=1    seconds between attempts
# option: timeout          int  default=600  seconds to wait at most
# result: elapsed  seconds waited
