# shellcheck shell=sh
# For directories where others can rename files while we work. Always sent. A name that is looked up twice can mean two files.
# The working directory and its `..` can't. So we enter a directory once, and create new files in a private directory.
#
#   locate PATH [true]   enters the directory that contains PATH, and sets l_name to its name there; true: follows a link
#   t_private            creates a directory of mode 0700 there and enters it. The directory of PATH is `..` from now on, even if renamed
#   t_leave              removes the private directory, and returns

t_origin=
t_private=
t_held=

# clean_path PATH: sets c_path: absolute, without //, /./ and trailing slashes. Keeps `..`, whose meaning depends on
# links.
clean_path() {
  case $1 in
    /*) c_path=$1 ;;
    *) c_path=${PWD%/}/$1 ;;
  esac
  case $c_path/ in
    *//* | */./*) ;;
    *) return 0 ;;
  esac
  t_left=$c_path/
  c_path=
  while [ "$t_left" ]; do
    t_part=${t_left%%/*}
    t_left=${t_left#*/}
    case $t_part in
      '' | .) ;;
      *) c_path=$c_path/$t_part ;;
    esac
  done
  c_path=${c_path:-/}
}

# is_root PATH: true if PATH is the root directory, by any name.
is_root() {
  clean_path "$1"
  [ "$c_path" = / ] || { [ -d "$c_path" ] && [ ! -h "$c_path" ] && [ "$(stat -c %d:%i -- "$c_path")" = "$(stat -c %d:%i /)" ]; }
}

# t_stand DIR NAME: enters DIR, and returns 1 if its real path is not NAME. In bash and mksh, PWD is not reliable here,
# so pwd is run.
t_stand() {
  cd -P -- "$1" 2>/dev/null || return 2
  t_here=$PWD
  case ${BASH_VERSION-}${KSH_VERSION-} in
    ?*)
      t_here=$(env pwd -P && printf .) || return 1
      t_here=${t_here%?.}
      ;;
  esac
  [ "$t_here" = "$2" ]
}

