package io.hitless.haproxy.live;

/**
 * What the runtime API can do, by the first release that can do it well enough: see {@code management.txt} of each
 * release, and {@code LiveProcessTest}.
 */
public enum LiveAbility {
    /** Address, port, weight, {@code maxconn} and state of servers; limits; certificates in place. */
    BASIC(2, 2, "change a server, a limit or a certificate"),
    /** Maps and ACL files as versions: all entries at once. */
    LISTS(2, 4, "replace a map or an ACL file at once"),
    CHECK_ADDRESS(2, 4, "change the address of checks"),
    AGENT_PORT(2, 4, "change the port of agents"),
    /** In 2.4, servers could be added without checks, and only those could be deleted. */
    SERVERS(2, 5, "add and delete servers"),
    /** In 2.5, servers were an experiment, and the command has to say that it knows. */
    SERVERS_FOR_ALL(2, 6, "add servers without experimental mode"),
    AUTHORITIES(2, 5, "change CAs and CRLs"),
    SERVER_COOKIE(3, 0, "add a server with a cookie"),
    /** {@code set var}, still in experimental mode. */
    MARK(2, 5, "keep a mark");

    private final int major;
    private final int minor;
    private final String what;

    LiveAbility(int major, int minor, String what) {
        this.major = major;
        this.minor = minor;
        this.what = what;
    }

    public boolean isIn(HaproxyRelease release) {
        return !release.isBefore(since());
    }

    private HaproxyRelease since() {
        return new HaproxyRelease(major, minor);
    }

    /** Returns why a release that lacks it has to reload. */
    String missingIn(HaproxyRelease release) {
        return "HAProxy " + release + " can't " + what + "; " + since() + " can";
    }
}
