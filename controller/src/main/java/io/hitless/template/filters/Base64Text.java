package io.hitless.template.filters;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.value.Values;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Encodes and decodes Base64, with any character encoding. */
final class Base64Text {
    private Base64Text() {}

    static String encode(String text, BoundArguments a) {
        try {
            ByteBuffer bytes = charset(a).newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            byte[] marked = withByteOrder(exact, a);
            return (a.flag("urlsafe", false) ? Base64.getUrlEncoder() : Base64.getEncoder()).encodeToString(marked);
        } catch (CharacterCodingException _) {
            throw new UserError("the encoding " + a.text("encoding") + " can't write this text");
        }
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
        try {
            return charset(a)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(digits)))
                    .toString();
        } catch (CharacterCodingException _) {
            if (a.has("encoding")) {
                throw new UserError("what is decoded is no text in " + a.text("encoding"));
            }
            return new String(Base64.getDecoder().decode(digits), charset(a));
        }
    }

    // In Python, these encodings write a byte order mark; Java's encodings of the same names do not, or in another byte
    // order.
    private static byte[] withByteOrder(byte[] bytes, BoundArguments a) {
        String name = a.text("encoding", "utf-8").toLowerCase(Locale.ROOT).replace('_', '-');
        if (List.of("utf-8-sig", "utf-16", "utf-32").contains(name)) {
            byte[] mark = switch (name) {
                case "utf-8-sig" -> new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
                case "utf-16" -> new byte[] {(byte) 0xff, (byte) 0xfe};
                default -> new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0};
            };
            byte[] marked = java.util.Arrays.copyOf(mark, mark.length + bytes.length);
            System.arraycopy(bytes, 0, marked, mark.length, bytes.length);
            return marked;
        }
        return bytes;
    }

    private static Charset charset(BoundArguments a) {
        String name = a.text("encoding", "utf-8");
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        try {
            return Charset.forName(
                    switch (plain) {
                        case "utf-8-sig", "utf8" -> "UTF-8";
                        case "utf-16", "utf-16-le" -> "UTF-16LE";
                        case "utf-16-be" -> "UTF-16BE";
                        case "utf-32", "utf-32-le" -> "UTF-32LE";
                        case "utf-32-be" -> "UTF-32BE";
                        case "latin-1", "latin1" -> "ISO-8859-1";
                        default -> plain;
                    });
        } catch (IllegalArgumentException _) {
            throw new UserError(
                    null,
                    "there is no encoding " + Values.repr(name),
                    Suggestion.didYouMean(name, List.of("utf-8", "utf-16-le", "utf-16-be", "latin-1", "ascii")));
        }
    }
}
