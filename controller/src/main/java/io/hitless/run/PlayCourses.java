package io.hitless.run;

import static java.util.Objects.requireNonNull;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.PlayContext;
import io.hitless.run.step.StartAt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The progress that hosts share if they run through a play together: the known handlers, and whether they have reached
 * the first task. Either all hosts of a play run together, or each runs at its own pace.
 */
final class PlayCourses {
    private final PlayContext play;
    private final List<Handler> written;
    private final StartAt startAt;
    private final Map<String, Course> courses = new HashMap<>();

    private record Course(List<HostRun> hosts, PlayHandlers handlers, StartAt startAt) {}

    PlayCourses(PlayContext play, List<Handler> written, StartAt startAt) {
        this.play = play;
        this.written = written;
        this.startAt = startAt;
    }

    /** Starts the play for hosts that run through it together. */
    void goTogether(List<HostRun> hosts) {
        Course course = new Course(hosts, new PlayHandlers(play, written), startAt.copy());
        hosts.forEach(host -> courses.put(host.name(), course));
    }

    /**
     * Must be called when a batch has ended: if a host has reached the start task, later plays count as started, too.
     */
    void joinStart() {
        courses.values().forEach(course -> startAt.join(course.startAt()));
    }

    /** Returns whether the host has reached the task that {@code --start-at-task} names. */
    boolean hasStarted(HostRun host, Step step) {
        return of(host.name()).startAt().reached(step);
    }

    /** Returns the handlers that the host knows, in the order in which they run. */
    List<Handler> handlers(String host) {
        return of(host).handlers().all();
    }

    void addHandlers(List<Handler> more, HostRun host) {
        Course its = of(host.name());
        its.handlers().add(more, its.hosts());
    }

    List<Handler> handlersNamed(String wanted, HostRun host) {
        return of(host.name()).handlers().named(wanted, host);
    }

    @Nullable
    String handlerSuggestion(String wanted, HostRun host) {
        return of(host.name()).handlers().suggestion(wanted);
    }

    private Course of(String host) {
        return requireNonNull(courses.get(host), host);
    }
}
