# shellcheck shell=sh
# module: validate_argument_spec
# summary: fail unless variables match an argument spec
# check: full   diff: none
# runs: controller
# example: validate_argument_spec: {argument_spec: {port: {type: int, required: true}}}
# option: argument_spec          raw  required  the options that are wanted, as in meta/argument_specs.yml of a role
# option: provided_arguments     raw            their values; those that are missing are variables of the same name
# option: validate_args_context  raw            what the values belong to, shown in the result
# result: argument_errors        what is wrong
# result: argument_spec_data     the options that were wanted
# result: validate_args_context  what the values belong to
