# shellcheck shell=sh
# module: group_by
# summary: create groups from host variables
# check: full   diff: none
# runs: controller
# example: group_by: {key: "os_{{ ansible_distribution }}"}
# option: key      str       required      name of the group for the host; blanks become dashes
# option: parents  list/str  default=all   parents of the group
# result: add_group      the group
# result: parent_groups  parents of the group
