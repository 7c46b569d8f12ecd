# shellcheck shell=sh
# module: ping
# summary: check that the agent answers
# check: full   diff: none
# example: ping:
# option: data  str  default=pong   the answer; crash makes it fail
# result: ping  the data

ping_run() {
  [ "$p_data" != crash ] || fail boom
  result ping "$p_data"
  unchanged
}
