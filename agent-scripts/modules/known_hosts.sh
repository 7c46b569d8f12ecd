# shellcheck shell=sh
# module: known_hosts
# summary: keep a host key in a known_hosts file, or remove it
# check: full   diff: text   needs: ssh-keygen awk
# example: known_hosts: {name: git.example.net, key: "git.example.net ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ"}
# option: name       str   required  aliases=host         the host, as the key names it: with a port, [HOST]:PORT
# option: key        str                                  the line for known_hosts: the host, the type, and the key
# option: path       path  default=~/.ssh/known_hosts     the file, in a directory that exists
# option: hash_host  bool  default=false                  write a hash of the host in place of its name
# option: state      enum  present|absent  default=present  whether the key must be there; absent without a key removes all keys of the host
# result: name  the host
# result: key   the key
# result: path  the file

known_hosts_run() {
  known_hosts_name=$(printf '%s' "$p_name" | tr '[:upper:]' '[:lower:]')
  known_hosts_key=${p_key-}
  [ "$known_hosts_key" ] || [ "$p_state" = absent ] || fail 'No key specified when adding a host'
  case $known_hosts_key in *[![:space:]]*) known_hosts_check ;; '') ;; *) fail 'the key is empty' ;; esac
  read_text "$p_path" "$t_tmp.old"
  known_hosts_search
  known_hosts_plan
  if ! cmp -s "$t_tmp.old" "$t_tmp.new"; then known_hosts_write; fi
  ! checking || return 0 # Ansible says no more then
  result name "$p_name"
  if [ "${p_key+given}" ]; then result key "$p_key"; else result_null key; fi
  result path "$p_path"
  result_bool hash_host "$p_hash_host"
  result state "$p_state"
  describe "$p_path"
}

# Lets ssh-keygen find the host in the key: it knows hashes, too.
known_hosts_check() {
  case $known_hosts_name in *[![:space:]]*,*) fail 'Comma separated list of names is not supported. Please pass a single name to lookup in the known_hosts file.' ;; esac
  if [ "$p_hash_host" = true ]; then known_hosts_hash; fi
  case $known_hosts_key in *"$t_nl") ;; *) known_hosts_key=$known_hosts_key$t_nl ;; esac
  printf '%s' "$known_hosts_key" >"$t_tmp.key"
  run ssh-keygen -F "$known_hosts_name" -f "$t_tmp.key" || :
  [ "$run_stdout" ] || fail 'Host parameter does not match hashed host field in supplied key'
}
# Only ssh-keygen makes hashes on all hosts; it makes none for the lines of a certificate authority, so the mark is not shown to it.
known_hosts_hash() {
  printf '%s\n' "$known_hosts_key" >"$t_tmp.plain"
  printf '%s\n' "$known_hosts_name" >"$t_tmp.name"
  known_hosts_mark=$(awk -v tmp="$t_tmp" '
    function word(w) { if (w ~ /^@/ && !words++) { print w; return } if (!named++) { getline w < (tmp ".name") } line = line (line == "" ? "" : " ") w }
    { for (i = 1; i <= NF; i++) word($i) }
    END { print line > (tmp ".hashed") }' "$t_tmp.plain")
  run ssh-keygen -H -f "$t_tmp.hashed" || fail "cannot hash the host: $run_stderr"
  known_hosts_key="$known_hosts_mark${known_hosts_mark:+ }$(cat "$t_tmp.hashed")"
}

# Sets known_hosts_found (none, same, other) and known_hosts_line, the line with a key of the same type.
known_hosts_search() {
  known_hosts_found=none known_hosts_line=0
  [ -e "$p_path" ] || return 0
  run_to "$t_tmp.lines" ssh-keygen -F "$known_hosts_name" -f "$t_tmp.old" || :
  if [ ! -s "$t_tmp.lines" ] && [ -z "$run_stderr" ] && [ "$run_status" -le 1 ]; then return 0; fi
  [ "$run_status" -eq 0 ] || fail "ssh-keygen failed (rc=$run_status, stdout='$(cat "$t_tmp.lines")',stderr='$run_stderr')"
  known_hosts_found=other
  [ "$known_hosts_key" ] || return 0
  # shellcheck disable=SC2016
  known_hosts_line=$(awk '
    function words(   k) { k = $1 ~ /^@/ ? 1 : 0; mark = k ? $1 : ""; host = $(1 + k); type = $(2 + k); key = $(3 + k) }
    FILENAME == ARGV[1] { if (!known) { all = all " " $0 } next }
    !known++ { line = $0; $0 = all; words(); new_mark = mark; new_host = host; new_type = type; new_key = key; $0 = line }
    /^#/ { match($0, /found: line [0-9]+/); at = substr($0, RSTART + 12, RLENGTH - 12); next }
    NF {
      words()
      plain = mark !~ /^@(cert-authority|revoke)/
      if (new_host ~ /^\|1\|/ && host ~ /^\|1\|/) new_host = host
      if (mark == new_mark && host == new_host && type == new_type && key == new_key) { print "same " at; exit }
      if (plain && type == new_type) { print "other " at; exit }
    }' "$t_tmp.key" "$t_tmp.lines")
  case $known_hosts_line in
    'same '*) known_hosts_found=same ;;
    'other '*) ;;
    *) known_hosts_line=0 ;;
  esac
  known_hosts_line=${known_hosts_line#* }
}

known_hosts_plan() {
  cp -- "$t_tmp.old" "$t_tmp.new"
  [ "$p_state/$known_hosts_found" != present/same ] && [ "$p_state/$known_hosts_found" != absent/none ] || return 0
  if [ "$known_hosts_line" -gt 0 ]; then
    sed "${known_hosts_line}d" "$t_tmp.old" >"$t_tmp.new"
  elif [ "$p_state" = absent ]; then
    [ -z "$known_hosts_key" ] || return 0
    run ssh-keygen -R "$known_hosts_name" -f "$t_tmp.new" || fail "ssh-keygen failed: $run_stderr"
  fi
  [ "$p_state" = present ] || return 0
  [ ! -s "$t_tmp.new" ] || [ -z "$(tail -c 1 -- "$t_tmp.new")" ] || printf '\n' >>"$t_tmp.new"
  cat -- "$t_tmp.key" >>"$t_tmp.new"
}

known_hosts_write() {
  changed
  diff_files "$p_path" "$t_tmp.old" "$t_tmp.new"
  checking && return
  # Like Ansible, which calls ssh-keygen -R for this.
  if [ -z "$known_hosts_key" ]; then put_from "$p_path.old" "$t_tmp.old" || fail "$put_error"; fi
  put_follows=false # as in Ansible, a link is replaced
  put_from "$p_path" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}
