package io.hitless.playbook.load;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Tags;
import io.hitless.source.Finding.Rule;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keywords of an include: the few for the include itself, and those under {@code apply} for the included
 * tasks.
 */
final class IncludeKeywords {
    private static final Set<Keyword> OF_INCLUDES =
            EnumSet.of(Keyword.RUN_ONCE, Keyword.NO_LOG, Keyword.IGNORE_ERRORS, Keyword.TIMEOUT);

    private static final Set<String> APPLICABLE = Stream.concat(
                    Arrays.stream(Keyword.values())
                            .filter(keyword -> !OF_INCLUDES.contains(keyword))
                            .map(Keyword::word),
                    Stream.of("notify", "environment", "module_defaults"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> OF_TASKS =
            Set.of("changed_when", "failed_when", "async", "poll", "until", "retries", "delay");

    private final LoadContext loading;

    IncludeKeywords(LoadContext loading) {
        this.loading = loading;
    }

    /**
     * The keywords that apply to the included steps.
     *
     * @param tags the tags that are templates
     */
    record Applied(InheritedKeywords settings, List<Template> tags, List<Template> notifies) {}

    /**
     * Refuses keywords that would have no effect: as in Ansible, an include's keywords do not apply to the included
     * tasks.
     */
    void refuseWithoutEffect(ActionKey action, MappingReader fields) {
        for (YamlNode.Entry entry : fields.node().entries()) {
            boolean applicable = APPLICABLE.contains(entry.name());
            if (applicable || OF_TASKS.contains(entry.name())) {
                String message = "'" + entry.name() + "' is not a keyword of '" + action.shortName() + "'";
                if (loading.sources().settings().lenientIncludes()) {
                    loading.passOver(Rule.KEYWORD, entry.key().span(), message);
                    continue;
                }
                loading.error(
                        Rule.KEYWORD,
                        entry.key().span(),
                        message,
                        applicable
                                ? "put it under 'apply:', which holds for what is included"
                                : "put it on the tasks that are included");
            }
        }
    }

    Applied applied(ActionKey action, MappingReader fields, ReadContext around) {
        YamlNode apply = apply(action, fields);
        if (apply instanceof YamlNode.Mapping mapping) {
            List<String> known = new ArrayList<>();
            List<Template> computed = new ArrayList<>();
            for (Template tag : new MappingReader(mapping, "apply", loading).templates("tags")) {
                loading.check(tag);
                if (tag instanceof Template.Constant(Object text, var _)) {
                    known.addAll(Tags.split(String.valueOf(text)));
                } else {
                    computed.add(tag);
                }
            }
            MappingReader keywords = new MappingReader(without("tags", mapping), "apply", loading);
            InheritedKeywords own = SettingsReader.own(keywords, around).withTags(known);
            Applied applied = new Applied(around.settings().and(own), computed, TaskReader.notifies(keywords, around));
            keywords.template("name");
            keywords.refuseRest();
            return applied;
        }
        if (apply != null) {
            loading.error(apply.span(), "'apply' must be a mapping of keywords");
        }
        return new Applied(around.settings(), List.of(), around.notifies());
    }

    private static YamlNode.Mapping without(String key, YamlNode.Mapping mapping) {
        return new YamlNode.Mapping(
                mapping.entries().stream()
                        .filter(entry -> !entry.name().equals(key))
                        .toList(),
                mapping.span());
    }

    /** Refuses {@code apply} on an import, unless it is empty. */
    void refuseApply(ActionKey action, MappingReader fields) {
        YamlNode apply = apply(action, fields);
        if (apply != null
                && !(apply instanceof YamlNode.Mapping mapping
                        && mapping.entries().isEmpty())) {
            loading.error(
                    Rule.KEYWORD,
                    apply.span(),
                    "'" + action.shortName() + "' takes no 'apply'",
                    "its own keywords hold for what it imports");
        }
    }

    private static @Nullable YamlNode apply(ActionKey action, MappingReader fields) {
        YamlNode.Mapping options = action.options();
        YamlNode among = options == null ? null : options.get("apply");
        return among == null && fields.take("args") instanceof YamlNode.Mapping args ? args.get("apply") : among;
    }
}
