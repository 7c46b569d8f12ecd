package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of {@code ./hitless} that has ended: its exit status, all it printed, and how long it took. */
public record Ran(String words, int status, String output, Duration took) {
    private static final Pattern TASK = Pattern.compile("^(?:TASK|RUNNING HANDLER) \\[(.*?)] \\**$");
    private static final Pattern ANSWER =
            Pattern.compile("^(ok|changed|skipping|fatal|failed): \\[([^]]+)]:? ?(\\(item=.*?\\))?.*$");
    private static final Pattern RECAP = Pattern.compile("(?m)^(\\S+) +: (ok=.*?) *$");

    /** Fails with all that was printed unless the exit status is this one. */
    public Ran endedWith(int expected) {
        assertThat(status)
                .as("exit status of hitless %s, which printed:%n%s", words, output)
                .isEqualTo(expected);
        return this;
    }

    public Ran says(String... texts) {
        assertThat(output).as("what hitless %s prints", words).contains(texts);
        return this;
    }

    public Ran doesNotSay(String... texts) {
        assertThat(output).as("what hitless %s prints", words).doesNotContain(texts);
        return this;
    }

    public Ran tookLessThan(Duration limit) {
        assertThat(took)
                .as("time for hitless %s, which printed:%n%s", words, output)
                .isLessThan(limit);
        return this;
    }

    /**
     * What each task came to on each host: "copy the file, on lb1" to "changed". Those of gates, which a prediction
     * does without, are none.
     */
    public Map<String, String> answers() {
        Map<String, String> answers = new TreeMap<>();
        String task = "";
        for (String line : output.lines().toList()) {
            Matcher heading = TASK.matcher(line);
            Matcher answer = ANSWER.matcher(line);
            if (heading.matches()) {
                task = heading.group(1);
            } else if (answer.matches() && !task.startsWith("gate : ")) {
                String item = answer.group(3) == null ? "" : " " + answer.group(3);
                answers.put(task + item + ", on " + answer.group(2), answer.group(1));
            }
        }
        assertThat(answers)
                .as("answers in what hitless %s printed:%n%s", words, output)
                .isNotEmpty();
        return answers;
    }

    /** The host's line in the recap: "ok=2 changed=0 unreachable=0 …", with single blanks. */
    public String recap(String host) {
        Matcher line = RECAP.matcher(output);
        while (line.find()) {
            if (line.group(1).equals(host)) {
                return line.group(2).replaceAll(" +", " ");
            }
        }
        throw new AssertionError("no recap of " + host + " in what hitless " + words + " printed:\n" + output);
    }
}
