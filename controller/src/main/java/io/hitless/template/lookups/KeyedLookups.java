package io.hitless.template.lookups;

import io.hitless.config.Configuration;
import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.CsvText;
import io.hitless.template.format.IniText;
import io.hitless.template.format.MatchPlace;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import io.hitless.value.VaultText;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lookups that find a value by a key: in CSV and INI files, in password files, and in Ansible's settings. */
public final class KeyedLookups {
    /** Hosts that need the same password at the same time get the same one. */
    private static final Object PASSWORDS = new Object();

    private KeyedLookups() {}

    /** @param settings read by the lookup {@code config} */
    public static Builtin.Table table(Configuration settings) {
        return new Builtin.Table()
                .add(
                        "csvfile",
                        (terms, a) -> each(terms, term -> csv(term, a)),
                        "file",
                        "col",
                        "delimiter",
                        "default",
                        "encoding",
                        "keycol")
                .add(
                        "ini",
                        (terms, a) -> each(terms, term -> ini(term, a)),
                        "file",
                        "section",
                        "type",
                        "default",
                        "encoding",
                        "re",
                        "case_sensitive",
                        "allow_no_value",
                        "allow_none",
                        "interpolation")
                .add(
                        "password",
                        (terms, a) -> each(terms, term -> List.of(password(term, a))),
                        "length",
                        "chars",
                        "seed",
                        "encrypt",
                        "ident")
                .add(
                        "config",
                        (terms, a) -> each(terms, term -> ConfigLookup.values(term, settings, a)),
                        "on_missing",
                        "plugin_type",
                        "plugin_name",
                        "show_origin");
    }

    private interface ByTerm {
        List<?> apply(String term);
    }

    private static List<?> each(@Nullable Object terms, ByTerm step) {
        List<@Nullable Object> results = new ArrayList<>();
        Coercions.list(terms).forEach(term -> results.addAll(step.apply(Values.text(term))));
        return results;
    }

    private static List<String> lines(String name, Charset charset, BoundArguments a) {
        Path path = FileSearch.find(name, "files", a.evaluation().scope());
        if (path == null) {
            throw new UserError(
                    null,
                    "no file '" + name + "' is found",
                    "looked in files/ and directly in " + a.evaluation().scope().searchPath());
        }
        byte[] content = a.evaluation().scope().plain(path.toString(), bytes(path));
        return StringMethods.splitLines(new String(content, charset), false);
    }

    private static byte[] bytes(Path path) {
        try {
            return TextFile.bytes(path);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private static String plain(Path path, byte[] content, BoundArguments a) {
        return new String(a.evaluation().scope().plain(path.toString(), content), StandardCharsets.UTF_8);
    }

    private static List<?> csv(String term, BoundArguments a) {
        TermOptions options =
                TermOptions.of(term, a, "csvfile", "file", "col", "delimiter", "default", "encoding", "keycol");
        String written = options.text("delimiter", "TAB");
        String delimiter = written.equals("TAB") || written.equals("\\t") ? "\t" : written;
        int column = options.number("col", 1);
        int keyColumn = options.number("keycol", 0);
        if (options.raw().isEmpty()) {
            throw new UserError("'csvfile' wants a key to look for");
        }
        String text = String.join("\n", lines(options.text("file", "ansible.csv"), charset(options), a));
        for (List<String> cells : new CsvText(delimiter, false).rows(text)) {
            if (keyColumn < cells.size() && cells.get(keyColumn).equals(options.raw())) {
                if (column >= cells.size()) {
                    throw new UserError("the line of " + Values.repr(options.raw()) + " has no column " + column);
                }
                return List.of(cells.get(column));
            }
        }
        Object otherwise = options.value("default");
        return otherwise == null ? List.of() : List.of(otherwise);
    }

    private static List<?> ini(String term, BoundArguments a) {
        TermOptions options = TermOptions.of(
                term,
                a,
                "ini",
                "file",
                "section",
                "type",
                "default",
                "encoding",
                "re",
                "case_sensitive",
                "allow_no_value",
                "allow_none",
                "interpolation");
        if (options.raw().isEmpty()) {
            throw new UserError("'ini' wants an option to look for");
        }
        String file = options.text("file", "ansible.ini");
        boolean properties = options.text("type", "ini").equals("properties");
        String section = properties ? "" : options.text("section", "global");
        boolean valuesOptional = options.flag("allow_no_value") || options.flag("allow_none");
        IniText ini = IniText.parse(
                lines(file, charset(options), a),
                properties ? "" : null,
                valuesOptional,
                options.flag("case_sensitive"));
        if (!ini.has(section)) {
            throw new UserError("'" + file + "' has no section '" + section + "'");
        }
        boolean resolves = BooleanWords.isTrue(options.text("interpolation", "true"));
        if (options.flag("re")) {
            PythonRegex pattern = PythonRegex.compile(options.raw(), false, false);
            return ini.options(section, resolves).entrySet().stream()
                    .filter(entry -> pattern.first(entry.getKey(), MatchPlace.AT_START) != null)
                    .map(entry -> Objects.requireNonNullElse(entry.getValue(), ""))
                    .toList();
        }
        String name = ini.canonical(options.raw());
        Map<String, @Nullable String> written = ini.options(section, false);
        if (!written.containsKey(name)) {
            return List.of(options.text("default", ""));
        }
        String value = written.get(name);
        return value == null ? List.of() : List.of(resolves ? ini.resolved(section, value) : value);
    }

    private static Charset charset(TermOptions options) {
        String name = options.text("encoding", "utf-8");
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException _) {
            throw new UserError("there is no encoding '" + name + "'");
        }
    }

    /**
     * The password in a file. If the file does not exist, generates a password and stores it in the file, readable by
     * its owner only.
     */
    private static String password(String term, BoundArguments a) {
        TermOptions options = TermOptions.of(term, a, "password", "length", "chars", "seed", "encrypt", "ident");
        Path path = Path.of(Values.text(a.evaluation().scope().get("playbook_dir") instanceof String dir ? dir : ""))
                .resolve(options.raw());
        boolean kept = !options.raw().equals("/dev/null");
        String method = options.text("encrypt", "");
        PasswordFile file;
        synchronized (PASSWORDS) {
            file = kept(path, kept, method, options, a);
        }
        return method.isEmpty() ? file.password() : hash(file, method, a); // outside, for hashing takes long
    }

    /** Reads the password, draws what is missing, and stores what was drawn. */
    private static PasswordFile kept(Path path, boolean kept, String method, TermOptions options, BoundArguments a) {
        byte[] content = kept && Files.exists(path) ? bytes(path) : null;
        PasswordFile before = content == null ? null : PasswordFile.parse(plain(path, content, a));
        PasswordFile drawn = before != null ? before : PasswordFile.random(options);
        Object ident = options.value("ident");
        PasswordFile now = method.isEmpty() ? drawn : drawn.forHash(method, ident == null ? null : Values.text(ident));
        if (kept && !now.equals(before)) {
            if (content != null && before != null && VaultText.is(content)) {
                throw before.encrypted(path);
            }
            now.write(path);
        }
        return now;
    }

    private static String hash(PasswordFile file, String method, BoundArguments a) {
        Map<String, @Nullable Object> named = new HashMap<>();
        named.put("salt", file.salt());
        if (file.ident() != null) {
            named.put("ident", file.ident());
        }
        return Values.text(a.evaluation().filter("password_hash").to(file.password(), List.of(method), named));
    }
}
