# shellcheck shell=sh
# module: modprobe  also=community.general.modprobe
# summary: load or unload a module of the kernel, now and for the next boot
# check: full   diff: none   needs: awk
# example: modprobe: {name: br_netfilter, persistent: present}
# option: name        str   required                                     the kernel module
# option: state       enum  present|absent  default=present              whether it must be loaded
# option: params      str   default=""                                   its parameters, each NAME=VALUE
# option: persistent  enum  disabled|present|absent  default=disabled    whether it is loaded at boot with these parameters, by files in modules-load.d and modprobe.d; disabled leaves them alone
# option: _root       str   hidden  default=""                           root of the host's files, for tests
# result: name    the kernel module
# result: params  its parameters
# result: state   as requested

modprobe_run() {
  case $p_name in '' | -* | */* | *[[:space:]]*) fail "not a kernel module: $p_name" ;; esac
  task_needs modprobe
  split_words "$p_params" || fail "params has an unclosed quote: $p_params"
  result name "$p_name"
  result params "$p_params"
  result state "$p_state"
  if modprobe_loaded; then modprobe_there=true; else modprobe_there=false; fi
  case $p_state:$modprobe_there in
    present:false) modprobe_load ;;
    absent:true) modprobe_unload ;;
  esac
  case $p_persistent in
    present) modprobe_keep ;;
    absent) modprobe_drop ;;
  esac
}

# Loaded, or built into the kernel. Sets modprobe_users to how many others use it, or to built-in.
modprobe_loaded() {
  [ -r "$p__root/proc/modules" ] || fail "cannot read /proc/modules: the kernel has no modules"
  modprobe_release=$(uname -r)
  set -- "$p__root/proc/modules"
  [ ! -r "$p__root/lib/modules/$modprobe_release/modules.builtin" ] || set -- "$@" "$p__root/lib/modules/$modprobe_release/modules.builtin"
  modprobe_users=$(T_NAME=$p_name awk '
    BEGIN { name = ENVIRON["T_NAME"]; gsub(/-/, "_", name) }
    { it = FILENAME == ARGV[1] ? $1 : $0; sub(/.*\//, "", it); sub(/\.ko$/, "", it); gsub(/-/, "_", it) }
    it == name { print (FILENAME == ARGV[1] ? $3 : "built-in"); found = 1; exit }
    END { exit !found }' "$@")
}

modprobe_call() { # modprobe_call WORD…: the parameters come last
  values_of w_ "$w_n"
  eval "set -- \"\$@\" $values"
  modprobe_run_it "$@"
}
# With /bin/sh, since the shell of busybox would run its own modprobe.
modprobe_run_it() {
  # shellcheck disable=SC2016
  run /bin/sh -c "$own_program" modprobe "$@"
}

# In check mode, -D shows what would be loaded; that of busybox has no -n.
modprobe_load() {
  if checking; then
    modprobe_call -D "$p_name" || modprobe_failed
    changed
    return
  fi
  note module "$p_name was not loaded"
  modprobe_call "$p_name" || modprobe_failed
  if modprobe_loaded; then
    changed
    did
  else
    warn "modprobe has not loaded $p_name, and reports no error"
  fi
}

modprobe_unload() {
  if checking; then
    modprobe_in_use
    changed
    return
  fi
  changed
  note module "$p_name was loaded"
  modprobe_run_it -r "$p_name" || modprobe_failed
  did
}

# Check mode cannot ask modprobe: that of busybox knows no dry run.
modprobe_in_use() {
  run_status=1 run_stdout=
  case $modprobe_users in
    0) return ;;
    built-in) run_stderr="modprobe: FATAL: Module $p_name is builtin." ;;
    *) run_stderr="modprobe: FATAL: Module $p_name is in use." ;;
  esac
  modprobe_failed
}

modprobe_failed() {
  result_int rc "$run_status"
  result stdout "$run_stdout${run_stdout:+$t_nl}"
  result stderr "$run_stderr${run_stderr:+$t_nl}"
  fail "${run_stderr:-modprobe failed}"
}

# ---- the next boot ---------------------------------------------------------------------------------------------------------------------

# A line of modules-load.d names a module, one of modprobe.d its parameters; both may end with a comment.
# shellcheck disable=SC2016
modprobe_awk='
BEGIN { name = ENVIRON["T_NAME"] }
{ text = $0; sub(/[ \t]*[#;].*$/, "", text); sub(/^ +/, "", text); n = split(text, word, / +/); if (n && word[n] == "") n-- }
function ours() { return part == "module" ? n == 1 && word[1] == name : n > 2 && word[1] == "options" && word[2] == name }
'

# modprobe_lines PART DIR: writes to lines what the files of DIR say about the module.
modprobe_lines() {
  : >"$t_tmp.lines"
  for modprobe_file in "$2"/*; do # a few files
    [ -f "$modprobe_file" ] || continue
    read_text "$modprobe_file" "$t_tmp.old"
    T_NAME=$p_name awk -v part="$1" "$modprobe_awk"'ours() { for (i = part == "module" ? 1 : 3; i <= n; i++) print word[i] }' "$t_tmp.old" >>"$t_tmp.lines"
  done
}

modprobe_persists() { # modprobe_persists: whether a file loads it at boot
  modprobe_lines module "$p__root/etc/modules-load.d"
  [ -s "$t_tmp.lines" ]
}

modprobe_keep() {
  modprobe_persists || modprobe_write modules-load.d "$p_name$t_nl"
  modprobe_lines options "$p__root/etc/modprobe.d"
  sort -u "$t_tmp.lines" >"$t_tmp.has"
  printf '%s\n' "$p_params" | awk '{ for (i = 1; i <= NF; i++) print $i }' | sort -u >"$t_tmp.wants"
  ! cmp -s "$t_tmp.has" "$t_tmp.wants" || return 0
  modprobe_comment_out options modprobe.d
  changed
  [ -s "$t_tmp.wants" ] || return 0
  modprobe_options=$(printf '%s\n' "$p_params" | T_NAME=$p_name awk '{ for (i = 1; i <= NF; i++) print "options " ENVIRON["T_NAME"] " " $i }')
  modprobe_write modprobe.d "$modprobe_options$t_nl"
}
modprobe_write() { # modprobe_write DIR TEXT
  changed
  if checking; then return; fi
  make_directory "$p__root/etc/$1"
  put_file "$p__root/etc/$1/$p_name.conf" "$2" || fail "$put_error"
}

modprobe_drop() {
  modprobe_comment_out module modules-load.d
  modprobe_comment_out options modprobe.d
}

# modprobe_comment_out PART DIR
modprobe_comment_out() {
  for modprobe_file in "$p__root/etc/$2"/*; do # a few files
    [ -f "$modprobe_file" ] || continue
    read_text "$modprobe_file" "$t_tmp.old"
    T_NAME=$p_name awk -v part="$1" "$modprobe_awk"'{ print (ours() ? "#" : "") $0 }' "$t_tmp.old" >"$t_tmp.new"
    T_NAME=$p_name awk -v part="$1" "$modprobe_awk"'ours() { found = 1 } END { exit !found }' "$t_tmp.old" || continue
    changed
    checking || put_from "$modprobe_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
  done
}
