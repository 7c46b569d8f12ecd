package io.hitless.vars;

import io.hitless.playbook.load.KeyValues;
import io.hitless.playbook.load.Templates;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.value.TaggedText;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses the variables of {@code -e}: {@code name=value …}, YAML or JSON, or {@code @file}. */
public final class ExtraVars {
    private ExtraVars() {}

    /**
     * Parses all {@code -e} options; later ones win.
     *
     * @param merges whether mappings are merged with those of earlier options
     * @param warnings receives words that set no variable
     * @throws UserError if a file cannot be read or a text cannot be parsed
     * @throws NoMapping if an option contains something else than a mapping
     */
    public static Map<String, Template> parse(
            List<String> options, Templates templates, boolean merges, Consumer<UserError> warnings) {
        Map<String, Template> vars = new LinkedHashMap<>();
        for (String option : options) {
            Map<String, Template> more = new LinkedHashMap<>();
            String text = option.strip();
            if (text.startsWith("@")) {
                SourceFile file = TrustedText.own(SourceReader.read(Path.of(text.substring(1))));
                mapping(templates.plain(file), more, templates);
            } else if (text.startsWith("{") || text.startsWith("[")) {
                mapping(new SourceFile("-e", text), more, templates);
            } else if (text.startsWith("/") || text.startsWith(".")) {
                throw new NoMapping(
                        Span.whole(new SourceFile("-e", text)), "a file of variables is written with @", "-e @" + text);
            } else {
                pairs(new SourceFile("-e", text), more, templates.language(), warnings);
            }
            VariableMatch.putAll(vars, more, merges);
        }
        return vars;
    }

    /** Thrown if extra variables are not a mapping of names to values. */
    public static final class NoMapping extends UserError {
        private static final long serialVersionUID = 1;

        NoMapping(Span span, String message, @Nullable String hint) {
            super(span, message, hint);
        }
    }

    private static void mapping(SourceFile file, Map<String, Template> vars, Templates templates) {
        YamlNode node = YamlReader.read(file);
        if (node instanceof YamlNode.Mapping mapping) {
            vars.putAll(templates.entries(mapping));
        } else if (node != null) {
            throw new NoMapping(node.span(), "extra variables must be a mapping", null);
        }
    }

    // These values are texts, as in Ansible: -e port=80 is '80'. Ansible ignores words that are not pairs.
    private static void pairs(
            SourceFile text, Map<String, Template> vars, Language language, Consumer<UserError> warnings) {
        KeyValues pairs = KeyValues.parse(MappedText.verbatim(Span.whole(text)), _ -> true);
        String rest = pairs.rest().text().strip();
        if (!rest.isEmpty()) {
            warnings.accept(new UserError(
                    null,
                    "-e: '" + rest + "' sets no variable",
                    "an extra variable is name=value, a mapping in braces, or @FILE"));
        }
        for (KeyValues.Pair pair : pairs.pairs()) {
            vars.put(pair.key().text(), language.template(pair.value()));
        }
    }

    /** Returns the values as they were written, with templates not evaluated. */
    public static Map<String, @Nullable Object> written(Map<String, Template> vars) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        vars.forEach((name, value) -> out.put(name, written(value)));
        return out;
    }

    private static @Nullable Object written(Template value) {
        return switch (value) {
            case Template.Constant constant -> constant.value();
            case Template.Text text -> text.text().text();
            case Template.Mapping mapping -> written(mapping.entries());
            case Template.Deferred encrypted ->
                new TaggedText(TaggedText.VAULT, encrypted.span().text());
            case Template.Sequence sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(written(item)));
                yield items;
            }
        };
    }
}
