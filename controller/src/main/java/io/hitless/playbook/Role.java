package io.hitless.playbook;

import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One use of a role, as its tasks see it. The tasks themselves are in the play.
 *
 * @param name as written; the qualified name if the role is in a collection
 * @param collection the role's collection, or null
 * @param dir the role's directory
 * @param defaults the variables with the lowest precedence of all
 * @param vars the variables of the role's {@code vars} directory; above inventory and play variables
 * @param given the {@code vars} of the place where the role is used; above those of its directory, and visible to the
 *     role and to the roles that it includes
 * @param params the parameters of the place where the role is used; only extra variables have a higher precedence
 * @param dependencies the roles in the role's {@code meta}, whose variables it sees
 * @param parent the role that includes or depends on this one, or null
 * @param isDependency whether {@code parent} depends on this role
 * @param use identifies uses of which a host runs only the first in a play, unless duplicates are allowed; null if the
 *     role allows them
 */
public record Role(
        String name,
        @Nullable String collection,
        Path dir,
        Map<String, Template> defaults,
        Map<String, Template> vars,
        Map<String, Template> given,
        Map<String, Template> params,
        List<Role> dependencies,
        @Nullable Role parent,
        boolean isDependency,
        @Nullable RoleUse use) {
    public Role {
        dependencies = List.copyOf(dependencies);
    }

    /** Returns this role with the given dependencies. */
    public Role with(List<Role> its) {
        return new Role(name, collection, dir, defaults, vars, given, params, its, parent, isDependency, use);
    }

    /** The role's name within its collection. */
    public String shortName() {
        return collection == null ? name : name.substring(collection.length() + 1);
    }

    /** The roles that include or import this role, or a role that depends on it; innermost first. */
    public List<Role> includedBy() {
        List<Role> out = new ArrayList<>();
        for (Role each = this; each.parent != null; each = each.parent) {
            if (!each.isDependency) {
                out.add(each.parent);
            }
        }
        return out;
    }

    @Override
    public String toString() {
        return "role " + name;
    }
}
