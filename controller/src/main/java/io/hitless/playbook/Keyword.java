package io.hitless.playbook;

import java.util.Locale;

/** The keywords that plays, roles, blocks and tasks share, and that the inner takes from the outer when it has none of its own. */
public enum Keyword {
    BECOME(Type.BOOL),
    BECOME_USER(Type.STR),
    BECOME_METHOD(Type.STR),
    BECOME_FLAGS(Type.STR),
    BECOME_EXE(Type.STR),
    REMOTE_USER(Type.STR),
    CONNECTION(Type.STR),
    PORT(Type.INT),
    CHECK_MODE(Type.BOOL),
    DIFF(Type.BOOL),
    NO_LOG(Type.BOOL),
    IGNORE_ERRORS(Type.BOOL),
    IGNORE_UNREACHABLE(Type.BOOL),
    ANY_ERRORS_FATAL(Type.BOOL),
    RUN_ONCE(Type.BOOL),
    THROTTLE(Type.INT),
    TIMEOUT(Type.INT),
    DELEGATE_TO(Type.STR),
    DELEGATE_FACTS(Type.BOOL);

    /** What its value is converted to. */
    public enum Type {
        BOOL,
        STR,
        INT
    }

    private final Type type;

    Keyword(Type type) {
        this.type = type;
    }

    public Type type() {
        return type;
    }

    /** As it is written in YAML. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
