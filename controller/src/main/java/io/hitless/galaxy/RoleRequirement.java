package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role to install.
 *
 * @param name the name of its directory
 * @param source a repository, an archive, a directory, or the role's name on a Galaxy server
 * @param git whether the source is a repository
 * @param version empty if none is requested
 */
record RoleRequirement(String name, String source, boolean git, String version) {
    private static final Pattern NAME = Pattern.compile("[\\w][\\w.+-]*");

    RoleRequirement {
        if (!NAME.matcher(name).matches()) {
            throw new UserError("'" + name + "' is not a role name");
        }
        if (version.startsWith("-")) {
            throw new UserError("'" + version + "' is not a version of a role");
        }
    }

    /** Parses an argument: {@code SOURCE[,VERSION[,NAME]]}. */
    static RoleRequirement parse(String text) {
        return of(null, text, null, "");
    }

    /** Reads an entry of a requirements file. */
    static RoleRequirement of(Map<?, ?> fields) {
        Object name = fields.get("name") == null ? fields.get("role") : fields.get("name");
        Object source = fields.get("src") == null ? name : fields.get("src");
        if (source == null) {
            throw new UserError(null, "a role needs 'src' or 'name'", "- src: git+https://git.example.org/nginx.git");
        }
        Object scm = fields.get("scm");
        if (scm != null && !scm.equals("git")) {
            throw new UserError("roles are installed from git, not from '" + scm + "'");
        }
        Object version = fields.get("version");
        return of(
                name == null || fields.get("src") == null ? null : name.toString(),
                source.toString(),
                scm == null ? null : scm.toString(),
                version == null ? "" : version.toString());
    }

    private static RoleRequirement of(@Nullable String name, String written, @Nullable String scm, String version) {
        String[] parts = written.split(",", -1);
        String source = parts[0].strip();
        String wanted = parts.length > 1 && version.isEmpty() ? parts[1].strip() : version;
        boolean git = scm != null
                || source.startsWith("git+")
                || source.startsWith("git@")
                || (source.matches("https?://github\\.com/.*") && !source.endsWith(".tar.gz"));
        String address = source.startsWith("git+") ? source.substring(4) : source;
        String named = name != null ? name : parts.length > 2 ? parts[2].strip() : nameOf(address);
        return new RoleRequirement(named, address, git, wanted);
    }

    private static String nameOf(String source) {
        if (!source.contains("/") && !source.contains("@")) {
            return source; // a name on a server, or a local archive
        }
        String path = source.replaceAll("/+$", "");
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1)
                .replaceFirst("\\.git$", "")
                .replaceFirst("\\.(tar\\.gz|tgz)$", "");
    }

    /** Whether the role is on a Galaxy server. */
    boolean isOfServer() {
        return !git && !source.contains("/") && source.matches("[\\w-]+\\.[\\w-]+");
    }

    @Override
    public String toString() {
        return version.isEmpty() ? name : name + " (" + version + ")";
    }
}
