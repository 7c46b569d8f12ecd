# shellcheck shell=sh
# module: set_fact
# summary: set variables of a host for the rest of the run
# check: full   diff: none
# runs: controller
# option: cacheable  bool  default=false  the variables are facts besides, so of lower precedence, and are cached as such
# option: *          raw                  any other name is a variable to set
