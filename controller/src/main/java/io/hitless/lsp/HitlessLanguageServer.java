package io.hitless.lsp;

import io.hitless.lsp.Documents.Document;
import io.hitless.module.ModuleCatalog;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** The language server: documents as editors send them, and answers to their questions. */
public final class HitlessLanguageServer implements LanguageServer, TextDocumentService, WorkspaceService {
    private static final Range START = new Range(new Position(0, 0), new Position(0, 0));

    private final String version;
    private final Diagnoses diagnoses;
    private final Vocabulary vocabulary;
    private final Map<String, Document> open = new ConcurrentHashMap<>();

    /** Reads one text at a time: the newest of a document is what counts. */
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("diagnoses").factory());

    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile Documents documents;
    private volatile @Nullable LanguageClient client;
    private volatile boolean shutDown;

    /** @param version of hitless */
    public HitlessLanguageServer(String version, ModuleCatalog modules, FindingsSource findings) {
        this.version = version;
        this.vocabulary = new Vocabulary(modules);
        this.diagnoses = new Diagnoses(findings);
        this.documents = new Documents(vocabulary, new Definitions(List.of()));
    }

    /**
     * Serves an editor until it ends the connection.
     *
     * @return whether the editor asked for the end, as the protocol wants it
     */
    public boolean serve(InputStream in, OutputStream out) throws InterruptedException {
        // Daemons: the process ends when the editor says so, or is gone.
        ExecutorService threads =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        var launcher = LSPLauncher.createServerLauncher(this, in, out, threads, consumer -> consumer);
        client = launcher.getRemoteProxy();
        Future<Void> listening = launcher.startListening();
        threads.execute(() -> awaitEnd(listening));
        ended.await();
        return shutDown;
    }

    private void awaitEnd(Future<Void> listening) {
        try {
            listening.get();
        } catch (ExecutionException _) {
            // The editor is gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        List<Path> roots = params.getWorkspaceFolders() == null
                ? List.of()
                : params.getWorkspaceFolders().stream()
                        .map(folder -> path(folder.getUri()))
                        .toList();
        documents = new Documents(vocabulary, new Definitions(roots));
        ServerCapabilities can = new ServerCapabilities();
        can.setTextDocumentSync(TextDocumentSyncKind.Full);
        can.setCompletionProvider(new CompletionOptions(false, List.of(" ", "|", ".")));
        can.setHoverProvider(true);
        can.setDefinitionProvider(true);
        return CompletableFuture.completedFuture(new InitializeResult(can, new ServerInfo("hitless", version)));
    }

    private static Path path(String uri) {
        return Path.of(URI.create(uri)).normalize();
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        reader.shutdownNow();
        return CompletableFuture.completedFuture(new Object());
    }

    @Override
    public void exit() {
        reader.shutdownNow();
        ended.countDown();
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return this;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return this;
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        set(params.getTextDocument().getUri(), params.getTextDocument().getText());
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        if (!params.getContentChanges().isEmpty()) {
            set(
                    params.getTextDocument().getUri(),
                    params.getContentChanges().getLast().getText());
        }
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        open.keySet().forEach(this::diagnose); // others may import it
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        open.remove(uri);
        publish(new PublishDiagnosticsParams(uri, List.of()));
    }

    private void set(String uri, String text) {
        if (uri.startsWith("file:")) {
            open.put(uri, new Document(path(uri), text));
            diagnose(uri);
        }
    }

    private void diagnose(String uri) {
        Document asked = open.get(uri);
        reader.execute(() -> {
            Document document = open.get(uri);
            if (document != null && document.equals(asked)) { // otherwise a newer text is waiting
                publish(new PublishDiagnosticsParams(
                        uri, diagnoses.of(document.kind(), document.file(), document.text())));
            }
        });
    }

    private void publish(PublishDiagnosticsParams diagnostics) {
        LanguageClient to = client;
        if (to != null) {
            to.publishDiagnostics(diagnostics);
        }
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        Document document = open.get(params.getTextDocument().getUri());
        return CompletableFuture.completedFuture(
                Either.forLeft(document == null ? List.of() : documents.completions(document, params.getPosition())));
    }

    @Override
    public CompletableFuture<@Nullable Hover> hover(HoverParams params) {
        Document document = open.get(params.getTextDocument().getUri());
        MarkupContent help = document == null ? null : documents.help(document, params.getPosition());
        return CompletableFuture.completedFuture(help == null ? null : new Hover(help));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        Document document = open.get(params.getTextDocument().getUri());
        Path file = document == null ? null : documents.definition(document, params.getPosition());
        return CompletableFuture.completedFuture(Either.forLeft(
                file == null ? List.of() : List.of(new Location(file.toUri().toString(), START))));
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams params) {}

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        open.keySet().forEach(this::diagnose);
    }
}
