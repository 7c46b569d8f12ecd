package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.ConfigComparison;
import io.hitless.haproxy.compare.MeantConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All changes from one configuration to another, each with how it is made in a running HAProxy. */
public record LivePlan(List<Item> items) {
    /** A change, and how it is made. */
    public record Item(String what, Optional<ConfigChange> change, LiveVerdict verdict) {
        private String line() {
            return what + ": "
                    + switch (verdict) {
                        case LiveVerdict.Live _ -> "live";
                        case LiveVerdict.Reload(String because) -> "reload, because " + because;
                    };
        }
    }

    public LivePlan {
        items = List.copyOf(items);
    }

    /**
     * Plans the change of a configuration.
     *
     * @param files files beside the configuration that change, or name others that do
     */
    public static LivePlan of(MeantConfig before, MeantConfig after, List<ChangedFile> files, HaproxyRelease release) {
        List<Item> items = new ArrayList<>();
        ChangePlanner planner = new ChangePlanner(before, release);
        for (ConfigChange change : ConfigComparison.of(before, after)) {
            items.add(new Item(change.what(), Optional.of(change), planner.verdict(change)));
        }
        FilePlanner filePlanner = new FilePlanner(before, after, files, release);
        for (ChangedFile file : files) {
            if (Arrays.equals(file.before(), file.after())) {
                continue; // it only says what others are
            }
            items.add(new Item(file.path() + " changes", Optional.empty(), filePlanner.verdict(file)));
        }
        return new LivePlan(items);
    }

    /** Returns whether no reload is needed. */
    public boolean isLive() {
        return items.stream().allMatch(item -> item.verdict() instanceof LiveVerdict.Live);
    }

    /** Returns what is done live, in the order in which it has to be done. One reload makes all of it needless. */
    List<Item> ordered() {
        return items.stream()
                .filter(item -> item.verdict() instanceof LiveVerdict.Live)
                .sorted(Comparator.comparing(item -> ((LiveVerdict.Live) item.verdict()).phase()))
                .toList();
    }

    /** Returns what needs a reload, and why. */
    public List<String> because() {
        return items.stream()
                .filter(item -> item.verdict() instanceof LiveVerdict.Reload)
                .map(Item::line)
                .toList();
    }

    /** Returns each item in a line: what changes, and how it is made. */
    public List<String> lines() {
        return items.stream().map(Item::line).toList();
    }

    /**
     * Returns the step that marks the process, or nothing if the release can't keep a mark.
     *
     * @param name the variable of the process that holds the mark
     * @param old the mark so far
     */
    public static Optional<LiveVerdict.Live> mark(String name, String old, String mark, HaproxyRelease release) {
        if (!LiveAbility.MARK.isIn(release)) {
            return Optional.empty();
        }
        return Optional.of(new LiveVerdict.Live(
                LiveVerdict.Phase.REMOVE,
                List.of(LiveAction.of(setMark(name, mark), setMark(name, old))),
                List.of(new LiveProof.Field("get var " + name, name, "type=str value=<" + mark + ">")),
                List.of()));
    }

    private static RuntimeCommand setMark(String name, String mark) {
        return RuntimeCommand.silent("experimental-mode on;set var " + name + " str(" + mark + ")");
    }
}
