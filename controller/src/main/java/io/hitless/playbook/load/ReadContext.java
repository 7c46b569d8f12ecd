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
 * The context of the steps being read.
 *
 * @param settings the keywords that the steps inherit
 * @param place where the steps' files are searched for
 * @param play the play that the steps belong to
 * @param notifies the handlers that a task notifies if it has no {@code notify} of its own
 * @param handlers whether the steps are handlers
 * @param imports the task files being read, outermost first; a file must not import itself
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

    /** A context in which roles are searched for in these collections. An empty list changes nothing. */
    ReadContext searching(List<String> collections) {
        return collections.isEmpty()
                ? this
                : new ReadContext(settings, place.searching(collections), play, notifies, handlers, imports);
    }

    /** A context in which tasks notify these handlers by default. */
    ReadContext notifying(List<Template> inner) {
        return new ReadContext(settings, place, play, inner, handlers, imports);
    }

    /** The context for the content of a task file. */
    ReadContext in(Path file) {
        List<Path> deeper = new ArrayList<>(imports);
        deeper.add(file);
        return new ReadContext(settings, place.in(file), play, notifies, handlers, deeper);
    }

    /**
     * The context for the steps of a role.
     *
     * @param collections the collections in which the role finds other roles
     */
    ReadContext of(Role role, List<String> collections, boolean asHandlers) {
        return new ReadContext(settings, place.in(role, collections), play, notifies, asHandlers, imports);
    }

    @Nullable
    Role role() {
        return place.role();
    }
}
