package io.hitless.cli.launch;

import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Play;
import io.hitless.playbook.preflight.Preflight;
import io.hitless.report.Warnings;
import io.hitless.run.step.PlaybookNames;
import io.hitless.template.Template;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is certain to fail in a run, told before it touches the first host. */
public final class RunPreflight {
    private final CommandContext workplace;
    private final List<Play> plays;
    private final Preflight preflight;
    private final ConnectionCheck connections;
    private final IdentityHashMap<Play, List<Host>> hosts = new IdentityHashMap<>();

    public RunPreflight(CommandContext workplace, PlaybookOptions given, List<List<Play>> playbooks) {
        TagOptions tags = given.tags;
        this.workplace = workplace;
        this.plays = playbooks.stream().flatMap(List::stream).toList();
        this.connections = new ConnectionCheck(workplace, given.connection);
        this.preflight = new Preflight(
                workplace.loader(),
                new Preflight.Aim(
                        tags.toTags(),
                        tags.startAtTask == null && !tags.step,
                        play -> !hosts(play).isEmpty(),
                        this::mayBeLocal,
                        this::written));
    }

    /** @throws io.hitless.source.UserError with all that the steps of plays would fail at */
    void refuseSteps() {
        preflight.check(plays, Warnings::print);
    }

    /** @throws io.hitless.source.UserError with all that connections would fail at; after {@link #refuseSteps} */
    void refuseConnections() {
        for (Play play : plays) {
            if (preflight.contacts(play)) {
                hosts(play).forEach(host -> connections.check(play, host, preflight.becomes(play)));
            }
        }
        connections.throwIfAny();
    }

    public void refuse() {
        refuseSteps();
        refuseConnections();
    }

    /** The hosts that a play is sure to have, if it is not in the hands of others. */
    private List<Host> hosts(Play play) {
        return hosts.computeIfAbsent(play, this::selected);
    }

    private List<Host> selected(Play play) {
        if (!PlaybookNames.isFixed(play.hosts())) {
            return List.of();
        }
        Selection picked = HostPattern.parse(PlaybookNames.hosts(play)).select(workplace.inventory());
        String limit = workplace.inventoryOptions().limit;
        return limit == null
                ? picked.hosts()
                : picked.limitedTo(HostPattern.limit(limit).select(workplace.inventory()))
                        .hosts();
    }

    // Hosts that are not known yet may be anywhere.
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
