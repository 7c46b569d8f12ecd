package io.hitless.run.action;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Objects;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** The connection to the mail server of a task. Like Ansible's module, it takes any certificate. */
record MailServer(SMTPTransport transport) implements AutoCloseable {
    private enum StartTls {
        NEVER,
        IF_OFFERED,
        REQUIRED
    }

    /**
     * Connects, and logs in if the task has a login.
     *
     * @throws MessagingException if the server can't be reached, does not have the encryption that the task demands, or
     *     refuses the login
     */
    static MailServer connect(ActionCall call) throws MessagingException {
        return switch (call.required("secure")) {
            case "always" -> connect(call, "smtps", StartTls.NEVER);
            case "starttls" -> connect(call, "smtp", StartTls.REQUIRED);
            case "never" -> connect(call, "smtp", StartTls.NEVER);
            default -> best(call);
        };
    }

    private static MailServer best(ActionCall call) throws MessagingException {
        try {
            return connect(call, "smtps", StartTls.NEVER);
        } catch (AuthenticationFailedException refused) {
            throw refused;
        } catch (MessagingException _) {
            // The server does not speak TLS from the start, or is not there, which the next attempt will tell.
            return connect(call, "smtp", StartTls.IF_OFFERED);
        }
    }

    private static MailServer connect(ActionCall call, String protocol, StartTls startTls) throws MessagingException {
        Session session = Session.getInstance(properties(call, "mail." + protocol + ".", startTls));
        SMTPTransport transport = (SMTPTransport) session.getTransport(protocol);
        String user = call.text("username");
        int port = ((Number) Objects.requireNonNull(call.arg("port"))).intValue();
        transport.connect(call.required("host"), port, user, call.text("password"));
        MailServer server = new MailServer(transport);
        if (user != null && !transport.supportsExtension("AUTH")) {
            server.close();
            throw new MessagingException("the server takes no login");
        }
        return server;
    }

    private static Properties properties(ActionCall call, String prefix, StartTls startTls) {
        String patience = String.valueOf(1000 * ((Number) Objects.requireNonNull(call.arg("timeout"))).longValue());
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", patience);
        properties.setProperty(prefix + "timeout", patience);
        properties.setProperty(prefix + "writetimeout", patience);
        properties.setProperty(prefix + "auth", String.valueOf(call.text("username") != null));
        properties.setProperty(prefix + "sendpartial", "true");
        properties.setProperty(prefix + "starttls.enable", String.valueOf(startTls != StartTls.NEVER));
        properties.setProperty(prefix + "starttls.required", String.valueOf(startTls == StartTls.REQUIRED));
        properties.setProperty(prefix + "ssl.trust", "*");
        properties.setProperty(prefix + "ssl.checkserveridentity", "false");
        String name = call.text("ehlohost");
        if (name != null) {
            properties.setProperty(prefix + "localhost", name);
        }
        return properties;
    }

    boolean isEncrypted() {
        return transport.isSSL();
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (MessagingException _) {
            // Only the goodbye failed; what was sent was accepted before.
        }
    }
}
