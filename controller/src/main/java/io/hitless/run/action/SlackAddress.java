package io.hitless.run.action;

import io.hitless.source.UserError;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a message for Slack goes, which depends on the kind of token.
 *
 * @param url the address; of webhooks it is secret
 * @param shown the address without the token
 * @param bearer the token, if it is sent in a header
 */
record SlackAddress(URI url, String shown, @Nullable String bearer) {
    private static final String USUAL = "slack.com";

    /**
     * The address for a message.
     *
     * @param edits whether a message that is there is changed
     * @throws UserError if the token needs a domain and there is none
     */
    static SlackAddress of(ActionCall call, boolean edits) {
        String token = call.required("token");
        if (isOfApi(token)) {
            return api(call, edits ? "chat.update" : "chat.postMessage");
        }
        if (token.chars().filter(c -> c == '/').count() >= 2) {
            String services = "https://hooks." + slack(call) + "/services/";
            return new SlackAddress(address(call, services + token), services + "[hidden]", null);
        }
        String domain = call.text("domain");
        if (domain == null || domain.isEmpty()) {
            throw new UserError(
                    call.task().span(),
                    "the token of slack is neither the key of a webhook nor a token of the Web API",
                    "write A/B/C, the end of the webhook's address; an old token needs 'domain'");
        }
        String old = "https://" + domain + "/services/hooks/incoming-webhook?token=";
        return new SlackAddress(
                address(call, old + URLEncoder.encode(token, StandardCharsets.UTF_8)), old + "[hidden]", null);
    }

    /** The address of the message to change. */
    static SlackAddress history(ActionCall call, String channel, String message) {
        return api(
                call,
                "conversations.history?channel=" + URLEncoder.encode(channel, StandardCharsets.UTF_8) + "&ts="
                        + URLEncoder.encode(message, StandardCharsets.UTF_8) + "&limit=1&inclusive=true");
    }

    boolean isApi() {
        return bearer != null;
    }

    private static SlackAddress api(ActionCall call, String method) {
        String url = "https://" + slack(call) + "/api/" + method;
        return new SlackAddress(address(call, url), url, call.required("token"));
    }

    private static boolean isOfApi(String token) {
        return Stream.of("xoxp-", "xoxb-", "xoxa-").anyMatch(token::startsWith);
    }

    private static String slack(ActionCall call) {
        return "slack-gov.com".equals(call.text("domain")) ? "slack-gov.com" : USUAL;
    }

    private static URI address(ActionCall call, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw new UserError(call.task().span(), "the token or domain of slack makes no address");
        }
    }
}
