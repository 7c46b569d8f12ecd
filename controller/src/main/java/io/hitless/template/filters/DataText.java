package io.hitless.template.filters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.eval.ItemAccess;
import io.hitless.value.Values;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses JSON and YAML. */
public final class DataText {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private DataText() {}

    public static @Nullable Object fromJson(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isMissingNode()) {
                throw new UserError("not JSON: the text is empty");
            }
            return value(node);
        } catch (JsonProcessingException e) {
            throw new UserError("not JSON: " + problem(e));
        }
    }

    public static @Nullable Object fromYaml(String text) {
        List<?> documents = allFromYaml(text);
        if (documents.size() > 1) {
            throw new UserError(null, "the YAML text has " + documents.size() + " documents", "use from_yaml_all");
        }
        return documents.isEmpty() ? null : documents.getFirst();
    }

    static List<?> allFromYaml(String text) {
        try {
            List<@Nullable Object> documents = new ArrayList<>();
            YamlReader.data(text).forEach(node -> documents.add(value(node)));
            return documents;
        } catch (UserError e) {
            Span span = e.span();
            String where = span == null ? "" : " at line " + span.line() + ", column " + span.column();
            throw new UserError(null, "not YAML: " + e.what() + where, e.hint());
        }
    }

    // Unlike in files of Ansible, keys have types.
    private static @Nullable Object value(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.value();
            case YamlNode.Sequence sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                sequence.items().forEach(item -> list.add(value(item)));
                yield list;
            }
            case YamlNode.Mapping mapping -> {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                mapping.entries()
                        .forEach(entry -> map.put(
                                ItemAccess.keyIn(
                                        map, ItemAccess.dictKey(entry.key().value())),
                                value(entry.value())));
                yield map;
            }
        };
    }

    private static String problem(JsonProcessingException e) {
        var place = e.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("unreadable") + where;
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            case NUMBER -> {
                if (node.isIntegralNumber()) {
                    yield Values.whole(node.bigIntegerValue());
                }
                yield node.doubleValue();
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(item -> list.add(value(item)));
                yield list;
            }
            case OBJECT -> {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
                yield map;
            }
            default -> throw new UserError("a value of kind " + node.getNodeType() + " can't be taken");
        };
    }
}
