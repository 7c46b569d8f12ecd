# shellcheck shell=sh
# module: fetch
# summary: copy a file from the host to the controller
# check: partial   diff: none   needs: stat
# example: fetch: {src: /etc/haproxy/haproxy.cfg, dest: backup}
# option: src                path  required        the file on the host
# option: dest               str   required        directory on the controller; the file goes to dest/HOST/src, or to dest itself with flat
# option: flat               bool  default=false   leave out the host's name and the path
# option: fail_on_missing    bool  default=true    fail if the file does not exist
# option: validate_checksum  bool  default=true    compare checksums after the transfer
# result: checksum         SHA-1 of the file
# result: dest             path on the controller
# result: remote_checksum  SHA-1 on the host

# The controller compares the checksum with what it has, and downloads the file if it differs.
fetch_run() {
  if [ ! -e "$p_src" ]; then
    [ "$p_fail_on_missing" = false ] || fail 'the remote file does not exist'
    result file "$p_src"
    result_bool _exists false
    done_with 'the remote file does not exist, not transferring, ignored'
  fi
  [ ! -d "$p_src" ] || fail 'remote file is a directory, fetch cannot work on directories'
  [ -r "$p_src" ] || fail "remote file $p_src is not readable"
  result_bool _exists true
  checksum_of "$p_src" || fail "cannot compute the checksum of $p_src"
  result remote_checksum "$c_sum"
  result_int _size "$(stat -L -c %s -- "$p_src")"
}
