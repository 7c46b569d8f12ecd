# shellcheck shell=sh
# What the modules of package managers with rpm share.

# rpm_ask ARG…: the host's rpm, also where the shell is that of busybox, which has its own.
rpm_ask() { (t_environment && exec /bin/sh -c "$own_program" rpm "$@"); }

# rpm_before BY, rpm_keep BY [failed]: for undo, before and after packages change. Several versions of a kernel are one
# name here, so an older one stays.
rpm_listed='%{NAME}.%{ARCH} %{VERSION}-%{RELEASE}\n'
rpm_before() {
  keeping || return 0
  rpm_ask -qa --qf "$rpm_listed" >"$t_tmp.before" 2>/dev/null
  note_packages_begin "$1"
}
rpm_keep() {
  keeping || return 0
  rpm_differing "$@"
  note_packages_end
}
rpm_differing() {
  rpm_ask -qa --qf "$rpm_listed" >"$t_tmp.after" 2>/dev/null
  if [ ! -s "$t_tmp.before" ] || [ ! -s "$t_tmp.after" ]; then # not known: nothing may look new
    note packages "by $1, in the task's results"
    return
  fi
  : >"$t_tmp.was"
  awk -v was="$t_tmp.was" '
    FILENAME == ARGV[1] { before[$0] = 1; version[$1] = $2; next }
    { after[$0] = 1; if (!($0 in before)) { print; differs[$1] = 1 } }
    END { for (line in before) if (!(line in after)) { split(line, word, " "); differs[word[1]] = 1 }
      for (name in differs) if (name in version) print name, version[name] >was }' "$t_tmp.before" "$t_tmp.after" >"$t_tmp.is"
  if [ "${2-}" = failed ] && [ ! -s "$t_tmp.was" ] && [ ! -s "$t_tmp.is" ]; then return; fi
  keep_installed "$t_tmp.was" "$t_tmp.is" "$t_reverse_rpm" rpm
}
