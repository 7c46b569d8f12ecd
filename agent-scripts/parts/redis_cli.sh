# shellcheck shell=sh
# Commands for redis, by the host's redis-cli. They are on its standard input, the password too: arguments can be read by
# every user of the host.

redis_cli_begin() {
  task_has redis-cli || fail 'the host has no redis-cli: install the client of redis (redis-tools)'
  redis_cli_login=
  if [ -n "${p_login_password-}" ]; then
    redis_cli_word "$p_login_password"
    redis_cli_login=$redis_cli_word
    if [ -n "${p_login_user-}" ]; then
      redis_cli_word "$p_login_user"
      redis_cli_login="$redis_cli_word $redis_cli_login"
    fi
    redis_cli_login="AUTH $redis_cli_login$t_nl"
  fi
}
# redis_cli_word TEXT: sets redis_cli_word to TEXT, quoted for redis-cli.
redis_cli_word() {
  sql_escape "$1" "\\" "\\\\"
  sql_escape "$sql_escaped" '"' '\"'
  sql_escape "$sql_escaped" "$t_nl" '\n'
  redis_cli_word="\"$sql_escaped\""
}

# redis_cli_at FUNCTION ARG…: calls it with the words that say where the server is, and then the ARGs.
redis_cli_at() {
  redis_cli_then=$1
  shift
  if [ "$p_tls" = true ]; then
    [ "$p_validate_certs" = true ] || set -- --insecure "$@"
    [ -z "${p_ca_certs-}" ] || set -- --cacert "$p_ca_certs" "$@"
    [ -z "${p_client_cert_file-}" ] || set -- --cert "$p_client_cert_file" "$@"
    [ -z "${p_client_key_file-}" ] || set -- --key "$p_client_key_file" "$@"
    set -- --tls "$@"
  fi
  "$redis_cli_then" -h "$p_login_host" -p "$p_login_port" "$@"
}
redis_cli_run() { run redis-cli "$@" <"$t_tmp.commands"; }

# redis_cli_ask WHAT COMMAND: sets run_stdout to the answer, as redis-cli shows it to people: texts are in quotes. Ends the
# call if it is an error; WHAT begins the message.
redis_cli_ask() {
  printf '%s%s\n' "$redis_cli_login" "$2" >"$t_tmp.commands"
  redis_cli_at redis_cli_run --no-raw || fail "unable to connect to database: ${run_stderr:-$run_stdout}"
  case $run_stderr in *'Could not connect'* | *'Error:'*) fail "unable to connect to database: $run_stderr" ;; esac
  if [ -n "$redis_cli_login" ]; then
    redis_cli_first=${run_stdout%%"$t_nl"*}
    [ "$redis_cli_first" = OK ] || fail "unable to connect to database: ${redis_cli_first#?error? }"
    run_stdout=${run_stdout#*"$t_nl"}
  fi
  case $run_stdout in
    '(error) NOAUTH'*) fail "unable to connect to database: ${run_stdout#?error? }" ;;
    '(error) '*) fail "$1: ${run_stdout#?error? }" ;;
  esac
}
# redis_cli_fields: the lines NAME:VALUE of the answer to INFO. Newer versions of redis-cli write it without quotes.
redis_cli_fields() {
  printf '%s\n' "$run_stdout" | awk '{
    sub(/\r$/, "")
    if (/^".*"$/) $0 = substr($0, 2, length($0) - 2)
    gsub(/\\r\\n/, "\n"); gsub(/\\"/, "\""); gsub(/\\\\/, "\\"); print
  }'
}

# redis_cli_keep WHAT COMMAND: call it before a change that COMMAND takes back. Undo has no password.
redis_cli_keep() {
  redis_cli_what=$1 redis_cli_command=$2
  redis_cli_at redis_cli_reverse
}
redis_cli_reverse() { keep_reverse "$redis_cli_what" "$redis_cli_undo" redis-cli "$redis_cli_command" "$@"; }
# shellcheck disable=SC2016
redis_cli_undo='command=$1; shift
  said=$(printf "%s\n" "$command" | "$0" --no-raw "$@" 2>&1) || { printf "%s\n" "$said" >&2; exit 1; }
  case $said in
    OK) exit 0 ;;
    *NOAUTH*) printf "%s\n" "it needs a password; this takes it back: $command"; exit 77 ;;
  esac
  printf "%s\n" "$said" >&2; exit 1'
