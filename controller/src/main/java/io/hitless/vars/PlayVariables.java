package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.TaskLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one play; creates the scopes of its hosts and tasks. Thread-safe. */
public final class PlayVariables {
    private final RunLayers run;
    private final PlayLayers play;

    PlayVariables(RunLayers run, PlayLayers play) {
        this.run = run;
        this.play = play;
    }

    /**
     * Makes the variables of roles that {@code include_role} included with {@code public} visible to the rest of the
     * play.
     */
    public void publish(List<Role> more) {
        play.publish(more);
    }

    public void startBatch() {
        play.startBatch();
    }

    /** Adds roles that were included during the play to the names of the play's roles. */
    public void use(List<Role> more) {
        play.use(more);
    }

    /** Returns the scope of a host at a step. */
    public TaskScope scope(Host host, Step step) {
        return scope(host, step.settings(), step.place());
    }

    /** Returns the scope of a host that acts for another one at a step: it delegates to no other host. */
    public TaskScope actingScope(Host host, Step step) {
        return scope(host, step.settings().without(Keyword.DELEGATE_TO), step.place());
    }

    /** Returns the scope of a host at the play itself, for example for gathering facts. */
    public TaskScope scope(Host host) {
        return scope(host, play.play().settings(), null);
    }

    /**
     * Returns the scope of a host with these keywords.
     *
     * @param place the role and file of the task, or null
     */
    TaskScope scope(Host host, InheritedKeywords settings, @Nullable TaskLocation place) {
        return new TaskScope(run, play, host, settings, place, Map.of(), null);
    }

    PlayLayers layers() {
        return play;
    }
}
