package io.hitless.template.lookups;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.eval.Scope;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is below directories, each with its properties. Of two entries with the same path, the first is listed. */
final class FileTree {
    private static final String ATTRIBUTES = "unix:mode,uid,gid,owner,group,size,lastModifiedTime,ctime";
    private static final int PERMISSIONS = 0xfff;

    private final List<Map<String, Object>> found = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    private FileTree() {}

    static List<Map<String, Object>> below(List<String> directories, Scope scope) {
        FileTree tree = new FileTree();
        for (String directory : directories) {
            for (Path candidate : FileSearch.candidates(directory, "files", scope)) {
                if (Files.isDirectory(candidate)) {
                    String root = candidate.normalize() + (directory.endsWith("/") ? "/" : "");
                    tree.walk(root, candidate.normalize(), Path.of(""));
                    break;
                }
            }
        }
        return tree.found;
    }

    // As in Python, what is in a directory comes before what is further below, and directories before files.
    private void walk(String root, Path top, Path at) {
        List<Path> directories = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(top.resolve(at))) {
            for (Path entry : entries) {
                (Files.isDirectory(entry) ? directories : others).add(top.relativize(entry));
            }
            for (List<Path> kind : List.of(directories, others)) {
                for (Path entry : kind) {
                    add(root, top, entry);
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + top.resolve(at) + ": " + Reason.of(e));
        }
        for (Path directory : directories) {
            if (!Files.isSymbolicLink(top.resolve(directory))) {
                walk(root, top, directory);
            }
        }
    }

    private void add(String root, Path top, Path entry) throws IOException {
        if (!paths.add(entry.toString())) {
            return;
        }
        Path file = top.resolve(entry);
        Map<String, Object> its = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("root", root);
        out.put("path", entry.toString());
        if (Files.isSymbolicLink(file)) {
            out.put("state", "link");
            out.put("src", Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file)) {
            out.put("state", "directory");
        } else if (Files.isRegularFile(file)) {
            out.put("state", "file");
            out.put("src", file.toString());
        } else {
            return; // a socket or device
        }
        out.put("uid", number(its.get("uid")));
        out.put("gid", number(its.get("gid")));
        out.put("owner", String.valueOf(its.get("owner")));
        out.put("group", String.valueOf(its.get("group")));
        out.put("mode", String.format(Locale.ROOT, "0%03o", number(its.get("mode")) & PERMISSIONS));
        out.put("size", number(its.get("size")));
        out.put("mtime", seconds(its.get("lastModifiedTime")));
        out.put("ctime", seconds(its.get("ctime")));
        found.add(out);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static double seconds(@Nullable Object value) {
        Instant time = value instanceof FileTime its ? its.toInstant() : Instant.EPOCH;
        return time.getEpochSecond() + time.getNano() * 1e-9;
    }
}
