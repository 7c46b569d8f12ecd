package io.hitless.cli.launch;

import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.RunFormatter;
import io.hitless.cli.output.Screen;
import io.hitless.cli.output.Terminal;
import io.hitless.event.EventSink;
import io.hitless.playbook.Play;
import io.hitless.playbook.Tags;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries plays out on the hosts of a workplace, as the options have it. */
public final class RunLauncher {
    private final CommandContext workplace;
    private final ConnectionOptions connection;
    private final RunOptions run;
    private @Nullable Plan plan;
    private Set<String> begunHosts = Set.of();

    public RunLauncher(CommandContext workplace, ConnectionOptions connection, RunOptions run) {
        this.workplace = workplace;
        this.connection = connection;
        this.run = run;
    }

    public static RunLauncher of(CommandContext workplace, PlaybookOptions given) {
        return new RunLauncher(workplace, given.connection, given.run);
    }

    /**
     * Holds what is carried out to a plan.
     *
     * @param begun hosts that an earlier part of the rollout has come to
     * @throws UserError naming the files that are no longer what the plan was made from
     */
    void follow(Plan its, Set<String> begun) {
        PlanCheck.inputs(its, workplace.inputs());
        plan = its;
        begunHosts = begun;
    }

    /**
     * Foresees what plays would do; hosts are left as they are.
     *
     * @param outputs are told of it before the sink; their screen gives way to questions
     */
    public PlaybookRun.Verdict foresee(
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
        StartedFlag begun = new StartedFlag(event -> {
            outputs.on(event);
            sink.on(event);
        });
        try (InterruptHandler _ = new InterruptHandler(outputs.screen(), null)) {
            return foreseeing(plays, playbooks, new TerminalOperator(outputs.screen()))
                    .carryOut(settings, variables, begun);
        } catch (UserError e) {
            throw cutOff(e, begun, outputs, List.of());
        } finally {
            workplace.alsoRead(variables.filesRead());
        }
    }

    private PlanRunner foreseeing(List<List<Play>> plays, List<String> playbooks, Operator operator) {
        return new PlanRunner(
                resources(new ResultCipher(List.of())), workplace.extraVars(), operator, plays, playbooks);
    }

    /** Runs plays, tells of them, and writes them down. */
    int carryOut(
            List<List<Play>> plays,
            List<String> playbooks,
            TagOptions tags,
            boolean forceHandlers,
            JournaledRun undertaking,
            Outputs outputs) {
        // The journal has the diffs also where the screen has none.
        return carryOut(plays, playbooks, settings(tags.toTags(), tags, forceHandlers, true), undertaking, outputs);
    }

    /** Runs one module. */
    public int carryOutAdHoc(List<Play> plays, Outputs outputs) {
        return carryOut(
                List.of(plays),
                List.of(),
                settings(Tags.ALL, new TagOptions(), false, run.diff),
                JournaledRun.NONE,
                outputs);
    }

    /** Asks the hosts of a pattern which rollouts have them. */
    public LockSurvey lockSurvey(String pattern, EventSink sink, Predicate<String> hasEnded)
            throws InterruptedException {
        SourceFile source =
                new SourceFile("locks", "- hosts: " + RunFormatter.json(pattern) + "\n  gather_facts: false\n");
        Play play = workplace.loader().load(source, workplace.baseDir()).getFirst();
        RunSettings settings = settings(Tags.ALL, new TagOptions(), false, false);
        return assembly(settings, variables(Tags.ALL), new TerminalOperator(Screen.NONE), sink, RunConstraints.NONE)
                .lockSurvey(play, hasEnded);
    }

