# shellcheck shell=sh
# gpg, for modules about the keys of package repositories.

# gpg_found: whether the host has gpg, which some call gpg2.
gpg_found() {
  gpg_program=gpg
  have gpg || gpg_program=gpg2
  have "$gpg_program"
}

# gpg_run ARG…: like run, with a home of its own, since gpg creates files there even to read a key.
gpg_run() {
  (umask 077 && mkdir -p "$t_tmp.gnupg")
  run env LC_ALL=C "$gpg_program" --homedir "$t_tmp.gnupg" --no-tty --batch --with-colons "$@"
}
