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
 * What a directory is at in git.
 *
 * @param commit its full hash
 * @param branch null if none is checked out
 * @param dirty whether there are changes that are not committed, or files that git does not know
 */
public record GitState(String commit, @Nullable String branch, boolean dirty) {
    private static final int PATIENCE_SECONDS = 10;

    /** Asks git on a thread of its own: a run need not wait for it. The answer is null if it has none. */
    public static Future<@Nullable GitState> ask(Path directory) {
        CompletableFuture<@Nullable GitState> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("git").start(() -> answer.complete(of(directory)));
        return answer;
    }

    /** Null if the directory is in no repository, it has no commit yet, or git is not there or does not answer. */
    static @Nullable GitState of(Path directory) {
        // The owner may be another, as with sudo; nothing of the repository's is to be run or written.
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

    /** The commit's first letters, as people say it, with a plus if there is more than it. */
    public String brief() {
        return commit.substring(0, Math.min(8, commit.length())) + (dirty ? "+" : "");
    }
}
