package io.hitless.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Kind;
import io.hitless.source.Finding.Rule;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsExportTest {
    private static final Span PLACE = new Span(new SourceFile("a b/s,i:te.yml", "one\n  two\n"), 6, 9);

    private static FindingsExport export(boolean strict) {
        return new FindingsExport(
                List.of(
                        new Finding(Kind.CERTAIN, Rule.KEYWORD, new UserError(PLACE, "50% of\nit", "try")),
                        new Finding(Kind.NOT_HERE, Rule.MODULE, new UserError(PLACE, "no module")),
                        new Finding(Kind.NO_MEANING, Rule.VALUE, new UserError("without place"))),
                strict,
                "1.2");
    }

    @Test
    void a_workflow_command_escapes_its_data_and_its_properties() {
        assertThat(export(false).github())
                .isEqualTo("::error file=a b/s%2Ci%3Ate.yml,line=2,col=3::50%25 of%0Ait (try)\n"
                        + "::warning file=a b/s%2Ci%3Ate.yml,line=2,col=3::no module\n"
                        + "::notice::without place\n");
    }

    @Test
    void strict_makes_an_error_of_what_is_possible() {
        assertThat(export(true).github()).contains("::error file=a b/s%2Ci%3Ate.yml,line=2,col=3::no module\n");
    }

    @Test
    void a_report_of_code_quality_knows_a_finding_again_when_it_has_moved() throws IOException {
        JsonNode report = new ObjectMapper().readTree(export(false).gitlab());
        assertThat(report).hasSize(3);
        assertThat(report.at("/0/description").asText()).isEqualTo("50% of\nit (try)");
        assertThat(report.at("/0/check_name").asText()).isEqualTo("keyword");
        assertThat(report.at("/0/severity").asText()).isEqualTo("major");
        assertThat(report.at("/0/location/path").asText()).isEqualTo("a b/s,i:te.yml");
        assertThat(report.at("/0/location/lines/begin").asInt()).isEqualTo(2);
        assertThat(report.at("/1/severity").asText()).isEqualTo("minor");
        assertThat(report.at("/2/severity").asText()).isEqualTo("info");
        assertThat(report.at("/2/location/path").asText()).isEqualTo(".");
        Finding here = new Finding(Kind.NOT_HERE, Rule.MODULE, new UserError(PLACE, "no module"));
        Span below = new Span(new SourceFile("a b/s,i:te.yml", "\n\n\none\n  two\n"), 9, 12);
        Finding moved = new Finding(Kind.NOT_HERE, Rule.MODULE, new UserError(below, "no module"));
        JsonNode twice = new ObjectMapper().readTree(new FindingsExport(List.of(moved, here), false, "").gitlab());
        String known = report.at("/1/fingerprint").asText();
        assertThat(twice.at("/0/fingerprint").asText()).hasSize(64).isEqualTo(known);
        assertThat(twice.at("/1/fingerprint").asText()).isNotEqualTo(known);
    }

    @Test
    void a_sarif_log_names_tool_rules_and_places() throws IOException {
        JsonNode log = new ObjectMapper().readTree(export(false).sarif());

        assertThat(log.at("/version").asText()).isEqualTo("2.1.0");
        JsonNode run = log.at("/runs/0");
        assertThat(run.at("/tool/driver/name").asText()).isEqualTo("hitless");
        List<String> rules = run.at("/tool/driver/rules").findValuesAsText("id");
        for (JsonNode result : run.at("/results")) {
            assertThat(rules).contains(result.at("/ruleId").asText());
        }
        JsonNode first = run.at("/results/0");
        assertThat(first.at("/ruleId").asText()).isEqualTo("keyword");
        assertThat(first.at("/level").asText()).isEqualTo("error");
        assertThat(first.at("/message/text").asText()).isEqualTo("50% of\nit (try)");
        JsonNode place = first.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("a%20b/s%2Ci%3Ate.yml");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(2);
        assertThat(place.at("/region/startColumn").asInt()).isEqualTo(3);
        assertThat(run.at("/results/1/level").asText()).isEqualTo("warning");
        assertThat(run.at("/results/2/level").asText()).isEqualTo("note");
        assertThat(run.at("/results/2").has("locations")).isFalse();
    }

    @Test
    void json_has_rule_level_kind_and_place_of_each() throws IOException {
        JsonNode found = new ObjectMapper().readTree(export(false).json()).at("/findings");

        assertThat(found.size()).isEqualTo(3);
        assertThat(found.at("/1/rule").asText()).isEqualTo("module");
        assertThat(found.at("/1/level").asText()).isEqualTo("warning");
        assertThat(found.at("/1/kind").asText()).isEqualTo("not_here");
        assertThat(found.at("/1/file").asText()).isEqualTo("a b/s,i:te.yml");
        assertThat(found.at("/1/line").asInt()).isEqualTo(2);
        assertThat(found.at("/1/column").asInt()).isEqualTo(3);
        assertThat(found.at("/0/hint").asText()).isEqualTo("try");
        assertThat(found.at("/2/file").isNull()).isTrue();
    }
}
