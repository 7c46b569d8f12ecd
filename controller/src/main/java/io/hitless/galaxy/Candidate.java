package io.hitless.galaxy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A version of a collection that may be chosen, and its location. */
sealed interface Candidate {
    CollectionInfo info();

    /** A version that is already installed. */
    record Installed(CollectionInfo info) implements Candidate {}

    /** A version on a server. */
    record Remote(GalaxyServer server, SemanticVersion version, GalaxyServer.@Nullable Release known)
            implements Candidate {
        GalaxyServer.Release release(String name) {
            return known == null ? server.release(name, version) : known;
        }

        @Override
        public CollectionInfo info() {
            if (known == null) {
                throw new IllegalStateException("not asked for yet");
            }
            return known.info();
        }
    }

    /**
     * A version whose files are in a directory.
     *
     * @param built whether the collection is built, with its lists of files
     */
    record Local(CollectionInfo info, Path directory, boolean built) implements Candidate {}
}
