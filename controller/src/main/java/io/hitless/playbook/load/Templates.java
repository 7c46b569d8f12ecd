package io.hitless.playbook.load;

import io.hitless.source.Decryption;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.template.eval.ItemAccess;
import io.hitless.yaml.YamlNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts YAML to templates: text with Jinja2 becomes a template, {@code !unsafe} text never does, {@code !vault} text
 * is decrypted when it is first used.
 */
public final class Templates {
    private final Language language;
    private final Decryption vault;

    /**
     * @param language the language of the templates
     * @param vault decrypts vault files
     */
    public Templates(Language language, Decryption vault) {
        this.language = language;
        this.vault = vault;
    }

    public Language language() {
        return language;
    }

    public Template of(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar(scalar);
            case YamlNode.Sequence sequence ->
                new Template.Sequence(sequence.items().stream().map(this::of).toList(), sequence.span());
            case YamlNode.Mapping mapping -> new Template.Mapping(entries(mapping), keys(mapping), mapping.span());
        };
    }

    /** The entries of a mapping in order. */
    public Map<String, Template> entries(YamlNode.Mapping mapping) {
        Map<String, Template> entries =
                LinkedHashMap.newLinkedHashMap(mapping.entries().size());
        mapping.entries().forEach(entry -> entries.put(id(entry, mapping), of(entry.value())));
        return entries;
    }

    private static Map<String, Object> keys(YamlNode.Mapping mapping) {
        Map<String, Object> keys = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!isText(entry)) {
                keys.put(id(entry, mapping), ItemAccess.dictKey(entry.key().value()));
            }
        }
        return keys;
    }

    // 1 and "1" are two keys with the same text; no text of YAML contains a null character.
    private static String id(YamlNode.Entry entry, YamlNode.Mapping mapping) {
        boolean taken = !isText(entry)
                && mapping.entries().stream()
                        .anyMatch(other -> isText(other) && other.name().equals(entry.name()));
        return taken ? entry.name() + "\0" : entry.name();
    }

    private static boolean isText(YamlNode.Entry entry) {
        return entry.key().value() instanceof String;
    }

    /** Returns the file, decrypted if it is a vault file. */
    public SourceFile plain(SourceFile file) {
        return vault.decrypt(file);
    }

    /** Returns the content of a file, decrypted if it is a vault file. */
    public byte[] plain(String name, byte[] content) {
        return vault.decrypt(name, content);
    }

    /** Whether a text contains Jinja2. */
    static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    /** Whether a value contains no templates: a plain value, or a list or map of such values. */
    static boolean isConstant(Template template) {
        return switch (template) {
            case Template.Constant _ -> true;
            case Template.Sequence sequence -> sequence.items().stream().allMatch(Templates::isConstant);
            case Template.Mapping mapping -> mapping.entries().values().stream().allMatch(Templates::isConstant);
            case Template.Text _, Template.Deferred _ -> false;
        };
    }

    /** Parses all Jinja2 in a template, so that syntax errors show now. */
    static void check(Template template, Problems problems) {
        switch (template) {
            case Template.Text text ->
                problems.collect(() -> {
                    text.check();
                    return text;
                });
            case Template.Sequence sequence -> sequence.items().forEach(item -> check(item, problems));
            case Template.Mapping mapping -> mapping.entries().values().forEach(value -> check(value, problems));
            case Template.Constant _, Template.Deferred _ -> {}
        }
    }

    private Template scalar(YamlNode.Scalar scalar) {
        String tag = scalar.tag();
        if ("!vault".equals(tag) || "!vault-encrypted".equals(tag)) {
            return new Template.Deferred(() -> decrypted(scalar), scalar.span());
        }
        if ("!unsafe".equals(tag)) {
            return new Template.Constant(scalar.text().text(), scalar.span());
        }
        return scalar.text().text().equals(scalar.value())
                ? language.template(scalar.text())
                : new Template.Constant(scalar.value(), scalar.span());
    }

    private String decrypted(YamlNode.Scalar scalar) {
        try {
            return plain(new SourceFile(scalar.span().toString(), scalar.text().text()))
                    .text();
        } catch (UserError e) {
            // the position of the value, not a position in the cipher text
            throw new UserError(scalar.span(), e.what(), e.hint());
        }
    }

    /** The items of a sequence, or the single node. */
    static List<YamlNode> each(YamlNode node) {
        return node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
    }
}
