"""Changes on hosts that no playbook made: each change, and the task that must report it."""

from dataclasses import dataclass

LIVE = "(what runs)"  # found by the check of running services, not by a task


@dataclass(frozen=True)
class Plant:
    kind: str
    what: str
    task: str  # the task that must report it
    script: str
    also: tuple = ()  # other tasks that report it, because they manage the same thing
    mend: str = ""  # what a rollout does not restore


def plants():
    return [
        # ---- the content of files
        Plant("content", "a value changed", "Settings", "sed -i 's/workers = 4/workers = 9/' /etc/fleet/app.conf"),
        Plant("content", "an extra line", "Settings", "echo 'debug = yes' >>/etc/fleet/app.conf"),
        Plant("content", "a blank at a line's end", "Settings", "sed -i 's/128/128 /' /etc/fleet/app.conf"),
        Plant(
            "content",
            "changed, same size and time",
            "Settings",
            "touch -r /etc/fleet/app.conf /tmp/t; sed -i 's/128/821/' /etc/fleet/app.conf; touch -r /tmp/t /etc/fleet/app.conf",
        ),
        Plant("content", "emptied", "Settings", ": >/etc/fleet/app.conf"),
        Plant("content", "the last line's end gone", "Settings from a template", "truncate -s -1 /etc/fleet/fleet.conf"),
        Plant("content", "line ends of another system", "Settings from a template", "sed -i 's/$/\\r/' /etc/fleet/fleet.conf"),
        Plant("content", "a file deep in a tree", "Tree of files", "echo more >>/etc/fleet/tree/sub/two.txt"),
        Plant("content", "a NUL at the end", "Certificate", "printf '\\0' >>/etc/fleet/site.pem"),
        Plant("content", "a program replaced", "Program", "printf '#!/bin/sh\\nexec sleep 1d\\n' >/usr/local/sbin/fleet-daemon"),
        Plant("content", "a file of an archive", "Archive", "echo other >/srv/fleet/releases/2/index.html"),
        Plant("content", "a download", "From the mirror", "echo >>/srv/fleet/haproxy.tar.gz"),
        Plant("content", "sudo widened", "Worker's rights", "echo 'worker ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/worker"),
        # ---- a line, a block
        Plant("line", "changed", "Limits", "sed -i 's/65536/1024/' /etc/security/limits.d/fleet.conf"),
        Plant("line", "removed", "Limits", ": >/etc/security/limits.d/fleet.conf"),
        Plant("line", "commented out", "Limits", "sed -i 's/^worker/#&/' /etc/security/limits.d/fleet.conf"),
        Plant("line", "one that is not to be there", "No core dumps", "echo '* soft core unlimited' >>/etc/security/limits.conf"),
        Plant("line", "overridden by a later one", "Logins", "echo 'PermitEmptyPasswords yes' >>/etc/ssh/sshd_config"),
        Plant("line", "text that is to be replaced", "Login message", "echo 'Debian GNU/Linux 12' >>/etc/issue.net"),
        Plant("line", "a line in a block", "Names of the fleet", "sed -i s/10.0.0.2/10.9.9.9/ /etc/fleet/hosts"),
        Plant("line", "a block removed", "Names of the fleet", "sed -i '/BEGIN/,/END/d' /etc/fleet/hosts"),
        Plant("line", "a line added to a block", "Names of the fleet", "sed -i '/one$/a 10.0.0.3 three' /etc/fleet/hosts"),
        # ---- attributes
        Plant("mode", "a key readable by all", "Certificate", "chmod 0644 /etc/fleet/site.pem"),
        Plant("mode", "set-user-id", "Program", "chmod 4755 /usr/local/sbin/fleet-daemon"),
        Plant("mode", "of a directory", "Directory of the fleet", "chmod 0777 /etc/fleet"),
        Plant("mode", "the sticky bit", "Package cache", "chmod 1755 /var/cache/fleet"),
        Plant("mode", "deep in a tree", "Data", "mkdir -p /srv/fleet/data/a; touch /srv/fleet/data/a/b; chown -R worker:fleet /srv/fleet/data; chmod 0604 /srv/fleet/data/a/b"),
        Plant("owner", "of a file", "Certificate", "chown worker /etc/fleet/site.pem"),
        Plant("owner", "of a home", "Home of the worker", "chown root /home/worker"),
        Plant("owner", "deep in a tree", "Data", "touch /srv/fleet/data/c; chmod 0640 /srv/fleet/data/c"),
        Plant("group", "of a file", "Settings", "chgrp root /etc/fleet/app.conf"),
        Plant("group", "of a directory", "Directory of the fleet", "chgrp adm /etc/fleet"),
        # ---- types of paths
        Plant("missing", "a file", "Settings", "rm /etc/fleet/app.conf"),
        Plant("missing", "a file in a tree", "Tree of files", "rm /etc/fleet/tree/one.txt"),
        Plant("missing", "a file of an archive", "Archive", "rm /srv/fleet/releases/2/index.html"),
        Plant("missing", "a download", "From the mirror", "rm /srv/fleet/haproxy.tar.gz"),
        Plant("missing", "a directory", "Releases", "rm -r /srv/fleet/releases/1"),
        Plant("missing", "a link", "Release in use", "rm /srv/fleet/current"),
        Plant("missing", "what a command left", "Touched once", "rm /srv/fleet/initialised"),
        Plant("kind", "a link's target", "Release in use", "ln -sfn /srv/fleet/releases/1 /srv/fleet/current"),
        Plant("kind", "a file in place of a link", "Release in use", "rm /srv/fleet/current; echo >/srv/fleet/current"),
        Plant("kind", "a directory in place of a link", "Release in use", "rm /srv/fleet/current; mkdir /srv/fleet/current"),
        Plant("kind", "a link in place of a file", "Settings", "cp -p /etc/fleet/app.conf /srv/app.conf; ln -sf /srv/app.conf /etc/fleet/app.conf"),
        Plant("kind", "a directory in place of a file", "Settings", "rm /etc/fleet/app.conf; mkdir /etc/fleet/app.conf", mend="rm -rf /etc/fleet/app.conf"),
        Plant("kind", "a file in place of a directory", "Releases", "rm -r /srv/fleet/releases/1; : >/srv/fleet/releases/1", mend="rm /srv/fleet/releases/1"),
        Plant("extra", "a file that is not to be there", "Nothing of the past", ": >/etc/fleet/old.conf"),
        Plant("extra", "a link that is not to be there", "Nothing of the past", "ln -s nowhere /etc/fleet/old.conf"),
        Plant("extra", "a directory that is not to be there", "Nothing of the past", "mkdir -p /srv/fleet/releases/0/x"),
        # ---- packages
        Plant("package", "missing", "Packages", "dpkg -r socat"),
        Plant("package", "not to be there", "No telnet", "dpkg -i /tmp/telnet_1.0_all.deb"),
        Plant("package", "downgraded", "Tool", "dpkg -i /tmp/fleet-tool_1.0_all.deb"),
        Plant("package", "removed", "Tool", "dpkg -r fleet-tool"),
        Plant("package", "no longer held", "HAProxy is held", "apt-mark unhold haproxy"),
        # ---- services
        Plant("service", "stopped", "Cron runs", "systemctl stop cron"),
        Plant("service", "disabled", "Cron runs", "systemctl disable cron"),
        Plant("service", "masked, and runs", "Cron runs", "systemctl mask cron", also=(LIVE,), mend="systemctl unmask cron"),
        Plant("service", "masked and stopped", "Cron runs", "systemctl mask --now cron", mend="systemctl unmask cron"),
        Plant("service", "failed", "Fleet runs", "systemctl kill -s KILL fleet; systemctl stop fleet"),
        Plant("service", "a unit stopped", "Fleet runs", "systemctl stop fleet"),
        Plant("service", "a unit disabled", "Fleet runs", "systemctl disable fleet"),
        Plant("service", "no longer masked", "Timer never runs", "systemctl unmask apt-daily.timer"),
        Plant("service", "started, and not to run", "No helper runs", "systemctl start fleet-helper"),
        Plant("service", "enabled, and not to be", "No helper runs", "systemctl enable fleet-helper"),
        Plant("unit", "changed", "Unit", "sed -i 's/^Restart=.*/Restart=no/' /etc/systemd/system/fleet.service; systemctl daemon-reload"),
        Plant("unit", "changed, not loaded", "Unit", "sed -i 's/^Restart=.*/Restart=no/' /etc/systemd/system/fleet.service", also=(LIVE,)),
        Plant("unit", "removed", "Unit", "rm /etc/systemd/system/fleet.service; systemctl daemon-reload", also=("Fleet runs", LIVE)),
        Plant("unit", "a drop-in changed", "Drop-in", "sed -i s/4096/64/ /etc/systemd/system/fleet.service.d/limits.conf; systemctl daemon-reload"),
        Plant("unit", "a drop-in removed", "Drop-in", "rm /etc/systemd/system/fleet.service.d/limits.conf; systemctl daemon-reload"),
        Plant(
            "unit",
            "a drop-in nobody knows, not loaded",
            LIVE,
            "sleep 1; printf '[Service]\\nNice=5\\n' >/etc/systemd/system/fleet.service.d/zz.conf",
            mend="rm /etc/systemd/system/fleet.service.d/zz.conf; systemctl daemon-reload",
        ),
        # ---- the kernel, and the host
        Plant("kernel", "a parameter that runs", "Kernel parameters", "sysctl -qw net.core.somaxconn=128"),
        Plant("kernel", "a list that runs", "Kernel parameters", "sysctl -qw net.ipv4.ip_local_port_range='32768 60999'"),
        Plant("kernel", "a parameter on file", "Kernel parameters", "sed -i s/8192/128/ /etc/sysctl.d/60-fleet.conf"),
        Plant("kernel", "a parameter commented out", "Kernel parameters", "sed -i 's/^net.core/#&/' /etc/sysctl.d/60-fleet.conf"),
        Plant("kernel", "one that is not to be on file", "No forwarding on file", "echo 'net.ipv4.ip_forward = 1' >>/etc/sysctl.d/60-fleet.conf"),
        Plant("host", "its name", "Name of the host", "hostname elsewhere"),
        Plant("host", "its name at the next boot", "Name of the host", "echo elsewhere >/etc/hostname"),
        Plant("mount", "unmounted", "Scratch space", "umount /srv/scratch"),
        Plant("mount", "not mounted at the next boot", "Scratch space", "sed -i /scratch/d /etc/fstab"),
        Plant("mount", "other options at the next boot", "Scratch space", "sed -i s/size=4m/size=9m/ /etc/fstab"),
        # ---- users
        Plant("user", "another shell", "User", "usermod -s /bin/bash worker"),
        Plant("user", "another number", "User", "usermod -u 4999 worker", also=("Data", "Settings from a template", "Home of the worker")),
        Plant("user", "a further group", "User", "usermod -aG sudo worker"),
        Plant("user", "a group less", "User", "gpasswd -d worker adm"),
        Plant("user", "another main group", "User", "usermod -g users worker", also=("Home of the worker",)),
        Plant("user", "another home", "User", "usermod -d /tmp worker", also=("Worker's keys",)),
        Plant("user", "another description", "User", "usermod -c Root worker"),
        Plant("user", "removed", "User", "userdel worker", also=("Data", "Settings from a template", "Home of the worker", "Worker's keys", "Worker's job")),
        Plant("user", "one that is not to be there", "User of the past", "useradd -M -N leaver"),
        Plant("group", "one that is not to be there", "Group of the past", "groupadd leavers"),
        Plant(
            "group",
            "another number",
            "Group",
            "groupmod -g 4199 fleet",
            also=("User", "Data", "Settings", "Settings from a template", "Directory of the fleet", "Home of the worker"),
        ),
        Plant("key", "one less", "Worker's keys", "sed -i /joe/d /home/worker/.ssh/authorized_keys"),
        Plant("key", "one more", "Worker's keys", "echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEve eve' >>/home/worker/.ssh/authorized_keys"),
        Plant("key", "other options", "Worker's keys", "sed -i 's/^.*jane/no-pty &/' /home/worker/.ssh/authorized_keys"),
        Plant("key", "commented out", "Worker's keys", "sed -i 's/^.*jane/#&/' /home/worker/.ssh/authorized_keys"),
        # ---- cron
        Plant("cron", "a job's time", "Nightly job", "crontab -l | sed 's/^30 2/0 14/' | crontab -"),
        Plant("cron", "a job's command", "Nightly job", "crontab -l | sed 's/--sweep/--sweep --force/' | crontab -"),
        Plant("cron", "a job removed", "Nightly job", "crontab -r"),
        Plant("cron", "a job commented out", "Nightly job", "crontab -l | sed 's/^30 2/#&/' | crontab -"),
        Plant("cron", "a job's line removed, its name left", "Nightly job", "crontab -l | sed '/^30 2/d' | crontab -"),
        Plant("cron", "a user's job", "Worker's job", "echo '@daily true' | crontab -u worker -"),
        Plant("cron", "a job in a file", "Job in a file", "sed -i 's/ worker / root /' /etc/cron.d/fleet"),
        Plant("cron", "a file removed", "Job in a file", "rm /etc/cron.d/fleet", also=("Job's address",)),
        Plant("cron", "a variable", "Job's address", "sed -i s/ops@/nobody@/ /etc/cron.d/fleet"),
        Plant("cron", "one that is not to be there", "Job of the past", "{ crontab -l; printf '#Ansible: obsolete\\n* * * * * true\\n'; } | crontab -"),
        # ---- running services
        Plant("haproxy", "its configuration", "HAProxy's configuration", "sed -i 's/maxconn 1000/maxconn 10/' /etc/haproxy/haproxy.cfg"),
        Plant("haproxy", "mode of its configuration", "HAProxy's configuration", "chmod 0666 /etc/haproxy/haproxy.cfg"),
        Plant(
            "haproxy",
            "runs another configuration than the file",
            "HAProxy's configuration",
            "cd /etc/haproxy; cp -p haproxy.cfg keep; sed -i 's/maxconn 1000/maxconn 10/; s/cfg-[0-9a-f]*/cfg-00000000/' haproxy.cfg; systemctl restart haproxy; mv keep haproxy.cfg",
            also=(LIVE,),
            mend="systemctl restart haproxy",
        ),
        Plant("haproxy", "stopped", "HAProxy runs", "systemctl stop haproxy", also=("HAProxy's configuration",)),
        Plant("running", "restarted outside", LIVE, "systemctl restart fleet"),
        Plant("running", "HAProxy restarted outside", LIVE, "systemctl restart haproxy"),
        Plant("running", "a service that only a handler names", LIVE, "systemctl restart ssh"),
        Plant(
            "running",
            "a program that is no longer the one on disk",
            LIVE,
            "cp -p /usr/local/sbin/fleet-sleep /tmp/s; mv /tmp/s /usr/local/sbin/fleet-sleep",
            mend="systemctl restart fleet",
        ),
        Plant(
            "running",
            "HAProxy's program replaced",
            LIVE,
            "cp -p /usr/sbin/haproxy /tmp/h; printf x >>/tmp/h; mv /usr/sbin/haproxy /usr/sbin/haproxy.old; mv /tmp/h /usr/sbin/haproxy",
            mend="mv /usr/sbin/haproxy.old /usr/sbin/haproxy; systemctl restart haproxy",
        ),
    ]
