# shellcheck shell=sh
# module: sysvinit
# summary: start, stop and enable services that have a script in /etc/init.d
# check: full   diff: text   needs: awk   uses: init_links init_scripts reverse
# example: sysvinit: {name: haproxy, state: started, enabled: true}
# option: name       str  required  aliases=service               the service, or the path of its script
# option: state      enum  started|stopped|restarted|reloaded     the wanted state; reloaded and restarted always act
# option: enabled    bool                                         whether it starts at boot
# option: sleep      int   default=1                              seconds to wait after the stop and after the start of a restart
# option: pattern    str                                          what to look for in the process list if the script can't report the state
# option: runlevels  list/str                                     the run levels that enabled is about; default: all
# option: arguments  str   aliases=args                           more arguments for the script
# option: daemonize  bool  default=false                          start it in a session of its own, for scripts that do not detach
# one-of: state enabled
# result: name  the service
# result: status  what was done about `enabled` and about the state: changed, rc, stdout, stderr

sysvinit_run() { init_manage; }
