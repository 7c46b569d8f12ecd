# shellcheck shell=sh
# Owner, group, mode, flags and SELinux context of what the module unarchive has unpacked.

unarchive_attributes() { # sets those of all members that differ
  unarchive_labels=${p_attributes+given}${p_seuser+given}${p_serole+given}${p_setype+given}${p_selevel+given}
  [ "${p_owner+given}${p_group+given}${p_mode+given}$unarchive_labels" ] || return 0
  # shellcheck disable=SC2016
  (cd -- "$p_dest" && sed 's|^|./|' "$t_tmp.members" | tr '\n\002' '\0\n' |
    xargs -0 sh -c 'for f do if [ -e "$f" ] || [ -h "$f" ]; then printf "%s\0" "$f"; fi; done' sh | tee "$t_tmp.there" |
    xargs -0 stat -c '%U %u %G %g %a %F' --) >"$t_tmp.now" 2>/dev/null
  [ -s "$t_tmp.there" ] || return 0
  unarchive_owned
  [ -z "$unarchive_labels" ] || unarchive_label
}
unarchive_owned() {
  unarchive_modes
  tr '\n\0' '\002\n' <"$t_tmp.there" | paste -d '|' "$t_tmp.now" - | awk -F '|' -v owner="${p_owner-}" -v group="${p_group-}" -v modes="$unarchive_modes" '
    BEGIN { n = split(modes, m, " "); for (i = 1; i < n; i += 2) to[m[i]] = m[i + 1] }
    { split($1, w, " "); kind = $1 ~ /symbolic link$/ ? "l" : $1 ~ / directory$/ ? "d" : "f" }
    (owner != "" && owner != w[1] && owner != w[2]) || (group != "" && group != w[3] && group != w[4]) || ((w[5] kind) in to && to[w[5] kind] != w[5]) { print substr($0, length($1) + 2) }' >"$t_tmp.wrong"
  [ -s "$t_tmp.wrong" ] || return 0
  changed
  checking && return
  keep_members "$p_dest" "$t_tmp.wrong"
  tr '\n\002' '\0\n' <"$t_tmp.wrong" >"$t_tmp.these"
  [ -z "${p_owner-}" ] || unarchive_each_of_them chown -h -- "$p_owner"
  [ -z "${p_group-}" ] || unarchive_each_of_them chgrp -h -- "$p_group"
  [ -z "${p_mode-}" ] || unarchive_each_of_them chmod -- "$p_mode"
}
# Flags and the SELinux context, of one after the other: hardly any task sets them.
unarchive_label() {
  unset p_owner p_group p_mode
  tr '\n\0' '\002\n' <"$t_tmp.there" >"$t_tmp.labels"
  while IFS= read -r unarchive_name <&4; do
    case $unarchive_name in *"$(printf '\002')"*) fail 'a name with a line end: its attributes cannot be set' ;; esac
    attributes_of_call "${p_dest%/}/${unarchive_name#./}"
  done 4<"$t_tmp.labels"
}
# Sets unarchive_modes to the new mode for each old mode and type (d, f), alternating. There are only a few.
unarchive_modes() {
  unarchive_modes=
  [ "${p_mode-}" ] || return 0
  # shellcheck disable=SC2013 # words
  for unarchive_kind in $(awk '{ print $5 ($0 ~ / directory$/ ? "d" : "f") }' "$t_tmp.now" | sort -u); do
    s_mode=${unarchive_kind%?} s_type='file'
    [ "${unarchive_kind#"$s_mode"}" = f ] || s_type=directory
    t_symbolic_mode "$p_mode" || fail "not a mode: $p_mode ($run_stderr)"
    unarchive_modes="$unarchive_modes $unarchive_kind $t_mode"
  done
}
unarchive_each_of_them() { set_each "$p_dest" "$t_tmp.these" "$@" || fail "cannot set the attributes of what was unpacked: $each_error"; }
