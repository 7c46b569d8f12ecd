package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters for paths. Those that read files read the controller's. */
public final class PathFilters {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+|\\{[^}]*})");

    private PathFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("basename", (v, _) -> s(v).substring(s(v).lastIndexOf('/') + 1))
                .add("dirname", (v, _) -> dirname(s(v)))
                .add("splitext", (v, _) -> splitExtension(s(v)))
                .add("path_join", (v, _) -> join(v instanceof List<?> parts ? parts : List.of(s(v))))
                .add("expanduser", (v, _) -> expandUser(s(v)))
                .add("expandvars", (v, _) -> VARIABLE.matcher(s(v)).replaceAll(m -> environment(m.group(), m.group(1))))
                .add("realpath", (v, _) -> realPath(s(v)))
                .add("relpath", (v, a) -> relative(s(v), a.text("start", "")), "start")
                .add("normpath", (v, _) -> Path.of(s(v)).normalize().toString())
                .add("commonpath", (v, _) -> common(Coercions.realList(v, "commonpath")))
                .add("win_basename", (v, _) -> s(v).substring(windowsName(s(v))))
                .add("win_dirname", (v, _) -> windowsDirectory(s(v)))
                .add(
                        "win_splitdrive",
                        (v, _) -> Tuple.of(s(v).substring(0, driveEnd(s(v))), s(v).substring(driveEnd(s(v)))))
                .add("fileglob", (v, _) -> glob(s(v)));
    }

    // As in Ansible, only a text can be a path.
    private static String s(@Nullable Object value) {
        if (value instanceof String path) {
            return path;
        }
        throw new UserError("a path is wanted, not " + Coercions.article(value));
    }

    /** The end of the drive or share of a Windows path. */
    private static int driveEnd(String path) {
        String plain = path.replace('/', '\\');
        if (plain.startsWith("\\\\") && !plain.startsWith("\\\\\\")) {
            int host = plain.indexOf('\\', 2);
            int share = host < 0 ? -1 : plain.indexOf('\\', host + 1);
            return host < 0 || share < 0 ? plain.length() : share;
        }
        return path.length() > 1 && path.charAt(1) == ':' ? 2 : 0;
    }

    private static int windowsName(String path) {
        return Math.max(driveEnd(path), Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String windowsDirectory(String path) {
        int drive = driveEnd(path);
        String head = path.substring(drive, windowsName(path));
        String cut = StringMethods.strip(head, "/\\", false, true);
        return path.substring(0, drive) + (cut.isEmpty() ? head : cut);
    }

    private static String dirname(String path) {
        int slash = path.lastIndexOf('/');
        String head = path.substring(0, slash + 1);
        String cut = StringMethods.strip(head, "/", false, true);
        return cut.isEmpty() ? head : cut;
    }

    private static Tuple splitExtension(String path) {
        int name = path.lastIndexOf('/') + 1;
        int dot = path.lastIndexOf('.');
        while (name < path.length() && path.charAt(name) == '.') {
            name++;
        }
        return dot <= name ? Tuple.of(path, "") : Tuple.of(path.substring(0, dot), path.substring(dot));
    }

    private static String join(List<?> parts) {
        StringBuilder path = new StringBuilder();
        for (Object item : parts) {
            String part = s(item);
            if (part.startsWith("/")) {
                path.setLength(0);
            } else if (!path.isEmpty() && path.charAt(path.length() - 1) != '/') {
                path.append('/');
            }
            path.append(part);
        }
        return path.toString();
    }

    static String expandUser(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            String home = System.getenv("HOME");
            return (home == null ? System.getProperty("user.home") : home) + path.substring(1);
        }
        return path;
    }

    private static String relative(String path, String start) {
        if (path.isEmpty()) {
            throw new UserError("no path is given");
        }
        String relative = Path.of(start)
                .toAbsolutePath()
                .normalize()
                .relativize(Path.of(path).toAbsolutePath().normalize())
                .toString();
        return relative.isEmpty() ? "." : relative;
    }

    private static String environment(String whole, String name) {
        String value = System.getenv(name.startsWith("{") ? name.substring(1, name.length() - 1) : name);
        return java.util.regex.Matcher.quoteReplacement(value == null ? whole : value);
    }

    private static String realPath(String path) {
        Path absolute = Path.of(path).toAbsolutePath().normalize();
        // As in Python, a missing path is not an error: the existing part is resolved.
        for (Path there = absolute; there != null; there = there.getParent()) {
            try {
                return there.toRealPath()
                        .resolve(there.relativize(absolute))
                        .normalize()
                        .toString();
            } catch (IOException _) {
                // continues with the parent directory
            }
        }
        return absolute.toString();
    }

    private static String common(List<?> paths) {
        Path common = null;
        for (Object item : paths) {
            Path path = Path.of(s(item));
            while (common != null && !path.startsWith(common)) {
                common = common.getParent();
            }
            common = common == null ? path : common;
        }
        return common == null ? "" : common.toString();
    }

    /** The regular files that match a pattern; as in Ansible, in the order of the directory. */
    public static List<String> glob(String pattern) {
        Path path = Path.of(expandUser(pattern));
        Path parent = path.getParent();
        List<Path> directories = parent == null ? List.of(Path.of("")) : directories(parent);
        List<String> found = new ArrayList<>();
        for (Path directory : directories) {
            for (Path entry : entries(directory, String.valueOf(path.getFileName()))) {
                if (Files.isRegularFile(entry)) {
                    found.add(entry.toString());
                }
            }
        }
        return found;
    }

    private static List<Path> directories(Path pattern) {
        if (!pattern.toString().matches(".*[*?\\[].*")) {
            return List.of(pattern);
        }
        Path parent = pattern.getParent();
        List<Path> found = new ArrayList<>();
        for (Path above : parent == null ? List.of(Path.of("")) : directories(parent)) {
            for (Path entry : entries(above, String.valueOf(pattern.getFileName()))) {
                if (Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static List<Path> entries(Path directory, String pattern) {
        var matcher = java.nio.file.FileSystems.getDefault()
                .getPathMatcher("glob:" + pattern.replace("{", "\\{").replace("}", "\\}"));
        try (var entries = Files.list(directory.toString().isEmpty() ? Path.of(".") : directory)) {
            return entries.map(entry -> directory.resolve(entry.getFileName()))
                    .filter(entry -> matcher.matches(entry.getFileName()))
                    .filter(entry -> pattern.startsWith(".")
                            || !entry.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
