package io.hitless.run.plan;

import io.hitless.module.ModuleSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes that were predicted for one host and not made: which task would make them, and what they would touch.
 * Thread-safe.
 */
final class PendingChanges {
    /** Commands. With {@code check_mode: false} a plan runs them, and they read the state of the host. */
    private static final Set<String> COMMANDS = Set.of("command", "shell", "script", "raw");

    /** Their arguments do not show all that they change, so anything that is read after them may be different. */
    private static final Set<String> OPEN_ENDED =
            Set.of("command", "shell", "script", "raw", "make", "apt", "dnf", "package", "reboot", "unarchive");

    /** They only read. What they see also depends on what is below a path. */
    private static final Set<String> READ_ONLY = Set.of("stat", "haproxy_info", "fetch");

    private final Map<String, String> paths = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private @Nullable String openEndedTask;
    private @Nullable String firstTask;

    /** A task would change these resources. */
    synchronized void addPredicted(String task, ModuleSpec module, TouchedResources resources) {
        note(task, OPEN_ENDED.contains(module.name()));
        (resources.written().isEmpty() ? resources.paths() : resources.written())
                .forEach(path -> paths.putIfAbsent(path, task));
    }

    /**
     * A task may change something.
     *
     * @param resources what it may change; null if its arguments are not known
     */
    synchronized void addUnknown(String task, ModuleSpec module, @Nullable TouchedResources resources) {
        note(task, resources == null || OPEN_ENDED.contains(module.name()));
        if (resources != null) {
            resources.paths().forEach(path -> paths.putIfAbsent(path, task));
            resources.words().forEach(word -> (word.startsWith("/") ? paths : words).putIfAbsent(word, task));
        }
    }

    private void note(String task, boolean openEnded) {
        if (firstTask == null) {
            firstTask = task;
        }
        if (openEnded && openEndedTask == null) {
            openEndedTask = task;
        }
    }

    /** The task whose pending change most likely makes another task fail now; null if there was none. */
    synchronized @Nullable String likelyCause(ModuleSpec module, TouchedResources resources, String msg) {
        String earlier = earlierChange(module, resources, Set.of());
        for (Map.Entry<String, String> touched : paths.entrySet()) {
            if (earlier == null && touched.getKey().length() > 1 && msg.contains(touched.getKey())) {
                return touched.getValue();
            }
        }
        return earlier != null ? earlier : firstTask;
    }

    /** The earlier task whose change could alter the result of this one; null if the result holds. */
    synchronized @Nullable String earlierChange(ModuleSpec module, TouchedResources resources, Set<String> names) {
        boolean readsOnly = READ_ONLY.contains(module.name());
        boolean isCommand = COMMANDS.contains(module.name());
        if ((readsOnly || isCommand) && openEndedTask != null) {
            return openEndedTask;
        }
        for (String path : isCommand ? resources.words() : resources.paths()) {
            for (Map.Entry<String, String> touched : paths.entrySet()) {
                if (isWithin(path, touched.getKey()) || (readsOnly && isWithin(touched.getKey(), path))) {
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
