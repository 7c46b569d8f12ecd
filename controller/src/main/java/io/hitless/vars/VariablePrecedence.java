package io.hitless.vars;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ansible's order of precedence: which source of a variable counts for a host at a task. {@link #find} has the whole
 * order, highest first.
 */
final class VariablePrecedence {
    private final RunLayers run;
    private final @Nullable PlayLayers play;
    private final HostVariables known;
    private final List<VariableSource> inventory;
    private final InheritedKeywords settings;
    private final @Nullable Role role;
    private final Map<String, @Nullable Object> extras;
    private final SpecialVariables special;
    private final Function<PlayLayers, List<VariableSource>> varsFiles;

    /**
     * @param known what the run has learned about the host: facts, results, {@code set_fact}
     * @param inventory the host's variables in the inventory, lowest precedence first
     * @param settings the keywords of the task and of what contains it
     * @param extras variables of the moment, such as the item of a loop
     * @param varsFiles reads the {@code vars_files} of a play, lowest precedence first
     */
    VariablePrecedence(
            RunLayers run,
            @Nullable PlayLayers play,
            HostVariables known,
            List<VariableSource> inventory,
            InheritedKeywords settings,
            @Nullable Role role,
            Map<String, @Nullable Object> extras,
            SpecialVariables special,
            Function<PlayLayers, List<VariableSource>> varsFiles) {
        this.run = run;
        this.play = play;
        this.known = known;
        this.inventory = inventory;
        this.settings = settings;
        this.role = role;
        this.extras = extras;
        this.special = special;
        this.varsFiles = varsFiles;
    }

    /** The value of a variable, not yet resolved if it is a template; {@link Absent#MISSING} if there is none. */
    @Nullable
    Object find(String name) {
        if (extras.containsKey(name)) {
            return extras.get(name);
        }
        Object magic = special.get(name);
        if (magic != Absent.MISSING) {
            return magic;
        }
        Template aboveFacts = extraVarsOrParameters(name);
        if (aboveFacts != null) {
            return aboveFacts;
        }
        if (known.isSet(name)) {
            return known.valueSet(name);
        }
        Template ofTask = includedOrVarsOfTask(name);
        if (ofTask != null) {
            return ofTask;
        }
        return play == null ? ofHost(name) : ofPlay(play, name);
    }

    // -e; parameters of an include; parameters of a role
    private @Nullable Template extraVarsOrParameters(String name) {
        Template extra = run.extraVars().get(name);
        if (extra == null) {
            extra = last(settings.includeParams(), name);
        }
        return extra != null ? extra : RoleLookup.params(role, name);
    }

    // include_vars; vars of the task and of its blocks; vars of the role
    private @Nullable Template includedOrVarsOfTask(String name) {
        Template found = known.included(name);
        if (found == null) {
            found = last(settings.vars(), name);
        }
        return found != null ? found : RoleLookup.vars(role, name);
    }

    // vars of all roles of the play; vars_files; answers to vars_prompt; vars of the play; the host's own
    private @Nullable Object ofPlay(PlayLayers play, String name) {
        Template found = play.roleVars().get(name);
        if (found == null && !play.play().variables().files().isEmpty()) {
            found = lastOf(varsFiles.apply(play), name);
        }
        if (found != null) {
            return found;
        }
        if (play.answers().containsKey(name)) {
            return play.answers().get(name);
        }
        Template ofPlay = play.play().variables().vars().get(name);
        return ofPlay != null ? ofPlay : ofHost(name);
    }

    // facts; the inventory with host_vars and group_vars; defaults of the role, then of all roles
    private @Nullable Object ofHost(String name) {
        if (name.equals("ansible_facts")) {
            return known.facts();
        }
        if (known.isFact(name)) {
            return known.fact(name);
        }
        Template found = lastOf(inventory, name);
        if (found == null && play != null) {
            found = RoleLookup.defaults(role, name);
            found = found == null ? play.roleDefaults().get(name) : found;
        }
        return found == null ? Absent.MISSING : found;
    }

    private static @Nullable Template last(List<Map<String, Template>> maps, String name) {
        for (Map<String, Template> map : maps.reversed()) {
            Template found = map.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Template lastOf(List<VariableSource> sources, String name) {
        for (VariableSource source : sources.reversed()) {
            Template found = source.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The names of all variables that have a value. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(known.names());
        inventory.forEach(source -> names.addAll(source.names()));
        names.add("ansible_facts");
        if (play != null) {
            names.addAll(play.roleDefaults().keySet());
            names.addAll(play.play().variables().vars().keySet());
            names.addAll(play.answers().keySet());
            varsFiles.apply(play).forEach(source -> names.addAll(source.names()));
            names.addAll(play.roleVars().keySet());
        }
        RoleLookup.names(role, names);
        settings.vars().forEach(vars -> names.addAll(vars.keySet()));
        settings.includeParams().forEach(vars -> names.addAll(vars.keySet()));
        names.addAll(run.extraVars().keySet());
        names.addAll(special.names());
        names.addAll(extras.keySet());
        return names;
    }
}
