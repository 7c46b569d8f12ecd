# shellcheck shell=sh
# module: include_vars
# summary: read variables for a host from files of the controller
# check: full   diff: none
# runs: controller
# free-form: file
# example: include_vars: {file: "{{ ansible_os_family }}.yml"}
# option: file                      path                           the file; looked for in vars/ of the role, then beside the task file and the playbook
# option: dir                       path                           a directory whose files are read in order of their names
# option: name                      str                            a variable that is to hold them all, in place of one variable each
# option: depth                     int       default=0            how deep dir is searched; 0 for all the way
# option: files_matching            str                            only files of dir whose name matches this pattern
# option: ignore_files              list/str                       patterns of names in dir to leave out
# option: extensions                list/str  default=yaml,yml,json  endings of the files of dir that are read
# option: ignore_unknown_extensions bool      default=false        leave out files of dir with other endings in place of failing
# option: hash_behaviour            enum      replace|merge        how mappings meet those that are there: replaced when not given
# exclusive: file dir
# one-of: file dir
# result: ansible_included_var_files  the files that were read
# result: ansible_facts               the variables
