package io.hitless.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The git state of a directory.
 *
 * @param commit the full hash
 * @param branch null if no branch is checked out
 * @param dirty whether there are uncommitted changes or untracked files
 */
public record GitState(String commit, @Nullable String branch, boolean dirty) {
    private static final int PATIENCE_SECONDS = 10;

    /** Runs git in the background, so that a run need not wait for it. The value is null if git gives none. */
    public static Future<@Nullable GitState> ask(Path directory) {
        CompletableFuture<@Nullable GitState> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("git").start(() -> answer.complete(of(directory)));
        return answer;
    }

    /** Null if the directory is not in a repository, has no commit, or git is missing or does not answer. */
    static @Nullable GitState of(Path directory) {
        // The repository may belong to another user, as with sudo. None of its programs may be run, and nothing written
        // to it.
        ProcessBuilder git = new ProcessBuilder(List.of(
                        "git",
                        "-c",
                        "safe.directory=*",
                        "-c",
                        "core.fsmonitor=false",
                        "status",
                        "--porcelain=v2",
                        "--branch"))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        git.environment().put("GIT_OPTIONAL_LOCKS", "0");
        git.environment().put("LC_ALL", "C");
        try {
            Process process = git.start();
            process.getOutputStream().close();
            var _ = process.toHandle()
                    .onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((_, late) -> {
                        if (late != null) {
                            process.destroyForcibly();
                        }
                    });
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                return process.waitFor() == 0 ? parse(text) : null;
            }
        } catch (IOException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable GitState parse(String status) {
        String commit = null;
        String branch = null;
        boolean dirty = false;
        for (String line : status.lines().toList()) {
            if (line.startsWith("# branch.oid ")) {
                commit = line.substring("# branch.oid ".length());
            } else if (line.startsWith("# branch.head ")) {
                branch = line.substring("# branch.head ".length());
            } else if (!line.startsWith("#")) {
                dirty = true;
            }
        }
        return commit == null || commit.equals("(initial)")
                ? null
                : new GitState(commit, "(detached)".equals(branch) ? null : branch, dirty);
    }

    /** The full commit, with its branch and whether the directory is dirty. */
    public String describe() {
        return commit
                + (branch == null ? "" : " (" + branch + ")")
                + (dirty ? ", and changes that were not committed" : "");
    }

    /** The abbreviated commit, with a plus if the directory is dirty. */
    public String brief() {
        return commit.substring(0, Math.min(8, commit.length())) + (dirty ? "+" : "");
    }
}
