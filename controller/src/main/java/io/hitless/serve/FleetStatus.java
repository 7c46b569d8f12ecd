package io.hitless.serve;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.store.HostDrift;
import io.hitless.store.Journal;
import io.hitless.store.LastRollout;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How hosts stand. A run speaks for its scope alone: what a check of one playbook found is not mended by a rollout of
 * another. What is said of a host stands until a run that covers it has looked at all of it; the worst that stands is
 * how the host stands.
 */
final class FleetStatus {
    private static final List<String> BAD = List.of("unreachable", "failed", "drifted", "unknown");

    private final Map<RunId, List<String>> killed = new HashMap<>();

    /**
     * What a run says of a host.
     *
     * @param whole whether the host was looked at, or rolled out to, to the end
     * @param findings of a check, how many are not in sync
     */
    record Word(RunRecord run, Instant at, String state, boolean whole, int findings) {
        boolean isCheck() {
            return run.kind().equals("drift");
        }

        boolean isGood() {
            return !BAD.contains(state);
        }

        private boolean settles(Word earlier) {
            return (whole || !earlier.whole) && run.scope().covers(earlier.run.scope());
        }
    }

    /**
     * A host.
     *
     * @param rollout the worst rollout that stands, else the last one; null if none came to it
     * @param drift likewise of checks
     * @param mended whether that check stands no more
     */
    record Standing(
            String state, @Nullable Word rollout, @Nullable Word drift, boolean mended) {}

    /** By host. */
    synchronized Map<String, Standing> of(Journal journal, List<RunRecord> runs) {
        Map<String, List<Word>> said = new LinkedHashMap<>();
        words(journal, runs)
                .forEach((host, words) -> said.put(
                        host,
                        words.stream().sorted(Comparator.comparing(Word::at)).toList()));
        Map<String, Standing> out = new LinkedHashMap<>();
        said.forEach((host, words) -> out.put(host, standing(words)));
        return out;
    }

    private static Standing standing(List<Word> words) {
        List<Word> standing = new ArrayList<>();
        for (Word word : words) {
            standing.removeIf(word::settles);
            standing.add(word);
        }
        Word rollout = shown(words, standing, false);
        Word drift = shown(words, standing, true);
        return new Standing(worst(standing).state(), rollout, drift, drift != null && !standing.contains(drift));
    }

    private static @Nullable Word shown(List<Word> words, List<Word> standing, boolean checks) {
        List<Word> bad = standing.stream()
                .filter(word -> word.isCheck() == checks && !word.isGood())
                .toList();
        return bad.isEmpty()
                ? words.stream()
                        .filter(word -> word.isCheck() == checks)
                        .reduce((_, last) -> last)
                        .orElse(null)
                : worst(bad);
    }

    /** The newest of the worst. */
    private static Word worst(List<Word> words) {
        return words.stream()
                .min(Comparator.comparingInt(FleetStatus::rank).thenComparing(Word::at, Comparator.reverseOrder()))
                .orElseThrow();
    }

    private static int rank(Word word) {
        return word.isGood() ? BAD.size() : BAD.indexOf(word.state());
    }

    private Map<String, List<Word>> words(Journal journal, List<RunRecord> runs) {
        Map<RunId, RunRecord> byId = new HashMap<>();
        runs.forEach(run -> byId.put(run.id(), run));
        Map<String, List<Word>> words = new LinkedHashMap<>();
        for (LastRollout last : journal.lastRollouts()) {
            RunRecord run = byId.get(last.run());
            if (run != null && run.state() != RunRecord.State.REFUSED) {
                words.computeIfAbsent(last.host(), _ -> new ArrayList<>()).add(word(run, last.counts()));
            }
        }
        for (HostDrift last : journal.drift().hosts()) {
            RunRecord run = byId.get(last.run());
            if (run != null) {
                boolean whole = last.state().compareTo(DriftReport.State.FAILED) > 0;
                words.computeIfAbsent(last.host(), _ -> new ArrayList<>())
                        .add(new Word(
                                run,
                                run.started(),
                                last.state().name().toLowerCase(Locale.ROOT),
                                whole,
                                last.findings()));
            }
        }
        for (RunRecord run : runs) {
            if (run.isRollout() && run.tally() == null && run.state() == RunRecord.State.INTERRUPTED) {
                killed.computeIfAbsent(run.id(), journal::begun)
                        .forEach(host -> words.computeIfAbsent(host, _ -> new ArrayList<>())
                                .add(new Word(run, last(run), "unknown", false, 0)));
            }
        }
        return words;
    }

    private static Word word(RunRecord run, Counts counts) {
        boolean ended = run.state() == RunRecord.State.OK;
        boolean decided = ended || run.state() == RunRecord.State.FAILED || run.state() == RunRecord.State.UNREACHABLE;
        String state = counts.unreachable() > 0
                ? "unreachable"
                : counts.failed() > 0 ? "failed" : !decided ? "unknown" : counts.changed() > 0 ? "changed" : "ok";
        return new Word(run, last(run), state, ended, 0);
    }

    /** A run that was resumed says what it came to in the end. */
    private static Instant last(RunRecord run) {
        Instant ended = run.ended();
        return ended != null ? ended : run.legs().getLast().started();
    }
}
