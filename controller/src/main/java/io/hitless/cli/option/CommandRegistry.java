package io.hitless.cli.option;

import picocli.CommandLine;

/** The list of commands, for commands that show, complete or schedule others. */
public interface CommandRegistry {
    /** A command line with only the command that the first argument names, or with all commands. */
    CommandLine commandLine(String... args);

    /** All commands, including those that the launcher runs without a JVM. */
    CommandLine withLaunched();
}
