package io.hitless.playbook.load;

import io.hitless.playbook.KeywordDocs;
import io.hitless.playbook.Kind;
import io.hitless.playbook.ScalarValues;
import io.hitless.source.Finding.Rule;
import io.hitless.source.MappedText;
import io.hitless.source.NotHere;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
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

/** Reads the keys of one mapping. The caller takes each key that it supports; the remaining keys are errors. */
final class MappingReader {
    private final YamlNode.Mapping node;
    private final String what;
    private final LoadContext loading;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param what a description of the mapping for errors: {@code "a task"} */
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

    /**
     * Returns the value of a key, or null if the key is missing or its value is null. The key counts as known from now
     * on.
     */
    @Nullable
    YamlNode take(String key) {
        assert KeywordDocs.explains(what, key) : "keywords.txt does not explain '" + key + "' of " + what;
        known.add(key);
        YamlNode value = node.get(key);
        return value instanceof YamlNode.Scalar scalar && scalar.value() == null && scalar.tag() == null ? null : value;
    }

    /** The entries that were not taken, in order. */
    List<YamlNode.Entry> rest() {
        return node.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .toList();
    }

    Set<String> known() {
        return known;
    }

    /** Reports every key that was not taken. */
    void refuseRest() {
        rest().forEach(this::refuse);
    }

    void refuse(YamlNode.Entry entry) {
        loading.error(
                Rule.KEYWORD,
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

    /** Returns the value as a template. A value of another kind is an error that occurs when the value is used. */
    @Nullable
    Template template(String key, Kind kind) {
        Template written = template(key);
        if (written != null) {
            check(kind, key, written);
        }
        return written;
    }

    private void check(Kind kind, String key, Template written) {
        loading.faults(
                Rule.VALUE,
                problems -> problems.collect(() -> {
                    kind.check(key, written);
                    return written;
                }));
    }

    /** Returns {@link #templates(String)}, and checks that each value is of a kind. */
    List<Template> templates(String key, Kind kind) {
        List<Template> all = templates(key);
        all.forEach(each -> check(kind, key, each));
        return all;
    }

    /** Returns the items of a list, or the single value; empty if the key is missing. */
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

    /** Returns a text as written, without evaluating templates; or null. */
    @Nullable
    String text(String key) {
        YamlNode value = take(key);
        if (value == null) {
            return null;
        }
        if (value instanceof YamlNode.Scalar scalar) {
            return scalar.text().text();
        }
        loading.error(Rule.VALUE, value.span(), "'" + key + "' of " + what + " must be a text", null);
        return null;
    }

    /**
     * Returns a boolean that can't be a template.
     *
     * @param otherwise the value if the key is missing or not valid
     */
    boolean flag(String key, boolean otherwise) {
        YamlNode value = take(key);
        if (value == null) {
            return otherwise;
        }
        Boolean flag = value instanceof YamlNode.Scalar scalar ? ScalarValues.bool(scalar.value()) : null;
        if (flag == null) {
            loading.error(Rule.VALUE, value.span(), "'" + key + "' of " + what + " must be true or false", null);
            return otherwise;
        }
        return flag;
    }

    /** Returns the name of a variable, which can't be a template; or null. */
    @Nullable
    String variable(String key) {
        YamlNode value = node.get(key);
        String name = text(key);
        if (name != null && value != null && !ScalarValues.isVariable(name)) {
            loading.error(
                    Rule.VARIABLE,
                    value.span(),
                    "'" + name + "' can't be the name of a variable",
                    ScalarValues.VARIABLE_RULE);
        }
        return name;
    }

    /** Returns the name of a variable, which may be a template; or null. */
    @Nullable
    Template variableName(String key) {
        YamlNode value = node.get(key);
        boolean templated = value instanceof YamlNode.Scalar scalar
                && Templates.isTemplate(scalar.text().text());
        if (value == null || (templated ? text(key) : variable(key)) == null) {
            return null;
        }
        Template name = loading.templates().of(value);
        loading.check(name);
        return name;
    }

    /** Returns conditions: a single one or a list; each is a text or a boolean. */
    List<Expression> conditions(String key) {
        YamlNode value = take(key);
        List<Expression> out = new ArrayList<>();
        if (value == null && node.get(key) instanceof YamlNode.Scalar none && key.endsWith("_when")) {
            out.add(emptyCondition(key, none)); // as in Ansible, 'when' and 'until' may have no value
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
            return broken(
                    MappedText.opaque(node.span(), key).trusted(),
                    new UserError(
                            node.span(),
                            "'" + key + "' must be an expression or a list of expressions",
                            node instanceof YamlNode.Mapping
                                    ? "': ' in a text without quotes makes a mapping of it: quote the whole expression"
                                    : null));
        }
        if (scalar.value() instanceof Boolean value) {
            return loading.language()
                    .expression(MappedText.opaque(scalar.span(), value ? "True" : "False")
                            .trusted());
        }
        MappedText text = scalar.text();
        if (scalar.value() == null) {
            return null;
        }
        if (text.text().isBlank()) {
            return emptyCondition(key, scalar);
        }
        return expression(key, text);
    }

    private Expression emptyCondition(String key, YamlNode.Scalar scalar) {
        return broken(
                scalar.text().trusted(),
                new UserError(scalar.span(), "'" + key + "' has an empty condition: write one, or leave the line out"));
    }

    private Expression broken(TrustedText text, UserError error) {
        loading.fault(error instanceof NotHere ? Rule.NAME : Rule.TEMPLATE, error);
        return loading.language().brokenExpression(text, error);
    }

    private Expression expression(String key, MappedText text) {
        try {
            Expression expression = loading.language().expression(text.trusted());
            if (expression.hasMarks()) {
                loading.warn(Rule.ADVICE, text.span(), "'" + key + "' takes an expression: leave the {{ }} out", null);
            }
            return expression;
        } catch (UserError e) {
            return broken(text.trusted(), e.at(text.span()));
        }
    }

    /** Returns variables. As in Ansible, a list of mappings, the form of old, is an error. */
    Map<String, Template> vars(String key) {
        YamlNode value = take(key);
        Map<String, Template> out = new LinkedHashMap<>();
        if (value instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> variable(entry, out));
        } else if (value != null) {
            loading.error(value.span(), "'" + key + "' of " + what + " must be a mapping of variables");
        }
        return out;
    }

    private void variable(YamlNode.Entry entry, Map<String, Template> out) {
        if (!ScalarValues.isVariable(entry.name())) {
            loading.error(
                    Rule.VARIABLE,
                    entry.key().span(),
                    "'" + entry.name() + "' can't be the name of a variable",
                    ScalarValues.VARIABLE_RULE);
        }
        out.put(entry.name(), loading.templates().of(entry.value()));
    }
}
