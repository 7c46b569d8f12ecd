package io.hitless.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Masks the secrets of a run, in every usual spelling, in all text that is shown or stored. There is one redactor for
 * the whole run; it is thread-safe.
 *
 * <p>A secret of eight characters or more is masked everywhere, unless it is ordinary text, such as {@code production}
 * where the playbook contains this word. Masking a shorter or ordinary secret everywhere would mask innocent words,
 * too, so it is masked only in texts that were computed from it ({@link SecretUse}).
 */
public final class Redactor {
    public static final String MASK = "********";

    /**
     * A secret of at least this many characters is masked everywhere: it is long enough not to occur in ordinary text.
     */
    private static final int TELLING = 8;
    /**
     * The shortest secret that is masked in texts computed from it. A secret of one or two characters protects nothing.
     */
    private static final int SHORTEST = TextSearch.HEAD;

    /**
     * The shortest encoded form that is searched for. Fewer characters, encoded together with their neighbours, match
     * by chance.
     */
    static final int SHORTEST_CODE = 6;

    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<String> ordinary = new ArrayList<>();
    // Null until it is next needed, and then built again, since secrets are often added many at a time. Reading an
    // existing value takes no lock.
    private volatile @Nullable Telling known = Telling.NONE;

    /** The secrets that are masked everywhere, and the search for their spellings. */
    private record Telling(Set<String> secrets, TextSearch needles) {
        static final Telling NONE = new Telling(Set.of(), TextSearch.NONE);
    }

    /** Makes a text, and each line of it, a secret. */
    public synchronized void add(String secret) {
        for (String part : parts(secret)) {
            if (part.length() >= TELLING && secrets.add(part)) {
                known = null;
            }
        }
    }

    /**
     * Declares a text, such as a playbook's or the name of a host, as ordinary: secrets that occur in it are no longer
     * masked everywhere.
     */
    public synchronized void addOrdinary(String text) {
        ordinary.add(text);
        if (secrets.stream().anyMatch(text::contains)) {
            known = null;
        }
    }

    /** Returns the whole secret and each of its lines, without surrounding white space. */
    private static Set<String> parts(String secret) {
        Set<String> parts = new LinkedHashSet<>();
        parts.add(secret.strip());
        secret.lines().map(String::strip).forEach(parts::add);
        return parts;
    }

    /** Returns the text with every secret masked. */
    public String redact(String text) {
        return fromUse().replaced(telling().needles().replaced(text, MASK), MASK);
    }

    /** Returns the value with every secret masked, also in keys and numbers. */
    public @Nullable Object redactValue(@Nullable Object value) {
        TextSearch everywhere = telling().needles();
        TextSearch here = fromUse();
        return everywhere.isEmpty() && here.isEmpty() ? value : redacted(value, everywhere, here);
    }

    /** Computes a text to be shown, and masks the secrets that were used to compute it, too. */
    public String shown(Supplier<String> text) {
        return SecretUse.recording(new LinkedHashSet<>(), () -> redact(text.get()));
    }

    private static @Nullable Object redacted(@Nullable Object value, TextSearch everywhere, TextSearch here) {
        return switch (value) {
            case String text -> here.replaced(everywhere.replaced(text, MASK), MASK);
            case Number number -> {
                String text = Values.text(number);
                yield everywhere.has(text) || here.has(text) ? MASK : number;
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>(list.size());
                list.forEach(item -> out.add(redacted(item, everywhere, here)));
                yield out;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach(
                        (key, item) -> out.put(redactedKey(key, everywhere, here), redacted(item, everywhere, here)));
                yield out;
            }
            case null -> null;
            default -> value;
        };
    }

    // A short secret is masked only if it is the whole key. Within a longer key it occurs by chance, as 'out' in
    // 'stdout'.
    private static @Nullable Object redactedKey(@Nullable Object key, TextSearch everywhere, TextSearch here) {
        return key instanceof String text && !here.has(text)
                ? everywhere.replaced(text, MASK)
                : key instanceof String ? MASK : key;
    }

    private Telling telling() {
        Telling found = known;
        return found == null ? rebuilt() : found;
    }

    private synchronized Telling rebuilt() {
        Set<String> telling = new LinkedHashSet<>(secrets);
        telling.removeIf(secret -> ordinary.stream().anyMatch(text -> text.contains(secret)));
        Set<String> forms = new LinkedHashSet<>();
        telling.forEach(secret -> forms.addAll(SecretForms.of(secret, SHORTEST_CODE)));
        Telling found = new Telling(telling, new TextSearch(forms));
        known = found;
        return found;
    }

    /** Returns the search for the secrets that the current computation used and that are not masked everywhere. */
    private TextSearch fromUse() {
        Set<String> used = SecretUse.soFar();
        if (used.isEmpty()) {
            return TextSearch.NONE;
        }
        Set<String> telling = telling().secrets();
        Set<String> forms = new LinkedHashSet<>();
        used.stream()
                .flatMap(secret -> parts(secret).stream())
                .filter(part -> part.length() >= SHORTEST && !telling.contains(part))
                .forEach(part -> forms.addAll(SecretForms.of(part, SHORTEST)));
        return new TextSearch(forms);
    }
}
