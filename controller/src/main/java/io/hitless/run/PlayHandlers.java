package io.hitless.run;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.PlayContext;
import io.hitless.run.step.StepNames;
import io.hitless.run.step.WrittenNames;
import io.hitless.source.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of a play that some hosts know: those written in the play, and those of roles that the hosts included.
 */
final class PlayHandlers {
    private final PlayContext play;
    private final List<Handler> handlers;

    PlayHandlers(PlayContext play, List<Handler> written) {
        this.play = play;
        this.handlers = new ArrayList<>(written);
    }

    /** Returns the handlers in the order in which they run. */
    List<Handler> all() {
        return handlers;
    }

    /**
     * Adds the handlers of a role. As in Ansible, a handler that is known already is replaced, even if it is pending.
     */
    void add(List<Handler> more, List<HostRun> hosts) {
        for (Handler handler : more) {
            List<Handler> before = handlers.stream()
                    .filter(known -> known.step().span().equals(handler.step().span()))
                    .toList();
            hosts.forEach(host -> host.notifications().replace(before, handler));
            handlers.removeAll(before);
            handlers.add(handler);
        }
    }

    /**
     * Returns the handler with this name and all handlers that listen to the name. As in Ansible, the last list of
     * handlers that contains the name counts, and the first handler with the name in that list.
     */
    List<Handler> named(String wanted, HostRun host) {
        List<Handler> named = handlers.stream()
                .filter(handler -> answersTo(handler, wanted, host))
                .toList();
        List<Handler> found = new ArrayList<>();
        named.stream()
                .filter(handler -> inOneList(handler, named.getLast()))
                .findFirst()
                .ifPresent(found::add);
        handlers.stream()
                .filter(handler -> handler.listen().contains(wanted) && !found.contains(handler))
                .forEach(found::add);
        return found;
    }

    private static boolean inOneList(Handler one, Handler other) {
        return Objects.equals(one.step().role(), other.step().role())
                && one.step().span().file().equals(other.step().span().file());
    }

    private boolean answersTo(Handler handler, String wanted, HostRun host) {
        String name = StepNames.resolved(handler.step(), play.scope(host, handler.step()));
        Role role = handler.step().role();
        return name.equals(wanted)
                || (role != null
                        && (wanted.equals(role.name() + " : " + name)
                                || wanted.equals(role.shortName() + " : " + name)));
    }

    @Nullable
    String suggestion(String wanted) {
        return Suggestion.didYouMean(
                wanted,
                handlers.stream()
                        .flatMap(handler ->
                                Stream.concat(Stream.of(WrittenNames.of(handler.step())), handler.listen().stream()))
                        .toList());
    }
}
