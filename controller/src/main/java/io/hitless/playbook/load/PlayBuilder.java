package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Include;
import io.hitless.playbook.Role;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the parts of a play while they are read. */
final class PlayBuilder {
    private record Notice(String handler, Span span) {}

    private final Map<String, Template> knownVars = new LinkedHashMap<>();
    private final List<Role> roles = new ArrayList<>();
    private final List<Handler> roleHandlers = new ArrayList<>();
    private final List<Handler> importedHandlers = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Set<String> handlerNames = new HashSet<>();
    private boolean handlersMayCome;

    /** The variables that names of imports and roles may use. */
    Map<String, Template> knownVars() {
        return knownVars;
    }

    /** The roles whose variables the whole play sees. */
    List<Role> roles() {
        return roles;
    }

    /**
     * The handlers of the play's roles, in the order of the roles. If a role is used twice, those of the last use, and
     * those of the first one whose names are templates: with other variables, they are other handlers.
     */
    List<Handler> roleHandlers() {
        return roleHandlers;
    }

    /** The handlers of roles that tasks import. As in Ansible, they come after the play's own handlers. */
    List<Handler> importedHandlers() {
        return importedHandlers;
    }

    void addRoleHandlers(List<Handler> more) {
        remove(more, roleHandlers);
        more.stream()
                .filter(handler -> importedHandlers.stream().noneMatch(known -> isSame(known, handler)))
                .forEach(roleHandlers::add);
    }

    void addImportedHandlers(List<Handler> more) {
        remove(more, roleHandlers);
        remove(more, importedHandlers);
        importedHandlers.addAll(more);
    }

    private static void remove(List<Handler> handlers, List<Handler> among) {
        among.removeIf(known -> handlers.stream().anyMatch(handler -> isSame(known, handler)));
    }

    private static boolean isSame(Handler one, Handler other) {
        return one.step().span().equals(other.step().span()) && one.isNamedAlike();
    }

    void notified(List<Template> handlers) {
        for (Template handler : handlers) {
            if (handler instanceof Template.Constant(String name, Span span)) {
                notices.add(new Notice(name, span));
            }
        }
    }

    /** Records the names and topics that notify a handler. */
    void answers(Handler handler, TaskLocation place) {
        Template name = handler.step().name();
        if (handler.step() instanceof Include) {
            handlersMayCome = true;
        }
        if (name instanceof Template.Constant(Object text, var _) && text != null) {
            handlerNames.add(text.toString());
            Role role = place.role();
            if (role != null) {
                handlerNames.add(role.name() + " : " + text);
                handlerNames.add(role.shortName() + " : " + text);
            }
        } else if (name != null) {
            handlersMayCome = true;
        }
        handler.listen().forEach(topic -> {
            handlerNames.add(topic);
            handlersMayCome |= Templates.isTemplate(topic);
        });
    }

    /** Records that the run may add handlers that are not known while loading. */
    void expectHandlers() {
        handlersMayCome = true;
    }

    /**
     * Reports notifications of handlers that do not exist. Ansible reports them when the notifying task changes
     * something.
     */
    void checkNotices(LoadContext loading) {
        if (handlersMayCome) {
            return;
        }
        for (Notice notice : notices) {
            if (!handlerNames.contains(notice.handler())) {
                loading.possible(
                        Rule.HANDLER,
                        notice.span(),
                        "no handler is named '" + notice.handler() + "', and none listens to it",
                        Suggestion.didYouMean(notice.handler(), handlerNames));
            }
        }
    }
}
