package io.hitless.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Knows the secrets of a run and takes them out of all that is shown or kept. One for the whole run; safe for many threads.
 * Secrets of fewer than four characters are not looked for: they would blot out ordinary text.
 */
public final class Redactor {
    public static final String MASK = "********";

    private static final int SHORTEST = 4;

    // Longest first, so that a secret that holds another is taken out whole. Replaced as a whole: readers never lock.
    private volatile List<String> secrets = List.of();

    /** Makes a text a secret, along with each line of it and its base64 forms. */
    public synchronized void add(String secret) {
        TreeSet<String> all = new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        all.addAll(secrets);
        for (String part : secret.lines().toList()) {
            if (part.strip().length() >= SHORTEST) {
                all.add(part.strip());
            }
        }
        if (secret.strip().length() >= SHORTEST) {
            all.add(secret.strip());
            all.addAll(base64(secret.strip()));
        }
        secrets = List.copyOf(all);
    }

    /** The text with every secret masked. */
    public String redact(String text) {
        String out = text;
        for (String secret : secrets) {
            if (out.contains(secret)) {
                out = out.replace(secret, MASK);
            }
        }
        return out;
    }

    /** The value with every secret in its texts masked: keys, too. */
    public @Nullable Object redactValue(@Nullable Object value) {
        if (secrets.isEmpty()) {
            return value;
        }
        return switch (value) {
            case String text -> redact(text);
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>(list.size());
                list.forEach(item -> out.add(redactValue(item)));
                yield out;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((key, item) -> out.put(redactValue(key), redactValue(item)));
                yield out;
            }
            case null -> null;
            default -> value;
        };
    }

    // Base64 groups three bytes: inside a longer text a secret has one of three spellings, less the characters its neighbours share.
    private static List<String> base64(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> out = new ArrayList<>();
        for (String alone : List.of(secret, secret + "\n")) { // the ends, too, where nothing stands beside it
            out.add(Base64.getEncoder().encodeToString(alone.getBytes(StandardCharsets.UTF_8)).replace("=", ""));
        }
        for (int shift = 0; shift < 3; shift++) {
            byte[] padded = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, padded, shift, bytes.length);
            int whole = padded.length / 3 * 3;
            String text = Base64.getEncoder().encodeToString(Arrays.copyOf(padded, whole));
            String core = text.substring(shift == 0 ? 0 : Math.min(4, text.length()));
            if (core.length() >= SHORTEST + 4) {
                out.add(core);
            }
        }
        List.copyOf(out).stream().map(form -> form.replace('+', '-').replace('/', '_')).filter(form -> !out.contains(form)).forEach(out::add);
        return out;
    }
}
