package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The text by which a host carries out a plan: {@code parts/haproxy_live.sh} of the agent describes it. */
public final class LiveScript {
    private final StringBuilder text = new StringBuilder();

    private LiveScript() {}

    /**
     * Returns the script of a plan that needs no reload.
     *
     * @param marked the last step, if the process can be marked
     * @throws IllegalArgumentException if a name or value has a line feed in it
     */
    public static byte[] of(LivePlan plan, List<LiveVerdict.Live> marked) {
        LiveScript script = new LiveScript();
        for (LivePlan.Item item : plan.ordered()) {
            script.line("step", item.what());
            script.add((LiveVerdict.Live) item.verdict());
        }
        marked.forEach(script::add);
        // So the host sees that it has all of it.
        long lines = script.text.chars().filter(c -> c == '\n').count();
        script.line("end", String.valueOf(lines));
        return ConfigBytes.bytes(script.text.toString());
    }

    private void line(String... words) {
        String joined = String.join("\t", words);
        if (joined.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a name or a value has a line feed in it");
        }
        text.append(joined).append('\n');
    }

    private void add(LiveVerdict.Live step) {
        for (LiveAction action : step.actions()) {
            add("do", action.command());
            action.undo().forEach(command -> add("undo", command));
        }
        step.proofs().forEach(proof -> add("proof", proof));
        step.undone().forEach(proof -> add("undone", proof));
    }

    private void add(String kind, RuntimeCommand command) {
        switch (command.answer()) {
            case RuntimeAnswer.Silence _ -> line(kind, "silent");
            case RuntimeAnswer.Says(String said) -> line(kind, "says", said);
            case RuntimeAnswer.Anything _ -> line(kind, "anything");
            case RuntimeAnswer.Eventually(String said, String until) -> line(kind, "eventually", said, until);
            case RuntimeAnswer.NewVersion _ -> line(kind, "version");
        }
        line("=" + command.line());
        command.payload().forEach(payload -> line("|" + payload));
        if (command.answer() instanceof RuntimeAnswer.Eventually) {
            line("+" + command.line().replaceFirst(".*del server ", ""));
        }
    }

    private void add(String kind, LiveProof proof) {
        switch (proof) {
            case LiveProof.Row row -> {
                ask(kind, "row", proof);
                each("where", row.row(), Function.identity());
                each("is", row.expected(), LiveScript::shown);
                each("set", row.set(), String::valueOf);
                each("clear", row.clear(), String::valueOf);
            }
            case LiveProof.NoRow row -> {
                ask(kind, "norow", proof);
                each("where", row.row(), Function.identity());
            }
            case LiveProof.Field field -> {
                ask(kind, "field", proof);
                line("is", field.name(), field.value());
            }
            case LiveProof.Entries entries -> {
                ask(kind, "entries", proof);
                entries.lines().forEach(entry -> line("|" + entry));
            }
            case LiveProof.Line one -> {
                ask(kind, one.present() ? "present" : "absent", proof);
                line("=" + one.line());
            }
        }
    }

    private void ask(String kind, String form, LiveProof proof) {
        line(kind, form);
        line("?" + proof.ask());
    }

    private <V> void each(String word, Map<String, V> values, Function<V, String> text) {
        new TreeMap<>(values).forEach((name, value) -> line(word, name, text.apply(value)));
    }

    /** Returns a value as HAProxy shows it: it may be written in several ways. */
    private static String shown(String value) {
        return value.matches("\\d+")
                ? value.replaceFirst("^0+(?=\\d)", "")
                : PlainAddress.shown(value).orElse(value);
    }
}
