package io.hitless.cli.launch;

import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Play;
import io.hitless.playbook.preflight.Preflight;
import io.hitless.run.step.PlaybookNames;
import io.hitless.source.Finding;
import io.hitless.template.Template;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reports everything that is certain to fail in a run, before the first host is touched. */
final class RunPreflight {
    private final CommandContext context;
    private final boolean runs;
    private final List<Play> plays;
    private final Preflight preflight;
    private final ConnectionCheck connections;
    private final FindingsReport report;
    private final IdentityHashMap<Play, List<Host>> hosts = new IdentityHashMap<>();

    /** @param runs whether the command connects to hosts and runs tasks */
    RunPreflight(CommandContext context, PlaybookOptions given, List<List<Play>> playbooks, boolean runs) {
        TagOptions tags = given.tags;
        this.context = context;
        this.runs = runs;
        this.plays = playbooks.stream().flatMap(List::stream).toList();
        this.report = new FindingsReport(context.loader().findings(), given.strict, given.run.verbosity() > 0);
        this.connections = new ConnectionCheck(context, given.connection);
        this.preflight = new Preflight(
                context.loader(),
                new Preflight.Aim(
                        tags.toTags(),
                        runs,
                        tags.startAtTask == null && !tags.step,
                        play -> !hosts(play).isEmpty(),
                        this::mayBeLocal,
                        this::written));
    }

    /**
     * @param targets findings about missing hosts, tags or tasks
     * @throws io.hitless.source.UserError with everything that is certain to fail
     */
    void refuse(List<Finding> targets) {
        targets.forEach(context.loader().findings()::add);
        preflight.check(plays);
        if (runs) {
            plays.stream()
                    .filter(preflight::contacts)
                    .forEach(play ->
                            hosts(play).forEach(host -> connections.check(play, host, preflight.becomes(play))));
        }
        report.report();
    }

    /** The hosts of a play, if its pattern is known; otherwise empty. */
    private List<Host> hosts(Play play) {
        return hosts.computeIfAbsent(play, this::selected);
    }

    private List<Host> selected(Play play) {
        if (!PlaybookNames.isFixed(play.hosts())) {
            return List.of();
        }
        Selection picked = HostPattern.parse(PlaybookNames.hosts(play)).select(context.inventory());
        String limit = context.inventoryOptions().limit;
        return limit == null
                ? picked.hosts()
                : picked.limitedTo(HostPattern.limit(limit).select(context.inventory()))
                        .hosts();
    }

    // Unknown hosts may be anywhere.
    private boolean mayBeLocal(Play play) {
        return !PlaybookNames.isFixed(play.hosts())
                || hosts(play).stream().anyMatch(host -> connections.mayBeLocal(play, host));
    }

    private Stream<Template> written(Play play, String name) {
        return hosts(play).stream()
                .map(host -> connections.variables(play, host).written(name))
                .filter(Objects::nonNull);
    }
}
