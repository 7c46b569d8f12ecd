# shellcheck shell=sh
# module: add_host
# summary: add a host to the inventory of this run
# check: full   diff: none
# runs: controller
# example: add_host: {name: lb9.example.org, groups: [balancers], ansible_host: 192.0.2.9}
# option: name    str       required  aliases=host,hostname     the host, optionally with :PORT
# option: groups  list/str            aliases=group,groupname   groups to add the host to; missing ones are created
# option: *       raw                 any other name is a variable of the host
# result: add_host  the host with its groups and variables
