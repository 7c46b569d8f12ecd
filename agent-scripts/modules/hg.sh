# shellcheck shell=sh
# module: hg  also=community.general.hg
# summary: clone a Mercurial repository, and update it to a revision
# check: none   diff: none
# example: hg: {repo: "https://hg.example.net/app", dest: /srv/app, revision: stable}
# option: repo        str   required  aliases=name  URL of the repository
# option: dest        path                          the directory; required unless clone and update are false
# option: revision    str   aliases=version         a changeset, revision number, branch or tag
# option: force       bool  default=false           discard local changes
# option: purge       bool  default=false           remove files that are not in the repository
# option: update      bool  default=true            if false, leave a repository as it is
# option: clone       bool  default=true            if false, do not clone if dest is no repository
# option: executable  str                           the hg program
# result: before   the state before: changeset, + for local changes, branch, tag
# result: after    the state now; if nothing was to be done but to ask, that of the remote
# result: cleaned  whether changes were discarded or files were removed

hg_run() {
  hg_program=${p_executable:-hg}
  task_has "$hg_program" || fail 'Failed to find required executable "hg": install the package mercurial'
  if [ -z "${p_dest-}" ] && [ "$p_clone$p_update" != falsefalse ]; then
    fail 'the destination directory must be specified unless clone=false and update=false'
  fi
  for hg_word in "$p_repo" "${p_revision-}"; do
    case $hg_word in -*) fail "this can't begin with a dash: $hg_word" ;; esac
  done
  if [ "$p_clone$p_update" = falsefalse ]; then
    hg_do id "$p_repo"
    result after "$run_stdout"
    done_with
  fi
  clean_path "$p_dest"
  p_dest=$c_path
  hg_before='' hg_cleaned=false
  if [ ! -e "$p_dest/.hg/hgrc" ]; then
    [ "$p_clone" = true ] || done_with
    note hg "$p_dest: $p_repo was cloned there"
    hg_do clone "$p_repo" "$p_dest" ${p_revision+-r "$p_revision"}
    did
  else
    hg_state
    hg_before=$hg_now
    [ "$p_update" = false ] || hg_renew
  fi
  hg_state
  [ "$hg_before$hg_cleaned" = "${hg_now}false" ] || changed
  result before "$hg_before"
  result after "$hg_now"
  result_bool cleaned "$hg_cleaned"
}

hg_renew() {
  note hg "$p_dest: it was at $hg_before"
  hg_at_revision && hg_there=true || hg_there=false
  [ "$p_force" = false ] || hg_discard
  [ "$p_purge" = false ] || hg_purge
  [ "$hg_there" = false ] || return 0
  hg_do pull -R "$p_dest" "$p_repo"
  did
  hg_do update ${p_revision+-r "$p_revision"} -R "$p_dest"
}

# Whether the wanted changeset is checked out, so that the remote need not be asked. Less than seven digits may be a tag.
hg_at_revision() {
  case ${p_revision-} in ???????*) ;; *) return 1 ;; esac
  hg_do --debug id -i -R "$p_dest"
  case $run_stdout in "$p_revision"*) return 0 ;; esac
  return 1
}

hg_discard() {
  hg_state
  case $hg_now in *+*) ;; *) return 0 ;; esac
  hg_do update -C -R "$p_dest" -r .
  did
  hg_state
  case $hg_now in *+*) ;; *) hg_cleaned=true ;; esac
}

hg_purge() {
  hg_do purge --config extensions.purge= -R "$p_dest" --print
  [ -n "$run_stdout" ] || return 0
  hg_do purge --config extensions.purge= -R "$p_dest"
  did
  hg_cleaned=true
}

hg_state() { # sets hg_now
  hg_do id -b -i -t -R "$p_dest"
  hg_now=$run_stdout
}

# HGPLAIN: without the aliases and defaults of the user, and in English.
hg_do() { run env HGPLAIN=1 "$hg_program" "$@" || fail "${run_stderr:-hg failed}"; }
