package io.hitless.transport;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why connecting to a host failed. The message tells the operator what happened and what to do. */
public abstract sealed class ConnectFailure extends IOException {
    private static final long serialVersionUID = 1;

    ConnectFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same failure at a jump host. */
    ConnectFailure behind(String hop) {
        String message = hop + ": " + getMessage();
        return switch (this) {
            case Unreachable e -> new Unreachable(message, e);
            case Refused e -> new Refused(message, e);
            case HostKeyUnknown _ -> new HostKeyUnknown(message);
            case HostKeyChanged _ -> new HostKeyChanged(message);
            case AuthenticationFailed e -> new AuthenticationFailed(message, e.methodsTried, e);
        };
    }

    /** No reply, no route, an unknown name, or the connection lost before authentication. */
    public static final class Unreachable extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The host replied, but nothing listens on the port. */
    public static final class Refused extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The host's key is not in known_hosts, and new keys are not accepted. */
    public static final class HostKeyUnknown extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public HostKeyUnknown(String message) {
            super(message, null);
        }
    }

    /** The host's key differs from known_hosts: it may be another machine, or a man in the middle. */
    public static final class HostKeyChanged extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public HostKeyChanged(String message) {
            super(message, null);
        }
    }

    /** All authentication methods failed. */
    public static final class AuthenticationFailed extends ConnectFailure {
        private static final long serialVersionUID = 1;

        private final transient List<String> methodsTried;

        public AuthenticationFailed(String message, List<String> methodsTried, @Nullable Throwable cause) {
            super(message, cause);
            this.methodsTried = List.copyOf(methodsTried);
        }

        public List<String> methodsTried() {
            return methodsTried;
        }
    }
}
