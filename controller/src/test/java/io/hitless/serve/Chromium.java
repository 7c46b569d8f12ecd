package io.hitless.serve;

import io.hitless.event.ValueJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A browser without a window, spoken to by its devtools protocol: pages are opened, looked at and worked with as a
 * reader would.
 */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final WebSocket socket;
    private final Map<Long, CompletableFuture<Map<?, ?>>> asked = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Map<?, ?>>> awaited = new ConcurrentHashMap<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private long next;
    private String session = "";

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/chromium"));
    }

    static Chromium start(Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        "/usr/bin/chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-extensions",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolveSibling("chromium.log").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException(
                        "chromium does not start: " + Files.readString(profile.resolveSibling("chromium.log")));
            }
            Thread.sleep(50);
        }
        List<String> lines = Files.readAllLines(port);
        return new Chromium(process, URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
    }

    private Chromium(Process process, URI address) throws Exception {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .get(30, TimeUnit.SECONDS);
        String target = (String)
                ask("Target.createTarget", Map.of("url", "about:blank")).get("targetId");
        session = (String) ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility", "DOM")) {
            ask(domain + ".enable", Map.of());
        }
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                String text = part.toString();
                part.setLength(0);
                take((Map<?, ?>) ValueJson.read(text));
            }
            webSocket.request(1);
            return null;
        }
    }

    private void take(Map<?, ?> message) {
        if (message.get("id") instanceof Long id) {
            asked.remove(id).complete(message);
            return;
        }
        Map<?, ?> parameters = (Map<?, ?>) message.get("params");
        switch (String.valueOf(message.get("method"))) {
            case "Runtime.exceptionThrown" -> troubles.add("exception: " + parameters.get("exceptionDetails"));
            case "Log.entryAdded" -> troubles.add("log: " + ((Map<?, ?>) parameters.get("entry")).get("text"));
            case "Page.javascriptDialogOpening" -> troubles.add("dialog: " + parameters.get("message"));
            case "Network.requestWillBeSent" ->
                requests.add((String) ((Map<?, ?>) parameters.get("request")).get("url"));
            default -> {}
        }
        CompletableFuture<Map<?, ?>> waiter = awaited.remove(String.valueOf(message.get("method")));
        if (waiter != null) {
            waiter.complete(parameters);
        }
    }

    Map<?, ?> ask(String method, Map<String, ?> parameters) throws Exception {
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", ++next);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        asked.put(next, answer);
        socket.sendText(ValueJson.write(message), true).get(30, TimeUnit.SECONDS);
        Map<?, ?> answered = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answered.get("error") != null) {
            throw new IOException(method + ": " + answered.get("error"));
        }
        return (Map<?, ?>) answered.get("result");
    }

    /** The window's size, for phones too, and which colours the reader's system has. */
    Chromium window(int width, int height, boolean dark) throws Exception {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 700));
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /** Opens a page; gives how long it took, its script included, in milliseconds. */
    long open(URI address) throws Exception {
        troubles.clear();
        requests.clear();
        CompletableFuture<Map<?, ?>> loaded = new CompletableFuture<>();
        awaited.put("Page.loadEventFired", loaded);
        long begin = System.nanoTime();
        ask("Page.navigate", Map.of("url", address.toString()));
        loaded.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
        return (System.nanoTime() - begin) / 1_000_000;
    }

    /** What an expression comes to; promises are waited for. */
    @Nullable
    Object value(String expression) throws Exception {
        Map<?, ?> answer =
                ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.get("exceptionDetails") != null) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return ((Map<?, ?>) answer.get("result")).get("value");
    }

    long number(String expression) throws Exception {
        return (Long) value(expression);
    }

    String text(String selector) throws Exception {
        return String.valueOf(value("document.querySelector(" + ValueJson.write(selector) + ").innerText"));
    }

    /** Waits until an expression is true. */
    void until(String expression) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(value("Boolean(" + expression + ")"))) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(expression + " does not come true; the page has: "
                        + value("document.body.innerText.slice(0, 2000)"));
            }
            Thread.sleep(50);
        }
    }

    /** Presses a key as a reader's keyboard would: a letter, or {@code Enter}, {@code Escape}, {@code Tab}. */
    void press(String key) throws Exception {
        String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
        int code = switch (key) {
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "Tab" -> 9;
            default -> Character.toUpperCase(key.charAt(0));
        };
        Map<String, Object> down =
                new LinkedHashMap<>(Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code));
        if (!text.isEmpty()) {
            down.put("text", text);
        }
        ask("Input.dispatchKeyEvent", down);
        ask("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    void type(String text) throws Exception {
        ask("Input.insertText", Map.of("text", text));
    }

    /** Exceptions, refused scripts, dialogs: nothing, if all is well. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** What was asked of any network or file system. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** What a screen reader is told of: roles with their names. */
    List<String> spoken() throws Exception {
        List<String> out = new ArrayList<>();
        for (Object each :
                (List<?>) ask("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            Map<?, ?> node = (Map<?, ?>) each;
            if (!Boolean.TRUE.equals(node.get("ignored")) && node.get("role") instanceof Map<?, ?> role) {
                String name = node.get("name") instanceof Map<?, ?> its ? String.valueOf(its.get("value")) : "";
                out.add(role.get("value") + ": " + name.strip());
            }
        }
        return out;
    }

    void shoot(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode((String)
                ask("Page.captureScreenshot", Map.of("format", "png")).get("data")));
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
