package io.hitless.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect to, and how: what the operator said; what is null is left to the ssh configuration and then to SSH's
 * defaults.
 */
public sealed interface Target {
    /**
     * Where work files go on the host, before all other places; null: where they go by default
     * ({@code ansible_remote_tmp}).
     */
    @Nullable
    String remoteTmp();

    /** The same, but for how long one try may take until it is authenticated; null: as the ssh configuration says. */
    default Target connectingWithin(@Nullable Duration limit) {
        return switch (this) {
            case Local local -> local;
            case Ssh(
                    var host,
                    var port,
                    var user,
                    var password,
                    var keys,
                    var options,
                    var _,
                    var retries,
                    var remoteTmp) -> new Ssh(host, port, user, password, keys, options, limit, retries, remoteTmp);
        };
    }

    /** This machine itself, without SSH ({@code ansible_connection: local}). */
    record Local(@Nullable String remoteTmp) implements Target {}

    /**
     * A host reached by SSH.
     *
     * @param host the name or address to connect to, looked up in the ssh configuration first
     * @param port the port, or null
     * @param user the login user, or null
     * @param password for password and keyboard-interactive authentication, or null
     * @param keyFiles private keys to try first ({@code ansible_ssh_private_key_file}); empty: the ssh configuration's
     *     and the default ones
     * @param options further ssh_config options as {@code -o} gives them (from {@code ansible_ssh_common_args} and the
     *     like), by lower-case name
     * @param connectTimeout how long one try may take until it is authenticated; null: the ssh configuration's, or ten
     *     seconds
     * @param retries how many more tries after one that failed by network, not by authentication or host key
     * @param remoteTmp see {@link Target#remoteTmp}
     */
    record Ssh(
            String host,
            @Nullable Integer port,
            @Nullable String user,
            @Nullable Secret password,
            List<Path> keyFiles,
            Map<String, String> options,
            @Nullable Duration connectTimeout,
            int retries,
            @Nullable String remoteTmp)
            implements Target {
        public Ssh(
                String host,
                @Nullable Integer port,
                @Nullable String user,
                @Nullable Secret password,
                List<Path> keyFiles,
                Map<String, String> options,
                @Nullable Duration connectTimeout,
                int retries) {
            this(host, port, user, password, keyFiles, options, connectTimeout, retries, null);
        }

        public Ssh {
            keyFiles = List.copyOf(keyFiles);
            options = Map.copyOf(options);
        }
    }

    /** A password or passphrase: its text never shows in a log by accident. */
    record Secret(String text) {
        @Override
        public String toString() {
            return "********";
        }
    }
}
