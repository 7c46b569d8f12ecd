package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The archive of the chosen version of a role on a server. */
record RoleArchive(URI url, String version) {
    /**
     * Chooses the requested version, or the latest, or the repository's branch if there are no versions.
     *
     * @param role the server's description of the role
     * @param versions the versions on the server
     */
    static RoleArchive choose(RoleRequirement wanted, Map<?, ?> role, List<? extends Map<?, ?>> versions, URI page) {
        String version = wanted.version().isEmpty() ? latest(role, versions) : wanted.version();
        Map<?, ?> named = versions.stream()
                .filter(each -> version.equals(each.get("name")))
                .findFirst()
                .orElse(null);
        if (named == null && !versions.isEmpty() && !version.equals("master")) {
            throw new UserError(
                    null,
                    "the server has no version '" + version + "' of role " + wanted.source(),
                    "it has "
                            + versions.stream()
                                    .map(each -> String.valueOf(each.get("name")))
                                    .collect(Collectors.joining(", ")));
        }
        String own = named == null ? null : GalaxyJson.text(named, "download_url");
        String url = own != null
                ? own
                : "https://github.com/" + role.get("github_user") + "/" + role.get("github_repo") + "/archive/"
                        + version + ".tar.gz";
        return new RoleArchive(page.resolve(url), version);
    }

    private static String latest(Map<?, ?> role, List<? extends Map<?, ?>> versions) {
        @Nullable SemanticVersion highest = null;
        String name = null;
        for (Map<?, ?> each : versions) {
            String text = String.valueOf(each.get("name"));
            SemanticVersion version = SemanticVersion.parse(text);
            if (version != null && (highest == null || version.compareTo(highest) > 0)) {
                highest = version;
                name = text;
            }
        }
        Object branch = role.get("github_branch");
        return name != null ? name : branch == null ? "master" : branch.toString();
    }
}
