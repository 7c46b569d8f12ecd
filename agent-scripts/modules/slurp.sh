# shellcheck shell=sh
# module: slurp
# summary: read a file of the host, as base64
# check: full   diff: none
# example: slurp: {src: /etc/machine-id}
# option: src  path  required  aliases=path  the file
# result: content   the file in base64; the filter b64decode gives the text
# result: encoding  base64
# result: source    the path of the file

slurp_run() {
  [ -e "$p_src" ] || fail "file not found: $p_src"
  [ ! -d "$p_src" ] || fail "source is a directory and must be a file: $p_src"
  [ -r "$p_src" ] || fail "file is not readable: $p_src"
  if have base64; then
    slurp_encode() { base64; }
  elif have openssl; then
    slurp_encode() { openssl base64; }
  else
    fail 'the host has no program for base64: base64 of coreutils or busybox, or openssl'
  fi
  # to a file first: a shell variable for 100 MB would be slow
  (slurp_encode <"$p_src" && : >"$t_tmp.whole") | tr -d '\n' >"$t_tmp.base64"
  [ -e "$t_tmp.whole" ] || fail "unable to slurp file: $p_src"
  result_file content "$t_tmp.base64"
  result source "$p_src"
  result encoding base64
  unchanged
}
