package io.hitless.run.action;

import io.hitless.inventory.Inventory;
import io.hitless.vars.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The inventory of a run: its sources, and the hosts and groups that tasks have added. Thread-safe. */
public final class RunInventory {
    private final Variables variables;
    private final Supplier<Inventory> sources;
    private final List<UnaryOperator<Inventory>> additions = new ArrayList<>();

    /** @param sources reads the sources again */
    public RunInventory(Variables variables, Supplier<Inventory> sources) {
        this.variables = variables;
        this.sources = sources;
    }

    /**
     * Changes the inventory.
     *
     * @return whether anything changed
     */
    synchronized boolean add(UnaryOperator<Inventory> addition) {
        additions.add(addition);
        Inventory before = variables.inventory();
        Inventory after = addition.apply(before);
        variables.replace(after);
        return after != before;
    }

    /**
     * Reads the sources again, and executes those that are programs. As in Ansible, hosts and groups that tasks added
     * stay.
     */
    synchronized void refresh() {
        Inventory inventory = sources.get();
        for (UnaryOperator<Inventory> addition : additions) {
            inventory = addition.apply(inventory);
        }
        variables.replace(inventory);
    }
}
