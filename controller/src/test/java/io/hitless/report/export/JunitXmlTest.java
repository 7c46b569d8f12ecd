package io.hitless.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hitless.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** JUnit XML is well formed whatever hosts say, has the shape that its readers agree on, and counts right. */
class JunitXmlTest {
    private static byte[] written(RunResult result) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JunitXml.write(result, out);
        return out.toByteArray();
    }

    private static Document read(RunResult result) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(written(result)));
    }

    private static List<Element> elements(Document document, String name) {
        return IntStream.range(0, document.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) document.getElementsByTagName(name).item(i))
                .toList();
    }

    private static RunResult check() {
        return RunResults.of(RunResults.head(true), RunResults.check(), true, 4);
    }

    private static void assertShape(RunResult result) throws Exception {
        byte[] xml = written(result);
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        var schema = factory.newSchema(Objects.requireNonNull(JunitXmlTest.class.getResource("/report/junit.xsd")));
        assertThatCode(() -> schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(xml))))
                .doesNotThrowAnyException();
    }

    @Test
    void it_has_the_shape_that_readers_agree_on() throws Exception {
        assertShape(check());
        assertShape(RunResults.of(RunResults.head(false), List.of(), true, 0));
        assertShape(RunResults.of(RunResults.head(false), RunResults.check().subList(0, 6), false, 1));
    }

    @Test
    void a_host_is_a_suite_and_what_is_not_in_sync_does_not_pass() throws Exception {
        assertThat(elements(read(check()), "testsuite"))
                .extracting(suite -> String.join(
                        " ",
                        suite.getAttribute("name"),
                        suite.getAttribute("tests"),
                        suite.getAttribute("failures"),
                        suite.getAttribute("errors"),
                        suite.getAttribute("skipped")))
                .containsExactly("h1 3 0 0 1", "h2 3 1 0 1", "h3 1 1 0 0", "h4 1 0 1 0");
    }

    @Test
    void a_failure_tells_the_place_the_reason_and_the_diff_without_control_characters() throws Exception {
        List<Element> failures = elements(read(check()), "failure");

        assertThat(failures.getFirst().getAttribute("type")).isEqualTo("drifted");
        assertThat(failures.getFirst().getTextContent()).contains("at site.yml:1:5", "-a]]>\\u0007", "+b<&");
        assertThat(failures.getLast().getAttribute("message")).isEqualTo("no <such> \\u001b[31muser");
        assertThat(failures.getLast().getTextContent()).contains("and more");
    }

    @Test
    void a_run_that_was_cut_off_does_not_look_like_one_that_went_well() throws Exception {
        List<Event> ok = RunResults.check().subList(0, 5);

        List<Element> failures = elements(read(RunResults.of(RunResults.head(false), ok, false, 1)), "failure");

        assertThat(failures)
                .singleElement()
                .satisfies(
                        failure -> assertThat(failure.getAttribute("message")).isEqualTo("error"));
    }
}
