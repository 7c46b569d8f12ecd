package io.hitless.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which a spec's case meets what its author did not think of.
 *
 * @param base what is made for the test, and goes with it
 * @param plain a link to {@code real} with a name that shell code can hold in any quotes
 * @param real the directory of the case
 */
record HostilePlace(Path base, Path plain, Path real) implements AutoCloseable {
    static HostilePlace named(String name) throws IOException {
        Path base = Files.createTempDirectory("hostile");
        Path real = Files.createDirectory(base.resolve(name));
        // The plain name is of its own, since a run of the state directory is named after it.
        Path plain = Files.createSymbolicLink(base.resolve(base.getFileName()), real);
        return new HostilePlace(base, plain, real);
    }

    /** A file system of its own, of a few MiB. */
    static HostilePlace mounted() throws Exception {
        HostilePlace place = named("real");
        place.shell("mount -t tmpfs -o mode=700,size=16m tmpfs .");
        return place;
    }

    void fill() throws Exception {
        shell("cat /dev/zero >.fill 2>/dev/null || :");
    }

    void empty() throws Exception {
        shell("rm -f .fill");
    }

    void readOnly(boolean on) throws Exception {
        shell("mount -o remount," + (on ? "ro" : "rw") + " .");
    }

    /** Runs shell code in the directory. */
    void shell(String script) throws Exception {
        String said = Snippet.run(script, real);
        if (!said.isEmpty()) {
            throw new AssertionError(script + ": " + said);
        }
    }

    /** Replaces the plain name by the hostile one in a value, at any depth. */
    @Nullable
    Object named(@Nullable Object value) {
        return replaced(value, plain, real);
    }

    /** The other way round, for a value that a module returned. */
    @Nullable
    Object plain(@Nullable Object value) {
        return replaced(value, real, plain);
    }

    private static @Nullable Object replaced(@Nullable Object value, Path from, Path to) {
        return switch (value) {
            case String text -> text.replace(from.toString(), to.toString());
            case List<?> list ->
                list.stream().map(item -> replaced(item, from, to)).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((key, item) -> out.put(String.valueOf(replaced(key, from, to)), replaced(item, from, to)));
                yield out;
            }
            case null -> null;
            default -> value;
        };
    }

    @Override
    public void close() throws IOException {
        try {
            SpecDirectory.endProcessesIn(real);
            if (Files.getFileStore(real).type().equals("tmpfs")
                    && !Files.getFileStore(real).equals(Files.getFileStore(base))) {
                new ProcessBuilder("umount", "-l", real.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
            }
            SpecDirectory.delete(base);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
