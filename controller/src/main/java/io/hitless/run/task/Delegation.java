package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.run.step.KeywordResolver;
import io.hitless.template.eval.Scope;
import io.hitless.vars.TaskScope;
import org.jspecify.annotations.Nullable;

/**
 * {@code delegate_to} of a task, resolved for a host.
 *
 * @param to the host that acts in place of the task's own host, or null
 * @param scope the variables with the connection settings of the acting host
 */
record Delegation(@Nullable String to, Scope scope) {
    /** The task's variables on another host. */
    @FunctionalInterface
    interface DelegateScope {
        Scope of(String host);
    }

    static Delegation of(KeywordResolver keywords, Scope own, DelegateScope others) {
        String chosen = own instanceof TaskScope its ? its.delegateTo() : null;
        String to = chosen != null ? chosen : keywords.text(Keyword.DELEGATE_TO); // an undefined name is an error
        return new Delegation(to, to == null ? own : others.of(to));
    }

    /** Returns the name of the acting host. */
    String acting(String own) {
        return to == null ? own : to;
    }

    /** Returns whether another host than the task's own acts. */
    boolean isElsewhere(String own) {
        return to != null && !to.equals(own);
    }

    /** Returns the address of the delegate, or null if it is the delegate's name. */
    @Nullable
    String address() {
        return to != null && scope.get("ansible_host") instanceof String address && !address.equals(to)
                ? address
                : null;
    }
}
