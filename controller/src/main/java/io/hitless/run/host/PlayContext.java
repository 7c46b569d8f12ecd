package io.hitless.run.host;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.inventory.Host;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.step.KeywordResolver;
import io.hitless.run.step.StepNames;
import io.hitless.run.step.StepPurpose;
import io.hitless.source.Span;
import io.hitless.template.eval.Scope;
import io.hitless.value.SecretUse;
import io.hitless.vars.HostVariables;
import io.hitless.vars.PlayVariables;
import io.hitless.vars.TaskScope;
import io.hitless.vars.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The play under way: what its hosts and steps see of variables, and what its steps are called. */
public final class PlayContext {
    private final Variables variables;
    private final StepNames names;
    private @Nullable PlayVariables current;

    public PlayContext(Variables variables, StepNames names) {
        this.variables = variables;
        this.names = names;
    }

    /** The variables of the play that has begun. */
    public PlayVariables variables() {
        return Objects.requireNonNull(current, "no play has begun");
    }

    /** A play begins. */
    public void start(PlayVariables its) {
        current = its;
    }

    /** Goes back to the variables of an earlier play, or forth again; gives those that held before. */
    public PlayVariables enter(PlayVariables other) {
        PlayVariables before = variables();
        current = other;
        return before;
    }

    /** Roles that an include brought are seen by the rest of the play. */
    public void publish(List<Role> roles) {
        variables().publish(roles);
    }

    /**
     * Facts that a task brought: those of set_fact have a place of their own in the order of precedence, and
     * include_vars keeps its itself.
     */
    public void learn(String host, String module, Map<String, @Nullable Object> facts) {
        HostVariables its = variables.of(inventoryHost(host));
        if (module.equals("set_fact")) {
            facts.forEach(its::set);
        } else if (!module.equals("include_vars")) {
            its.addFacts(facts);
        }
    }

    /** The variables of the play before any host: what it says itself, and extra variables. */
    public Scope scope() {
        return variables().scope(Host.unknown("(play)"));
    }

    /** What a host sees at the play itself. */
    public Scope scope(String host) {
        return variables().scope(inventoryHost(host));
    }

    /** The variables of another host, as a task sees them that acts there. */
    public Scope scope(String host, Step step) {
        return variables().scope(inventoryHost(host), step);
    }

    public Scope scope(HostRun host, Step step) {
        return scope(host, step, Map.of());
    }

    /** The variables that a step sees on a host, with those of a loop's turn. */
    public Scope scope(HostRun host, Step step, Map<String, @Nullable Object> extras) {
        Map<String, @Nullable Object> more = extras;
        HostState.Failure failure = host.lastRescuable();
        if (failure != null) {
            more = new LinkedHashMap<>(extras);
            SecretUse.note(failure.secrets());
            Task task = failure.task();
            more.put(
                    "ansible_failed_task",
                    task == null ? Map.of() : StepNames.asVariable(task, scope(host.name(), task)));
            more.put("ansible_failed_result", failure.result());
        }
        TaskScope scope = variables().scope(inventoryHost(host.name()), step);
        return more.isEmpty() ? scope : scope.with(more);
    }

    // One without variables for a name that only a task knows, as a delegate's may be.
    private Host inventoryHost(String name) {
        Host known = variables.inventory().host(name);
        return known != null ? known : Host.unknown(name);
    }

    public KeywordResolver keywords(Step step, HostRun host) {
        return new KeywordResolver(step.settings(), () -> scope(host, step));
    }

    /** The reference for a step that begins on this host first. */
    public TaskRef ref(Step step, boolean handling, HostRun host, StepPurpose purpose) {
        return names.ref(step, handling, scope(host, step), purpose);
    }

    /** That of something that the run does of its own, for what a step wants. */
    public TaskRef ownRef(String name, String action, Span at) {
        return names.own(name, action, at);
    }

    /** The name of the task that a call belongs to, by the call's key as hosts have it; null if there is none. */
    public @Nullable String taskOf(String call) {
        return names.ofCall(call);
    }

    /** The steps that begin from now on belong to this batch; both count from 1. */
    public void enterBatch(int play, int batch) {
        names.enter(play, batch);
    }

    /** That a handler is notified: by the name that it has when it begins. */
    public Event.Notified notified(Handler handler, HostRun host) {
        return new Event.Notified(
                host.name(),
                names.shown(handler.step(), scope(host, handler.step())),
                handler.step().span());
    }
}
