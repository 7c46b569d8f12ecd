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
 * The record of a run, without its events.
 *
 * @param kind the command that started it: {@code rollout}, {@code drift}
 * @param check whether it only predicted changes, as {@code --check} does
 * @param directory in which the command was run; relative paths in {@code playbooks}, {@code inventories} and
 *     {@code command} are based on it
 * @param git the git state of the playbooks; null if they are in no repository, or it is unknown
 * @param fingerprint of all inputs; null if unknown
 * @param version of hitless
 * @param legs the processes that executed it one after another: one, and one more for each resume
 * @param tally the counts of its hosts; null if no process recorded them
 * @param found for a completed drift check, the number of hosts in each state; null for other runs
 * @param scope the playbooks, inventory and tasks
 * @param damaged whether events were lost with a damaged journal: it can be shown, but not resumed
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

    /** The state of a run. */
    public enum State {
        RUNNING,
        OK,
        /** Tasks failed on hosts. */
        FAILED,
        /** Hosts could not be reached. */
        UNREACHABLE,
        /** Interrupted by its operator, or its process ended without recording an end. */
        INTERRUPTED,
        /** Its hosts were rolled back. */
        ROLLED_BACK,
        /** Ended by an error in its inputs that was found later, or by an error on the bastion. */
        ERROR,
        /**
         * Ended by an error before its first batch, for example because another run had locked its hosts: nothing was
         * changed.
         */
        REFUSED
    }

    /**
     * One process that executed the run.
     *
     * @param number from 1
     * @param ended null while it runs, and if it was killed
     * @param state as recorded at its end; {@link State#RUNNING} until then
     * @param user the login name; {@code alice as root} through sudo
     * @param command its command line, without secrets
     * @param why the error that ended it, without secrets; null if it did not end by an error
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

        /** Its state. A process that is gone without recording an end was interrupted. */
        public State currentState() {
            return state == State.RUNNING && !process.isAlive() ? State.INTERRUPTED : state;
        }
    }

    /** How many hosts took part, and how many of them changed, failed, or were unreachable. */
    public record Tally(int hosts, int changed, int failed, int unreachable) {}

    public RunRecord {
        playbooks = List.copyOf(playbooks);
        inventories = List.copyOf(inventories);
        legs = List.copyOf(legs);
        found = found == null ? null : Map.copyOf(found);
        if (legs.isEmpty()) {
            throw new IllegalArgumentException("a run without a process");
        }
    }

    /** Whether its purpose was to change hosts; plans and checks do not. */
    public boolean isRollout() {
        return kind.equals("rollout") && !check;
    }

    /** Whether it did not change hosts, as in check mode and drift checks. */
    public boolean changesNothing() {
        return check || kind.equals("drift");
    }

    public Instant started() {
        return legs.getFirst().started();
    }

    /** When its last process ended; null if that is not recorded, or it is still running. */
    public @Nullable Instant ended() {
        return legs.getLast().ended();
    }

    public State state() {
        return legs.getLast().currentState();
    }

    /**
     * Its state as a word: {@code ok}, {@code failed}, …; for a drift check its result: {@code in_sync},
     * {@code drifted}, ….
     */
    public String stateWord() {
        Enum<?> word = found == null || found.isEmpty() ? state() : Collections.min(found.keySet());
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** The time from start to end, including pauses; null if it has not ended. */
    public @Nullable Duration duration() {
        Instant ended = ended();
        return ended == null ? null : Duration.between(started(), ended);
    }
}
