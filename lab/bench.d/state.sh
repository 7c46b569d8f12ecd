# shellcheck shell=sh
# Prints what a run left, so that runs by different means can be compared.
find /etc/bench-app /etc/bench-settings | sort | xargs stat -c '%n %F %a %U %G'
find /etc/bench-app /etc/bench-settings -type f | sort | xargs sha256sum
getent passwd bench-app | cut -d: -f1,6,7
id -gn bench-app
systemctl is-active ssh
