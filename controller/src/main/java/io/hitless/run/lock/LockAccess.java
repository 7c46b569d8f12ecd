package io.hitless.run.lock;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.run.host.HostRun;
import io.hitless.run.session.HostAccess;

/** Resolves how a host is reached with the keywords of a play or step, to lock it. */
@FunctionalInterface
public interface LockAccess {
    /** @throws io.hitless.source.UserError if a keyword can't be resolved for the host yet */
    HostAccess of(HostRun host, InheritedKeywords keywords);
}
