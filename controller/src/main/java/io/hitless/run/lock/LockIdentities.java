package io.hitless.run.lock;

import io.hitless.agent.Become;
import io.hitless.agent.BecomeFailure;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.LeaseRequest;
import io.hitless.playbook.Block;
import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * As whom the lease of a host is taken: as root where the play becomes root anyway, be it in one task, since nobody
 * else can tamper with root's; else as the login user. Not as any other user: he need not be able to write anywhere.
 */
final class LockIdentities {
    private static final Set<Keyword> BECOMING = EnumSet.of(
            Keyword.BECOME, Keyword.BECOME_USER, Keyword.BECOME_METHOD, Keyword.BECOME_EXE, Keyword.BECOME_FLAGS);

    private final LockAccess access;
    private final List<InheritedKeywords> settings;

    private LockIdentities(LockAccess access, List<InheritedKeywords> settings) {
        this.access = access;
        this.settings = settings;
    }

    static LockIdentities of(LockAccess access, Play play) {
        Map<List<Template>, InheritedKeywords> different = new LinkedHashMap<>();
        Stream<Step> steps = Stream.of(
                        play.preTasks(),
                        play.roleTasks(),
                        play.tasks(),
                        play.postTasks(),
                        play.handlers().stream().map(Handler::step).toList())
                .flatMap(List::stream);
        Stream.concat(Stream.of(play.settings()), steps.flatMap(LockIdentities::within))
                .forEach(its -> different.putIfAbsent(
                        BECOMING.stream().map(its::get).filter(Objects::nonNull).toList(), its));
        return new LockIdentities(access, List.copyOf(different.values()));
    }

    private static Stream<InheritedKeywords> within(Step step) {
        return switch (step) {
            case Block block ->
                Stream.of(block.steps(), block.rescue(), block.always())
                        .flatMap(List::stream)
                        .flatMap(LockIdentities::within);
            case Step other -> Stream.of(other.settings());
        };
    }

    /** Takes the lease of a host as the best of them that can be had. */
    LeaseAnswer take(HostRun host, HostSession session, LeaseRequest request) throws IOException, InterruptedException {
        for (Become root : roots(host)) {
            try {
                return session.lease(request, root);
            } catch (BecomeFailure _) {
                // its tasks say so, should it come to them
            }
        }
        return session.lease(request, null);
    }

    private Set<Become> roots(HostRun host) {
        Set<Become> roots = new LinkedHashSet<>();
        for (InheritedKeywords its : settings) {
            try {
                Become become = access.of(host, its).become();
                if (become != null && become.user().equals("root")) {
                    roots.add(become);
                }
            } catch (UserError _) {
                // a value that is known later: its task tells
            }
        }
        return roots;
    }
}
