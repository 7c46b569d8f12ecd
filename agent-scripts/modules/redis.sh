# shellcheck shell=sh
# module: redis  also=community.general.redis
# summary: set a redis server up: a setting, its role, or remove its data
# check: full   diff: none   needs: awk   uses: sql redis_cli reverse
# example: redis: {command: config, name: maxmemory, value: 4GB}
# option: command           enum  config|flush|replica|slave         config: keep a setting; flush: remove data; replica (or slave): keep the role of the server
# option: name              str                                      a setting
# option: value             str                                      its value; sizes can be 1KB, 2M, 4GB
# option: flush_mode        enum  all|db  default=all                remove the data of all databases, or of one
# option: db                int                                      the database
# option: replica_mode      enum  master|replica|slave  default=replica  aliases=slave_mode  the role
# option: master_host       str                                      host that a replica copies
# option: master_port       int                                      its port
# option-set: redis
# result: name  the setting
# result: value  its value
# result: mode  the role
# result: flushed  whether data was removed
# result: db  the database

redis_run() {
  case ${p_command-} in
    config) redis_config ;;
    flush) redis_flush ;;
    replica | slave) redis_replica ;;
    *) fail 'A valid command must be provided' ;;
  esac
}

redis_config() {
  [ -n "${p_name-}" ] || fail 'the command config needs the option name'
  [ "${p_value+given}" ] || fail 'the command config needs the option value'
  redis_cli_begin
  redis_cli_word "$p_name"
  redis_config_name=$redis_cli_word
  redis_config_size
  redis_cli_word "$p_value"
  redis_config_value=$redis_cli_word
  redis_cli_ask 'unable to read config' "CONFIG GET $redis_config_name"
  case $run_stdout in 2\)* | *"$t_nl"2\)\ *) ;; *) fail "unable to read config: the server has no setting '$p_name'" ;; esac
  redis_config_was=${run_stdout#*"$t_nl"2) }
  case $redis_config_was in *"$t_nl"*) fail "unable to read config: '$p_name' is a pattern" ;; esac
  result name "$p_name"
  result value "$p_value"
  [ "$(redis_config_plain "$redis_config_was")" != "$(redis_config_plain "$redis_config_value")" ] || return 0
  changed
  if checking; then return; fi
  redis_cli_keep "the setting $p_name of redis" "CONFIG SET $redis_config_name $redis_config_was"
  redis_cli_ask 'unable to write config' "CONFIG SET $redis_config_name $redis_config_value"
  did
}
# redis-cli writes bytes above 126 as \xHH.
redis_config_plain() {
  printf '%s\n' "$1" | LC_ALL=C awk '{ s = $0; out = ""
    while (match(s, /\\x[0-9a-f][0-9a-f]/)) {
      h = substr(s, RSTART + 2, 2)
      out = out substr(s, 1, RSTART - 1) sprintf("%c", (index("0123456789abcdef", substr(h, 1, 1)) - 1) * 16 + index("0123456789abcdef", substr(h, 2, 1)) - 1)
      s = substr(s, RSTART + 4)
    }
    print out s }'
}
redis_config_size() { # sizes as numbers
  p_value=$(printf '%s\n.' "$p_value" | awk '
    NR == 1 && /^[0-9]+(\.[0-9]+)? *[KkMmGgTt][Bb]?$/ {
      unit = toupper($0); gsub(/[^KMGT]/, "", unit); n = $0 + 0
      for (i = index("KMGT", unit); i; i--) n *= 1024
      $0 = sprintf("%.0f", n)
    }
    { print }')
  p_value=${p_value%"$t_nl".}
}

redis_flush() {
  [ "$p_flush_mode" = all ] || [ -n "${p_db-}" ] || fail 'In db mode the db number must be provided'
  redis_cli_begin
  # A database that the server does not have: FLUSHDB would remove the first one.
  if [ "$p_flush_mode" = db ]; then redis_cli_ask "unable to flush '$p_db' database" "SELECT $p_db"; else redis_cli_ask 'unable to flush all databases' PING; fi
  changed
  result_bool flushed true
  [ "$p_flush_mode" = all ] || result_int db "$p_db"
  if checking; then return; fi
  if [ "$p_flush_mode" = all ]; then
    note redis 'FLUSHALL'
    redis_cli_ask 'unable to flush all databases' FLUSHALL
  else
    note redis "FLUSHDB of database $p_db"
    # SELECT holds for one connection.
    redis_cli_ask "unable to flush '$p_db' database" "SELECT $p_db${t_nl}FLUSHDB"
  fi
  did
}

redis_replica() {
  if [ "$p_replica_mode" != master ]; then
    [ -n "${p_master_host-}" ] || fail 'In replica mode master host must be provided'
    [ -n "${p_master_port-}" ] || fail 'In replica mode master port must be provided'
  fi
  redis_cli_begin
  redis_cli_ask 'unable to read the role' 'INFO replication'
  redis_cli_fields >"$t_tmp.fields"
  redis_replica_was=$(awk -F: '/^role:/ { role = $2 } /^master_host:/ { sub(/^[^:]*:/, ""); host = $0 } /^master_port:/ { port = $2 } END { if (role == "master") print "NO ONE"; else if (role != "") print host, port }' "$t_tmp.fields")
  [ -n "$redis_replica_was" ] || fail 'unable to read the role: the server does not tell it'
  if [ "$p_replica_mode" = master ]; then
    redis_replica_want='NO ONE'
    result mode master
  else
    redis_replica_want="$p_master_host $p_master_port"
    result mode/status replica
    result mode/master_host "$p_master_host"
    result_int mode/master_port "$p_master_port"
  fi
  [ "$redis_replica_was" != "$redis_replica_want" ] || return 0
  changed
  if checking; then return; fi
  [ "$p_replica_mode" = master ] || note redis 'the data of the server is replaced by that of its master'
  redis_replica_command "$redis_replica_was"
  redis_cli_keep 'the role of redis' "$redis_replica_command"
  redis_replica_command "$redis_replica_want"
  redis_cli_ask 'unable to set the role' "$redis_replica_command"
  did
}
redis_replica_command() { # HOST PORT
  redis_cli_word "${1% *}"
  redis_replica_command="SLAVEOF $redis_cli_word ${1##* }"
}
