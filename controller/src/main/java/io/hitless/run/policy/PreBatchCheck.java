package io.hitless.run.policy;

import java.util.List;

/** Decides before each batch of each play whether it may start. */
@FunctionalInterface
public interface PreBatchCheck {
    /** Every batch may start. */
    PreBatchCheck NONE = _ -> {};

    /** @throws io.hitless.source.UserError if the batch may not start: the run ends with this error */
    void beforeBatch(List<String> hosts) throws InterruptedException;
}
