# shellcheck shell=sh
# module: raw
# summary: run a command line through the login shell, on hosts without a usable /bin/sh
# check: none   diff: none
# runs: controller
# free-form: cmd
# example: raw: uptime
# option: cmd         str   required   the command line
# option: executable  path             the shell to run it with
# result: rc      its exit status
# result: stdout  what it printed
# result: stderr  what it printed on standard error
