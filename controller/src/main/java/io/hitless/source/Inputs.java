package io.hitless.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a run is made from, for a {@link Fingerprint} of it.
 *
 * @param paths files, and directories with all that is below them but hidden files and backups; they need not be there
 * @param texts what was not in a file, by a name for it: extra variables, what an inventory script printed
 */
public record Inputs(Set<Path> paths, Map<String, String> texts) {
    public Inputs {
        paths = Collections.unmodifiableSet(new LinkedHashSet<>(paths));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** These with more files or directories. */
    Inputs and(Set<Path> more) {
        Set<Path> all = new LinkedHashSet<>(paths);
        all.addAll(more);
        return new Inputs(all, texts);
    }
}
