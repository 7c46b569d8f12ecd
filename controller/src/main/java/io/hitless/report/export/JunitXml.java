package io.hitless.report.export;

import io.hitless.event.DriftReport.State;
import io.hitless.event.Outcome;
import io.hitless.report.UnifiedDiff;
import io.hitless.source.Printable;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML for CI servers: a suite per host, a case per task. Failed or drifted is a failure, unreachable an
 * error, not checked or unknown is skipped.
 */
public final class JunitXml {
    private final XMLStreamWriter xml;
    private final RunResult result;

    private JunitXml(XMLStreamWriter xml, RunResult result) {
        this.xml = xml;
        this.result = result;
    }

    /** @throws XMLStreamException if it can't be written */
    public static void write(RunResult result, OutputStream out) throws XMLStreamException {
        XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
        new JunitXml(xml, result).document();
        xml.flush();
    }

    private void document() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        int id = 0;
        for (RunResult.Host host : result.hosts()) {
            suite(host.name(), id++, host.tasks());
        }
        if (result.ending() != RunResult.Ending.COMPLETE) {
            suite("hitless", id, List.of(incomplete())); // otherwise it would look like a successful run
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
        line(0);
    }

    private RunResult.Task incomplete() {
        return new RunResult.Task(
                "the run ends", "", State.FAILED, false, false, result.word(), List.of(), Duration.ZERO);
    }

    private void suite(String name, int id, List<RunResult.Task> tasks) throws XMLStreamException {
        Map<Kind, Integer> counts = new HashMap<>();
        tasks.forEach(task -> counts.merge(kind(task), 1, Integer::sum));
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("package", String.join(" ", result.head().playbooks()));
        attribute("id", String.valueOf(id));
        attribute("hostname", result.head().bastion());
        attribute("timestamp", time(result.head().started()));
        attribute("time", seconds(tasks.stream().map(RunResult.Task::took).reduce(Duration.ZERO, Duration::plus)));
        attribute("tests", String.valueOf(tasks.size()));
        attribute("failures", String.valueOf(counts.getOrDefault(Kind.FAILURE, 0)));
        attribute("errors", String.valueOf(counts.getOrDefault(Kind.ERROR, 0)));
        attribute("skipped", String.valueOf(counts.getOrDefault(Kind.SKIPPED, 0)));
        properties();
        List<String> names = names(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            testCase(name, names.get(i), tasks.get(i));
        }
        line(2);
        xml.writeEmptyElement("system-out");
        line(2);
        xml.writeEmptyElement("system-err");
        line(1);
        xml.writeEndElement();
    }

    private void properties() throws XMLStreamException {
        line(2);
        xml.writeStartElement("properties");
        property("run", result.head().id());
        property("kind", result.head().kind());
        property("check", String.valueOf(result.head().check()));
        property("state", result.word());
        property("version", result.head().version());
        line(2);
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        line(3);
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    // Names must be unique: CI servers merge cases of the same name in a suite.
    private static List<String> names(List<RunResult.Task> tasks) {
        Map<String, Integer> uses = new HashMap<>();
        tasks.forEach(task -> uses.merge(task.name(), 1, Integer::sum));
        Map<String, Integer> nth = new HashMap<>();
        List<String> out = new ArrayList<>();
        for (RunResult.Task task : tasks) {
            boolean unique = Objects.equals(uses.get(task.name()), 1);
            String name = unique ? task.name() : task.name() + " (" + task.at() + ")";
            int times = nth.merge(name, 1, Integer::sum);
            out.add(times == 1 ? name : name + " #" + times);
        }
        return out;
    }

    /** The outcome of a test case. */
    private enum Kind {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    private static Kind kind(RunResult.Task task) {
        return task.skipped()
                ? Kind.SKIPPED
                : switch (task.state()) {
                    case IN_SYNC -> Kind.PASSED;
                    case DRIFTED, FAILED -> Kind.FAILURE;
                    case UNREACHABLE -> Kind.ERROR;
                    case UNKNOWN -> Kind.SKIPPED;
                };
    }

    private void testCase(String host, String name, RunResult.Task task) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("name", name);
        attribute("classname", host);
        attribute("time", seconds(task.took()));
        String why = Objects.requireNonNullElse(task.why(), "");
        switch (kind(task)) {
            case PASSED -> {}
            case SKIPPED -> {
                line(3);
                xml.writeEmptyElement("skipped");
                attribute("message", why);
            }
            case FAILURE -> problem("failure", task, why);
            case ERROR -> problem("error", task, why);
        }
        line(2);
        xml.writeEndElement();
    }

    private void problem(String element, RunResult.Task task, String why) throws XMLStreamException {
        String first = why.lines().findFirst().orElse("");
        StringBuilder text = new StringBuilder();
        if (!task.at().isEmpty()) {
            text.append("at ").append(task.at()).append('\n');
        }
        if (!why.equals(first)) {
            text.append(why).append('\n');
        }
        for (Outcome.Diff diff : task.diffs()) {
            UnifiedDiff.of(diff).forEach(line -> text.append(line).append('\n'));
        }
        line(3);
        xml.writeStartElement(element);
        attribute("message", first.isEmpty() ? RunResult.word(task.state()) : first);
        attribute("type", RunResult.word(task.state()));
        xml.writeCharacters(clean(text.toString()));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    // XML can't represent control characters, not even escaped.
    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Printable.isHidden(c) || c == 0xfffe || c == 0xffff) { // the last two are not valid in XML
                Printable.spell(c, out);
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }
}
