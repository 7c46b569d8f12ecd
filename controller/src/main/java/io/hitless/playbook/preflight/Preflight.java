package io.hitless.playbook.preflight;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Play;
import io.hitless.playbook.ScalarValues;
import io.hitless.playbook.Step;
import io.hitless.playbook.Tags;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.IncludeArguments;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
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
 * Walks through the steps of plays as a run would, and reports errors on the controller. A run that is certain to fail
 * with such an error does not start. Where a step may not be reached, the error is a warning: a step with conditions,
 * in a rescue, in a handler, or after a step that may end the play.
 */
public final class Preflight {
    private static final int DEEPEST = 20;
    /** The loops whose items are those of the written list; another lookup may find nothing. */
    private static final Set<String> LISTS = Set.of(LoopItems.NONE, "items", "list", "indexed_items");

    /**
     * The selection of a run.
     *
     * @param tags selects the steps
     * @param runs whether steps will run; if not, dynamic includes are only listed, as in Ansible
     * @param whole whether the run starts at the first step and does not ask before steps
     * @param hasHosts whether a play is certain to have hosts
     * @param local whether hosts of a play may be the controller
     * @param written returns the values of a variable for the hosts of a play, with templates not evaluated
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

    /** Adds the errors found in the plays to the loader's findings. */
    public void check(List<Play> plays) {
        plays.forEach(this::play);
    }

    /** Whether a play is certain to connect to its hosts, with the variables and keywords of the play. */
    public boolean contacts(Play play) {
        return contacting.contains(play);
    }

    /** Whether a play is certain to use become on its hosts, if only the play and its tasks decide that. */
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
            loader.findings().reached(play, writes::mayHaveChanged);
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
            reached(task, certain && !judged && !mayRunNoTurn(task.control().loop()));
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

    /** Records that a step is certain to be reached, whatever the hosts are: errors in it then are certain to occur. */
    private void reached(Step step, boolean certain) {
        List<Expression> when = step.settings().when();
        boolean asked = when.isEmpty() || when.getFirst().isBroken();
        if (certain && !mayHaveEnded && asked && !mayIgnore(step.settings()) && isSelected(step)) {
            loader.findings().reached(step, writes::mayHaveChanged);
        }
    }

    /** Whether a loop may have no items, so that neither conditions nor arguments are computed. */
    private static boolean mayRunNoTurn(@Nullable Loop loop) {
        return loop != null
                && switch (loop.items().written()) {
                    case Template.Sequence list ->
                        !LISTS.contains(loop.items().lookup())
                                || list.items().stream().noneMatch(Template.Constant.class::isInstance);
                    case Template.Text text -> !text.isBroken();
                    case Template.Constant _, Template.Mapping _, Template.Deferred _ ->
                        !LISTS.contains(loop.items().lookup());
                };
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

    /** Checks the variables of task and blocks that select connection and become method. */
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

    // Checks the included steps if they are known; otherwise they may do anything.
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
        if (!(include.target() instanceof Template.Constant(Object named, var _))
                || named == null
                || !include.applyTags().isEmpty()) {
            return null;
        }
        try {
            if (include.kind() == Include.Kind.TASKS) {
                return loader.includeTasks(play, include, IncludeArguments.of(named.toString(), Map.of()))
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
            return new ArrayList<>(loader.includeRole(play, include, IncludeArguments.of(named.toString(), from))
                    .steps());
        } catch (UserError _) {
            return null; // the loader, or the step itself, reports the error
        }
    }
}
