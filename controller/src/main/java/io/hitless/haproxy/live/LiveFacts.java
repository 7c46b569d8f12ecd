package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.syntax.ConfigBytes;
import io.hitless.haproxy.syntax.HaproxyConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host tells of a change: the configuration that its process has loaded and the new one, and the files beside
 * them.
 *
 * @param unknown files beside the configuration, as they are now, of which the host does not know what the process has
 *     loaded
 */
public record LiveFacts(MeantConfig before, MeantConfig after, List<ChangedFile> files, List<ChangedFile> unknown) {
    private static final Pattern HEAD = Pattern.compile("(before|after|was|is|unknown) (\\d{1,9}) (.+)");
    private static final byte[] NOTHING = {};

    public LiveFacts {
        files = List.copyOf(files);
        unknown = List.copyOf(unknown);
    }

    /**
     * Reads what the host sent: parts, each after a line {@code KIND LENGTH PATH}, and followed by a line feed.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static LiveFacts read(byte[] sent) {
        Reader reader = new Reader();
        int at = 0;
        while (at < sent.length) {
            int feed = at;
            while (feed < sent.length && sent[feed] != '\n') {
                feed++;
            }
            Matcher head = HEAD.matcher(ConfigBytes.text(Arrays.copyOfRange(sent, at, feed)));
            long end = head.matches() ? feed + 1L + Long.parseLong(head.group(2)) : Long.MAX_VALUE;
            if (end >= sent.length || sent[(int) end] != '\n') {
                throw new IllegalArgumentException("the host's facts for a live change are malformed");
            }
            reader.add(head.group(1), head.group(3), Arrays.copyOfRange(sent, feed + 1, (int) end));
            at = (int) end + 1;
        }
        return reader.facts();
    }

    /**
     * Plans the change.
     *
     * @param left servers, as {@code BACKEND/NAME}, that were deleted and still have connections
     */
    public LivePlan plan(HaproxyRelease release, Collection<String> left) {
        List<ChangedFile> known = new ArrayList<>(files);
        List<LivePlan.Item> items = new ArrayList<>();
        for (ChangedFile file : unknown) {
            if (isUsed(file.path())) {
                items.add(new LivePlan.Item(
                        file.path() + " is new in the list of files",
                        Optional.empty(),
                        new LiveVerdict.Reload("it is not known what the process has loaded of it")));
            } else {
                known.add(file);
            }
        }
        for (LivePlan.Item item : LivePlan.of(before, after, known, release).items()) {
            boolean isLeft = item.change().orElse(null) instanceof ConfigChange.ServerAdded added
                    && left.contains(
                            added.proxy().before().name() + "/" + added.server().name());
            items.add(
                    isLeft
                            ? new LivePlan.Item(
                                    item.what(),
                                    item.change(),
                                    new LiveVerdict.Reload(
                                            "a server of that name was deleted, and still has connections"))
                            : item);
        }
        return new LivePlan(items);
    }

    private boolean isUsed(String path) {
        return !FileUse.of(before, path).isEmpty()
                || files.stream()
                        .filter(file -> FileUse.of(before, file.path()).contains(FileUse.CRT_LIST))
                        .anyMatch(list -> CrtListPlanner.names(list.before(), path));
    }

    /** Collects the parts. */
    private static final class Reader {
        private final Map<String, byte[]> before = new LinkedHashMap<>();
        private final Map<String, byte[]> after = new LinkedHashMap<>();
        private final Map<String, byte[]> was = new LinkedHashMap<>();
        private final List<ChangedFile> files = new ArrayList<>();
        private final List<ChangedFile> unknown = new ArrayList<>();

        void add(String kind, String path, byte[] content) {
            switch (kind) {
                case "before" -> before.put(path, content);
                case "after" -> after.put(path, content);
                case "was" -> was.put(path, content);
                case "is" -> files.add(new ChangedFile(path, was.getOrDefault(path, NOTHING), content));
                default -> unknown.add(new ChangedFile(path, NOTHING, content));
            }
        }

        LiveFacts facts() {
            return new LiveFacts(
                    MeantConfig.of(HaproxyConfig.of(before)), MeantConfig.of(HaproxyConfig.of(after)), files, unknown);
        }
    }
}
