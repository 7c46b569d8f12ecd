# shellcheck shell=sh
# module: fail
# summary: fail with a message
# check: full   diff: none
# runs: controller
# example: fail: {msg: no address to listen on}
# option: msg  raw  default="Failed as requested from task"  the message
