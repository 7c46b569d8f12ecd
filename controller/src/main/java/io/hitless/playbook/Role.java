package io.hitless.playbook;

import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One use of a role: what its tasks see of it. Its tasks stand in the play.
 *
 * @param name as it was asked for; of one in a collection, its qualified one
 * @param collection that it belongs to, or null
 * @param dir its directory
 * @param defaults lowest precedence of all
 * @param vars of its {@code vars} directory: above inventory and play variables
 * @param given the {@code vars} where it is used: above those of its directory, seen by itself and by what it brings in
 * @param params given where it is used; the highest but for extra variables
 * @param dependencies roles of its {@code meta}, whose variables it sees
 * @param parent the role that includes or depends on it, or null
 * @param isDependency whether {@code parent} depends on it
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
        boolean isDependency) {
    public Role {
        dependencies = List.copyOf(dependencies);
    }

    /** The same with what it depends on. */
    public Role with(List<Role> its) {
        return new Role(name, collection, dir, defaults, vars, given, params, its, parent, isDependency);
    }

    /** Its name within its collection. */
    public String shortName() {
        return collection == null ? name : name.substring(collection.length() + 1);
    }

    /** The roles that include or import it or what it is a dependency of, the nearest first. */
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
