package io.hitless.template;

import io.hitless.source.Finding.Rule;
import io.hitless.source.NotHere;
import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.TemplateLoader;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.Reference;
import io.hitless.template.syntax.References;
import io.hitless.template.syntax.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses the files that templates name by constants, and the files that these include, import or extend, before
 * anything is rendered.
 */
public final class TemplateLint {
    /** Receives the errors found. */
    @FunctionalInterface
    public interface Sink {
        /** @param certain whether the error is certain to occur when the template is rendered */
        void found(Rule rule, UserError error, boolean certain);
    }

    private record Seen(Path path, Syntax syntax, boolean certain) {}

    private final TemplateLoader loader;
    private final Set<Seen> seen = new HashSet<>();
    private final Predicate<Path> changing;
    private final Sink sink;

    /** @param changing whether a file may have been changed, created or removed by the time it is used */
    public TemplateLint(Language language, Predicate<Path> changing, Sink sink) {
        this.loader = language.engine().loader();
        this.changing = changing;
        this.sink = sink;
    }

    /** Checks the files that lookups in a playbook's text name. */
    public void text(Template.Text text, Scope files, boolean certain) {
        try {
            references(text.references(), null, files, certain);
        } catch (UserError _) {
            // loading has reported that the text can't be parsed
        }
    }

    /**
     * Checks a template file and the files that it uses.
     *
     * @param files has the search path, and decrypts vault files
     */
    public void file(Path path, Syntax syntax, Scope files, boolean certain) {
        if (seen.add(new Seen(path, syntax, certain))) {
            parsed(path, certain, () -> loader.parse(path, syntax, files), files);
        }
    }

    @FunctionalInterface
    private interface Parsing {
        ParsedTemplate parse();
    }

    private void parsed(Path path, boolean certain, Parsing parsing, Scope files) {
        ParsedTemplate parsed;
        try {
            parsed = parsing.parse();
        } catch (UserError e) {
            sink.found(rule(e), e, certain && !changing.test(path));
            return;
        }
        parsed.faults().forEach(fault -> sink.found(rule(fault), fault, certain && !changing.test(path)));
        references(References.of(parsed), parsed, files, certain);
    }

    private static Rule rule(UserError error) {
        return error instanceof NotHere ? Rule.NAME : Rule.TEMPLATE;
    }

    private void references(List<Reference> references, @Nullable ParsedTemplate from, Scope files, boolean certain) {
        for (Reference reference : references) {
            boolean sure = certain && reference.certain();
            switch (reference) {
                case Reference.TemplateFile file when file.part() && from != null -> part(file, from, files, sure);
                case Reference.TemplateFile file -> {
                    Path path = FileSearch.find(file.name(), "templates", files);
                    if (path != null) {
                        file(path, Syntax.ANSIBLE, files, sure);
                    } else if (!file.optional()) {
                        missing(file.name(), "templates", reference, files, sure);
                    }
                }
                case Reference.DataFile file -> data(file, files, sure);
                case Reference.Variable _ -> {}
            }
        }
    }

    private void part(Reference.TemplateFile part, ParsedTemplate from, Scope files, boolean certain) {
        Path beside = Path.of(from.file()).toAbsolutePath().resolveSibling(part.name());
        Path path = Files.isRegularFile(beside) ? beside : FileSearch.find(part.name(), "templates", files);
        if (path == null) {
            if (!part.optional()) {
                missing(part.name(), "templates", part, files, certain);
            }
        } else if (seen.add(new Seen(path, from.syntax(), certain))) {
            parsed(path, certain, () -> Objects.requireNonNull(loader.template(part.name(), files, from)), files);
        }
    }

    private void data(Reference.DataFile file, Scope files, boolean certain) {
        Path path = FileSearch.find(file.name(), "files", files);
        if (path == null) {
            missing(file.name(), "files", file, files, certain);
            return;
        }
        try {
            if (Files.isRegularFile(path) && VaultedFile.is(path)) {
                files.plain(path.toString(), TextFile.bytes(path));
            }
        } catch (IOException e) {
            report(file, "cannot read " + path + ": " + Reason.of(e), null, certain && !changing.test(path));
        } catch (UserError e) {
            report(file, path + ": " + e.what(), e.hint(), certain && !changing.test(path));
        }
    }

    // A missing file is not an error if a task may create it.
    private void missing(String name, String kind, Reference at, Scope files, boolean certain) {
        List<Path> candidates = FileSearch.candidates(name, kind, files);
        if (at.certain() && candidates.stream().noneMatch(changing)) {
            String what = kind.equals("templates") ? "no template '" : "no file '";
            report(at, what + name + "'", places(candidates), certain);
        }
    }

    private static String places(List<Path> candidates) {
        return "looked for it as "
                + String.join(
                        ", ", candidates.stream().map(Path::toString).distinct().toList());
    }

    private void report(Reference at, String what, @Nullable String hint, boolean certain) {
        sink.found(Rule.FILE, new UserError(at.span(), what, hint), certain);
    }
}
