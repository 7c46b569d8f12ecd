package io.hitless.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to connect, as given by the operator. Null values come from the ssh configuration, then from SSH's
 * defaults.
 */
public sealed interface Target {
    /** The preferred directory for work files on the host ({@code ansible_remote_tmp}); null: the default ones. */
    @Nullable
    String remoteTmp();

    /** The same target with another connect timeout; null: the ssh configuration's. */
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

    /**
     * This machine itself, without SSH ({@code ansible_connection: local}).
     *
     * @param remoteTmp see {@link Target#remoteTmp}
     * @param directory where commands begin, which Ansible's local connection makes the playbook's directory; null: the
     *     controller's own
     */
    record Local(@Nullable String remoteTmp, @Nullable Path directory) implements Target {}

    /**
     * A host reached by SSH.
     *
     * @param host the name or address to connect to; looked up in the ssh configuration first
     * @param port the port, or null
     * @param user the login user, or null
     * @param password for password and keyboard-interactive authentication, or null
     * @param keyFiles private keys to try first ({@code ansible_ssh_private_key_file}); empty: those of the ssh
     *     configuration, and the default ones
     * @param options further ssh_config options, as in {@code -o} (from {@code ansible_ssh_common_args} and similar
     *     variables), by lower-case name
     * @param connectTimeout the time limit of one attempt, including authentication; null: the ssh configuration's, or
     *     ten seconds
     * @param retries how many more attempts after a network failure; failures of authentication or host key are not
     *     retried
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

    /** A password or passphrase, which does not appear in logs. */
    record Secret(String text) {
        @Override
        public String toString() {
            return "********";
        }
    }
}
