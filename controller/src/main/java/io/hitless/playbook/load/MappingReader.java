package io.hitless.playbook.load;

import io.hitless.playbook.KeywordDocs;
import io.hitless.playbook.Kind;
import io.hitless.playbook.ScalarValues;
import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of one mapping, taken one by one; those that nobody takes are mistakes. */
final class MappingReader {
    private final YamlNode.Mapping node;
    private final String what;
    private final LoadContext loading;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param what what the mapping is, in the words of an error: {@code "a task"} */
    MappingReader(YamlNode.Mapping node, String what, LoadContext loading) {
        this.node = node;
        this.what = what;
        this.loading = loading;
    }

    YamlNode.Mapping node() {
        return node;
    }

    Span span() {
        return node.span();
    }

    LoadContext loading() {
        return loading;
    }

    String what() {
        return what;
    }

    /** The value of a key, or null if it is missing or null; it counts as known from now on. */
    @Nullable
    YamlNode take(String key) {
        assert KeywordDocs.explains(what, key) : "keywords.txt does not explain '" + key + "' of " + what;
        known.add(key);
        YamlNode value = node.get(key);
        return value instanceof YamlNode.Scalar scalar && scalar.value() == null && scalar.tag() == null ? null : value;
    }

    /** The keys that were not taken, in order. */
    List<YamlNode.Entry> rest() {
        return node.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .toList();
    }

    Set<String> known() {
        return known;
    }

    /** Tells of every key that was not taken. */
    void refuseRest() {
        rest().forEach(this::refuse);
    }

    void refuse(YamlNode.Entry entry) {
        loading.error(
                entry.key().span(),
                "'" + entry.name() + "' is not a keyword of " + what,
                Suggestion.didYouMean(entry.name(), known));
    }

    @Nullable
    Template template(String key) {
        YamlNode value = take(key);
        if (value == null) {
            return null;
        }
        Template template = loading.templates().of(value);
        loading.check(template);
        return template;
    }

    /** The same; if it is of another kind, that is an error, and it is null. */
    @Nullable
    Template template(String key, Kind kind) {
        Template written = template(key);
        return written != null && isOf(kind, key, written) ? written : null;
    }

    private boolean isOf(Kind kind, String key, Template written) {
        return loading.collect(() -> {
                    kind.check(key, written);
                    return written;
                })
                != null;
    }

    /** Those of {@link #templates(String)} that are of a kind; others are errors. */
    List<Template> templates(String key, Kind kind) {
        return templates(key).stream().filter(each -> isOf(kind, key, each)).toList();
    }

    /** The items of a list, or the value alone; none if the key is missing. */
    List<Template> templates(String key) {
        YamlNode value = take(key);
        List<Template> out = new ArrayList<>();
        if (value != null) {
            for (YamlNode item : Templates.each(value)) {
                Template template = loading.templates().of(item);
                loading.check(template);
                out.add(template);
            }
        }
        return out;
    }

    /** A text without templates, or null. */
    @Nullable
    String text(String key) {
        YamlNode value = take(key);
        if (value == null) {
            return null;
        }
        if (value instanceof YamlNode.Scalar scalar) {
            return scalar.text().text();
        }
        loading.error(value.span(), "'" + key + "' of " + what + " must be a text");
        return null;
    }

    /** True or false without templates. */
    boolean flag(String key, boolean otherwise) {
        YamlNode value = take(key);
        if (value == null) {
            return otherwise;
        }
        Boolean flag = value instanceof YamlNode.Scalar scalar ? ScalarValues.bool(scalar.value()) : null;
        if (flag == null) {
            loading.error(value.span(), "'" + key + "' of " + what + " must be true or false");
            return otherwise;
        }
        return flag;
    }

    /** The name of a variable, or null. */
    @Nullable
    String variable(String key) {
        YamlNode value = node.get(key);
        String name = text(key);
        if (name != null && value != null && !Templates.isTemplate(name) && !ScalarValues.isVariable(name)) {
            loading.error(value.span(), "'" + name + "' can't be the name of a variable", ScalarValues.VARIABLE_RULE);
        }
        return name;
    }

    /** Conditions: one or a list, texts or booleans. */
    List<Expression> conditions(String key) {
        YamlNode value = take(key);
        List<Expression> out = new ArrayList<>();
        if (value == null && node.get(key) instanceof YamlNode.Scalar none && key.endsWith("_when")) {
            emptyCondition(key, none); // 'when' and 'until' may be without a value, as in Ansible
        } else if (value != null) {
            for (YamlNode item : Templates.each(value)) {
                Expression condition = condition(key, item);
                if (condition != null) {
                    out.add(condition);
                }
            }
        }
        return out;
    }

    private @Nullable Expression condition(String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            loading.error(node.span(), "'" + key + "' must be an expression or a list of expressions");
            return null;
        }
        if (scalar.value() instanceof Boolean value) {
            return Expression.parse(
                    MappedText.opaque(scalar.span(), value ? "True" : "False").trusted());
        }
        MappedText text = scalar.text();
        if (scalar.value() == null) {
            return null;
        }
        if (text.text().isBlank()) {
            emptyCondition(key, scalar);
            return null;
        }
        return loading.collect(scalar.span(), () -> expression(key, text));
    }

    private void emptyCondition(String key, YamlNode.Scalar scalar) {
        loading.error(scalar.span(), "'" + key + "' has an empty condition: write one, or leave the line out");
    }

    private Expression expression(String key, MappedText text) {
        Expression expression = Expression.parse(text.trusted());
        if (expression.hasMarks()) {
            loading.warn(text.span(), "'" + key + "' takes an expression: leave the {{ }} out", null);
        }
        return expression;
    }

    /** Variables: a mapping, or the old list of mappings. */
    Map<String, Template> vars(String key) {
        YamlNode value = take(key);
        Map<String, Template> out = new LinkedHashMap<>();
        if (value != null) {
            for (YamlNode part : Templates.each(value)) {
                if (part instanceof YamlNode.Mapping mapping) {
                    mapping.entries().forEach(entry -> variable(entry, out));
                } else {
                    loading.error(part.span(), "'" + key + "' of " + what + " must be a mapping of variables");
                }
            }
        }
        return out;
    }

    private void variable(YamlNode.Entry entry, Map<String, Template> out) {
        if (!ScalarValues.isVariable(entry.name())) {
            loading.error(
                    entry.key().span(),
                    "'" + entry.name() + "' can't be the name of a variable",
                    ScalarValues.VARIABLE_RULE);
        }
        out.put(entry.name(), loading.templates().of(entry.value()));
    }
}
