package io.hitless.cli.output;

import io.hitless.run.PlaybookRun;

/** What the process ends with: Ansible's numbers, as scripts around it know them. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int ERROR = 1;
    public static final int FAILED_HOSTS = 2;
    public static final int CHANGES = 3;
    public static final int UNREACHABLE_HOSTS = 4;

    /** Of a rollout, as ansible-playbook has it. */
    public static final int UNREADABLE = 4;

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
}
