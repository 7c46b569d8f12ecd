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

/** Runs predictions, each with its own connections. */
record PlanRunner(
        RunResources resources,
        Set<String> extraVars,
        Operator operator,
        List<List<Play>> plays,
        List<String> playbooks) {

    /**
     * Predicts for the operator. A plan also shows the batches. A drift check does not: batches say nothing about the
     * hosts' current state.
     */
    PlaybookRun.Verdict run(RunSettings settings, Variables variables, EventSink sink) {
        boolean now = settings.mode() instanceof Mode.Plan plan && plan.currentState();
        return run(
                settings,
                variables,
                sink,
                now ? RunConstraints.NONE : new RunConstraints(Rollout.plannedPolicies(), null, RunHistory.NONE));
    }

    private PlaybookRun.Verdict run(
            RunSettings settings, Variables variables, EventSink sink, RunConstraints constraints) {
        RunAssembly assembly = new RunAssembly(settings, resources, variables, extraVars, operator, sink, constraints);
        return new PlaybookRun(assembly, plays).carryOut(playbooks);
    }

    /** @throws InterruptedException if the prediction did not finish */
    Forecast forecast(RunSettings settings, Variables variables) throws InterruptedException {
        Forecaster forecaster = new Forecaster();
        run(settings, variables, forecaster, RunConstraints.NONE);
        Forecast forecast = forecaster.forecast();
        if (!forecast.complete()) {
            throw new InterruptedException();
        }
        return forecast;
    }
}
