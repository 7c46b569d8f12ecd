package io.hitless.vars;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ansible's variable precedence: decides which source of a variable wins for a host at a task. {@link #find} has the
 * whole order, highest first.
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
     * @param settings the keywords of the task and of its blocks and play
     * @param extras temporary variables, such as the item of a loop
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

    /** Returns the value of a variable, which may be a template; {@link Absent#MISSING} if there is none. */
    @Nullable
    Object find(String name) {
        if (extras.containsKey(name)) {
            return extras.get(name);
        }
        Object magic = special.get(name);
        if (magic != Absent.MISSING) {
            return magic;
        }
        VariableMatch found = new VariableMatch(run.rules().mergesHashes());
        search(name, found);
        return found.value();
    }

    private void search(String name, VariableMatch found) {
        if (extraVarsOrParameters(name, found)
                || (known.isSet(name) && found.take(known.valueSet(name)))
                || includedOrVarsOfTask(name, found)
                || (play != null && ofPlay(play, name, found))) {
            return;
        }
        ofHost(name, found);
    }

    // -e; parameters of an include; parameters of a role
    private boolean extraVarsOrParameters(String name, VariableMatch found) {
        return found.takeIfThere(run.extraVars().get(name))
                || found.takeLast(settings.includeParams(), name)
                || RoleLookup.params(role, name, found);
    }

    // include_vars; vars of the task and of its blocks; vars of the role
    private boolean includedOrVarsOfTask(String name, VariableMatch found) {
        return found.takeIfThere(known.included(name))
                || found.takeLast(settings.vars(), name)
                || RoleLookup.vars(role, name, found);
    }

    // vars of all roles of the play; vars_files; answers to vars_prompt; vars of the play
    private boolean ofPlay(PlayLayers play, String name, VariableMatch found) {
        return found.takeIfThere(play.roleVars().get(name))
                || (!play.play().variables().files().isEmpty() && found.takeLastOf(varsFiles.apply(play), name))
                || (play.answers().containsKey(name)
                        && found.take(play.answers().get(name)))
                || found.takeIfThere(play.play().variables().vars().get(name));
    }

    // facts; the inventory with host_vars and group_vars; defaults of the role, then of all roles
    private void ofHost(String name, VariableMatch found) {
        boolean over;
        if (name.equals("ansible_facts")) {
            over = found.take(known.facts());
        } else {
            over = known.isFact(name) && found.take(known.fact(name));
        }
        if (!over && !found.takeLastOf(inventory, name) && play != null && !RoleLookup.defaults(role, name, found)) {
            found.takeIfThere(play.roleDefaults().get(name));
        }
    }

    /** Returns the names of all variables that have a value. */
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
