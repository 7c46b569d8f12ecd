# shellcheck shell=sh
# module: runit  also=community.general.runit
# summary: start, stop and enable services of runit
# check: full   diff: none   needs: awk   uses: runit_services reverse
# example: runit: {name: haproxy, state: started, enabled: true}
# option: name         str  required                     the service
# option: state        enum  killed|once|reloaded|restarted|started|stopped  the wanted state; killed, once, reloaded and restarted always act
# option: enabled      bool                              whether it has a link in service_dir; one that loses it is stopped
# option: service_dir  str   default=/var/service        the directory that runsvdir watches
# option: service_src  str   default=/etc/sv             the directory of the services' own directories
# result: sv  what sv says of the service: state, enabled (before), svc_full, src_full, pid, duration, full_state

runit_run() { runit_manage; }
