# shellcheck shell=sh
# ask_socket FILE ADDRESS TEXT [SECONDS]: sends a line (nothing if TEXT is empty) to a socket (a path, or HOST:PORT).
# Writes what it receives to FILE, until the other side closes or the time is over. Returns 1 if nobody answers. Returns
# 2 and sets socket_error if the host has no program for it: a host has sh and sshd, and sh can't open a socket. perl is
# part of each Debian and Red Hat base system.
ask_socket() {
  t_ask=$3
  [ -z "$t_ask" ] || t_ask=$t_ask$t_nl
  printf '%s' "$t_ask" >"$1.asked"
  send_socket "$1" "$2" "$1.asked" "${4:-10}"
}

# send_socket FILE ADDRESS CONTENT [SECONDS]: the same, for what is in the file CONTENT.
send_socket() {
  t_limit=${4:-10} socket_error=''
  t_plain=true
  case $2 in *[!]a-zA-Z0-9_./:@[-]*) t_plain=false ;; esac # other characters have a meaning in an address of socat
  if [ "$t_plain" = true ] && have socat; then
    case $2 in
      /*) t_socket=UNIX-CONNECT:$2 ;;
      *) t_socket=TCP:$2 ;;
    esac
    socat -t "$t_limit" -T "$t_limit" - "$t_socket" <"$3" >"$1" 2>/dev/null
  elif have perl; then
    perl -e '
      use Socket; alarm $ARGV[1]; $_ = $ARGV[0];
      if (m{^/}) { socket(S, PF_UNIX, SOCK_STREAM, 0) && connect(S, sockaddr_un($_)) || exit 1 }
      else {
        my ($host, $port) = m{^\[?(.*?)\]?:(\d+)$} or exit 1;
        my ($error, $to) = Socket::getaddrinfo($host, $port, {socktype => SOCK_STREAM});
        exit 1 if $error;
        socket(S, $to->{family}, SOCK_STREAM, 0) && connect(S, $to->{addr}) || exit 1;
      }
      $SIG{ALRM} = sub { exit 0 };
      my $text = join "", <STDIN>;
      while (length $text) { my $n = syswrite S, $text or exit 1; substr($text, 0, $n) = "" }
      $| = 1; shutdown S, 1; print while sysread S, $_, 65536' "$2" "$t_limit" <"$3" >"$1" 2>/dev/null
  elif have nc && nc -h 2>&1 | grep -q -e '-[^ ]*U'; then
    case $2 in
      /*) nc -w "$t_limit" -U "$2" <"$3" >"$1" 2>/dev/null ;;
      *) nc -w "$t_limit" "${2%:*}" "${2##*:}" <"$3" >"$1" 2>/dev/null ;;
    esac
  elif have python3; then
    python3 -c '
import socket, sys
at, limit = sys.argv[1], float(sys.argv[2])
if at[0] == "/":
    s = socket.socket(socket.AF_UNIX); s.settimeout(limit); s.connect(at)
else:
    host, port = at.rsplit(":", 1); s = socket.create_connection((host.strip("[]"), int(port)), limit)
s.sendall(sys.stdin.buffer.read()); s.shutdown(1)
try:
    for some in iter(lambda: s.recv(65536), b""): sys.stdout.buffer.write(some)
except TimeoutError: pass' "$2" "$t_limit" <"$3" >"$1" 2>/dev/null
  else
    socket_error='this host has no program that can use a socket: install socat, perl, netcat with -U, or python3'
    return 2
  fi || return 1
}
