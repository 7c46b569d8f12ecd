# shellcheck shell=sh
# What statements for databases need, whatever the server.

# sql_escape TEXT CHARACTER WITH: sets sql_escaped to TEXT with WITH in place of each CHARACTER.
sql_escape() {
  sql_escaped='' sql_rest=$1
  while :; do
    case $sql_rest in *"$2"*) ;; *) break ;; esac
    sql_escaped=$sql_escaped${sql_rest%%"$2"*}$3
    sql_rest=${sql_rest#*"$2"}
  done
  sql_escaped=$sql_escaped$sql_rest
}
