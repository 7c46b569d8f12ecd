package io.hitless.event;

import org.jspecify.annotations.Nullable;

/**
 * The host to which a task was delegated.
 *
 * @param address its address, or null if that is its name
 */
public record Delegate(String name, @Nullable String address) {
    public Delegate(String name) {
        this(name, null);
    }

    /** Returns the host as Ansible shows it: {@code NAME} or {@code NAME(ADDRESS)}. */
    public String shown() {
        return address == null ? name : name + "(" + address + ")";
    }
}
