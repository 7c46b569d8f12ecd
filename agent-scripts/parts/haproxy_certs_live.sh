# shellcheck shell=sh
# For haproxy_certs: what is to be done in the running process, does it, and takes it back.
#
# $t_tmp.items has a line for each certificate, with tabs between the words:
#   NAME WRITE OCSP LOADED WANTED LIVE NEW LISTS
# WRITE: whether the file on the host is another; OCSP: same, set or remove; LOADED: whether the process has the
# certificate; WANTED, LIVE: fingerprints; NEW: whether there was no file; LISTS: of the process, those to be added to, with
# commas.

# crt_against_live: prints why this can't be done in the process.
crt_against_live() {
  if [ "$p_apply" = reload ]; then
    printf 'the option apply says so\n'
  elif ! crt_is_plain; then
    printf 'the name of the directory or of the list has another meaning in the runtime API\n'
  elif ! $crt_readable; then
    printf 'HAProxy %s has no commands for certificates; 2.2 has\n' "$hc_version"
  elif [ "$(awk '$1 == "Nbproc:" { print $2 }' "$t_tmp.info")" -gt 1 ] 2>/dev/null; then
    printf 'several processes serve, and the socket is of one\n'
  elif ! crt_may_change; then
    printf 'the stats socket does not have the level admin in the process\n'
  else
    crt_too_much
  fi
}

# Without a name the command is incomplete: HAProxy checks the level first.
crt_may_change() {
  ask_socket "$t_tmp.may" "$p_socket" 'abort ssl cert' 5 && ! grep -q 'ermission denied' "$t_tmp.may"
}

# A payload has to fit into HAProxy's buffer with what belongs to it. What comes first in a directory is served to whoever
# names no host.
crt_too_much() {
  crt_buffer=$(hc_with "$p_dest" | while IFS= read -r hc_path; do cat -- "$hc_path"; done |
    awk '$1 == "tune.bufsize" && $2 ~ /^[0-9]+$/ { size = $2 } END { print size ? size : 16384 }')
  while IFS="$t_tab" read -r crt_name crt_write crt_ocsp crt_is_loaded crt_wanted crt_live crt_new crt_lists <&4; do
    crt_changes || [ "$crt_lists" != - ] || continue
    [ "$(crt_blocks "$t_tmp.c/$crt_name" | wc -c)" -le $((crt_buffer - 2048)) ] ||
      printf '%s is longer than the buffer of the runtime API (tune.bufsize)\n' "$crt_name"
    [ "$crt_ocsp" != remove ] || [ "$crt_wanted" != "$crt_live" ] || printf 'the OCSP response of %s goes\n' "$crt_name"
    case ,$crt_lists, in
      *,"$p_directory",*)
        crt_first=$(find "$p_directory" -maxdepth 1 ! -type d ! -name '.*' | sed 's|.*/||' | awk '!/\.(key|ocsp|issuer|sctl)$/' | LC_ALL=C sort | head -n 1)
        [ -n "$crt_first" ] && [ "$(printf '%s\n%s\n' "$crt_first" "$crt_name" | LC_ALL=C sort | head -n 1)" != "$crt_name" ] ||
          printf '%s would be the first in its directory, which is the default\n' "$crt_name"
        ;;
    esac
  done 4<"$t_tmp.items"
}

# True if the current item is another in the process than it should be.
crt_changes() {
  $crt_is_loaded || return 1
  [ "$crt_wanted" != "$crt_live" ] || [ "$crt_write" = true ] || [ "$crt_ocsp" != same ]
}

crt_live() {
  : >"$t_tmp.done"
  while IFS="$t_tab" read -r crt_name crt_write crt_ocsp crt_is_loaded crt_wanted crt_live crt_new crt_lists <&4; do
    crt_path=$p_directory/$crt_name
    crt_changes || [ "$crt_lists" != - ] || continue
    hc_note "live $crt_name" || { hc_why="cannot write $hc_journal" && return 1; }
    printf '%s\n' "$crt_name" >>"$t_tmp.done"
    if ! $crt_is_loaded; then
      crt_say "new ssl cert $crt_path" '' 'New empty certificate store' || return 1
    fi
    if ! $crt_is_loaded || crt_changes; then
      crt_set "$t_tmp.c/$crt_name" "$([ "$crt_ocsp" = remove ] || printf '%s' "$t_tmp.c/$crt_name.ocsp")" || return 1
    fi
    printf '%s\n' "$crt_lists" | tr ',' '\n' >"$t_tmp.lists_of"
    while IFS= read -r crt_list <&5; do
      [ "$crt_list" = - ] || crt_say "add ssl crt-list $crt_list $crt_path" '' 'Success!' || return 1
    done 5<"$t_tmp.lists_of"
  done 4<"$t_tmp.items"
  hc_detail="$(($(wc -l <"$t_tmp.done"))) certificates, by the runtime API"
}

