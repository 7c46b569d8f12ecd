package io.hitless.cli.command;

import io.hitless.cli.launch.StoredRollout;
import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.store.Journal;
import picocli.CommandLine.Command;

/** {@code hitless resume}: continues a rollout that was interrupted, or that halted. */
@Command(
        name = "resume",
        description = {
            "Resume a rollout where it was interrupted, at the exact host and task.",
            "Finished tasks are not repeated. The result of a task that was running is read from its host. Handlers"
                + " that were notified run. Hosts that failed or were unreachable start again at the task they failed"
                + " at."
        },
        exitCodeList = {
            "0:all hosts match the playbooks",
            "1:an error before any host was touched: no such run, it is still running, its inputs changed",
            "2:tasks failed on hosts",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug in hitless"
        })
public final class ResumeCommand extends ReopenRunCommand {
    @Override
    int reopen(StoredRollout earlier, Journal journal, ChangedInputsOption inputs) {
        return earlier.session().resume(journal, earlier.stored(), inputs);
    }
}
