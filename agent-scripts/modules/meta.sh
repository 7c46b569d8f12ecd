# shellcheck shell=sh
# module: meta
# summary: control the run itself
# check: full   diff: none
# runs: controller
# free-form: free_form
# example: meta: flush_handlers
# option: free_form  enum  noop|flush_handlers|refresh_inventory|clear_facts|clear_host_errors|end_host|end_batch|end_play|end_role|reset_connection  required  the action
