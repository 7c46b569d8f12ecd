package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.playbook.load.IncludeArguments;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.playbook.load.Templates;
import io.hitless.playbook.load.TestModules;
import io.hitless.source.Findings;
import io.hitless.source.SourceReader;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every level of precedence against all below it: the tree in {@code precedence/} sets v01 at the lowest only, v02 at
 * the two lowest and so on, so the value of each names the level that won. Ansible prints the same for it.
 */
class PrecedenceTest {
    private static final Path TREE = Path.of("src/test/resources/precedence");
    private static final Templates TEMPLATES = PlainLoading.templates();

    @TempDir
    Path dir;

    @Test
    void each_level_wins_over_all_below_it() throws IOException {
        Inventory inventory = InventoryReader.read(List.of(TREE + "/inventory/hosts.yml"), file -> file);
        Map<String, Template> extra = ExtraVars.parse(List.of("@" + TREE + "/extra.yml"), TEMPLATES, false, _ -> {});
        PlaybookLoader loader = PlainLoading.loader(TestModules.in(dir), List.of(), extra, new Findings());
        Play play = loader.load(TREE.resolve("site/site.yml")).getFirst();

        Variables variables =
                new Variables(inventory, TEMPLATES, extra, RunInfo.plain(), VariableRules.USUAL, TREE.resolve("site"));
        Host host = Objects.requireNonNull(inventory.host("one"));
        HostVariables known = variables.of(host);
        known.addFacts(names(14, "facts"));
        known.include(entries(TREE.resolve("site/roles/levels/vars/included.yml")));
        names(22, "set_fact").forEach(known::set);

        PlayVariables ofPlay = variables.play(play, names(16, "vars_prompt"), PlayHosts.of(List.of("one")));
        Scope scope = ofPlay.scope(host, shownTask(loader, play));
        List<String> lines = new ArrayList<>();
        for (String name : names(1, "").keySet()) {
            lines.add(name + "=" + scope.get(name));
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(TREE.resolve("expected.txt")));
    }

    private static Step shownTask(PlaybookLoader loader, Play play) {
        Include include = (Include) play.sections().roleTasks().getLast();
        Block block = (Block) loader.includeTasks(play, include, IncludeArguments.of("show.yml", Map.of()))
                .steps()
                .getFirst();
        return block.steps().getFirst();
    }

    private static Map<String, Object> names(int from, String value) {
        Map<String, Object> names = new LinkedHashMap<>();
        for (int i = from; i <= 25; i++) {
            names.put(String.format("v%02d", i), value);
        }
        return names;
    }

    private static Map<String, Template> entries(Path file) {
        return TEMPLATES.entries((YamlNode.Mapping) Objects.requireNonNull(YamlReader.read(SourceReader.read(file))));
    }
}
