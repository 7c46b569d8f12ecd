package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.ConfigComparison;
import io.hitless.haproxy.compare.MeantConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All changes from one configuration to another, each with how it is made in a running HAProxy. */
public record LivePlan(List<Item> items) {
    /** The variable of the process that holds the mark of the configuration which was made live. */
    public static final String MARK = "proc.hitless_cfg";

    /** A change, and how it is made. */
    public record Item(String what, Optional<ConfigChange> change, LiveVerdict verdict) {}

    public LivePlan {
        items = List.copyOf(items);
    }

    /**
     * Plans the change of a configuration.
     *
     * @param files files beside the configuration that change
     */
    public static LivePlan of(MeantConfig before, MeantConfig after, List<ChangedFile> files, HaproxyRelease release) {
        List<Item> items = new ArrayList<>();
        ChangePlanner planner = new ChangePlanner(before, release);
        for (ConfigChange change : ConfigComparison.of(before, after)) {
            items.add(new Item(change.what(), Optional.of(change), planner.verdict(change)));
        }
        FilePlanner filePlanner = new FilePlanner(before, after, files, release);
        for (ChangedFile file : files) {
            items.add(new Item(file.path() + " changes", Optional.empty(), filePlanner.verdict(file)));
        }
        return new LivePlan(items);
    }

    /** Returns whether no reload is needed. */
    public boolean isLive() {
        return items.stream().allMatch(item -> item.verdict() instanceof LiveVerdict.Live);
    }

    /** Returns what is done live, in the order in which it has to be done. One reload makes all of it needless. */
    public List<LiveVerdict.Live> steps() {
        return live().sorted(Comparator.comparing(LiveVerdict.Live::phase)).toList();
    }

    private Stream<LiveVerdict.Live> live() {
        return items.stream()
                .map(Item::verdict)
                .filter(LiveVerdict.Live.class::isInstance)
                .map(LiveVerdict.Live.class::cast);
    }

    /** Returns each item in a line: what changes, and how it is made. */
    public List<String> lines() {
        return items.stream()
                .map(item -> item.what() + ": "
                        + switch (item.verdict()) {
                            case LiveVerdict.Live _ -> "live";
                            case LiveVerdict.Reload(String because) -> "reload, because " + because;
                        })
                .toList();
    }

    /** Returns the step that marks the process, or nothing if the release can't keep a mark. */
    public static Optional<LiveVerdict.Live> mark(String old, String mark, HaproxyRelease release) {
        if (!LiveAbility.MARK.isIn(release)) {
            return Optional.empty();
        }
        return Optional.of(new LiveVerdict.Live(
                LiveVerdict.Phase.REMOVE,
                List.of(LiveAction.of(setMark(mark), setMark(old))),
                List.of(proof(mark)),
                List.of(proof(old))));
    }

    private static RuntimeCommand setMark(String mark) {
        return RuntimeCommand.silent("experimental-mode on;set var " + MARK + " str(" + mark + ")");
    }

    private static LiveProof proof(String mark) {
        return new LiveProof.Field("get var " + MARK, MARK, "type=str value=<" + mark + ">");
    }
}
