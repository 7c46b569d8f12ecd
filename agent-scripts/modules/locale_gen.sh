# shellcheck shell=sh
# module: locale_gen  also=community.general.locale_gen
# summary: create or remove locales on Debian, Ubuntu and others that have locale-gen
# check: full   diff: none   needs: awk
# example: locale_gen: {name: [de_DE.UTF-8, en_GB.UTF-8]}
# option: name   list/str  required                        the locales, with their encoding
# option: state  enum  present|absent  default=present     whether they must exist
# option: _root  str   hidden  default=""                  root of the host's files, for tests
# result: name  the locales
# result: mechanism  glibc, where /etc/locale.gen says which locales there are, or ubuntu_legacy
# result: ubuntu_mode  whether there is a directory of lists in its place

# /etc/locale.gen says which locales locale-gen creates. Without that file, Ubuntu's locale-gen has a directory of lists.

locale_gen_run() {
  locale_gen_file=$p__root/etc/locale.gen locale_gen_legacy=false
  if [ ! -f "$locale_gen_file" ]; then
    [ -d "$p__root/var/lib/locales/supported.d" ] ||
      fail '/var/lib/locales/supported.d/ and /etc/locale.gen are missing. Is the package "locales" installed?'
    locale_gen_legacy=true
    locale_gen_file=$p__root/var/lib/locales/supported.d/local
  fi
  if [ "$locale_gen_legacy" = true ]; then result mechanism ubuntu_legacy; else result mechanism glibc; fi
  result_bool ubuntu_mode "$locale_gen_legacy"
  task_has locale locale-gen || fail 'the host has no locale-gen'
  result_json name '[]'
  [ "$p_name_n" -gt 0 ] || return 0
  each name locale_gen_name
  printf '%s\n' "$p_name" >"$t_tmp.names"
  run_to "$t_tmp.existing" env LC_ALL=C locale -a || fail "cannot list the locales: $run_stderr"
  locale_gen_sort
  [ ! -s "$t_tmp.unknown" ] || fail "The following locales you've entered are not available on your system: $(awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $0 }' "$t_tmp.unknown")"
  if [ "$p_state" = present ]; then set -- "$t_tmp.missing"; else set -- "$t_tmp.there"; fi
  [ -s "$1" ] || return 0
  changed
  checking && return
  note locale "$p_state: $(tr '\n' ' ' <"$1")"
  locale_gen_edit
  locale_gen_make
}
locale_gen_name() {
  case $1 in '' | -* | *[[:space:]]*) fail "not a locale: $1" ;; esac
  result 'name/[]' "$1"
}

# Writes there and missing (the locales that exist, and do not), and unknown: those that neither exist nor can be made.
# locale -a writes encodings in its own way: utf8 for UTF-8.
locale_gen_sort() {
  set -- "$p__root/etc/locale.gen" "$p__root/usr/share/i18n/SUPPORTED"
  for locale_gen_list in "$@"; do
    [ ! -r "$locale_gen_list" ] || cat -- "$locale_gen_list"
  done >"$t_tmp.supported"
  : >"$t_tmp.there" && : >"$t_tmp.missing" && : >"$t_tmp.unknown"
  awk -v tmp="$t_tmp" '
    function plain(name,   p, modifier, set) {
      modifier = ""; p = index(name, "@"); if (p) { modifier = substr(name, p); name = substr(name, 1, p - 1) }
      p = index(name, "."); if (!p) return name modifier
      set = tolower(substr(name, p + 1)); gsub(/[^a-z0-9]/, "", set)
      return substr(name, 1, p) set modifier
    }
    FILENAME == tmp ".existing" { exists[plain($0)] = 1; next }
    FILENAME == tmp ".supported" { sub(/^#?[ \t]*/, ""); if (NF == 2) supported[$1] = 1; next }
    plain($0) in exists { print > (tmp ".there"); next }
    { print > (tmp ".missing"); if (!($0 in supported)) print > (tmp ".unknown") }' "$t_tmp.existing" "$t_tmp.supported" "$t_tmp.names"
}

# A locale that the file does not have gets its line from the list of all locales.
locale_gen_edit() {
  read_text "$locale_gen_file" "$t_tmp.old"
  awk -v state="$p_state" -v tmp="$t_tmp" -v legacy="$locale_gen_legacy" '
    FILENAME == tmp ".names" { wanted[$0] = 1; order[++n] = $0; next }
    FILENAME == tmp ".supported" { sub(/^#?[ \t]*/, ""); if (NF == 2) charset[$1] = $2; next }
    {
      text = $0; sub(/^#?[ \t]*/, "", text); split(text, word, /[ \t]+/)
      if (!(word[1] in wanted) || word[2] == "" || word[3] != "") { print; next }
      has[word[1]] = 1
      if (state == "present") print word[1] " " word[2]
      else if (legacy == "false") print "# " word[1] " " word[2]
    }
    END { if (state == "present") for (i = 1; i <= n; i++) if (!(order[i] in has) && order[i] in charset) print order[i] " " charset[order[i]] }' \
    "$t_tmp.names" "$t_tmp.supported" "$t_tmp.old" >"$t_tmp.new" || fail "cannot work out the new $locale_gen_file"
  cmp -s "$t_tmp.old" "$t_tmp.new" || put_from "$locale_gen_file" "$t_tmp.new" "$t_tmp.old" || fail "$put_error"
}

locale_gen_make() {
  set --
  if [ "$locale_gen_legacy/$p_state" = true/absent ]; then set -- --purge; fi
  run env LC_ALL=C locale-gen "$@" || {
    result_int rc "$run_status"
    fail "locale-gen failed: ${run_stderr:-$run_stdout}"
  }
  did
}
