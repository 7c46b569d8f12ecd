package io.hitless.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.launch.PlaybookDiagnosis;
import io.hitless.module.ModuleCatalog;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An editor's session with the server, over the protocol. */
class HitlessLanguageServerTest {
    private static final long SECONDS = 60;

    @TempDir
    Path directory = Path.of("unset");

    private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
    private final Editor editor = new Editor();
    private LanguageServer server = new HitlessLanguageServer("test", ModuleCatalog.builtIn(), (_, _) -> List.of());

    /** The client's side: it keeps what the server publishes. */
    private static final class Editor implements LanguageClient {
        final BlockingQueue<PublishDiagnosticsParams> published = new LinkedBlockingQueue<>();

        @Override
        public void telemetryEvent(Object object) {}

        @Override
        public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
            published.add(diagnostics);
        }

        @Override
        public void showMessage(MessageParams message) {}

        @Override
        public CompletableFuture<@Nullable MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void logMessage(MessageParams message) {}
    }

    @BeforeEach
    void begin() throws Exception {
        PipedInputStream toServer = new PipedInputStream(1 << 16);
        PipedInputStream toClient = new PipedInputStream(1 << 16);
        PipedOutputStream fromClient = new PipedOutputStream(toServer);
        PipedOutputStream fromServer = new PipedOutputStream(toClient);
        HitlessLanguageServer served =
                new HitlessLanguageServer("test", ModuleCatalog.builtIn(), new PlaybookDiagnosis());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                asked.complete(served.serve(toServer, fromServer));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        var launcher = LSPLauncher.createClientLauncher(editor, toClient, fromClient);
        launcher.startListening();
        server = launcher.getRemoteProxy();
        InitializeParams params = new InitializeParams();
        params.setWorkspaceFolders(List.of(new WorkspaceFolder(directory.toUri().toString(), "test")));
        assertThat(server.initialize(params)
                        .get(SECONDS, TimeUnit.SECONDS)
                        .getServerInfo()
                        .getName())
                .isEqualTo("hitless");
    }

    /** The connection stays open: the server must end by the message. */
    @AfterEach
    void end() throws Exception {
        server.shutdown().get(SECONDS, TimeUnit.SECONDS);
        server.exit();
        assertThat(asked.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private String uri(String file) {
        return directory.resolve(file).toUri().toString();
    }

    private List<Diagnostic> open(String file, String text) throws InterruptedException {
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri(file), "yaml", 1, text)));
        return published(file);
    }

    private List<Diagnostic> published(String file) throws InterruptedException {
        PublishDiagnosticsParams next =
                Objects.requireNonNull(editor.published.poll(SECONDS, TimeUnit.SECONDS), "no diagnostics");
        assertThat(Path.of(URI.create(next.getUri()))).isEqualTo(directory.resolve(file));
        return next.getDiagnostics();
    }

    private List<CompletionItem> completed(String file, int line, int column) throws Exception {
        return server.getTextDocumentService()
                .completion(new CompletionParams(new TextDocumentIdentifier(uri(file)), new Position(line, column)))
                .get(SECONDS, TimeUnit.SECONDS)
                .getLeft();
    }

    private List<String> names(String file, int line, int column) throws Exception {
        return completed(file, line, column).stream()
                .map(CompletionItem::getLabel)
                .toList();
    }

    private @Nullable String help(String file, int line, int column) throws Exception {
        Hover hover = server.getTextDocumentService()
                .hover(new HoverParams(new TextDocumentIdentifier(uri(file)), new Position(line, column)))
                .get(SECONDS, TimeUnit.SECONDS);
        return hover == null ? null : hover.getContents().getRight().getValue();
    }

    private List<? extends Location> definition(String file, int line, int column) throws Exception {
        return server.getTextDocumentService()
                .definition(new DefinitionParams(new TextDocumentIdentifier(uri(file)), new Position(line, column)))
                .get(SECONDS, TimeUnit.SECONDS)
                .getLeft();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(directory.resolve(file).getParent());
        Files.writeString(directory.resolve(file), text);
    }

    @Test
    void faults_are_shown_where_they_stand_and_go_when_they_are_mended() throws Exception {
        List<Diagnostic> found = open("site.yml", """
            - hosts: all
              taks: []
              tasks:
                - copy: {dest: /x, contnt: y}
            """);
        assertThat(found)
                .extracting(each -> each.getRange().getStart())
                .contains(new Position(1, 2), new Position(3, 23));
        assertThat(found.getFirst().getSeverity()).isEqualTo(DiagnosticSeverity.Error);
        assertThat(found.getFirst().getMessage().getLeft())
                .contains("'taks' is not a keyword")
                .contains("did you mean");
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(uri("site.yml"), 2),
                        List.of(new TextDocumentContentChangeEvent(
                                "- hosts: all\n  tasks:\n    - copy: {dest: /x, content: y}\n"))));
        assertThat(published("site.yml")).isEmpty();
        server.getTextDocumentService()
                .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri("site.yml"))));
        assertThat(published("site.yml")).isEmpty();
    }

    @Test
    void broken_yaml_and_broken_templates_are_faults() throws Exception {
        assertThat(open("a.yml", "- hosts: all\n  tasks:\n  - debug: {msg: \"{{ x | }}\"}\n"))
                .isNotEmpty();
        assertThat(open("b.yml", "- hosts: all\n  tasks: [\n")).isNotEmpty();
        assertThat(open("c.yml", ""))
                .singleElement()
                .satisfies(one -> assertThat(one.getSeverity()).isEqualTo(DiagnosticSeverity.Warning));
    }

    @Test
    void a_file_of_tasks_is_read_as_such_and_its_places_are_its_own() throws Exception {
        List<Diagnostic> found = open("roles/web/tasks/main.yml", """
            ---
            # what it does
            - name: install
              apt: {name: nginx, stat: present}
            - name: notify
              ping:
              notify: a handler of the role
            """);
        assertThat(found)
                .singleElement()
                .satisfies(one -> assertThat(one.getRange().getStart()).isEqualTo(new Position(3, 21)));
    }

    @Test
    void keywords_modules_and_options_are_completed_where_they_fit() throws Exception {
        open("site.yml", """
            - hosts: all
              ga
              tasks:
                - na
                - copy:
                    de
                    mode: "0644"
                  regi
                - file:
                    path: /x
                    state:\s
                - debug:
                    msg: "{{ x | to_js }}"
                  when: x is def
            """);
        assertThat(names("site.yml", 1, 4)).contains("gather_facts", "serial").doesNotContain("register", "hosts");
        assertThat(names("site.yml", 3, 8))
                .contains("name", "copy", "block", "include_role")
                .doesNotContain("serial");
        assertThat(names("site.yml", 5, 10)).contains("dest", "content").doesNotContain("mode", "register");
        assertThat(names("site.yml", 7, 10)).contains("register", "when").doesNotContain("copy", "dest");
        assertThat(names("site.yml", 10, 15)).contains("directory", "touch");
        assertThat(names("site.yml", 12, 26)).contains("to_json").doesNotContain("defined");
        assertThat(names("site.yml", 13, 20)).contains("defined").doesNotContain("to_json");
    }

    @Test
    void help_tells_what_a_word_means() throws Exception {
        open("site.yml", """
            - hosts: all
              serial: 1
              tasks:
                - ansible.builtin.copy:
                    dest: "{{ x | basename }}"
                    content: x
            """);
        assertThat(help("site.yml", 1, 4)).contains("**serial**").contains("```yaml");
        assertThat(help("site.yml", 3, 25)).contains("(module)");
        assertThat(help("site.yml", 4, 11)).contains("**dest** (option)").contains("required");
        assertThat(help("site.yml", 4, 26)).contains("**basename** (filter)");
        assertThat(help("site.yml", 5, 19)).isNull();
    }

    @Test
    void one_goes_to_the_files_of_roles_and_includes() throws Exception {
        write("roles/web/tasks/main.yml", "- include_tasks: install.yml\n- template: {src: site.conf.j2, dest: /x}\n");
        write("roles/web/tasks/install.yml", "[]\n");
        write("roles/web/templates/site.conf.j2", "\n");
        write("more.yml", "[]\n");
        open("site.yml", """
            - hosts: all
              roles:
                - web
                - role: web
              tasks:
                - include_role:
                    name: web
                - import_tasks: more.yml
                - include_role: {name: none}
            """);
        for (int[] at : new int[][] {{2, 7}, {3, 13}, {6, 15}}) {
            assertThat(definition("site.yml", at[0], at[1]))
                    .singleElement()
                    .satisfies(found -> assertThat(found.getUri()).endsWith("roles/web/tasks/main.yml"));
        }
        assertThat(definition("site.yml", 7, 25))
                .singleElement()
                .satisfies(found -> assertThat(found.getUri()).endsWith("more.yml"));
        assertThat(definition("site.yml", 0, 12)).isEmpty();
        assertThat(names("site.yml", 2, 6)).contains("web");
        open("roles/web/tasks/main.yml", Files.readString(directory.resolve("roles/web/tasks/main.yml")));
        assertThat(definition("roles/web/tasks/main.yml", 0, 20))
                .singleElement()
                .satisfies(found -> assertThat(found.getUri()).endsWith("install.yml"));
    }
}
