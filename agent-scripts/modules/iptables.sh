# shellcheck shell=sh
# module: iptables
# summary: keep a rule, a chain or the policy of a chain in the packet filter of the running kernel
# check: full   diff: none   uses: awk iptables_rule reverse   needs: awk
# example: iptables: {chain: INPUT, protocol: tcp, destination_port: 8080, ctstate: NEW, jump: ACCEPT, comment: web}
# option: chain              str                                                      the chain; needed unless a whole table is flushed
# option: table              enum  filter|nat|mangle|raw|security  default=filter    the table
# option: state              enum  absent|present  default=present                   whether the rule must be there
# option: action             enum  append|insert   default=append                    where a new rule is put: at the end, or at the start
# option: rule_num           str                                                      with action=insert: its number
# option: ip_version         enum  ipv4|ipv6|both  default=ipv4                      iptables, ip6tables, or both
# option: protocol           str                                                      tcp, udp, icmp, a number, …; here and below, a leading ! negates
# option: source             str                                                      address or network it comes from
# option: destination        str                                                      address or network it goes to
# option: in_interface       str                                                      the interface it arrives on
# option: out_interface      str                                                      the interface it leaves by
# option: source_port        str                                                      port, or FIRST:LAST
# option: destination_port   str                                                      port, or FIRST:LAST
# option: destination_ports  list/str                                                 ports and ranges, by the extension multiport
# option: match              list/str                                                 extensions to load
# option: ctstate            list/str                                                 states of the connection: NEW, ESTABLISHED, RELATED, …
# option: syn                enum  ignore|match|negate  default=ignore               only packets that open a connection, or only others
# option: tcp_flags          json                                                     a mapping: flags are looked at, flags_set must be set
# option: icmp_type          str                                                      ICMP type
# option: fragment           str                                                      second and further fragments; ! for all other packets
# option: src_range          str                                                      addresses FIRST-LAST it comes from
# option: dst_range          str                                                      addresses FIRST-LAST it goes to
# option: match_set          str                                                      a set of ipset; needs match_set_flags
# option: match_set_flags    enum  src|dst|src,dst|dst,src|dst,dst|src,src           what of the packet must be in the set
# option: limit              str                                                      at most so many packets: 10/second
# option: limit_burst        str                                                      packets before the limit begins
# option: uid_owner          str                                                      user of the process that sends
# option: gid_owner          str                                                      group of the process that sends
# option: comment            str                                                      a comment
# option: jump               str                                                      what to do with a packet: ACCEPT, DROP, a chain, …
# option: goto               str                                                      a chain that does not return here
# option: reject_with        str                                                      how to reject; implies jump=REJECT
# option: log_prefix         str                                                      with jump=LOG, which it implies: text before the entry
# option: log_level          enum  0|1|2|3|4|5|6|7|emerg|alert|crit|error|warning|notice|info|debug   with jump=LOG, which it implies: level
# option: to_destination     str                                                      with jump=DNAT: the new destination
# option: to_source          str                                                      with jump=SNAT: the new source
# option: to_ports           str                                                      with jump=REDIRECT or MASQUERADE: the new port
# option: gateway            str                                                      with jump=TEE: where copies go
# option: set_dscp_mark      str                                                      sets this DSCP value; needs jump
# option: set_dscp_mark_class str                                                     sets the DSCP value of this class; needs jump
# option: set_counters       str                                                      counters of a new rule: PACKETS,BYTES
# option: policy             enum  ACCEPT|DROP|QUEUE|RETURN                          sets the policy of a built-in chain; no rule is changed
# option: flush              bool  default=false                                      removes all rules of the chain, or of the table
# option: chain_management   bool  default=false                                      without a rule: create or remove the chain itself
# option: wait               str                                                      seconds to wait for the lock of the tables
# option: numeric            bool  default=false                                      has no effect: names are never looked up here
# exclusive: set_dscp_mark set_dscp_mark_class
# exclusive: flush policy
# result: chain  as requested
# result: rule   the rule, as it is given to iptables
# result: table  as requested

