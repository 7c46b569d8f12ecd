package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.format.TextCodec;
import io.hitless.value.Bytes;
import io.hitless.value.Values;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The filters b64encode and b64decode. */
final class Base64Text {
    private Base64Text() {}

    static String encode(@Nullable Object value, BoundArguments a) {
        byte[] bytes = value instanceof Bytes given
                ? given.content()
                : TextCodec.of(a.text("encoding", "utf-8")).encode(Values.text(value), "strict");
        return (a.flag("urlsafe", false) ? Base64.getUrlEncoder() : Base64.getEncoder()).encodeToString(bytes);
    }

    /** Decodes Base64. As in Python, other characters are ignored, but the text must be complete. */
    static String decode(String text, BoundArguments a) {
        boolean safe = a.flag("urlsafe", false);
        String plain = (safe ? text.replace('-', '+').replace('_', '/') : text).replaceAll("[^A-Za-z0-9+/=]", "");
        int end = plain.indexOf('=');
        String digits = end < 0 ? plain : plain.substring(0, end);
        int left = digits.length() % 4;
        int padding = plain.length() - digits.length();
        if (left == 1 || (left > 0 && padding < 4 - left)) {
            throw new UserError("not base64: it is cut off, or its padding is");
        }
        // The default encoding is lenient, in Ansible, too.
        return TextCodec.of(a.text("encoding", "utf-8"))
                .decode(Base64.getDecoder().decode(digits), a.has("encoding") ? "strict" : "replace");
    }
}
