package io.hitless.event;

import java.util.Set;

/** The fields of a result that hitless sets itself. A host may set any other, and may set these. */
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

    /** The condition that did not hold, as written. */
    public static final String FALSE_CONDITION = "false_condition";

    /** What {@code failed_when} makes of the result. */
    public static final String FAILED_WHEN_RESULT = "failed_when_result";

    /** What {@code changed_when} makes of the result, if it can't be evaluated. */
    public static final String CHANGED_WHEN_RESULT = "changed_when_result";

    /** Only in a plan: why it is not known what the task would do. */
    public static final String UNKNOWN_BECAUSE = "unknown_because";

    /** Stands for all fields that {@code no_log} hides. */
    public static final String CENSORED = "censored";

    /** What the first word of a result's line says already. */
    public static final Set<String> SHOWN_BY_STATUS = Set.of(FAILED, SKIPPED);

    private ResultFields() {}
}
