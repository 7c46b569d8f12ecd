package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.ConfigChange;
import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.compare.ProxyPair;
import java.util.List;
import java.util.Optional;

/** Decides for a change of the configuration how it is made. */
final class ChangePlanner {
    private static final String UNCLEAR =
            "conditions, or lines that can't be read, stand in its section, and only HAProxy itself knows what holds"
                    + " there";

    private final ServerPlanner servers;
    private final LimitPlanner limits;
    private final HaproxyRelease release;

    ChangePlanner(MeantConfig before, HaproxyRelease release) {
        this.servers = new ServerPlanner(before, release);
        this.limits = new LimitPlanner(before, UNCLEAR);
        this.release = release;
    }

    LiveVerdict verdict(ConfigChange change) {
        if (!LiveAbility.BASIC.isIn(release)) {
            return new LiveVerdict.Reload(LiveAbility.BASIC.missingIn(release));
        }
        return switch (change) {
            case ConfigChange.SectionAdded _, ConfigChange.SectionRemoved _ ->
                new LiveVerdict.Reload("sections are read at the start only");
            case ConfigChange.SectionsMoved _ ->
                new LiveVerdict.Reload("variables are used, and may mean something else in another place");
            case ConfigChange.SettingChanged setting -> limits.verdict(setting);
            case ConfigChange.ServerAdded added -> against(added.proxy()).orElseGet(() -> servers.added(added));
            case ConfigChange.ServerRemoved removed ->
                against(removed.proxy()).orElseGet(() -> servers.removed(removed));
            case ConfigChange.ServerChanged changed ->
                against(changed.proxy()).orElseGet(() -> servers.changed(changed));
            case ConfigChange.ServersMoved moved -> against(moved.proxy()).orElseGet(() -> servers.moved(moved));
        };
    }

    /** Returns why nothing about servers of this section can be done live, or nothing. */
    private static Optional<LiveVerdict> against(ProxyPair pair) {
        if (pair.isUnclear()) {
            return Optional.of(new LiveVerdict.Reload(UNCLEAR));
        }
        boolean isOff = List.of(pair.before(), pair.after()).stream()
                .anyMatch(proxy -> proxy.setting("disabled").stream().anyMatch(word -> word.is("disabled")));
        return isOff
                ? Optional.of(new LiveVerdict.Reload("its section is disabled, and the process does not have it"))
                : Optional.empty();
    }
}
