package io.hitless.playbook;

import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One use of a role: what its tasks see of it. Its tasks stand in the play.
 *
 * @param name as it was asked for
 * @param dir its directory
 * @param defaults lowest precedence of all
 * @param vars above inventory and play variables
 * @param params given where it is used; the highest but for extra variables
 * @param dependencies roles of its {@code meta}, whose variables it sees
 * @param parent the role that includes or depends on it, or null
 */
public record Role(
        String name,
        Path dir,
        Map<String, Template> defaults,
        Map<String, Template> vars,
        Map<String, Template> params,
        List<Role> dependencies,
        @Nullable Role parent) {
    public Role {
        dependencies = List.copyOf(dependencies);
    }

    @Override
    public String toString() {
        return "role " + name;
    }
}
