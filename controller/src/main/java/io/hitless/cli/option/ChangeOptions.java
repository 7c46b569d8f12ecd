package io.hitless.cli.option;

import picocli.CommandLine.Option;

/** Options of commands that may change hosts. */
public final class ChangeOptions extends RunOptions {
    @Option(
            names = {"-C", "--check"},
            description = "change nothing; show what would change")
    void check(boolean on) {
        check = on;
    }

    @Option(
            names = {"-D", "--diff"},
            descriptionKey = "DIFF_ALWAYS",
            fallbackValue = "true",
            description = "show texts before and after a change")
    void diff(boolean on) {
        diff = on;
    }

    @Option(names = "--fold", description = "show hosts with the same result in one line, as the live view does")
    void grouped(boolean on) {
        grouped = on;
    }

    @Option(names = "--no-fold", description = "show each host on its own line, also in the live view")
    void separate(boolean on) {
        separate = on;
    }
}
