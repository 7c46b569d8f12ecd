package io.hitless.template.syntax;

import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The delimiters of a template and its white space rules: the options of Ansible's {@code template} module.
 *
 * @param lineStatement a prefix that makes a line a statement, or null
 * @param lineComment a prefix that makes the rest of a line a comment, or null
 * @param trimBlocks whether the line end right after a statement or comment is dropped
 * @param lstripBlocks whether blanks before a statement or comment at the start of a line are dropped
 * @param newline the line end in the result
 * @param literalBackslashes whether backslashes in quoted texts of {@code {{ }}} are ordinary characters: Ansible's
 *     rule in playbooks
 */
public record Syntax(
        String blockStart,
        String blockEnd,
        String variableStart,
        String variableEnd,
        String commentStart,
        String commentEnd,
        @Nullable String lineStatement,
        @Nullable String lineComment,
        boolean trimBlocks,
        boolean lstripBlocks,
        String newline,
        boolean literalBackslashes) {

    /** Ansible's defaults for template files. */
    public static final Syntax ANSIBLE =
            new Syntax("{%", "%}", "{{", "}}", "{#", "#}", null, null, true, false, "\n", false);

    /** Ansible's rules for texts in playbooks. YAML has already processed the backslashes. */
    public static final Syntax PLAYBOOK =
            new Syntax("{%", "%}", "{{", "}}", "{#", "#}", null, null, true, false, "\n", true);

    private static final List<String> OPTIONS = List.of(
            "block_start_string",
            "block_end_string",
            "variable_start_string",
            "variable_end_string",
            "comment_start_string",
            "comment_end_string",
            "line_statement_prefix",
            "line_comment_prefix",
            "trim_blocks",
            "lstrip_blocks",
            "newline_sequence");

    /** The same syntax for files, in which backslashes start escapes. */
    public Syntax ofFiles() {
        return new Syntax(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                lineStatement,
                lineComment,
                trimBlocks,
                lstripBlocks,
                newline,
                false);
    }

    /** Whether a text contains a delimiter, so that it is not plain text. */
    public boolean marks(String text) {
        return text.contains(variableStart) || text.contains(blockStart) || text.contains(commentStart);
    }

    /**
     * Returns this syntax with one option changed.
     *
     * @param option the name in Jinja2 and in the {@code template} module
     * @throws UserError at {@code place} if the option does not exist or the value is not valid
     */
    public Syntax with(String option, Object value, @Nullable Span place) {
        String text = value.toString();
        if (OPTIONS.contains(option) && option.endsWith("_blocks") != value instanceof Boolean) {
            throw new UserError(
                    place,
                    "'" + option + "' is " + (value instanceof Boolean ? "a text" : "True or False") + ", not "
                            + value);
        }
        boolean flag = value instanceof Boolean on && on;
        return switch (option) {
            case "block_start_string" -> marks(text, blockEnd, variableStart, variableEnd, commentStart, commentEnd);
            case "block_end_string" -> marks(blockStart, text, variableStart, variableEnd, commentStart, commentEnd);
            case "variable_start_string" -> marks(blockStart, blockEnd, text, variableEnd, commentStart, commentEnd);
            case "variable_end_string" -> marks(blockStart, blockEnd, variableStart, text, commentStart, commentEnd);
            case "comment_start_string" -> marks(blockStart, blockEnd, variableStart, variableEnd, text, commentEnd);
            case "comment_end_string" -> marks(blockStart, blockEnd, variableStart, variableEnd, commentStart, text);
            case "line_statement_prefix" -> layout(text, lineComment, trimBlocks, lstripBlocks, newline);
            case "line_comment_prefix" -> layout(lineStatement, text, trimBlocks, lstripBlocks, newline);
            case "trim_blocks" -> layout(lineStatement, lineComment, flag, lstripBlocks, newline);
            case "lstrip_blocks" -> layout(lineStatement, lineComment, trimBlocks, flag, newline);
            case "newline_sequence" ->
                layout(
                        lineStatement,
                        lineComment,
                        trimBlocks,
                        lstripBlocks,
                        text.replace("\\n", "\n").replace("\\r", "\r"));
            default ->
                throw new UserError(
                        place, "unknown option of a template '" + option + "'", Suggestion.didYouMean(option, OPTIONS));
        };
    }

    private Syntax marks(
            String block, String blockEnd, String variable, String variableEnd, String comment, String commentEnd) {
        return new Syntax(
                block,
                blockEnd,
                variable,
                variableEnd,
                comment,
                commentEnd,
                lineStatement,
                lineComment,
                trimBlocks,
                lstripBlocks,
                newline,
                literalBackslashes);
    }

    private Syntax layout(
            @Nullable String statement, @Nullable String comment, boolean trim, boolean lstrip, String newline) {
        return new Syntax(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                statement,
                comment,
                trim,
                lstrip,
                newline,
                literalBackslashes);
    }
}
