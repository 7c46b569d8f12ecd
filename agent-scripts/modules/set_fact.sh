# shellcheck shell=sh
# module: set_fact
# summary: set variables of a host for the rest of the run
# check: full   diff: none
# runs: controller
# example: set_fact: {tool_home: "/opt/tool-{{ tool_version }}"}
# option: cacheable  bool  default=false  also store the variables as facts, with the lower precedence of facts
# option: *          raw                  any other name is a variable to set
