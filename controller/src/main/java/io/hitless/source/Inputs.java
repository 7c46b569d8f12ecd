package io.hitless.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of a run, from which a {@link Fingerprint} is computed.
 *
 * @param paths files and directories; a directory includes everything below it except hidden files and backups. They
 *     need not exist.
 * @param texts inputs that are not files, by name: extra variables, output of inventory scripts
 */
public record Inputs(Set<Path> paths, Map<String, String> texts) {
    public Inputs {
        paths = Collections.unmodifiableSet(new LinkedHashSet<>(paths));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** Returns these inputs and more files or directories. */
    Inputs and(Set<Path> more) {
        Set<Path> all = new LinkedHashSet<>(paths);
        all.addAll(more);
        return new Inputs(all, texts);
    }
}
