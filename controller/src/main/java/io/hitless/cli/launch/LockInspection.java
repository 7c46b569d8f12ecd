package io.hitless.cli.launch;

import io.hitless.cli.option.TagOptions;
import io.hitless.cli.output.LockListing;
import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.report.Warnings;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.lock.LockSurvey;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the locks of hosts, and breaks stale ones. Breaking locks is recorded as a run in the journal. */
public final class LockInspection {
    private static final Duration LOCK_TIME = Duration.ofSeconds(60);

    private final CommandContext context;
    private final RunLauncher launcher;
    private final Journal journal;
    private final Map<String, String> broken = new LinkedHashMap<>();
    private @Nullable RunJournal journaled;

    public LockInspection(CommandContext context, RunLauncher launcher, Journal journal) {
        this.context = context;
        this.launcher = launcher;
        this.journal = journal;
    }

    /** The locks of the hosts that the pattern selects. */
    public LockListing read(String pattern) throws InterruptedException {
        try (LockSurvey survey = survey(pattern)) {
            return new LockListing(read(survey, pattern), Map.of());
        }
    }

    /**
     * Breaks the stale locks of these hosts.
     *
     * @param arguments the command line, for the journal
     */
    public LockListing breakStale(String pattern, List<String> arguments) throws InterruptedException {
        try (LockSurvey survey = survey(pattern)) {
            List<LockSurvey.SurveyedHost> found = read(survey, pattern);
            return new LockListing(
                    LockListing.anyStale(found) ? recorded(survey, arguments) : found, Map.copyOf(broken));
        }
    }

    private LockSurvey survey(String pattern) throws InterruptedException {
        return launcher.lockSurvey(pattern, this::on, this::hasEnded);
    }

    private static List<LockSurvey.SurveyedHost> read(LockSurvey survey, String pattern) throws InterruptedException {
        List<LockSurvey.SurveyedHost> found = survey.survey();
        if (found.isEmpty()) {
            throw new UserError(
                    null,
                    "the pattern '" + pattern + "' selects no host of the inventory",
                    "'hitless inventory --graph' shows hosts and groups");
        }
        return found;
    }

    // An unreadable journal must not hide who has locked the hosts.
    private boolean hasEnded(String run) {
        try {
            return journal.hasEnded(run);
        } catch (UserError _) {
            return false;
        }
    }

    /** The journal records a broken lock before the lock is shown. */
    private void on(Event event) {
        switch (event) {
            case Event.Warning(var text, var _) -> Warnings.print(text);
            case Event.Locked locked -> {
                Objects.requireNonNull(journaled).on(locked);
                broken.put(locked.host(), String.valueOf(locked.broken()));
            }
            default -> {}
        }
    }

    private List<LockSurvey.SurveyedHost> recorded(LockSurvey survey, List<String> arguments)
            throws InterruptedException {
        NewRun newRun =
                context.description().newRun("locks", false, List.of(), new TagOptions(), null, null, arguments);
        LockSettings settings = new LockSettings(
                newRun.id().text(), newRun.caller().who(), LOCK_TIME, Duration.ZERO, true, true, this::hasEnded);
        try (RunJournal record = journal.begin(newRun)) {
            journal.notices().forEach(Warnings::print);
            journaled = record;
            record.on(new Event.RunStarted(List.of(), false));
            List<LockSurvey.SurveyedHost> found = survey.breakStale(settings);
            found.stream()
                    .filter(one -> one.problem() != null)
                    .forEach(one -> record.on(new Event.Warning(
                            one.host() + ": " + context.redacted(String.valueOf(one.problem())), null)));
            Map<String, Counts> recap = new LinkedHashMap<>();
            broken.keySet().forEach(host -> recap.put(host, new Counts(1, 1, 0, 0, 0, 0, 0)));
            record.on(new Event.RunEnded(recap, false));
            record.finish(LockListing.anyStale(found) ? RunRecord.State.FAILED : RunRecord.State.OK);
            return found;
        }
    }
}
