# shellcheck shell=sh
# module: haproxy_info
# summary: report which HAProxy is installed, how it was built, and which of its processes run
# check: full   diff: none   needs: awk   uses: socket haproxy_old openssl haproxy_loaded
# example: haproxy_info:
# option: binary         path  default=/usr/local/sbin/haproxy        the program to ask
# option: socket         path  default=/run/haproxy/admin.sock        the stats socket, for `show info`
# option: master_socket  path  default=/run/haproxy-master.sock       the master's socket, for `show proc`
# option: features       list/str                                     features asked for, as OPENSSL, USE_OPENSSL or USE_OPENSSL=1
# option: version        str                                          the version asked for
# result: installed      whether the program is there and runs
# result: version        as 2.6.12
# result: major          as 2.6
# result: build_options  the text after OPTIONS of `-vv`
# result: features       what is built in, as the program lists it; from 1.8 and 1.9 what can be told from their build options
# result: missing        of the features asked for, those that are not there
# result: wanted         whether version and features are as asked for
# result: openssl        the version it runs with, when there is one
# result: running        whether a process answers at the stats socket
# result: info           `show info`, name by name
# result: certificates   of each certificate of the process (2.2 and later) its path, fingerprint (SHA-1), names, subject, expires (seconds since 1970), days_left, and agrees: whether the file has the same, null if that can't be read
# result: master         pid, reloads and failed of the master process, where its socket answers
# result: workers        pid, reloads, version, old and age (in seconds) of each worker, where the master's socket answers; of an old one also its connections, and the three streams that live longest, with age, client, frontend and server

haproxy_info_run() {
  haproxy_info_build
  haproxy_info_serving
  haproxy_info_certificates
  haproxy_info_processes
}

haproxy_info_build() {
  if ! run_to "$t_tmp.vv" "$p_binary" -vv; then
    result_bool installed false
    result_bool wanted false
    return
  fi
  haproxy_info_asked=
  each features haproxy_info_ask_for
  # 1.8 and 1.9 print only the options of make; names of libraries in the rest of the output are added
  awk -v asked="$haproxy_info_asked" -v version_asked="${p_version-}" '
    function text(s) { gsub(/\\/, "&&", s); gsub(/"/, "\\\"", s); return "\"" s "\"" }
    function feature(name) { if (!(name in has)) { has[name] = 1; list = list (list == "" ? "" : ",") text(name) } }
    function given(option) {
      if (option !~ /^USE_.*=./ || option ~ /=(0|no)?$/) return
      sub(/^USE_/, "", option); sub(/=.*/, "", option); told[option] = 1
    }
    /^HA-?Proxy version / && version == "" { version = $3; sub(/[-+~].*/, "", version) }
    /^  OPTIONS = / && options == "" {
      options = $0; sub(/^  OPTIONS = */, "", options)
      n = split(options, option, " "); for (i = 1; i <= n; i++) given(option[i])
    }
    /^Feature list/ { listed = 1; for (i = 4; i <= NF; i++) if ($i ~ /^\+/) feature(substr($i, 2)) }
    /^Built with (OpenSSL|SSL library) version/ { told["OPENSSL"] = 1 }
    /^Running on (OpenSSL|SSL library) version/ { openssl = $0; sub(/^[^:]*: */, "", openssl) }
    /^Built with Lua version/ { told["LUA"] = 1 }
    /^Built with PCRE version/ { told["PCRE"] = 1 }
    /^Built with PCRE2 version/ { told["PCRE2"] = 1 }
    /^Built with zlib version/ { told["ZLIB"] = 1 }
    /^Built with network namespace support/ { told["NS"] = 1 }
    END {
      if (!listed) for (name in told) feature(name)
      split(version, part, "."); release = part[1] * 100 + part[2]
      n = split(asked, want, " ")
      for (i = 1; i <= n; i++) {
        if (want[i] in has) continue
        # later versions lack these options, since they always or never do it
        if (want[i] == "SYSTEMD" && release >= 301 || want[i] == "REGPARM" && release >= 202) continue
        missing = missing (missing == "" ? "" : ",") text(want[i])
      }
      print "b\tinstalled\ttrue"
      print "s\tversion\t" version
      print "s\tmajor\t" part[1] "." part[2]
      print "s\tbuild_options\t" options
      print "j\tfeatures\t[" list "]"
      print "j\tmissing\t[" missing "]"
      print "b\twanted\t" (missing == "" && (version_asked == "" || version_asked == version) ? "true" : "false")
      if (openssl != "") print "s\topenssl\t" openssl
    }' "$t_tmp.vv" | result_table
}

