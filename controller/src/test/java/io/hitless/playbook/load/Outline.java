package io.hitless.playbook.load;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.template.LoopItems;
import io.hitless.template.Template;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays as text, for specs: one line a step, only what was said of it. */
final class Outline {
    private final StringBuilder out = new StringBuilder();

    static String of(List<Play> plays) {
        Outline outline = new Outline();
        plays.forEach(outline::play);
        return outline.out.toString();
    }

    static String ofSteps(List<Step> steps) {
        Outline outline = new Outline();
        outline.steps(0, steps);
        return outline.out.toString();
    }

    private void play(Play play) {
        Words line = new Words("play")
                .add("", play.name())
                .add("hosts", play.hosts())
                .settings(play.settings());
        line.vars("vars", play.variables().vars())
                .add("vars_files", play.variables().files())
                .add("serial", play.batching().serial());
        line.add("gather_facts", play.gathering().facts())
                .add("strategy", play.batching().strategy())
                .add("max_fail_percentage", play.errors().maxFailPercentage());
        play.variables()
                .prompts()
                .forEach(prompt -> line.add("prompt", prompt.name() + (prompt.isPrivate() ? "" : " shown")));
        line(0, line);
        play.variables()
                .roles()
                .forEach(role -> line(
                        1,
                        new Words("role")
                                .add("", role.name())
                                .vars("defaults", role.defaults())
                                .vars("vars", role.vars())
                                .vars("given", role.given())
                                .vars("params", role.params())
                                .add(
                                        "needs",
                                        role.dependencies().stream()
                                                .map(Role::name)
                                                .toList())
                                .add(
                                        "for",
                                        role.parent() == null
                                                ? null
                                                : role.parent().name())));
        section("pre_tasks", play.sections().preTasks());
        section("role_tasks", play.sections().roleTasks());
        section("tasks", play.sections().tasks());
        section("post_tasks", play.sections().postTasks());
        if (!play.sections().handlers().isEmpty()) {
            line(1, new Words("handlers"));
            play.sections().handlers().forEach(handler -> {
                steps(2, List.of(handler.step()));
                if (!handler.listen().isEmpty()) {
                    line(3, new Words("listen " + String.join(", ", handler.listen())));
                }
            });
        }
    }

    private void section(String name, List<Step> steps) {
        if (!steps.isEmpty()) {
            line(1, new Words(name));
            steps(2, steps);
        }
    }

    private void steps(int depth, List<Step> steps) {
        steps.forEach(step -> step(depth, step));
    }

    private void step(int depth, Step step) {
        switch (step) {
            case Task task ->
                line(
                        depth,
                        new Words(task.module().name())
                                .add("", task.name())
                                .vars("args", task.arguments().options())
                                .add("whole", task.arguments().whole())
                                .settings(task.settings())
                                .loop(task.control().loop())
                                .add(
                                        "until",
                                        task.control().retry() == null
                                                ? List.of()
                                                : task.control().retry().until())
                                .add(
                                        "retries",
                                        task.control().retry() == null
                                                ? null
                                                : task.control().retry().retries())
                                .add("register", task.resultRules().register())
                                .add("changed_when", task.resultRules().changedWhen())
                                .add("failed_when", task.resultRules().failedWhen())
                                .add("notify", task.resultRules().notifies())
                                .add(
                                        "role",
                                        task.place().role() == null
                                                ? null
                                                : task.place().role().name()));
            case Meta meta ->
                line(depth, new Words("meta").add("", meta.kind().word()).settings(meta.settings()));
            case Include include ->
                line(
                        depth,
                        new Words(include.kind() == Include.Kind.TASKS ? "include_tasks" : "include_role")
                                .add("", include.target())
                                .vars("options", include.options())
                                .settings(include.settings())
                                .loop(include.loop())
                                .add(
                                        "applies",
                                        new Words("")
                                                .settings(include.apply())
                                                .toString()
                                                .strip()));
            case Block block -> {
                line(depth, new Words("block").add("", block.name()));
                steps(depth + 1, block.steps());
                if (!block.rescue().isEmpty()) {
                    line(depth, new Words("rescue"));
                    steps(depth + 1, block.rescue());
                }
                if (!block.always().isEmpty()) {
                    line(depth, new Words("always"));
                    steps(depth + 1, block.always());
                }
            }
        }
    }

    private void line(int depth, Words words) {
        out.append("  ".repeat(depth)).append(words).append('\n');
    }

    /** One line. */
    private static final class Words {
        private final StringBuilder line;

        Words(String first) {
            line = new StringBuilder(first);
        }

        Words add(String key, @Nullable Object value) {
            String text = text(value);
            if (!text.isEmpty()) {
                line.append(' ').append(key.isEmpty() ? "" : key + "=").append(text);
            }
            return this;
        }

        Words vars(String key, Map<String, Template> vars) {
            if (!vars.isEmpty()) {
                line.append(' ').append(key).append("={");
                String separator = "";
                for (Map.Entry<String, Template> entry : vars.entrySet()) {
                    line.append(separator).append(entry.getKey()).append(": ").append(text(entry.getValue()));
                    separator = ", ";
                }
                line.append('}');
            }
            return this;
        }

        Words settings(InheritedKeywords settings) {
            for (Keyword keyword : Keyword.values()) {
                add(keyword.word(), settings.get(keyword));
            }
            add("when", settings.when()).add("tags", settings.tags()).add("environment", settings.environment());
            settings.vars().forEach(vars -> vars("vars", vars));
            settings.includeParams().forEach(vars -> vars("include", vars));
            settings.moduleDefaults().forEach((module, defaults) -> vars("defaults of " + module, defaults));
            return this;
        }

        Words loop(@Nullable Loop loop) {
            if (loop != null) {
                String lookup = loop.items().lookup();
                add(
                        lookup.equals(LoopItems.NONE) ? "loop" : "with_" + lookup,
                        loop.items().written());
                add("loop_var", text(loop.variable()).equals("item") ? null : loop.variable());
                add("index_var", loop.indexVariable())
                        .add("label", loop.label())
                        .add("pause", loop.pause());
                add("extended", loop.extended() ? "yes" : null);
            }
            return this;
        }

        private static String text(@Nullable Object value) {
            return switch (value) {
                case null -> "";
                case Template.Sequence sequence ->
                    "["
                            + String.join(
                                    ", ",
                                    sequence.items().stream().map(Words::text).toList()) + "]";
                case Template.Mapping mapping ->
                    new Words("").vars("", mapping.entries()).toString().replaceFirst("^ =", "");
                case Template.Constant constant ->
                    String.valueOf(constant.value()).replace("\n", "\\n");
                case Template.Text text -> "<" + text.text().text().replace("\n", "\\n") + ">";
                case Template.Deferred _ -> "<deferred>";
                case Collection<?> items when items.isEmpty() -> "";
                case Collection<?> items ->
                    "[" + String.join(" & ", items.stream().map(Words::text).toList()) + "]";
                default -> value.toString();
            };
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
