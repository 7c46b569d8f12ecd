package io.hitless.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.event.Forecast;
import io.hitless.event.ForecastJson;
import io.hitless.source.Fingerprint;
import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stored prediction, to be applied later exactly as it was shown.
 *
 * @param made when the plan was made
 * @param arguments the command line of the plan, which the rollout uses, too; secrets are masked
 * @param inputs the fingerprint of the files that the plan was made from
 * @param salt the salt for the marks in the forecast
 */
public record Plan(Instant made, List<String> arguments, Fingerprint inputs, String salt, Forecast forecast) {
    private static final String NAME = "hitless_plan";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Plan {
        arguments = List.copyOf(arguments);
    }

    /** Whether a file is a plan: a JSON object whose first key is {@code hitless_plan}. */
    public static boolean isPlan(Path file) {
        byte[] marker = ("{\"" + NAME + "\"").getBytes(StandardCharsets.US_ASCII);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(marker.length), marker);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + Reason.of(e));
        }
    }

    /** Writes the plan, readable by its owner only; an older file is replaced. */
    public void write(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NAME, VERSION);
        json.put("made", made.toString());
        json.put("arguments", arguments);
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("salt", inputs.salt());
        from.put("texts", inputs.texts());
        from.put("files", inputs.files());
        json.put("inputs", from);
        json.put("salt", salt);
        json.put("forecast", ForecastJson.marked(forecast));
        try {
            Path directory = file.toAbsolutePath().getParent();
            Path temporary = Files.createTempFile(
                    directory,
                    ".hitless-plan",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(temporary, JSON.writeValueAsString(json) + "\n");
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UserError("cannot write the plan to " + file + ": " + Reason.of(e));
        }
    }

    /** @throws UserError if this version can't read it as a plan */
    public static Plan read(Path file) {
        SourceFile source = SourceReader.read(file);
        try {
            Map<?, ?> json = JSON.readValue(source.text(), Map.class);
            if (!(json.get(NAME) instanceof Number version) || version.intValue() != VERSION) {
                throw new IllegalArgumentException(
                        "it has version " + json.get(NAME) + "; this hitless reads version " + VERSION);
            }
            if (!(json.get("inputs") instanceof Map<?, ?> inputs)
                    || !(json.get("forecast") instanceof Map<?, ?> forecast)) {
                throw new IllegalArgumentException("a part of it is missing");
            }
            return new Plan(
                    Instant.parse(String.valueOf(json.get("made"))),
                    json.get("arguments") instanceof List<?> list
                            ? list.stream().map(String::valueOf).toList()
                            : List.of(),
                    new Fingerprint(
                            String.valueOf(inputs.get("salt")),
                            digests(inputs.get("files")),
                            digests(inputs.get("texts"))),
                    String.valueOf(json.get("salt")),
                    ForecastJson.read(forecast));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new UserError(
                    null,
                    file + " is not a usable plan: " + Reason.of(e),
                    "make a new one: hitless plan --out " + file + " …");
        }
    }

    private static TreeMap<String, String> digests(@Nullable Object json) {
        TreeMap<String, String> out = new TreeMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, digest) -> out.put(String.valueOf(name), String.valueOf(digest)));
        }
        return out;
    }
}
