package io.hitless.vars;

import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a play and its roles say, for all of its hosts. Safe for many threads. */
final class PlayLayers {
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

    PlayLayers(Play play, Map<String, ? extends @Nullable Object> answers, PlayHosts hosts) {
        this.play = play;
        this.answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        this.hosts = hosts;
        this.roles = Roles.of(play.variables().roles());
    }

    /** Adds roles that came in during the play. */
    synchronized void publish(List<Role> more) {
        List<Role> all = new ArrayList<>(roles.list());
        all.addAll(more);
        roles = Roles.of(all);
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
                && play.variables().prompts().stream()
                        .anyMatch(asked -> asked.name().equals(name) && asked.isPrivate());
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
