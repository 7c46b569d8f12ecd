package io.hitless.event;

import io.hitless.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. Each event is published once, and the events of a host are in order. */
public sealed interface Event {
    /**
     * The run starts; no host was connected to yet.
     *
     * @param plays the number of plays in each playbook; empty if unknown
     */
    record RunStarted(List<String> playbooks, boolean check, List<Integer> plays) implements Event {
        public RunStarted {
            playbooks = List.copyOf(playbooks);
            plays = List.copyOf(plays);
        }

        public RunStarted(List<String> playbooks, boolean check) {
            this(playbooks, check, List.of());
        }
    }

    /**
     * A play starts.
     *
     * @param number counts the plays, from 1
     * @param hosts the hosts of all batches
     * @param batches the number of batches, or 0 while it is unknown because the canaries are not yet chosen
     * @param independent whether each host runs through the tasks at its own pace, so that a task starts on one host at
     *     a time
     */
    record PlayStarted(int number, String name, List<String> hosts, int batches, boolean independent, Span at)
            implements Event {
        public PlayStarted {
            hosts = List.copyOf(hosts);
        }

        /** A play in which all hosts run each task together. */
        public PlayStarted(int number, String name, List<String> hosts, int batches, Span at) {
            this(number, name, hosts, batches, false, at);
        }
    }

    /** A play has no hosts. */
    record NoHosts(String play, @Nullable String why) implements Event {}

    /** A batch of a play starts; {@code number} counts from 1. */
    record BatchStarted(int number, int of, List<String> hosts) implements Event {
        public BatchStarted {
            hosts = List.copyOf(hosts);
        }
    }

    /** A task or handler starts on these hosts. */
    record TaskStarted(TaskRef task, List<String> hosts) implements Event {
        public TaskStarted {
            hosts = List.copyOf(hosts);
        }
    }

    /** A task starts on a host; for live views. */
    record HostStarted(TaskRef task, String host) implements Event {}

    /**
     * A command that a task runs on a host has printed lines; for live views. The result has the whole output.
     *
     * @param lines without their ends
     * @param wanted whether the playbook asks for it ({@code hitless_live})
     */
    record Output(TaskRef task, String host, Stream stream, List<String> lines, boolean wanted) implements Event {
        /** Where lines come from. */
        public enum Stream {
            STDOUT,
            STDERR,
            /** From hitless: a note on what is left out. */
            NOTE
        }

        public Output {
            lines = List.copyOf(lines);
        }
    }

    /**
     * An iteration of a loop ended on a host.
     *
     * @param sealed see {@link TaskEnded}
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

        /** Returns the same event with another outcome. */
        public ItemEnded with(Outcome other) {
            return new ItemEnded(task, host, delegate, item, other, sealed);
        }
    }

    /**
     * A task ended on a host. The outcome of a loop contains the outcomes of its items as {@code results}.
     *
     * @param sealed the whole result as {@link ValueJson}, encrypted with the vault password, if secrets were masked in
     *     the outcome and a later task may need them; null if nothing was masked, no task needs it, or there is no
     *     password
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

        /** Returns the same event with another outcome. */
        public TaskEnded with(Outcome other) {
            return new TaskEnded(task, host, delegate, looped, other, sealed);
        }
    }

    /** A handler was notified on a host for the first time; it is pending until it starts there. */
    record Notified(String host, String handler, Span at) implements Event {}

    /** An attempt failed, and the task will be tried again. */
    record Retrying(TaskRef task, String host, int left, Outcome outcome) implements Event {}

    /**
     * A host was asked for the job of a task that waits for it.
     *
     * @param job its id
     */
    record JobReported(TaskRef task, String host, String job, State state) implements Event {
        /** How the job is. */
        public enum State {
            RUNNING,
            OK,
            FAILED
        }
    }

    /**
     * Steps were taken in from another file or role.
     *
     * @param item the label of the loop's item that included them, or null
     */
    record Included(TaskRef task, String what, @Nullable String item, List<String> hosts) implements Event {
        public Included {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A step that concerns the run itself rather than the host.
     *
     * @param kind the instruction, such as {@code flush_handlers}; empty if unknown
     * @param skipped the outcome if the step was skipped, or null if it was executed
     */
    record Meta(
            TaskRef task,
            String host,
            String kind,
            @Nullable Outcome skipped) implements Event {}

    /** A failed host continued with the {@code rescue} of its block. */
    record Rescued(String host) implements Event {}

    /**
     * The play stops early because too many hosts failed.
     *
     * @param announced whether Ansible, too, tells of it
     */
    record NoMoreHosts(String why, boolean announced) implements Event {}

    /**
     * This run has locked the host.
     *
     * @param epoch counts how often the host was locked
     * @param broken the run whose expired lock was taken over, or null
     */
    record Locked(String host, long epoch, @Nullable String broken) implements Event {}

    /**
     * A decision between tasks, made by a gate, a budget or an operator.
     *
     * @param id counts the decisions of a run; a resumed run makes the same decision with the same number
     * @param text for people, with the figures
     * @param hosts the hosts that the decision is about
     * @param figures the numbers that the decision is based on, by name; times in milliseconds
     */
    record Decision(int id, Topic topic, Verdict verdict, String text, List<String> hosts, Map<String, Long> figures)
            implements Event {
        /** The subject of a decision. */
        public enum Topic {
            ORDER,
            BUDGET,
            GATE,
            SOAK,
            APPROVAL,
            /** Hosts are taken out of traffic, brought back, or left out. */
            TRAFFIC,
            ROLLBACK,
            HOST_TIMEOUT
        }

        /** The result of a decision. */
        public enum Verdict {
            GO_ON,
            /** Not yet: the gate is checked again. */
            AGAIN,
            HALT
        }

        public Decision {
            hosts = List.copyOf(hosts);
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }
    }

    /** A message for the operator; nothing failed. */
    record Warning(String text, @Nullable Span at) implements Event {}

    /**
     * The run ended.
     *
     * @param recap the counts by host, in the order in which the hosts first took part
     */
    record RunEnded(Map<String, Counts> recap, CustomStats stats, boolean interrupted) implements Event {
        /** A run without custom statistics. */
        public RunEnded(Map<String, Counts> recap, boolean interrupted) {
            this(recap, CustomStats.NONE, interrupted);
        }
    }
}
