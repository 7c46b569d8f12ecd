package io.hitless.cli.option;

import picocli.CommandLine.Option;

/** Human or JSON output, for commands that print one result. */
public final class OutputFormatOption {
    /** The format. */
    enum Format {
        HUMAN,
        JSON
    }

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "human", description = "human (default) or json")
    Format form = Format.HUMAN;

    public boolean isJson() {
        return form == Format.JSON;
    }
}
