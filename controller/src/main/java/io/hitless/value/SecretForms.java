package io.hitless.value;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Lists the spellings in which a secret may occur in output: as filters, shells, JSON, YAML and URLs write it. */
final class SecretForms {
    private static final List<UnaryOperator<String>> SPELLINGS = List.of(
            UnaryOperator.identity(),
            text -> text.toUpperCase(Locale.ROOT),
            text -> text.toLowerCase(Locale.ROOT),
            text -> text.substring(0, 1).toUpperCase(Locale.ROOT)
                    + text.substring(1).toLowerCase(Locale.ROOT),
            text -> text.replace("'", "'\"'\"'"), // the filter quote
            text -> text.replace("'", "'\\''"), // many a shell
            text -> text.replace("'", "''"), // YAML in single quotes
            text -> inner(Values.repr(text)),
            text -> json(text, false),
            text -> json(text, true),
            text -> json(json(text, false), false),
            text -> json(json(text, true), true),
            SecretForms::yaml,
            text -> url(text),
            text -> url(text).replace("%2F", "/"),
            text -> url(text).replace("%20", "+"),
            text -> lowerHex(url(text)),
            text -> html(text, "&#34;", "&#39;"),
            text -> html(text, "&quot;", "&#x27;"),
            text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));

    private static final int[] BASE64_LINES = {76, 64};

    private SecretForms() {}

    /** Returns all spellings of the secret that have at least {@code shortest} characters. */
    static Set<String> of(String secret, int shortest) {
        Set<String> forms = new LinkedHashSet<>();
        SPELLINGS.forEach(spelling -> forms.add(spelling.apply(secret)));
        forms.addAll(base64(secret));
        forms.removeIf(form -> form.length() < shortest);
        return forms;
    }

    private static String inner(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String json(String text, boolean ascii) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default ->
                    out.append(c < ' ' || (ascii && c > '~') ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.toString();
    }

    // Escapes a text as PyYAML does within double quotes, where it writes every non-ASCII character in hexadecimal.
    private static String yaml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            String escaped = c > 0xffff ? "\\U%08X" : c > 0xff ? "\\u%04X" : "\\x%02X";
            out.append(c > '~' ? String.format(escaped, c) : json(Character.toString(c), false));
        });
        return out.toString();
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String lowerHex(String url) {
        StringBuilder out = new StringBuilder(url);
        for (int i = out.indexOf("%"); i >= 0; i = out.indexOf("%", i + 1)) {
            out.replace(i, i + 3, out.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static String html(String text, String quote, String apostrophe) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", quote)
                .replace("'", apostrophe);
    }

    // Base64 encodes groups of three bytes. So within a longer text a secret has one of three encodings, one for each
    // alignment, without the characters that it shares with its neighbours.
    private static List<String> base64(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> out = new ArrayList<>();
        for (String alone : List.of(secret, secret + "\n")) { // the ends, too, where nothing stands beside it
            String encoded = Base64.getEncoder()
                    .encodeToString(alone.getBytes(StandardCharsets.UTF_8))
                    .replace("=", "");
            out.add(encoded);
            for (int width : BASE64_LINES) { // as programs break it
                for (int from = 0; encoded.length() > width && from < encoded.length(); from += width) {
                    out.add(encoded.substring(from, Math.min(encoded.length(), from + width)));
                }
            }
        }
        for (int shift = 0; shift < 3; shift++) {
            byte[] padded = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, padded, shift, bytes.length);
            int whole = padded.length / 3 * 3;
            String text = Base64.getEncoder().encodeToString(Arrays.copyOf(padded, whole));
            out.add(text.substring(shift == 0 ? 0 : Math.min(4, text.length())));
        }
        out.removeIf(form -> form.length() < Redactor.SHORTEST_CODE);
        List.copyOf(out).stream()
                .map(form -> form.replace('+', '-').replace('/', '_'))
                .forEach(out::add);
        return out;
    }
}
