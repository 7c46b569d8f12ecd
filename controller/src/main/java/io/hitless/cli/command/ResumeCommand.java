package io.hitless.cli.command;

import io.hitless.cli.launch.StoredRollout;
import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.store.Journal;
import picocli.CommandLine.Command;

/** {@code hitless resume}: goes on with a rollout that was cut off, or that halted at a host. */
@Command(
        name = "resume",
        description = {
            "Go on with a rollout where it was cut off: at the exact host and task.",
            "What is done is not done again; a call that was under way is asked for on its host; handlers that were"
                + " notified run. Hosts that failed or could not be reached are tried again from the task they failed"
                + " at."
        },
        exitCodeList = {
            "0:all hosts match the playbooks",
            "1:an error before any host was touched: no such run, it is still running, its inputs changed",
            "2:tasks failed on hosts",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        })
public final class ResumeCommand extends ReopenRunCommand {
    @Override
    int takeUp(StoredRollout earlier, Journal journal, ChangedInputsOption inputs) {
        return earlier.session().resume(journal, earlier.stored(), inputs);
    }
}
