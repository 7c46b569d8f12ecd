# shellcheck shell=sh
# Puts a host back to where each timed run starts.
userdel bench-app 2>/dev/null
groupdel bench-app 2>/dev/null
rm -rf /etc/bench-app
printf 'max_clients=100\nverbose=yes\nkeep=this\n' >/etc/bench-settings
chmod 644 /etc/bench-settings
