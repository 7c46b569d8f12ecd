package io.hitless.run.host;

import io.hitless.event.Event;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.inventory.UnmatchedPattern;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.vars.Variables;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The hosts of a run, and the selection of those that a play targets. Used by the run's thread between tasks. */
public final class HostRegistry {
    private final Variables variables;
    private final @Nullable HostPattern limit;
    private final UnmatchedPattern unmatched;
    private final Consumer<Event> events;
    private final Map<String, HostRun> runs = new LinkedHashMap<>();

    /** @param unmatched what a part of a play's pattern means that matches nothing */
    public HostRegistry(
            Variables variables, @Nullable String limit, UnmatchedPattern unmatched, Consumer<Event> events) {
        this.variables = variables;
        this.limit = limit == null ? null : HostPattern.limit(limit);
        this.unmatched = unmatched;
        this.events = events;
    }

    /**
     * The hosts that the pattern of a play matches within the limit, in the order of its parts. Warns of parts that
     * match nothing.
     *
     * @throws UserError if there is such a part, and that is to be an error
     */
    public List<String> select(List<String> pattern) {
        Inventory inventory = variables.inventory();
        Selection selection = HostPattern.parse(pattern).select(inventory);
        selection.unmatched().forEach(part -> unmatched(part, inventory));
        if (limit != null) {
            selection = selection.limitedTo(limit.select(inventory));
        }
        return selection.hosts().stream().map(Host::name).toList();
    }

    private void unmatched(String part, Inventory inventory) {
        String near = Suggestion.didYouMean(part, inventory.names());
        switch (unmatched) {
            case IGNORE -> {}
            case WARNING ->
                events.accept(new Event.Warning(
                        "Could not match supplied host pattern, ignoring: " + part + (near == null ? "" : "; " + near),
                        null));
            case ERROR ->
                throw new UserError(
                        null, "no host or group matches '" + part + "', and host_pattern_mismatch is error", near);
        }
    }

    /** The hosts that a pattern matches, regardless of the limit. */
    public List<String> select(HostPattern pattern) {
        return pattern.select(variables.inventory()).hosts().stream()
                .map(Host::name)
                .toList();
    }

    public HostRun host(String name) {
        return runs.computeIfAbsent(name, _ -> new HostRun(name, variables.of(inventoryHost(name))));
    }

    /**
     * The host of this name in the inventory, or one without variables if the inventory does not have it: a delegate,
     * for example.
     */
    Host inventoryHost(String name) {
        Host known = variables.inventory().host(name);
        return known != null ? known : Host.unknown(name);
    }

    public Collection<HostRun> hosts() {
        return runs.values();
    }
}
