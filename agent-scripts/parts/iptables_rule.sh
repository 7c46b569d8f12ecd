# shellcheck shell=sh
# The words of a rule of the module iptables.

iptables_log_jump() { # sets iptables_logs: whether the jump to LOG is only implied
  iptables_logs=false
  [ "${p_log_prefix+given}${p_log_level+given}" ] || return 0
  case ${p_jump-} in
    LOG) ;;
    '') iptables_logs=true ;;
    *) fail 'Logging options can only be used with the LOG jump target.' ;;
  esac
}

# iptables_add WORD…: adds words of the rule.
iptables_add() {
  for iptables_word; do
    iptables_n=$((iptables_n + 1))
    eval "iptables_word_$iptables_n=\$iptables_word"
    iptables_text="$iptables_text${iptables_text:+ }$iptables_word"
  done
}
# iptables_option FLAG OPTION: adds an option, if given.
iptables_option() {
  eval "[ \"\${p_$2+given}\" ]" || return 0
  eval "iptables_value=\$p_$2"
  [ "$iptables_value" ] || fail "$2 is empty"
  iptables_flag "$1" "$iptables_value"
}
iptables_flag() {
  case $2 in
    '!'*) iptables_add ! "$1" "${2#?}" ;;
    *) iptables_add "$1" "$2" ;;
  esac
}
# iptables_match EXTENSION: loads it, unless the task does.
iptables_match() { match_list match "$1" || iptables_add -m "$1"; }
iptables_load() { iptables_flag -m "$1"; }

iptables_rule() { # in the order of Ansible, since others compare rules by their text
  iptables_n=0 iptables_text=
  iptables_option -p protocol
  iptables_option -s source
  iptables_option -d destination
  each match iptables_load
  [ -z "${p_tcp_flags+given}" ] || iptables_tcp_flags
  if [ "$iptables_logs" = true ]; then iptables_imply LOG; fi
  iptables_option -j jump
  [ "${p_jump-}" != TEE ] || iptables_option --gateway gateway
  iptables_option --log-prefix log_prefix
  iptables_option --log-level log_level
  iptables_option --to-destination to_destination
  if [ "${p_destination_ports_n:-0}" -gt 0 ]; then
    iptables_match multiport
    iptables_join destination_ports
    iptables_add --dports "$iptables_joined"
  fi
  iptables_option --to-source to_source
  iptables_option -g goto
  iptables_option -i in_interface
  iptables_option -o out_interface
  case ${p_fragment-no} in
    no) ;;
    '') fail 'fragment is empty' ;;
    '!'*) iptables_add ! -f ;;
    *) iptables_add -f ;;
  esac
  iptables_option -c set_counters
  iptables_option --source-port source_port
  iptables_option --destination-port destination_port
  iptables_option --to-ports to_ports
  iptables_marks
  iptables_conditions
}
# iptables_imply TARGET: a jump that the task does not have; not in the result, as in Ansible.
iptables_imply() {
  iptables_shown=$iptables_text
  iptables_add -j "$1"
  iptables_text=$iptables_shown
}
iptables_join() { # iptables_join LIST: sets iptables_joined, with commas
  iptables_joined=
  each "$1" iptables_join_one
}
iptables_join_one() { iptables_joined="$iptables_joined${iptables_joined:+,}$1"; }

iptables_marks() {
  [ "${p_set_dscp_mark+given}${p_set_dscp_mark_class+given}" ] || return 0
  iptables_option --set-dscp set_dscp_mark
  iptables_option --set-dscp-class set_dscp_mark_class
  [ "$p_jump" = DSCP ] || iptables_add -j DSCP
}

iptables_conditions() {
  case $p_syn in
    match) iptables_add --syn ;;
    negate) iptables_add ! --syn ;;
  esac
  if [ "${p_ctstate_n:-0}" -gt 0 ]; then
    iptables_join ctstate
    if match_list match state && ! match_list match conntrack; then
      iptables_add --state "$iptables_joined"
    else
      iptables_match conntrack
      iptables_add --ctstate "$iptables_joined"
    fi
  fi
  [ -z "${p_src_range+given}${p_dst_range+given}" ] || iptables_match iprange
  iptables_option --src-range src_range
  iptables_option --dst-range dst_range
  [ -z "${p_match_set+given}" ] || iptables_set
  [ -z "${p_limit+given}${p_limit_burst+given}" ] || iptables_add -m limit
  iptables_option --limit limit
  iptables_option --limit-burst limit_burst
  [ -z "${p_uid_owner+given}" ] || iptables_add -m owner
  iptables_option --uid-owner uid_owner
  [ -z "${p_gid_owner+given}" ] || iptables_add -m owner
  iptables_option --gid-owner gid_owner
  [ -z "${p_reject_with+given}" ] || [ "${p_jump+given}" ] || iptables_add -j REJECT
  iptables_option --reject-with reject_with
  if [ "$iptables_program" = ip6tables ]; then iptables_option --icmpv6-type icmp_type; else iptables_option --icmp-type icmp_type; fi
  [ -z "${p_comment+given}" ] || iptables_match comment
  iptables_option --comment comment
}

iptables_set() {
  [ "${p_match_set_flags+given}" ] || fail 'match_set needs match_set_flags'
  iptables_match set
  iptables_option --match-set match_set
  iptables_add "$p_match_set_flags"
}

# Sets flags and flags_set from JSON: each a list of words, or one text.
iptables_tcp_flags() {
  iptables_flags=$(printf '%s\n' "$p_tcp_flags" | awk "$t_awk_json_text"'
    function bad(why) { print "tcp_flags: " why > "/dev/stderr"; failed = 1; exit 1 }
    { text = text $0 }
    END {
      if (failed) exit 1
      if (text !~ /^[ ]*\{/) bad("a mapping is needed, with flags and flags_set")
      while (match(text, /"([^"\\]|\\.)*": *(\[[^]]*\]|"([^"\\]|\\.)*")/)) {
        pair = substr(text, RSTART, RLENGTH); text = substr(text, RSTART + RLENGTH)
        match(pair, /^"([^"\\]|\\.)*"/)
        key = json_text(substr(pair, 1, RLENGTH)); list = substr(pair, RLENGTH + 2)
        if (key != "flags" && key != "flags_set") bad("unknown key " key)
        while (match(list, /"([^"\\]|\\.)*"/)) {
          words[key] = words[key] (words[key] == "" ? "" : ",") json_text(substr(list, RSTART, RLENGTH)); list = substr(list, RSTART + RLENGTH)
        }
      }
      if (words["flags"] == "" || words["flags_set"] == "") bad("flags and flags_set are needed")
      print words["flags"] " " words["flags_set"]
    }' 2>"$t_tmp.error") || fail "$(cat "$t_tmp.error")"
  iptables_add --tcp-flags "${iptables_flags% *}" "${iptables_flags#* }"
}
