import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the classes of libraries fit for the JVM's AOT cache, which takes none of a signed jar and none of before Java
 * 6. So the signatures go, which nothing here checks, and old class files get a newer version, with the stack maps that
 * it asks for. The build runs it over the directory of libraries: {@code java ArchivableLibraries.java DIRECTORY}.
 */
final class ArchivableLibraries {
    private static final int JAVA_6 = 50;
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    private static final int VERSION_OFFSET = 6;

    private ArchivableLibraries() {}

    public static void main(String[] args) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (Path jar : jars) {
                if (isToChange(jar)) {
                    change(jar);
                }
            }
        }
    }

    private static boolean isToChange(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (SIGNATURE.matcher(entry.getName()).matches() || isOld(entry, zip)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOld(ZipEntry entry, ZipFile zip) throws IOException {
        return entry.getName().endsWith(".class")
                && ByteBuffer.wrap(zip.getInputStream(entry).readNBytes(VERSION_OFFSET + 2))
                                .getShort(VERSION_OFFSET)
                        < JAVA_6;
    }

    private static void change(Path jar) throws IOException {
        Path changed = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (Map.Entry<ZipEntry, byte[]> entry : entries(jar).entrySet()) {
                ZipEntry copy = new ZipEntry(entry.getKey().getName());
                copy.setTime(entry.getKey().getTime());
                out.putNextEntry(copy);
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<ZipEntry, byte[]> entries(Path jar) throws IOException {
        Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile());
                URLClassLoader classes =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            ClassFile format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (SIGNATURE.matcher(entry.getName()).matches()) {
                    continue;
                }
                byte[] content = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    content = withoutDigests(content);
                } else if (isOld(entry, zip)) {
                    content = withStackMaps(format, content);
                }
                entries.put(entry, content);
            }
        }
        return entries;
    }

    private static byte[] withoutDigests(byte[] content) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(content));
        manifest.getEntries().clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    /** Java 6 could still do without stack maps, and a method that is passed through whole would keep none. */
    private static byte[] withStackMaps(ClassFile format, byte[] content) {
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return format.transformClass(
                format.parse(content),
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                        .andThen(version));
    }
}
