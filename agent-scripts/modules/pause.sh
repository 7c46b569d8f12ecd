# shellcheck shell=sh
# module: pause
# summary: wait for some time, or for the operator
# check: full   diff: none
# runs: controller
# example: pause: {seconds: 10}
# option: echo     bool   default=true  whether what the operator types is shown
# option: minutes  float                how long to wait
# option: seconds  float                how long to wait
# option: prompt   str                  the question to the operator
# exclusive: minutes seconds
# result: user_input  what the operator typed
# result: start       when the pause started
# result: stop        when it ended
# result: delta       duration in seconds
# result: echo        whether the input was shown
