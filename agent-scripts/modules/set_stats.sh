# shellcheck shell=sh
# module: set_stats
# summary: keep figures of the run, to be shown after its recap
# check: full   diff: none
# runs: controller
# example: set_stats: {data: {packages_updated: "{{ updated | length }}"}}
# option: data       dict  required       the figures by name
# option: per_host   bool  default=false  keep them for the host, and not for the run
# option: aggregate  bool  default=true   add them to what is kept: sums of numbers, joined texts, lists and dictionaries; otherwise replace it
# result: ansible_stats  what is kept
