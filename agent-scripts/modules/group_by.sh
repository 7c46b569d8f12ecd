# shellcheck shell=sh
# module: group_by
# summary: put hosts into groups named by their variables
# check: full   diff: none
# runs: controller
# example: group_by: {key: "os_{{ ansible_distribution }}"}
# option: key      str       required      the group that the host gets into; blanks become dashes
# option: parents  list/str  default=all   groups that this group is put into
# result: add_group      the group
# result: parent_groups  its parents
