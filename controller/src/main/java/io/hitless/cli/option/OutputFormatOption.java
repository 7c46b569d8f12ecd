package io.hitless.cli.option;

import picocli.CommandLine.Option;

/** For people or for programs: of commands that print one thing and are done. */
public final class OutputFormatOption {
    /** The form. */
    enum Form {
        HUMAN,
        JSON
    }

    @Option(names = "--output", paramLabel = "FORM", defaultValue = "human", description = "human (default) or json")
    Form form = Form.HUMAN;

    public boolean isJson() {
        return form == Form.JSON;
    }
}
