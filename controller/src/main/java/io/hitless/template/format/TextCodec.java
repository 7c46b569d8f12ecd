package io.hitless.template.format;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Encodes and decodes texts by the names that Python has for encodings. */
public final class TextCodec {
    private final String name;
    private final Charset charset;

    private TextCodec(String name, Charset charset) {
        this.name = name;
        this.charset = charset;
    }

    /** @throws UserError if there is no such encoding */
    public static TextCodec of(String encoding) {
        String name = encoding.toLowerCase(Locale.ROOT).replace('_', '-');
        try {
            return new TextCodec(
                    name,
                    Charset.forName(
                            switch (name) {
                                case "utf-8-sig", "utf8" -> "UTF-8";
                                case "utf-16", "utf-16-le", "utf16" -> "UTF-16LE";
                                case "utf-16-be" -> "UTF-16BE";
                                case "utf-32", "utf-32-le", "utf32" -> "UTF-32LE";
                                case "utf-32-be" -> "UTF-32BE";
                                case "latin-1", "latin1" -> "ISO-8859-1";
                                default -> name;
                            }));
        } catch (IllegalArgumentException _) {
            throw new UserError(
                    null,
                    "there is no encoding " + Values.repr(encoding),
                    Suggestion.didYouMean(encoding, List.of("utf-8", "utf-16-le", "utf-16-be", "latin-1", "ascii")));
        }
    }

    /**
     * @param errors what happens with a character that the encoding lacks: {@code strict}, {@code ignore},
     *     {@code replace}, {@code backslashreplace} or {@code xmlcharrefreplace}
     * @throws UserError if there is one, and {@code errors} is strict
     */
    public byte[] encode(String text, String errors) {
        CharsetEncoder encoder = charset.newEncoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(mark());
        out.writeBytes((encoder.canEncode(text) ? text : replaced(text, encoder, errors)).getBytes(charset));
        return out.toByteArray();
    }

    private String replaced(String text, CharsetEncoder encoder, String errors) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .mapToObj(Character::toString)
                .forEach(one -> out.append(encoder.canEncode(one) ? one : instead(one.codePointAt(0), errors)));
        return out.toString();
    }

    private String instead(int c, String errors) {
        return switch (errors) {
            case "ignore" -> "";
            case "replace" -> "?";
            case "xmlcharrefreplace" -> "&#" + c + ";";
            case "backslashreplace" ->
                c < 0x100
                        ? "\\x" + HexFormat.of().toHexDigits((byte) c)
                        : c < 0x10000
                                ? "\\u" + HexFormat.of().toHexDigits((char) c)
                                : "\\U" + HexFormat.of().toHexDigits(c);
            case "namereplace" -> "\\N{" + Character.getName(c) + "}";
            case "strict" ->
                throw new UserError("the encoding " + name + " has no character " + Values.repr(Character.toString(c)));
            default -> throw new UserError("no way to handle errors is named " + Values.repr(errors));
        };
    }

    /**
     * @param errors what happens with bytes that are no text: {@code strict}, {@code ignore} or {@code replace}
     * @throws UserError if there are such, and {@code errors} is strict
     */
    public String decode(byte[] bytes, String errors) {
        CodingErrorAction action = switch (errors) {
            case "strict" -> CodingErrorAction.REPORT;
            case "ignore" -> CodingErrorAction.IGNORE;
            case "replace", "surrogateescape" -> CodingErrorAction.REPLACE;
            default -> throw new UserError("no way to handle errors is named " + Values.repr(errors));
        };
        CharsetDecoder decoder = charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes));
            boolean marked = mark().length > 0 && !text.isEmpty() && text.charAt(0) == '\ufeff';
            return (marked ? text.subSequence(1, text.length()) : text).toString();
        } catch (CharacterCodingException _) {
            throw new UserError("what is decoded is no text in " + name);
        }
    }

    // Python writes a byte order mark in these encodings.
    private byte[] mark() {
        return switch (name) {
            case "utf-8-sig" -> "\ufeff".getBytes(StandardCharsets.UTF_8);
            case "utf-16", "utf16", "utf-32", "utf32" -> "\ufeff".getBytes(charset);
            default -> new byte[0];
        };
    }
}
