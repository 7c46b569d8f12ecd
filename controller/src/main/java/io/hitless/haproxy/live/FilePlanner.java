package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.MeantConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Decides how a change of a file beside the configuration is made. */
final class FilePlanner {
    private final MeantConfig before;
    private final MeantConfig after;
    private final List<ChangedFile> files;
    private final HaproxyRelease release;

    FilePlanner(MeantConfig before, MeantConfig after, List<ChangedFile> files, HaproxyRelease release) {
        this.before = before;
        this.after = after;
        this.files = files;
        this.release = release;
    }

    LiveVerdict verdict(ChangedFile file) {
        if (Arrays.equals(file.before(), file.after())) {
            return LiveVerdict.Live.NOTHING_TO_DO;
        }
        if (!LiveAbility.BASIC.isIn(release)) {
            return new LiveVerdict.Reload(LiveAbility.BASIC.missingIn(release));
        }
        if (!RuntimeCommand.takesAsItIs(file.path())) {
            return new LiveVerdict.Reload("its name has another meaning in the runtime API");
        }
        Set<FileUse> uses = FileUse.of(before, file.path());
        if (!uses.equals(FileUse.of(after, file.path()))) {
            return new LiveVerdict.Reload("the configuration uses it for something else than before");
        }
        if (uses.isEmpty() && isListed(file)) {
            uses = Set.of(FileUse.CERTIFICATE);
        }
        return byUse(file, uses);
    }

    private LiveVerdict byUse(ChangedFile file, Set<FileUse> uses) {
        if (uses.contains(FileUse.MAP) || uses.equals(Set.of(FileUse.ACL))) {
            return PatternPlanner.verdict(file, uses.contains(FileUse.MAP), release);
        }
        if (uses.equals(Set.of(FileUse.CERTIFICATE))) {
            if (file.before().length == 0 && !FileUse.of(after, file.path()).isEmpty()) {
                return new LiveVerdict.Reload("a bind reads its directory of certificates at the start only");
            }
            return CertificatePlanner.certificate(file, before);
        }
        if (uses.equals(Set.of(FileUse.AUTHORITIES))) {
            return LiveAbility.AUTHORITIES.isIn(release)
                    ? CertificatePlanner.authorities(file, before)
                    : new LiveVerdict.Reload(LiveAbility.AUTHORITIES.missingIn(release));
        }
        if (uses.equals(Set.of(FileUse.CRT_LIST))) {
            return FileUse.isSet(before, "crt-base") || FileUse.isSet(after, "crt-base")
                    ? new LiveVerdict.Reload("crt-base changes the names in it")
                    : CrtListPlanner.verdict(file, this::isLoaded);
        }
        return new LiveVerdict.Reload(
                uses.isEmpty() ? "it is not known what HAProxy does with it" : "it is used for several things");
    }

    /** Returns whether the process has a certificate, or gets it by the same plan. */
    private boolean isLoaded(String certificate) {
        return FileUse.of(before, certificate).contains(FileUse.CERTIFICATE)
                || files.stream()
                        .anyMatch(file -> FileUse.of(before, file.path()).contains(FileUse.CRT_LIST)
                                ? CrtListPlanner.names(file.before(), certificate)
                                : file.path().equals(certificate) && file.before().length == 0);
    }

    /** Returns whether one of the lists names the file. */
    private boolean isListed(ChangedFile file) {
        return files.stream()
                .filter(list -> FileUse.of(after, list.path()).contains(FileUse.CRT_LIST))
                .anyMatch(list -> CrtListPlanner.names(list.before(), file.path())
                        || CrtListPlanner.names(list.after(), file.path()));
    }
}
