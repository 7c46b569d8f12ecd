package io.hitless.transport;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a host could not be connected to; the message says it in the operator's words, with what to do about it. */
public abstract sealed class ConnectFailure extends IOException {
    private static final long serialVersionUID = 1;

    ConnectFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same failure, of a host on the way to the one that was asked for. */
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

    /** No answer, no route, the name not found, or the connection lost before it was authenticated. */
    public static final class Unreachable extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The host answers, but nothing listens on the port. */
    public static final class Refused extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The host's key is not in known_hosts, and it was not allowed to accept it. */
    public static final class HostKeyUnknown extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public HostKeyUnknown(String message) {
            super(message, null);
        }
    }

    /** The host's key is not the one in known_hosts: another machine, or somebody in between. */
    public static final class HostKeyChanged extends ConnectFailure {
        private static final long serialVersionUID = 1;

        public HostKeyChanged(String message) {
            super(message, null);
        }
    }

    /** No method of authentication got through. */
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
