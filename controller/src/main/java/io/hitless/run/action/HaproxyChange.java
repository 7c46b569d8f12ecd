package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.haproxy.live.HaproxyRelease;
import io.hitless.haproxy.live.LiveFacts;
import io.hitless.haproxy.live.LivePlan;
import io.hitless.haproxy.live.LiveScript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code haproxy_config}. The host does the work. If it finds that a change may be made without a reload, it
 * answers with the facts, the controller plans the change, and a second call carries it out.
 */
final class HaproxyChange implements Action {
    /** The greatest number of bytes of facts that are planned with. */
    private static final int LONGEST = 16 << 20;

    /**
     * What a plan starts from, or why it could not be had.
     *
     * @param sent null if it could not
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Facts(byte @Nullable [] sent, String because) {
        static final Facts NONE = new Facts(null, "the controller could not get the facts for a plan");
        static final Facts TOO_MUCH = new Facts(
                null,
                "the configuration and its files are too much to plan with: more than " + (LONGEST >> 20) + " MiB");
    }

    /**
     * A plan, or why there is none.
     *
     * @param script what the host is to do; null if that is a reload
     * @param because why it is a reload
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Planned(@Nullable LivePlan plan, byte @Nullable [] script, List<String> because) {
        static Planned none(String because) {
            return new Planned(null, null, List.of(because));
        }

        List<String> changes() {
            return plan == null ? because : plan.lines();
        }

        List<String> live() {
            return plan == null || script == null
                    ? List.of()
                    : plan.items().stream().map(LivePlan.Item::what).toList();
        }
    }

    @Override
    public boolean runsAsJob() {
        return true;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        if (call.link().startsJobs() || "reload".equals(call.text("apply"))) {
            return call.onHost(call.task().module(), call.args());
        }
        Result asked = onHost(call, Map.of("_plan", true));
        Facts facts = facts(call, asked);
        if (facts.equals(Facts.NONE) && asked.fields().containsKey("_facts")) {
            // A resumed run has the answer of a session that is gone, with its files.
            asked = onHost(call, Map.of("_plan", true));
            facts = facts(call, asked);
        }
        if (!asked.fields().containsKey("_facts")) {
            return asked;
        }
        Planned planned = planned(facts, asked);
        return call.check() || (isOnlyLive(call) && !planned.because().isEmpty())
                ? predicted(call, asked, planned)
                : carriedOut(call, asked, planned);
    }

    private static boolean isOnlyLive(ActionCall call) {
        return "live".equals(call.text("apply"));
    }

    private static Result onHost(ActionCall call, Map<String, ?> more) throws IOException, InterruptedException {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>(call.args());
        arguments.putAll(more);
        return call.onHost(call.task().module(), arguments);
    }

    private static Facts facts(ActionCall call, Result asked) throws InterruptedException {
        if (!(asked.fields().get("_facts") instanceof String path)) {
            return Facts.NONE;
        }
        Limited facts = new Limited();
        try {
            call.download(path, facts);
            return new Facts(facts.toByteArray(), "");
        } catch (IOException _) {
            return Facts.NONE;
        } catch (TooMuchException _) {
            return Facts.TOO_MUCH;
        }
    }

    private static final class TooMuchException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Limited extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            if (size() + length > LONGEST) {
                throw new TooMuchException();
            }
            super.write(bytes, from, length);
        }
    }

    private static Planned planned(Facts facts, Result asked) {
        Optional<HaproxyRelease> release = HaproxyRelease.of(field(asked, "_version"));
        byte[] sent = facts.sent();
        if (sent == null) {
            return Planned.none(facts.because());
        }
        if (release.isEmpty()) {
            return Planned.none(Facts.NONE.because());
        }
        List<String> left = asked.fields().get("_left") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
        try {
            LivePlan plan = LiveFacts.read(sent).plan(release.get(), left);
            return new Planned(plan, plan.isLive() ? script(plan, release.get(), asked) : null, plan.because());
        } catch (IllegalArgumentException _) {
            return Planned.none("a name that the plan needs has a line feed in it, or the host's facts are malformed");
        }
    }

    private static String field(Result result, String name) {
        return String.valueOf(result.fields().get(name));
    }

    /** Returns the result of check mode, or of a change that was not allowed. */
    private static Result predicted(ActionCall call, Result asked, Planned planned) {
        Map<String, @Nullable Object> fields =
                new LinkedHashMap<>(HostArguments.shown(asked).fields());
        fields.put("live", planned.live());
        fields.put("reload_because", planned.because());
        fields.put("changes", planned.changes());
        List<Result.Diff> diffs = diffs(call, asked, planned);
        if (planned.script() != null || !isOnlyLive(call)) {
            return new Result(asked.status(), asked.changed(), fields, diffs, asked.warnings());
        }
        fields.put("outcome", "untouched");
        fields.put(
                "msg",
                "plan: apply is live, and that is not possible: " + String.join("; ", planned.because())
                        + ". Nothing was changed on this host: " + field(asked, "host_state") + ".");
        return new Result(Result.Status.FAILED, false, fields, diffs, asked.warnings());
    }

    /** Returns the diffs, and under them how each change is made. */
    private static List<Result.Diff> diffs(ActionCall call, Result result, Planned planned) {
        List<Result.Diff> diffs = new ArrayList<>(result.diffs());
        if (!diffs.isEmpty() && !planned.changes().isEmpty()) {
            String how = planned.changes().stream().map(line -> line + "\n").collect(Collectors.joining());
            diffs.add(new Result.Diff(call.text("dest") + ": how it is made", "", how));
        }
        return diffs;
    }

    private static Result carriedOut(ActionCall call, Result asked, Planned planned)
            throws IOException, InterruptedException {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("_basis", field(asked, "_basis"));
        byte[] script = planned.script();
        if (script != null) {
            more.put("_steps", call.upload(new ByteArrayInputStream(script)));
        } else {
            more.put("_because", planned.because());
        }
        Result done = onHost(call, more);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(done.fields());
        fields.put("changes", planned.changes());
        // The first call may have taken back what an interrupted one had left.
        Set<String> warnings = new LinkedHashSet<>(asked.warnings());
        warnings.addAll(done.warnings());
        return new Result(
                done.status(),
                asked.changed() || done.changed(),
                fields,
                diffs(call, done, planned),
                List.copyOf(warnings));
    }

    private static byte[] script(LivePlan plan, HaproxyRelease release, Result asked) {
        String old = "cfg-" + field(asked, "_live");
        String mark = "cfg-" + field(asked, "hash");
        return LiveScript.of(
                plan,
                LivePlan.mark(field(asked, "_mark"), old, mark, release).stream()
                        .toList());
    }
}