iptables_run() {
  : "$p_numeric" # nothing is looked up
  [ "$p_flush" = true ] || [ "${p_chain+given}" ] || fail 'flush is False but all of the following are missing: chain'
  [ -z "${p_set_dscp_mark+given}${p_set_dscp_mark_class+given}" ] || [ "${p_jump+given}" ] || fail 'set_dscp_mark and set_dscp_mark_class need jump'
  iptables_log_jump
  case $p_ip_version in
    ipv4) iptables_one iptables ;;
    ipv6) iptables_one ip6tables ;;
    both) iptables_one iptables && iptables_one ip6tables ;;
  esac
  iptables_results
}
iptables_results() { # only of success, as in Ansible
  for iptables_field in chain wait; do
    eval "if [ \"\${p_$iptables_field+given}\" ]; then result $iptables_field \"\$p_$iptables_field\"; else result_null $iptables_field; fi"
  done
  for iptables_field in flush chain_management; do eval "result_bool $iptables_field \"\$p_$iptables_field\""; done
  for iptables_field in table ip_version state; do eval "result $iptables_field \"\$p_$iptables_field\""; done
  result rule "$iptables_shows"
}

# iptables_one PROGRAM
iptables_one() {
  iptables_program=$1
  iptables_path=$(t_environment && command -v -- "$iptables_program") || fail "the host has no $iptables_program"
  iptables_rule
  case $iptables_program:$p_ip_version in
    ip6tables:both) ;; # the result has that of iptables
    *) iptables_shows=$iptables_text ;;
  esac
  iptables_waiting
  if [ "$p_flush" = true ]; then
    iptables_flush
  elif [ "${p_policy+given}" ]; then
    iptables_policy
  elif [ "$iptables_n" -eq 0 ]; then
    iptables_chain
  else
    iptables_keep_rule
  fi
}

# ---- calling iptables ------------------------------------------------------------------------------------------------------------------

# Sets iptables_wait and iptables_seconds: old versions have no -w, or one without a number.
iptables_waiting() {
  iptables_wait='' iptables_seconds=
  [ "${p_wait-}" ] || return 0
  run "$iptables_program" --version || iptables_failed
  iptables_version=${run_stdout#*v}
  case $(printf '%s\n' "${iptables_version%%[!0-9.]*}" | awk -F. '{ n = $1 * 1000000 + $2 * 1000 + $3; print (n < 1004020 ? "none" : n < 1006000 ? "plain" : "seconds") }') in
    plain) iptables_wait=-w ;;
    seconds) iptables_wait=-w iptables_seconds=$p_wait ;;
  esac
}

# iptables_call ARG…: with the table, and how to wait for the lock.
iptables_call() {
  [ -z "$iptables_wait" ] || set -- "$@" "$iptables_wait"
  [ -z "$iptables_seconds" ] || set -- "$@" "$iptables_seconds"
  iptables_last "$iptables_program" -t "$p_table" "$@"
}
# iptables_rule_call ARG…: the same, and the rule.
iptables_rule_call() {
  [ -z "$iptables_wait" ] || set -- "$@" "$iptables_wait"
  [ -z "$iptables_seconds" ] || set -- "$@" "$iptables_seconds"
  set -- "$iptables_program" -t "$p_table" "$@"
  values_of iptables_word_ "$iptables_n"
  eval "set -- \"\$@\" $values"
  iptables_last "$@"
}
iptables_last() {
  run "$@" && return
  shift
  t_shell_words "$iptables_path" "$@"
  return "$run_status"
}
iptables_failed() {
  result cmd "$t_words"
  result_int rc "$run_status"
  result_file stdout "$t_work/stdout"
  result_file stderr "$t_work/stderr"
  fail "${run_stderr:-${run_stdout:-$iptables_program failed}}"
}

# iptables_reverse WHAT SCRIPT [RULE]: undo runs SCRIPT with the table, the chain, what was listed, and the words of the
# rule.
iptables_reverse() {
  keeping || return 0
  iptables_what=$1 iptables_script=$2
  set -- "$p_table" "${p_chain-}" "${iptables_was-}"
  values_of iptables_word_ "$iptables_n"
  eval "set -- \"\$@\" $values"
  keep_reverse "$iptables_program $p_table${p_chain+ }${p_chain-}: $iptables_what" "$iptables_script" "$iptables_program" "$@"
}

# ---- a rule --------------------------------------------------------------------------------------------------------------------------

