package io.hitless.vars;

import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.eval.Scope;
import io.hitless.value.BooleanWords;
import io.hitless.value.Undefined;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the options of inventory plugins. */
final class PluginOptions {
    private PluginOptions() {}

    static void refuse(UserError e, boolean strict, String what) {
        if (strict) {
            throw new UserError(e.span(), what + ": " + e.what(), e.hint());
        }
    }

    /** @throws UserError if the value is undefined */
    static @Nullable Object evaluate(YamlNode expression, Language language, Scope scope) {
        if (expression instanceof YamlNode.Scalar scalar && !(scalar.value() instanceof String)) {
            return scalar.value();
        }
        Object value =
                language.lenientExpression(text(expression).text().trusted()).evaluate(scope);
        if (value instanceof Undefined missing) {
            throw missing.error();
        }
        return value;
    }

    static YamlNode.Scalar text(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar;
        }
        throw new UserError(node.span(), "an expression is a text");
    }

    /** @throws UserError if the key exists and its value is not a mapping */
    static Mapping mapping(Mapping config, String key) {
        YamlNode node = config.get(key);
        if (node == null || (node instanceof YamlNode.Scalar scalar && scalar.value() == null)) {
            return new Mapping(List.of(), config.span());
        }
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw new UserError(node.span(), "'" + key + "' must be a mapping");
    }

    static boolean flag(Mapping config, String key, boolean usually) {
        YamlNode node = config.get(key);
        return node == null ? usually : Boolean.TRUE.equals(BooleanWords.of(node.plain()));
    }
}
