package io.hitless.cli.command;

import io.hitless.cli.launch.PlaybookDiagnosis;
import io.hitless.cli.option.Version;
import io.hitless.cli.output.ExitCode;
import io.hitless.lsp.HitlessLanguageServer;
import io.hitless.module.ModuleCatalog;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hitless lsp}: a language server on standard input and output. */
@Command(
        name = "lsp",
        description = {
            "Serve an editor by the Language Server Protocol, on standard input and output: faults in playbooks and"
                    + " files of tasks, completion, help, and the files that a playbook names.",
            "Editors start it themselves.",
        },
        mixinStandardHelpOptions = true)
public final class LspCommand implements Callable<Integer> {
    @Option(names = "--stdio", description = "accepted, no effect: there is no other way")
    void stdio(boolean on) {}

    @Override
    public Integer call() throws InterruptedException {
        OutputStream out =
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)); // System.out masks characters
        System.setOut(System.err); // nothing else may stand between the messages
        boolean asked = new HitlessLanguageServer(Version.number(), ModuleCatalog.builtIn(), new PlaybookDiagnosis())
                .serve(System.in, out);
        return asked ? ExitCode.OK : ExitCode.ERROR;
    }
}
