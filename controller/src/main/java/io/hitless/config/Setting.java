package io.hitless.config;

import java.util.List;
import java.util.Locale;

/**
 * A setting of Ansible.
 *
 * @param name as in {@code ansible-config dump}
 * @param choices all allowed values; empty: any value of its type
 * @param fallback its default, as text
 * @param ansibles the default in Ansible, if {@code fallback} differs from it
 * @param keys in {@code ansible.cfg}; the last one that is set counts
 * @param variables of the environment that set it; the last one that is set counts
 * @param honoured whether it affects hitless
 * @param group its topic; if it is not honoured, the reason
 * @param meaning what it does; empty if it is not honoured
 */
public record Setting(
        String name,
        ValueType type,
        List<String> choices,
        String fallback,
        String ansibles,
        List<Key> keys,
        List<String> variables,
        boolean honoured,
        String group,
        String meaning) {
    /** A key in a section of {@code ansible.cfg}. */
    public record Key(String section, String name) {
        @Override
        public String toString() {
            return section + "." + name;
        }
    }

    public Setting {
        choices = List.copyOf(choices);
        keys = List.copyOf(keys);
        variables = List.copyOf(variables);
    }

    /** Returns whether this is an option of one of Ansible's plugins rather than a setting of Ansible itself. */
    boolean isPluginOption() {
        return name.equals(name.toLowerCase(Locale.ROOT));
    }
}
