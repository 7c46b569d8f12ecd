package io.hitless.playbook;

import java.util.Locale;

/**
 * The keywords that plays, roles, blocks and tasks share. A block or task without one inherits the value of the
 * enclosing block, role or play.
 */
public enum Keyword {
    BECOME(Kind.BOOL),
    BECOME_USER(Kind.TEXT),
    BECOME_METHOD(Kind.BECOME_METHOD),
    BECOME_FLAGS(Kind.TEXT),
    BECOME_EXE(Kind.TEXT),
    REMOTE_USER(Kind.TEXT),
    CONNECTION(Kind.CONNECTION),
    PORT(Kind.WHOLE),
    CHECK_MODE(Kind.BOOL),
    DIFF(Kind.BOOL),
    NO_LOG(Kind.BOOL),
    IGNORE_ERRORS(Kind.BOOL),
    IGNORE_UNREACHABLE(Kind.BOOL),
    ANY_ERRORS_FATAL(Kind.BOOL),
    RUN_ONCE(Kind.BOOL),
    THROTTLE(Kind.WHOLE),
    TIMEOUT(Kind.WHOLE),
    DELEGATE_TO(Kind.TEXT),
    DELEGATE_FACTS(Kind.BOOL);

    private final Kind kind;

    Keyword(Kind kind) {
        this.kind = kind;
    }

    /** The kind of value that the keyword takes. */
    public Kind kind() {
        return kind;
    }

    /** The keyword as written in YAML. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
