package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces all entries of a map or an ACL file at once, as a new version. */
final class PatternPlanner {
    /** HAProxy takes a command of up to {@code tune.bufsize}, 16384 bytes or rarely less. */
    private static final int MOST_BYTES = 6_000;

    /** Each command is a connection of its own, so more would take longer than a reload. */
    private static final int MOST_COMMANDS = 200;

    private static final Pattern ENTRY = Pattern.compile("([^ \\t]+)[ \\t]*(.*?)[ \\t]*");

    private final String path;
    private final boolean isMap;

    private PatternPlanner(String path, boolean isMap) {
        this.path = path;
        this.isMap = isMap;
    }

    static LiveVerdict verdict(ChangedFile file, boolean isMap, HaproxyRelease release) {
        if (!LiveAbility.LISTS.isIn(release)) {
            return new LiveVerdict.Reload(LiveAbility.LISTS.missingIn(release));
        }
        return new PatternPlanner(file.path(), isMap).replacing(file);
    }

    private LiveVerdict replacing(ChangedFile file) {
        List<String> old = entries(file.before());
        List<String> now = entries(file.after());
        if (old.equals(now)) {
            return LiveVerdict.Live.NOTHING_TO_DO;
        }
        for (List<String> entries : List.of(old, now)) {
            if (entries.stream().anyMatch(entry -> !isSendable(entry))) {
                return new LiveVerdict.Reload("an entry of it can't be sent");
            }
        }
        List<LiveAction> actions = new ArrayList<>();
        List<RuntimeCommand> commands = version(now);
        List<RuntimeCommand> back = version(old);
        if (Math.max(commands.size(), back.size()) > MOST_COMMANDS) {
            return new LiveVerdict.Reload("it would take more than " + MOST_COMMANDS + " commands");
        }
        commands.subList(0, commands.size() - 1).forEach(command -> actions.add(LiveAction.of(command)));
        actions.add(new LiveAction(commands.getLast(), back));
        return new LiveVerdict.Live(LiveVerdict.Phase.FILES, actions, List.of(proof(now)), List.of(proof(old)));
    }

    private boolean isSendable(String entry) {
        return entry.length() < MOST_BYTES
                && !entry.contains("\0")
                && !entry.contains("<<")
                && (!isMap || entry.indexOf(' ') > 0)
                && (isMap || entry.strip().equals(entry));
    }

    /**
     * Returns the commands that make a version of these entries the current one. Until the last, nothing has changed.
     */
    private List<RuntimeCommand> version(List<String> entries) {
        List<RuntimeCommand> commands = new ArrayList<>();
        commands.add(new RuntimeCommand("prepare " + kind() + " " + path, List.of(), new RuntimeAnswer.NewVersion()));
        if (isMap) {
            for (List<String> some : pieces(entries)) {
                commands.add(new RuntimeCommand(add(), some, new RuntimeAnswer.Silence()));
            }
        } else {
            entries.forEach(entry -> commands.add(RuntimeCommand.silent(add() + " " + RuntimeCommand.word(entry))));
        }
        commands.add(RuntimeCommand.silent("commit " + kind() + " " + RuntimeAnswer.NewVersion.PLACE + " " + path));
        return commands;
    }

    private String add() {
        return "add " + kind() + " " + RuntimeAnswer.NewVersion.PLACE + " " + path;
    }

    private String kind() {
        return isMap ? "map" : "acl";
    }

    private LiveProof proof(List<String> entries) {
        return new LiveProof.Entries("show " + kind() + " " + path, entries);
    }

    private static List<List<String>> pieces(List<String> entries) {
        List<List<String>> pieces = new ArrayList<>();
        int size = MOST_BYTES;
        for (String entry : entries) {
            int length = ConfigBytes.bytes(entry).length + 1;
            size += length;
            if (size > MOST_BYTES) {
                pieces.add(new ArrayList<>());
                size = length;
            }
            pieces.getLast().add(entry);
        }
        return pieces;
    }

    /** Returns the entries as HAProxy shows them: without comments and blanks that do not count. */
    private List<String> entries(byte[] content) {
        List<String> entries = new ArrayList<>();
        for (String line : ConfigBytes.text(content).split("[\\r\\n]+", -1)) {
            String text = line.replaceFirst("^[ \\t]+", "");
            if (line.startsWith("#") || text.isEmpty()) {
                continue;
            }
            Matcher entry = ENTRY.matcher(text);
            entries.add(isMap && entry.matches() ? (entry.group(1) + " " + entry.group(2)).strip() : text);
        }
        return entries;
    }
}
