package io.hitless.template.collections;

import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code reveal_ansible_type} and the test {@code ansible_type}. In Ansible, a text or number that was
 * written in a file has a type of its own; here it is {@code str}, {@code int} or {@code float}, as it is there by the
 * aliases that playbooks give. The test also takes the names of Ansible's types.
 */
public final class TypeNames {
    private static final Map<String, List<String>> OWN = Map.of(
            "str", List.of("_AnsibleTaggedStr", "AnsibleUnicode"),
            "int", List.of("_AnsibleTaggedInt"),
            "float", List.of("_AnsibleTaggedFloat"));

    private TypeNames() {}

    static Builtin.Table filters() {
        return new Builtin.Table().add("reveal_ansible_type", (v, a) -> name(v, aliases(a)), "alias");
    }

    public static Builtin.Table tests() {
        return new Builtin.Table().add("ansible_type", TypeNames::is, "dtype", "alias");
    }

    private static Map<?, ?> aliases(BoundArguments a) {
        Object alias = a.value("alias", null);
        return alias == null ? Map.of() : Coercions.map(alias, "alias");
    }

    private static boolean is(@Nullable Object value, BoundArguments a) {
        Object wanted = Objects.requireNonNullElse(a.value("dtype"), "NoneType");
        Map<?, ?> aliases = aliases(a);
        List<String> names = List.of(
                name(value, aliases),
                described(
                        value,
                        plain -> alias(OWN.getOrDefault(plain, List.of(plain)).getFirst(), aliases)),
                described(
                        value,
                        plain -> alias(OWN.getOrDefault(plain, List.of(plain)).getLast(), aliases)));
        return (wanted instanceof List<?> several ? several : List.of(wanted))
                .stream().map(Values::text).anyMatch(names::contains);
    }

    private static String alias(String name, Map<?, ?> aliases) {
        return aliases.containsKey(name) ? Values.text(aliases.get(name)) : name;
    }

    private static String name(@Nullable Object value, Map<?, ?> aliases) {
        return described(value, plain -> {
            for (String own : OWN.getOrDefault(plain, List.of())) {
                if (!aliases.containsKey(plain) && aliases.containsKey(own)) {
                    return Values.text(aliases.get(own));
                }
            }
            return alias(plain, aliases);
        });
    }

    private static String described(@Nullable Object value, UnaryOperator<String> named) {
        return switch (value) {
            case Tuple _ -> named.apply("tuple");
            case List<?> list when !list.isEmpty() -> named.apply(Values.typeName(list)) + "[" + all(list, named) + "]";
            case Map<?, ?> map
            when !map.isEmpty() ->
                named.apply("dict") + "[" + all(map.keySet(), named) + ", " + all(map.values(), named) + "]";
            case null, default -> named.apply(Values.typeName(value));
        };
    }

    private static String all(Collection<?> values, UnaryOperator<String> named) {
        TreeSet<String> names = new TreeSet<>();
        values.forEach(value -> names.add(named.apply(Values.typeName(value))));
        return String.join("|", names);
    }
}