haproxy_info_ask_for() {
  haproxy_info_name=${1#USE_}
  haproxy_info_asked="$haproxy_info_asked ${haproxy_info_name%%=*}"
}

haproxy_info_serving() {
  if [ -S "$p_socket" ] && ask_socket "$t_tmp.info" "$p_socket" 'show info' && grep -q '^Pid: ' "$t_tmp.info"; then
    result_bool running true
    awk '/^[^:]+:/ { name = value = $0; sub(/:.*/, "", name); sub(/^[^:]*: */, "", value); gsub(/[ \/]/, "_", name); print "s\tinfo/" name "\t" value }
      ' "$t_tmp.info" | result_table
  else
    result_bool running false
  fi
}

haproxy_info_processes() {
  [ -S "$p_master_socket" ] && ask_socket "$t_tmp.proc" "$p_master_socket" 'show proc' || return 0
  hc_old_workers "$t_tmp.proc" >"$t_tmp.workers"
  awk '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "<reloads>") reloads = i; if (/<relative PID>/) reloads--; next }
    NR == FNR && $2 == "master" {
      failed = 0; if (match($0, /failed: [0-9]+/)) failed = substr($0, RSTART + 8, RLENGTH - 8)
      printf "j\tmaster\t{\"pid\":%d,\"reloads\":%d,\"failed\":%d}\n", $1, $reloads, failed
    }
    NR == FNR { next }
    {
      more = $6 == "-" ? "" : ",\"connections\":" $6 ",\"streams\":" $7
      workers = workers sprintf("%s{\"pid\":%d,\"reloads\":%d,\"version\":\"%s\",\"old\":%s,\"age\":%d%s}", workers == "" ? "" : ",", $1, $2, $3, $4,
        $5, more)
    }
    END { printf "j\tworkers\t[%s]\n", workers }' "$t_tmp.proc" "$t_tmp.workers" | result_table
}

haproxy_info_certificates() {
  [ -S "$p_socket" ] && hc_loaded "$t_tmp.loaded" || return 0
  : >"$t_tmp.files"
  while IFS="$t_tab" read -r haproxy_info_path haproxy_info_rest <&4; do
    hc_print=-
    [ ! -f "$haproxy_info_path" ] || hc_certificate "$haproxy_info_path" || :
    printf '%s\n' "$hc_print" >>"$t_tmp.files"
  done 4<"$t_tmp.loaded"
  date +%s >"$t_tmp.now"
  awk -F "$t_tab" "$t_awk_json"'
    file == "now" { now = $1; next }
    file == "files" { print_of[FNR] = $1; next }
    {
      left = $3 == "-" ? "null" : int(($3 - now) / 86400) - (($3 - now) < 0 && ($3 - now) % 86400 != 0)
      list = list (FNR > 1 ? "," : "") "{\"path\":" json($1) ",\"fingerprint\":" json($2) ",\"names\":" json($4) ",\"subject\":" json($5) \
        ",\"expires\":" ($3 == "-" ? "null" : $3) ",\"days_left\":" left ",\"agrees\":" \
        (print_of[FNR] == "-" ? "null" : print_of[FNR] == $2 ? "true" : "false") "}"
    }
    END { print "j\tcertificates\t[" list "]" }' file=now "$t_tmp.now" file=files "$t_tmp.files" file=loaded "$t_tmp.loaded" | result_table
}
