package io.hitless.transport;

import io.hitless.source.Reason;
import io.hitless.wording.Plural;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/** Authenticates the user on one connection, method by method, and records what was tried. */
final class Authenticator {
    private final SSHClient client;
    private final Target.Ssh target;
    private final SshOptions options;
    private final Keyring keyring;
    private final List<String> tried = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean asked;

    Authenticator(SSHClient client, Target.Ssh target, SshOptions options, Keyring keyring) {
        this.client = client;
        this.target = target;
        this.options = options;
        this.keyring = keyring;
    }

    /**
     * @throws ConnectFailure.AuthenticationFailed if the host accepts none of the methods
     * @throws IOException if the connection is lost
     */
    void run() throws IOException {
        Set<String> done = new HashSet<>();
        try {
            for (Optional<String> next = next(done); next.isPresent(); next = next(done)) {
                done.add(next.get());
                if (succeeds(next.get())) {
                    return;
                }
            }
        } catch (TransportException e) {
            if (String.valueOf(e.getMessage()).contains("Too many authentication failures")) {
                throw failed(
                        "the host ended the login after too many tries: name the right key, and set IdentitiesOnly", e);
            }
            throw e;
        }
        throw failed(
                asked
                        ? "the host takes "
                                + String.join(", ", client.getUserAuth().getAllowedMethods())
                        : "",
                null);
    }

    private Optional<String> next(Set<String> done) {
        return options.authentications().stream()
                .filter(method -> !done.contains(method))
                .filter(method ->
                        !asked || client.getUserAuth().getAllowedMethods().contains(method))
                .findFirst();
    }

    private boolean succeeds(String method) throws TransportException {
        Target.Secret password = target.password();
        return switch (method) {
            case "publickey" -> publicKey();
            case "password" ->
                password != null && succeeds(new AuthPassword(new OneTimePassword(password)), "password");
            case "keyboard-interactive" ->
                password != null
                        && succeeds(new AuthKeyboardInteractive(new OneTimePassword(password)), "keyboard-interactive");
            default -> false;
        };
    }

    private boolean publicKey() throws TransportException {
        List<String> names = new ArrayList<>();
        int agentKeys = 0;
        boolean first = true;
        try {
            for (Identity key : keyring.identities(target, options, notes)) {
                if (key.isOfAgent()) {
                    agentKeys++;
                } else {
                    names.add(key.name());
                }
                boolean signAtOnce = first && key.isReady();
                first = false;
                if (succeeds(new PublicKeyAuth(key, !signAtOnce), null)) {
                    return true;
                }
                UserCertificate.of(key.blob())
                        .map(it -> it.problem(options.user(), Instant.now()))
                        .ifPresent(why -> notes.add(key.name() + ": " + why));
                if (client.getUserAuth().hadPartialSuccess()) {
                    return false;
                }
            }
            return false;
        } finally {
            if (agentKeys > 0) {
                names.add("agent: " + Plural.of(agentKeys, "key"));
            }
            tried.add("publickey (" + (names.isEmpty() ? "no keys" : String.join(", ", names)) + ")");
        }
    }

    private boolean succeeds(AuthMethod method, @Nullable String name) throws TransportException {
        if (name != null) {
            tried.add(name);
        }
        try {
            boolean yes = client.getUserAuth()
                    .authenticate(options.user(), (Service) client.getConnection(), method, (int)
                            options.limits().connectTimeout().toMillis());
            asked = true;
            return yes;
        } catch (UserAuthException e) {
            if (e.getCause() instanceof TransportException lost) {
                throw lost;
            }
            notes.add(Reason.of(e));
            return false;
        }
    }

    private ConnectFailure.AuthenticationFailed failed(String outcome, @Nullable Throwable cause) {
        List<String> parts = new ArrayList<>();
        parts.add("tried " + String.join(", ", tried));
        parts.addAll(notes);
        if (!outcome.isEmpty()) {
            parts.add(outcome);
        }
        if (cause == null) {
            parts.add("see that user and key are right (-u, --key-file), or give a password (-k)");
        }
        return new ConnectFailure.AuthenticationFailed(
                options.shown() + " does not let " + options.user() + " in: " + String.join("; ", parts), tried, cause);
    }

    /** Answers a hidden prompt with the password, once. */
    private record OneTimePassword(Target.Secret password) implements PasswordFinder, ChallengeResponseProvider {
        @Override
        public char[] reqPassword(Resource<?> resource) {
            return password.text().toCharArray();
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }

        @Override
        public List<String> getSubmethods() {
            return List.of();
        }

        @Override
        @SuppressWarnings("rawtypes") // required by the interface
        public void init(Resource resource, String name, String instruction) {}

        @Override
        public char[] getResponse(String prompt, boolean echo) {
            return echo ? new char[0] : password.text().toCharArray();
        }

        @Override
        public boolean shouldRetry() {
            return false;
        }
    }
}
