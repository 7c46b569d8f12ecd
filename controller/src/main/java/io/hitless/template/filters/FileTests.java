package io.hitless.template.filters;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tests of files on the controller. */
public final class FileTests {
    private static final String VAULT = "$ANSIBLE_VAULT;";

    private FileTests() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("file", (v, _) -> Files.isRegularFile(path(v)))
                .alias("is_file", "file")
                .add("directory", (v, _) -> Files.isDirectory(path(v)))
                .alias("is_dir", "directory")
                .add("link", (v, _) -> Files.isSymbolicLink(path(v)))
                .alias("is_link", "link")
                .add("exists", (v, _) -> Files.exists(path(v)))
                .add("link_exists", (v, _) -> Files.exists(path(v), LinkOption.NOFOLLOW_LINKS))
                .add("abs", (v, _) -> path(v).isAbsolute())
                .alias("is_abs", "abs")
                .add("same_file", (v, a) -> same(path(v), path(a.value("path"))), "path")
                .alias("is_same_file", "same_file")
                .add("vaulted_file", (v, _) -> isVaulted(path(v)))
                .add("mount", (v, _) -> isMount(path(v)))
                .alias("is_mount", "mount");
    }

    private static Path path(@Nullable Object value) {
        if (value instanceof String path) {
            return Path.of(path);
        }
        throw new UserError("a path is wanted, not " + Coercions.article(value));
    }

    private static boolean isVaulted(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            return new String(file.readNBytes(VAULT.length()), StandardCharsets.US_ASCII).equals(VAULT);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private static boolean same(Path a, Path b) {
        try {
            return Files.isSameFile(a, b);
        } catch (IOException e) {
            throw new UserError("can't compare " + a + " and " + b + ": " + Reason.of(e));
        }
    }

    private static boolean isMount(Path path) {
        try {
            Path real = path.toRealPath();
            Path parent = real.getParent();
            return Files.isDirectory(real)
                    && (parent == null
                            || !Files.getAttribute(real, "unix:dev").equals(Files.getAttribute(parent, "unix:dev")));
        } catch (IOException _) {
            return false;
        }
    }
}
