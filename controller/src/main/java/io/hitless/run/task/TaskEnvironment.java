package io.hitless.run.task;

import io.hitless.run.action.ActionTools;
import io.hitless.run.event.EventPublisher;
import io.hitless.run.host.PlayContext;
import io.hitless.run.plan.PlanTracker;
import io.hitless.run.resume.Resumption;
import io.hitless.run.settings.RunSettings;

/** The parts of a run that its tasks need. */
public record TaskEnvironment(
        RunSettings settings,
        PlayContext play,
        EventPublisher events,
        Resumption resumption,
        PlanTracker plan,
        ActionTools tools,
        HostConnections connections,
        StatsCollector stats) {}
