package io.hitless.cli.launch;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.config.Configuration;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.report.Warnings;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.List;

/** Warns about problems of the inventory and of {@code --limit} before a command uses them. */
record InventoryCheck(Inventory inventory, InventoryOptions options) {
    /** Warns about settings without effect and about errors in the inventory sources. */
    void warn() {
        List<String> ignored = Configuration.current().ignored();
        if (!ignored.isEmpty()) {
            Warnings.print(
                    "settings that have no effect: " + String.join(", ", ignored) + "; 'hitless config' shows why");
        }
        inventory.warnings().forEach(text -> Warnings.print(new UserError(text)));
    }

    /** Warns if there are no hosts. */
    void warnIfEmpty() {
        if (!inventory.hosts().isEmpty()) {
            return;
        }
        boolean given = !InventoryConfiguration.sources(options).isEmpty();
        Configuration config = Configuration.current();
        if (config.flag("LOCALHOST_WARNING") || (!given && config.flag("INVENTORY_UNPARSED_WARNING"))) {
            Warnings.print(new UserError(
                    given
                            ? "the inventory has no hosts, so only localhost is known"
                            : "no inventory was given, so only localhost is known; name one with -i"));
        }
    }

    /**
     * Refuses a {@code --limit} that matches no host: a mistyped name must not look like a successful run.
     *
     * @throws UserError if no host matches
     */
    void refuseEmptyLimit() {
        String limit = options.limit;
        if (limit == null) {
            return;
        }
        Selection limited = HostPattern.limit(limit).select(inventory);
        if (limited.hosts().isEmpty()) {
            String hint = Suggestion.didYouMean(limit, inventory.names());
            throw new UserError(
                    null,
                    "--limit " + limit + " matches no host of the inventory",
                    hint != null ? hint : "'hitless inventory --graph' shows its hosts and groups");
        }
        limited.unmatched().forEach(this::warnUnmatched);
    }

    private void warnUnmatched(String part) {
        String near = Suggestion.didYouMean(part, inventory.names());
        Warnings.print(
                new UserError("--limit: no host or group matches '" + part + "'" + (near == null ? "" : "; " + near)));
    }
}
