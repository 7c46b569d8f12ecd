package io.hitless.run.task;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.result.CompletedTask;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code notify}: notifies handlers after a task has changed something. */
final class HandlerNotifier {
    private final PlayRules play;
    private final TaskEnvironment run;

    HandlerNotifier(PlayRules play, TaskEnvironment run) {
        this.play = play;
        this.run = run;
    }

    /**
     * Must be called when the task has ended on the host without failing. An error in {@code notify} fails the host and
     * is reported as an error of its own.
     */
    void ended(Task task, HostRun host, CompletedTask end) {
        if (run.plan().notifies(task, end)) {
            try {
                notifyHandlers(task, host, end);
            } catch (UserError e) {
                UserError here = e.at(task.span());
                run.events().publish(new Event.Warning(host.name() + " fails: " + here.explained(), here.span()));
                host.fail(new HostState.Failure(task, Map.of("msg", e.getMessage()), false));
                host.countFailure();
            }
        }
        if (run.plan().isOfCurrentState() && end.outcome().status() == Outcome.Status.OK) {
            noteServices(task, host);
        }
    }

    private void notifyHandlers(Task task, HostRun host, CompletedTask end) {
        for (String wanted : wanted(task, host)) {
            List<Handler> found = play.handlersNamed(wanted, host);
            if (found.isEmpty()) {
                missing(wanted, task, host);
            }
            found.forEach(handler -> run.plan().notified(host, handler, task, end));
            found.stream()
                    .filter(handler -> host.notifications().add(handler, play))
                    .forEach(handler -> run.events().publish(run.play().notified(handler, host)));
        }
    }

    private void missing(String wanted, Task task, HostRun host) {
        UserError missing = new UserError(
                task.span(),
                "no handler is called '" + wanted + "' or listens to it",
                play.handlerSuggestion(wanted, host));
        if (run.settings().defaults().missingHandlersFail()) {
            throw missing;
        }
        play.warn(missing.explained(), task.span());
    }

    /** The names and topics of handlers. */
    private List<String> wanted(Task task, HostRun host) {
        List<String> out = new ArrayList<>();
        for (Template written : task.resultRules().notifies()) {
            try {
                Object value = written.resolve(run.play().scope(host, task));
                List<?> names = value instanceof List<?> list ? list : Collections.singletonList(value);
                names.forEach(name -> out.add(Values.text(name)));
            } catch (UnknownValueError e) {
                run.events()
                        .publish(new Event.Warning(
                                host.name() + ": which handlers it notifies is not known: " + e.what(), task.span()));
            }
        }
        return out;
    }

    /**
     * Notes the services of handlers that are not notified because nothing would change: these services must be
     * running, too.
     */
    private void noteServices(Task task, HostRun host) {
        for (String wanted : wanted(task, host)) {
            for (Handler handler : play.handlersNamed(wanted, host)) {
                if (handler.step() instanceof Task its) {
                    noteService(its, host);
                }
            }
        }
    }

    private void noteService(Task handler, HostRun host) {
        try {
            Scope scope = run.play().scope(host, handler);
            boolean acts = handler.settings().get(Keyword.DELEGATE_TO) == null
                    && handler.control().loop() == null
                    && handler.settings().when().stream().allMatch(condition -> condition.holds(scope));
            if (acts) {
                Map<String, @Nullable Object> args = run.tools().arguments().of(handler, scope);
                run.plan()
                        .services()
                        .note(
                                handler,
                                host.name(),
                                args,
                                run.connections().access().of(host.name(), handler.settings(), scope));
            }
        } catch (UserError _) {
            // the arguments are not known before the handler is notified
        }
    }
}
