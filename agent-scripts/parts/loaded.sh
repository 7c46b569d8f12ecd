# shellcheck shell=sh
# For transitions of programs that can't be asked what they run: records what a process has loaded, in the file hc_loaded.

# Writes the sums in a file as what the process has loaded.
hc_remember_loaded() {
  hc_boot=''
  read -r hc_boot </proc/sys/kernel/random/boot_id || :
  { printf 'boot %s\nworkers %s\n' "$hc_boot" "$hc_workers" && cat "$1"; } >"$hc_loaded.new" || :
  mv -f "$hc_loaded.new" "$hc_loaded" || warn "cannot write $hc_loaded"
}

# True if each recorded file is what was loaded, and none was touched since.
hc_untouched() {
  sed 's/^[0-9]* [0-9]* //' "$t_tmp.loaded" >"$t_tmp.contents"
  [ -s "$t_tmp.contents" ] || return 1
  with_lines "$t_tmp.contents" cksum -- >"$t_tmp.sums" 2>/dev/null && cmp -s "$t_tmp.sums" "$t_tmp.loaded" || return 1
  hc_since_loaded=$(stat -c %Z -- "$hc_loaded") || return 1
  with_lines "$t_tmp.contents" stat -L -c %Z -- | awk -v since="$hc_since_loaded" '$1 > since { late = 1 } END { exit late }'
}

hc_hash_of() {
  checksum_of "$1" sha256
  printf '%.12s' "$c_sum"
}
