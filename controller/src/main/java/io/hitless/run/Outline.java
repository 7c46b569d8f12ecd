package io.hitless.run;

import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.template.Template;
import io.hitless.value.Values;
import java.util.List;

/** Plays and steps as written, for those who list them without running them. */
public final class Outline {
    private Outline() {}

    /** A play's name, or its hosts. */
    public static String name(Play play) {
        return play.name() == null ? String.join(",", hosts(play)) : text(play.name());
    }

    /** A play's pattern, part by part. */
    public static List<String> hosts(Play play) {
        return switch (play.hosts()) {
            case Template.Sequence sequence -> sequence.items().stream().map(Outline::text).toList();
            case Template hosts -> List.of(text(hosts));
        };
    }

    /** A step's name with its role's, as it will be shown. */
    public static String name(Step step) {
        Role role = StepNames.role(step);
        return role == null ? StepNames.written(step) : role.name() + " : " + StepNames.written(step);
    }

    static String text(Template written) {
        return switch (written) {
            case Template.Text text -> text.text().text();
            case Template.Constant constant -> Values.text(constant.value());
            default -> written.span().text();
        };
    }
}
