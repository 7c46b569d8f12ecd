package io.hitless.run.session;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.run.settings.RunSettings;
import io.hitless.template.eval.Scope;
import java.util.function.Consumer;

/**
 * Resolves how the hosts of a run are reached.
 *
 * @param passwordSink gets each password that is read from variables
 */
public record AccessResolver(RunSettings settings, Consumer<String> passwordSink) {
    /** The access to a host with these keywords, resolved in its own variables. */
    public HostAccess of(String host, InheritedKeywords keywords, Scope scope) {
        return delegated(host, scope, keywords, scope);
    }

    /**
     * Returns the access to a host that may be a delegate.
     *
     * @param connectionScope the variables of the host that is connected to
     * @param scope the variables in which the keywords are resolved
     */
    public HostAccess delegated(String host, Scope connectionScope, InheritedKeywords keywords, Scope scope) {
        return HostAccess.of(host, connectionScope, scope, keywords, settings, passwordSink);
    }
}
