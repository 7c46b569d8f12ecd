package io.hitless.run.lock;

import io.hitless.agent.Become;
import io.hitless.agent.BecomeFailure;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseReply;
import io.hitless.agent.LeaseRequest;
import io.hitless.playbook.Block;
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
 * The users that can take the lease of a host: root if the play becomes root in at least one task, since nobody else
 * can tamper with root's lease; else the login user. No other user: they may not be able to write anywhere.
 */
final class LockIdentities {
    private static final Set<Keyword> BECOME_KEYWORDS = EnumSet.of(
            Keyword.BECOME, Keyword.BECOME_USER, Keyword.BECOME_METHOD, Keyword.BECOME_EXE, Keyword.BECOME_FLAGS);

    private final LockAccess access;
    private final List<InheritedKeywords> keywords;

    private LockIdentities(LockAccess access, List<InheritedKeywords> keywords) {
        this.access = access;
        this.keywords = keywords;
    }

    static LockIdentities of(LockAccess access, Play play) {
        Map<List<Template>, InheritedKeywords> distinct = new LinkedHashMap<>();
        Stream<Step> steps = Stream.concat(play.sections().steps().stream(), play.sections().handlerSteps().stream());
        Stream.concat(Stream.of(play.settings()), steps.flatMap(LockIdentities::keywordsIn))
                .forEach(stepKeywords -> distinct.putIfAbsent(
                        BECOME_KEYWORDS.stream()
                                .map(stepKeywords::get)
                                .filter(Objects::nonNull)
                                .toList(),
                        stepKeywords));
        return new LockIdentities(access, List.copyOf(distinct.values()));
    }

    private static Stream<InheritedKeywords> keywordsIn(Step step) {
        return switch (step) {
            case Block block ->
                Stream.of(block.steps(), block.rescue(), block.always())
                        .flatMap(List::stream)
                        .flatMap(LockIdentities::keywordsIn);
            case Step other -> Stream.of(other.settings());
        };
    }

    /** Takes the lease of a host, as root if possible. */
    LeaseReply take(HostRun host, HostSession session, LeaseRequest request) throws IOException, InterruptedException {
        for (Become root : roots(host)) {
            try {
                return session.lease(request, root);
            } catch (BecomeFailure _) {
                // a task that becomes root reports it
            }
        }
        return session.lease(request, null);
    }

    private Set<Become> roots(HostRun host) {
        Set<Become> roots = new LinkedHashSet<>();
        for (InheritedKeywords stepKeywords : keywords) {
            try {
                Become become = access.of(host, stepKeywords).become();
                if (become != null && become.user().equals("root")) {
                    roots.add(become);
                }
            } catch (UserError _) {
                // a value that is not known yet; its task reports an error
            }
        }
        return roots;
    }
}
