package io.hitless.run.action;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The message that the module {@code slack} posts, in the form of Slack's API. It is the one that Ansible sends. */
final class SlackPayload {
    private static final Set<String> COLORS = Set.of("normal", "good", "warning", "danger");
    private static final Pattern HEX_COLOR = Pattern.compile("#(?:[0-9a-fA-F]{3}){1,2}");

    private SlackPayload() {}

    /** @throws UserError if the colour is none */
    static Map<String, @Nullable Object> of(ActionCall call) {
        String color = color(call);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        String text = call.text("msg");
        List<Map<?, ?>> attachments = new ArrayList<>();
        if (text != null && color.equals("normal")) {
            payload.put("text", text);
        } else if (text != null) {
            attachments.add(bar(text, color));
            payload.put("attachments", attachments);
        }
        put(payload, "channel", channel(call));
        put(payload, "thread_ts", call.text("thread_id"));
        put(payload, "username", call.text("username"));
        String emoji = call.text("icon_emoji");
        put(payload, emoji == null ? "icon_url" : "icon_emoji", emoji == null ? call.text("icon_url") : emoji);
        payload.put("link_names", "0".equals(call.text("link_names")) ? 0 : 1);
        put(payload, "parse", call.text("parse"));
        put(payload, "ts", call.text("message_id"));
        if (call.arg("attachments") != null) {
            call.list("attachments").forEach(each -> attachments.add(withFallback((Map<?, ?>) each)));
            payload.put("attachments", attachments);
        }
        put(payload, "blocks", call.arg("blocks"));
        return payload;
    }

    private static void put(Map<String, @Nullable Object> payload, String name, @Nullable Object value) {
        if (value != null) {
            payload.put(name, value);
        }
    }

    private static String color(ActionCall call) {
        String color = call.required("color");
        if (COLORS.contains(color) || HEX_COLOR.matcher(color).matches()) {
            return color;
        }
        throw new UserError(
                call.task().span(),
                "the color " + Values.repr(color) + " is not known",
                "normal, good, warning, danger, or a hex colour as #0ac or #00aacc");
    }

    private static Map<String, Object> bar(String text, String color) {
        Map<String, Object> bar = new LinkedHashMap<>();
        bar.put("text", text);
        bar.put("color", color);
        bar.put("mrkdwn_in", List.of("text"));
        return bar;
    }

    /** What clients show that can't show attachments. */
    private static Map<?, ?> withFallback(Map<?, ?> attachment) {
        if (attachment.containsKey("fallback") || !attachment.containsKey("text")) {
            return attachment;
        }
        Map<@Nullable Object, @Nullable Object> whole = new LinkedHashMap<>(attachment);
        whole.put("fallback", attachment.get("text"));
        return whole;
    }

    private static @Nullable String channel(ActionCall call) {
        String channel = call.text("channel");
        if (channel == null) {
            return null;
        }
        boolean hash = switch (call.required("prepend_hash")) {
            case "always" -> true;
            case "never" -> false;
            default -> Stream.of("#", "@", "C0", "GF", "G0", "CP").noneMatch(channel::startsWith);
        };
        return hash ? "#" + channel : channel;
    }
}