# locate PATH [FOLLOW]: also sets l_path, the full path of l_name. Returns 1 and sets locate_error if there is no such
# directory, or if the path contains an untrusted link.
locate() {
  locate_error=
  [ "$t_origin" ] || t_origin=$PWD
  clean_path "$1"
  l_path=$c_path
  l_name=${c_path##*/}
  t_todo=${c_path%/*}
  t_links=0 t_link_owner=
  case $l_name in
    '' | ..) t_todo=$c_path ;;
  esac
  t_stand "${t_todo:-/}" "${t_todo:-/}" || { cd / && t_here=/ && t_walk || return 1; }
  while [ "${2-false}" = true ] && [ -h "./$l_name" ]; do
    t_todo=
    t_read_link "$l_name" || return 1
    l_name=${t_todo##*/}
    case $l_name in
      '' | . | ..) ;;
      *)
        t_todo=${t_todo%"$l_name"}
        ;;
    esac
    t_walk || return 1
    l_path=${t_here%/}/$l_name
  done
  case $l_name in
    '' | . | ..)
      l_name=. l_path=$t_here
      if [ "$t_here" != / ]; then
        l_name=${t_here##*/}
        t_stand .. "$(t_up "$t_here")" || t_moved "$l_path" || return 1
      fi
      ;;
  esac
  [ -z "$t_link_owner" ] || case $t_nl$(stat -c %u -- . "./$l_name" 2>/dev/null)$t_nl in
    *"$t_nl$t_link_owner$t_nl"*) ;;
    *)
      locate_error="$1 contains a link of user $t_link_owner to $l_path, which is not that user's: the link was not followed"
      return 1
      ;;
  esac
}
t_up() {
  t_parent=${1%/*}
  printf '%s' "${t_parent:-/}"
}
t_not_there() { # PATH STATUS-OF-t_stand
  [ "$2" != 2 ] || {
    locate_error="cannot enter the directory $1"
    return 1
  }
  t_moved "$1"
}
t_moved() {
  locate_error="$1 was changed by somebody else meanwhile"
  return 1
}

# t_walk: follows t_todo from the current directory, step by step. It reads links and follows them itself; the kernel
# never does.
t_walk() {
  while [ "$t_todo" ]; do
    t_step=${t_todo%%/*}
    case $t_todo in
      */*) t_todo=${t_todo#*/} ;;
      *) t_todo= ;;
    esac
    case $t_step in
      '' | .) continue ;;
      ..)
        t_next=${t_here%/*}
        t_next=${t_next:-/}
        ;;
      *)
        if [ -h "./$t_step" ]; then
          t_read_link "$t_step" || return 1
          continue
        fi
        t_next=${t_here%/}/$t_step
        [ -d "./$t_step" ] || {
          locate_error="there is no directory $t_next"
          return 1
        }
        ;;
    esac
    t_stand "./$t_step" "$t_next" || t_not_there "$t_next" $? || return 1
  done
}

# stand_in DIR: enters DIR itself. Returns 1 and sets locate_error on failure.
stand_in() {
  locate "$1/." || return 1
  [ "$l_name" = . ] || t_stand "./$l_name" "${t_here%/}/$l_name" || t_not_there "$1" $?
}

# t_nobody_else_writes: true if only root and we can rename anything in the current directory or below.
t_nobody_else_writes() {
  t_check_owner
  [ -z "$(find . -type d '(' '(' ! -user 0 ! -user "$t_me" ')' -o -perm -020 -o -perm -002 ')' -print 2>/dev/null | head -n 1)" ]
}

# t_real_name TEXT: sets t_real_name to TEXT with \002 replaced by newlines.
t_real_name() {
  t_real_name=$1
  [ "${t_stx-}" ] || t_stx=$(printf '\002')
  case $1 in *"$t_stx"*) ;; *) return 0 ;; esac
  t_real_name=$(printf '%s.' "$1" | tr '\002' '\n')
  t_real_name=${t_real_name%.}
}

# t_read_link NAME: puts its target at the start of t_todo. If another user may have created the link, it may only lead
# to files of that user: t_link_owner is the user.
t_read_link() {
  t_links=$((t_links + 1))
  [ "$t_links" -le 40 ] || {
    locate_error="too many links in the path to $l_path"
    return 1
  }
  t_target=$(readlink -- "./$1" && printf .) || t_moved "${t_here%/}/$1" || return 1
  t_target=${t_target%?.}
  # shellcheck disable=SC2046 # numbers
  set -- $(stat -c '%u %a' -- . "./$1" "$t_work")
  [ $# -eq 6 ] || t_moved "$t_here" || return 1
  t_whose=
  if [ "$1" != 0 ] && [ "$1" != "$5" ]; then
    t_whose=$1
  else
    case $2 in
      *[2367] | *[2367]?) [ "$3" = 0 ] || [ "$3" = "$5" ] || t_whose=$3 ;;
    esac
  fi
  if [ "$t_whose" ]; then
    [ "${t_link_owner:-$t_whose}" = "$t_whose" ] || {
      locate_error="the path to $l_path contains links of several users: they were not followed"
      return 1
    }
    t_link_owner=$t_whose
  fi
  case $t_target in
    /*) cd / && t_here=/ ;;
  esac
  t_todo=$t_target${t_todo:+/$t_todo}
}

# follow_path PATH: sets f_path to PATH, or to the target of a link; ends the call if the link is not trusted. Forks
# only for a link.
follow_path() {
  f_path=$1
  [ -h "$1" ] || return 0
  locate "$1" true || fail "$locate_error"
  f_path=$l_path
  t_leave
}

# t_check_owner: for the current directory, sets t_ours to true if only root and we can rename files in it.
t_check_owner() {
  # shellcheck disable=SC2046 # numbers
  set -- $(stat -c '%u %a' -- . "$t_work")
  t_judge "$@"
}
t_judge() { # OWNER MODE ME
  t_holder=$1 t_me=$3 t_ours=true
  [ "$1" = 0 ] || [ "$1" = "$3" ] || t_ours=false
  case $2 in
    *[2367] | *[2367]?) t_ours=false ;;
  esac
}

# t_private: the name contains the controller's random key. A directory that exists already or does not look as just
# created is not used.
t_private() {
  t_private_in=${t_here%/}
  t_try=${t_private_name:-.hitless-$t_id-$t_key}
  [ -z "$t_slot" ] || t_spool_new "$t_private_in/$t_try"
  if ! (umask 077 && exec mkdir -- "./$t_try"); then
    [ -e "./$t_try" ] || [ -h "./$t_try" ] || return 1
    t_try=$(exec mktemp -d "./$t_try-XXXXXX") || return 1
    t_try=${t_try#./}
    [ -z "$t_slot" ] || t_spool_new "$t_private_in/$t_try"
  fi
  if t_stand "./$t_try" "$t_private_in/$t_try" && t_is_private; then
    t_private=$t_try
    return 0
  fi
  printf '%s\n' "$t_private_in: somebody else changes names there while we write" >&2
  return 1
}
t_is_private() {
  # shellcheck disable=SC2046 # numbers
  set -- $(stat -c '%u %a %d' -- . .. "$t_work")
  [ $# -eq 9 ] && [ "$1" = "$7" ] && [ "$3" = "$6" ] || return 1
  case $2 in
    *700) ;;
    *) chmod 0700 . || return 1 ;; # it inherited an access list
  esac
  t_judge "$4" "$5" "$7"
  t_is_empty
}
t_is_empty() {
  for t_item in ./* ./.[!.]* ./..?*; do
    if [ -e "$t_item" ] || [ -h "$t_item" ]; then return 1; fi
  done
}

# t_leave: returns from where locate, t_private or t_hold went.
t_leave() {
  if [ "$t_private" ]; then
    t_is_empty || rm -rf -- ./* ./.[!.]* ./..?*
    # shellcheck disable=SC2103 # back to where the name stands
    cd -P .. && rmdir -- "./$t_private" 2>/dev/null
    t_private=
  fi
  [ -z "$t_origin" ] || cd -- "$t_origin" 2>/dev/null || cd /
  t_origin='' t_held=''
}

# t_pin NAME: call it in a private directory. Sets t_old to a name of ../NAME that nobody else can redirect: a second
# hard link.
t_pin() {
  t_old=../$1
  [ "$t_ours" = false ] || return 0
  t_old=./$t_private.old
  ln -- "../$1" "$t_old" || return 1
  # shellcheck disable=SC2046 # two numbers
  set -- $(stat -c '%h %u' -- "$t_old") "$1"
  [ "$1" -gt 2 ] && [ ! -h "$t_old" ] || return 0
  if [ "$2" = 0 ] || [ "$2" = "$t_me" ] || [ "$2" != "$t_holder" ]; then
    printf '%s\n' "$t_private_in/$3: it is a hard link to a file of user $2, in a directory that others can change" >&2
    return 1
  fi
}

# t_hold PATH: sets t_at to such a name of the file that stat_of has just read, for commands that change it. Valid until
# t_leave.
t_hold() {
  [ -z "$t_held" ] || return 0
  locate "$1" || fail "$locate_error"
  if [ "$s_type" = directory ]; then
    [ "$l_name" = . ] || t_stand "./$l_name" "${t_here%/}/$l_name" || fail "$1 was changed by somebody else meanwhile"
    t_at=.
  else
    t_check_owner
    t_at=./$l_name
    if [ "$t_ours" = false ]; then
      { t_private && t_pin "$l_name"; } 2>"$t_work/hold" || fail "cannot change $1 safely: $(cat -- "$t_work/hold")"
      t_at=$t_old
    fi
  fi
  [ "$(stat -c %i -- "$t_at")" = "$s_inode" ] || fail "$1 was changed by somebody else meanwhile"
  t_held=$1
}

# change PATH CMD…: runs CMD (chown -h, chgrp -h, chmod, touch, chattr) with a name of PATH as its last word, never on a
# link's target. Works like run, but ends the call if PATH may have been replaced.
change() {
  t_changed_path=$1
  shift
  stat_of "$t_changed_path" || fail "there is no $t_changed_path any more"
  t_hold "$t_changed_path"
  case $s_type:$1 in
    link:touch) shift && set -- touch -h "$@" ;;
    link:chmod) fail "$t_changed_path is a link: it has no mode" ;;
  esac
  ! run "$@" "$t_at" || did
  t_leave
  return "$run_status"
}

# t_sweep PATH: removes what a killed agent left of the above.
t_sweep() {
  locate "$1" || {
    t_leave
    return 0
  }
  if [ -d "./$l_name" ] && [ ! -h "./$l_name" ]; then
    if t_stand "./$l_name" "${t_here%/}/$l_name"; then
      # shellcheck disable=SC2046 # numbers
      set -- $(stat -c '%u %a' -- . "$t_work")
      case $1/$2 in
        "$3"/*700)
          t_private=$l_name
          ;;
      esac
    fi
  elif [ -f "./$l_name" ] || [ -h "./$l_name" ]; then
    rm -f -- "./$l_name"
  fi
  t_leave
}
