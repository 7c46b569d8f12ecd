# shellcheck shell=sh
# module: systemd  also=systemd_service,ansible.builtin.systemd_service
# summary: start, stop, enable and mask systemd units
# check: full   diff: text   needs: awk   uses: init_links systemd_units
# example: systemd: {name: haproxy.service, state: started, enabled: true, daemon_reload: true}
# option: name           str   aliases=service,unit                       the unit; .service may be left out
# option: state          enum  started|stopped|restarted|reloaded         the wanted state; reloaded and restarted always act
# option: enabled        bool                                             whether it starts at boot
# option: masked         bool                                             whether the unit is masked, so that it can't be started
# option: force          bool                                             overwrite links that are in the way
# option: daemon_reload  bool  default=false  aliases=daemon-reload       read the unit files again first
# option: daemon_reexec  bool  default=false  aliases=daemon-reexec       restart systemd itself first
# option: scope          enum  system|user|global  default=system         which systemd instance
# option: no_block       bool  default=false                              do not wait for the result
# result: name  the unit
# result: state  started or stopped
# result: enabled  whether it starts at boot
# result: status  all properties of the unit, as systemctl shows them

systemd_run() { systemd_manage; }
