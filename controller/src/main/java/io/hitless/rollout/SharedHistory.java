package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.run.resume.RunHistory;
import io.hitless.store.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The history of a run that several processes execute, each on hosts of its own. All of them go through the whole run:
 * what others do comes in while it is made, and is waited for. One process leads; the others wait for its decisions.
 */
public final class SharedHistory implements RunHistory {
    private final JournaledHistory past;
    private final JournaledHistory live;
    private final boolean leads;
    private final Set<String> offered = new HashSet<>();
    private final Set<String> own = new HashSet<>();
    private final Map<TaskOnHost.Key, List<Event>> reports = new HashMap<>();
    private @Nullable String over;

    /** @param past what was recorded before this process took part */
    public SharedHistory(JournaledHistory past, boolean leads) {
        this.past = past;
        this.live = past.next();
        this.leads = leads;
    }

    /** Adds an event that a process of the run has written. */
    public synchronized void add(StoredEvent stored) {
        Event event = stored.event();
        TaskOnHost reported = leads && !(event instanceof Event.Meta) ? TaskOnHost.of(event) : null;
        if (reported != null && !reported.task().isTrial() && isElsewhere(reported.host())) {
            reports.computeIfAbsent(reported.key(), _ -> new ArrayList<>()).add(event);
        }
        if (!isOwn(event)) {
            live.take(stored);
            notifyAll();
        }
    }

    // Own results are used where they come from.
    private boolean isOwn(Event event) {
        return switch (event) {
            case Event.TaskStarted(var _, var hosts) -> hosts.stream().noneMatch(this::isElsewhere);
            case Event.Included included -> included.hosts().stream().noneMatch(this::isElsewhere);
            case Event.TaskEnded ended -> !isElsewhere(ended.host());
            case Event.ItemEnded ended -> !isElsewhere(ended.host());
            case Event.Rescued(var host) -> !isElsewhere(host);
            default -> leads;
        };
    }

    /** Other processes execute the tasks of these hosts from now on. */
    public synchronized void offer(Collection<String> hosts) {
        offered.addAll(hosts);
    }

    /** This process executes the tasks of these hosts from now on; {@link #add} has got all that others did there. */
    public synchronized void takeOver(Collection<String> hosts) {
        own.addAll(hosts);
        notifyAll();
    }

    /** Ends all waiting, now and later. */
    public synchronized void end(String why) {
        over = why;
        notifyAll();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean leads() {
        return leads;
    }

    @Override
    public synchronized boolean isElsewhere(String host) {
        return leads ? offered.contains(host) : !own.contains(host);
    }

    @Override
    public synchronized @Nullable Ended awaitTask(String key, String host) throws InterruptedException {
        return await(() -> isElsewhere(host), () -> task(key, host));
    }

    @Override
    public synchronized List<Event> reports(String key, String host) {
        List<Event> of = reports.remove(new TaskOnHost.Key(key, host));
        return of == null ? List.of() : of;
    }

    @Override
    public synchronized @Nullable List<String> awaitHostsOf(int play) throws InterruptedException {
        return await(() -> !leads, () -> hostsOf(play));
    }

    @Override
    public synchronized void awaitBatch(int play, int batch) throws InterruptedException {
        await(() -> !leads, () -> hasBatch(play, batch) ? true : null);
    }

    @Override
    public synchronized Event.@Nullable Decision awaitDecision(int id) throws InterruptedException {
        return await(() -> !leads, () -> decision(id));
    }

    /** Waits for something as long as it is for others to do. */
    private <T> @Nullable T await(BooleanSupplier isOfOthers, Supplier<@Nullable T> wanted)
            throws InterruptedException {
        while (true) {
            T found = wanted.get();
            if (found != null || !isOfOthers.getAsBoolean()) {
                return found;
            }
            if (over != null) {
                throw new InterruptedException(over);
            }
            wait();
        }
    }

    @Override
    public boolean isPast(String key, String host) {
        return past.isPast(key, host);
    }

    @Override
    public synchronized @Nullable Ended task(String key, String host) {
        Ended ended = live.task(key, host);
        return ended == null ? past.task(key, host) : ended;
    }

    @Override
    public synchronized boolean isOfThisLeg(String key, String host) {
        return live.isOfThisLeg(key, host) || past.isOfThisLeg(key, host);
    }

    @Override
    public synchronized Map<Integer, Ended> iterations(String key, String host) {
        Map<Integer, Ended> all = new HashMap<>(past.iterations(key, host));
        all.putAll(live.iterations(key, host));
        return all;
    }

    @Override
    public synchronized boolean started(String key, String host) {
        return live.everStarted(key, host) ? live.started(key, host) : past.started(key, host);
    }

    @Override
    public synchronized boolean isOutcomeUnknown(String key, String host) {
        return !TaskRef.isTrial(key) && (started(key, host) || !everStarted(key, host));
    }

    @Override
    public synchronized boolean failed(String key, String host) {
        return live.failed(key, host) || past.failed(key, host);
    }

    @Override
    public synchronized Set<String> locked() {
        Set<String> all = new HashSet<>(past.locked());
        all.addAll(live.locked());
        return all;
    }

    @Override
    public synchronized boolean reached(String host) {
        return live.reached(host) || past.reached(host);
    }

    @Override
    public synchronized boolean everStarted(String key, String host) {
        return live.everStarted(key, host) || past.everStarted(key, host);
    }

    @Override
    public synchronized boolean included(String key, String host) {
        return live.included(key, host) || past.included(key, host);
    }

    @Override
    public synchronized @Nullable String actingHost(String key) {
        String acting = past.actingHost(key);
        return acting == null ? live.actingHost(key) : acting;
    }

    @Override
    public synchronized @Nullable List<String> hostsOf(int play) {
        List<String> hosts = live.hostsOf(play);
        return hosts == null ? past.hostsOf(play) : hosts;
    }

    @Override
    public synchronized boolean hasBatch(int play, int batch) {
        return live.hasBatch(play, batch) || past.hasBatch(play, batch);
    }

    @Override
    public synchronized Event.@Nullable Decision decision(int id) {
        Event.Decision decision = live.decision(id);
        return decision == null ? past.decision(id) : decision;
    }
}
