package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Galaxy server: collections through version 3 of its API, roles through version 1. */
final class GalaxyServer {
    private static final int MOST_PAGES = 100;

    private final ServerAddress address;
    private final Web web;
    private @Nullable URI root;
    private Map<?, ?> versions = Map.of();

    /**
     * A version of a collection.
     *
     * @param sha256 the checksum of its archive
     * @param page the address of its description
     */
    record Release(CollectionInfo info, URI archive, String sha256, URI page) {}

    GalaxyServer(ServerAddress address, Web web) {
        this.address = address;
        this.web = web;
    }

    ServerAddress address() {
        return address;
    }

    /** The versions of a collection; none if the server does not have it. */
    List<SemanticVersion> versions(String collection) {
        List<SemanticVersion> found = new ArrayList<>();
        URI page = collection(collection).resolve("versions/?limit=100");
        for (int i = 0; page != null && i < MOST_PAGES; i++) {
            Map<?, ?> answer = known(page);
            if (answer == null) {
                return List.of();
            }
            if (answer.get("data") instanceof List<?> data) {
                data.forEach(each -> add(each, found));
            }
            String next = GalaxyJson.text(GalaxyJson.below(answer, "links"), "next");
            page = next == null ? null : page.resolve(next);
        }
        return found;
    }

    private static void add(@Nullable Object each, List<SemanticVersion> into) {
        String text = each instanceof Map<?, ?> fields ? GalaxyJson.text(fields, "version") : null;
        SemanticVersion version = text == null ? null : SemanticVersion.parse(text);
        if (version != null) {
            into.add(version);
        }
    }

    /** The details of a version. */
    Release release(String collection, SemanticVersion version) {
        URI page = collection(collection).resolve("versions/" + version + "/");
        Map<?, ?> answer = get(page);
        String archive = GalaxyJson.text(answer, "download_url");
        String sha256 = GalaxyJson.text(GalaxyJson.below(answer, "artifact"), "sha256");
        if (archive == null || sha256 == null) {
            throw new UserError(page + " names no archive, or no checksum");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        int dot = collection.indexOf('.');
        fields.put("namespace", collection.substring(0, dot));
        fields.put("name", collection.substring(dot + 1));
        fields.put("version", version.toString());
        fields.put("dependencies", GalaxyJson.below(GalaxyJson.below(answer, "metadata"), "dependencies"));
        return new Release(CollectionInfo.of(fields, page.toString()), page.resolve(archive), sha256, page);
    }

    /** Downloads an archive, and verifies its checksum. */
    void download(Release release, Path file) {
        web.download(release.archive(), address.authorizationFor(release.archive()), file);
        try {
            if (!Checksum.of(file).equals(release.sha256())) {
                throw new UserError(release.archive() + " has a wrong checksum");
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + file);
        }
    }

    /** The address of a role's archive, or null if the server does not have it. */
    @Nullable
    RoleArchive role(RoleRequirement role) {
        int dot = role.source().indexOf('.');
        URI list = interfaceOf("v1")
                .resolve("roles/?owner__username=" + word(role.source().substring(0, dot)) + "&name="
                        + word(role.source().substring(dot + 1)));
        if (!(get(list).get("results") instanceof List<?> found)
                || found.isEmpty()
                || !(found.getFirst() instanceof Map<?, ?> fields)) {
            return null;
        }
        List<Map<?, ?>> known = new ArrayList<>();
        URI all = interfaceOf("v1").resolve("roles/" + fields.get("id") + "/versions/?page_size=50");
        if (get(all).get("results") instanceof List<?> results) {
            results.forEach(each -> {
                if (each instanceof Map<?, ?> version) {
                    known.add(version);
                }
            });
        }
        return RoleArchive.choose(role, fields, known, list);
    }

    private static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private URI collection(String name) {
        int dot = name.indexOf('.');
        return interfaceOf("v3").resolve("collections/" + name.substring(0, dot) + "/" + name.substring(dot + 1) + "/");
    }

    private URI interfaceOf(String version) {
        URI known = root();
        if (!(versions.get(version) instanceof String path)) {
            throw new UserError(address.url() + " is not a Galaxy server with the interface " + version);
        }
        return known.resolve(path.endsWith("/") ? path : path + "/");
    }

    // The root of the API. The configured address may be that of the site or of its API.
    private URI root() {
        URI known = root;
        if (known != null) {
            return known;
        }
        for (URI url : List.of(address.url(), address.url().resolve("api/"))) {
            try {
                Map<?, ?> answer = get(url);
                if (answer.get("available_versions") instanceof Map<?, ?> its) {
                    versions = its;
                    root = url;
                    return url;
                }
            } catch (Web.NotThere _) {
                // the other address may be right
            } catch (UserError e) {
                if (!e.what().endsWith("is not JSON")) {
                    throw e;
                }
            }
        }
        throw new UserError(address.url() + " is not a Galaxy server");
    }

    private @Nullable Map<?, ?> known(URI url) {
        try {
            return get(url);
        } catch (Web.NotThere e) {
            if (e.isUnknown()) {
                return null;
            }
            throw e;
        }
    }

    private Map<?, ?> get(URI url) {
        return GalaxyJson.object(web.get(url, address.authorizationFor(url)), url.toString());
    }
}
