package io.hitless.cli.command;

import picocli.CommandLine;

/** The commands there are, for those among them that show, complete or schedule others. */
public interface CommandRegistry {
    /** Knows the command that the first word names, or all of them. */
    CommandLine commandLine(String... args);

    /** All commands, also those that the launcher carries out before a JVM is started. */
    CommandLine withLaunched();
}
