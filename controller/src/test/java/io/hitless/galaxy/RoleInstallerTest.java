package io.hitless.galaxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleInstallerTest {
    @TempDir
    Path dir;

    private Path roles;
    private final List<String> reported = new ArrayList<>();

    @BeforeEach
    void prepare() {
        roles = dir.resolve("roles");
    }

    private static InstallOptions options(boolean force, ServerAddress... servers) {
        return new InstallOptions(force, false, true, false, false, false, List.of(servers), Duration.ofSeconds(10));
    }

    private boolean install(InstallOptions options, String... names) {
        return new RoleInstaller(roles, List.of(), options, reported::add)
                .install(Requirements.ofRoles(List.of(names)).roles());
    }

    private String text(String path) throws IOException {
        return Files.readString(roles.resolve(path));
    }

    private Path repository(String name) throws IOException, InterruptedException {
        Path repository = dir.resolve(name);
        role(repository, "[]", "first");
        TestGit.in(repository, "init", "-q", "-b", "main");
        TestGit.commit(repository, "first");
        TestGit.in(repository, "tag", "v1");
        Files.writeString(repository.resolve("tasks/main.yml"), "second");
        TestGit.commit(repository, "second");
        TestGit.in(repository, "branch", "next");
        return repository;
    }

    private static void role(Path directory, String dependencies, String text) throws IOException {
        Files.createDirectories(directory.resolve("meta"));
        Files.createDirectories(directory.resolve("tasks"));
        Files.writeString(directory.resolve("meta/main.yml"), "dependencies: " + dependencies + "\n");
        Files.writeString(directory.resolve("tasks/main.yml"), text);
    }

    @Test
    void a_role_is_taken_from_git_in_the_version_that_is_asked_for() throws Exception {
        String url = "git+file://" + repository("nginx");
        assertThat(install(options(false), url + ",v1,one", url + ",next,two", url))
                .isTrue();
        assertThat(text("one/tasks/main.yml")).isEqualTo("first");
        assertThat(text("two/tasks/main.yml")).isEqualTo("second");
        assertThat(text("nginx/tasks/main.yml")).isEqualTo("second");
        assertThat(text("one/meta/.galaxy_install_info")).contains("version: v1\n");
        assertThat(roles.resolve("one/.git")).doesNotExist();
        assertThat(InstalledRole.in(roles)).extracting(InstalledRole::name).containsExactly("nginx", "one", "two");
    }

    @Test
    void a_commit_is_a_version_too() throws Exception {
        Path repository = repository("nginx");
        String commit = TestGit.in(repository, "rev-parse", "v1").strip();
        install(options(false), "git+file://" + repository + "," + commit);
        assertThat(text("nginx/tasks/main.yml")).isEqualTo("first");
    }

    @Test
    void a_version_that_is_not_there_installs_nothing() throws Exception {
        assertThat(install(options(false), "git+file://" + repository("nginx") + ",v9"))
                .isFalse();
        assertThat(reported).singleElement().asString().contains("has no version 'v9'");
        assertThat(roles).isEmptyDirectory();
    }

    @Test
    void what_is_there_stays_unless_it_is_forced() throws Exception {
        String url = "git+file://" + repository("nginx");
        install(options(false), url + ",v1");
        install(options(false), url + ",next");
        assertThat(text("nginx/tasks/main.yml")).isEqualTo("first");
        assertThat(reported.getLast()).contains("not next: use --force");
        install(options(true), url + ",next");
        assertThat(text("nginx/tasks/main.yml")).isEqualTo("second");
        try (Stream<Path> left = Files.list(roles)) {
            assertThat(left).containsExactly(roles.resolve("nginx"));
        }
    }

    @Test
    void dependencies_are_installed_but_for_local_ones() throws Exception {
        Path base = repository("base");
        Path app = dir.resolve("app");
        role(app, "[{src: 'git+file://" + base + "', version: v1}, local, {role: 'other'}]", "app");
        assertThat(install(options(false), app.toString())).isTrue();
        assertThat(text("base/tasks/main.yml")).isEqualTo("first");
        assertThat(roles.resolve("local")).doesNotExist();
    }

    @Test
    void an_archive_has_its_role_in_a_directory_of_its_own() throws Exception {
        Path archive = new TestArchive()
                .with("nginx-1.0/README.md", "read me")
                .with("nginx-1.0/meta/main.yml", "dependencies: []")
                .with("nginx-1.0/tasks/main.yml", "tasks")
                .with("nginx-1.0/link -> README.md", "")
                .written(dir.resolve("nginx.tar.gz"));
        assertThat(install(options(false), archive.toString())).isTrue();
        assertThat(text("nginx/tasks/main.yml")).isEqualTo("tasks");
        assertThat(text("nginx/link")).isEqualTo("read me");
    }

    @Test
    void an_archive_writes_nothing_outside() throws Exception {
        for (String evil : List.of("../out", "x/../../out", "link/out", "/tmp/hitless-out")) {
            Path archive = new TestArchive()
                    .with("meta/main.yml", "")
                    .with("link -> " + (evil.startsWith("link") ? dir : "meta"), "")
                    .with(evil, "evil")
                    .written(dir.resolve("evil.tar.gz"));
            reported.clear();
            assertThat(install(options(false), archive + ",,evil")).as(evil).isFalse();
            assertThat(reported).as(evil).singleElement().asString().contains("points outside the archive");
            assertThat(roles).as(evil).isEmptyDirectory();
        }
        assertThat(dir.resolve("out")).doesNotExist();
    }

    @Test
    void what_has_no_meta_is_no_role() throws Exception {
        Path archive = new TestArchive().with("tasks/main.yml", "").written(dir.resolve("x.tar.gz"));
        assertThat(install(options(false), archive.toString())).isFalse();
        assertThat(reported).singleElement().asString().contains("it has no meta/main.yml");
    }

    @Test
    void a_server_has_roles_by_their_owners() throws Exception {
        try (TestServer server = new TestServer(dir)) {
            server.publishRole("acme.nginx", List.of("1.2.0", "1.10.0", "1.9.0"));
            for (String version : List.of("1.2.0", "1.10.0")) {
                new TestArchive()
                        .with("r-" + version + "/meta/main.yml", "")
                        .with("r-" + version + "/tasks/main.yml", version)
                        .written(dir.resolve("acme.nginx-" + version + ".tar.gz"));
            }
            install(options(false, server.address()), "acme.nginx", "acme.nginx,1.2.0,old");
            assertThat(text("acme.nginx/tasks/main.yml")).isEqualTo("1.10.0");
            assertThat(text("old/tasks/main.yml")).isEqualTo("1.2.0");
            assertThat(new InstalledRole(roles.resolve("acme.nginx")).version()).isEqualTo("1.10.0");
            assertThat(install(options(false, server.address()), "acme.nginx,3.0.0,new"))
                    .isFalse();
            assertThat(reported.getLast()).contains("no version '3.0.0'", "it has 1.2.0, 1.10.0, 1.9.0");
        }
    }

    @Test
    void an_archive_is_downloaded_from_an_address() throws Exception {
        try (TestServer server = new TestServer(dir)) {
            new TestArchive().with("meta/main.yml", "").with("x", "y").written(dir.resolve("web.tar.gz"));
            install(options(false), server.url("/files/web.tar.gz"));
            assertThat(text("web/x")).isEqualTo("y");
            assertThat(install(options(false), server.url("/files/none.tar.gz")))
                    .isFalse();
            assertThat(reported.getLast()).contains("status 404");
        }
    }

    @Test
    void a_requirements_file_includes_others_and_has_places() throws Exception {
        Files.writeString(dir.resolve("more.yml"), "- acme.more\n");
        Path file = Files.writeString(dir.resolve("requirements.yml"), """
            roles:
              - include: more.yml
              - {src: "https://github.com/acme/web", version: v2}
              - {src: "git@example.org:acme/ssh.git", name: ssh}
              - src: https://example.org/role.tar.gz
            collections:
              - acme.web
              - {name: acme.db, version: ">=1.0.0", source: https://galaxy.example.org}
              - {name: "git+https://example.org/c.git#/sub", type: git, version: main}
            """);
        Requirements read = Requirements.read(file);
        assertThat(read.roles())
                .extracting(RoleRequirement::name, RoleRequirement::git, RoleRequirement::version)
                .containsExactly(
                        tuple("acme.more", false, ""),
                        tuple("web", true, "v2"),
                        tuple("ssh", true, ""),
                        tuple("role", false, ""));
        assertThat(read.collections())
                .extracting(CollectionRequirement::source, CollectionRequirement::version)
                .containsExactly(
                        tuple("acme.web", "*"),
                        tuple("acme.db", ">=1.0.0"),
                        tuple("git+https://example.org/c.git#/sub", "main"));
        Files.writeString(file, "roles:\n  - {name: x, scm: svn}\n");
        assertThatThrownBy(() -> Requirements.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("requirements.yml:2:5");
        Files.writeString(file, "rolls: []\n");
        assertThatThrownBy(() -> Requirements.read(file)).hasMessageContaining("'rolls' has no meaning");
    }
}
