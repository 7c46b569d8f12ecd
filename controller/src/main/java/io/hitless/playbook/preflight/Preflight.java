package io.hitless.playbook.preflight;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Play;
import io.hitless.playbook.ScalarValues;
import io.hitless.playbook.Step;
import io.hitless.playbook.Tags;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the steps of plays as a run would, and tells what is certain to fail on the controller: a run that would
 * fail at it anyway does not begin. What may fail, or may not be come to, is warned of: a step with conditions, in a
 * rescue, a handler, one behind the end of a play.
 */
public final class Preflight {
    private static final int DEEPEST = 20;

    /**
     * What a run is aimed at.
     *
     * @param tags which steps it takes
     * @param runs whether steps will run; a list or a check of the syntax takes a dynamic include as Ansible does
     * @param whole whether it begins at the first step, and asks before none
     * @param hasHosts whether a play is sure to have hosts
     * @param local whether hosts of a play may be this machine
     * @param written the values of a variable for the hosts of a play, as they are written
     */
    public record Aim(
            Tags tags,
            boolean runs,
            boolean whole,
            Predicate<Play> hasHosts,
            Predicate<Play> local,
            BiFunction<Play, String, Stream<Template>> written) {}

    private final PlaybookLoader loader;
    private final Aim aim;
    private final LocalWrites writes = new LocalWrites();
    private final ControllerFiles files;
    private final SecretVariables secrets;
    private final Set<Play> contacting = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Play> becoming = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Step current;
    private boolean local;
    private boolean hosted;
    private boolean mayHaveEnded;
    private int depth;

    public Preflight(PlaybookLoader loader, Aim aim) {
        this.loader = loader;
        this.aim = aim;
        this.files = new ControllerFiles(loader, writes::mayHaveChanged, this::found);
        this.secrets = new SecretVariables(aim.written(), this::found);
    }

    /** Adds what would fail to the findings of the loader. */
    public void check(List<Play> plays) {
        plays.forEach(this::play);
    }

    /** Whether a play is sure to connect to its hosts, by the variables and keywords of the play. */
    public boolean contacts(Play play) {
        return contacting.contains(play);
    }

    /** Whether it is sure to become another user there, if nothing but the play and its tasks decides it. */
    public boolean becomes(Play play) {
        return becoming.contains(play);
    }

    private void found(Rule rule, UserError error, boolean certain) {
        for (UserError one : error.each()) {
            Finding finding = Finding.reached(rule, current == null ? one : one.hinting(usedBy(current)));
            boolean fails = certain && finding.kind() == Finding.Kind.IF_REACHED;
            loader.findings().add(fails ? finding.as(Finding.Kind.CERTAIN) : finding);
        }
    }

    private static String usedBy(Step step) {
        return "the task at " + step.span() + " uses it";
    }

    private void play(Play play) {
        local = aim.local().test(play);
        mayHaveEnded = false;
        boolean certain = aim.whole();
        hosted = aim.hasHosts().test(play);
        if (certain) {
            loader.findings().reached(play);
        }
        Template facts = play.gathering().facts();
        if (certain && hosted && (facts == null || isConstant(facts, true))) {
            contact(play, play.settings());
        }
        steps(play, play.sections().steps(), certain);
        steps(play, play.sections().handlerSteps(), false);
    }

    private void steps(Play play, List<Step> steps, boolean certain) {
        for (Step step : steps) {
            switch (step) {
                case Task task -> task(play, task, certain);
                case Block block -> {
                    reached(block, certain);
                    steps(play, block.steps(), certain && block.rescue().isEmpty());
                    steps(play, block.rescue(), false);
                    steps(play, block.always(), certain);
                }
                case Include include -> include(play, include, certain);
                case Meta meta -> {
                    reached(meta, certain);
                    mayHaveEnded |= meta.kind().name().startsWith("END_");
                }
            }
        }
    }

