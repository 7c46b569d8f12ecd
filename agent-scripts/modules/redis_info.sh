# shellcheck shell=sh
# module: redis_info  also=community.general.redis_info
# summary: read what a redis server says about itself
# check: full   diff: none   needs: awk   uses: sql redis_cli
# example: redis_info: {login_port: 6380}
# option: cluster  bool  default=false   also read the state of the cluster
# option-set: redis
# result: info  what the server says about itself
# result: cluster  what it says about the cluster

redis_info_run() {
  redis_cli_begin
  redis_info_read INFO info
  [ "$p_cluster" = false ] || redis_info_read 'CLUSTER INFO' cluster
}
redis_info_read() { # COMMAND RESULT
  redis_cli_ask "unable to get $2" "$1"
  redis_cli_fields | awk "$t_awk_json"'
    function value(s,   k, part, i, at, out) {
      if (s !~ /[,=]/) return number(s)
      if (s ~ /=/) {
        k = split(s, part, ","); out = ""
        for (i = 1; i <= k; i++) { at = index(part[i], "="); if (!at) continue; out = out (out == "" ? "" : ", ") json(substr(part[i], 1, at - 1)) ": " number(substr(part[i], at + 1)) }
        return "{" out "}"
      }
      k = split(s, part, ","); out = ""
      for (i = 1; i <= k; i++) out = out (i > 1 ? ", " : "") number(part[i])
      return "[" out "]"
    }
    function number(s) {
      if (s ~ /^-?[0-9]+$/) { minus = s ~ /^-/ ? "-" : ""; sub(/^-/, "", s); sub(/^0+/, "", s); return s == "" ? "0" : minus s }
      if (s ~ /^-?[0-9]+\.[0-9]+$/) return s
      return json(s)
    }
    /^#/ || !/:/ { next }
    { at = index($0, ":"); out = out (out == "" ? "" : ", ") json(substr($0, 1, at - 1)) ": " value(substr($0, at + 1)) }
    END { print "{" out "}" }' >"$t_tmp.json"
  result_json_file "$2" "$t_tmp.json"
}
