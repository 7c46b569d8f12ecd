package io.hitless.compat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line meant for Ansible, as hitless carries it out.
 *
 * @param settings what it begins with, for the environment
 * @param words the command and its arguments
 */
record AnsibleCommand(Map<String, String> settings, List<String> words) {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
    private static final Pattern SETTING = Pattern.compile("[A-Z_]+=.*", Pattern.DOTALL);

    private static final Set<String> WITH_HOSTS = Set.of("ansible-playbook", "ansible", "ansible-inventory");
    private static final Set<String> VERBOSE = Set.of("ansible-playbook", "ansible");

    /** @param configured whether the case has an {@code ansible.cfg}, which may name an inventory */
    static AnsibleCommand of(String line, boolean configured) {
        Map<String, String> settings = new HashMap<>();
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String word = QUOTED.matcher(matcher.group())
                    .replaceAll(quoted ->
                            Matcher.quoteReplacement(quoted.group(1) == null ? quoted.group(2) : quoted.group(1)));
            if (words.isEmpty() && SETTING.matcher(word).matches()) {
                int equals = word.indexOf('=');
                settings.put(word.substring(0, equals), word.substring(equals + 1));
            } else {
                words.add(word);
            }
        }
        String command = words.getFirst();
        if (VERBOSE.contains(command)) {
            words.add(1, "-v");
        }
        if (!words.contains("-i") && !configured && WITH_HOSTS.contains(command)) {
            words.addAll(1, List.of("-i", "hosts.yml"));
        }
        return new AnsibleCommand(settings, words);
    }

    /** Settings that are not Ansible's, so that they must be in the environment of the process. */
    Map<String, String> foreignSettings() {
        Map<String, String> foreign = new HashMap<>(settings);
        foreign.keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
        return foreign;
    }
}
