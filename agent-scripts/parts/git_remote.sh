# shellcheck shell=sh
# git in the directory of the module git, and what a remote has. Uses the options of that module.

# Sets git_ssh_options. ssh never asks: nobody could answer.
git_ssh() {
  git_ssh_options=${p_ssh_opts-}
  case $git_ssh_options in
    *'-o StrictHostKeyChecking=no'* | *'-o StrictHostKeyChecking=accept-new'*) ;;
    *)
      if [ "$p_accept_hostkey" = true ]; then git_ssh_options="$git_ssh_options -o StrictHostKeyChecking=no"; fi
      if [ "$p_accept_newhostkey" = true ]; then
        if run ssh -o StrictHostKeyChecking=accept-new -V; then
          git_ssh_options="$git_ssh_options -o StrictHostKeyChecking=accept-new"
        else
          warn 'Your ssh client does not support accept_newhostkey option, therefore it cannot be used.'
        fi
      fi
      ;;
  esac
  case $git_ssh_options in *BatchMode=yes*) ;; *) git_ssh_options="$git_ssh_options -o BatchMode=yes" ;; esac
  if [ -n "${p_key_file-}" ]; then
    t_shell_words "$p_key_file"
    git_ssh_options="$git_ssh_options -i $t_words -o IdentitiesOnly=yes"
  fi
}

# git_in DIR ARG…: like run, git in a directory, with the task's own settings of ssh. Commands that git runs find the remote in T_REMOTE.
git_in() {
  # shellcheck disable=SC2016
  run env LC_ALL=C LANGUAGE=C GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 "T_REMOTE=$p_remote" "T_SSH_OPTIONS=$git_ssh_options" sh -c '
    export GIT_SSH_COMMAND="${GIT_SSH:-${GIT_SSH_COMMAND:-ssh}} ${GIT_SSH_OPTS-} $T_SSH_OPTIONS"
    unset GIT_SSH T_SSH_OPTIONS
    program=$1 && shift && exec "$program" -C "$@"' sh "$git_program" "$@"
}
git_here() { git_in "$p_dest" "$@"; }

git_failed() {
  result_int rc "$run_status"
  result stdout "$run_stdout"
  result stderr "$run_stderr"
  fail "$1${run_stderr:+: $run_stderr}"
}

git_version_of() { # sets git_sha
  git_here rev-parse "$1" || :
  git_sha=$run_stdout
}

# ---- what the remote has ---------------------------------------------------------------------------------------------------------------

# git_remote_has DIR REMOTE h|t: whether version is a branch or a tag there.
git_remote_has() {
  git_kind=heads
  [ "$3" = h ] || git_kind=tags
  git_in "$1" ls-remote "$2" "-$3" "refs/$git_kind/$p_version" || git_failed "cannot ask $2"
  [ -n "$run_stdout" ]
}

git_head_branch() { # sets git_branch to the branch of HEAD; of a detached HEAD, to that of the remote
  if git_here symbolic-ref -q --short HEAD; then
    git_branch=$run_stdout
  else
    git_here symbolic-ref -q --short "refs/remotes/$p_remote/HEAD" || git_failed 'Unable to determine the branch of HEAD'
    git_branch=${run_stdout#"$p_remote/"}
  fi
}

# git_remote_head DIR REMOTE: sets git_after to what version is there; a commit is taken as it is.
git_remote_head() {
  git_tag=false
  if [ "$p_version" = HEAD ]; then
    if [ "$2" = "$git_repo" ]; then
      git_in "$1" ls-remote "$2" HEAD
    else
      git_head_branch
      git_in "$1" ls-remote "$2" -h "refs/heads/$git_branch"
    fi || git_failed "cannot ask $2"
  elif git_remote_has "$1" "$2" h; then
    :
  elif git_remote_has "$1" "$2" t; then
    git_tag=true
    git_in "$1" ls-remote "$2" -t "refs/tags/$p_version*" || git_failed "cannot ask $2"
  else
    git_after=$p_version
    return
  fi
  [ -n "$run_stdout" ] || fail "Could not determine remote revision for $p_version"
  # The commit of an annotated tag has a line of its own.
  git_after=$(printf '%s\n' "$run_stdout" | T_VERSION=$p_version awk -v tag="$git_tag" '
    tag == "false" { print $1; exit }
    $2 == "refs/tags/" ENVIRON["T_VERSION"] { plain = $1 }
    $2 == "refs/tags/" ENVIRON["T_VERSION"] "^{}" { commit = $1 }
    END { if (tag == "true") print (commit != "" ? commit : plain) }')
}
