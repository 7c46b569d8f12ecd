package io.hitless.run.settings;

import java.util.Set;

/** How far a run goes. */
public sealed interface Mode {
    /** Hosts are changed. */
    record Apply() implements Mode {}

    /**
     * Ansible's {@code --check}: modules predict, and everything else goes on as if what they predict had not been
     * said.
     */
    record Check() implements Mode {}

    /**
     * For a plan: modules predict as in check mode, playbooks go the way they will go when applied
     * ({@code ansible_check_mode} is false), and what depends on a change not made is unknown in place of guessed.
     *
     * @param salt of the marks by which a later run of this mode tells whether it foresees the same, also where secrets
     *     are hidden
     * @param hosts those that are looked at, though the plays are of more; empty: all
     * @param asTheyAre whether hosts are looked at for how they are, not for what would be done: a task in sync now is,
     *     whatever goes before it, and a playbook is begun though hosts failed in the one before
     */
    record Plan(String salt, Set<String> hosts, boolean asTheyAre) implements Mode {
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
