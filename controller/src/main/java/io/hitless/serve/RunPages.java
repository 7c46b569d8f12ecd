package io.hitless.serve;

import io.hitless.report.html.PageHead;
import io.hitless.report.html.RunPage;
import io.hitless.store.GitState;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The pages of the runs in a journal. */
public final class RunPages {
    private final Journal journal;

    public RunPages(Journal journal) {
        this.journal = journal;
    }

    /**
     * Writes a run's page.
     *
     * @throws io.hitless.source.UserError if there is no such run, or it can't be read
     */
    public void write(RunId id, Writer out) throws IOException {
        RunPage page = new RunPage();
        RunRecord run = journal.record(id);
        journal.events(id, 0, event -> page.on(event.at(), event.event()));
        page.write(head(run), journal.drift().report(id).orElse(null), out);
    }

    /**
     * Writes a run's page into the state directory.
     *
     * @return the page's file
     */
    public Path keep(RunId id) throws IOException {
        Path file = journal.state().reportOf(id);
        write(id, file, true);
        return file;
    }

    /**
     * Writes a run's page into a file, atomically.
     *
     * @param isPrivate whether only its owner may read it
     */
    public void write(RunId id, Path file, boolean isPrivate) throws IOException {
        Path beside = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            if (isPrivate) {
                Files.createFile(
                        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            try (Writer out = Files.newBufferedWriter(beside)) {
                write(id, out);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static PageHead head(RunRecord run) {
        return new PageHead(
                run.id().text(),
                run.kind(),
                run.check(),
                word(run.state()),
                run.started(),
                run.ended(),
                facts(run),
                run.version(),
                run.damaged());
    }

    static String word(RunRecord.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> facts(RunRecord run) {
        Map<String, String> facts = new LinkedHashMap<>();
        RunRecord.Leg first = run.legs().getFirst();
        facts.put("command", "hitless " + String.join(" ", first.command()));
        facts.put("in", run.directory().toString());
        facts.put("by", first.user() + " on " + first.bastion());
        String why = run.legs().getLast().why();
        if (why != null) {
            facts.put("ended by", why);
        }
        GitState git = run.git();
        if (git != null) {
            facts.put("commit", git.describe());
        }
        if (!run.inventories().isEmpty()) {
            facts.put("inventory", String.join(" ", run.inventories()));
        }
        for (RunRecord.Leg leg : run.legs().subList(1, run.legs().size())) {
            facts.put(
                    "resumed",
                    leg.started() + " by " + leg.user() + " on " + leg.bastion() + ": hitless "
                            + String.join(" ", leg.command()));
        }
        return facts;
    }
}
