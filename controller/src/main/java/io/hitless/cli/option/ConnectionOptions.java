package io.hitless.cli.option;

import io.hitless.agent.Become;
import io.hitless.cli.output.Terminal;
import io.hitless.config.Configuration;
import io.hitless.report.Warnings;
import io.hitless.run.session.SshArguments;
import io.hitless.run.settings.RunSettings;
import io.hitless.source.UserError;
import io.hitless.value.Redactor;
import io.hitless.vars.ConnectionDefaults;
import io.hitless.vars.VaultSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to connect to hosts and as which user, unless playbook or inventory says otherwise. */
public final class ConnectionOptions {
    @Option(
            names = {"-u", "--user"},
            descriptionKey = "DEFAULT_REMOTE_USER",
            paramLabel = "USER",
            description = "log in as this user")
    @Nullable
    String user;

    @Option(
            names = {"-k", "--ask-pass"},
            descriptionKey = "DEFAULT_ASK_PASS",
            fallbackValue = "true",
            description = "ask for the login password")
    public boolean askPassword;

    @Option(
            names = {"--private-key", "--key-file"},
            descriptionKey = "DEFAULT_PRIVATE_KEY_FILE",
            paramLabel = "FILE",
            description = "private key to log in with")
    public @Nullable Path privateKey;

    @Option(
            names = {"-c", "--connection"},
            descriptionKey = "DEFAULT_TRANSPORT",
            paramLabel = "TYPE",
            description = "ssh (default) or local")
    public @Nullable String connection;

    @Option(
            names = {"-T", "--timeout"},
            descriptionKey = "DEFAULT_TIMEOUT",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "time limit for a connection (default:  ${DEFAULT-VALUE})")
    int timeout;

    @Option(names = "--ssh-common-args", paramLabel = "ARGS", description = "options of ssh: -o Name=value, -J HOST, …")
    @Nullable
    String sshArguments;

    @Option(names = "--ssh-extra-args", paramLabel = "ARGS", description = "more options of ssh")
    @Nullable
    String sshExtraArguments;

