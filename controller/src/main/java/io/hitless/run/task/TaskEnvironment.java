package io.hitless.run.task;

import io.hitless.run.action.ActionTools;
import io.hitless.run.event.EventPublisher;
import io.hitless.run.host.PlayContext;
import io.hitless.run.operator.Operator;
import io.hitless.run.plan.PlanTracker;
import io.hitless.run.resume.Resumption;
import io.hitless.run.settings.RunSettings;

/** What tasks of a run work with. Nothing but tasks is given all of it. */
public record TaskEnvironment(
        RunSettings settings,
        PlayContext play,
        EventPublisher events,
        Operator operator,
        Resumption resumption,
        PlanTracker plan,
        ActionTools tools,
        HostWays ways) {}
