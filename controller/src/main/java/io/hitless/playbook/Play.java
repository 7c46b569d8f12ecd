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
 * @param name as written; its hosts if null
 * @param hosts a pattern, or a list of them
 * @param settings what its steps inherit: privilege, connection, environment, tags, …
 * @param policy what the play variable {@code hitless} says, or null
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
     * Where its variables come from.
     *
     * @param vars written in the play
     * @param files each a file's name, or a list of names of which the first that exists is taken
     * @param prompts asked for before the play starts
     * @param roles in the order used, dependencies before the roles that need them; their defaults and vars are seen by
     *     the whole play
     */
    public record Variables(Map<String, Template> vars, List<Template> files, List<Prompt> prompts, List<Role> roles) {
        public Variables {
            files = List.copyOf(files);
            prompts = List.copyOf(prompts);
            roles = List.copyOf(roles);
        }
    }

    /**
     * A variable that is asked for.
     *
     * @param encryption how the answer is made into a hash, or null
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
     * How the answer to a prompt is made into a hash.
     *
     * @param scheme such as {@code sha512_crypt}
     * @param salt null for a random one
     * @param saltSize the length of a random salt; null for the usual
     */
    public record Encryption(
            Template scheme,
            @Nullable Template salt,
            @Nullable Template saltSize) {}

    /**
     * The facts that are gathered before its first step.
     *
     * @param facts null when not written: the configuration's default (yes)
     * @param subset as setup takes it; empty: all
     * @param timeout seconds that a part of them may take
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
     * Which hosts go together, and in which order.
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
     * What failed hosts mean for the others, beside the keywords that steps inherit.
     *
     * @param maxFailPercentage of a batch; more of them end the play
     * @param forceHandlers whether notified handlers run on failed hosts, too
     */
    public record ErrorHandling(
            @Nullable Template maxFailPercentage, @Nullable Template forceHandlers) {}

    /** Its steps, in the order they run. */
    public record Sections(
            List<Step> preTasks, List<Step> roleTasks, List<Step> tasks, List<Step> postTasks, List<Handler> handlers) {
        public Sections {
            preTasks = List.copyOf(preTasks);
            roleTasks = List.copyOf(roleTasks);
            tasks = List.copyOf(tasks);
            postTasks = List.copyOf(postTasks);
            handlers = List.copyOf(handlers);
        }

        /** Parts after each of which the handlers run that were notified. */
        public List<List<Step>> untilHandlers() {
            return List.of(
                    preTasks, Stream.concat(roleTasks.stream(), tasks.stream()).toList(), postTasks);
        }

        /** All steps but those of handlers. */
        public List<Step> steps() {
            return untilHandlers().stream().flatMap(List::stream).toList();
        }

        public List<Step> handlerSteps() {
            return handlers.stream().map(Handler::step).toList();
        }
    }
}
