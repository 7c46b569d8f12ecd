# shellcheck shell=sh
# module: package_facts
# summary: report the installed packages as facts
# check: full   diff: none   needs: awk
# example: package_facts:
# option: manager   list/str  default=auto              the package managers to ask: auto, apt, rpm, apk, pacman
# option: strategy  enum  first|all  default=first      with several managers: the first one that is here, or all
# result: ansible_facts  packages: for each name a list with version, arch, source, …

package_facts_run() {
  : >"$t_tmp.rows"
  package_facts_found=
  each manager package_facts_ask
  [ -n "$package_facts_found" ] || fail "Could not detect a supported package manager from the following list: [$(printf '%s' "$p_manager" | awk '{ printf "%s\047%s\047", (NR > 1 ? ", " : ""), $0 }')]"
  awk "$t_awk_json$package_facts_awk" "$t_tmp.rows" >"$t_tmp.json"
  result_json_file ansible_facts/packages "$t_tmp.json"
  unchanged
}

package_facts_ask() {
  case $1 in
    auto) for package_facts_one in rpm apt apk pacman; do package_facts_manager "$package_facts_one"; done ;;
    apt | dpkg) package_facts_manager apt ;;
    rpm | dnf | dnf5 | yum | zypper) package_facts_manager rpm ;;
    apk | pacman) package_facts_manager "$1" ;;
    *) fail "the package manager '$1' is not known here: auto, apt, rpm, apk, pacman" ;;
  esac
}

# Looks in the PATH of the task, where the commands will be run.
# shellcheck disable=SC2016
package_facts_have() { run /bin/sh -c 'command -v "$1"' sh "$1"; }

# package_facts_manager NAME: adds its packages, one per line, fields separated by tabs.
package_facts_manager() {
  [ -z "$package_facts_found" ] || [ "$p_strategy" = all ] || return 0
  case $1 in
    apt) package_facts_apt ;;
    rpm) package_facts_rpm ;;
    apk) package_facts_apk ;;
    pacman) package_facts_pacman ;;
  esac || return 0
  package_facts_found="$package_facts_found $1"
}

# The origin of a version is in the lists of apt.
package_facts_apt() {
  package_facts_have dpkg-query || return 1
  # shellcheck disable=SC2016 # dpkg-query expands these
  run_to "$t_tmp.apt" dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\t${Version}\t${Architecture}\t${Section}\n' || fail "cannot ask dpkg: $run_stderr"
  [ -s "$t_tmp.apt" ] || return 1
  : >"$t_tmp.sources"
  : >"$t_tmp.policy"
  if package_facts_have apt-cache; then
    run_to "$t_tmp.sources" apt-cache policy || :
    awk -F '\t' '$1 ~ /^.i/ { print $2 }' "$t_tmp.apt" >"$t_tmp.names"
    # shellcheck disable=SC2016
    run_to "$t_tmp.policy" sh -c 'xargs apt-cache policy <"$1"' sh "$t_tmp.names" || :
  fi
  awk -v sources="$t_tmp.sources" -v policy="$t_tmp.policy" -F '\t' '
    BEGIN {
      while ((getline l < sources) > 0) {
        if (l ~ /^ +-?[0-9]+ /) { sub(/^ +-?[0-9]+ /, "", l); source = l }
        else if (match(l, /[ ,]o=[^,]*/)) origin[source] = substr(l, RSTART + 3, RLENGTH - 3)
      }
      while ((getline l < policy) > 0) {
        if (l ~ /^[^ ].*:$/) { package = substr(l, 1, length(l) - 1); here = 0 }
        else if (l ~ /^ \*\*\* /) here = 1
        else if (here && l ~ /^ +-?[0-9]+ / && !(package in of)) { sub(/^ +-?[0-9]+ /, "", l); if (l in origin) of[package] = origin[l] }
        else if (l ~ /^     [^ ]/) here = 0
      }
    }
    $1 ~ /^.i/ { print "apt\t" $2 "\t" $3 "\t" $4 "\t" $5 "\t" ($2 in of ? of[$2] : "") }' "$t_tmp.apt" >>"$t_tmp.rows"
}

package_facts_rpm() {
  package_facts_have rpm || return 1
  # with /bin/sh, since the shell of busybox would run its own rpm
  # shellcheck disable=SC2016
  run_to "$t_tmp.rpm" /bin/sh -c "$own_program" rpm -qa --qf 'rpm\t%{NAME}\t%{VERSION}\t%{RELEASE}\t%{EPOCH}\t%{ARCH}\n' || return 1
  [ -s "$t_tmp.rpm" ] || return 1
  cat "$t_tmp.rpm" >>"$t_tmp.rows"
}

package_facts_apk() {
  package_facts_have apk || return 1
  run_to "$t_tmp.apk" apk info -v || return 1
  awk '{ p = $1; r = p; sub(/.*-/, "", r); sub(/-[^-]*$/, "", p); v = p; sub(/.*-/, "", v); sub(/-[^-]*$/, "", p); print "apk\t" p "\t" v "\t" substr(r, 2) }' "$t_tmp.apk" >>"$t_tmp.rows"
}

package_facts_pacman() {
  package_facts_have pacman || return 1
  run_to "$t_tmp.pacman" pacman -Qi || return 1
  awk -F ' *: ' '$1 == "Name" { n = $2 } $1 == "Version" { v = $0; sub(/^[^:]*: /, "", v) } $1 == "Architecture" { print "pacman\t" n "\t" v "\t" $2 }' "$t_tmp.pacman" >>"$t_tmp.rows"
}

# shellcheck disable=SC2016
package_facts_awk='
function text(name, value) { return ", \"" name "\": " json(value) }
BEGIN { FS = "\t" }
{ t = "\"name\": " json($2) ", \"source\": " json($1) text("version", $3)
  if ($1 == "apt") t = t text("arch", $4) text("category", $5) text("origin", $6)
  if ($1 == "rpm") t = t text("release", $4) ", \"epoch\": " ($5 ~ /^[0-9]+$/ ? $5 : "null") ", \"arch\": " ($6 == "(none)" ? "null" : json($6))
  if ($1 == "apk") t = t text("release", $4)
  if ($1 == "pacman") t = t text("arch", $4)
  if (!($2 in row)) name[++n] = $2
  row[$2] = row[$2] ($2 in row && row[$2] != "" ? ", " : "") "{" t "}" }
END { printf "{"; for (i = 1; i <= n; i++) printf "%s%s: [%s]", (i > 1 ? ", " : ""), json(name[i]), row[name[i]]; printf "}" }
'
