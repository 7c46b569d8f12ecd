package io.hitless.run.host;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.inventory.Host;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
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

/** The current play: the variables that its hosts and steps see, and the names of its steps. */
public final class PlayContext {
    private final Variables variables;
    private final StepNames names;
    private volatile @Nullable PlayVariables current;
    private volatile boolean independent;

    public PlayContext(Variables variables, StepNames names) {
        this.variables = variables;
        this.names = names;
    }

    /** The variables of the current play. */
    public PlayVariables variables() {
        return Objects.requireNonNull(current, "no play has begun");
    }

    /** Starts a play. */
    public void start(PlayVariables started) {
        current = started;
    }

    /**
     * Switches to the variables of another play.
     *
     * @return those that were current before
     */
    public PlayVariables switchTo(PlayVariables other) {
        PlayVariables before = variables();
        current = other;
        return before;
    }

    /**
     * Adds included roles to the play.
     *
     * @param isPublic whether their variables are visible to the rest of it
     */
    public void use(List<Role> roles, boolean isPublic) {
        variables().use(roles);
        if (isPublic) {
            variables().publish(roles);
        }
    }

    /**
     * Adds the facts that a task returned. Those of {@code set_fact} have their own precedence. {@code include_vars}
     * adds its variables itself.
     */
    public void addFacts(String host, String module, Map<String, @Nullable Object> facts) {
        HostVariables hostVariables = variables.of(inventoryHost(host));
        if (module.equals("set_fact")) {
            facts.forEach(hostVariables::set);
        } else if (!module.equals("include_vars")) {
            hostVariables.addFacts(facts);
        }
    }

    /** Variables of {@code set_fact} that are facts, too, as {@code cacheable} makes them. */
    public void keepFacts(String host, Map<String, @Nullable Object> facts) {
        variables.of(inventoryHost(host)).addFacts(facts);
    }

    /** All facts of the host were gathered. */
    public void markGathered(String host) {
        variables.of(inventoryHost(host)).markGathered();
    }

    /** Returns the variables of the play without a host: its own, and extra variables. */
    public Scope scope() {
        return variables().scope(Host.unknown("(play)"));
    }

    /** Returns the variables of a host at the level of the play. */
    public Scope scope(String host) {
        return variables().scope(inventoryHost(host));
    }

    /** Returns the variables of a host, as a step sees them. */
    Scope scope(String host, Step step) {
        return variables().scope(inventoryHost(host), step);
    }

    /** Returns the variables of a host that acts for another one at a step. */
    public Scope actingScope(String host, Step step) {
        return variables().actingScope(inventoryHost(host), step);
    }

    public Scope scope(HostRun host, Step step) {
        return scope(host, step, Map.of());
    }

    /** The variables that a step sees on a host, with those of a loop iteration. */
    public Scope scope(HostRun host, Step step, Map<String, @Nullable Object> extras) {
        Map<String, @Nullable Object> withFailure = extras;
        HostState.Failure failure = host.lastRescuableFailure();
        if (failure != null) {
            withFailure = new LinkedHashMap<>(extras);
            SecretUse.note(failure.secrets());
            Step failed = failure.step();
            withFailure.put(
                    "ansible_failed_task",
                    failed == null ? Map.of() : StepNames.asVariable(failed, scope(host.name(), failed)));
            withFailure.put("ansible_failed_result", failure.result());
        }
        TaskScope scope = variables().scope(inventoryHost(host.name()), step);
        return withFailure.isEmpty() ? scope : scope.with(withFailure);
    }

    // A delegate need not be in the inventory: it has no variables then.
    private Host inventoryHost(String name) {
        Host known = variables.inventory().host(name);
        return known != null ? known : Host.unknown(name);
    }

    public KeywordResolver keywords(Step step, HostRun host) {
        return new KeywordResolver(step.settings(), () -> scope(host, step));
    }

    /** The reference to a step that starts on this host first. */
    public TaskRef ref(Step step, boolean handling, HostRun host, StepPurpose purpose) {
        String whose = independent && !purpose.isTrial() ? host.name() : "";
        return names.ref(step, handling, scope(host, step), purpose, whose);
    }

    /** Returns the reference for an action that the run executes by itself on behalf of a step. */
    public TaskRef ownRef(String name, String action, Span at) {
        return names.own(name, action, at);
    }

    /** The name of the task that a call belongs to, by the key of the call; null if there is none. */
    public @Nullable String taskOf(String call) {
        return names.ofCall(call);
    }

    /**
     * Sets the batch of the following steps. Both numbers count from 1.
     *
     * @param hostsAreIndependent whether each host runs through the steps at its own pace
     */
    public void enterBatch(int play, int batch, boolean hostsAreIndependent) {
        independent = hostsAreIndependent;
        names.enter(play, batch);
        variables().startBatch();
    }

    /** The event that a handler is notified, with the name that the handler has when it starts. */
    public Event.Notified notified(Handler handler, HostRun host) {
        return new Event.Notified(
                host.name(),
                names.shown(handler.step(), scope(host, handler.step())),
                handler.step().span());
    }
}
