package io.hitless.event;

import io.hitless.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run, published once, in the order it happened per host. */
public sealed interface Event {
    /** The run begins; nothing was connected to yet. */
    record RunStarted(List<String> playbooks, boolean check) implements Event {
        public RunStarted {
            playbooks = List.copyOf(playbooks);
        }
    }

    /**
     * A play begins, counted from 1, on these hosts: all of its batches; 0 batches while that is not known, as its
     * canaries are still to be chosen.
     *
     * @param independent whether each host goes its own way through its tasks: then a task begins on one host at a time
     */
    record PlayStarted(int number, String name, List<String> hosts, int batches, boolean independent, Span at)
            implements Event {
        public PlayStarted {
            hosts = List.copyOf(hosts);
        }

        /** One whose hosts go through its tasks together. */
        public PlayStarted(int number, String name, List<String> hosts, int batches, Span at) {
            this(number, name, hosts, batches, false, at);
        }
    }

    /** A play has no host to run on. */
    record NoHosts(String play, @Nullable String why) implements Event {}

    /** A batch of a play begins; {@code number} counts from 1. */
    record BatchStarted(int number, int of, List<String> hosts) implements Event {
        public BatchStarted {
            hosts = List.copyOf(hosts);
        }
    }

    /** A task or handler begins on these hosts. */
    record TaskStarted(TaskRef task, List<String> hosts) implements Event {
        public TaskStarted {
            hosts = List.copyOf(hosts);
        }
    }

    /** A host begins its part of a task: for live views. */
    record HostStarted(TaskRef task, String host) implements Event {}

    /**
     * One iteration of a loop ended on a host.
     *
     * @param sealed as for {@link TaskEnded}
     */
    record ItemEnded(
            TaskRef task,
            String host,
            @Nullable Delegate delegate,
            String item,
            Outcome outcome,
            @Nullable String sealed)
            implements Event {
        public ItemEnded(TaskRef task, String host, @Nullable Delegate delegate, String item, Outcome outcome) {
            this(task, host, delegate, item, outcome, null);
        }

        /** The same with another outcome. */
        public ItemEnded with(Outcome other) {
            return new ItemEnded(task, host, delegate, item, other, sealed);
        }
    }

    /**
     * A task ended on a host. A loop's outcome holds that of its items as {@code results}.
     *
     * @param sealed where secrets were taken out of the result and a later task may need them: the whole result as
     *     {@link ValueJson}, encrypted with the vault password; null if nothing was taken out, nothing needs it, or
     *     there is no password
     */
    record TaskEnded(
            TaskRef task,
            String host,
            @Nullable Delegate delegate,
            boolean looped,
            Outcome outcome,
            @Nullable String sealed)
            implements Event {
        public TaskEnded(TaskRef task, String host, @Nullable Delegate delegate, boolean looped, Outcome outcome) {
            this(task, host, delegate, looped, outcome, null);
        }

        /** The same with another outcome. */
        public TaskEnded with(Outcome other) {
            return new TaskEnded(task, host, delegate, looped, other, sealed);
        }
    }

    /** A handler was notified on a host where it was not before: it is pending until it begins there. */
    record Notified(String host, String handler, Span at) implements Event {}

    /** A try failed and will be repeated. */
    record Retrying(TaskRef task, String host, int left, Outcome outcome) implements Event {}

    /**
     * Steps were taken in from another file or role.
     *
     * @param item the label of the loop's item that they are for, or null
     */
    record Included(TaskRef task, String what, @Nullable String item, List<String> hosts) implements Event {
        public Included {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A step that speaks to the run itself, and not to the host.
     *
     * @param skipped its outcome where its condition does not hold; null: it is done
     */
    record Meta(TaskRef task, String host, @Nullable Outcome skipped) implements Event {}

    /** A failed host went on in the {@code rescue} of its block. */
    record Rescued(String host) implements Event {}

    /** The play stops early because too many hosts failed. */
    record NoMoreHosts(String why) implements Event {}

    /**
     * This run has locked the host.
     *
     * @param epoch counts how often the host was locked
     * @param broken the run that it was taken over from, which had gone without letting go of it; null mostly
     */
    record Locked(String host, long epoch, @Nullable String broken) implements Event {}

    /**
     * Something was decided between tasks: by a gate, a budget, an operator. The figures are those it was made of.
     *
     * @param id counts the decisions of a run: a run that is resumed makes the same one under the same number
     * @param text for people, figures and all
     * @param hosts those it is about
     * @param figures numbers by name; times in milliseconds
     */
    record Decision(int id, Topic topic, Verdict verdict, String text, List<String> hosts, Map<String, Long> figures)
            implements Event {
        /** What it is about. */
        public enum Topic {
            ORDER,
            BUDGET,
            GATE,
            SOAK,
            APPROVAL,
            ROLLBACK,
            HOST_TIMEOUT
        }

        /** What follows. */
        public enum Verdict {
            GO_ON,
            /** Not yet: it is checked again. */
            AGAIN,
            HALT
        }

        public Decision {
            hosts = List.copyOf(hosts);
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }
    }

    /** For the operator to know; nothing failed. */
    record Warning(String text, @Nullable Span at) implements Event {}

    /** The run ended: counts by host, in the order the hosts first appeared. */
    record RunEnded(Map<String, Counts> recap, boolean interrupted) implements Event {}
}
