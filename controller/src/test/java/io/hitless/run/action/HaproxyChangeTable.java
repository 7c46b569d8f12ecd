package io.hitless.run.action;

import io.hitless.haproxy.live.HaproxyRelease;
import io.hitless.haproxy.live.LiveAbility;
import java.util.List;
import java.util.Optional;

/**
 * Changes of a configuration, each with what a release needs to make it live: {@link HaproxyReleasesTest} tries them.
 */
final class HaproxyChangeTable {
    /**
     * What a release needs to make it live (NEVER: it is loaded again), the text, and what is there instead. Of a file,
     * its name and its new text; SITE, CA and OTHER are certificates.
     */
    private static final String CHANGES = """
        BASIC   ~ weight 5           ~ weight 7
        BASIC   ~ weight 5           ~
        BASIC   ~ maxconn 20         ~ maxconn 30
        BASIC   ~ maxconn 20         ~
        BASIC   ~ a1 127.0.0.1:9     ~ a1 127.0.0.9:2
        BASIC   ~ a1 127.0.0.1:9     ~ a1 [2001:db8:0::1]:2
        BASIC   ~ 127.0.0.2:9 disabled ~ 127.0.0.2:9
        BASIC   ~ l1 127.0.0.1:1     ~ l1 127.0.0.1:1 disabled
        BASIC   ~ u1 127.0.0.1:1     ~ u1 127.0.0.6:1
        BASIC   ~ maxconn 500        ~ maxconn 400
        BASIC   ~ maxconnrate 50     ~ maxconnrate 60
        BASIC   ~ maxconnrate 50     ~
        BASIC   ~ maxconnrate 50     ~ maxconnrate 50|maxsessrate 7|maxcomprate 9
        BASIC   ~ maxconnrate 50     ~ maxconnrate 50|maxsslrate 8
        BASIC   ~ maxconn 100        ~ maxconn 200
        BASIC   ~ maxconn 90         ~ maxconn 80
        BASIC   ~ FILE site.pem      ~ OTHER
        BASIC   ~ FILE sites.list    ~ DIR/site.pem|DIR/new.pem new.example *.new.example
        CHECK_ADDRESS ~ port 9 agent ~ port 10 agent
        AGENT_PORT ~ agent-port 8    ~ agent-port 10
        LISTS   ~ FILE hosts.map     ~ new.example app|other.example least
        LISTS   ~ FILE hosts.map     ~ # none
        LISTS   ~ FILE blocked.acl   ~ 192.0.2.1|198.51.100.0/24|2001:db8::/32
        AUTHORITIES ~ FILE ca.pem    ~ OTHER
        AUTHORITIES ~ FILE ca.pem    ~ CA OTHER
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 check weight 3 maxconn 4 disabled
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 check port 7 inter 60s
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 track app/a1
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 agent-check agent-port 5 agent-inter 60s
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 source 127.0.0.1 send-proxy-v2 no-check
        SERVERS ~ init-addr last,libc ~ init-addr last,libc|server l2 [2001:db8::7]:1 check
        SERVERS ~ backend empty      ~ backend empty|server e1 127.0.0.7:1|server e2 127.0.0.8:1 backup
        SERVERS ~ 127.0.0.1:1 id 1   ~ 127.0.0.1:1 id 1|server u2 127.0.0.7:1 id 2
        SERVERS ~ server a3 127.0.0.3:9 track app/a1 ~
        SERVERS ~ server a2 127.0.0.2:9 disabled ~
        SERVERS ~ server l1 127.0.0.1:1 init-addr last,libc ~
        SERVERS ~ server a2          ~ server a0 127.0.0.8:9|server a2
        SERVER_COOKIE ~ track app/a1 ~ track app/a1|server n1 127.0.0.7:1 cookie n1
        NEVER   ~ maxconn 500        ~ maxconn 600
        NEVER   ~ weight 5           ~ weight 5 backup
        NEVER   ~ h1 127.0.0.1:1     ~ h1 127.0.0.1:1|server h2 127.0.0.2:1
        NEVER   ~ timeout client 5s  ~ timeout client 6s
        NEVER   ~ backend empty      ~ backend empty|backend new
        NEVER   ~ bind unix@DIR/web  ~ bind unix@DIR/web|bind unix@DIR/web2
        NEVER   ~ balance leastconn  ~ balance roundrobin
        NEVER   ~ check port 9       ~ check inter 5s port 9
        NEVER   ~ FILE sites.list    ~ DIR/site.pem|DIR/more.pem more.example
        """;

    static final List<String> LINES = CHANGES.lines().toList();

    private HaproxyChangeTable() {}

    record Change(String since, String text, String instead) {
        static Change of(String line) {
            String[] cells = line.split("~", -1);
            return new Change(cells[0].strip(), cells[1].strip(), cells[2].strip());
        }

        Optional<String> file() {
            return text.startsWith("FILE ") ? Optional.of(text.substring("FILE ".length())) : Optional.empty();
        }

        boolean isLiveIn(HaproxyRelease release) {
            return !since.equals("NEVER") && LiveAbility.valueOf(since).isIn(release);
        }
    }
}
