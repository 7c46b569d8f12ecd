# shellcheck shell=sh
# Lists, JSON, encodings and shell words.

match_list() {
  eval "t_list_n=\${p_$1_n:-0}"
  t_list_i=0
  while [ "$t_list_i" -lt "$t_list_n" ]; do
    t_list_i=$((t_list_i + 1))
    eval "[ \"\$p_$1_$t_list_i\" != \"\$2\" ]" || return 0
  done
  return 1
}

# The counter is a positional parameter, since FUNCTION may call each itself.
each() {
  eval "set -- \"\$1\" \"\$2\" 1 \"\${p_$1_n:-0}\""
  while [ "$3" -le "$4" ]; do
    eval "\"\$2\" \"\$p_$1_$3\""
    set -- "$1" "$2" $(($3 + 1)) "$4"
  done
}

# t_awk_json: json(TEXT) is TEXT as a JSON string, for awk programs of modules.
# shellcheck disable=SC2016
t_awk_json='
function json(s,   i, c) {
  gsub(/["\\]/, "\\\\&", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); gsub(/\r/, "\\r", s)
  if (s ~ /[\001-\037]/) for (i = 1; i < 32; i++) { c = sprintf("%c", i); if (index(s, c)) gsub(c, sprintf("\\u%04x", i), s) }
  return "\"" s "\""
}
'

json_string() {
  case $1 in
    *[\\\"[:cntrl:]]*) ;;
    *)
      j_text="\"$1\""
      return
      ;;
  esac
  # a mark after it preserves its last newlines
  j_text=$(printf '%s\n.' "$1" | awk "$t_awk_json"'NR > 1 { text = text (NR > 2 ? "\n" : "") line } { line = $0 } END { printf "%s", json(text) }')
}

# known_encoding NAME: bytes can be compared only in these.
known_encoding() {
  case $1 in
    [Uu][Tt][Ff]-8 | [Uu][Tt][Ff]8 | [Aa][Ss][Cc][Ii][Ii] | [Uu][Ss]-[Aa][Ss][Cc][Ii][Ii]) ;;
    *) fail "the encoding '$1' is not known here: utf-8 or ascii" ;;
  esac
}

# split_words TEXT: sets w_n and w_1 … to its words, quoted as in a shell. Expands nothing. Returns 1 on an unclosed
# quote.
split_words() {
  w_n=0
  t_split=$1
  t_word=
  t_in_word=false
  while [ -n "$t_split" ]; do
    t_plain=${t_split%%[\\\"\' "$t_tab$t_nl"]*}
    if [ -n "$t_plain" ]; then
      t_word=$t_word$t_plain
      t_in_word=true
      t_split=${t_split#"$t_plain"}
      continue
    fi
    case $t_split in
      \\?*)
        t_split=${t_split#?}
        t_word=$t_word${t_split%"${t_split#?}"}
        t_split=${t_split#?}
        t_in_word=true
        ;;
      \'*\'*)
        t_split=${t_split#?}
        t_word=$t_word${t_split%%\'*}
        t_split=${t_split#*\'}
        t_in_word=true
        ;;
      \"*)
        t_split=${t_split#?}
        t_in_word=true
        t_split_quoted || return 1
        ;;
      [\\\']*) return 1 ;;
      *)
        t_split=${t_split#?}
        [ "$t_in_word" = false ] || t_word_done
        ;;
    esac
  done
  [ "$t_in_word" = false ] || t_word_done
}
t_word_done() {
  w_n=$((w_n + 1))
  eval "w_$w_n=\$t_word"
  t_word=
  t_in_word=false
}
# Inside double quotes, a backslash escapes only itself and the quote.
t_split_quoted() {
  while :; do
    case $t_split in
      *\"*) ;;
      *) return 1 ;;
    esac
    t_plain=${t_split%%[\\\"]*}
    t_word=$t_word$t_plain
    t_split=${t_split#"$t_plain"}
    case $t_split in
      \"*)
        t_split=${t_split#?}
        return 0
        ;;
      \\[\\\"]*)
        t_split=${t_split#?}
        t_word=$t_word${t_split%"${t_split#?}"}
        t_split=${t_split#?}
        ;;
      *)
        t_word=$t_word\\
        t_split=${t_split#?}
        ;;
    esac
  done
}

# expand TEXT: sets x_text: replaces a leading ~ or ~USER, and $NAME and ${NAME} of the environment. Unknown names stay.
# shellcheck disable=SC2088 # the tilde is text here
expand() {
  x_text=
  t_rest=$1
  case $t_rest in
    '~' | '~/'*)
      x_text=$HOME
      t_rest=${t_rest#?}
      ;;
    '~'*)
      t_user=${t_rest#?}
      t_user=${t_user%%/*}
      if t_home=$(t_home_of "$t_user") && [ -n "$t_home" ]; then
        x_text=$t_home
        t_rest=${t_rest#"~$t_user"}
      fi
      ;;
  esac
  while :; do
    case $t_rest in
      *\$*) ;;
      *) break ;;
    esac
    x_text=$x_text${t_rest%%\$*}
    t_rest=${t_rest#*\$}
    case $t_rest in
      '{'*'}'*)
        t_name=${t_rest#?}
        t_name=${t_name%%\}*}
        t_whole="{$t_name}"
        ;;
      *)
        t_name=${t_rest%%[!A-Za-z0-9_]*}
        t_whole=$t_name
        ;;
    esac
    if t_value=$(t_environment && awk 'BEGIN { if (!(ARGV[1] in ENVIRON)) exit 1; printf "%s.", ENVIRON[ARGV[1]] }' "$t_name"); then
      x_text=$x_text${t_value%.}
    else
      x_text=$x_text\$$t_whole
    fi
    t_rest=${t_rest#"$t_whole"}
  done
  x_text=$x_text$t_rest
}
t_home_of() {
  if have getent; then t_entry=$(getent passwd -- "$1"); else t_entry=$(grep -- "^$1:" /etc/passwd); fi || return 1
  t_entry=${t_entry#*:*:*:*:*:}
  printf '%s' "${t_entry%%:*}"
}

# values_of PREFIX COUNT: sets values to the expansions of the variables PREFIX1 to PREFIXcount, for eval, such as those of a
# list (p_pvs_ "$p_pvs_n") or of split_words (w_ "$w_n"): eval "set -- \"\$@\" $values"
values_of() {
  values='' t_value=0
  while [ "$t_value" -lt "$2" ]; do
    t_value=$((t_value + 1))
    values="$values \"\$$1$t_value\""
  done
}

# with_lines FILE COMMAND WORD…: runs COMMAND with the WORDs and then the lines of FILE, such as names from the task.
with_lines() {
  t_lines=$1
  shift
  while IFS= read -r t_line_of; do set -- "$@" "$t_line_of"; done <"$t_lines"
  "$@"
}
