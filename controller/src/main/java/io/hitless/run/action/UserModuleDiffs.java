package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.Json;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the diffs that modules of users report, in each of Ansible's formats. */
final class UserModuleDiffs {
    private UserModuleDiffs() {}

    static List<Result.Diff> of(@Nullable Object diff) {
        List<Result.Diff> out = new ArrayList<>();
        for (Object each : diff instanceof List<?> list ? list : diff == null ? List.of() : List.of(diff)) {
            if (each instanceof Map<?, ?> parts) {
                String before = side(parts.get("before"));
                String after = side(parts.get("after"));
                if (!before.equals(after)) {
                    out.add(new Result.Diff(label(parts), before, after));
                }
                if (parts.get("prepared") != null) {
                    out.add(new Result.Diff(label(parts), "", Values.text(parts.get("prepared"))));
                }
            }
        }
        return out;
    }

    private static String label(Map<?, ?> parts) {
        Object label = parts.get("after_header") != null ? parts.get("after_header") : parts.get("before_header");
        return label == null ? "" : Values.text(label);
    }

    private static String side(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> Json.write(map) + "\n";
            case List<?> list -> Json.write(list) + "\n";
            default -> Values.text(value);
        };
    }
}
