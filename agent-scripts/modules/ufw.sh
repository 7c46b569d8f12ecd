# shellcheck shell=sh
# module: ufw  also=community.general.ufw
# summary: manage the firewall ufw: its state, default policies, logging and rules
# check: full   diff: none   needs: awk grep   uses: reverse
# example: ufw: {rule: allow, port: ssh, proto: tcp}
# option: state          enum  disabled|enabled|reloaded|reset              the firewall as a whole; reset removes all rules
# option: default        enum  allow|deny|reject  aliases=policy            the policy for what no rule matches
# option: direction      enum  in|incoming|out|outgoing|routed              of a rule: in or out; of a default policy: incoming (the default), outgoing or routed
# option: logging        enum  on|off|low|medium|high|full                  whether and how much is logged
# option: rule           enum  allow|deny|limit|reject                      a rule
# option: delete         bool  default=false                                remove the rule
# option: route          bool  default=false                                the rule is for forwarded packets
# option: insert         int                                                its number; default: it is added at the end
# option: insert_relative_to  enum  zero|first-ipv4|last-ipv4|first-ipv6|last-ipv6  default=zero   what the number is counted from
# option: interface      str   aliases=if                                   the interface, with direction
# option: interface_in   str   aliases=if_in                                the interface of incoming packets
# option: interface_out  str   aliases=if_out                               the interface of outgoing packets
# option: from_ip        str   default=any  aliases=from,src                source address
# option: from_port      str                                                source port
# option: to_ip          str   default=any  aliases=to,dest                 destination address
# option: to_port        str   aliases=port                                 destination port
# option: proto          enum  any|tcp|udp|ipv6|esp|ah|gre|igmp|vrrp  aliases=protocol   protocol
# option: name           str   aliases=app                                  an application profile of /etc/ufw/applications.d
# option: log            bool  default=false                                log new connections that match
# option: comment        str                                                a comment
# option: _root          str   hidden  default=""                           root of the host's files, for tests
# one-of: state default rule logging
# exclusive: direction interface_in
# exclusive: direction interface_out
# exclusive: interface interface_in
# exclusive: interface interface_out
# result: commands  the commands that were run
# result: msg       the status of the firewall

ufw_run() {
  task_needs ufw
  ufw_check
  ufw_path=$(t_environment && command -v ufw)
  ufw_call status verbose || ufw_failed
  case $run_stdout in *'Status: active'*) ufw_active=true ;; *) ufw_active=false ;; esac
  ufw_look >"$t_tmp.before"
  [ -z "${p_state-}" ] || ufw_state
  [ -z "${p_default-}" ] || ufw_default
  [ -z "${p_rule-}" ] || ufw_rule
  [ -z "${p_logging-}" ] || ufw_logging
  if checking; then return; fi
  ufw_call status verbose || ufw_failed
  case ${p_state-} in
    reloaded | reset) changed ;;
    *)
      ufw_look >"$t_tmp.after"
      case $run_stdout in *'Status: active'*) ufw_now=true ;; *) ufw_now=false ;; esac
      if [ "$ufw_active" != "$ufw_now" ] || ! cmp -s "$t_tmp.before" "$t_tmp.after"; then changed; fi
      ;;
  esac
  result msg "$run_stdout"
}

ufw_check() {
  [ -z "${p_interface-}" ] || [ "${p_direction-}" ] || fail "missing parameter(s) required by 'interface': direction"
  case ${p_default+default}:${p_direction-} in
    default:in | default:out) fail 'For default, direction must be one of "outgoing", "incoming" and "routed", or direction must not be specified.' ;;
  esac
  case ${p_rule+rule}:${p_direction-} in
    rule:incoming | rule:outgoing | rule:routed) fail 'For rules, direction must be one of "in" and "out", or direction must not be specified.' ;;
  esac
  [ -z "${p_rule-}" ] || [ "$p_route" = true ] || [ -z "${p_interface_in-}" ] || [ -z "${p_interface_out-}" ] ||
    fail 'Only route rules can combine interface_in and interface_out'
}

# ---- what there is ---------------------------------------------------------------------------------------------------------------------

# The rules are in one of these places.
ufw_rules_of() { # ufw_rules_of NAME: sets ufw_files
  ufw_files=
  for ufw_dir in lib etc var/lib; do
    [ ! -r "$p__root/$ufw_dir/ufw/$1.rules" ] || ufw_files=$p__root/$ufw_dir/ufw/$1.rules
  done
}
ufw_tuples() { # ufw_tuples NAME
  ufw_rules_of "$1"
  [ -z "$ufw_files" ] || grep '^### tuple' "$ufw_files"
}
# ufw_setting NAME: sets ufw_value to a setting. They are there when the firewall is off, too.
ufw_setting() {
  ufw_value=$(NAME=$1 awk 'index($0, ENVIRON["NAME"] "=") == 1 { v = substr($0, length(ENVIRON["NAME"]) + 2); gsub(/^["\047]|["\047]$/, "", v) } END { print v }' \
    "$p__root/etc/default/ufw" "$p__root/etc/ufw/ufw.conf" 2>/dev/null)
}
ufw_look() {
  ufw_tuples user
  ufw_tuples user6
  for ufw_name in DEFAULT_INPUT_POLICY DEFAULT_OUTPUT_POLICY DEFAULT_FORWARD_POLICY LOGLEVEL ENABLED; do
    ufw_setting "$ufw_name"
    printf '%s=%s\n' "$ufw_name" "$ufw_value"
  done
}

# ---- changes -------------------------------------------------------------------------------------------------------------------------