    @Option(
            names = {"--connection-password-file", "--conn-pass-file"},
            descriptionKey = "CONNECTION_PASSWORD_FILE",
            paramLabel = "FILE",
            description = "file with the login password")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--accept-new-host-keys",
            description = "accept keys of hosts that are not in known_hosts; a changed key is still refused")
    private boolean acceptNewHostKeys;

    @Option(
            names = {"-b", "--become"},
            descriptionKey = "DEFAULT_BECOME",
            fallbackValue = "true",
            description = "become another user after login")
    public boolean become;

    @Option(
            names = "--become-method",
            descriptionKey = "DEFAULT_BECOME_METHOD",
            paramLabel = "METHOD",
            defaultValue = "sudo",
            description = "sudo (default) or su")
    Become.Method becomeMethod = Become.Method.SUDO;

    @Option(
            names = "--become-user",
            descriptionKey = "DEFAULT_BECOME_USER",
            paramLabel = "USER",
            defaultValue = "root",
            description = "become this user (default: ${DEFAULT-VALUE})")
    String becomeUser = "root";

    @Option(
            names = {"--become-password-file", "--become-pass-file"},
            descriptionKey = "BECOME_PASSWORD_FILE",
            paramLabel = "FILE",
            description = "file with the become password")
    @Nullable
    Path becomePasswordFile;

    @Option(
            names = {"-K", "--ask-become-pass"},
            descriptionKey = "DEFAULT_BECOME_ASK_PASS",
            fallbackValue = "true",
            description = "ask for the become password")
    boolean askBecomePassword;

    private @Nullable String loginPassword;

    /** Whether hosts without a key in known_hosts are accepted, by the option or by ansible.cfg. */
    public boolean acceptsNewHostKeys() {
        Configuration config = Configuration.current();
        boolean checked = config.flag("HOST_KEY_CHECKING") && config.flag("ssh_host_key_checking");
        if (!checked && !acceptNewHostKeys) {
            Warnings.print(
                    "host_key_checking is off: keys of hosts that known_hosts does not have are accepted, as with"
                            + " --accept-new-host-keys; a changed key is still refused");
        }
        return acceptNewHostKeys || !checked;
    }

    /**
     * The settings for logging in.
     *
     * @param redactor the password is added to it
     */
    public RunSettings.Login login(Redactor redactor) {
        Configuration config = Configuration.current();
        Map<String, String> ssh = new HashMap<>();
        for (String line : Arrays.asList(
                config.text("ssh_args"),
                sshArguments,
                sshExtraArguments,
                config.text("ssh_common_args"),
                config.text("ssh_extra_args"))) {
            SshArguments.addTo(ssh, line);
        }
        Long port = config.number("DEFAULT_REMOTE_PORT");
        if (port != null) {
            ssh.putIfAbsent("port", port.toString());
        }
        Long retries = config.number("ssh_retries");
        return new RunSettings.Login(
                user,
                loginPassword(redactor),
                privateKey,
                connection,
                ssh,
                Duration.ofSeconds(patience()),
                retries == null ? 0 : retries.intValue(),
                textOrNull("remote_tmp"));
    }

    /**
     * The connection settings that variables such as {@code ansible_connection} show.
     *
     * @param redactor the password is added to it when a variable first shows it
     */
    public ConnectionDefaults shown(Redactor redactor) {
        return new ConnectionDefaults(
                connection == null || connection.equals("smart") ? ConnectionDefaults.USUAL.connection() : connection,
                user,
                patience(),
                privateKey == null ? null : privateKey.toString(),
                () -> loginPassword(redactor));
    }

    /**
     * The settings for becoming another user.
     *
     * @param redactor the password is added to it
     */
    public RunSettings.Elevation elevation(Redactor redactor) {
        return new RunSettings.Elevation(
                become,
                becomeMethod,
                user(),
                secret(askBecomePassword, becomePasswordFile, "BECOME password", redactor),
                ofMethod("DEFAULT_BECOME_EXE", "sudo_become_exe"),
                ofMethod("DEFAULT_BECOME_FLAGS", "sudo_become_flags"));
    }

    /**
     * The connection timeout in seconds. As in Ansible, the timeout for ssh wins over the general setting, but not over
     * the command line.
     */
    private int patience() {
        Configuration config = Configuration.current();
        Long usual = Objects.requireNonNullElse(config.number("DEFAULT_TIMEOUT"), 10L);
        Long own = config.isSet("ssh_timeout") && timeout == usual ? config.number("ssh_timeout") : null;
        return own == null ? timeout : own.intValue();
    }

    private String user() {
        String own = ofMethod("DEFAULT_BECOME_USER", "sudo_become_user");
        return own != null && becomeUser.equals(Configuration.current().text("DEFAULT_BECOME_USER")) ? own : becomeUser;
    }

    /** A setting of become: for sudo, sudo's own setting wins over the general one if it is set. */
    private @Nullable String ofMethod(String general, String ofSudo) {
        boolean own =
                becomeMethod == Become.Method.SUDO && Configuration.current().isSet(ofSudo);
        return textOrNull(own ? ofSudo : general);
    }

    private static @Nullable String textOrNull(String setting) {
        String text = Configuration.current().text(setting);
        return text.isEmpty() ? null : text;
    }

    // Both logins and variables need it, and nobody is asked twice.
    private synchronized @Nullable String loginPassword(Redactor redactor) {
        if (loginPassword == null) {
            loginPassword = secret(askPassword, passwordFile, "SSH password", redactor);
        }
        return loginPassword;
    }

    private static @Nullable String secret(boolean wanted, @Nullable Path file, String prompt, Redactor redactor) {
        if (!wanted) {
            if (file == null) {
                return null;
            }
            String kept = VaultSecret.ofFile(prompt, file).password().get();
            redactor.add(kept);
            return kept;
        }
        String typed = Terminal.ask(prompt, false);
        if (typed == null) {
            throw new UserError("there is no terminal to ask for the " + prompt + " on");
        }
        redactor.add(typed);
        return typed;
    }
}
