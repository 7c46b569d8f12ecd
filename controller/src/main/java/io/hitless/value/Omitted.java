package io.hitless.value;

/** The type of {@code omit}. An option or entry with this value is treated as absent. */
public enum Omitted {
    VALUE;

    /** The text that Ansible writes where {@code omit} is part of a text. */
    @Override
    public String toString() {
        return "<<Omit>>";
    }
}
