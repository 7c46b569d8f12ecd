# shellcheck shell=sh
# Prints the result of a run, to compare runs of different tools.
find /etc/bench-app /etc/bench-settings | sort | xargs stat -c '%n %F %a %U %G'
find /etc/bench-app /etc/bench-settings -type f | sort | xargs sha256sum
getent passwd bench-app | cut -d: -f1,6,7
id -gn bench-app
systemctl is-active ssh
