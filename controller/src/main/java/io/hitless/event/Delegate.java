package io.hitless.event;

import org.jspecify.annotations.Nullable;

/**
 * The host that a task was done on instead.
 *
 * @param address where it is reached, if that is not its name
 */
public record Delegate(String name, @Nullable String address) {
    public Delegate(String name) {
        this(name, null);
    }

    /** As Ansible shows it: {@code NAME} or {@code NAME(ADDRESS)}. */
    public String shown() {
        return address == null ? name : name + "(" + address + ")";
    }
}
