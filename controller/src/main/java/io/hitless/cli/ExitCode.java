package io.hitless.cli;

import io.hitless.run.PlaybookRun;

/** What the process ends with: Ansible's numbers, as scripts around it know them. */
final class ExitCode {
    static final int OK = 0;
    static final int ERROR = 1;
    static final int FAILED_HOSTS = 2;
    static final int CHANGES = 3;
    static final int UNREACHABLE_HOSTS = 4;

    /** Of a rollout, as ansible-playbook has it. */
    static final int UNREADABLE = 4;

    static final int INTERRUPTED = 99;
    static final int BUG = 250;

    private ExitCode() {}

    static int of(PlaybookRun.Verdict verdict) {
        return switch (verdict) {
            case OK -> OK;
            case FAILED_HOSTS -> FAILED_HOSTS;
            case UNREACHABLE_HOSTS -> UNREACHABLE_HOSTS;
            case INTERRUPTED -> INTERRUPTED;
        };
    }
}
