package io.hitless.run;

import java.util.Set;

/** How far a run goes. */
public sealed interface Mode {
    /** Hosts are changed. */
    record Apply() implements Mode {}

    /** Ansible's {@code --check}: modules predict, and everything else goes on as if what they predict had not been said. */
    record Check() implements Mode {}

    /**
     * For a plan: modules predict as in check mode, playbooks go the way they will go when applied ({@code ansible_check_mode} is false), and
     * what depends on a change not made is unknown in place of guessed.
     *
     * @param salt of the marks by which a later run of this mode tells whether it foresees the same, also where secrets are hidden
     * @param hosts those that are looked at, though the plays are of more; empty: all
     */
    record Foresee(String salt, Set<String> hosts) implements Mode {
        public Foresee {
            hosts = Set.copyOf(hosts);
        }
    }

    /** Whether modules only predict. */
    default boolean predicts() {
        return !(this instanceof Apply);
    }
}
