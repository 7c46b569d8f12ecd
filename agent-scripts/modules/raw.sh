# shellcheck shell=sh
# module: raw
# summary: run a command line through the login shell, on hosts without a usable /bin/sh
# check: none   diff: none
# runs: controller
# free-form: cmd
# example: raw: uptime
# option: cmd         str   required   the command line
# option: executable  path             the shell to use
# result: rc      exit status
# result: stdout  standard output
# result: stderr  standard error
