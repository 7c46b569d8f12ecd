# shellcheck shell=sh
# module: debug
# summary: show a text or a variable
# check: full   diff: none
# runs: controller
# example: debug: {msg: "{{ inventory_hostname }} runs {{ haproxy_version }}"}
# option: msg        raw   default="Hello world!"  the text, or any value, to show
# option: var        expression                    an expression whose value is shown, in place of msg
# option: verbosity  int   default=0               shown only with at least this many -v options
# exclusive: msg var
