package io.hitless.lsp;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.KeywordDocs;
import io.hitless.playbook.Kind;
import io.hitless.source.DocEntries;
import io.hitless.template.TemplateDocs;
import io.hitless.vars.MagicVariableDocs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words that can stand at a place, each with its help. They come from the declarations that a run reads. */
final class Vocabulary {
    private static final List<String> BOOLEANS = List.of("true", "false");
    private static final Set<String> STEPS =
            Set.of("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always", "gate");
    private static final String BUILTIN = "ansible.builtin.";

    private final ModuleCatalog modules;
    private final Map<String, KeywordDocs.Entry> keywords = new LinkedHashMap<>();

    /** Read when they are first asked for. */
    private final Map<InTemplate, List<Word>> templateWords = new ConcurrentHashMap<>();

    Vocabulary(ModuleCatalog modules) {
        this.modules = modules;
        KeywordDocs.keywords()
                .forEach(entry -> entry.places().forEach(place -> keywords.put(place + "." + entry.name(), entry)));
    }

    /**
     * A word.
     *
     * @param kind in the words of an editor: keyword, module, option …
     * @param summary one line
     * @param example in YAML or Jinja2, or empty
     */
    record Word(String name, String kind, String summary, String example) {}

    /** The keys that can stand at a place. */
    List<Word> keys(DocumentKind kind, List<String> parents) {
        String owner = owner(kind, parents);
        if (owner == null) {
            ModuleSpec module = parents.isEmpty() ? null : module(parents.getFirst());
            return module == null ? List.of() : options(module);
        }
        List<Word> words = new ArrayList<>(keywordsOf(owner));
        if (owner.equals("task") || owner.equals("handler")) {
            keywordsOf("block").stream()
                    .filter(word -> STEPS.contains(word.name()))
                    .forEach(words::add);
            keywordsOf("statement").forEach(words::add);
            modules.all().forEach(module -> words.add(word(module)));
        }
        return words;
    }

    /** What a mapping is, in the words of {@link KeywordDocs}; null if it is none that has keywords. */
    private static @Nullable String owner(DocumentKind kind, List<String> parents) {
        if (parents.isEmpty()) {
            return switch (kind) {
                case PLAYBOOK -> "play";
                case TASKS -> "task";
                case OTHER -> null;
            };
        }
        String parent = parents.getFirst();
        if (parent.equals("handlers")) {
            return "handler";
        }
        if (STEPS.contains(parent)) {
            return "task";
        }
        String name = parent.startsWith(BUILTIN) ? parent.substring(BUILTIN.length()) : parent;
        return switch (name) {
            case "roles" -> "role";
            case "loop_control", "vars_prompt", "apply", "max_failed", "include_role", "import_role" -> name;
            case "include_tasks", "import_tasks" -> name;
            case "hitless" -> parents.size() > 1 && parents.get(1).equals("vars") ? "hitless" : null;
            default -> null;
        };
    }

    private List<Word> keywordsOf(String place) {
        return keywords.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(place + "."))
                .map(entry -> word(entry.getValue()))
                .toList();
    }

    private static Word word(KeywordDocs.Entry entry) {
        return new Word(entry.name(), "keyword", entry.summary(), entry.example());
    }

    private static Word word(ModuleSpec module) {
        return new Word(module.name(), "module", module.summary(), String.join("\n", module.examples()));
    }

    private static List<Word> options(ModuleSpec module) {
        return module.options().stream()
                .filter(option -> !option.hidden() && !option.name().equals("*"))
                .map(option -> new Word(option.name(), "option", help(option), ""))
                .toList();
    }

    private static String help(OptionSpec option) {
        StringBuilder help = new StringBuilder(option.description());
        if (option.isRefused()) {
            help.insert(0, "not here: ");
        }
        if (option.required()) {
            help.append(" (required)");
        }
        if (option.defaultValue() != null) {
            help.append(" (default: ").append(option.defaultValue()).append(')');
        }
        if (!option.choices().isEmpty()) {
            help.append(" (one of ").append(String.join(", ", option.choices())).append(')');
        }
        return help.toString().strip();
    }

    @Nullable
    ModuleSpec module(String name) {
        return modules.find(name);
    }

    /** The values that a key can have, as far as they are a list of words. */
    List<Word> values(DocumentKind kind, YamlPlace place) {
        List<String> parents = place.parents();
        ModuleSpec module = parents.isEmpty() ? null : module(parents.getFirst());
        if (module != null && owner(kind, parents) == null) {
            String name = module.nameOf(place.key());
            return module.options().stream()
                    .filter(option -> option.name().equals(name))
                    .flatMap(option -> words(option).stream())
                    .map(value -> new Word(value, "value", "", ""))
                    .toList();
        }
        return valuesOfKeyword(place.key());
    }

    private static List<String> words(OptionSpec option) {
        return option.type() == OptionSpec.Type.BOOL ? BOOLEANS : option.choices();
    }

    private List<Word> valuesOfKeyword(String key) {
        if (key.equals("meta")) {
            return keywordsOf("meta");
        }
        Kind kind = Stream.of(Keyword.values())
                .filter(keyword -> keyword.word().equals(key))
                .map(Keyword::kind)
                .findFirst()
                .orElse(
                        switch (key) {
                            case "gather_facts", "force_handlers" -> Kind.BOOL;
                            case "order" -> Kind.ORDER;
                            case "strategy" -> Kind.STRATEGY;
                            default -> Kind.TEXT;
                        });
        List<String> words = kind == Kind.BOOL ? BOOLEANS : kind.words();
        return words.stream().map(word -> new Word(word, "value", "", "")).toList();
    }

    /** What a word in a template can be. */
    enum InTemplate {
        FILTER,
        TEST,
        LOOKUP,
        NAME
    }

    List<Word> inTemplate(InTemplate what) {
        return templateWords.computeIfAbsent(what, Vocabulary::read);
    }

    private static List<Word> read(InTemplate what) {
        return switch (what) {
            case FILTER -> words(TemplateDocs.filters(), "filter");
            case TEST -> words(TemplateDocs.tests(), "test");
            case LOOKUP -> words(TemplateDocs.lookups(), "lookup");
            case NAME -> {
                List<Word> names = new ArrayList<>(words(TemplateDocs.functions(), "function"));
                for (DocEntries.Entry entry : MagicVariableDocs.variables()) {
                    names.add(new Word(entry.name(), "variable", entry.summary(), entry.example()));
                }
                yield names;
            }
        };
    }

    private static List<Word> words(List<TemplateDocs.Entry> entries, String kind) {
        return entries.stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.name()), entry.aliases().stream())
                        .map(name -> new Word(name, kind, entry.summary(), entry.example())))
                .toList();
    }

    /** The word with this name at a place, or null. Qualified names of modules are known, too. */
    @Nullable
    Word find(DocumentKind kind, YamlPlace place, String name) {
        Word key = keys(kind, place.parents()).stream()
                .filter(word -> word.name().equals(name))
                .findFirst()
                .orElse(null);
        if (key != null) {
            return key;
        }
        ModuleSpec parent =
                place.parents().isEmpty() ? null : module(place.parents().getFirst());
        if (parent != null && !parent.nameOf(name).equals(name)) {
            return find(kind, place, parent.nameOf(name));
        }
        ModuleSpec module = module(name.toLowerCase(Locale.ROOT));
        return module == null ? null : word(module);
    }
}
