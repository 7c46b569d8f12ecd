# shellcheck shell=sh
# module: synchronize  also=ansible.posix.synchronize
# summary: copy trees between this machine and a host, or between two hosts, with rsync
# check: full   diff: text   needs: awk
# example: synchronize: {src: site/, dest: /srv/www, delete: true, rsync_opts: ["--exclude=.git"]}
# option: src                          path      required              what to copy; with a slash at its end, only what is in the directory
# option: dest                         path      required              where to copy it
# option: mode                         enum      push|pull  default=push   push copies to the host, pull from it
# option: archive                      bool      default=true          copy trees with links, permissions, times, owners, groups and devices
# option: recursive                    bool                            with directories and what is in them; default: as archive
# option: links                        bool                            symbolic links as links; default: as archive
# option: perms                        bool                            with permissions; default: as archive
# option: times                        bool                            with times; default: as archive
# option: owner                        bool                            with owners, if root receives; default: as archive
# option: group                        bool                            with groups; default: as archive
# option: copy_links                   bool      default=false         the files that symbolic links lead to, instead of the links
# option: dirs                         bool      default=false         directories without what is in them
# option: checksum                     bool      default=false         compare files by checksum, not by size and time
# option: compress                     bool      default=true          compress the data on their way
# option: existing_only                bool      default=false         create nothing new
# option: delete                       bool      default=false         delete what is not in src
# option: delay_updates                bool      default=true          put all new files in place at the end
# option: partial                      bool      default=false         keep files that were transferred in part
# option: link_dest                    list/path                       directories whose files are linked instead of copied, if they are equal
# option: rsync_opts                   list/str                        further options of rsync
# option: rsync_path                   str                             the command that starts rsync on the host; become does not apply to it then
# option: rsync_timeout                int       default=0             seconds without data after which rsync gives up
# option: dest_port                    int                             port of sshd on the host, in place of ansible_port
# option: private_key                  path                            private key for the host, in place of ansible_ssh_private_key_file
# option: set_remote_user              bool      default=true          log in as ansible_user; otherwise as the ssh configuration says
# option: use_ssh_args                 bool      default=false         no effect: ansible_ssh_common_args always apply
# option: ssh_connection_multiplexing  bool      default=false         no effect: rsync always uses the connection to the host
# option: verify_host                  bool      default=false         no effect: host keys are always checked
# option: _part                        enum      all|transfer|server  default=all  hidden   what this call does
# option: _where                       str       default="this host"  hidden   the name of the machine, for messages
# option: _rsync                       path      default=rsync  hidden         the program that transfers
# option: _source                      path      hidden                        src as rsync gets it
# option: _target                      path      hidden                        dest as rsync gets it
# option: _base                        path      hidden                        the directory of relative paths
# option: _relay                       str       hidden                        the remote shell of rsync
# option: _plan                        bool      default=false  hidden         only find out which files would change
# option: _receiver                    path      hidden                        the path that is written, on this machine
# option: _items                       path      hidden                        a file with rsync's list of changes
# result: cmd           the command of rsync
# result: rc            its exit status
# result: msg           what it printed: each changed item, as rsync itemizes changes
# result: stdout_lines  the same as a list of lines

synchronize_run() {
  case $p__part in
    server) synchronize_server ;;
    transfer)
      synchronize_rsync
      synchronize_transfer
      ;;
    *) synchronize_all ;;
  esac
}

# Both ends are on this machine.
synchronize_all() {
  synchronize_rsync
  if keeping && ! checking && ! synchronize_is_remote "$p__target"; then
    p__plan=true
    synchronize_command
    synchronize_start
    ! synchronize_changed || {
      p__receiver=$p__target
      cp -- "$t_tmp.out" "$t_tmp.items"
      p__items=$t_tmp.items
      synchronize_keep
    }
    p__plan=false
  fi
  synchronize_transfer
}

# What the other end needs before the transfer.
synchronize_server() {
  [ -n "${p_rsync_path-}" ] || have rsync || fail "rsync is not installed on $p__where"
  [ -z "${p__items+given}" ] || synchronize_keep
}

