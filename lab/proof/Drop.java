import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;

/** How a request can fail to get its complete, expected response. */
enum Drop {
    REFUSED,
    RESET,
    EARLY_END,
    SERVER_ERROR,
    UNEXPECTED_STATUS,
    TLS_ALERT,
    WRONG_BODY,
    SHORT_BODY,
    /** Connected, but only after 900 ms or more: the first SYN was lost, and sent again after a second. */
    SLOW_CONNECT,
    TIMEOUT,
    OTHER;

    /** A response that was not the expected one. */
    static final class Unexpected extends Exception {
        final Drop drop;

        Unexpected(Drop drop, String message) {
            super(message);
            this.drop = drop;
        }
    }

    static Drop of(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case Unexpected unexpected -> unexpected.drop;
            case SocketTimeoutException _ -> TIMEOUT;
            case ConnectException _ -> text.contains("timed out") ? TIMEOUT : text.contains("refused") ? REFUSED : OTHER;
            case EOFException _ -> EARLY_END;
            case SSLException e when e.getCause() instanceof EOFException || text.contains("terminated the handshake") -> EARLY_END;
            case SSLException e when text.contains("reset") || text.contains("Broken pipe") -> RESET;
            case SSLException _ -> TLS_ALERT;
            case java.io.IOException _ when text.contains("reset") || text.contains("Broken pipe") || text.contains("abort") -> RESET;
            default -> OTHER;
        };
    }
}