iptables_keep_rule() {
  if iptables_rule_call -C "$p_chain"; then iptables_there=present; else iptables_there=absent; fi
  [ "$iptables_there" != "$p_state" ] || return 0
  changed
  if checking; then return; fi
  if [ "$p_state" = absent ]; then
    iptables_call -S "$p_chain" || iptables_failed
    iptables_was=$run_stdout
    iptables_reverse "$iptables_text" "$iptables_back"
    set -- -D "$p_chain"
  else
    iptables_reverse "$iptables_text" "$iptables_away"
    set -- -A "$p_chain"
    if [ "$p_action" = insert ]; then set -- -I "$p_chain" ${p_rule_num:+"$p_rule_num"}; fi
  fi
  iptables_rule_call "$@" || iptables_failed
  did
}
# shellcheck disable=SC2016 # for the shell of undo
iptables_away='t=$1 c=$2; shift 3; ! "$0" -t "$t" -C "$c" "$@" 2>/dev/null || exec "$0" -t "$t" -D "$c" "$@"'
# Where it was: at the first line that differs from those of before.
# shellcheck disable=SC2016
iptables_back='t=$1 c=$2 was=$3; shift 3; ! "$0" -t "$t" -C "$c" "$@" 2>/dev/null || exit 0
n=$("$0" -t "$t" -S "$c" | WAS=$was awk '\''BEGIN { n = split(ENVIRON["WAS"], was, "\n") } { now[NR] = $0 } END { for (i = 1; i <= n && i <= NR && was[i] == now[i]; i++); print i - 1 }'\'')
[ "$n" -gt 0 ] || n=1
exec "$0" -t "$t" -I "$c" "$n" "$@"'

# ---- chains --------------------------------------------------------------------------------------------------------------------------

iptables_flush() {
  changed
  if checking; then return; fi
  set -- ${p_chain+"$p_chain"}
  iptables_call -S "$@" || iptables_failed
  iptables_was=$run_stdout
  iptables_n=0
  if [ ${#iptables_was} -lt 100000 ]; then
    iptables_reverse 'its rules' "$iptables_refill"
  else
    note iptables "$iptables_program $p_table${p_chain+ }${p_chain-} was flushed, and has too many rules to save"
  fi
  iptables_call -F "$@" || iptables_failed
  did
}
# shellcheck disable=SC2016
iptables_refill='t=$1 c=$2 was=$3; [ "$("$0" -t "$t" -S ${c:+"$c"})" != "$was" ] || exit 0
printf "%s\n" "$was" | awk -v t="$t" "BEGIN { print \"*\" t } /^-A / { print } END { print \"COMMIT\" }" | "$0-restore" --noflush'

iptables_policy() {
  iptables_call -S "$p_chain" || iptables_failed
  iptables_was=${run_stdout%%"$t_nl"*}
  case $iptables_was in
    "-P $p_chain "*) iptables_was=${iptables_was##* } ;;
    *) fail "$p_chain has no policy: only built-in chains have one" ;;
  esac
  [ "$iptables_was" != "$p_policy" ] || return 0
  changed
  if checking; then return; fi
  iptables_n=0
  # shellcheck disable=SC2016
  iptables_reverse 'its policy' 'exec "$0" -t "$1" -P "$2" "$3"'
  iptables_call -P "$p_chain" "$p_policy" || iptables_failed
  did
}

iptables_chain() {
  if iptables_call -S "$p_chain"; then iptables_there=present; else iptables_there=absent; fi
  [ "$iptables_there" != "$p_state" ] || return 0
  if [ "$p_chain_management" = false ]; then
    warn "nothing is done: the task has no rule, and the chain itself is left alone without chain_management"
    return
  fi
  changed
  if checking; then return; fi
  if [ "$p_state" = present ]; then
    # shellcheck disable=SC2016
    iptables_reverse 'the chain' '! "$0" -t "$1" -S "$2" >/dev/null 2>&1 || exec "$0" -t "$1" -X "$2"'
    iptables_call -N "$p_chain" || iptables_failed
  else
    # shellcheck disable=SC2016
    iptables_reverse 'the chain' '"$0" -t "$1" -S "$2" >/dev/null 2>&1 || exec "$0" -t "$1" -N "$2"'
    iptables_call -X "$p_chain" || iptables_failed
  fi
  did
}
