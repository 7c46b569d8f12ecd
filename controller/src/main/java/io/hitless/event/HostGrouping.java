package io.hitless.event;

import io.hitless.event.Forecast.Finding;
import io.hitless.wording.HostNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings of a step that read the same, grouped by the hosts that have them: a fleet has many hosts and few kinds of
 * them.
 *
 * @param hosts in the order they first took part
 */
public record HostGrouping(Finding finding, List<String> hosts) {
    public HostGrouping {
        hosts = List.copyOf(hosts);
    }

    /** The step's findings, grouped, in the order of their first hosts. */
    public static List<HostGrouping> of(Forecast.Step step) {
        Map<Finding, List<String>> hosts = new LinkedHashMap<>();
        step.findings()
                .forEach((host, finding) ->
                        hosts.computeIfAbsent(finding, _ -> new ArrayList<>()).add(host));
        List<HostGrouping> out = new ArrayList<>();
        hosts.forEach((finding, its) -> out.add(new HostGrouping(finding, its)));
        return out;
    }

    /** {@code 3 hosts: lb1, lb2, lb3}; of more than {@code shown} hosts, the others are counted. */
    public String names(int shown) {
        return HostNames.countedFirst(hosts, shown);
    }
}
