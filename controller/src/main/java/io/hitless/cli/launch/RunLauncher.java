package io.hitless.cli.launch;

import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.cli.output.Terminal;
import io.hitless.config.Configuration;
import io.hitless.event.EventSink;
import io.hitless.inventory.UnmatchedPattern;
import io.hitless.playbook.Play;
import io.hitless.playbook.ScalarValues;
import io.hitless.playbook.Tags;
import io.hitless.report.PrettyJson;
import io.hitless.rollout.Plan;
import io.hitless.rollout.PlanCheck;
import io.hitless.run.PlaybookRun;
import io.hitless.run.RunAssembly;
import io.hitless.run.RunConstraints;
import io.hitless.run.RunResources;
import io.hitless.run.lock.LockSurvey;
import io.hitless.run.operator.Operator;
import io.hitless.run.settings.Mode;
import io.hitless.run.settings.RunSettings;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.store.RunJournal;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.RunInfo;
import io.hitless.vars.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs plays on the hosts of a context, with the command's options. */
public final class RunLauncher {
    private final CommandContext context;
    private final ConnectionOptions connection;
    private final RunOptions run;
    private @Nullable Plan plan;
    private Set<String> startedHosts = Set.of();

    public RunLauncher(CommandContext context, ConnectionOptions connection, RunOptions run) {
        this.context = context;
        this.connection = connection;
        this.run = run;
    }

    static RunLauncher of(CommandContext context, PlaybookOptions given) {
        return new RunLauncher(context, given.connection, given.run);
    }

    /**
     * Makes the run follow a plan.
     *
     * @param started hosts that an earlier part of the rollout has reached
     * @throws UserError naming the files that have changed since the plan was made
     */
    void follow(Plan planned, Set<String> started) {
        PlanCheck.inputs(planned, context.inputs());
        plan = planned;
        startedHosts = started;
    }

    /**
     * Predicts what plays would do, without changing the hosts.
     *
     * @param outputs receive the events before the sink does; questions hide their screen
     */
    PlaybookRun.Verdict predict(
            List<List<Play>> plays,
            List<String> playbooks,
            TagOptions tags,
            boolean forceHandlers,
            Mode.Plan mode,
            Outputs outputs,
            EventSink sink) {
        RunSettings settings =
                settings(tags.toTags(), tags, forceHandlers, true).in(mode);
        Variables variables = variables(settings.tags());
        StartedFlag started = new StartedFlag(EventSink.both(outputs, sink));
        try (InterruptHandler _ = new InterruptHandler(outputs.screen(), null)) {
            return planRunner(plays, playbooks, new TerminalOperator(outputs.screen()))
                    .run(settings, variables, started);
        } catch (UserError e) {
            throw reported(e, started, outputs, List.of());
        } finally {
            context.addRead(variables.filesRead());
        }
    }

    private PlanRunner planRunner(List<List<Play>> plays, List<String> playbooks, Operator operator) {
        return new PlanRunner(resources(new ResultCipher(List.of())), context.extraVars(), operator, plays, playbooks);
    }

    /** Runs plays, shows and reports their results, and records the results in the journal. */
    int carryOut(
            List<List<Play>> plays,
            List<String> playbooks,
            TagOptions tags,
            boolean forceHandlers,
            JournaledRun journaled,
            Outputs outputs) {
        // Diffs are always recorded in the journal, even if they are not shown.
        return carryOut(plays, playbooks, settings(tags.toTags(), tags, forceHandlers, true), journaled, outputs);
    }

    /** Runs an ad hoc module. */
    int runAdHoc(List<Play> plays, Outputs outputs) {
        return carryOut(
                List.of(plays),
                List.of(),
                settings(Tags.ALL, new TagOptions(), false, run.diff),
                JournaledRun.NONE,
                outputs);
    }

    /** Opens a survey of the locks on the hosts of a pattern. */
    LockSurvey lockSurvey(String pattern, EventSink sink, Predicate<String> hasEnded) throws InterruptedException {
        SourceFile source = new SourceFile("locks", "- hosts: " + PrettyJson.of(pattern) + "\n  gather_facts: false\n");
        Play play = context.loader().load(source, context.baseDir()).getFirst();
        RunSettings settings = settings(Tags.ALL, new TagOptions(), false, false);
        return assembly(settings, variables(Tags.ALL), new TerminalOperator(Screen.NONE), sink, RunConstraints.NONE)
                .lockSurvey(play, hasEnded);
    }

