# shellcheck shell=sh
# module: stat
# summary: report the status of a path
# check: full   diff: none   needs: stat
# example: stat: {path: /etc/haproxy/haproxy.cfg, checksum_algorithm: sha256}
# option: path                path  required  aliases=dest,name
# option: follow              bool  default=false   follow symbolic links
# option: get_checksum        bool  default=true
# option: checksum_algorithm  enum  md5|sha1|sha224|sha256|sha384|sha512  default=sha1  aliases=checksum,checksum_algo
# option: get_mime            bool  default=true    aliases=mime,mime_type,mime-type   needs the program file on the host
# option: get_attributes      bool  default=true    aliases=attr,attributes            needs lsattr on the host
# option: get_md5             bool  default=false   accepted for compatibility
# result: stat  exists, and if true path, mode, isreg, isdir, islnk, size, uid, gid, pw_name, gr_name, mtime, checksum, …

stat_run() {
  stat_path=$p_path
  stat_link=false
  [ ! -h "$p_path" ] || stat_link=true
  if [ $stat_link = true ] && [ "$p_follow" = true ]; then
    stat_path=$(readlink -f -- "$p_path" && printf .) || stat_path=$p_path.
    stat_path=${stat_path%?.}
    stat_link=false
    [ -e "$p_path" ] || stat_absent
  fi
  [ -e "$stat_path" ] || [ -h "$stat_path" ] || stat_absent
  stat_all=$(stat -c '%f %a %u %g %s %i %D %h %.9X %.9Y %.9Z %b %o %t %T /%U/%G' -- "$stat_path") || fail "cannot read the status of $p_path"
  stat_group=${stat_all##*/}
  stat_owner=${stat_all#*/}
  stat_owner=${stat_owner%/*}
  # shellcheck disable=SC2086 # numbers
  set -- ${stat_all%%/*}
  result stat/path "$p_path"
  stat_bits=$((0x$1))
  stat_mode=$2
  while [ ${#stat_mode} -lt 4 ]; do stat_mode=0$stat_mode; done
  stat_rows="b${t_tab}stat/exists${t_tab}true$t_nl"
  stat_row s mode "$stat_mode"
  stat_kind $((stat_bits & 61440))
  stat_row i uid "$3"
  stat_row i gid "$4"
  stat_row i size "$5"
  stat_row i inode "$6"
  stat_row i dev $((0x$7))
  stat_row i device_type $(((0x${14} << 8) | 0x${15}))
  stat_row i nlink "$8"
  stat_row i atime "$9"
  stat_row i mtime "${10}"
  stat_row i ctime "${11}"
  stat_row i blocks "${12}"
  stat_row i block_size "${13}"
  stat_permissions
  [ "$stat_owner" = UNKNOWN ] || stat_row s pw_name "$stat_owner"
  [ "$stat_group" = UNKNOWN ] || stat_row s gr_name "$stat_group"
  [ -r "$p_path" ] && stat_readable=true || stat_readable=false
  stat_row b readable "$stat_readable"
  if [ -w "$p_path" ]; then stat_row b writeable true; else stat_row b writeable false; fi
  if [ -x "$p_path" ]; then stat_row b executable true; else stat_row b executable false; fi
  if [ "$stat_isreg" = true ] && [ "$stat_readable" = true ]; then stat_sums; fi
  [ "$p_get_mime" = false ] || stat_mime
  [ "$p_get_attributes" = false ] || stat_flags
  result_rows "${stat_rows%"$t_nl"}"
  if [ $stat_link = true ]; then
    stat_target=$(readlink -- "$p_path" && printf .)
    result stat/lnk_target "${stat_target%?.}"
    stat_target=$(readlink -f -- "$p_path" && printf .)
    result stat/lnk_source "${stat_target%?.}"
  fi
  unchanged
}

stat_absent() {
  result_bool stat/exists false
  done_with
}

stat_row() { stat_rows="$stat_rows$1${t_tab}stat/$2$t_tab$3$t_nl"; }

stat_kind() {
  stat_isreg=false
  for stat_type in 'isdir 16384' 'ischr 8192' 'isblk 24576' 'isreg 32768' 'isfifo 4096' 'islnk 40960' 'issock 49152'; do
    if [ "${stat_type#* }" -eq "$1" ]; then
      stat_row b "${stat_type% *}" true
      [ "$1" -ne 32768 ] || stat_isreg=true
    else
      stat_row b "${stat_type% *}" false
    fi
  done
}

stat_permissions() {
  for stat_bit in 'wusr 128' 'rusr 256' 'xusr 64' 'wgrp 16' 'rgrp 32' 'xgrp 8' 'woth 2' 'roth 4' 'xoth 1' 'isuid 2048' 'isgid 1024'; do
    if [ $((stat_bits & ${stat_bit#* })) -ne 0 ]; then stat_row b "${stat_bit% *}" true; else stat_row b "${stat_bit% *}" false; fi
  done
}

stat_sums() {
  if [ "$p_get_checksum" = true ]; then
    checksum_of "$stat_path" "$p_checksum_algorithm" || fail "cannot compute the checksum of $p_path"
    stat_row s checksum "$c_sum"
  fi
  if [ "$p_get_md5" = true ] && checksum_of "$stat_path" md5; then stat_row s md5 "$c_sum"; fi
}

stat_mime() {
  stat_type=unknown stat_charset=unknown
  if have file && stat_mime=$(file --mime-type --mime-encoding -b -- "$p_path" 2>/dev/null); then
    case $stat_mime in
      *'; charset='*)
        stat_type=${stat_mime%%;*}
        stat_charset=${stat_mime##*charset=}
        ;;
    esac
  fi
  stat_row s mimetype "$stat_type"
  stat_row s charset "$stat_charset"
}

# Output of lsattr -v: version, flags, path.
stat_flags() {
  stat_version='' stat_flags='' stat_names=
  if have lsattr && stat_lsattr=$(lsattr -vd -- "$p_path" 2>/dev/null); then
    # shellcheck disable=SC2086
    set -- $stat_lsattr
    stat_version=$1
    stat_rest=$2
    while [ -n "$stat_rest" ]; do
      stat_flag=${stat_rest%"${stat_rest#?}"}
      stat_rest=${stat_rest#?}
      case $stat_flag in
        -) continue ;;
        A) stat_name=noatime ;;
        a) stat_name=append ;;
        c) stat_name=compressed ;;
        C) stat_name=nocow ;;
        d) stat_name=nodump ;;
        D) stat_name=dirsync ;;
        e) stat_name=extents ;;
        E) stat_name=encrypted ;;
        h) stat_name=blocksize ;;
        i) stat_name=immutable ;;
        I) stat_name=indexed ;;
        j) stat_name=journalled ;;
        N) stat_name=inline ;;
        s) stat_name=zero ;;
        S) stat_name=synchronous ;;
        t) stat_name=notail ;;
        T) stat_name=blockroot ;;
        u) stat_name=undelete ;;
        X) stat_name=compressedraw ;;
        Z) stat_name=compresseddirty ;;
        *) continue ;;
      esac
      stat_flags=$stat_flags$stat_flag
      stat_names="$stat_names${stat_names:+, }\"$stat_name\""
    done
  fi
  if [ -n "$stat_version" ]; then stat_row s version "$stat_version"; else stat_row n version ''; fi
  stat_row j attributes "[$stat_names]"
  stat_row s attr_flags "$stat_flags"
}