    private void task(Play play, Task task, boolean certain) {
        if (isSelected(task)) {
            current = task;
            boolean judged = !task.resultRules().failedWhen().isEmpty()
                    && task.resultRules().failedWhen().stream().noneMatch(Expression::isBroken);
            reached(task, certain && !judged);
            boolean sure = certain
                    && hosted
                    && !mayHaveEnded
                    && isSure(task.settings())
                    && task.resultRules().failedWhen().isEmpty();
            files.check(task, sure);
            secrets.check(play, task, sure);
            if (sure && task.control().loop() == null && !task.module().runsOnController()) {
                contact(play, task.settings());
                way(task.settings());
            }
            current = null;
        }
        writes.add(task, local);
        secrets.add(task);
    }

    /** What is wrong with a step fails where the step is sure to be reached, whatever the hosts are. */
    private void reached(Step step, boolean certain) {
        List<Expression> when = step.settings().when();
        boolean asked = when.isEmpty() || when.getFirst().isBroken();
        if (certain && !mayHaveEnded && asked && !mayIgnore(step.settings()) && isSelected(step)) {
            loader.findings().reached(step);
        }
    }

    private boolean isSelected(Step step) {
        return aim.tags().select(step.settings().tags());
    }

    private void contact(Play play, InheritedKeywords settings) {
        boolean asThePlay = settings.get(Keyword.DELEGATE_TO) == null
                && Objects.equals(
                        settings.get(Keyword.CONNECTION), play.settings().get(Keyword.CONNECTION))
                && settings.vars().isEmpty()
                && settings.includeParams().isEmpty();
        if (asThePlay) {
            contacting.add(play);
            Template become = settings.get(Keyword.BECOME);
            if (become != null && isConstant(become, true)) {
                becoming.add(play);
            }
        }
    }

    /** The variables of task and blocks by which it reaches its host. */
    private void way(InheritedKeywords settings) {
        Template become = settings.get(Keyword.BECOME);
        constant(settings, "ansible_connection", Kind.CONNECTION);
        if (become != null && isConstant(become, true)) {
            constant(settings, "ansible_become_method", Kind.BECOME_METHOD);
        }
    }

    private void constant(InheritedKeywords settings, String name, Kind kind) {
        Template written = settings.vars().reversed().stream()
                .map(vars -> vars.get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (written != null && settings.includeParams().isEmpty() && !loader.isExtra(name)) {
            try {
                kind.check(name, written);
            } catch (UserError e) {
                found(Rule.VALUE, e, true);
            }
        }
    }

    private static boolean isSure(InheritedKeywords settings) {
        return settings.when().isEmpty() && !mayIgnore(settings);
    }

    private static boolean mayIgnore(InheritedKeywords settings) {
        Template ignored = settings.get(Keyword.IGNORE_ERRORS);
        return ignored != null && !isConstant(ignored, false);
    }

    private static boolean isConstant(Template written, boolean wanted) {
        return written instanceof Template.Constant(Object value, var _)
                && Boolean.valueOf(wanted).equals(ScalarValues.bool(value));
    }

    // What is included is looked at where it is known; else it may do anything.
    private void include(Play play, Include include, boolean certain) {
        reached(include, certain && aim.runs());
        if (!isSelected(include)) {
            return;
        }
        List<Step> included = depth < DEEPEST && include.loop() == null ? included(play, include) : null;
        if (included == null) {
            writes.addAnything();
            secrets.addAnything();
            mayHaveEnded = true;
            return;
        }
        depth++;
        steps(play, included, false);
        depth--;
    }

    private @Nullable List<Step> included(Play play, Include include) {
        if (!(include.target() instanceof Template.Constant(Object named, var _)) || named == null) {
            return null;
        }
        try {
            if (include.kind() == Include.Kind.TASKS) {
                return loader.includeTasks(play, include, named.toString(), Map.of())
                        .steps();
            }
            Map<String, String> from = new LinkedHashMap<>();
            for (Map.Entry<String, Template> option : include.options().entrySet()) {
                if (option.getKey().endsWith("_from")) {
                    if (!(option.getValue() instanceof Template.Constant(Object file, var _)) || file == null) {
                        return null;
                    }
                    from.put(option.getKey(), file.toString());
                }
            }
            return new ArrayList<>(loader.includeRole(play, include, named.toString(), from, Map.of())
                    .steps());
        } catch (UserError _) {
            return null; // of which the load, or the step itself, will tell
        }
    }
}