synchronize_rsync() {
  case $p__rsync in
    */*) [ -x "$p__rsync" ] || fail "there is no program $p__rsync on $p__where" ;;
    *)
      have "$p__rsync" || fail "$p__rsync is not installed on $p__where"
      p__rsync=$(command -v "$p__rsync")
      ;;
  esac
}

# synchronize_is_remote PATH: whether rsync takes it for HOST:PATH.
synchronize_is_remote() {
  case ${1%%/*} in *:*) return 0 ;; esac
  return 1
}

# ---- the command -----------------------------------------------------------------------------------------------------

# synchronize_add WORD…: adds words to the command.
synchronize_add() {
  for synchronize_word; do
    synchronize_n=$((synchronize_n + 1))
    eval "synchronize_$synchronize_n=\$synchronize_word"
    case $synchronize_word in
      --*=*)
        t_shell_words "${synchronize_word#*=}"
        t_words=${synchronize_word%%=*}=$t_words
        ;;
      *) t_shell_words "$synchronize_word" ;;
    esac
    synchronize_shown="$synchronize_shown $t_words"
  done
}
# synchronize_flag NAME OPTION: adds the option if the bool is true.
synchronize_flag() {
  eval "[ \"\$p_$1\" != true ]" || synchronize_add "$2"
}

synchronize_command() {
  synchronize_n=0
  t_shell_words "$p__rsync"
  synchronize_shown=$t_words
  [ "$p_delay_updates" = false ] || synchronize_add --delay-updates -F
  synchronize_flag compress --compress
  [ "$p_rsync_timeout" = 0 ] || synchronize_add "--timeout=$p_rsync_timeout"
  if checking || [ "$p__plan" = true ]; then synchronize_add --dry-run; fi
  synchronize_flag delete --delete-after
  synchronize_flag existing_only --existing
  synchronize_flag checksum --checksum
  synchronize_flag copy_links --copy-links
  synchronize_flag archive --archive
  for synchronize_name in recursive links perms times owner group; do
    eval "synchronize_wanted=\${p_$synchronize_name-}"
    case $p_archive$synchronize_wanted in
      truefalse) synchronize_add "--no-$synchronize_name" ;;
      falsetrue) synchronize_add "--$synchronize_name" ;;
    esac
  done
  synchronize_flag dirs --dirs
  [ -z "${p_rsync_path-}" ] || synchronize_add "--rsync-path=$p_rsync_path"
  each rsync_opts synchronize_option
  synchronize_flag partial --partial
  if [ "${p_link_dest_n:-0}" -gt 0 ]; then
    synchronize_add -H -vv
    each link_dest synchronize_link
  fi
  if [ "$p__plan" = true ]; then synchronize_add '--out-format=<<CHANGED>>%i %n'; else synchronize_add '--out-format=<<CHANGED>>%i %n%L'; fi
  synchronize_add "$p__source" "$p__target"
}

# An option may be several words, quoted as in a shell. It is shown as it was written.
synchronize_option() {
  [ -n "$1" ] || warn "an option of rsync_opts is empty: rsync takes it for the directory it runs in; write '.' if that is meant"
  split_words "$1" || fail "an option of rsync_opts has a quote that is not closed: $1"
  synchronize_before=$synchronize_shown
  synchronize_i=0
  [ -n "$1" ] || synchronize_add ''
  while [ "$synchronize_i" -lt "$w_n" ]; do
    synchronize_i=$((synchronize_i + 1))
    eval "expand \"\$w_$synchronize_i\""
    synchronize_add "$x_text"
  done
  synchronize_shown="$synchronize_before $1"
}

synchronize_link() {
  synchronize_to=$1
  case $1 in /*) ;; *) synchronize_to=${p__base:-$PWD}/$1 ;; esac
  clean_path "$synchronize_to"
  synchronize_to=$c_path
  if ! synchronize_is_remote "$p__target"; then
    clean_path "$p__target"
    case $c_path in "$synchronize_to"/*) fail "a link_dest can't be a parent directory of dest, which would then be a part of it: $synchronize_to and $c_path" ;; esac
  fi
  synchronize_add "--link-dest=$synchronize_to"
}

# synchronize_start: runs the command; its output is in $t_tmp.out.
synchronize_start() {
  set --
  values_of synchronize_ "$synchronize_n"
  eval "set -- $values"
  if [ -n "${p__relay-}" ]; then
    # shellcheck disable=SC2089,SC2090 # rsync reads the quotes
    export RSYNC_RSH="/bin/sh '$p__relay'" RSYNC_PROTECT_ARGS=0
  fi
  [ ! -d "${p__base-}" ] || cd -- "$p__base" || fail "cannot go to $p__base"
  run_to "$t_tmp.out" "$p__rsync" ${p__relay:+--blocking-io} "$@" # cat, in the relay, can't write otherwise
  [ -z "${p__relay-}" ] || synchronize_hang_up
}

# rsync has ended, perhaps before it started its remote shell. Those who wait for the other side of the pipes wake up.
synchronize_hang_up() {
  for synchronize_pipe in "$p__relay.in" "$p__relay.out"; do
    [ ! -p "$synchronize_pipe" ] || { : <>"$synchronize_pipe"; } 2>/dev/null
  done
}

# ---- the result ------------------------------------------------------------------------------------------------------

synchronize_transfer() {
  synchronize_command
  result cmd "$synchronize_shown"
  synchronize_start
  synchronize_status=$run_status
  synchronize_errors=$run_stderr
  result_int rc "$synchronize_status"
  if synchronize_changed; then
    changed
    checking || [ "$p__plan" = true ] || did
  fi
  if [ "$p__plan" = true ]; then # what fails now may still write in part later, so the real run tells of an error
    cp -- "$t_tmp.out" "$p__relay.items" || fail "cannot save the list of changes in $p__relay.items"
    return
  fi
  if [ "$synchronize_status" -ne 0 ]; then fail "${synchronize_errors:-rsync ended with exit status $synchronize_status}"; fi
  awk '{ gsub(/<<CHANGED>>/, ""); print }' "$t_tmp.out" >"$t_tmp.msg"
  result_file msg "$t_tmp.msg"
  if differing && [ -s "$t_tmp.msg" ]; then
    : >"$t_tmp.none"
    diff_files "$p__target" "$t_tmp.none" "$t_tmp.msg"
  fi
}

# An item of rsync begins with an action, a type and what differs. With -vv, rsync also lists items that are equal.
synchronize_changed() {
  awk '{ at = index($0, "<<CHANGED>>") } at && substr($0, at + 11, 11) !~ /^\.[a-zA-Z]         $/ { found = 1; exit } END { exit !found }' "$t_tmp.out"
}

# ---- undo ------------------------------------------------------------------------------------------------------------

# Saves what rsync is about to replace, delete or create below p__receiver.
synchronize_keep() {
  keeping || return 0
  awk '
    function name(text,   out) { # rsync writes bytes that are not plain as \#123
      while (match(text, /\\#[0-7][0-7][0-7]/)) {
        n = substr(text, RSTART + 2, 1) * 64 + substr(text, RSTART + 3, 1) * 8 + substr(text, RSTART + 4, 1)
        out = out substr(text, 1, RSTART - 1) (n == 10 ? "\002" : sprintf("%c", n)); text = substr(text, RSTART + 5) }
      return out text
    }
    { at = index($0, "<<CHANGED>>") }
    !at || substr($0, at + 11, 11) ~ /^\.[a-zA-Z]         $/ { next }
    { print name(substr($0, at + 23)) }' "$p__items" >"$t_tmp.names"
  [ -s "$t_tmp.names" ] || return 0
  if [ -d "$p__receiver" ] && grep -q -x '\./' "$t_tmp.names"; then
    stat_of "$p__receiver"
    keep_attributes "$p__receiver"
  fi
  if [ -d "$p__receiver" ] || synchronize_makes_directory; then
    keep_members "$p__receiver" "$t_tmp.names"
  else
    keep "$p__receiver"
  fi
}
# A single file that is not copied into a directory gets the name dest.
synchronize_makes_directory() {
  case $p__receiver in */) return 0 ;; esac
  grep -q '/$' "$t_tmp.names" || [ "$(wc -l <"$t_tmp.names")" -gt 1 ] || grep -q '^created directory ' "$p__items"
}
