package io.hitless.playbook.load;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import io.hitless.playbook.TaskLocation;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the steps being read.
 *
 * @param settings what they inherit
 * @param place where their files are looked for
 * @param play the play they belong to
 * @param notifies handlers that an outer step notifies for tasks that do not say
 * @param handlers whether they are handlers
 * @param imports the task files being read, the outermost first: none may import itself
 */
record ReadContext(
        InheritedKeywords settings,
        TaskLocation place,
        PlayBuilder play,
        List<Template> notifies,
        boolean handlers,
        List<Path> imports) {
    ReadContext with(InheritedKeywords inner) {
        return new ReadContext(inner, place, play, notifies, handlers, imports);
    }

    /** For what names collections of its own: roles are looked for in these. */
    ReadContext searching(List<String> collections) {
        return collections.isEmpty()
                ? this
                : new ReadContext(settings, place.searching(collections), play, notifies, handlers, imports);
    }

    /** For what is within a step that notifies these handlers, or none. */
    ReadContext notifying(List<Template> inner) {
        return new ReadContext(settings, place, play, inner, handlers, imports);
    }

    /** For the content of a task file. */
    ReadContext in(Path file) {
        List<Path> deeper = new ArrayList<>(imports);
        deeper.add(file);
        return new ReadContext(settings, place.in(file), play, notifies, handlers, deeper);
    }

    /**
     * For the steps of a role.
     *
     * @param collections in which it looks for roles
     */
    ReadContext of(Role role, List<String> collections, boolean asHandlers) {
        return new ReadContext(settings, place.in(role, collections), play, notifies, asHandlers, imports);
    }

    @Nullable
    Role role() {
        return place.role();
    }
}
