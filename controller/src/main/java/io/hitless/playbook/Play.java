package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A play.
 *
 * @param name as written; null: the hosts are the name
 * @param hosts a pattern, or a list of patterns
 * @param settings the keywords that its steps inherit: privilege, connection, environment, tags, …
 * @param policy the play variable {@code hitless}, or null
 */
public record Play(
        @Nullable Template name,
        Template hosts,
        InheritedKeywords settings,
        Variables variables,
        Gathering gathering,
        Batching batching,
        ErrorHandling errors,
        Sections sections,
        @Nullable Policy policy,
        Path playbookDir,
        Span span) {
    /**
     * The sources of the play's variables.
     *
     * @param vars the variables written in the play
     * @param files each a file name, or a list of names of which the first existing file is read
     * @param prompts variables that the operator is asked for before the play starts
     * @param roles in the order in which they are used, dependencies before the roles that need them; the whole play
     *     sees their defaults and vars
     */
    public record Variables(Map<String, Template> vars, List<Template> files, List<Prompt> prompts, List<Role> roles) {
        public Variables {
            files = List.copyOf(files);
            prompts = List.copyOf(prompts);
            roles = List.copyOf(roles);
        }
    }

    /**
     * A variable that the operator is asked for.
     *
     * @param encryption how the answer is hashed, or null
     * @param unsafe whether the answer is never a template
     */
    public record Prompt(
            String name,
            Template prompt,
            @Nullable Template defaultValue,
            boolean isPrivate,
            boolean confirm,
            @Nullable Encryption encryption,
            boolean unsafe) {}

    /**
     * How the answer to a prompt is hashed.
     *
     * @param scheme such as {@code sha512_crypt}
     * @param salt null for a random one
     * @param saltSize the length of a random salt; null for the default
     */
    public record Encryption(
            Template scheme,
            @Nullable Template salt,
            @Nullable Template saltSize) {}

    /**
     * The facts that are gathered before the play's first step.
     *
     * @param facts null if the play does not have the keyword; the configuration's default then applies (yes)
     * @param subset the subsets in the form that setup takes; empty: all
     * @param timeout time limit in seconds for a part of the facts
     * @param factPath the directory of local facts
     */
    public record Gathering(
            @Nullable Template facts,
            List<Template> subset,
            @Nullable Template timeout,
            @Nullable Template factPath) {
        public Gathering {
            subset = List.copyOf(subset);
        }
    }

    /**
     * How the play's hosts are split into batches, and in which order they run.
     *
     * @param serial batch sizes, numbers or percentages; empty: all hosts at once
     * @param order of the hosts: {@code inventory}, {@code sorted}, {@code reverse_inventory}, {@code reverse_sorted},
     *     {@code shuffle}; or null
     * @param strategy {@code linear}, {@code free}, {@code host_pinned} or {@code debug}; or null
     */
    public record Batching(
            List<Template> serial,
            @Nullable Template order,
            @Nullable Template strategy) {
        public Batching {
            serial = List.copyOf(serial);
        }
    }

    /**
     * The effect of failed hosts on other hosts, apart from the keywords that steps inherit.
     *
     * @param maxFailPercentage the play ends if more than this percentage of a batch fails
     * @param forceHandlers whether notified handlers run on failed hosts, too
     */
    public record ErrorHandling(
            @Nullable Template maxFailPercentage, @Nullable Template forceHandlers) {}

    /** The play's steps, in the order in which they run. */
    public record Sections(
            List<Step> preTasks, List<Step> roleTasks, List<Step> tasks, List<Step> postTasks, List<Handler> handlers) {
        public Sections {
            preTasks = List.copyOf(preTasks);
            roleTasks = List.copyOf(roleTasks);
            tasks = List.copyOf(tasks);
            postTasks = List.copyOf(postTasks);
            handlers = List.copyOf(handlers);
        }

        /** The parts of the play. After each of them, the notified handlers run. */
        public List<List<Step>> untilHandlers() {
            return List.of(
                    preTasks, Stream.concat(roleTasks.stream(), tasks.stream()).toList(), postTasks);
        }

        /** All steps except those of handlers. */
        public List<Step> steps() {
            return untilHandlers().stream().flatMap(List::stream).toList();
        }

        public List<Step> handlerSteps() {
            return handlers.stream().map(Handler::step).toList();
        }
    }
}
