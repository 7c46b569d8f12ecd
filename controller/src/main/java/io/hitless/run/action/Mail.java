package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.Reason;
import io.hitless.value.Values;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;

/** Sends a mail. */
final class Mail implements Action {
    @Override
    public Result run(ActionCall call) {
        try {
            return sent(call, MailMessage.of(call));
        } catch (MessagingException e) {
            return failed(call, e);
        }
    }

    private static Result sent(ActionCall call, MailMessage mail) throws MessagingException {
        try (MailServer server = MailServer.connect(call)) {
            List<String> warnings = new ArrayList<>(mail.warnings());
            if (call.text("username") != null && !server.isEncrypted()) {
                warnings.add("user name and password were sent without encryption");
            }
            Map<String, List<Object>> refused = send(server, mail);
            refused.forEach((receiver, why) -> warnings.add(
                    "the server refused " + Values.repr(receiver) + ": " + why.getFirst() + " " + why.getLast()));
            String said =
                    refused.isEmpty() ? "Mail sent successfully" : "Failed to send mail to at least one recipient";
            return new Result(Result.Status.OK, false, Map.of("msg", said, "result", refused), List.of(), warnings);
        }
    }

    /** Sends the mail to all who can have it, and returns why others can't, by their address. */
    private static Map<String, List<Object>> send(MailServer server, MailMessage mail) throws MessagingException {
        try {
            server.transport().sendMessage(mail, mail.receivers());
            return Map.of();
        } catch (SendFailedException e) {
            Map<String, List<Object>> refused = refused(e);
            if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0 || refused.isEmpty()) {
                throw e;
            }
            return refused;
        }
    }

    private static Map<String, List<Object>> refused(MessagingException e) {
        Map<String, List<Object>> refused = new LinkedHashMap<>();
        for (@Nullable Exception each = e;
                each instanceof MessagingException failure;
                each = failure.getNextException()) {
            if (failure instanceof SMTPAddressFailedException address) {
                refused.put(address.getAddress().getAddress(), List.of((long) address.getReturnCode(), text(address)));
            }
        }
        return refused;
    }

    // The server's answer begins with the code, which stands beside the text.
    private static String text(SMTPAddressFailedException failure) {
        return Reason.of(failure).replaceFirst("^\\d{3}[ -]", "").strip();
    }

    private static Result failed(ActionCall call, MessagingException e) {
        String server = call.text("host") + ":" + Values.text(call.arg("port"));
        Map<String, List<Object>> refused = refused(e);
        if (refused.isEmpty()) {
            return Result.failed("cannot send mail by " + server + ": " + Reason.of(e));
        }
        List<String> each = new ArrayList<>();
        refused.forEach((receiver, why) -> each.add(receiver + " (" + why.getFirst() + " " + why.getLast() + ")"));
        return Result.failed(server + " refused all receivers: " + String.join(", ", each));
    }
}
