package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Adds entries to a crt-list, and removes them. */
final class CrtListPlanner {
    private CrtListPlanner() {}

    static boolean names(byte[] list, String certificate) {
        return entries(list).stream().anyMatch(entry -> certificate(entry).equals(certificate));
    }

    /** @param isLoaded whether the process has a certificate, or gets it before */
    static LiveVerdict verdict(ChangedFile list, Predicate<String> isLoaded) {
        List<String> old = entries(list.before());
        List<String> now = entries(list.after());
        if (old.equals(now)) {
            return LiveVerdict.Live.NOTHING_TO_DO;
        }
        if (old.isEmpty() || now.isEmpty() || !old.getFirst().equals(now.getFirst())) {
            return new LiveVerdict.Reload("its first certificate is the default, and would change");
        }
        List<String> gone = without(old, now);
        List<String> added = without(now, old);
        if (!without(old, gone).equals(without(now, added))) {
            return new LiveVerdict.Reload("its entries stand in another order");
        }
        for (String entry : changed(gone, added)) {
            if (!RuntimeCommand.takesAsItIs(certificate(entry))) {
                return new LiveVerdict.Reload("a name in it has another meaning in the runtime API");
            }
        }
        for (String entry : gone) {
            if (isRepeated(old, entry)) {
                return new LiveVerdict.Reload("a certificate that goes is in it twice");
            }
        }
        for (String entry : added) {
            if (entry.contains("[") || isRepeated(now, entry)) {
                return new LiveVerdict.Reload("an entry has options, or a certificate that is in it twice");
            }
            if (!isLoaded.test(certificate(entry))) {
                return new LiveVerdict.Reload("the process has not loaded " + certificate(entry));
            }
        }
        return live(list.path(), gone, added);
    }

    private static List<String> changed(List<String> gone, List<String> added) {
        return Stream.concat(gone.stream(), added.stream()).toList();
    }

    private static boolean isRepeated(List<String> entries, String entry) {
        return entries.stream()
                        .filter(other -> certificate(other).equals(certificate(entry)))
                        .count()
                > 1;
    }

    private static List<String> without(List<String> some, List<String> others) {
        return some.stream().filter(entry -> !others.contains(entry)).toList();
    }

    private static LiveVerdict live(String path, List<String> gone, List<String> added) {
        List<LiveAction> actions = new ArrayList<>();
        List<LiveProof> proofs = new ArrayList<>();
        List<LiveProof> undone = new ArrayList<>();
        for (String entry : added) {
            actions.add(LiveAction.of(add(path, entry), delete(path, entry)));
            proofs.add(isThere(path, entry, true));
            undone.add(isThere(path, entry, false));
        }
        for (String entry : gone) {
            actions.add(LiveAction.of(delete(path, entry), add(path, entry)));
            proofs.add(isThere(path, entry, false));
            undone.add(isThere(path, entry, true));
        }
        return new LiveVerdict.Live(LiveVerdict.Phase.REFER, actions, proofs, undone);
    }

    private static LiveProof isThere(String path, String entry, boolean present) {
        return new LiveProof.Line("show ssl crt-list " + path, entry, present);
    }

    private static RuntimeCommand add(String path, String entry) {
        return new RuntimeCommand(
                "add ssl crt-list " + path, Collections.singletonList(entry), new RuntimeAnswer.Says("Success!"));
    }

    private static RuntimeCommand delete(String path, String entry) {
        return RuntimeCommand.saying("del ssl crt-list " + path + " " + certificate(entry), "deleted in crtlist");
    }

    private static String certificate(String entry) {
        return entry.replaceFirst(" .*", "");
    }

    /** Returns the entries with single blanks, as HAProxy shows them. */
    private static List<String> entries(byte[] content) {
        return ConfigBytes.text(content)
                .lines()
                .map(line -> line.strip().replaceAll("[ \\t]+", " "))
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
