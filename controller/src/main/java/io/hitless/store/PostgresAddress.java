package io.hitless.store;

import io.hitless.source.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database: {@code postgresql://USER@HOST:PORT/DATABASE?OPTION=VALUE&…}. Its options are
 * those of the JDBC driver, such as {@code sslrootcert=FILE}, and those below. Without {@code sslmode}, the server must
 * prove its name by TLS unless it is on this machine.
 *
 * <ul>
 *   <li>{@code lease}: after how many seconds the locks of a bastion that is gone expire
 *   <li>{@code wait}: for how many seconds a run waits for a server that does not answer
 * </ul>
 *
 * @param user null: the user that the driver takes
 * @param password from {@code PGPASSWORD}; null: from {@code ~/.pgpass}, or none
 * @param options for the driver
 */
public record PostgresAddress(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> options,
        Duration lease,
        Duration patience) {
    private static final int PORT = 5432;
    private static final String FORM = "write it as postgresql://USER@HOST:PORT/DATABASE";
    private static final int SHORTEST_LEASE = 3;

    /** A bastion that is frozen within a transaction does not hold up the others for long. */
    private static final String LIMITS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s";

    public PostgresAddress {
        options = Map.copyOf(options);
    }

    /** Whether a text is meant as the address of a database. */
    static boolean isOne(String text) {
        return text.startsWith("postgresql:") || text.startsWith("postgres:") || text.startsWith("jdbc:");
    }

    /**
     * @param environment has the password in {@code PGPASSWORD}, if at all
     * @throws UserError if it is not valid, or has a password
     */
    static PostgresAddress of(String text, Map<String, String> environment) {
        if (text.startsWith("jdbc:")) {
            throw new UserError(null, "the state can't be given as an address of JDBC", FORM);
        }
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw new UserError(null, "the address of the state is not valid: " + e.getReason(), FORM);
        }
        String user = address.getUserInfo();
        Map<String, String> options = options(address.getRawQuery());
        if ((user != null && user.contains(":"))
                || options.containsKey("password")
                || options.containsKey("sslpassword")) {
            throw new UserError(
                    null,
                    "the address of the state has a password, which everybody on this machine could read",
                    "put it into ~/.pgpass, or into PGPASSWORD; a key of TLS needs a file that only its user can read");
        }
        String path = address.getPath() == null ? "" : address.getPath();
        if (address.getHost() == null || path.length() < 2 || path.indexOf('/', 1) > 0) {
            throw new UserError(null, "the address of the state needs a host and a database", FORM);
        }
        return new PostgresAddress(
                address.getHost(),
                address.getPort() < 0 ? PORT : address.getPort(),
                path.substring(1),
                user,
                environment.get("PGPASSWORD"),
                options,
                seconds(options, "lease", 60, SHORTEST_LEASE),
                seconds(options, "wait", 300, 0));
    }

    private static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String option : query.split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw new UserError(
                            null, "the address of the state has an option without a value: " + option, FORM);
                }
                options.put(decoded(option.substring(0, equals)), decoded(option.substring(equals + 1)));
            }
        }
        return options;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Duration seconds(Map<String, String> options, String name, int usual, int least) {
        String given = options.remove(name);
        try {
            int seconds = given == null ? usual : Integer.parseInt(given);
            if (seconds >= least) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw new UserError(null, "the option " + name + " of the state needs at least " + least + " seconds", FORM);
    }

    /** The driver's address, without user, password and options. */
    String jdbc() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database.replace("?", "%3F");
    }

    /** What the driver needs beside the address. A network that swallows everything is noticed within a minute. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("cancelSignalTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "hitless");
        properties.setProperty("currentSchema", PostgresSchema.NAME);
        if (!isHere()) {
            properties.setProperty("sslmode", "verify-full");
        }
        options.forEach(properties::setProperty);
        String more = options.get("options");
        properties.setProperty("options", more == null ? LIMITS : LIMITS + " " + more);
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    // Another socket is one of Unix.
    private boolean isHere() {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d+){3}")
                || options.containsKey("socketFactory");
    }

    /** The address without its password and options, as in messages. */
    @Override
    public String toString() {
        return "postgresql://" + (user == null ? "" : user + "@") + host + ":" + port + "/" + database;
    }
}
