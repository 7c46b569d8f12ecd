package io.hitless.run.session;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.run.settings.RunSettings;
import io.hitless.template.eval.Scope;
import java.util.function.Consumer;

/**
 * How hosts are reached in a run.
 *
 * @param secrets is given each password that is found on the way
 */
public record AccessResolver(RunSettings settings, Consumer<String> secrets) {
    /** With these keywords, in the variables of the host itself. */
    public HostAccess of(String host, InheritedKeywords keywords, Scope scope) {
        return delegated(host, scope, keywords, scope);
    }

    /**
     * The same for a host that may act in another's place.
     *
     * @param itsOwn the variables of the host that is connected to
     * @param scope those in which the keywords are resolved
     */
    public HostAccess delegated(String host, Scope itsOwn, InheritedKeywords keywords, Scope scope) {
        return HostAccess.of(host, itsOwn, scope, keywords, settings, secrets);
    }
}
