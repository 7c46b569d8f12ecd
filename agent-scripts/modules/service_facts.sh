# shellcheck shell=sh
# module: service_facts
# summary: report the services of the host as facts
# check: full   diff: none   needs: awk
# example: service_facts:
# result: ansible_facts  services: name, state, status and source of each service

service_facts_run() {
  : >"$t_tmp.rows"
  if have service; then service_facts_sysv; fi
  if have rc-status && [ -x /sbin/openrc ]; then service_facts_openrc; fi
  if [ -d /run/systemd/system ] && have systemctl; then service_facts_systemd; fi
  [ -s "$t_tmp.rows" ] || skip 'Failed to find any services. This can be due to privileges or some other configuration issue.'
  # a later source overrides an earlier one
  awk -F '\t' "$t_awk_json"'
    !($1 in row) { name[++n] = $1 }
    { row[$1] = "\"name\": " json($1) ", \"state\": " json($2) (NF > 3 ? ", \"status\": " json($3) : "") ", \"source\": " json($NF) }
    END { printf "{"; for (i = 1; i <= n; i++) printf "%s%s: {%s}", (i > 1 ? ", " : ""), json(name[i]), row[name[i]]; printf "}" }
  ' "$t_tmp.rows" >"$t_tmp.json"
  result_json_file ansible_facts/services "$t_tmp.json"
  unchanged
}

service_facts_sysv() {
  run service --status-all || :
  printf '%s\n' "$run_stdout" "$run_stderr" | awk '$1 == "[" && ($2 == "+" || $2 == "-") && $3 == "]" {
    s = $2; sub(/^ *\[ . \] */, ""); sub(/ +$/, ""); print $0 "\t" (s == "+" ? "running" : "stopped") "\tsysv" }' >>"$t_tmp.rows"
}

service_facts_openrc() {
  run rc-status -a -s -m || run rc-status -a || return 0
  printf '%s\n' "$run_stdout" | awk 'NF > 2 && /\[/ { s = $0; sub(/.*\[ */, "", s); sub(/ *\].*/, "", s); print $1 "\t" s "\topenrc" }' >>"$t_tmp.rows"
}

# Units that are loaded, then those that only have a file.
service_facts_systemd() {
  run systemctl list-units --no-pager --type service --all --plain || fail "cannot list the units: $run_stderr"
  printf '%s\n' "$run_stdout" >"$t_tmp.units"
  run systemctl list-unit-files --no-pager --type service --all || fail "cannot list the unit files: $run_stderr"
  printf '%s\n' "$run_stdout" >"$t_tmp.files"
  awk '$1 ~ /\.service$/ { print $1 }' "$t_tmp.units" >"$t_tmp.loaded"
  awk 'NR == FNR { loaded[$1] = 1; next } $1 ~ /\.service$/ && !($1 in loaded) { print $1 }' "$t_tmp.loaded" "$t_tmp.files" >"$t_tmp.others"
  : >"$t_tmp.states"
  if [ -s "$t_tmp.others" ]; then
    # a template without an instance has no state, and stops the list
    awk '$1 !~ /@\.service$/' "$t_tmp.others" >"$t_tmp.asked"
    # shellcheck disable=SC2016
    run_to "$t_tmp.states" sh -c 'xargs systemctl show --property=Id,ActiveState <"$1"' sh "$t_tmp.asked" || :
  fi
  awk -v others="$t_tmp.others" -v states="$t_tmp.states" -v files="$t_tmp.files" '
    $1 ~ /\.service$/ { name[++n] = $1; status[$1] = $2 == "not-found" || $2 == "masked" || $3 == "failed" ? ($2 == "loaded" ? $3 : $2) : "unknown"
      state[$1] = $4 == "running" ? "running" : "stopped" }
    END {
      while ((getline l < states) > 0) { if (l ~ /^Id=/) id = substr(l, 4); else if (l ~ /^ActiveState=/) active = substr(l, 13); else { of[id] = active; id = "" } }
      if (id != "") of[id] = active
      while ((getline l < files) > 0) { split(l, f, " "); if (f[1] !~ /\.service$/) continue
        if (!(f[1] in status)) { name[++n] = f[1]; state[f[1]] = f[1] in of ? of[f[1]] : "unknown"; status[f[1]] = f[2] }
        else if (status[f[1]] == "unknown") status[f[1]] = f[2] }
      for (i = 1; i <= n; i++) print name[i] "\t" state[name[i]] "\t" status[name[i]] "\tsystemd"
    }' "$t_tmp.units" >>"$t_tmp.rows"
}
