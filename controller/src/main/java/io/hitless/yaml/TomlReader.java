package io.hitless.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;

/** Reads TOML. Its library reports no positions of values, so all of them are at the start of the file. */
public final class TomlReader {
    private static final TomlMapper MAPPER = new TomlMapper();

    private final Span place;

    private TomlReader(SourceFile file) {
        this.place = new Span(file, 0, 0);
    }

    /** @throws UserError if it is not TOML */
    public static YamlNode.Mapping read(SourceFile file) {
        try {
            return new TomlReader(file).mapping(MAPPER.readTree(file.text()));
        } catch (JacksonException e) {
            int offset = e.getLocation() == null
                    ? 0
                    : (int) Math.max(0, e.getLocation().getCharOffset());
            int at = Math.min(offset, file.text().length());
            throw new UserError(new Span(file, at, at), "not TOML: " + e.getOriginalMessage());
        }
    }

    private YamlNode.Mapping mapping(JsonNode table) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        table.properties()
                .forEach(entry -> entries.add(new YamlNode.Entry(scalar(entry.getKey()), node(entry.getValue()))));
        return new YamlNode.Mapping(entries, place);
    }

    private YamlNode node(JsonNode value) {
        if (value.isObject()) {
            return mapping(value);
        }
        if (value.isArray()) {
            List<YamlNode> items = new ArrayList<>();
            value.forEach(item -> items.add(node(item)));
            return new YamlNode.Sequence(items, place);
        }
        return value.isBoolean()
                ? scalar(value.booleanValue())
                : value.isBigInteger()
                        ? scalar(value.bigIntegerValue())
                        : value.isIntegralNumber()
                                ? scalar(value.longValue())
                                : value.isNumber() ? scalar(value.doubleValue()) : scalar(value.asText());
    }

    private YamlNode.Scalar scalar(Object value) {
        return new YamlNode.Scalar(value, MappedText.opaque(place, String.valueOf(value)), null);
    }
}
