package io.hitless.cli.launch;

import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.event.DriftReport;
import io.hitless.run.operator.Confirmation;
import io.hitless.wording.HostNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Rolls out to hosts that have drifted, after the operator agrees.
 *
 * @param confirm asks the operator
 * @param rollOut runs a rollout with these arguments and returns its exit code
 */
public record DriftFix(Predicate<String> confirm, ToIntFunction<List<String>> rollOut) {
    private static final int NAMES = 12;

    /**
     * Returns a fix that asks at the terminal.
     *
     * @param yes whether the operator has agreed in advance, with --yes
     */
    public static DriftFix asking(boolean yes) {
        return new DriftFix(
                question -> yes || isConfirmed(question),
                words -> RolloutSession.of(words).run());
    }

    /**
     * Starts a rollout if a host has drifted, and returns the exit code of check and fix together: hosts that could not
     * be checked are a failure, even if the rollout succeeds.
     *
     * @param words the arguments for the rollout
     * @param checked the exit code of the check
     */
    public int of(DriftReport report, List<String> words, int checked) {
        List<String> drifted = report.complete() ? report.drifted() : List.of();
        if (drifted.isEmpty() || !confirm.test("Roll out to " + HostNames.countedFirst(drifted, NAMES) + "? [y/N]")) {
            return checked;
        }
        List<String> limited = new ArrayList<>(words);
        limited.add("--limit=" + String.join(",", drifted));
        int rolledOut = rollOut.applyAsInt(limited);
        return rolledOut == ExitCode.OK && checked != ExitCode.CHANGES ? checked : rolledOut;
    }

    private static boolean isConfirmed(String question) {
        Confirmation reply;
        do {
            reply = Confirmation.of(Terminal.ask(question, true));
        } while (reply == Confirmation.UNCLEAR);
        return reply == Confirmation.YES;
    }
}
