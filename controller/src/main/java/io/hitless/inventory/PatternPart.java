package io.hitless.inventory;

import io.hitless.source.Glob;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One part of a host pattern, without its sign: a name, a glob or a {@code ~}regex that matches groups and hosts, and
 * optionally an index or slice of these hosts.
 *
 * @param literal whether only one name can match; this name is looked up instead of searched for
 * @param anyHost whether hosts are searched even if a group matched, as Ansible does for globs and for names with a dot
 */
record PatternPart(
        String text, String name, @Nullable Slice slice, boolean literal, boolean anyHost, Predicate<String> matches) {
    private static final Pattern SUBSCRIPT =
            Pattern.compile("(.+)\\[(?:(-?[0-9]{1,9})|([0-9]{1,9})[:-]([0-9]{0,9}))\\]");

    /**
     * @param last the index of the last host, inclusive; null for the single host at {@code first}, which counts from
     *     the end if negative
     */
    record Slice(int first, @Nullable Integer last) {
        static Slice of(Matcher m) {
            if (m.group(2) != null) {
                return new Slice(Integer.parseInt(m.group(2)), null);
            }
            return new Slice(
                    Integer.parseInt(m.group(3)),
                    m.group(4).isEmpty() ? Integer.MAX_VALUE - 1 : Integer.parseInt(m.group(4)));
        }

        List<Host> of(List<Host> hosts) {
            int from = first < 0 ? hosts.size() + first : first;
            if (from < 0 || from >= hosts.size()) {
                return List.of();
            }
            int to = last == null ? from + 1 : Math.min(last + 1, hosts.size());
            return to <= from ? List.of() : hosts.subList(from, to);
        }
    }

    static PatternPart parse(String text) {
        if (text.startsWith("~")) {
            Pattern regex = regex(text.substring(1));
            return new PatternPart(
                    text, text, null, false, true, name -> regex.matcher(name).lookingAt());
        }
        Matcher m = SUBSCRIPT.matcher(text);
        boolean sliced = m.matches();
        String name = sliced ? m.group(1) : text;
        boolean glob = name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
        Predicate<String> matches = glob ? Glob.matching(name) : name::equals;
        return new PatternPart(text, name, sliced ? Slice.of(m) : null, !glob, glob || name.contains("."), matches);
    }

    // Python writes named groups with a P, which Java does not know.
    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            throw new UserError(
                    null,
                    "'" + text + "' is not a regular expression: " + e.getDescription(),
                    "a host pattern that begins with '~' is one");
        }
    }

    /**
     * Returns the matching hosts, perhaps some of them twice. If nothing matches, the part is added to
     * {@code unmatched}.
     */
    List<Host> hosts(Inventory inventory, Set<String> unmatched) {
        List<Host> found = new ArrayList<>();
        boolean inGroup = literal ? oneGroup(inventory, found) : groups(inventory, found);
        if (!inGroup || anyHost) {
            if (literal) {
                addIfAny(inventory.hosts().get(name), found);
            } else {
                inventory.hosts().values().stream()
                        .filter(host -> matches.test(host.name()))
                        .forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            addIfAny(inventory.host(name), found); // the implicit localhost
        }
        List<Host> picked = slice == null ? found : slice.of(found);
        if (found.isEmpty() ? !inGroup : picked.isEmpty()) {
            unmatched.add(text);
        }
        return picked;
    }

    private static void addIfAny(@Nullable Host host, List<Host> found) {
        if (host != null) {
            found.add(host);
        }
    }

    private boolean oneGroup(Inventory inventory, List<Host> found) {
        Group group = inventory.group(name);
        if (group == null) {
            return false;
        }
        found.addAll(inventory.hostsOf(group));
        return true;
    }

    private boolean groups(Inventory inventory, List<Host> found) {
        boolean any = false;
        for (Group group : inventory.groups().values()) {
            if (matches.test(group.name())) {
                any = true;
                found.addAll(inventory.hostsOf(group));
            }
        }
        return any;
    }
}
