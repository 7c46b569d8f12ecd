package io.hitless.run.settings;

import java.util.Set;

/** How far a run goes. */
public sealed interface Mode {
    /** Hosts are changed. */
    record Apply() implements Mode {}

    /** Ansible's {@code --check}: modules predict, and everything else works as usual. */
    record Check() implements Mode {}

    /**
     * For a plan: modules predict as in check mode, but conditions are evaluated as in a real run
     * ({@code ansible_check_mode} is false), and what depends on a change that was not made is unknown.
     *
     * @param salt for the digests by which a later plan tells whether it predicts the same, even where secrets are
     *     masked
     * @param hosts the hosts to inspect; empty: all hosts of the plays
     * @param currentState whether to report the current state, not what a run would do: a task that is in sync now
     *     stays so regardless of earlier changes, and a playbook starts even if hosts failed in the one before
     */
    record Plan(String salt, Set<String> hosts, boolean currentState) implements Mode {
        public Plan {
            hosts = Set.copyOf(hosts);
        }

        public Plan(String salt, Set<String> hosts) {
            this(salt, hosts, false);
        }
    }

    /** Whether modules only predict. */
    default boolean predicts() {
        return !(this instanceof Apply);
    }
}
