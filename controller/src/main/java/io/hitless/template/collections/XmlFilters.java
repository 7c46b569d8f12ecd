package io.hitless.template.collections;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The filters {@code from_xml} and {@code to_xml}: attributes are keys that begin with {@code @}, text beside them is
 * {@code #text}, and elements of one name are a list.
 */
final class XmlFilters {
    private static final String TEXT = "#text";
    private static final XMLInputFactory XML = factory();

    private XmlFilters() {}

    static Builtin.Table table() {
        return new Builtin.Table()
                .add("from_xml", XmlFilters::read, "engine")
                .add("to_xml", XmlFilters::write, "engine", "indent", "indent_width", "full_document");
    }

    /** Entities could read files, or grow without an end. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static void checkEngine(BoundArguments a) {
        if (!a.text("engine", "xmltodict").equals("xmltodict")) {
            throw new UserError("the one engine for XML is xmltodict");
        }
    }

    private static Map<Object, @Nullable Object> read(@Nullable Object value, BoundArguments a) {
        checkEngine(a);
        if (!(value instanceof String text)) {
            throw new UserError("'from_xml' wants a text, not " + Coercions.article(value));
        }
        try {
            XMLStreamReader in = XML.createXMLStreamReader(new StringReader(text.strip()));
            Map<Object, @Nullable Object> root = new LinkedHashMap<>();
            while (in.hasNext()) {
                if (in.next() == XMLStreamReader.START_ELEMENT) {
                    root.put(name(in.getName()), element(in, 1));
                }
            }
            return root;
        } catch (XMLStreamException e) {
            throw new UserError(
                    "not XML: " + Reason.of(e).lines().toList().getLast().replaceFirst("^Message: ", ""));
        }
    }

    private static String name(QName name) {
        return (name.getPrefix().isEmpty() ? "" : name.getPrefix() + ":") + name.getLocalPart();
    }

    private static @Nullable Object element(XMLStreamReader in, int depth) throws XMLStreamException {
        ComputeLimits.depth(depth);
        Map<Object, @Nullable Object> parts = new LinkedHashMap<>();
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            parts.put(prefix == null ? "@xmlns" : "@xmlns:" + prefix, in.getNamespaceURI(i));
        }
        for (int i = 0; i < in.getAttributeCount(); i++) {
            parts.put("@" + name(in.getAttributeName(i)), in.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        for (int event = in.next(); event != XMLStreamReader.END_ELEMENT; event = in.next()) {
            switch (event) {
                case XMLStreamReader.START_ELEMENT -> add(parts, name(in.getName()), element(in, depth + 1));
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> text.append(in.getText());
                default -> {}
            }
        }
        String stripped = text.toString().strip();
        if (parts.isEmpty()) {
            return stripped.isEmpty() ? null : stripped;
        }
        if (!stripped.isEmpty()) {
            parts.put(TEXT, stripped);
        }
        return parts;
    }

    @SuppressWarnings("unchecked") // such a list was made here
    private static void add(Map<Object, @Nullable Object> parts, String name, @Nullable Object value) {
        if (!parts.containsKey(name)) {
            parts.put(name, value);
        } else if (parts.get(name) instanceof List<?> several) {
            ((List<@Nullable Object>) several).add(value);
        } else {
            List<@Nullable Object> several = new ArrayList<>();
            several.add(parts.get(name));
            several.add(value);
            parts.put(name, several);
        }
    }

    private static String write(@Nullable Object value, BoundArguments a) {
        checkEngine(a);
        Map<?, ?> document = Coercions.map(value, "to_xml");
        String indent = switch (a.text("indent", "tabs")) {
            case "tabs" -> "\t";
            case "spaces" -> " ".repeat((int) Math.clamp(a.integer("indent_width", 4), 0L, 100L));
            default -> throw new UserError("indent is tabs or spaces");
        };
        boolean full = a.flag("full_document", true);
        if (full
                && (document.size() != 1
                        || several(document.values().iterator().next()).size() != 1)) {
            throw new UserError("an XML document has one element at its top");
        }
        StringBuilder out = new StringBuilder(full ? "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" : "");
        document.forEach((name, content) -> elements(Values.text(name), content, 0, indent, out));
        return out.toString();
    }

    private static List<?> several(@Nullable Object content) {
        if (content instanceof List<?> list) {
            return list;
        }
        List<@Nullable Object> one = new ArrayList<>();
        one.add(content);
        return one;
    }

    private static void elements(String name, @Nullable Object content, int depth, String indent, StringBuilder out) {
        ComputeLimits.depth(depth);
        for (Object each : several(content)) {
            ComputeLimits.text(out.length());
            element(name, each instanceof Map<?, ?> parts ? parts : Map.of(TEXT, text(each)), depth, indent, out);
        }
    }

    private static void element(String name, Map<?, ?> parts, int depth, String indent, StringBuilder out) {
        out.repeat(indent, depth).append('<').append(name);
        boolean nested = false;
        for (Map.Entry<?, ?> part : parts.entrySet()) {
            String key = Values.text(part.getKey());
            if (key.startsWith("@")) {
                out.append(' ').append(key, 1, key.length()).append('=').append(quoted(text(part.getValue())));
            } else {
                nested |= !key.equals(TEXT);
            }
        }
        out.append(nested ? ">\n" : ">");
        parts.forEach((key, value) -> {
            String child = Values.text(key);
            if (!child.startsWith("@") && !child.equals(TEXT)) {
                elements(child, value, depth + 1, indent, out);
            }
        });
        if (parts.containsKey(TEXT)) {
            out.append(escaped(text(parts.get(TEXT))));
        }
        out.repeat(indent, nested ? depth : 0).append("</").append(name).append(depth > 0 ? ">\n" : ">");
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value instanceof Boolean flag ? flag.toString() : Values.text(value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String quoted(String text) {
        String safe =
                escaped(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;");
        return !safe.contains("\"")
                ? '"' + safe + '"'
                : safe.contains("'") ? '"' + safe.replace("\"", "&quot;") + '"' : "'" + safe + "'";
    }
}
