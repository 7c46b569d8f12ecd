package io.hitless.serve;

import io.hitless.report.html.RunPage;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.StateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages and their addresses. The journal is opened for each request, so that the server does not block a repair,
 * and sees new data.
 *
 * <pre>
 * /                        the fleet
 * /runs/RUN                a run's page
 * /live/RUN                a run in progress
 * /api/fleet               data of the fleet page
 * /api/runs/RUN?after=SEQ  data of a live view
 * /assets/NAME             styles and scripts
 * </pre>
 */
final class Site {
    private static final Pattern RUN = Pattern.compile("/(runs|live|api/runs)/([^/]+)");
    private static final Map<String, String> ASSETS = Map.of(
            "base.css", "/io/hitless/report/html/base.css",
            "report.css", "/io/hitless/report/html/report.css",
            "base.js", "/io/hitless/report/html/base.js",
            "states.js", "/io/hitless/report/html/states.js",
            "serve.css", "serve.css",
            "fleet.js", "fleet.js",
            "plot.js", "plot.js",
            "live.js", "live.js");

    private final StateDirectory state;
    private final FleetView fleet = new FleetView();

    Site(StateDirectory state) {
        this.state = state;
    }

    /** @param after for a live view: the number of the last event that the client has */
    HttpResponse answer(String path, long after) throws IOException {
        Matcher run = RUN.matcher(path);
        try {
            if (run.matches()) {
                return RunId.isValid(run.group(2)) ? ofRun(run.group(1), new RunId(run.group(2)), after) : nothing();
            }
            if (path.startsWith("/assets/")) {
                return asset(path.substring("/assets/".length()));
            }
            return switch (path) {
                case "/" -> HttpResponse.html(resource("fleet.html"), HttpResponse.OWN);
                case "/api/fleet" -> {
                    try (Journal journal = Journal.open(state)) {
                        yield HttpResponse.json(fleet.of(journal));
                    }
                }
                default -> nothing();
            };
        } catch (UserError e) {
            return HttpResponse.text(e.what().startsWith("no run") ? 404 : 500, e.getMessage());
        }
    }

    private HttpResponse ofRun(String what, RunId id, long after) throws IOException {
        if (what.equals("live")) {
            return HttpResponse.html(resource("live.html"), HttpResponse.OWN);
        }
        try (Journal journal = Journal.open(state)) {
            if (what.equals("api/runs")) {
                return HttpResponse.json(LiveRunJson.of(journal, id, after));
            }
            StringWriter page = new StringWriter();
            new RunPages(journal).write(id, page);
            return HttpResponse.html(page.toString(), RunPage.policy());
        }
    }

    private static HttpResponse nothing() {
        return HttpResponse.text(404, "there is nothing here; the fleet is at /");
    }

    private static HttpResponse asset(String name) throws IOException {
        String file = ASSETS.get(name);
        String type = name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
        return file == null ? nothing() : new HttpResponse(200, type, HttpResponse.NOTHING, resource(file));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Site.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
