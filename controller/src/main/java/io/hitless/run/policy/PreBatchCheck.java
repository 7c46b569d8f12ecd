package io.hitless.run.policy;

import java.util.List;

/** Is asked before each batch of each play whether it may begin. */
@FunctionalInterface
public interface PreBatchCheck {
    /** Lets every batch begin. */
    PreBatchCheck NONE = _ -> {};

    /** @throws io.hitless.source.UserError if it may not: the run ends there, and says so */
    void beforeBatch(List<String> hosts) throws InterruptedException;
}
