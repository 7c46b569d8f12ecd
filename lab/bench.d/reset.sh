# shellcheck shell=sh
# Resets a host to the state in which each measured run starts.
userdel bench-app 2>/dev/null
groupdel bench-app 2>/dev/null
rm -rf /etc/bench-app
printf 'max_clients=100\nverbose=yes\nkeep=this\n' >/etc/bench-settings
chmod 644 /etc/bench-settings
