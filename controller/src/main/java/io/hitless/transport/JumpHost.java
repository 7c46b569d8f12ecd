package io.hitless.transport;

import io.hitless.source.UserError;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A hop of ProxyJump: {@code [user@]host[:port]}, an IPv6 address in brackets, or {@code ssh://} before it. */
final class JumpHost {
    private static final Pattern HOP =
            Pattern.compile("(?:ssh://)?(?:([^@]+)@)?(?:\\[([^]]+)]|([^:\\[\\]]+))(?::([0-9]{1,5}))?/?");

    private JumpHost() {}

    /**
     * The hop as a target. The ssh configuration supplies the rest; options of the host behind it do not apply, as in
     * ssh.
     */
    static Target.Ssh target(String hop) {
        Matcher matcher = HOP.matcher(hop.strip());
        if (!matcher.matches()) {
            throw new UserError("bad jump host '" + hop + "': expected [user@]host[:port]");
        }
        @Nullable String address = matcher.group(2);
        @Nullable String port = matcher.group(4);
        @Nullable String user = matcher.group(1);
        return new Target.Ssh(
                SshNames.host(address != null ? address : matcher.group(3)),
                port == null ? null : Integer.valueOf(port),
                user == null ? null : SshNames.user(user),
                null,
                List.of(),
                Map.of(),
                null,
                0);
    }
}
