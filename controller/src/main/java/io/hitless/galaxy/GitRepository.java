package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A git repository, cloned with the program {@code git}. git never asks for a password, because nobody could answer.
 *
 * @param directory the directory of the clone
 */
record GitRepository(Path directory) {
    /**
     * Clones a repository.
     *
     * @param url in any form that git accepts
     * @throws UserError with git's message
     */
    static GitRepository cloned(String url, Path directory) {
        git(List.of("clone", "--quiet", "--no-checkout", "--", url, directory.toString()), Path.of(""), url);
        return new GitRepository(directory);
    }

    /** Checks out a version: a branch, a tag, a commit; empty for the default branch. */
    void checkout(String version) {
        git(List.of("checkout", "--quiet", revision(version)), directory, version);
    }

    /** Writes the files of a version into an archive, except those with the attribute export-ignore. */
    void archive(String version, Path archive) {
        git(List.of("archive", "--format=tar", "--output", archive.toString(), revision(version)), directory, version);
    }

    // A clone has only remote branches.
    private String revision(String version) {
        if (version.isEmpty() || version.equals("*")) {
            return "HEAD";
        }
        for (String name : List.of(version, "origin/" + version)) {
            if (succeeds(List.of("rev-parse", "--quiet", "--verify", name + "^{commit}"), directory)) {
                return name;
            }
        }
        throw new UserError("the repository has no version '" + version + "'");
    }

    private static void git(List<String> words, Path directory, String what) {
        Result result = run(words, directory);
        if (result.code() != 0) {
            throw new UserError("git " + words.getFirst() + " " + what + ": "
                    + result.output().strip());
        }
    }

    private static boolean succeeds(List<String> words, Path directory) {
        return run(words, directory).code() == 0;
    }

    private record Result(int code, String output) {}

    private static Result run(List<String> words, Path directory) {
        List<String> line =
                new ArrayList<>(List.of("git", "-c", "advice.detachedHead=false", "-c", "safe.directory=*"));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UserError(null, "cannot run git: " + Reason.of(e), "install git, or use an archive");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("git was interrupted");
        }
    }
}
