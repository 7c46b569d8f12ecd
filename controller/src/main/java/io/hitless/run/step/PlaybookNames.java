package io.hitless.run.step;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.template.Template;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The names of plays and steps as written, for listing them without running them. */
public final class PlaybookNames {
    private static final Set<String> ADDS_HOSTS = Set.of("add_host", "group_by");

    private PlaybookNames() {}

    /** Returns a play's name, or its hosts if it has none. */
    static String name(Play play) {
        return play.name() == null ? String.join(",", hosts(play)) : WrittenNames.text(play.name());
    }

    /** Returns the parts of a play's host pattern. */
    public static List<String> hosts(Play play) {
        return switch (play.hosts()) {
            case Template.Sequence sequence ->
                sequence.items().stream().map(WrittenNames::text).toList();
            case Template hosts -> List.of(WrittenNames.text(hosts));
        };
    }

    /** Returns a step's name with the name of its role, as it will be shown. */
    public static String name(Step step) {
        return WrittenNames.withRole(step);
    }

    /**
     * Returns a step as {@code --list-tasks} shows it. As in Ansible, a step without its own name has no role, either.
     */
    public static String listed(Step step) {
        return step.name() == null ? WrittenNames.action(step) : name(step);
    }

    /** Returns whether a play's host pattern contains no template. */
    public static boolean isFixed(Template hosts) {
        return hosts instanceof Template.Sequence sequence
                ? sequence.items().stream().allMatch(Template.Constant.class::isInstance)
                : hosts instanceof Template.Constant;
    }

    /** Returns the steps of a play that are known before it runs. Blocks are replaced by their steps. */
    public static List<Step> steps(Play play) {
        return leaves(play.sections().steps()).toList();
    }

    private static Stream<Step> leaves(List<Step> steps) {
        return leaves(steps, block -> Stream.of(block.steps(), block.rescue(), block.always()));
    }

    /** Returns the steps of a play that Ansible lists: not those of {@code rescue} and {@code always}. */
    public static List<Step> listed(Play play) {
        return leaves(play.sections().steps(), block -> Stream.of(block.steps()))
                .toList();
    }

    private static Stream<Step> leaves(List<Step> steps, Function<Block, Stream<List<Step>>> parts) {
        return steps.stream()
                .flatMap(step -> step instanceof Block block
                        ? parts.apply(block).flatMap(part -> leaves(part, parts))
                        : Stream.of(step));
    }

    /** Returns whether a play may add hosts or groups to the inventory. */
    public static boolean addsHosts(Play play) {
        return steps(play).stream()
                .anyMatch(step -> step instanceof Include
                        || (step instanceof Task task
                                && ADDS_HOSTS.contains(task.module().name())));
    }

    /** Returns whether one of these steps matches the value of {@code --start-at-task}, which may be a glob. */
    public static boolean isReached(String startAt, List<Step> steps) {
        StartAt start = new StartAt(startAt);
        return steps.stream().anyMatch(start::reached);
    }
}
