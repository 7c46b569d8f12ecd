package io.hitless.compat;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code docs/compatibility.md}: what is the same as in Ansible, what differs, and what is missing. */
final class CompatibilityPage {
    private static final int SHOWN = 3; // cases of a name; more of them make no row clearer
    private static final String RULE = "|---|---|---|\n";
    private static final Map<String, String> HEADINGS = headings();

    private final CoveredNames names;
    private final StringBuilder page = new StringBuilder();

    private CompatibilityPage(CoveredNames names) {
        this.names = names;
    }

    /** @param introduction what stands before the tables */
    static String of(CoveredNames names, String introduction) {
        CompatibilityPage page = new CompatibilityPage(names);
        page.page.append(introduction).append('\n');
        page.counts();
        page.names.kinds().forEach((kind, found) -> page.section(HEADINGS.getOrDefault(kind, kind), found.values()));
        return page.page.toString();
    }

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("keyword", "Keywords");
        headings.put("variable", "Variables");
        headings.put("filter", "Filters");
        headings.put("test", "Tests");
        headings.put("lookup", "Lookups");
        headings.put("module", "Modules");
        headings.put("flag", "Options of commands");
        headings.put("command", "Commands");
        headings.put("setting", "Settings");
        headings.put("inventory", "Inventory sources");
        headings.put("strategy", "Strategies");
        headings.put("callback", "Callbacks");
        return headings;
    }

    private void counts() {
        page.append("| | same | different | missing |\n|---|---|---|---|\n");
        names.kinds()
                .forEach((kind, found) -> page.append("| %s | %d | %d | %d |\n"
                        .formatted(
                                HEADINGS.getOrDefault(kind, kind),
                                count(found.values(), CoveredName::isSame),
                                count(found.values(), CoveredName::isDifferent),
                                count(found.values(), CoveredName::isMissing))));
    }

    private static long count(Collection<CoveredName> names, Predicate<CoveredName> which) {
        return names.stream().filter(which).count();
    }

    private void section(String heading, Collection<CoveredName> found) {
        page.append("\n## ").append(heading).append('\n');
        List<CoveredName> same = found.stream().filter(CoveredName::isSame).toList();
        List<CoveredName> different =
                found.stream().filter(CoveredName::isDifferent).toList();
        if (!different.isEmpty()) {
            page.append("\n| different | how | the same in |\n").append(RULE);
            different.forEach(name -> row(code(name.word()), String.join("; ", name.differences()), cases(name)));
        }
        missing(found.stream().filter(CoveredName::isMissing).toList());
        if (!same.isEmpty()) {
            page.append("\n| the same | shown by |\n|---|---|\n");
            same.forEach(name -> row(code(name.word()), cases(name)));
        }
    }

    /** One row for all that are missing for the same reason. */
    private void missing(List<CoveredName> found) {
        if (found.isEmpty()) {
            return;
        }
        page.append("\n| missing | why |\n|---|---|\n");
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        found.forEach(name ->
                byReason.computeIfAbsent(name.reason(), _ -> new ArrayList<>()).add(code(name.word())));
        byReason.forEach((reason, words) -> row(String.join(", ", words), reason));
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String cases(CoveredName name) {
        if (name.isShownElsewhere()) {
            return name.reason();
        }
        List<String> all = name.cases();
        String shown = all.stream().limit(SHOWN).collect(joining(", "));
        return all.size() <= SHOWN ? shown : shown + " and " + (all.size() - SHOWN) + " more";
    }

    private static String code(String word) {
        return "`" + word + "`";
    }
}
