package io.hitless.agent;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** What the table of hostile input cannot show, and why. An entry that is no exception any more fails its test. */
final class HostileExceptions {
    private HostileExceptions() {}

    /** By trouble, module and option. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            entry(
                    "NAMES alternatives path",
                    "update-alternatives refuses a newline; else the case compares the text of a path"),
            entry("NAMES apt_key file", "gpg reads escapes in the name of a keyring; it fails"),
            entry("NAMES archive exclude_path", "a backslash in a pattern is an escape of the shell"),
            entry("NAMES gem install_dir", "the case compares the text of a path, or its script splits it"),
            entry("NAMES git dest", "the case compares the text of a path, or its script splits it"),
            entry("NAMES haproxy socket", "the case's own server is socat, which splits the name"),
            entry(
                    "NAMES haproxy_config dest",
                    "HAProxy's configuration names the files, too, and refuses: nothing is changed"),
            entry("NAMES mount _mounts", "fstab has its own escapes, and the case looks for the plain name"),
            entry("NAMES mount fstab", "fstab has its own escapes, and the case looks for the plain name"),
            entry("NAMES mount path", "fstab has its own escapes, and the case looks for the plain name"),
            entry("NAMES npm executable", "the option holds words, so that blanks split it"),
            entry("NAMES pip chdir", "the case compares the text of a path, or its script splits it"),
            entry("NAMES pip virtualenv", "the option holds words, so that blanks split it"),
            entry("NAMES synchronize _source", "the command that the case expects is quoted then"),
            entry("NAMES synchronize link_dest", "the command that the case expects is quoted then"),
            entry(
                    "NEWLINES alternatives path",
                    "update-alternatives refuses a newline; else the case compares the text of a path"),
            entry("NEWLINES apt_key file", "gpg reads escapes in the name of a keyring; it fails"),
            entry("NEWLINES dpkg_divert divert", "dpkg refuses a newline"),
            entry("NEWLINES dpkg_divert path", "dpkg refuses a newline"),
            entry("NEWLINES gem install_dir", "the case compares the text of a path, or its script splits it"),
            entry("NEWLINES git dest", "the case compares the text of a path, or its script splits it"),
            entry("NEWLINES git separate_git_dir", "git's own link to a repository is a line"),
            entry("NEWLINES haproxy socket", "the case's own server is socat, which splits the name"),
            entry(
                    "NEWLINES haproxy_config dest",
                    "HAProxy's configuration names the files, too, and refuses: nothing is changed"),
            entry("NEWLINES mount _mounts", "fstab has its own escapes, and the case looks for the plain name"),
            entry("NEWLINES mount fstab", "fstab has its own escapes, and the case looks for the plain name"),
            entry("NEWLINES mount path", "fstab has its own escapes, and the case looks for the plain name"),
            entry("NEWLINES npm executable", "the option holds words, so that blanks split it"),
            entry("NEWLINES patch dest", "patch cannot name such a file; it fails"),
            entry("NEWLINES pip chdir", "the case compares the text of a path, or its script splits it"),
            entry("NEWLINES pip virtualenv", "the option holds words, so that blanks split it"),
            entry("NEWLINES synchronize _source", "the command that the case expects is quoted then"),
            entry("NEWLINES synchronize link_dest", "the command that the case expects is quoted then"),
            entry(
                    "PATTERNS alternatives path",
                    "update-alternatives refuses a newline; else the case compares the text of a path"),
            entry("PATTERNS archive exclude_path", "the option is a pattern"),
            entry("PATTERNS filesystem dev", "e2fsprogs takes what follows a question mark for options"),
            entry("PATTERNS gem install_dir", "the case compares the text of a path, or its script splits it"),
            entry("PATTERNS git dest", "the case compares the text of a path, or its script splits it"),
            entry(
                    "PATTERNS haproxy_config dest",
                    "HAProxy's configuration names the files, too, and refuses: nothing is changed"),
            entry("PATTERNS mount _mounts", "fstab has its own escapes, and the case looks for the plain name"),
            entry("PATTERNS mount fstab", "fstab has its own escapes, and the case looks for the plain name"),
            entry("PATTERNS mount path", "fstab has its own escapes, and the case looks for the plain name"),
            entry("PATTERNS synchronize _source", "the command that the case expects is quoted then"),
            entry("PATTERNS synchronize link_dest", "the command that the case expects is quoted then"));

    /** Modules that change nothing, or not by a path below the directory of a case. */
    static final Set<String> WITHOUT_SEED = Set.of(
            "apt",
            "expect",
            "fetch",
            "find",
            "haproxy_info",
            "hg",
            "mysql_info",
            "mysql_query",
            "mysql_user",
            "mysql_variables",
            "opkg",
            "postgresql_ext",
            "postgresql_info",
            "postgresql_owner",
            "postgresql_ping",
            "postgresql_privs",
            "postgresql_query",
            "postgresql_schema",
            "postgresql_set",
            "postgresql_user",
            "setup",
            "slurp",
            "stat",
            "supervisorctl",
            "uri",
            "wait_for",
            "x509_certificate_info");

    /** Left out: the device that mkfs writes is as far as it came. */
    private static final Set<String> LEFT_OUT = Set.of("FULL_DISK filesystem dev");

    /**
     * Left out: modules whose cases run a server in their directory. Its own configuration names the directory, it
     * holds files open there, and its journal and saved files stay after a change.
     */
    private static final Set<String> OF_SERVERS = Set.of("haproxy_certs", "keepalived_config", "nginx_config");

    static boolean leaveOut(String trouble, HostileSeed seed) {
        return OF_SERVERS.contains(seed.module().name())
                || LEFT_OUT.contains(trouble + " " + seed.module().name() + " " + seed.option());
    }

    static boolean has(String trouble, HostileSeed seed) {
        return KNOWN.containsKey(trouble + " " + seed.module().name() + " " + seed.option());
    }
}