# crt_set FILE OCSP: replaces $crt_path in the process, at once with its OCSP response.
crt_set() {
  ask_socket "$t_tmp.said" "$p_socket" "abort ssl cert $crt_path" 5 || : # of an interrupted transition
  crt_blocks "$1" >"$t_tmp.payload"
  crt_say "set ssl cert $crt_path" "$t_tmp.payload" 'ransaction ' || return 1
  if [ -f "$2" ]; then
    openssl base64 -in "$2" >"$t_tmp.payload"
    crt_say "set ssl cert $crt_path.ocsp" "$t_tmp.payload" 'ransaction ' || return 1
  fi
  crt_say "commit ssl cert $crt_path" '' 'Success!'
  crt_code=$?
  rm -f "$t_tmp.payload" "$t_tmp.say"
  return "$crt_code"
}

# crt_say LINE PAYLOAD TEXT: sends a command. Returns 1 and sets hc_why if TEXT is not in the answer.
crt_say() {
  if [ -n "$2" ]; then
    { printf '%s <%s\n' "$1" '<' && cat "$2" && printf '\n'; } >"$t_tmp.say"
  else
    printf '%s\n' "$1" >"$t_tmp.say"
  fi
  hc_tell "$t_tmp.say" 0 says "$3" '' && return 0
  hc_refused "$t_tmp.say"
  return 1
}

# crt_proven WORD: returns 1 and sets hc_why if a certificate of the process is not the one of that column (5 wanted, 6 as it
# was), or is not in its lists.
crt_proven() {
  hc_loaded "$t_tmp.now" || { hc_why='the process does not tell which certificates it has' && return 1; }
  : >"$t_tmp.listed"
  awk -F "$t_tab" '$8 != "-" { n = split($8, list, ","); for (i = 1; i <= n; i++) print list[i] }' "$t_tmp.items" | sort -u >"$t_tmp.lists_of"
  while IFS= read -r crt_list <&4; do
    ask_socket "$t_tmp.list" "$p_socket" "show ssl crt-list $crt_list" || return 1
    awk -v list="$crt_list" '!/^#/ && NF { print list "\t" $1 }' "$t_tmp.list" >>"$t_tmp.listed"
  done 4<"$t_tmp.lists_of"
  hc_why=$(awk -F "$t_tab" -v column="$1" -v directory="$p_directory/" '
    file == "now" { live[$1] = $2; next }
    file == "listed" { there[$1, $2] = 1; next }
    {
      path = directory $1; is = path in live ? live[path] : "-"
      if (($4 == "true" || $8 != "-") && is != $column) {
        print path " has the fingerprint " is " in the process, not " $column; exit
      }
      n = $8 == "-" ? 0 : split($8, list, ",")
      for (i = 1; i <= n; i++) if (((list[i], path) in there) != (column == 5)) {
        print path (column == 5 ? " is not" : " is still") " in " list[i] " of the process"; exit
      }
    }' file=now "$t_tmp.now" file=listed "$t_tmp.listed" file=items "$t_tmp.items")
  [ -z "$hc_why" ]
}

# crt_take_back: brings back in the process what was done to it, the last first. The files are what they were.
crt_take_back() {
  awk -F "$t_tab" 'NR == FNR { item[$1] = $0; next } { line[++n] = item[$1] } END { for (i = n; i > 0; i--) print line[i] }' \
    "$t_tmp.items" "$t_tmp.done" >"$t_tmp.back"
  while IFS="$t_tab" read -r crt_name crt_write crt_ocsp crt_is_loaded crt_wanted crt_live crt_new crt_lists <&4; do
    crt_path=$p_directory/$crt_name
    crt_unlist "$crt_lists"
    ask_socket "$t_tmp.said" "$p_socket" "abort ssl cert $crt_path" 5 || return 1
    if ! $crt_is_loaded; then
      ask_socket "$t_tmp.said" "$p_socket" "del ssl cert $crt_path" 5 || return 1
    elif crt_changes && ! { [ -f "$crt_path" ] && crt_set "$crt_path" "$crt_path.ocsp"; }; then
      return 1
    fi
  done 4<"$t_tmp.back"
  crt_proven 6
}

# crt_unlist LISTS: takes $crt_path out of them. What is not in them needs nothing, and the proof follows.
crt_unlist() {
  printf '%s\n' "$1" | tr ',' '\n' >"$t_tmp.lists_of"
  while IFS= read -r crt_list <&5; do
    [ "$crt_list" = - ] || ask_socket "$t_tmp.said" "$p_socket" "del ssl crt-list $crt_list $crt_path" 5 || :
  done 5<"$t_tmp.lists_of"
}
