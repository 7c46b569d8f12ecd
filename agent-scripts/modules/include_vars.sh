# shellcheck shell=sh
# module: include_vars
# summary: read variables for a host from files on the controller
# check: full   diff: none
# runs: controller
# free-form: file
# example: include_vars: {file: "{{ ansible_os_family }}.yml"}
# option: file                      path                           the file; searched in vars/ of the role, then next to the task file and the playbook
# option: dir                       path                           a directory whose files are read in alphabetical order
# option: name                      str                            a variable that gets them all, in place of one variable each
# option: depth                     int       default=0            how many levels of dir to read; 0 for all
# option: files_matching            str                            only files of dir whose name matches this regular expression
# option: ignore_files              list/str                       globs of file names to skip
# option: extensions                list/str  default=yaml,yml,json  extensions of the files to read
# option: ignore_unknown_extensions bool      default=false        skip files with other extensions in place of failing
# option: hash_behaviour            enum      replace|merge        how mappings combine with existing ones; default replace
# exclusive: file dir
# one-of: file dir
# result: ansible_included_var_files  the files
# result: ansible_facts               the variables
