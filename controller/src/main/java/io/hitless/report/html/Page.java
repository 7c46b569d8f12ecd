package io.hitless.report.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A self-contained page. Its skeleton, style and script are resources; its content is embedded JSON. Its
 * Content-Security-Policy allows only this style and script, whatever the data contains. Text in the skeleton is
 * escaped, and the JSON contains no character that could end its element.
 */
final class Page {
    /** The parts of the script, in order. */
    static final List<String> SCRIPTS = List.of(
            "base.js",
            "states.js",
            "model.js",
            "diff.js",
            "findings.js",
            "timeline.js",
            "hosts.js",
            "tasks.js",
            "reloads.js",
            "drift.js",
            "report.js");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z").withZone(ZoneId.systemDefault());
    private static final JsonFactory JSON = JsonFactory.builder().build().setCharacterEscapes(new InScript());
    private static final String SKELETON = resource("page.html");
    private static final String STYLE = resources(List.of("base.css", "report.css"));
    private static final String SCRIPT = resources(SCRIPTS);

    private final Map<String, String> parts;

    /** Writes the content of the page. */
    interface Data {
        void write(JsonGenerator out) throws IOException;
    }

    private Page(Map<String, String> parts) {
        this.parts = parts;
    }

    static Page ofRun(PageHead head, Verdict verdict) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", escaped(verdict.text() + " · " + (head.check() ? "check" : head.kind()) + " " + head.id()));
        parts.put("tone", escaped(verdict.tone()));
        parts.put("kind", escaped(head.check() ? "check" : head.kind()));
        parts.put("id", escaped(head.id()));
        parts.put("verdict", escaped(verdict.text()));
        parts.put("more", escaped(verdict.more()));
        parts.put("started", escaped(TIME.format(head.started())));
        parts.put("version", escaped(head.version()));
        return new Page(parts);
    }

    /** The page's Content-Security-Policy, which a server should send, too. */
    static String policy() {
        return "default-src 'none'; style-src '" + hash(STYLE) + "'; script-src '" + hash(SCRIPT)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    void write(Writer out, Data data) throws IOException {
        int from = 0;
        for (int open = SKELETON.indexOf("{{"); open >= 0; open = SKELETON.indexOf("{{", from)) {
            int close = SKELETON.indexOf("}}", open);
            out.write(SKELETON, from, open - from);
            String name = SKELETON.substring(open + 2, close);
            switch (name) {
                case "policy" -> out.write(escaped(policy()));
                case "style" -> out.write(STYLE);
                case "script" -> out.write(SCRIPT);
                case "data" -> write(data, out);
                default -> out.write(parts.getOrDefault(name, ""));
            }
            from = close + 2;
        }
        out.write(SKELETON, from, SKELETON.length() - from);
        out.flush();
    }

    private static void write(Data data, Writer out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        data.write(json);
        json.flush();
    }

    /** Text escaped for element content and quoted attributes. */
    static String escaped(String text) {
        return VisibleText.text(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hash(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    private static String resources(List<String> names) {
        return names.stream().map(Page::resource).collect(Collectors.joining("\n"));
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Escapes characters that could end a script element, or start a comment in it. */
    private static final class InScript extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int[] ESCAPES = CharacterEscapes.standardAsciiEscapesForJSON();

        static {
            for (char c : new char[] {'<', '>', '&'}) {
                ESCAPES[c] = CharacterEscapes.ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ESCAPES.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int ch) {
            return new SerializedString(String.format("\\u%04x", ch));
        }
    }
}
