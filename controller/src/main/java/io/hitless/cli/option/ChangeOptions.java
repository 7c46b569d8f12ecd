package io.hitless.cli.option;

import picocli.CommandLine.Option;

/** How a run is carried out that may change hosts, and tells of each as it goes. */
public final class ChangeOptions extends RunOptions {
    @Option(
            names = {"-C", "--check"},
            description = "change nothing; say what would be changed")
    void check(boolean on) {
        check = on;
    }

    @Option(
            names = {"-D", "--diff"},
            description = "show texts before and after they are changed")
    void diff(boolean on) {
        diff = on;
    }

    @Option(
            names = "--fold",
            description = "tell hosts with the same result in one line: so does a rollout that is seen live")
    void fold(boolean on) {
        fold = on;
    }

    @Option(names = "--no-fold", description = "tell each host in a line of its own, also live")
    void apart(boolean on) {
        apart = on;
    }
}
