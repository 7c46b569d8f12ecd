package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.syntax.ConfigWord;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a configuration uses a file for. */
enum FileUse {
    MAP,
    ACL,
    CERTIFICATE,
    AUTHORITIES,
    CRT_LIST;

    private static final Set<String> CERTIFICATES = Set.of("crt", "default-crt");
    private static final Set<String> CAS = Set.of("ca-file", "ca-verify-file");

    /** Returns all uses of a file that the configuration names; none if it is not named, or not in a way known here. */
    static Set<FileUse> of(MeantConfig config, String path) {
        Set<FileUse> uses = EnumSet.noneOf(FileUse.class);
        Pattern map = Pattern.compile("\\bmap(_[a-z_]+)?\\(" + Pattern.quote(path) + "[,)]");
        lines(config).forEach(words -> {
            ConfigWord previous = null;
            for (ConfigWord word : words) {
                if (map.matcher(word.text()).find()) {
                    uses.add(MAP);
                }
                FileUse use = previous == null ? null : use(previous.text(), word.text(), path);
                if (use != null) {
                    uses.add(use);
                }
                previous = word;
            }
        });
        return uses;
    }

    private static @Nullable FileUse use(String option, String argument, String path) {
        if (CERTIFICATES.contains(option) && (argument.equals(path) || isIn(path, argument))) {
            return CERTIFICATE;
        }
        if (!argument.equals(path)) {
            return null;
        }
        if (option.equals("-f")) {
            return ACL;
        }
        if (option.equals("crt-list")) {
            return CRT_LIST;
        }
        return CAS.contains(option) ? AUTHORITIES : null;
    }

    /** Returns whether HAProxy loads the file as one of a directory. */
    private static boolean isIn(String path, String directory) {
        try {
            return Path.of(directory).equals(Path.of(path).getParent()) && directory.length() > 1;
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /** Returns whether this word stands at the beginning of any line. */
    static boolean isSet(MeantConfig config, String keyword) {
        return lines(config)
                .anyMatch(words -> !words.isEmpty() && words.getFirst().is(keyword));
    }

    private static Stream<List<ConfigWord>> lines(MeantConfig config) {
        return config.config().sections().stream()
                .flatMap(section -> section.lines().stream())
                .map(line -> line.words());
    }
}
