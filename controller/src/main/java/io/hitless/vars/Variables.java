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

/** All variables of a run. Safe for many threads; the scopes it gives are each for one. */
public final class Variables {
    private final RunLayers layers;

    /**
     * @param templates as the playbook loader has them: they know how to decrypt
     * @param extraVars of the command line: above all others
     * @param rules what is configured
     * @param baseDir the directory of the first playbook: where {@code group_vars} are looked for outside of any play
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

    /** What is known now, for a run that is only tried: what it learns stays its own. */
    public Variables copy() {
        return new Variables(layers.copy());
    }

    /** What is known of a host since the run began. */
    public HostVariables of(Host host) {
        return layers.of(host);
    }

    /** Takes another inventory from now on, with hosts or groups that came in. What is known of hosts stays. */
    public void replace(Inventory inventory) {
        layers.replace(inventory);
    }

    public Inventory inventory() {
        return layers.inventory();
    }

    /** The files of {@code vars_files} that were read so far. */
    public Set<Path> filesRead() {
        return layers.filesRead();
    }

    /**
     * The variables of a play.
     *
     * @param answers to its {@code vars_prompt}
     */
    public PlayVariables play(Play play, Map<String, ? extends @Nullable Object> answers, PlayHosts hosts) {
        return new PlayVariables(layers, new PlayLayers(play, answers, hosts, layers.rules()));
    }

    /**
     * A host's variables outside of any play: inventory, facts, what was set, and extra variables; as {@code hostvars}
     * shows them.
     */
    TaskScope scope(Host host) {
        return new TaskScope(layers, null, host, InheritedKeywords.NONE, null, Map.of(), null);
    }
}