ufw_call() {
  t_shell_words "$@"
  result 'commands/[]' "$ufw_path $t_words"
  run env LANGUAGE=C ufw "$@"
}
ufw_failed() { fail "${run_stderr:-${run_stdout:-ufw failed}}"; }
ufw_do() {
  if checking; then return; fi
  ufw_keep
  ufw_call "$@" || ufw_failed
  did
}

# Undo restores these files, then loads them.
ufw_keep() {
  keeping || return 0
  keep_reverse_once "ufw${p__root:+ of }$p__root" "$ufw_load" ufw "$p__root/etc/ufw/ufw.conf"
  for ufw_file in "$p__root/etc/default/ufw" "$p__root/etc/ufw/ufw.conf"; do keep "$ufw_file"; done
  for ufw_name in user user6 before before6 after after6; do
    ufw_rules_of "$ufw_name"
    [ -z "$ufw_files" ] || keep "$ufw_files"
  done
}
# shellcheck disable=SC2016 # for the shell of undo
ufw_load='if grep -q "^ENABLED=yes" "$1"; then exec "$0" reload; else exec "$0" -f disable; fi'

ufw_state() {
  case $p_state:$ufw_active in
    enabled:false | disabled:true | reloaded:* | reset:*) ! checking || changed ;;
  esac
  case $p_state in
    enabled) ufw_do -f enable ;;
    disabled) ufw_do -f disable ;;
    reloaded) ufw_do -f reload ;;
    reset)
      note ufw 'its reset left copies of the rules in /etc/ufw'
      ufw_do -f reset
      ;;
  esac
}

ufw_default() {
  if checking; then
    case ${p_direction-} in
      '' | incoming) ufw_setting DEFAULT_INPUT_POLICY ;;
      outgoing) ufw_setting DEFAULT_OUTPUT_POLICY ;;
      routed) ufw_setting DEFAULT_FORWARD_POLICY ;;
    esac
    case $p_default:$ufw_value in allow:ACCEPT | deny:DROP | reject:REJECT) ;; *) changed ;; esac
    return
  fi
  ufw_do default "$p_default" ${p_direction:+"$p_direction"}
}

ufw_logging() {
  if checking; then
    ufw_setting LOGLEVEL
    case $p_logging:$ufw_value in
      on:off | on:) changed ;;
      on:* | "$ufw_value:$ufw_value") ;;
      *) changed ;;
    esac
    return
  fi
  ufw_do logging "$p_logging"
}

ufw_rule() {
  set --
  ! checking || set -- --dry-run
  [ "$p_route" = false ] || set -- "$@" route
  [ "$p_delete" = false ] || set -- "$@" delete
  ufw_number
  [ -z "$ufw_insert" ] || set -- "$@" insert "$ufw_insert"
  set -- "$@" "$p_rule" ${p_direction:+"$p_direction"}
  [ -z "${p_interface-}" ] || set -- "$@" on "$p_interface"
  [ -z "${p_interface_in-}" ] || set -- "$@" in on "$p_interface_in"
  [ -z "${p_interface_out-}" ] || set -- "$@" out on "$p_interface_out"
  [ "$p_log" = false ] || set -- "$@" log
  set -- "$@" from "$p_from_ip"
  [ -z "${p_from_port-}" ] || set -- "$@" port "$p_from_port"
  set -- "$@" to "$p_to_ip"
  [ -z "${p_to_port-}" ] || set -- "$@" port "$p_to_port"
  [ -z "${p_proto-}" ] || set -- "$@" proto "$p_proto"
  [ -z "${p_name-}" ] || set -- "$@" app "$p_name"
  [ -z "${p_comment-}" ] || set -- "$@" comment "$p_comment"
  if checking; then
    ufw_call "$@" || ufw_failed
    ufw_predict || changed
  else
    ufw_do "$@"
  fi
}

# Sets ufw_insert: the rule's number. Beyond the last rule, ufw refuses a number: the rule is added at the end then.
ufw_number() {
  ufw_insert=
  [ "${p_insert+given}" ] && [ "$p_delete" = false ] || return 0
  ufw_insert=$p_insert
  [ "$p_insert_relative_to" != zero ] || return 0
  run env LANGUAGE=C ufw status numbered || ufw_failed # not among the commands, as in Ansible
  ufw_insert=$(printf '%s\n' "$run_stdout" | awk -v insert="$p_insert" -v from="$p_insert_relative_to" '
    match($0, /^\[ *[0-9]+\]/) { n = substr($0, 2, RLENGTH - 2) + 0; if (/\(v6\)/) { if (!first6) first6 = n; last6 = n } else { last4 = n } }
    END {
      if (from == "first-ipv4") at = 1
      else if (from == "last-ipv4") at = last4 ? last4 : 1
      else if (from == "first-ipv6") at = first6 ? first6 : last4 + 1
      else at = last6 ? last6 : last4 + 1
      at += insert
      if (at >= 1 && at <= n) print at
    }')
}

# With --dry-run, ufw prints the rules as they would be: of IPv4, of IPv6, or of both.
ufw_predict() { # whether nothing would change
  printf '%s\n' "$run_stdout" | awk -v tmp="$t_tmp" '
    /^\*filter/ { part = "" }
    /^:ufw-/ { part = "user" } /^:ufw6-/ { part = "user6" }
    part != "" && !seen[part]++ { printf "" > (tmp "." part ".dry") }
    /^### tuple/ { print > (tmp "." part ".dry") }'
  for ufw_name in user user6; do
    [ -e "$t_tmp.$ufw_name.dry" ] || continue
    ufw_tuples "$ufw_name" >"$t_tmp.now"
    cmp -s "$t_tmp.now" "$t_tmp.$ufw_name.dry" || return 1
  done
}
