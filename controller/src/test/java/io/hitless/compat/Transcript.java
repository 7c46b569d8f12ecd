package io.hitless.compat;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a run printed, without what may differ from run to run or is not promised: times, the order of hosts that work
 * side by side, the order of a result's fields, and in what words a failure is told.
 */
final class Transcript {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern RESULT = Pattern.compile(
            "(ok|changed|skipping|fatal|failed|FAILED - RETRYING)(?:: | )\\[([^]: ]+)(?: -> [^]]*)?\\].*",
            Pattern.DOTALL);
    private static final Pattern AD_HOC =
            Pattern.compile("(\\S+) \\| (?:SUCCESS|CHANGED|FAILED|UNREACHABLE|SKIPPED)\\b.*", Pattern.DOTALL);
    private static final Pattern JOB = Pattern.compile("ASYNC (?:OK|FAILED) on (\\S+): jid=.*");
    private static final Pattern FAILURE = Pattern.compile("fatal|failed|\\S+ \\| (FAILED|UNREACHABLE)");
    private static final Pattern TIME = Pattern.compile(" +(start|end|delta): '.*'"); // of a result as YAML
    private static final Pattern LISTED_HOST = Pattern.compile(" {4,6}(?!play |tasks:|TASK TAGS)\\S+");
    private static final Pattern INCLUDED = Pattern.compile("(included: .* for )(.*?)( => \\(item=.*)?");
    private static final Set<String> PASSED_OVER = Set.of(
            "invocation",
            "exception",
            "failed_when_suppressed_exception",
            "deprecations",
            "warnings",
            "child_pid",
            "_ansible_no_log",
            "_ansible_verbose_always");
    private static final Set<String> WORDS = Set.of("msg", "message", "reason", "argument_errors", "skip_reason");
    /** Fields that are there, but whose values are times, numbers of the moment, or the words of one tool. */
    private static final Set<String> STANDINS = Set.of(
            "start",
            "end",
            "delta",
            "atime",
            "mtime",
            "ctime",
            "inode",
            "dev",
            "ansible_job_id",
            "results_file",
            "erased",
            "censored");

    private final boolean messages;
    private final StringBuilder text = new StringBuilder();
    private final List<String> results = new ArrayList<>();
    private String said = "";

    private Transcript(boolean messages) {
        this.messages = messages;
    }

    /** @param dir the directory that the run worked in, which reads as {@code .} */
    static String of(String output, String dir, boolean messages) {
        Transcript transcript = new Transcript(messages);
        transcript.read(dir.equals(".") ? output : output.replace(dir + "/", "").replace(dir, "."));
        return transcript.text.toString();
    }

    private void read(String output) {
        List<String> open = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (!open.isEmpty()) {
                open.add(line);
                if (line.equals("}")) {
                    results.add(result(String.join("\n", open)));
                    open.clear();
                }
            } else if (AD_HOC.matcher(line).matches()
                    || LISTED_HOST.matcher(line).matches()) {
                said = line.startsWith(" ") || line.contains("=> {") ? "" : "\n";
                if (line.endsWith("=> {")) {
                    open.add(line);
                } else {
                    results.add(result(line));
                }
            } else if (!said.isEmpty() && !line.startsWith("exit ")) {
                results.add(results.removeLast() + said + line); // what the command of the host printed
            } else if (RESULT.matcher(line).matches()) {
                if (line.endsWith("=> {")) {
                    open.add(line);
                } else {
                    results.add(result(line));
                }
            } else if (JOB.matcher(line).matches()) {
                results.add(line.replaceFirst("jid=.*", "jid=…"));
            } else if (line.startsWith("...ignoring") && !results.isEmpty()) {
                results.add(results.removeLast() + "\n" + line);
            } else if (!isChatter(line)) {
                flush();
                said = "";
                other(line.replaceAll(" \\*{3,}$", " ***").stripTrailing());
            }
        }
        flush();
    }

    private void other(String line) {
        Matcher included = INCLUDED.matcher(line);
        String steady = !included.matches()
                ? TIME.matcher(line).matches() ? line.replaceFirst("'.*'", "…") : line
                : included.group(1)
                        + Stream.of(included.group(2).split(", ")).sorted().collect(joining(", "))
                        + (included.group(3) == null ? "" : included.group(3));
        // Ansible repeats the banner of a meta task for each host, and that of the end.
        if (!(steady.matches("TASK \\[.*|NO MORE HOSTS LEFT.*")
                && text.toString().endsWith("\n" + steady + "\n"))) {
            text.append(steady).append('\n');
        }
    }

    /**
     * Lines that belong to one tool only: where a failed task stands, which configuration was read, which batch it is.
     */
    private static boolean isChatter(String line) {
        return line.isBlank()
                || line.matches(" {2}at \\S+:\\d+:\\d+.*")
                || line.startsWith("ASYNC POLL on ") // as often as the moment has it
                || line.matches(
                        "(No config file found; using defaults|running playbook inside collection \\S+|Using inventory"
                                + " plugin .*|Using \\S+ as config file)")
                || line.matches("batch \\d+ of \\d+: .*");
    }

    private void flush() {
        results.sort(Comparator.comparing(Transcript::host));
        results.forEach(result -> text.append(result).append('\n'));
        results.clear();
    }

    private static String host(String result) {
        Matcher matcher = RESULT.matcher(result);
        Matcher adHoc = AD_HOC.matcher(result);
        Matcher job = JOB.matcher(result);
        return matcher.matches()
                ? matcher.group(2)
                : adHoc.matches() ? adHoc.group(1) : job.matches() ? job.group(1) : result;
    }

    /** A result whose fields are in the order of their names, however it was laid out. */
    private String result(String line) {
        for (int at = line.indexOf("=> {"); at >= 0; at = line.indexOf("=> {", at + 1)) {
            try {
                Object fields = JSON.readValue(line.substring(at + 3), Object.class);
                boolean failed = FAILURE.matcher(line).lookingAt();
                return line.substring(0, at) + "=> "
                        + JSON.writeValueAsString(steady(fields, failed, line.startsWith("skipping")));
            } catch (JsonProcessingException e) {
                // a label that looks like one: the next may be it
            }
        }
        return line.stripTrailing();
    }

    private Object steady(Object value, boolean failed, boolean skipped) {
        if (value instanceof List<?> list) {
            return list.stream().map(element -> steady(element, false, false)).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        // Why a meta task was skipped is told in each tool's own words, too.
        boolean bad = failed
                || Boolean.TRUE.equals(map.get("failed"))
                || (map.containsKey("skip_reason")
                        && !map.containsKey("false_condition")
                        && !map.containsKey("changed"));
        Map<String, Object> kept = new TreeMap<>();
        map.forEach((key, field) -> {
            String name = String.valueOf(key);
            boolean words = bad
                    && !messages
                    && (WORDS.contains(name)
                            || (name.endsWith("_when_result") && field instanceof String)
                            || (name.equals("changed") && !truth(field)));
            boolean temporary = name.equals("src") && map.containsKey("checksum");
            boolean why = name.equals("msg") && skipped && !messages; // the module does not do check mode
            if (!PASSED_OVER.contains(name) && !words && !temporary && !why) {
                kept.put(name, STANDINS.contains(name) ? "…" : steady(field, false, false));
            }
        });
        return kept;
    }

    private static boolean truth(Object field) {
        return Boolean.TRUE.equals(field);
    }
}