    private int carryOut(
            List<List<Play>> plays,
            List<String> playbooks,
            RunSettings settings,
            JournaledRun undertaking,
            Outputs outputs) {
        RunJournal journal = undertaking.journal();
        StartedFlag begun = new StartedFlag(event -> {
            outputs.on(event);
            if (journal != null) {
                journal.on(event);
            }
        });
        RememberingOperator operator = new RememberingOperator(new TerminalOperator(outputs.screen()));
        Variables variables = variables(settings.tags());
        RunAssembly assembly = assembly(settings, variables, operator, begun, undertaking.terms(operator));
        if (plan != null) {
            PlanRunner foreseeing = foreseeing(plays, playbooks, operator.again());
            assembly.checkedBy(new PlanCheck(
                    plan,
                    begunHosts,
                    (hosts, salt) -> foreseeing.forecast(settings.in(new Mode.Plan(salt, hosts)), variables.copy())));
        }
        PlaybookRun playbookRun = new PlaybookRun(assembly, plays);
        try (InterruptHandler _ = new InterruptHandler(
                outputs.screen(), journal == null || settings.check() ? null : playbookRun::stopAfterBatch)) {
            PlaybookRun.Verdict verdict = playbookRun.carryOut(playbooks);
            if (journal != null) {
                journal.finish(undertaking.state(verdict));
            }
            if (verdict != PlaybookRun.Verdict.OK) {
                undertaking.advice().forEach(System.err::println);
            }
            int code = ExitCode.of(verdict);
            outputs.ended(code);
            return code;
        } catch (UserError e) {
            UserError error = cutOff(e, begun, outputs, undertaking.advice());
            if (journal != null) {
                journal.endsBy(inOneLine(error));
            }
            throw error;
        } catch (RuntimeException | Error e) {
            if (journal != null) {
                journal.endsBy("a bug of hitless: " + workplace.redacted(e.toString()));
            }
            if (begun.isBegun()) {
                undertaking.advice().forEach(System.err::println);
            }
            throw e;
        }
    }

    /** The error without secrets; once hosts were come to, one that is no mere mistake any more. */
    private UserError cutOff(UserError e, StartedFlag begun, Outputs outputs, List<String> advice) {
        UserError error = redacted(e).asError();
        if (!begun.isBegun()) {
            return error;
        }
        outputs.cutOff(ExitCode.FAILED_HOSTS);
        return new ExitError(error, ExitCode.FAILED_HOSTS, advice);
    }

    /** An error as the journal keeps it. */
    public static String inOneLine(UserError error) {
        return error.each().stream()
                .map(one -> one.getMessage() + (one.hint() == null ? "" : " (" + one.hint() + ")"))
                .collect(Collectors.joining("; "));
    }

    private RunAssembly assembly(
            RunSettings settings, Variables variables, Operator operator, EventSink sink, RunConstraints terms) {
        return new RunAssembly(
                settings, resources(workplace.seal()), variables, workplace.extraVars(), operator, sink, terms);
    }

    private RunResources resources(ResultCipher cipher) {
        return new RunResources(
                workplace.modules(), workplace.loader(), workplace::session, workplace.redactor(), cipher);
    }

    private Problems redacted(UserError mistake) {
        Problems told = new Problems();
        for (UserError one : mistake.each()) {
            String hint = one.hint();
            told.add(new UserError(
                    one.span(), workplace.redacted(one.what()), hint == null ? null : workplace.redacted(hint)));
        }
        return told;
    }

    private Variables variables(Tags tags) {
        InventoryOptions inventory = workplace.inventoryOptions();
        return workplace.variables(new RunInfo(
                run.check,
                run.diff,
                run.verbosity(),
                run.forks,
                List.copyOf(tags.only()),
                List.copyOf(tags.skip()),
                inventory.sources,
                inventory.limit));
    }

    private RunSettings settings(Tags tags, TagOptions options, boolean forceHandlers, boolean diff) {
        if (run.forks < 1) {
            throw new UserError("--forks wants a number of at least 1");
        }
        if (options.step && !Terminal.canAsk()) {
            throw new UserError("there is no terminal to ask on, and --step asks before each task");
        }
        return new RunSettings(
                run.forks,
                run.check ? new Mode.Check() : new Mode.Apply(),
                diff,
                tags,
                options.step,
                options.startAtTask,
                forceHandlers,
                workplace.inventoryOptions().limit,
                connection.login(workplace.redactor()),
                connection.elevation(workplace.redactor()),
                Duration.ofSeconds(run.taskTimeout),
                run.verbosity());
    }
}
