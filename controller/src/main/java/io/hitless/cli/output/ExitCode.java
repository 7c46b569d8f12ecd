package io.hitless.cli.output;

import io.hitless.event.DriftReport;
import io.hitless.run.PlaybookRun;

/** Exit codes: the same as Ansible's. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int ERROR = 1;
    public static final int FAILED_HOSTS = 2;
    public static final int CHANGES = 3;
    public static final int UNREACHABLE_HOSTS = 4;

    /** A playbook can't be read; as in ansible-playbook. */
    public static final int UNREADABLE = 4;

    /** Options that exclude each other, as in ansible-vault, or settings that can't be read. */
    public static final int MISUSE = 5;

    /** A usage error of a command with one of Ansible's names. */
    public static final int USAGE_OF_ANSIBLE = 2;

    public static final int INTERRUPTED = 99;
    public static final int BUG = 250;

    private ExitCode() {}

    public static int of(PlaybookRun.Verdict verdict) {
        return switch (verdict) {
            case OK -> OK;
            case FAILED_HOSTS -> FAILED_HOSTS;
            case UNREACHABLE_HOSTS -> UNREACHABLE_HOSTS;
            case INTERRUPTED -> INTERRUPTED;
        };
    }

    /** @param strict whether unknown results count as drift */
    public static int of(DriftReport report, boolean strict) {
        if (!report.complete()) {
            return INTERRUPTED;
        }
        return switch (report.state()) {
            case UNREACHABLE -> UNREACHABLE_HOSTS;
            case FAILED -> FAILED_HOSTS;
            case DRIFTED -> CHANGES;
            case UNKNOWN -> strict ? CHANGES : OK;
            case IN_SYNC -> OK;
        };
    }
}
