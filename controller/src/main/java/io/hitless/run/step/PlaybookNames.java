package io.hitless.run.step;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.template.Template;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Plays and steps as written, for those who list them without running them. */
public final class PlaybookNames {
    private static final Set<String> ADDS_HOSTS = Set.of("add_host", "group_by");

    private PlaybookNames() {}

    /** A play's name, or its hosts. */
    public static String name(Play play) {
        return play.name() == null ? String.join(",", hosts(play)) : WrittenNames.text(play.name());
    }

    /** A play's pattern, part by part. */
    public static List<String> hosts(Play play) {
        return switch (play.hosts()) {
            case Template.Sequence sequence ->
                sequence.items().stream().map(WrittenNames::text).toList();
            case Template hosts -> List.of(WrittenNames.text(hosts));
        };
    }

    /** A step's name with its role's, as it will be shown. */
    public static String name(Step step) {
        Role role = WrittenNames.roleInTitle(step);
        return role == null ? WrittenNames.of(step) : role.name() + " : " + WrittenNames.of(step);
    }

    /** A step as {@code --list-tasks} shows it: without its role, if it has no name of its own, as in Ansible. */
    public static String listed(Step step) {
        return WrittenNames.template(step) == null ? WrittenNames.action(step) : name(step);
    }

    /** Whether a play's pattern is written as it is, without a template. */
    public static boolean isFixed(Template hosts) {
        return hosts instanceof Template.Sequence sequence
                ? sequence.items().stream().allMatch(Template.Constant.class::isInstance)
                : hosts instanceof Template.Constant;
    }

    /** The steps of a play as far as they are known before it runs; of blocks what is in them. */
    public static List<Step> steps(Play play) {
        return leaves(play.sections().steps()).toList();
    }

    private static Stream<Step> leaves(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step instanceof Block block
                        ? Stream.of(block.steps(), block.rescue(), block.always())
                                .flatMap(PlaybookNames::leaves)
                        : Stream.of(step));
    }

    /** Whether hosts or groups may come with a play that the inventory does not know. */
    public static boolean addsHosts(Play play) {
        return steps(play).stream()
                .anyMatch(step -> step instanceof Include
                        || (step instanceof Task task
                                && ADDS_HOSTS.contains(task.module().name())));
    }

    /** Whether a run that begins at a task of this name, which may be a glob, begins at one of these. */
    public static boolean isReached(String startAt, List<Step> steps) {
        StartAt start = new StartAt(startAt);
        return steps.stream().anyMatch(start::reached);
    }
}
