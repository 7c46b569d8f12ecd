package io.hitless.cli.option;

import io.hitless.agent.Become;
import io.hitless.cli.output.Terminal;
import io.hitless.run.session.SshArguments;
import io.hitless.run.settings.RunSettings;
import io.hitless.source.UserError;
import io.hitless.value.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How hosts are reached and as whom, where neither playbook nor inventory says. */
public final class ConnectionOptions {
    private static final int TRIES_AGAIN = 2;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "log in as this user")
    @Nullable
    String user;

    @Option(
            names = {"-k", "--ask-pass"},
            description = "ask for the login password")
    public boolean askPassword;

    @Option(
            names = {"--private-key", "--key-file"},
            paramLabel = "FILE",
            description = "private key to log in with")
    public @Nullable Path privateKey;

    @Option(
            names = {"-c", "--connection"},
            paramLabel = "TYPE",
            description = "ssh (default) or local")
    public @Nullable String connection;

    @Option(
            names = {"-T", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long connecting may take (default: ${DEFAULT-VALUE})")
    int timeout;

    @Option(
            names = "--ssh-common-args",
            paramLabel = "ARGS",
            description = "options as for ssh: -o Name=value, -J HOST, …")
    @Nullable
    String sshArguments;

    @Option(
            names = "--accept-new-host-keys",
            description = "accept the keys of hosts that known_hosts does not have; a changed key is still refused")
    public boolean acceptNewHostKeys;

    @Option(
            names = {"-b", "--become"},
            description = "become another user after login")
    public boolean become;

    @Option(
            names = "--become-method",
            paramLabel = "METHOD",
            defaultValue = "sudo",
            description = "sudo (default) or su")
    Become.Method becomeMethod = Become.Method.SUDO;

    @Option(
            names = "--become-user",
            paramLabel = "USER",
            defaultValue = "root",
            description = "become this user (default: ${DEFAULT-VALUE})")
    String becomeUser = "root";

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "ask for the password that becoming needs")
    boolean askBecomePassword;

    /** @param redactor is told the password that is asked for */
    public RunSettings.Login login(Redactor redactor) {
        Map<String, String> ssh = new HashMap<>();
        SshArguments.addTo(ssh, sshArguments);
        return new RunSettings.Login(
                user,
                secret(askPassword, "SSH password", redactor),
                privateKey,
                connection,
                ssh,
                Duration.ofSeconds(timeout),
                TRIES_AGAIN);
    }

    /** @param redactor is told the password that is asked for */
    public RunSettings.Elevation elevation(Redactor redactor) {
        return new RunSettings.Elevation(
                become, becomeMethod, becomeUser, secret(askBecomePassword, "BECOME password", redactor));
    }

    private static @Nullable String secret(boolean wanted, String prompt, Redactor redactor) {
        if (!wanted) {
            return null;
        }
        String typed = Terminal.ask(prompt, false);
        if (typed == null) {
            throw new UserError("there is no terminal to ask for the " + prompt + " on");
        }
        redactor.add(typed);
        return typed;
    }
}
