package io.hitless.cli;

import io.hitless.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code hitless resume}: goes on with a rollout that was cut off, or that halted at a host. */
@Command(
        name = "resume",
        description = {
            "Go on with a rollout where it was cut off: at the exact host and task.",
            "What is done is not done again; a call that was under way is asked for on its host; handlers that were notified run. Hosts that failed"
                    + " or could not be reached are tried again from the task they failed at."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts are as the playbooks want them",
            "1:an error before any host was touched: no such run, it is under way, what it was begun with has changed",
            "2:tasks failed on hosts",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        },
        footer = {"", "Options of rollout may follow, such as -K, --vault-password-file or -e: those that were given then need not be."})
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private SameInputs inputs = new SameInputs();

    @Parameters(paramLabel = "RUN", description = "the run's id or the beginning of it, or 'last'; 'hitless history' lists them")
    private String run = "";

    @Unmatched
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        try (Journal journal = Journal.open(state.directory())) {
            journal.notices().forEach(notice -> System.err.println("[WARNING]: " + notice));
            EarlierRun earlier = EarlierRun.find(journal, run, more);
            return earlier.command().resume(journal, earlier.stored(), inputs);
        }
    }
}
