package io.hitless.template.lookups;

import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.MatchPlace;
import io.hitless.template.format.PythonRandom;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lookups of a key: in CSV and INI files, in files of passwords, and among Ansible's settings. */
public final class KeyedLookups {
    private static final Map<String, Object> SETTINGS = Map.of(
            "DEFAULT_FORKS",
            5L,
            "DEFAULT_TIMEOUT",
            10L,
            "DEFAULT_BECOME",
            false,
            "DEFAULT_BECOME_USER",
            "root",
            "DEFAULT_BECOME_METHOD",
            "sudo",
            "DEFAULT_GATHERING",
            "implicit",
            "DEFAULT_HASH_BEHAVIOUR",
            "replace",
            "HOST_KEY_CHECKING",
            true,
            "DEFAULT_MODULE_NAME",
            "command");

    private KeyedLookups() {}

    public static Builtin.Table table() {
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
                        "allow_no_value")
                .add(
                        "password",
                        (terms, a) -> each(terms, term -> List.of(password(term, a))),
                        "length",
                        "chars",
                        "seed")
                .add(
                        "config",
                        (terms, a) -> each(terms, term -> setting(term, a.text("on_missing", "error"))),
                        "on_missing");
    }

    private interface ByTerm {
        List<?> apply(String term);
    }

    private static List<?> each(@Nullable Object terms, ByTerm step) {
        List<@Nullable Object> results = new ArrayList<>();
        Coercions.list(terms).forEach(term -> results.addAll(step.apply(Values.text(term))));
        return results;
    }

    private static List<String> lines(String name, BoundArguments a) {
        Path path = FileSearch.find(name, "files", a.evaluation().scope());
        if (path == null) {
            throw new UserError(
                    null,
                    "no file '" + name + "' is found",
                    "looked in files/ and directly in " + a.evaluation().scope().searchPath());
        }
        return StringMethods.splitLines(read(path, a), false);
    }

    private static String read(Path path, BoundArguments a) {
        try {
            return new String(
                    a.evaluation().scope().plain(path.toString(), TextFile.bytes(path)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private static List<?> csv(String term, BoundArguments a) {
        TermOptions options =
                TermOptions.of(term, a, "csvfile", "file", "col", "delimiter", "default", "encoding", "keycol");
        String written = options.text("delimiter", "TAB");
        String delimiter = written.equals("TAB") || written.equals("\\t") ? "\t" : written;
        int column = options.number("col", 1);
        int keyColumn = options.number("keycol", 0);
        for (String line : lines(options.text("file", "ansible.csv"), a)) {
            List<String> cells = StringMethods.split(line, delimiter, -1);
            if (keyColumn < cells.size() && unquoted(cells.get(keyColumn)).equals(options.raw())) {
                if (column >= cells.size()) {
                    throw new UserError("the line of " + Values.repr(options.raw()) + " has no column " + column);
                }
                return List.of(unquoted(cells.get(column)));
            }
        }
        Object otherwise = options.value("default");
        return otherwise == null ? List.of() : List.of(otherwise);
    }

    private static String unquoted(String cell) {
        return cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"")
                : cell;
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
                "allow_no_value");
        boolean properties = options.text("type", "ini").equals("properties");
        PythonRegex pattern = options.flag("re") ? PythonRegex.compile(options.raw(), false, false) : null;
        String wanted = options.text("section", "global");
        String section = "";
        List<String> found = new ArrayList<>();
        for (String line : lines(options.text("file", "ansible.ini"), a)) {
            String text = line.strip();
            if (text.startsWith("[") && text.endsWith("]")) {
                section = text.substring(1, text.length() - 1);
                continue;
            }
            int split = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
            boolean comment = text.startsWith("#") || text.startsWith(";");
            if (comment || split <= 0 || !(properties || section.equals(wanted))) {
                continue;
            }
            String key = text.substring(0, split).strip();
            boolean matches = pattern == null
                    ? key.equalsIgnoreCase(options.raw())
                    : pattern.first(key, MatchPlace.AT_START) != null;
            if (matches) {
                found.add(text.substring(split + 1).strip());
            }
        }
        return pattern != null ? found : List.of(found.isEmpty() ? options.text("default", "") : found.getFirst());
    }

    /** The password kept in a file, made up and kept there, readable by its owner alone, if there is none yet. */
    private static String password(String term, BoundArguments a) {
        TermOptions options = TermOptions.of(term, a, "password", "length", "chars", "seed");
        Path path = Path.of(options.raw());
        boolean kept = !options.raw().equals("/dev/null");
        if (kept && Files.exists(path)) {
            return read(path, a).lines().findFirst().orElse("").replaceFirst(" salt=.*", "");
        }
        Object chars = options.value("chars");
        List<?> names = chars instanceof List<?> list
                ? list
                : chars == null
                        ? List.of("ascii_letters", "digits", ".,:-_")
                        : List.of(Values.text(chars).split(",", -1));
        List<String> alphabet = names.stream()
                .flatMap(name -> alphabet(Values.text(name)).codePoints().mapToObj(Character::toString))
                .toList();
        PythonRandom random = PythonRandom.of(options.value("seed"));
        StringBuilder password = new StringBuilder();
        for (int i = options.number("length", 20); i > 0; i--) {
            password.append(random.choice(alphabet));
        }
        if (kept) {
            keep(path, password.toString());
        }
        return password.toString();
    }

    private static String alphabet(String name) {
        return switch (name) {
            case "ascii_letters" -> "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
            case "ascii_lowercase" -> "abcdefghijklmnopqrstuvwxyz";
            case "ascii_uppercase" -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            case "digits" -> "0123456789";
            case "hexdigits" -> "0123456789abcdefABCDEF";
            case "punctuation" -> "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
            default -> name;
        };
    }

    private static void keep(Path path, String password) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, password + "\n");
        } catch (IOException e) {
            throw new UserError("cannot keep the password in " + path + ": " + Reason.of(e));
        }
    }

    /** What Ansible's setting is where nobody has set it: there is no ansible.cfg here. */
    private static List<?> setting(String name, String onMissing) {
        Object value = SETTINGS.get(name);
        if (value == null && onMissing.equals("error")) {
            throw new UserError(
                    null, "no setting of Ansible is known as '" + name + "'", "on_missing='skip' gives nothing for it");
        }
        return value == null ? List.of() : List.of(value);
    }
}
