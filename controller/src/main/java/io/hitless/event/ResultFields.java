package io.hitless.event;

import java.util.Set;

/** The fields of a result that hitless itself sets. A host may set these and any others. */
public final class ResultFields {
    public static final String CHANGED = "changed";
    public static final String FAILED = "failed";
    public static final String MSG = "msg";

    /** Whether the task was skipped. */
    public static final String SKIPPED = "skipped";

    /** Why a condition skipped it. */
    public static final String SKIP_REASON = "skip_reason";

    /** Why there was nothing to do: no items, or too little verbosity. */
    public static final String SKIPPED_REASON = "skipped_reason";

    /** The condition that was false, as written. */
    public static final String FALSE_CONDITION = "false_condition";

    /** The value of {@code failed_when}. */
    public static final String FAILED_WHEN_RESULT = "failed_when_result";

    /** The error of {@code changed_when}, if it cannot be evaluated. */
    public static final String CHANGED_WHEN_RESULT = "changed_when_result";

    /** Only in a plan: why it is not known what the task would do. */
    public static final String UNKNOWN_BECAUSE = "unknown_because";

    /** Replaces all fields that {@code no_log} hides. */
    public static final String CENSORED = "censored";

    /** Fields that the first word of a result's line already expresses. */
    public static final Set<String> SHOWN_BY_STATUS = Set.of(FAILED, SKIPPED);

    private ResultFields() {}
}
