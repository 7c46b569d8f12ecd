package io.hitless.cli.option;

import picocli.CommandLine.Option;

/** {@code -v} of commands that have no verbose output. */
public final class VerboseOption {
    @Option(
            names = {"-v", "--verbose"},
            description = "accepted, no effect")
    void verbose(boolean[] given) {}
}
