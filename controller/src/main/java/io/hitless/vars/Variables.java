package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Play;
import io.hitless.playbook.load.Templates;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All variables of a run. Thread-safe, but each scope that it returns is for one thread. */
public final class Variables {
    private final RunLayers layers;

    /**
     * @param templates those of the playbook loader, which can decrypt
     * @param extraVars variables of the command line; they have the highest precedence
     * @param rules the configured rules
     * @param baseDir the directory of the first playbook, in which {@code group_vars} are searched for outside any play
     */
    public Variables(
            Inventory inventory,
            Templates templates,
            Map<String, Template> extraVars,
            RunInfo run,
            VariableRules rules,
            Path baseDir) {
        this(new RunLayers(inventory, templates, extraVars, run, rules, baseDir));
    }

    private Variables(RunLayers layers) {
        this.layers = layers;
    }

    /** Returns a copy for a run that only predicts; what that run learns does not change this object. */
    public Variables copy() {
        return new Variables(layers.copy());
    }

    /** Returns what the run has learned about a host. */
    public HostVariables of(Host host) {
        return layers.of(host);
    }

    /** Replaces the inventory by one with added hosts or groups. What the run has learned about hosts stays. */
    public void replace(Inventory inventory) {
        layers.replace(inventory);
    }

    public Inventory inventory() {
        return layers.inventory();
    }

    /** Returns the files of {@code vars_files} that were read so far. */
    public Set<Path> filesRead() {
        return layers.filesRead();
    }

    /**
     * Returns the variables of a play.
     *
     * @param answers the answers to its {@code vars_prompt}
     */
    public PlayVariables play(Play play, Map<String, ? extends @Nullable Object> answers, PlayHosts hosts) {
        return new PlayVariables(layers, new PlayLayers(play, answers, hosts, layers.rules()));
    }

    /**
     * Returns a host's variables outside any play, as {@code hostvars} shows them: inventory, facts, variables of
     * {@code set_fact} and extra variables.
     */
    TaskScope scope(Host host) {
        return new TaskScope(layers, null, host, InheritedKeywords.NONE, null, Map.of(), null);
    }
}
