package io.hitless.cli.option;

import io.hitless.config.Configuration;
import io.hitless.galaxy.ServerAddress;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The Galaxy servers to query, and how to reach them. Every command of {@code ansible-galaxy} accepts these options.
 */
public final class ServerOptions {
    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            description = "the Galaxy server, or its name in ansible.cfg")
    private @Nullable String server;

    @Option(
            names = {"--token", "--api-key"},
            paramLabel = "TOKEN",
            description = "token for the server")
    private @Nullable String token;

    @Option(
            names = "--timeout",
            descriptionKey = "GALAXY_SERVER_TIMEOUT",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait for a server (default: ${DEFAULT-VALUE})")
    private int timeout = 60;

    @Option(
            names = {"-c", "--ignore-certs"},
            description = "accepted, no effect: certificates are always checked")
    void ignoreCertificates(boolean on) {
        Warnings.print("options that have no effect: --ignore-certs; certificates are always checked");
    }

    @Option(
            names = {"-v", "--verbose"},
            description = "accepted, no effect")
    void verbose(boolean on) {}

    /** The servers in the order in which they are queried. */
    public List<ServerAddress> servers() {
        Configuration config = Configuration.current();
        List<ServerAddress> listed = new ArrayList<>();
        config.words("GALAXY_SERVER_LIST").forEach(name -> listed.add(configured(name, config)));
        String wanted = server;
        if (wanted != null) {
            return listed.stream()
                    .filter(each -> each.name().equals(wanted))
                    .findFirst()
                    .map(List::of)
                    .orElseGet(() -> List.of(ServerAddress.of(wanted, wanted, token, null, null)));
        }
        String usual = config.text("GALAXY_SERVER");
        return listed.isEmpty() ? List.of(ServerAddress.of(usual, usual, token, null, null)) : listed;
    }

    private ServerAddress configured(String name, Configuration config) {
        Map<String, String> section = config.section("galaxy_server." + name);
        String url = value(name, "url", section);
        if (url == null) {
            throw new UserError("the server '" + name + "' has no 'url' in [galaxy_server." + name + "]");
        }
        if (value(name, "auth_url", section) != null) {
            throw new UserError(
                    null,
                    "the server '" + name + "' wants tokens of an 'auth_url', which hitless does not ask for",
                    "give a token of the server itself, or install the collection from git");
        }
        String given = token == null ? value(name, "token", section) : token;
        return ServerAddress.of(name, url, given, value(name, "username", section), value(name, "password", section));
    }

    private static @Nullable String value(String server, String key, Map<String, String> section) {
        String variable = ("ANSIBLE_GALAXY_SERVER_" + server + "_" + key).toUpperCase(Locale.ROOT);
        String set = System.getenv(variable);
        return set == null ? section.get(key) : set;
    }

    /** The timeout for a request to a server. */
    public Duration timeout() {
        return Duration.ofSeconds(timeout);
    }
}
