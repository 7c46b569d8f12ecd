package io.hitless.drift;

import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.DriftReport.State;
import io.hitless.inventory.Inventory;
import io.hitless.source.Problems;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for drift to ignore, in a file beside each playbook: {@code site.drift.yml} for {@code site.yml}. Used by
 * one thread.
 */
public final class DriftRules {
    private final List<DriftRule> active = new ArrayList<>();
    private final List<UserError> warnings = new ArrayList<>();
    private final Set<DriftRule> used = new HashSet<>();

    private DriftRules(List<DriftRule> rules, LocalDate today) {
        for (DriftRule rule : rules) {
            if (rule.isExpired(today)) {
                warnings.add(new UserError(
                        rule.at(),
                        "this rule ended on " + rule.until() + " and has no effect",
                        "fix the drift, change the date, or remove the rule"));
            } else {
                active.add(rule);
            }
        }
    }

    /**
     * The rules beside these playbooks; each rule applies to all of them.
     *
     * @throws UserError naming each error in them
     */
    public static DriftRules beside(List<Path> playbooks, Inventory inventory, LocalDate today) {
        Problems problems = new Problems();
        List<DriftRule> rules = new ArrayList<>();
        for (Path playbook : playbooks) {
            Path file = beside(playbook);
            if (Files.exists(file)) {
                List<DriftRule> read =
                        problems.collect(() -> new RulesFile(inventory, problems).read(SourceReader.read(file)));
                rules.addAll(read == null ? List.of() : read);
            }
        }
        problems.throwIfAny();
        return new DriftRules(rules, today);
    }

    static Path beside(Path playbook) {
        String name = String.valueOf(playbook.getFileName());
        return playbook.resolveSibling(name.replaceFirst("\\.ya?ml$", "") + ".drift.yml");
    }

    /** The rule that ignores a finding, or null. Failures and unreachable hosts are never ignored. */
    @Nullable
    Ignored of(String host, String task, Finding finding) {
        if (finding.state() != State.DRIFTED && finding.state() != State.UNKNOWN) {
            return null;
        }
        for (DriftRule rule : active) {
            if (rule.fits(host, task, finding)) {
                used.add(rule);
                return rule.ignored();
            }
        }
        return null;
    }

    /** Rules that have expired. */
    public List<UserError> expired() {
        return List.copyOf(warnings);
    }

    /**
     * Rules that ignored nothing, although the check covered everything they apply to.
     *
     * @param checked the hosts of the check
     * @param everywhere whether these are all hosts of the playbooks
     */
    public List<UserError> unused(Set<String> checked, boolean everywhere) {
        return active.stream()
                .filter(rule ->
                        !used.contains(rule) && (rule.hosts() == null ? everywhere : checked.containsAll(rule.hosts())))
                .map(rule -> new UserError(
                        rule.at(), "this rule has no effect: no drift matches it", "remove the rule, or correct it"))
                .toList();
    }
}
