package io.hitless.run.action;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The mail that the module {@code mail} sends. */
final class MailMessage extends MimeMessage {
    private static final Pattern HEADER_NAME = Pattern.compile("[!-9;-~]+");
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*[\\r\\n]+\\s*");

    private final String domain;
    private final List<InternetAddress> receivers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private MailMessage(String domain) {
        super((Session) null);
        this.domain = domain;
    }

    /**
     * Builds the mail.
     *
     * @throws UserError if an address, a header, the encoding or a file can't be used
     */
    static MailMessage of(ActionCall call) throws MessagingException {
        MailMessage mail = new MailMessage(oneLine(call.required("message_id_domain")));
        String charset = charset(call);
        mail.setFrom(sender(call, charset));
        mail.addRecipients(Message.RecipientType.TO, mail.received(addresses(call, "to", charset)));
        mail.addRecipients(Message.RecipientType.CC, mail.received(addresses(call, "cc", charset)));
        mail.received(addresses(call, "bcc", charset));
        mail.setSentDate(Date.from(Instant.now()));
        mail.setHeader("X-Mailer", "hitless");
        try {
            mail.setSubject(oneLine(call.required("subject")), charset);
            for (Object header : call.list("headers")) {
                mail.addWritten(Values.text(header), charset);
            }
            mail.setContent(content(call, charset));
            mail.saveChanges();
        } catch (IOException e) {
            throw new UserError(call.task().span(), "the mail cannot be written: " + Reason.of(e));
        }
        return mail;
    }

    private InternetAddress[] received(List<InternetAddress> addresses) {
        receivers.addAll(addresses);
        return addresses.toArray(InternetAddress[]::new);
    }

    /** All who get it, also those whom it does not name. */
    Address[] receivers() {
        return receivers.toArray(Address[]::new);
    }

    // An item may have several, with commas between them.
    private static List<InternetAddress> addresses(ActionCall call, String option, String charset) {
        List<InternetAddress> all = new ArrayList<>();
        for (Object written : call.list(option)) {
            all.addAll(parsed(call, Values.text(written), charset));
        }
        return all;
    }

    private static InternetAddress sender(ActionCall call, String charset) {
        String written = call.required("sender");
        List<InternetAddress> parsed = parsed(call, written, charset);
        if (parsed.size() != 1) {
            throw noAddress(call, written, "it must be one");
        }
        return parsed.getFirst();
    }

    private static List<InternetAddress> parsed(ActionCall call, String written, String charset) {
        try {
            List<InternetAddress> addresses = List.of(InternetAddress.parseHeader(oneLine(written), false));
            for (InternetAddress address : addresses) {
                validate(address);
                address.setPersonal(address.getPersonal(), charset);
            }
            return addresses;
        } catch (AddressException e) {
            throw noAddress(call, written, Reason.of(e));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e); // charset() has checked it
        }
    }

    // A name without a domain is a mailbox of the mail server.
    private static void validate(InternetAddress address) throws AddressException {
        String text = address.getAddress();
        if (text.indexOf('@') >= 0) {
            address.validate();
        } else if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new AddressException("a name has no blanks");
        }
    }

    /** @throws UserError if there is no such encoding */
    private static String charset(ActionCall call) {
        String charset = call.required("charset");
        try {
            if (Charset.isSupported(MimeUtility.javaCharset(charset))) {
                return charset;
            }
        } catch (IllegalCharsetNameException _) {
            // said below
        }
        throw new UserError(call.task().span(), "there is no charset " + Values.repr(charset), "utf-8");
    }

    private static UserError noAddress(ActionCall call, String written, String why) {
        return new UserError(
                call.task().span(),
                Values.repr(written) + " is no address of mail: " + why,
                "write name@example.org, or Name <name@example.org>");
    }

    /** What the operator should know. */
    List<String> warnings() {
        return warnings;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + domain + ">");
    }

    private void addWritten(String header, String charset) throws MessagingException, IOException {
        int equals = header.indexOf('=');
        String name = equals < 0 ? "" : header.substring(0, equals).strip();
        if (!HEADER_NAME.matcher(name).matches()) {
            warnings.add("the header " + Values.repr(header) + " is left out, because it is not NAME=VALUE");
            return;
        }
        String value = MimeUtility.encodeText(oneLine(header.substring(equals + 1)), charset, null);
        setHeader(name, MimeUtility.fold(name.length() + 2, value));
    }

    // A newline would begin another header.
    private static String oneLine(String text) {
        return LINE_ENDS.matcher(text.strip()).replaceAll(" ");
    }

    private static MimeMultipart content(ActionCall call, String charset) throws MessagingException, IOException {
        String body = call.text("body");
        MimeBodyPart text = new MimeBodyPart();
        // As in Ansible, the subject is the text if there is no other.
        text.setText((body == null ? call.required("subject") : body) + "\n\n", charset, call.required("subtype"));
        MimeMultipart parts = new MimeMultipart(text);
        for (Object file : call.list("attach")) {
            parts.addBodyPart(attachment(call, Values.text(file)));
        }
        return parts;
    }

    private static MimeBodyPart attachment(ActionCall call, String name) throws MessagingException {
        Path file = LocalFile.find(call, "files", name);
        try {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(
                    new DataHandler(new ByteArrayDataSource(Files.readAllBytes(file), "application/octet-stream")));
            part.setFileName(MimeUtility.encodeText(file.getFileName().toString()));
            part.setDisposition(Part.ATTACHMENT);
            part.setHeader("Content-Transfer-Encoding", "base64"); // others change the ends of lines
            return part;
        } catch (IOException e) {
            throw new UserError(call.task().span(), "cannot attach " + file + ": " + Reason.of(e));
        }
    }
}
