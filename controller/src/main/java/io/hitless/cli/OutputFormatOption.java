package io.hitless.cli;

import picocli.CommandLine.Option;

/** For people or for programs: of commands that print one thing and are done. */
final class OutputFormatOption {
    /** The form. */
    enum Form {
        HUMAN,
        JSON
    }

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "human", description = "human (default) or json")
    Form form = Form.HUMAN;

    boolean isJson() {
        return form == Form.JSON;
    }
}
