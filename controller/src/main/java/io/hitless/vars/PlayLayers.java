package io.hitless.vars;

import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a play and its roles define for all hosts. Thread-safe. */
final class PlayLayers {
    private final Play play;
    private final Map<String, @Nullable Object> answers;
    private final PlayHosts hosts;
    private final boolean mergesHashes;
    private volatile Roles roles;
    private volatile List<Role> used;

    /** The roles of a play and their merged variables; later roles win. */
    private record Roles(List<Role> list, Map<String, Template> defaults, Map<String, Template> vars) {
        static Roles of(List<Role> list, boolean merges) {
            Map<String, Template> defaults = new LinkedHashMap<>();
            Map<String, Template> vars = new LinkedHashMap<>();
            list.forEach(role -> {
                VariableMatch.putAll(defaults, role.defaults(), merges);
                VariableMatch.putAll(vars, role.vars(), merges);
            });
            return new Roles(List.copyOf(list), defaults, vars);
        }
    }

    PlayLayers(Play play, Map<String, ? extends @Nullable Object> answers, PlayHosts hosts, VariableRules rules) {
        this.play = play;
        this.answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        this.hosts = hosts;
        this.mergesHashes = rules.mergesHashes();
        this.used = written();
        this.roles = Roles.of(rules.hidesRoles() ? List.of() : play.variables().roles(), mergesHashes);
    }

    /** Must be called when a batch begins: as in Ansible, roles that an earlier batch included are no longer listed. */
    void startBatch() {
        used = written();
    }

    private List<Role> written() {
        return play.variables().roles().stream()
                .sorted(Comparator.comparing(role -> role.parent() != null)) // imported roles come last
                .toList();
    }

    /** Lists roles that were included during the play. Their variables are visible to their own tasks only. */
    synchronized void use(List<Role> more) {
        List<Role> all = new ArrayList<>(used);
        all.addAll(more);
        used = List.copyOf(all);
    }

    /** Makes the variables of roles that were included during the play visible to the rest of it. */
    synchronized void publish(List<Role> more) {
        List<Role> all = new ArrayList<>(roles.list());
        all.addAll(more);
        roles = Roles.of(all, mergesHashes);
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

    /** Returns whether the variable was entered at a prompt without echo. */
    boolean isPrivate(String name) {
        return answers.containsKey(name)
                && !"None".equals(answers.get(name)) // nobody was there to answer
                && play.variables().prompts().stream()
                        .anyMatch(asked -> asked.name().equals(name) && asked.isPrivate());
    }

    Map<String, Template> roleDefaults() {
        return roles.defaults();
    }

    Map<String, Template> roleVars() {
        return roles.vars();
    }

    /**
     * Returns the names of the roles used so far: of those used directly, once for each use, or of their dependencies.
     */
    List<String> roleNames(boolean dependencies) {
        List<String> names = used.stream()
                .filter(role -> role.isDependency() == dependencies)
                .map(Role::name)
                .toList();
        return dependencies ? names.stream().distinct().toList() : names;
    }
}
