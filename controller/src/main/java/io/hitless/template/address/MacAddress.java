package io.hitless.template.address;

import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A MAC address. */
record MacAddress(long value) {
    private static final Pattern WRITTEN =
            Pattern.compile("[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}|[0-9a-f]{1,2}(-[0-9a-f]{1,2}){5}"
                    + "|[0-9a-f]{1,4}([.:-][0-9a-f]{1,4}){2}|[0-9a-f]{5,6}[:-][0-9a-f]{5,6}|[0-9a-f]{11,12}");

    static @Nullable MacAddress of(@Nullable Object value) {
        String text = Values.text(value).toLowerCase(Locale.ROOT);
        if (!(value instanceof String) || !WRITTEN.matcher(text).matches()) {
            return null;
        }
        String[] parts = text.split("[.:-]", -1);
        int digits = 12 / parts.length;
        StringBuilder hex = new StringBuilder();
        for (String part : parts) {
            hex.repeat('0', digits - part.length()).append(part);
        }
        return new MacAddress(Long.parseLong(hex.toString(), 16));
    }

    /** @throws UserError if the format does not exist */
    Object as(String form, String filter) {
        String digits = String.format(Locale.ROOT, "%012x", value);
        return switch (form) {
            case "bare" -> digits.toUpperCase(Locale.ROOT);
            case "bool" -> true;
            case "int" -> value;
            case "cisco" -> cut(digits, 4, ".");
            case "eui48", "win" -> cut(digits, 2, "-").toUpperCase(Locale.ROOT);
            case "linux" -> cut(digits, 2, ":");
            case "pgsql", "psql", "postgresql" -> cut(digits, 6, ":");
            case "unix" -> cut(digits, 2, ":").replaceAll("\\b0", "");
            default -> throw new UserError("'" + filter + "' has no form '" + form + "'");
        };
    }

    private static String cut(String digits, int each, String between) {
        return digits.replaceAll("(.{" + each + "})(?=.)", "$1" + between);
    }

    /** The 64-bit interface identifier of the card in an IPv6 network (EUI-64). */
    long interfaceId() {
        long flipped = value ^ 0x0200_0000_0000L;
        return flipped >>> 24 << 40 | 0xff_fe00_0000L | (flipped & 0xff_ffffL);
    }
}
