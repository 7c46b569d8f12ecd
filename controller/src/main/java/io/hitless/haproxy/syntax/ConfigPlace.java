package io.hitless.haproxy.syntax;

/**
 * A place in a configuration. The file may be on a host; its text is data, never a template.
 *
 * @param line counts from 1
 * @param column counts from 1, in characters
 */
public record ConfigPlace(String file, int line, int column) {
    /** Returns the place of another column in the same line. */
    ConfigPlace at(int otherColumn) {
        return new ConfigPlace(file, line, otherColumn);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
