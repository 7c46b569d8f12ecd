package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskLocation;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables of one play, from which scopes for its hosts and tasks are made. Safe for many threads. */
public final class PlayVariables {
    private final Variables run;
    private final Play play;
    private final Map<String, @Nullable Object> answers;
    private final PlayHosts hosts;
    private volatile Roles roles;

    /** The play's roles, and what they say together: later ones win. */
    private record Roles(List<Role> list, Map<String, Template> defaults, Map<String, Template> vars) {
        static Roles of(List<Role> list) {
            Map<String, Template> defaults = new LinkedHashMap<>();
            Map<String, Template> vars = new LinkedHashMap<>();
            list.forEach(role -> {
                defaults.putAll(role.defaults());
                vars.putAll(role.vars());
            });
            return new Roles(List.copyOf(list), defaults, vars);
        }
    }

    PlayVariables(Variables run, Play play, Map<String, ? extends @Nullable Object> answers, PlayHosts hosts) {
        this.run = run;
        this.play = play;
        this.answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        this.hosts = hosts;
        this.roles = Roles.of(play.roles());
    }

    /**
     * Makes the variables of roles that {@code include_role} brought with {@code public} visible to the rest of the
     * play.
     */
    public synchronized void publish(List<Role> more) {
        List<Role> all = new ArrayList<>(roles.list());
        all.addAll(more);
        roles = Roles.of(all);
    }

    /** What a host sees at a step. */
    public TaskScope scope(Host host, Step step) {
        return scope(host, step.settings(), place(step));
    }

    /** What a host sees at the play itself, such as for gathering facts. */
    public TaskScope scope(Host host) {
        return scope(host, play.settings(), null);
    }

    /** What a host sees with these settings; {@code place} says in which role and file. */
    public TaskScope scope(Host host, InheritedKeywords settings, @Nullable TaskLocation place) {
        return new TaskScope(run, this, host, settings, place, Map.of(), null);
    }

    private static @Nullable TaskLocation place(Step step) {
        return switch (step) {
            case Task task -> task.place();
            case Include include -> include.place();
            case Meta meta -> meta.place();
            case Block block ->
                block.steps().isEmpty() ? null : place(block.steps().getFirst());
        };
    }

    Play play() {
        return play;
    }

    PlayHosts hosts() {
        return hosts;
    }

    Map<String, @Nullable Object> answers() {
        return answers;
    }

    /** Whether it was asked for without showing what was typed. */
    boolean isPrivate(String name) {
        return answers.containsKey(name)
                && play.varsPrompt().stream().anyMatch(asked -> asked.name().equals(name) && asked.isPrivate());
    }

    Map<String, Template> roleDefaults() {
        return roles.defaults();
    }

    Map<String, Template> roleVars() {
        return roles.vars();
    }

    /** The names of the play's roles: those used directly, or those they depend on. */
    List<String> roleNames(boolean dependencies) {
        Set<String> names = new LinkedHashSet<>();
        roles.list().stream()
                .filter(role -> (role.parent() != null) == dependencies)
                .forEach(role -> names.add(role.name()));
        return List.copyOf(names);
    }
}
