package io.hitless.cli.command;

import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.launch.InterruptHandler;
import io.hitless.cli.launch.LockInspection;
import io.hitless.cli.launch.RunLauncher;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.LockListing;
import io.hitless.cli.output.Screen;
import io.hitless.inventory.Group;
import io.hitless.report.PrettyJson;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless locks}: shows which rollout has locked which host, as read from the hosts. */
@Command(
        name = "locks",
        description = {
            "Show which hosts are locked, by which rollout, since when, and whether that rollout is alive.",
            "With --break, locks of rollouts that are gone are removed. A lock of a live rollout is never removed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts answered; with --break: all are free",
            "1:an error before any host was asked",
            "2:a host could not report its lock; with --break: a host is still locked",
            "4:hosts could not be reached",
            "99:interrupted"
        })
public final class LocksCommand implements Callable<Integer> {
    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputFormatOption output = new OutputFormatOption();

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "50",
            description = "how many hosts to ask at the same time (default: ${DEFAULT-VALUE})")
    private int forks;

    @Option(names = "--break", description = "remove locks of rollouts that are gone; needs PATTERN")
    private boolean breakStale;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "which hosts (default: all)")
    private @Nullable String pattern;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (breakStale && pattern == null) {
            throw new UserError(null, "--break needs a host pattern", "name a host, a group, or 'all'");
        }
        RunOptions run = new RunOptions();
        run.forks = forks;
        String hosts = pattern == null ? Group.ALL : pattern;
        try (Journal journal = state.open();
                CommandContext context = CommandContext.of(inventory, connection, List.of());
                InterruptHandler _ = new InterruptHandler(Screen.NONE, null)) {
            LockInspection locks = new LockInspection(context, new RunLauncher(context, connection, run), journal);
            LockListing listing = breakStale ? locks.breakStale(hosts, arguments()) : locks.read(hosts);
            if (output.isJson()) {
                System.out.println(PrettyJson.of(listing.values()));
            } else {
                listing.lines().forEach(System.out::println);
            }
            return listing.exitCode(breakStale);
        }
    }

    private List<String> arguments() {
        return Objects.requireNonNull(spec)
                .root()
                .commandLine()
                .getParseResult()
                .originalArgs();
    }
}
