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
 * Knows the secrets of a run and takes them out of all that is shown or kept, in every usual spelling. One for the
 * whole run; safe for many threads.
 *
 * <p>A secret of eight characters or more is hidden wherever it stands, unless it is ordinary text: {@code production}
 * that the playbook says itself. A shorter or ordinary one would blot out innocent words, so it is hidden only in what
 * was computed from it ({@link SecretUse}).
 */
public final class Redactor {
    public static final String MASK = "********";

    /** From this length on, a text is told from ordinary words. */
    private static final int TELLING = 8;
    /** What is computed from it is searched for a secret of this length: one of two characters keeps nothing. */
    private static final int SHORTEST = TextSearch.HEAD;

    /** Of an encoded text with neighbours, fewer characters say nothing. */
    static final int SHORTEST_CODE = 6;

    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<String> ordinary = new ArrayList<>();
    // Made anew when it is next needed: secrets come in many at a time. Readers of one that stands never lock.
    private volatile @Nullable Telling known = Telling.NONE;

    /** The secrets that are hidden everywhere, and what to look for. */
    private record Telling(Set<String> secrets, TextSearch needles) {
        static final Telling NONE = new Telling(Set.of(), TextSearch.NONE);
    }

    /** Makes a text a secret, along with each line of it. */
    public synchronized void add(String secret) {
        for (String part : parts(secret)) {
            if (part.length() >= TELLING && secrets.add(part)) {
                known = null;
            }
        }
    }

    /** What stands in this text is no secret by itself: text of a playbook, the name of a host. */
    public synchronized void addOrdinary(String text) {
        ordinary.add(text);
        if (secrets.stream().anyMatch(text::contains)) {
            known = null;
        }
    }

    /** The whole and each line, without the space around. */
    private static Set<String> parts(String secret) {
        Set<String> parts = new LinkedHashSet<>();
        parts.add(secret.strip());
        secret.lines().map(String::strip).forEach(parts::add);
        return parts;
    }

    /** The text with every secret masked. */
    public String redact(String text) {
        return fromUse().replaced(telling().needles().replaced(text, MASK), MASK);
    }

    /** The value with every secret in it masked: in keys and numbers, too. */
    public @Nullable Object redactValue(@Nullable Object value) {
        TextSearch everywhere = telling().needles();
        TextSearch here = fromUse();
        return everywhere.isEmpty() && here.isEmpty() ? value : redacted(value, everywhere, here);
    }

    /** A text that is computed for show, without the secrets it was made with. */
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

    // A short secret within a longer key is by chance: 'out' in 'stdout'.
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

    /** What to look for in what is computed now, beside that which is hidden everywhere. */
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
