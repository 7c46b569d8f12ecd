# shellcheck shell=sh
# module: git
# summary: check out a version of a git repository
# check: full   diff: text   needs: awk cmp readlink   uses: git_remote
# example: git: {repo: "https://git.example.net/app.git", dest: /srv/app, version: v1.2}
# option: repo               str   required  aliases=name              URL of the repository, or its path on the host
# option: dest               path                                      the directory; required unless clone=false
# option: version            str   default=HEAD                        a branch, tag or commit
# option: remote             str   default=origin                      name of the remote
# option: refspec            str                                       a further refspec to fetch
# option: reference          str                                       a repository on the host to take objects from
# option: force              bool  default=false                       discard local changes
# option: depth              int                                       number of commits of the history to fetch
# option: clone              bool  default=true                        if false, only report what the remote has if dest is no repository
# option: update             bool  default=true                        if false, leave a repository as it is
# option: verify_commit      bool  default=false                       verify the signature of the commit or tag
# option: gpg_allowlist      list/str  aliases=gpg_whitelist           fingerprints of keys that may have signed it
# option: accept_hostkey     bool  default=false                       accept any host key
# option: accept_newhostkey  bool  default=false                       accept the host key of a host that is not known
# option: key_file           path                                      private key for ssh
# option: ssh_opts           str                                       options for ssh
# option: executable         path                                      the git program
# option: bare               bool  default=false                       a repository without working tree
# option: recursive          bool  default=true                        clone and update submodules too
# option: single_branch      bool  default=false                       clone only the history of version
# option: track_submodules   bool  default=false                       submodules follow their branch, not the commit that is recorded
# option: umask              str                                       umask while files are created, in octal digits
# option: archive            path                                      also write an archive of version to this file: .zip, .tar, .tar.gz or .tgz
# option: archive_prefix     str                                       prefix of the names in the archive
# option: separate_git_dir   path                                      keep the repository there, and only the working tree in dest
# exclusive: separate_git_dir bare
# exclusive: accept_hostkey accept_newhostkey
# result: before  the commit before; null for a new clone
# result: after   the commit now
# result: remote_url_changed  whether the URL of the remote was changed
# result: submodules_changed  whether submodules were updated
# result: git_dir_before  where the repository was, if it moved
# result: git_dir_now     where it is now

