package io.hitless.compat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One name that Ansible has: the cases that show it, or why there are none. */
final class CoveredName {
    private static final String SHOWN_BY = "shown by ";

    private final String name;
    private final Map<String, String> differs = new LinkedHashMap<>();
    private String reason = "";

    /** @param name {@code KIND/NAME} */
    CoveredName(String name) {
        this.name = name;
    }

    void addCase(String path, String difference) {
        differs.put(path, difference);
    }

    void setReason(String why) {
        reason = why;
    }

    String name() {
        return name;
    }

    /** Without the kind. */
    String word() {
        return name.substring(name.indexOf('/') + 1);
    }

    /** Why there is no case: by what else it is shown, or why it is missing. */
    String reason() {
        return reason.replace(SHOWN_BY, "");
    }

    /** The cases in which it is the same. */
    List<String> cases() {
        return differs.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** What differs, each once. */
    List<String> differences() {
        return differs.values().stream()
                .filter(why -> !why.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether cases show it, or tests that are not part of the comparison. */
    boolean isSame() {
        return isShownElsewhere() || (!cases().isEmpty() && differences().isEmpty());
    }

    boolean isShownElsewhere() {
        return differs.isEmpty() && reason.startsWith(SHOWN_BY);
    }

    boolean isDifferent() {
        return !differences().isEmpty();
    }

    boolean isMissing() {
        return differs.isEmpty() && !reason.isEmpty() && !isShownElsewhere();
    }

    /** Neither a case nor a reason. */
    boolean isUnshown() {
        return differs.isEmpty() && reason.isEmpty();
    }
}
