package io.hitless.lsp;

import io.hitless.lsp.Vocabulary.InTemplate;
import io.hitless.lsp.Vocabulary.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.jspecify.annotations.Nullable;

/** Answers questions about a position in an open document. */
final class Documents {
    private final Vocabulary vocabulary;
    private final Definitions definitions;

    Documents(Vocabulary vocabulary, Definitions definitions) {
        this.vocabulary = vocabulary;
        this.definitions = definitions;
    }

    /**
     * A document as it is in the editor.
     *
     * @param file its place, although it need not be saved
     */
    record Document(Path file, String text) {
        DocumentKind kind() {
            return DocumentKind.of(file, text);
        }

        YamlPlace at(Position position) {
            return YamlPlace.at(text, position.getLine(), position.getCharacter());
        }
    }

    List<CompletionItem> completions(Document document, Position position) {
        YamlPlace place = document.at(position);
        DocumentKind kind = document.kind();
        InTemplate inTemplate = TemplatePlace.at(place);
        if (inTemplate != null) {
            return items(vocabulary.inTemplate(inTemplate), false);
        }
        if (isRole(place)) {
            return items(roles(document), false);
        }
        if (place.value() != null) {
            return items(vocabulary.values(kind, place), false);
        }
        return items(
                vocabulary.keys(kind, place.parents()).stream()
                        .filter(word -> !place.siblings().contains(word.name()))
                        .toList(),
                true);
    }

    private static boolean isRole(YamlPlace place) {
        boolean inList = place.value() == null
                && !place.parents().isEmpty()
                && place.parents().getFirst().equals("roles")
                && place.before().stripLeading().startsWith("-");
        return inList
                || (place.value() != null
                        && (place.key().equals("role")
                                || (place.key().equals("name")
                                        && !place.parents().isEmpty()
                                        && place.parents().getFirst().endsWith("_role"))));
    }

    private List<Word> roles(Document document) {
        List<Word> words = new ArrayList<>();
        definitions.roles(document.file()).forEach(name -> words.add(new Word(name, "role", "", "")));
        words.add(new Word("role", "keyword", "the role, if keywords or parameters follow", ""));
        return words;
    }

    private static List<CompletionItem> items(List<Word> words, boolean keys) {
        return words.stream()
                .map(word -> {
                    CompletionItem item = new CompletionItem(word.name());
                    item.setKind(kind(word.kind()));
                    item.setDetail(word.kind());
                    if (!word.summary().isEmpty()) {
                        item.setDocumentation(markdown(word));
                    }
                    item.setInsertText(keys ? word.name() + ": " : word.name());
                    return item;
                })
                .toList();
    }

    private static CompletionItemKind kind(String kind) {
        return switch (kind) {
            case "keyword" -> CompletionItemKind.Keyword;
            case "module" -> CompletionItemKind.Module;
            case "option" -> CompletionItemKind.Property;
            case "filter", "test", "lookup", "function" -> CompletionItemKind.Function;
            case "variable" -> CompletionItemKind.Variable;
            case "role" -> CompletionItemKind.Folder;
            default -> CompletionItemKind.Value;
        };
    }

    /** The help for the word at a position, or null. */
    @Nullable
    MarkupContent help(Document document, Position position) {
        YamlPlace place = document.at(position);
        InTemplate inTemplate = TemplatePlace.at(place);
        if (inTemplate != null) {
            return Stream.of(InTemplate.values())
                    .sorted((a, b) -> Boolean.compare(b == inTemplate, a == inTemplate))
                    .flatMap(what -> vocabulary.inTemplate(what).stream())
                    .filter(word -> word.name().equals(place.word()))
                    .findFirst()
                    .map(Documents::markdown)
                    .orElse(null);
        }
        if (place.value() != null && !place.value().isEmpty()) {
            return null;
        }
        Word word = vocabulary.find(document.kind(), place, place.word());
        return word == null ? null : markdown(word);
    }

    private static MarkupContent markdown(Word word) {
        String example =
                word.example().isEmpty() ? "" : "\n\n```yaml\n" + word.example().stripTrailing() + "\n```";
        return new MarkupContent(
                MarkupKind.MARKDOWN, "**" + word.name() + "** (" + word.kind() + "): " + word.summary() + example);
    }

    /** The file that the value at a position names, or null. */
    @Nullable
    Path definition(Document document, Position position) {
        return definitions.of(document.file(), document.at(position));
    }
}
