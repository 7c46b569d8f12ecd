package io.hitless.galaxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionInstallerTest {
    @TempDir
    Path dir;

    private Path root;
    private final List<String> reported = new ArrayList<>();

    @BeforeEach
    void prepare() {
        root = dir.resolve("c/ansible_collections");
    }

    private static InstallOptions options(ServerAddress... servers) {
        return new InstallOptions(false, false, true, false, false, false, List.of(servers), Duration.ofSeconds(10));
    }

    private void install(InstallOptions options, String... names) {
        new CollectionInstaller(root, List.of(), options, reported::add)
                .install(Requirements.ofCollections(List.of(names)).collections());
    }

    private List<String> installed() {
        return InstalledCollection.in(root).stream()
                .map(each -> each.name() + " " + each.version())
                .toList();
    }

    private Path source(String name, String version, String more) throws IOException {
        Path source = dir.resolve("src").resolve(name);
        Files.createDirectories(source.resolve("roles/r/tasks"));
        Files.writeString(source.resolve("roles/r/tasks/main.yml"), "- debug:\n");
        Files.writeString(source.resolve("note.tmp"), "x");
        String[] parts = name.split("\\.");
        Files.writeString(
                source.resolve("galaxy.yml"),
                "namespace: " + parts[0] + "\nname: " + parts[1] + "\nversion: " + version + "\nauthors: [me]\n"
                        + more);
        return source;
    }

    @Test
    void a_directory_is_built_without_what_it_ignores() throws IOException {
        install(
                options(),
                source("acme.web", "1.2.3", "build_ignore: ['*.tmp']\n").toString());
        assertThat(installed()).containsExactly("acme.web 1.2.3");
        assertThat(root.resolve("acme/web/roles/r/tasks/main.yml")).exists();
        assertThat(root.resolve("acme/web/note.tmp")).doesNotExist();
        assertThat(root.resolve("acme/web/galaxy.yml")).doesNotExist();
        CollectionFiles.verify(root.resolve("acme/web"));
        assertThat(Files.readString(root.resolve("acme/web/MANIFEST.json"))).contains("\"tags\": [],");
    }

    @Test
    void a_repository_has_collections_in_directories() throws Exception {
        Path repository = source("acme.mono", "1.0.0", "");
        Files.delete(repository.resolve("galaxy.yml"));
        for (String name : List.of("one", "two")) {
            Files.createDirectories(repository.resolve(name));
            Files.writeString(
                    repository.resolve(name).resolve("galaxy.yml"),
                    "namespace: acme\nname: " + name + "\nversion: 0.1.0\n");
        }
        TestGit.in(repository, "init", "-q", "-b", "main");
        TestGit.commit(repository, "first");
        install(options(), "git+file://" + repository + "#/one,main");
        assertThat(installed()).containsExactly("acme.one 0.1.0");
        install(options(), "git+file://" + repository);
        assertThat(installed()).containsExactly("acme.one 0.1.0", "acme.two 0.1.0");
        assertThatThrownBy(() -> install(options(), "git+file://" + repository + "#/../.."))
                .hasMessageContaining("points outside the repository");
    }

    @Test
    void a_server_gives_the_latest_that_all_can_live_with() throws IOException {
        try (TestServer server = new TestServer(dir)) {
            server.publish("acme.base", "1.0.0", Map.of());
            server.publish("acme.base", "1.5.0", Map.of());
            server.publish("acme.base", "2.0.0", Map.of());
            server.publish("acme.base", "3.0.0-rc.1", Map.of());
            server.publish("acme.web", "1.0.0", Map.of("acme.base", ">=1.0.0,<2.0.0"));
            server.publish("acme.db", "2.0.0", Map.of("acme.base", ">=2.0.0"));
            server.publish("acme.db", "1.0.0", Map.of("acme.base", "*"));
            install(options(server.address()), "acme.web", "acme.db");
            assertThat(installed()).containsExactly("acme.base 1.5.0", "acme.db 1.0.0", "acme.web 1.0.0");
            assertThat(Files.readString(root.resolve("acme.web-1.0.0.info/GALAXY.yml")))
                    .contains("version: 1.0.0\n");
            assertThatThrownBy(() -> install(options(server.address()), "acme.web", "acme.db:2.0.0"))
                    .hasMessageContaining("no version of acme.base is suitable")
                    .hasMessageContaining(">=1.0.0,<2.0.0 (acme.web 1.0.0)");
        }
    }

    @Test
    void what_is_there_and_will_do_asks_no_server() throws IOException {
        try (TestServer server = new TestServer(dir)) {
            server.publish("acme.base", "1.0.0", Map.of());
            install(options(server.address()), "acme.base");
            server.publish("acme.base", "1.1.0", Map.of());
            server.asked.clear();
            install(options(server.address()), "acme.base:>=1.0.0");
            assertThat(server.asked).isEmpty();
            assertThat(reported.getLast()).contains("installed already");
            install(options(server.address()), "acme.base:1.1.0");
            assertThat(installed()).containsExactly("acme.base 1.1.0");
        }
    }

    @Test
    void an_early_version_is_taken_only_if_it_is_asked_for() throws IOException {
        try (TestServer server = new TestServer(dir)) {
            server.publish("acme.base", "1.0.0", Map.of());
            server.publish("acme.base", "2.0.0-beta.1", Map.of());
            install(options(server.address()), "acme.base");
            assertThat(installed()).containsExactly("acme.base 1.0.0");
            install(options(server.address()), "acme.base:>=2.0.0-beta.1");
            assertThat(installed()).containsExactly("acme.base 2.0.0-beta.1");
        }
    }

    @Test
    void a_server_that_wants_a_token_gets_it_and_others_do_not() throws IOException {
        try (TestServer server = new TestServer(dir)) {
            server.publish("acme.base", "1.0.0", Map.of());
            server.token = "s3cret";
            install(options(server.address()), "acme.base");
            assertThat(installed()).containsExactly("acme.base 1.0.0");
            ServerAddress address = server.address();
            assertThat(address.authorizationFor(URI.create("http://elsewhere.example.org/x")))
                    .isNull();
        }
    }

    @Test
    void an_archive_that_is_not_what_the_server_says_is_refused() throws IOException {
        try (TestServer server = new TestServer(dir)) {
            server.publish("acme.base", "1.0.0", Map.of());
            server.publish("acme.base", "1.1.0", Map.of(), "0".repeat(64));
            Files.copy(dir.resolve("acme.base-1.0.0.tar.gz"), dir.resolve("acme.base-1.1.0.tar.gz"));
            assertThatThrownBy(() -> install(options(server.address()), "acme.base"))
                    .hasMessageContaining("wrong checksum");
            assertThat(installed()).isEmpty();
        }
    }

    @Test
    void a_file_that_is_not_what_the_list_says_is_refused_and_nothing_is_installed() throws IOException {
        Path archive = TestArchive.collection("acme.web", "1.0.0", Map.of())
                .with("roles/r/tasks/main.yml", "- shell: evil\n")
                .written(dir.resolve("web.tar.gz"));
        assertThatThrownBy(() -> install(options(), archive.toString()))
                .hasMessageContaining("main.yml differs from the collection's list");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_in_no_list_is_left_out() throws IOException {
        Path archive = TestArchive.collection("acme.web", "1.0.0", Map.of())
                .with("plugins/modules/evil.py", "x")
                .written(dir.resolve("web.tar.gz"));
        install(options(), archive.toString());
        assertThat(root.resolve("acme/web/plugins")).doesNotExist();
        assertThat(root.resolve("acme/web/roles/r/tasks/main.yml")).exists();
    }

    @Test
    void nothing_is_left_of_the_old_version_or_aside() throws IOException {
        install(options(), source("acme.web", "1.0.0", "").toString());
        Files.writeString(root.resolve("acme/web/stale"), "");
        install(options(), source("acme.web", "1.1.0", "").toString());
        assertThat(root.resolve("acme/web/stale")).doesNotExist();
        try (var left = Files.list(root)) {
            assertThat(left).containsExactly(root.resolve("acme"));
        }
    }

    @Test
    void a_collection_that_no_server_has_is_named() throws IOException {
        try (TestServer server = new TestServer(dir)) {
            assertThatThrownBy(() -> install(options(server.address()), "acme.none"))
                    .hasMessageContaining("no version of acme.none is suitable")
                    .hasMessageContaining("available is none");
        }
    }

    @Test
    void versions_are_compared_as_versions() {
        assertThat(List.of("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.2.0", "1.10.0"))
                .extracting(text -> Objects.requireNonNull(SemanticVersion.parse(text)))
                .isSorted();
        assertThat(VersionRange.parse(">=1.0.0,!=1.5.0,<2")
                        .admits(Objects.requireNonNull(SemanticVersion.parse("1.5.0"))))
                .isFalse();
        assertThat(SemanticVersion.parse("main")).isNull();
    }
}
