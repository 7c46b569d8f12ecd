package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.compare.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replaces certificates and CAs in the process, and loads new ones. */
final class CertificatePlanner {
    private static final RuntimeAnswer ANYTHING = new RuntimeAnswer.Anything();

    /** What a command needs of the buffer apart from its payload. */
    private static final int RESERVED = 2_048;

    private static final int BUFFER = 16_384;

    private static final LiveVerdict TOO_LONG =
            new LiveVerdict.Reload("it is longer than the buffer of the runtime API (tune.bufsize)");

    private final String kind;
    private final String path;

    private CertificatePlanner(String kind, String path) {
        this.kind = kind;
        this.path = path;
    }

    static LiveVerdict certificate(ChangedFile file, MeantConfig before) {
        PemFile old = PemFile.of(file.before());
        PemFile now = PemFile.of(file.after());
        boolean isNew = file.before().length == 0;
        if (!now.isPair() || (!isNew && !old.isPair())) {
            return new LiveVerdict.Reload("it has no certificate with its key");
        }
        if (isTooLong(now, before) || isTooLong(old, before)) {
            return TOO_LONG;
        }
        CertificatePlanner planner = new CertificatePlanner("cert", file.path());
        return isNew ? planner.adding(now) : planner.replacing(old, now);
    }

    static LiveVerdict authorities(ChangedFile file, MeantConfig before) {
        PemFile old = PemFile.of(file.before());
        PemFile now = PemFile.of(file.after());
        if (old.fingerprints().isEmpty() || now.fingerprints().isEmpty()) {
            return new LiveVerdict.Reload("it has no certificate");
        }
        if (isTooLong(now, before) || isTooLong(old, before)) {
            return TOO_LONG;
        }
        return new CertificatePlanner("ca-file", file.path()).replacing(old, now);
    }

    private static boolean isTooLong(PemFile file, MeantConfig before) {
        Optional<Proxy> global = before.proxy("global");
        String size = global.map(proxy -> proxy.value("tune.bufsize")).orElse(null);
        boolean isSet = global.filter(proxy -> proxy.sets("tune.bufsize")).isPresent();
        int buffer = !isSet ? BUFFER : size != null && size.matches("\\d{1,9}") ? Integer.parseInt(size) : 0;
        return file.length() > buffer - RESERVED;
    }

    private LiveVerdict replacing(PemFile old, PemFile now) {
        return new LiveVerdict.Live(
                LiveVerdict.Phase.FILES,
                List.of(
                        LiveAction.of(
                                set(now), new RuntimeCommand("abort ssl " + kind + " " + path, List.of(), ANYTHING)),
                        LiveAction.of(commit(), set(old), commit())),
                proofs(now),
                proofs(old));
    }

    /** A new certificate serves nobody until a list names it. */
    private LiveVerdict adding(PemFile now) {
        RuntimeCommand create = RuntimeCommand.saying("new ssl " + kind + " " + path, "New empty certificate store");
        return new LiveVerdict.Live(
                LiveVerdict.Phase.FILES,
                List.of(
                        LiveAction.of(create, new RuntimeCommand("del ssl " + kind + " " + path, List.of(), ANYTHING)),
                        LiveAction.of(
                                set(now), new RuntimeCommand("abort ssl " + kind + " " + path, List.of(), ANYTHING)),
                        LiveAction.of(commit())),
                proofs(now),
                List.of(new LiveProof.Line("show ssl " + kind, path, false)));
    }

    private RuntimeCommand set(PemFile file) {
        return new RuntimeCommand("set ssl " + kind + " " + path, file.lines(), new RuntimeAnswer.Says("ransaction "));
    }

    private RuntimeCommand commit() {
        return RuntimeCommand.saying("commit ssl " + kind + " " + path, "Success!");
    }

    private List<LiveProof> proofs(PemFile file) {
        boolean isChain = kind.equals("cert"); // of a chain, HAProxy shows the fingerprint of the first
        List<LiveProof> proofs = new ArrayList<>();
        for (String fingerprint : isChain ? file.fingerprints().subList(0, 1) : file.fingerprints()) {
            proofs.add(new LiveProof.Line("show ssl " + kind + " " + path, "SHA1 FingerPrint: " + fingerprint, true));
        }
        return proofs;
    }
}
