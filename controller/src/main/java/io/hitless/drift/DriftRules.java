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
 * The drift that is let pass, by rules in a file beside each playbook: {@code site.drift.yml} for {@code site.yml}.
 * Used by one thread.
 */
public final class DriftRules {
    private final List<DriftRule> holding = new ArrayList<>();
    private final List<UserError> warnings = new ArrayList<>();
    private final Set<DriftRule> used = new HashSet<>();

    private DriftRules(List<DriftRule> rules, LocalDate today) {
        for (DriftRule rule : rules) {
            if (rule.isExpired(today)) {
                warnings.add(new UserError(
                        rule.at(),
                        "this rule held until " + rule.until() + " and lets nothing pass any more",
                        "fix the drift, give the rule another date, or remove it"));
            } else {
                holding.add(rule);
            }
        }
    }

    /**
     * The rules beside these playbooks; each holds for all of them.
     *
     * @throws UserError naming each mistake in them
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

    /**
     * The rule that lets a finding pass; null if none does. Failures and hosts that are not reached are never let pass.
     */
    @Nullable
    Ignored of(String host, String task, Finding finding) {
        if (finding.state() != State.DRIFTED && finding.state() != State.UNKNOWN) {
            return null;
        }
        for (DriftRule rule : holding) {
            if (rule.fits(host, task, finding)) {
                used.add(rule);
                return rule.ignored();
            }
        }
        return null;
    }

    /** Rules that hold no longer. */
    public List<UserError> expired() {
        return List.copyOf(warnings);
    }

    /**
     * Rules that let nothing pass in a check, though all that they are about was looked at.
     *
     * @param looked the hosts of the check
     * @param everywhere whether these are all that its playbooks are for
     */
    public List<UserError> unused(Set<String> looked, boolean everywhere) {
        return holding.stream()
                .filter(rule ->
                        !used.contains(rule) && (rule.hosts() == null ? everywhere : looked.containsAll(rule.hosts())))
                .map(rule -> new UserError(
                        rule.at(),
                        "this rule lets nothing pass: no drift matches it",
                        "remove it, or correct it if it should"))
                .toList();
    }
}
