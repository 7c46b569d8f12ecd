package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.playbook.Step;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.resume.DecisionLog;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.template.Expression;
import io.hitless.value.Undefined;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch that is told how its hosts stand and what its gates come to, and keeps what was done with it. */
final class FakeBatch implements BatchControl {
    /**
     * What was done, in order: {@code gate h1 h2}, {@code undo h1}, {@code fail h1}, {@code retire h2}, {@code pause 5
     * s}, {@code facts h1}.
     */
    final List<String> done = new ArrayList<>();

    final List<Event.Decision> decisions = new ArrayList<>();
    final Deque<Map<String, String>> tries = new ArrayDeque<>();
    final Deque<Event.Decision> recorded = new ArrayDeque<>();
    final Map<String, Object> values = new HashMap<>();
    final Map<String, Object> facts = new HashMap<>();
    final Map<String, RollbackResult> undone = new HashMap<>();
    final int number;
    final int of;
    final boolean check;

    @Nullable
    String stopped;

    private final Map<String, HostStatus> hosts = new LinkedHashMap<>();

    FakeBatch(int number, int of, boolean check, String... live) {
        this.number = number;
        this.of = of;
        this.check = check;
        for (String host : live) {
            stands(host, HostStatus.State.LIVE);
        }
    }

    static FakeBatch live(String... live) {
        return new FakeBatch(1, 2, false, live);
    }

    FakeBatch stands(String host, HostStatus.State state, String... pending) {
        hosts.put(host, new HostStatus(host, state, false, null, List.of(pending)));
        return this;
    }

    String told() {
        return String.join("\n", decisions.stream().map(Event.Decision::text).toList());
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int total() {
        return of;
    }

    @Override
    public List<HostStatus> hosts() {
        return List.copyOf(hosts.values());
    }

    @Override
    public List<HostStatus> fleet() {
        return hosts();
    }

    @Override
    public @Nullable String stopReason() {
        return stopped;
    }

    @Override
    public boolean isCheck() {
        return check;
    }

    @Override
    public @Nullable Object evaluate(String host, Expression expression) {
        return values.getOrDefault(host, Undefined.name("kind"));
    }

    @Override
    public void gatherFacts(List<String> names, String label) {
        done.add("facts " + String.join(" ", names));
        names.stream().filter(facts::containsKey).forEach(name -> values.put(name, facts.get(name)));
    }

    @Override
    public Map<String, String> attempt(List<Step> steps, List<String> names, String label, Duration limit) {
        done.add(label + " " + String.join(" ", names));
        Map<String, String> next = tries.poll();
        return next == null ? Map.of() : next;
    }

    @Override
    public void fail(String host, String why) {
        done.add("fail " + host);
        stands(host, HostStatus.State.FAILED);
    }

    @Override
    public void retire(String host) {
        done.add("retire " + host);
    }

    @Override
    public RollbackResult rollBack(String host, String run, Duration limit) {
        done.add("undo " + host + " " + run);
        return undone.getOrDefault(
                host,
                new RollbackResult(host, List.of("/etc/a"), List.of(), List.of(), List.of(), List.of("reload"), null));
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        done.add("pause");
        if (recorded.isEmpty()) {
            Thread.sleep(time);
        }
    }

    @Override
    public Event.Decision decide(DecisionLog.Decider made) throws InterruptedException {
        Event.Decision known = recorded.poll();
        Event.Decision decision = known == null ? made.make(decisions.size() + 1) : known;
        decisions.add(decision);
        return decision;
    }
}
