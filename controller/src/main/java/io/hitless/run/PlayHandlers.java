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
     * It is another one if its name is a template, and has another value.
     */
    void add(List<Handler> more, List<HostRun> hosts) {
        for (Handler handler : more) {
            List<Handler> before = handlers.stream()
                    .filter(known -> isCopy(known, handler))
                    .filter(known -> handler.isNamedAlike() || isNamedAs(known, handler, hosts.getFirst()))
                    .toList();
            hosts.forEach(host -> host.notifications().replace(before, handler));
            handlers.removeAll(before);
            handlers.add(handler);
        }
    }

    /**
     * Returns the handler with this name and all handlers that listen to the name. As in Ansible, the last list of
     * handlers that contains the name counts, and the first handler with the name in that list. Of listeners with the
     * same name, the last one counts.
     */
    List<Handler> named(String wanted, HostRun host) {
        List<Handler> found = new ArrayList<>();
        List<Handler> named = handlers.stream()
                .filter(handler -> answersTo(handler, wanted, host))
                .toList();
        if (!named.isEmpty()) {
            found.add(firstInLastList(named));
        }
        List<Handler> listening = handlers.stream()
                .filter(handler -> handler.listen().contains(wanted))
                .toList();
        for (int i = 0; i < listening.size(); i++) {
            Handler handler = listening.get(i);
            boolean isCovered = !handler.isNamedAlike()
                    && listening.subList(i + 1, listening.size()).stream()
                            .anyMatch(later -> isCopy(later, handler) && isNamedAs(later, handler, host));
            if (!isCovered && !found.contains(handler)) {
                found.add(handler);
            }
        }
        return found;
    }

    /** The first of these handlers that is in the same list as the last one. A copy of a list begins anew. */
    private static Handler firstInLastList(List<Handler> named) {
        Handler first = named.getLast();
        for (Handler earlier : named.subList(0, named.size() - 1).reversed()) {
            if (!isInOneList(earlier, first) || isBehind(earlier, first)) {
                break;
            }
            first = earlier;
        }
        return first;
    }

    private static boolean isInOneList(Handler one, Handler other) {
        return Objects.equals(one.step().role(), other.step().role())
                && one.step().span().file().equals(other.step().span().file());
    }

    private static boolean isBehind(Handler one, Handler other) {
        return one.step().span().start() >= other.step().span().start();
    }

    private static boolean isCopy(Handler one, Handler other) {
        return one.step().span().equals(other.step().span());
    }

    private boolean isNamedAs(Handler one, Handler other, HostRun host) {
        return name(one, host).equals(name(other, host));
    }

    private String name(Handler handler, HostRun host) {
        return StepNames.resolved(handler.step(), play.scope(host, handler.step()));
    }

    private boolean answersTo(Handler handler, String wanted, HostRun host) {
        String name = name(handler, host);
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
