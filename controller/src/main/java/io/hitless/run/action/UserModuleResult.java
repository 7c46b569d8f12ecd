package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.event.ResultFields;
import io.hitless.module.Json;
import io.hitless.source.Reason;
import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the result of a user's module: one JSON object in its output. The output comes from the host and is not
 * trusted.
 */
final class UserModuleResult {
    private static final Pattern PYTHON_ERROR = Pattern.compile(
            "(?s).*^Traceback \\(most recent call last\\):\n(?: .*\n)+([\\w.]+)(?:: (.*))?", Pattern.MULTILINE);
    private static final String TYPE = "__ansible_type";

    private final String module;
    private final long status;
    private final String stderr;
    private final List<String> warnings;

    /** @param answer the reply of the host */
    UserModuleResult(String module, Result answer) {
        this.module = module;
        this.status = answer.fields().get("_rc") instanceof Long rc ? rc : -1;
        this.stderr = String.valueOf(answer.fields().getOrDefault("_err", ""));
        this.warnings = new ArrayList<>(answer.warnings());
    }

    /** @param printed the module's standard output */
    Result read(String printed) {
        Object value;
        try {
            value = Json.read(object(printed));
        } catch (IllegalArgumentException e) {
            return noResult(printed, Reason.of(e));
        }
        return value instanceof Map<?, ?> fields ? result(fields) : noResult(printed, "it is no JSON object");
    }

    /**
     * Returns the text from the first line that begins an object to the last line that ends one, since modules print
     * other text around the result.
     */
    private static String object(String printed) {
        List<String> lines = printed.lines().toList();
        int from = 0;
        int to = lines.size();
        while (from < to && !lines.get(from).stripLeading().startsWith("{")) {
            from++;
        }
        while (to > from && !lines.get(to - 1).stripTrailing().endsWith("}")) {
            to--;
        }
        return String.join("\n", lines.subList(from, to));
    }

    private Result result(Map<?, ?> answer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (plain(answer) instanceof Map<?, ?> its) {
            its.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        fields.remove("invocation"); // the arguments, which the task contains already
        boolean changed = isTrue(fields.remove(ResultFields.CHANGED));
        Object rc = fields.get("rc");
        boolean failed = fields.containsKey(ResultFields.FAILED)
                ? isTrue(fields.remove(ResultFields.FAILED))
                : rc != null && !"0".equals(Values.text(rc));
        boolean skipped = isTrue(fields.remove(ResultFields.SKIPPED));
        if (fields.remove("warnings") instanceof List<?> given) {
            given.forEach(warning -> warnings.add(Values.text(warning)));
        }
        if (failed) {
            fields.putIfAbsent("msg", "module '" + module + "' failed, and does not say why");
        }
        Result.Status how = failed ? Result.Status.FAILED : skipped ? Result.Status.SKIPPED : Result.Status.OK;
        return new Result(how, changed, fields, UserModuleDiffs.of(fields.get("diff")), warnings);
    }

    /** Returns the value without the parts that only Ansible and its modules exchange. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map
            when map.containsKey(TYPE) && map.get("event") instanceof Map<?, ?> event -> plain(event.get("msg"));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((name, its) -> {
                    if (!String.valueOf(name).startsWith("_ansible_")) {
                        out.put(String.valueOf(name), plain(its));
                    }
                });
                yield out;
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.forEach(item -> out.add(plain(item)));
                yield out;
            }
            case null, default -> value;
        };
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value == null ? null : BooleanWords.of(value));
    }

    private Result noResult(String printed, String why) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Matcher error = PYTHON_ERROR.matcher(stderr.strip());
        if (error.matches()) {
            String said = error.group(2);
            fields.put("msg", "Task failed: Module failed: " + (said == null ? error.group(1) : said));
            fields.put("exception", stderr.strip());
        } else {
            String last = stderr.strip().lines().reduce("", (_, line) -> line).strip();
            fields.put(
                    "msg",
                    "module '" + module + "' gave no result that can be read: " + (last.isEmpty() ? why : last)
                            + (status == 0 ? "" : " (exit status " + status + ")"));
            fields.put("module_stdout", printed);
            fields.put("module_stderr", stderr);
        }
        fields.put("rc", status);
        return new Result(Result.Status.FAILED, false, fields, List.of(), warnings);
    }
}
