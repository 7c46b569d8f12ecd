package io.hitless.event;

import io.hitless.event.Forecast.Finding;
import io.hitless.wording.HostNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Equal findings of a step, grouped by hosts: a fleet has many hosts but few different findings.
 *
 * @param hosts in the order in which they first took part
 */
public record HostGrouping(Finding finding, List<String> hosts) {
    public HostGrouping {
        hosts = List.copyOf(hosts);
    }

    /** Groups the findings of a step, in the order of the first host of each group. */
    public static List<HostGrouping> of(Forecast.Step step) {
        Map<Finding, List<String>> hosts = new LinkedHashMap<>();
        step.findings()
                .forEach((host, finding) ->
                        hosts.computeIfAbsent(finding, _ -> new ArrayList<>()).add(host));
        List<HostGrouping> out = new ArrayList<>();
        hosts.forEach((finding, its) -> out.add(new HostGrouping(finding, its)));
        return out;
    }

    /**
     * Returns a text such as {@code 3 hosts: lb1, lb2, lb3}; at most {@code shown} hosts are named, and the others
     * counted.
     */
    public String names(int shown) {
        return HostNames.countedFirst(hosts, shown);
    }
}
