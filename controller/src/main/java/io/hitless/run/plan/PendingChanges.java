package io.hitless.run.plan;

import io.hitless.module.ModuleSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes that were foreseen for one host and not made: which task would make them, and what it would touch. Safe
 * for many threads.
 */
final class PendingChanges {
    /** They are a look too when a plan runs them, as {@code check_mode: false} has it. */
    private static final Set<String> COMMANDS = Set.of("command", "shell", "script", "raw");

    /** What they do can't be told from their arguments, so whatever is looked at after them may be different then. */
    private static final Set<String> OPEN_ENDED =
            Set.of("command", "shell", "script", "raw", "make", "apt", "dnf", "package", "unarchive");

    /** They do nothing but look: what they see also depends on what lies below. */
    private static final Set<String> LOOKING = Set.of("stat", "haproxy_info", "fetch");

    private final Map<String, String> paths = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private @Nullable String anywhere;
    private @Nullable String first;

    /** A task would change something: what, is known. */
    synchronized void foreseen(String task, ModuleSpec module, TouchedResources subjects) {
        note(task, OPEN_ENDED.contains(module.name()));
        (subjects.written().isEmpty() ? subjects.paths() : subjects.written())
                .forEach(path -> paths.putIfAbsent(path, task));
    }

    /**
     * A task may change something: what, is not known.
     *
     * @param subjects null if not even its arguments are known
     */
    synchronized void unknown(String task, ModuleSpec module, @Nullable TouchedResources subjects) {
        note(task, subjects == null || OPEN_ENDED.contains(module.name()));
        if (subjects != null) {
            subjects.paths().forEach(path -> paths.putIfAbsent(path, task));
            subjects.words().forEach(word -> (word.startsWith("/") ? paths : words).putIfAbsent(word, task));
        }
    }

    private void note(String task, boolean openEnded) {
        if (first == null) {
            first = task;
        }
        if (openEnded && anywhere == null) {
            anywhere = task;
        }
    }

    /**
     * The task that would change or may change something here, and most likely is why another fails now; null if there
     * was none.
     */
    synchronized @Nullable String blamed(ModuleSpec module, TouchedResources subjects, String msg) {
        String near = before(module, subjects, Set.of());
        for (Map.Entry<String, String> touched : paths.entrySet()) {
            if (near == null && touched.getKey().length() > 1 && msg.contains(touched.getKey())) {
                return touched.getValue();
            }
        }
        return near != null ? near : first;
    }

    /** The task before which, made real, this one could find something else; null if its answer holds. */
    synchronized @Nullable String before(ModuleSpec module, TouchedResources subjects, Set<String> names) {
        boolean looks = LOOKING.contains(module.name());
        boolean runs = COMMANDS.contains(module.name());
        if ((looks || runs) && anywhere != null) {
            return anywhere;
        }
        for (String path : runs ? subjects.words() : subjects.paths()) {
            for (Map.Entry<String, String> touched : paths.entrySet()) {
                if (isWithin(path, touched.getKey()) || (looks && isWithin(touched.getKey(), path))) {
                    return touched.getValue();
                }
            }
        }
        return names.stream()
                .filter(words::containsKey)
                .map(words::get)
                .findFirst()
                .orElse(null);
    }

    private static boolean isWithin(String path, String top) {
        return path.equals(top) || top.equals("/") || path.startsWith(top + "/");
    }
}
