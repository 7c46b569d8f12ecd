package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.hitless.agent.Result;
import io.hitless.source.UserError;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mail}, to a real SMTP server: what is sent is what community.general sends with ansible-core 2.19. */
class MailTest {
    @TempDir
    private Path directory;

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });
    private ActionFixture run;

    @BeforeEach
    void a_server() {
        server.start();
        run = new ActionFixture(directory);
    }

    @AfterEach
    void it_goes() {
        server.stop();
    }

    private Result mail(String options) throws IOException, InterruptedException {
        return mail(server.getSmtp().getPort(), options);
    }

    private Result mail(int port, String options) throws IOException, InterruptedException {
        return run.run("{mail: {host: 127.0.0.1, port: " + port + ", " + options + "}}");
    }

    private MimeMessage received() {
        return server.getReceivedMessages()[0];
    }

    private static List<String> texts(Address[] addresses) {
        return addresses == null
                ? List.of()
                : List.of(addresses).stream().map(Address::toString).toList();
    }

    private static String part(MimeMessage message, int number) throws Exception {
        Object content =
                ((MimeMultipart) message.getContent()).getBodyPart(number).getContent();
        return content instanceof String text ? text : new String(((java.io.InputStream) content).readAllBytes());
    }

    @Test
    void the_subject_is_enough() throws Exception {
        Result result = mail("subject: hi");

        assertThat(result.changed()).isFalse();
        assertThat(result.fields()).isEqualTo(Map.of("msg", "Mail sent successfully", "result", Map.of()));
        MimeMessage message = received();
        assertThat(message.getSubject()).isEqualTo("hi");
        assertThat(texts(message.getFrom())).containsExactly("root");
        assertThat(texts(message.getRecipients(Message.RecipientType.TO))).containsExactly("root");
        assertThat(part(message, 0)).isEqualTo("hi\r\n\r\n");
        assertThat(message.getMessageID()).endsWith("@ansible>");
        assertThat(message.getSentDate()).isNotNull();
    }

    @Test
    void all_parts_of_a_mail_arrive() throws Exception {
        run.file("files/a.txt", "attached\n");
        mail("""
            subject: é ü, body: "zeile ü\\n.dot\\n", from: "jane@example.net (Jane Jolie)", charset: utf-8,
            to: [John Doe <j.d@example.org>, "Süzie <sue@example.com>"], cc: "c@x.y, d@x.y", bcc: [b@x.y],
            headers: [Reply-To=john@example.com, 'X-Special="Something or other"', "bad"], attach: a.txt,
            subtype: html, message_id_domain: dom.ain, ehlohost: my.host\
            """.replace("\n", " "));

        MimeMessage message = received();
        assertThat(message.getSubject()).isEqualTo("é ü");
        assertThat(texts(message.getFrom())).containsExactly("Jane Jolie <jane@example.net>");
        assertThat(texts(message.getRecipients(Message.RecipientType.TO)))
                .containsExactly("John Doe <j.d@example.org>", "=?utf-8?Q?S=C3=BCzie?= <sue@example.com>");
        assertThat(texts(message.getRecipients(Message.RecipientType.CC))).containsExactly("c@x.y", "d@x.y");
        assertThat(message.getRecipients(Message.RecipientType.BCC)).isNull();
        assertThat(message.getHeader("Reply-To")).containsExactly("john@example.com");
        assertThat(message.getHeader("X-Special")).containsExactly("\"Something or other\"");
        assertThat(message.getMessageID()).endsWith("@dom.ain>");
        assertThat(part(message, 0)).isEqualTo("zeile ü\r\n.dot\r\n\r\n\r\n");
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getBodyPart(0).getContentType())
                .startsWith("text/html")
                .contains("utf-8");
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("a.txt");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("application/octet-stream");
        assertThat(part(message, 1)).isEqualTo("attached\n");
        assertThat(server.getReceivedMessages()).hasSize(5); // one for each receiver, the hidden one too
    }

    @Test
    void a_header_without_a_value_is_left_out() throws Exception {
        assertThat(mail("subject: hi, headers: [bad, 'b d=x']").warnings())
                .containsExactly(
                        "the header 'bad' is left out, because it is not NAME=VALUE",
                        "the header 'b d=x' is left out, because it is not NAME=VALUE");
    }

    @Test
    void newlines_make_no_further_headers() throws Exception {
        mail("subject: \"a\\nX-Evil: 1\", headers: [\"X-A=b\\nX-Evil: 2\"]");

        assertThat(received().getHeader("X-Evil")).isNull();
        assertThat(received().getSubject()).isEqualTo("a X-Evil: 1");
    }

    @ParameterizedTest
    @CsvSource({"try", "always"})
    void tls_from_the_start(String secure) throws Exception {
        assertThat(mail(server.getSmtps().getPort(), "subject: hi, secure: " + secure)
                        .isFailed())
                .isFalse();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"always, false", "starttls, false", "never, true", "try, true"})
    void encryption_that_cannot_be_had(String secure, boolean sent) throws Exception {
        Result result = mail("subject: hi, secure: " + secure);

        assertThat(result.isFailed()).isEqualTo(!sent);
        assertThat(server.getReceivedMessages()).hasSize(sent ? 1 : 0);
        if (!sent) {
            assertThat(result.fields().get("msg").toString())
                    .startsWith(
                            "cannot send mail by 127.0.0.1:" + server.getSmtp().getPort() + ": ");
        }
    }

    @Test
    void a_login_in_clear_is_a_warning() throws Exception {
        server.setUser("u@x.y", "u", "p");

        assertThat(mail("subject: hi, username: u, password: p").warnings())
                .containsExactly("user name and password were sent without encryption");
        assertThat(mail(server.getSmtps().getPort(), "subject: hi, username: u, password: p")
                        .warnings())
                .isEmpty();
    }

    @Test
    void a_wrong_login_fails() throws Exception {
        server.setUser("u@x.y", "u", "p");
        Result result = mail("subject: hi, username: u, password: wrong");

        assertThat(result.isFailed()).isTrue();
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_fails_the_task() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(mail(port, "subject: hi").fields().get("msg").toString())
                .startsWith("cannot send mail by 127.0.0.1:" + port + ": ");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        to: 'a b@c d'      | 'a b@c d' is no address of mail
        sender: 'a@b, c@d' | 'a@b, c@d' is no address of mail: it must be one
        attach: none.txt   | no file 'none.txt'
        charset: none      | there is no charset 'none'
        """, delimiter = '|', quoteCharacter = '"')
    void what_cannot_be_sent_is_an_error(String options, String error) {
        assertThatThrownBy(() -> mail("subject: é, " + options))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(error);
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