    private int carryOut(
            List<List<Play>> plays,
            List<String> playbooks,
            RunSettings settings,
            JournaledRun journaled,
            Outputs outputs) {
        RunJournal journal = journaled.journal();
        StartedFlag started = new StartedFlag(journaled.sink(outputs));
        RememberingOperator operator = new RememberingOperator(new TerminalOperator(outputs.screen()));
        Variables variables = variables(settings.tags());
        RunAssembly assembly = assembly(settings, variables, operator, started, journaled.constraints(operator));
        if (plan != null) {
            PlanRunner predictions = planRunner(plays, playbooks, operator.replay());
            assembly.checkedBy(new PlanCheck(
                    plan,
                    startedHosts,
                    (hosts, salt) -> predictions.forecast(settings.in(new Mode.Plan(salt, hosts)), variables.copy())));
        }
        PlaybookRun playbookRun = new PlaybookRun(assembly, plays);
        try (InterruptHandler _ = new InterruptHandler(
                outputs.screen(),
                journal == null || settings.check() || journaled.isJoined() ? null : playbookRun::stopAfterBatch)) {
            PlaybookRun.Verdict verdict = playbookRun.carryOut(playbooks);
            if (journal != null) {
                journal.finish(journaled.state(verdict));
            }
            if (verdict != PlaybookRun.Verdict.OK) {
                journaled.advice().forEach(System.err::println);
            }
            int code = ExitCode.of(verdict);
            outputs.ended(code);
            return code;
        } catch (UserError e) {
            UserError error = reported(e, started, outputs, journaled.advice());
            if (journal != null) {
                journal.recordError(inOneLine(error));
            }
            throw error;
        } catch (RuntimeException | Error e) {
            if (journal != null) {
                journal.recordError("a bug in hitless: " + context.redacted(e.toString()));
            }
            if (started.isStarted()) {
                journaled.advice().forEach(System.err::println);
            }
            throw e;
        }
    }

    /** The error with secrets masked, and with its own exit code if hosts were reached. */
    private UserError reported(UserError e, StartedFlag started, Outputs outputs, List<String> advice) {
        UserError error = redacted(e).asError();
        if (!started.isStarted()) {
            return error;
        }
        outputs.endsByError(ExitCode.FAILED_HOSTS);
        return new ExitError(error, ExitCode.FAILED_HOSTS, advice);
    }

    /** An error as one line, for the journal. */
    static String inOneLine(UserError error) {
        return error.each().stream()
                .map(one -> one.getMessage() + (one.hint() == null ? "" : " (" + one.hint() + ")"))
                .collect(Collectors.joining("; "));
    }

    private RunAssembly assembly(
            RunSettings settings, Variables variables, Operator operator, EventSink sink, RunConstraints constraints) {
        return new RunAssembly(
                settings, resources(context.cipher()), variables, context.extraVars(), operator, sink, constraints);
    }

    private RunResources resources(ResultCipher cipher) {
        return new RunResources(
                context.modules(),
                context.packer(),
                context.loader(),
                context::readInventory,
                context::session,
                context.redactor(),
                cipher);
    }

    private Problems redacted(UserError mistake) {
        Problems problems = new Problems();
        for (UserError one : mistake.each()) {
            String hint = one.hint();
            problems.add(new UserError(
                    one.span(), context.redacted(one.what()), hint == null ? null : context.redacted(hint)));
        }
        return problems;
    }

    /** The variables of a run with these tags. */
    Variables variables(Tags tags) {
        InventoryOptions inventory = context.inventoryOptions();
        return context.variables(new RunInfo(
                run.check,
                run.diff,
                run.verbosity(),
                run.forks,
                List.copyOf(tags.only()),
                List.copyOf(tags.skip()),
                context.sources().stream().map(RunLauncher::absolute).toList(),
                inventory.limit,
                Configuration.current().file(),
                connection.shown(context.redactor())));
    }

    // The absolute path, as in Ansible; a list of hosts is not a path.
    private static String absolute(String source) {
        return source.contains(",")
                ? source
                : Path.of(source).toAbsolutePath().normalize().toString();
    }

    private RunSettings settings(Tags tags, TagOptions options, boolean forceHandlers, boolean diff) {
        if (run.forks < 1) {
            throw new UserError("--forks needs a number of at least 1");
        }
        if (options.step && !Terminal.canAsk()) {
            throw new UserError("--step asks before each task, and there is no terminal");
        }
        return new RunSettings(
                run.forks,
                run.check ? new Mode.Check() : new Mode.Apply(),
                diff,
                tags,
                options.step,
                options.startAtTask,
                forceHandlers,
                context.inventoryOptions().limit,
                connection.login(context.redactor()),
                connection.elevation(context.redactor()),
                Duration.ofSeconds(run.taskTimeout),
                run.verbosity(),
                run.display().watched(),
                defaults());
    }

    private static RunSettings.Defaults defaults() {
        Configuration config = Configuration.current();
        Long poll = config.number("DEFAULT_POLL_INTERVAL");
        return new RunSettings.Defaults(
                ScalarValues.shortName(config.text("DEFAULT_STRATEGY")),
                poll == null ? RunSettings.Defaults.USUAL.poll() : poll,
                config.text("DEFAULT_GATHERING").equals("smart"),
                config.flag("ERROR_ON_MISSING_HANDLER"),
                UnmatchedPattern.valueOf(config.text("HOST_PATTERN_MISMATCH").toUpperCase(Locale.ROOT)),
                config.flag("DISPLAY_ARGS_TO_STDOUT"));
    }
}
