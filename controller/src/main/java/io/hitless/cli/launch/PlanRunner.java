package io.hitless.cli.launch;

import io.hitless.event.EventSink;
import io.hitless.event.Forecast;
import io.hitless.event.Forecaster;
import io.hitless.playbook.Play;
import io.hitless.rollout.Rollout;
import io.hitless.run.PlaybookRun;
import io.hitless.run.RunAssembly;
import io.hitless.run.RunConstraints;
import io.hitless.run.RunResources;
import io.hitless.run.operator.Operator;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.settings.Mode;
import io.hitless.run.settings.RunSettings;
import io.hitless.vars.Variables;
import java.util.List;
import java.util.Set;

/** Runs that only foresee: with connections of their own. */
record PlanRunner(
        RunResources resources,
        Set<String> extraVars,
        Operator operator,
        List<List<Play>> plays,
        List<String> playbooks) {

    /**
     * For people to see: a plan with the way it would take over the fleet, which is nothing to a look at how hosts are
     * now.
     */
    PlaybookRun.Verdict carryOut(RunSettings settings, Variables variables, EventSink sink) {
        boolean now = settings.mode() instanceof Mode.Plan foresee && foresee.asTheyAre();
        return carryOut(
                settings,
                variables,
                sink,
                now ? RunConstraints.NONE : new RunConstraints(Rollout.foreseen(), null, RunHistory.NONE));
    }

    private PlaybookRun.Verdict carryOut(
            RunSettings settings, Variables variables, EventSink sink, RunConstraints terms) {
        RunAssembly assembly = new RunAssembly(settings, resources, variables, extraVars, operator, sink, terms);
        return new PlaybookRun(assembly, plays).carryOut(playbooks);
    }

    /** @throws InterruptedException if it did not finish */
    Forecast forecast(RunSettings settings, Variables variables) throws InterruptedException {
        Forecaster forecaster = new Forecaster();
        carryOut(settings, variables, forecaster, RunConstraints.NONE);
        Forecast forecast = forecaster.forecast();
        if (!forecast.complete()) {
            throw new InterruptedException();
        }
        return forecast;
    }
}
