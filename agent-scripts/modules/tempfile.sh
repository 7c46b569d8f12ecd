# shellcheck shell=sh
# module: tempfile
# summary: create a temporary file or directory
# check: none   diff: none   needs: od mkdir
# example: tempfile: {state: directory, suffix: .build}
# option: state   enum  file|directory  default=file  what to create
# option: path    path                                the directory for it; the default is TMPDIR, or /tmp
# option: prefix  str   default=ansible.              how its name begins
# option: suffix  str   default=""                    how its name ends
# result: path  the path of it: only the user of the task can read it

tempfile_run() {
  tempfile_in=${p_path-}
  if [ -z "$tempfile_in" ]; then
    for tempfile_in in "${TMPDIR-}" /tmp /var/tmp .; do
      if [ -d "$tempfile_in" ] && [ -w "$tempfile_in" ]; then break; fi
    done
  fi
  case $p_prefix$p_suffix in */*) fail "prefix and suffix are parts of a name, without '/'" ;; esac
  clean_path "$tempfile_in"
  [ -d "$c_path" ] || fail "No such directory: $c_path"
  tempfile_in=${c_path%/}
  umask 077
  for tempfile_try in 1 2 3 4 5 6 7 8 9 10; do
    tempfile_name=$(od -An -N4 -tx1 /dev/urandom) || fail 'cannot read /dev/urandom'
    tempfile_path=$tempfile_in/$p_prefix$(printf '%s' "$tempfile_name" | tr -d ' \n')$p_suffix
    if [ -e "$tempfile_path" ] || [ -h "$tempfile_path" ]; then continue; fi
    keep "$tempfile_path"
    if tempfile_create 2>"$t_tmp.error"; then
      changed
      did
      result path "$tempfile_path"
      result state "$p_state"
      describe "$tempfile_path"
      return
    fi
  done
  fail "cannot create $tempfile_path: $(cat "$t_tmp.error")"
}

# Fails on what exists, a dangling link included.
tempfile_create() {
  if [ "$p_state" = directory ]; then
    mkdir -m 700 -- "$tempfile_path"
  else
    (set -C && : >"$tempfile_path")
  fi
}