git_run() {
  git_check
  git_ssh
  git_repo=$p_repo
  case $git_repo in '~'*) expand "$git_repo" && git_repo=$x_text ;; esac
  case $git_repo in /*) git_repo=file://$git_repo ;; esac
  git_before='' git_url_changed=false git_modified=false git_submodules=false
  git_place
  if [ -z "${p_dest-}" ] || [ ! -e "$git_dir/config" ]; then
    result_null before
    if checking || [ "$p_clone" = false ]; then git_foresee "$git_repo"; fi
    git_clone
  elif [ "$p_update" = false ]; then
    git_version_of HEAD
    result before "$git_sha"
    result after "$git_sha"
    git_archive
    done_with
  else
    git_pull
  fi
  [ "$p_bare" = true ] || git_switch
  if [ "$p_recursive" = true ] && [ "$p_bare" = false ]; then git_submodules; fi
  git_version_of HEAD
  git_after=$git_sha
  result after "$git_after"
  if [ "$git_before" != "$git_after" ] || [ "$git_modified$git_submodules$git_url_changed" != falsefalsefalse ]; then
    changed
    git_diff
  fi
  git_archive
}

git_check() {
  git_program=${p_executable:-git}
  task_has "$git_program" || fail 'Failed to find required executable "git"'
  [ -n "${p_dest-}" ] || [ "$p_clone" = false ] || fail 'the destination directory must be specified unless clone=no'
  [ -z "${p_archive_prefix+given}" ] || [ -n "${p_archive-}" ] || fail "missing parameter(s) required by 'archive_prefix': archive"
  for git_word in "$p_repo" "$p_version" "$p_remote" "${p_refspec-}"; do
    case $git_word in -*) fail "this can't begin with a dash: $git_word" ;; esac
  done
  case ${p_umask-0} in '' | *[!0-7]*) fail 'umask must be an octal integer' ;; esac
  [ -z "${p_umask+given}" ] || umask "$p_umask"
  case ${p_archive-.tar} in
    *.tar.gz | *.gz) git_format=tar.gz ;;
    *.tgz) git_format=tgz ;;
    *.tar) git_format=tar ;;
    *.zip) git_format=zip ;;
    *) fail "Unable to get file extension from archive file name : $p_archive" ;;
  esac
}

# Sets git_dir, the directory of the repository. In a working tree, a file .git may name it.
git_place() {
  git_dir=
  [ -n "${p_dest-}" ] || return 0
  clean_path "$p_dest"
  p_dest=$c_path
  git_dir=$p_dest
  [ "$p_bare" = true ] || git_dir=${p_dest%/}/.git
  if [ -f "$git_dir" ]; then git_follow; fi
  [ -n "${p_separate_git_dir-}" ] || return 0
  git_separate=$(readlink -f -- "$p_separate_git_dir") || git_separate=$p_separate_git_dir
  if [ -e "$git_dir" ] && [ "$(readlink -f -- "$git_dir")" != "$git_separate" ]; then git_relocate; fi
}
git_follow() {
  IFS= read -r git_line <"$git_dir" || :
  case $git_line in
    'gitdir: /'*) git_dir=${git_line#gitdir: } ;;
    'gitdir: '*) git_dir=${p_dest%/}/${git_line#gitdir: } ;;
    *) git_dir= ;;
  esac
  [ -d "$git_dir" ] || fail 'Current repo does not have a valid reference to a separate Git dir or it refers to the invalid path'
}
git_relocate() {
  changed
  if checking; then return; fi
  [ ! -e "$git_separate" ] || fail "Separate-git-dir path $git_separate already exists."
  note git "the repository $git_dir moved to $git_separate"
  git_in "$p_dest" init --quiet --separate-git-dir "$git_separate" || {
    # git moves the repository before it writes where it is now.
    if [ ! -s "$git_dir" ] && [ -d "$git_separate" ] && rm -f -- "$git_dir"; then mv -- "$git_separate" "$git_dir"; fi
    git_failed "Unable to move git dir."
  }
  did
  result git_dir_before "$git_dir"
  result git_dir_now "$git_separate"
  git_dir=$git_separate
}

git_foresee() { # git_foresee REMOTE: ends the call with what a clone would check out
  git_remote_head / "$1"
  changed
  result after "$git_after"
  diff_text '' '' ">> Newly checked out $git_after$t_nl"
  done_with
}

# ---- clone -----------------------------------------------------------------------------------------------------------------------------

git_clone() {
  git_branch_or_tag=false
  if git_remote_has / "$git_repo" h || git_remote_has / "$git_repo" t; then git_branch_or_tag=true; fi
  git_parent=${p_dest%/*}
  make_directory "${git_parent:-/}"
  if [ "$p_bare" = true ]; then set -- --bare; else set -- --origin "$p_remote"; fi
  if [ "${p_depth-0}" != 0 ]; then
    if [ "$p_version" = HEAD ] || [ -n "${p_refspec-}" ]; then
      set -- "$@" --depth "$p_depth"
    elif [ "$git_branch_or_tag" = true ]; then
      set -- "$@" --depth "$p_depth" --branch "$p_version"
    else
      warn 'Ignoring depth argument. Shallow clones are only available for HEAD, branches, tags or in combination with refspec.'
    fi
  fi
  [ -z "${p_reference-}" ] || set -- "$@" --reference "$p_reference"
  if [ "$p_single_branch" = true ]; then
    set -- "$@" --single-branch
    [ "$git_branch_or_tag" = false ] || set -- "$@" --branch "$p_version"
  fi
  [ -z "${p_separate_git_dir-}" ] || set -- "$@" "--separate-git-dir=$git_separate"
  note git "$p_dest: it was cloned"
  git_in "${git_parent:-/}" clone "$@" -- "$git_repo" "$p_dest" || git_failed "cannot clone $p_repo"
  changed
  did
  if [ "$p_bare" = true ] && [ "$p_remote" != origin ]; then
    git_here remote add "$p_remote" "$git_repo" || git_failed "cannot add the remote $p_remote"
  fi
  if [ -n "${p_refspec-}" ]; then
    set -- fetch
    [ "${p_depth-0}" = 0 ] || set -- "$@" --depth "$p_depth"
    git_here "$@" "$p_remote" "$p_refspec" || git_failed "cannot fetch $p_refspec"
  fi
  [ "$p_verify_commit" = false ] || git_verify
}

# ---- update ----------------------------------------------------------------------------------------------------------------------------

git_pull() {
  git_version_of HEAD
  git_before=$git_sha
  result before "$git_before"
  if [ "$p_bare" = false ]; then
    git_here status --porcelain --untracked-files=no || git_failed "cannot read the state of $p_dest"
    [ -z "$run_stdout" ] || git_modified=true
  fi
  [ "$git_modified$p_force" != truefalse ] || fail "Local modifications exist in the destination: $p_dest (force=no)."
  checking || note git "$p_dest: it was at $git_before"
  if [ "$git_modified" = true ] && ! checking; then
    git_here reset --hard HEAD || git_failed "cannot reset $p_dest"
    did
    result msg "Local modifications exist in the destination: $p_dest"
  fi
  git_remote_url
  if checking; then git_foresee_pull; fi
  git_fetch
}

git_remote_url() { # sets git_url_changed
  git_here ls-remote --get-url "$p_remote" || :
  git_url=$run_stdout
  if [ "${git_url#file://}" != "${git_repo#file://}" ]; then git_url_changed=true; fi
  result_bool remote_url_changed "$git_url_changed"
  if [ "$git_url_changed" = false ] || checking; then return; fi
  git_here remote set-url "$p_remote" "$git_repo" || git_failed "Failed to set a new url $git_repo for $p_remote"
  did
}

git_foresee_pull() {
  git_from=$p_remote
  [ "$git_url_changed" = false ] || git_from=$git_repo
  git_remote_head "$p_dest" "$git_from"
  result after "$git_after"
  if [ "$p_recursive" = true ] && [ "$p_bare" = false ]; then git_submodules_differ; fi
  if [ "$git_before" != "$git_after" ] || [ "$git_modified$git_submodules$git_url_changed" != falsefalsefalse ]; then changed; fi
  diff_text '' "$git_before$t_nl" "$git_after$t_nl"
  done_with
}

git_fetch() {
  set --
  if [ "${p_depth-0}" != 0 ]; then
    git_head_branch
    if [ -n "${p_refspec-}" ]; then
      set -- "$p_refspec"
    elif [ "$p_version" = HEAD ]; then
      set -- "$git_branch"
    elif git_remote_has "$p_dest" "$git_repo" h; then
      set -- "+refs/heads/$p_version:refs/remotes/$p_remote/$p_version"
      [ "$git_branch" = "$p_version" ] || set -- "+refs/heads/$p_version:refs/heads/$p_version" "$@"
    elif git_remote_has "$p_dest" "$git_repo" t; then
      set -- "+refs/tags/$p_version:refs/tags/$p_version"
    fi
  fi
  # Without a ref that can be fetched alone, everything is.
  if [ $# -gt 0 ]; then
    set -- --depth "$p_depth" "$p_remote" "$@"
  elif [ "$p_bare" = true ]; then
    set -- "$p_remote" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*' ${p_refspec:+"$p_refspec"}
  else
    set -- --tags "$p_remote" ${p_refspec:+"$p_refspec"}
  fi
  [ "$p_force" = false ] || set -- --force "$@"
  git_here fetch "$@" || git_failed 'Failed to download remote objects and refs'
  did
}

# ---- the working tree ------------------------------------------------------------------------------------------------------------------

git_switch() {
  if [ "$p_version" = HEAD ]; then
    git_head_branch
    git_to_branch "$git_branch"
  elif git_remote_has "$p_dest" "$p_remote" h; then
    if ! git_here show-ref --verify --quiet "refs/heads/$p_version"; then
      if [ "${p_depth-0}" != 0 ]; then
        # A shallow clone has only one branch.
        git_here fetch "--depth=$p_depth" "$p_remote" "+refs/heads/$p_version:refs/heads/$p_version" \
          "+refs/heads/$p_version:refs/remotes/$p_remote/$p_version" || git_failed "Failed to fetch branch from remote: $p_version"
      else
        git_here checkout --track -b "$p_version" "$p_remote/$p_version" || git_failed "Failed to checkout $p_version"
      fi
    fi
    git_to_branch "$p_version"
  else
    git_here checkout --force "$p_version" || git_failed "Failed to checkout $p_version"
  fi
  [ "$p_verify_commit" = false ] || git_verify
}
git_to_branch() {
  git_here checkout --force "$1" || git_failed "Failed to checkout branch $1"
  git_here reset --hard "$p_remote/$1" -- || git_failed "Failed to checkout branch $1"
}

git_verify() {
  git_word=verify-commit
  if git_here cat-file -t "refs/tags/$p_version" && [ "$run_stdout" = tag ]; then git_word=verify-tag; fi
  set -- "$git_word"
  [ "${p_gpg_allowlist_n:-0}" -eq 0 ] || set -- "$@" --raw
  git_here "$@" "$p_version" || git_failed "Failed to verify GPG signature of commit/tag \"$p_version\""
  [ "${p_gpg_allowlist_n:-0}" -gt 0 ] || return 0
  # The last field is the key that a subkey belongs to.
  git_print=$(printf '%s\n' "$run_stderr" | awk '$2 == "VALIDSIG" { print (NF >= 12 ? $12 : $3); exit }')
  match_list gpg_allowlist "$git_print" || fail "The gpg_allowlist does not include the public key \"$git_print\" for this commit"
}

git_submodules_differ() { # sets git_submodules, if one is not at the commit that is recorded
  [ -e "$p_dest/.gitmodules" ] || return 0
  git_here submodule status --recursive || git_failed 'Failed to retrieve submodule status'
  case "$t_nl$run_stdout" in *"$t_nl"[-+U]*) git_submodules=true ;; esac
}
git_submodules() { # sets git_submodules
  [ -e "$p_dest/.gitmodules" ] || return 0
  git_submodules_differ
  if [ "$git_submodules" = false ]; then
    git_here submodule foreach --quiet git fetch || git_failed 'Failed to fetch submodules'
    if [ "$p_track_submodules" = true ]; then git_submodules_behind; fi
  fi
  [ "$git_submodules" = true ] || return 0
  result_bool submodules_changed true
  git_here submodule sync || git_failed 'Failed to init/update submodules'
  set -- submodule update --init --recursive
  [ "$p_track_submodules" = false ] || set -- "$@" --remote
  [ "$p_force" = false ] || set -- "$@" --force
  git_here "$@" || git_failed 'Failed to init/update submodules'
  did
}
git_submodules_behind() { # whether a submodule is not at the end of its branch
  # shellcheck disable=SC2016
  git_here submodule foreach --quiet '
    branch=$(git config -f "$toplevel/.gitmodules" "submodule.$name.branch" || git symbolic-ref -q --short "refs/remotes/$T_REMOTE/HEAD" | sed "s|^[^/]*/||")
    [ "$(git rev-parse HEAD)" = "$(git rev-parse "$T_REMOTE/$branch")" ] || echo behind' || git_failed 'Unable to determine hashes of submodules'
  [ -z "$run_stdout" ] || git_submodules=true
}

# ---- what is reported ------------------------------------------------------------------------------------------------------------------

git_diff() {
  differing || return 0
  if [ -z "$git_before" ]; then
    git_text=">> Newly checked out $git_after"
  elif [ "$git_before" = "$git_after" ]; then
    return 0
  elif git_here diff "$git_before" "$git_after"; then
    git_text=${run_stdout:->> No visual differences between $git_before and $git_after}
  else
    git_text=">> Failed to get proper diff between $git_before and $git_after${run_stderr:+:$t_nl>> $run_stderr}"
  fi
  diff_text '' '' "$git_text$t_nl"
}

git_archive() {
  [ -n "${p_archive-}" ] || return 0
  if checking; then
    changed
    return
  fi
  set -- --format "$git_format" --output "$t_tmp.archive"
  [ -z "${p_archive_prefix+given}" ] || set -- "$@" --prefix "$p_archive_prefix"
  git_here archive "$@" "$p_version" || git_failed 'Failed to perform archive operation'
  if ! cmp -s -- "$t_tmp.archive" "$p_archive"; then
    changed
    put_from "$p_archive" "$t_tmp.archive" || fail "Failed to move $t_tmp.archive to $p_archive: $put_error"
  fi
}
