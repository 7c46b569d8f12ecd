package io.hitless.store;

import io.hitless.event.DriftReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run beside its events.
 *
 * @param kind the command that began it: {@code rollout}, {@code drift}
 * @param check whether it only predicted, as {@code --check} does
 * @param directory where the command was given: relative paths in {@code playbooks}, {@code inventories} and
 *     {@code command} start there
 * @param git what the playbooks are at in git; null if they are in no repository, or that could not be found out
 * @param fingerprint of all inputs; null if none was taken
 * @param version of hitless
 * @param legs the processes that carried it out one after another: one, and one more for each time it was resumed
 * @param tally how its hosts ended; null if no process told
 * @param found of a drift check that came to its end, how many hosts it found in which state; null of other runs
 * @param scope what it is about
 * @param damaged whether some of its events were lost with a damaged journal: it can be looked at, but not resumed
 */
public record RunRecord(
        RunId id,
        String kind,
        boolean check,
        Path directory,
        List<String> playbooks,
        List<String> inventories,
        @Nullable GitState git,
        @Nullable String fingerprint,
        String version,
        List<Leg> legs,
        @Nullable Tally tally,
        @Nullable Map<DriftReport.State, Integer> found,
        RunScope scope,
        boolean damaged) {

    /** How a run stands. */
    public enum State {
        RUNNING,
        OK,
        /** Tasks failed on hosts. */
        FAILED,
        /** Hosts could not be reached. */
        UNREACHABLE,
        /** Ended by its operator, or its process is gone without an end. */
        INTERRUPTED,
        /** Its hosts were put back to what they were before. */
        ROLLED_BACK,
        /** Ended by a mistake found on the way, or by a fault of the bastion's. */
        ERROR,
        /** Ended by an error before its first batch began, as its hosts were another's: nothing was touched. */
        REFUSED
    }

    /**
     * A process that carried the run out.
     *
     * @param number from 1
     * @param ended null while it runs, and for ever if it was killed
     * @param state as it said at its end; {@link State#RUNNING} until then
     * @param user who, and as whom, if that is another
     * @param command its command line, secrets taken out
     * @param why it ended by an error, in words, likewise; null if it did not
     */
    public record Leg(
            int number,
            Instant started,
            @Nullable Instant ended,
            State state,
            String user,
            String bastion,
            List<String> command,
            ControllerProcess process,
            @Nullable String why) {
        public Leg {
            command = List.copyOf(command);
        }

        /** How it stands: a process that is gone without a word was interrupted. */
        public State standing() {
            return state == State.RUNNING && !process.isAlive() ? State.INTERRUPTED : state;
        }
    }

    /** How many hosts took part, and on how many of them something changed, failed, or which could not be reached. */
    public record Tally(int hosts, int changed, int failed, int unreachable) {}

    public RunRecord {
        playbooks = List.copyOf(playbooks);
        inventories = List.copyOf(inventories);
        legs = List.copyOf(legs);
        found = found == null ? null : Map.copyOf(found);
        if (legs.isEmpty()) {
            throw new IllegalArgumentException("a run without a process that began it");
        }
    }

    /** Whether it set out to change hosts: plans and checks do not. */
    public boolean isRollout() {
        return kind.equals("rollout") && !check;
    }

    public Instant started() {
        return legs.getFirst().started();
    }

    /** When the last of its processes ended; null if it did not say, or runs still. */
    public @Nullable Instant ended() {
        return legs.getLast().ended();
    }

    public State state() {
        return legs.getLast().standing();
    }

    /**
     * How it stands, in a word: {@code ok}, {@code failed}, …; a drift check by what it found: {@code in_sync},
     * {@code drifted}, ….
     */
    public String standing() {
        Enum<?> word = found == null || found.isEmpty() ? state() : Collections.min(found.keySet());
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** From the beginning to the end, pauses included; null if it has none. */
    public @Nullable Duration took() {
        Instant ended = ended();
        return ended == null ? null : Duration.between(started(), ended);
    }
}
