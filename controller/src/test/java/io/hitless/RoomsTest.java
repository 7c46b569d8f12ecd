package io.hitless;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of rooms in the design: which package may import which. A new package is a new row here and there. */
class RoomsTest {
    private static final Map<String, Set<String>> MAY_IMPORT = rooms();

    private static final JavaClasses HITLESS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.hitless");

    private static Map<String, Set<String>> rooms() {
        Set<String> underRun = Set.of(
                "source",
                "value",
                "template",
                "module",
                "event",
                "transport",
                "agent",
                "inventory",
                "playbook",
                "vars");
        Map<String, Set<String>> rooms = new TreeMap<>();
        rooms.put("source", Set.of());
        rooms.put("value", Set.of("source"));
        rooms.put("yaml", Set.of("source", "value"));
        rooms.put("template", Set.of("source", "value"));
        rooms.put("module", Set.of("source", "value"));
        rooms.put("event", Set.of("source", "value"));
        rooms.put("transport", Set.of("source"));
        rooms.put("agent", Set.of("source", "value", "module", "transport"));
        rooms.put("inventory", Set.of("source", "value", "yaml"));
        rooms.put("playbook", Set.of("source", "value", "yaml", "template", "module"));
        rooms.put("vars", Set.of("source", "value", "yaml", "template", "inventory", "playbook"));
        rooms.put("run", underRun);
        rooms.put("store", Set.of("source", "value", "event"));
        rooms.put("rollout", with(underRun, "run", "store"));
        rooms.put("drift", with(underRun, "yaml", "run", "store"));
        rooms.put("report", Set.of("source", "value", "event"));
        rooms.put("serve", Set.of("source", "value", "event", "report", "store"));
        rooms.put("cli", with(underRun, "yaml", "run", "store", "rollout", "drift", "report", "serve"));
        return rooms;
    }

    private static Set<String> with(Set<String> rooms, String... more) {
        return Stream.concat(rooms.stream(), Stream.of(more)).collect(Collectors.toSet());
    }

    @TestFactory
    List<DynamicTest> a_room_imports_only_what_its_row_allows() {
        List<DynamicTest> tests = new ArrayList<>();
        MAY_IMPORT.forEach((room, allowed) -> tests.add(DynamicTest.dynamicTest(
                room,
                () -> noClasses()
                        .that()
                        .resideInAPackage("io.hitless." + room + "..")
                        .should()
                        .dependOnClassesThat(DescribedPredicate.describe(
                                "are in a room outside " + allowed, other -> outside(other, room, allowed)))
                        .allowEmptyShould(true)
                        .check(HITLESS))));
        return tests;
    }

    @Test
    void every_class_is_in_a_room_of_the_table() {
        classes()
                .should()
                .resideInAnyPackage(MAY_IMPORT.keySet().stream()
                        .map(room -> "io.hitless." + room + "..")
                        .toArray(String[]::new))
                .check(HITLESS);
    }

    @Test
    void no_packages_form_a_cycle() {
        slices().matching("io.hitless.(*)..").should().beFreeOfCycles().check(HITLESS);
    }

    /**
     * What is compiled is {@link TrustedText}; these read what the operator wrote, and nothing else makes a text with a
     * place.
     */
    @Test
    void only_what_reads_files_and_the_command_line_makes_texts_that_can_be_compiled() {
        Set<String> reading = Set.of(
                "io.hitless.cli.ExecCommand",
                "io.hitless.cli.RunLauncher",
                "io.hitless.inventory.InventoryBuilder",
                "io.hitless.inventory.Inventory",
                "io.hitless.inventory.InventoryReader",
                "io.hitless.inventory.PythonLiteral",
                "io.hitless.inventory.ScriptSource",
                "io.hitless.module.FreeForm",
                "io.hitless.module.ModuleCatalog",
                "io.hitless.playbook.load.MappingReader",
                "io.hitless.playbook.load.KeyValues",
                "io.hitless.playbook.load.SourceCache",
                "io.hitless.playbook.load.Templates",
                "io.hitless.template.syntax.Parser",
                "io.hitless.transport.SshConfigFile",
                "io.hitless.vars.ExtraVars",
                "io.hitless.vars.Vault",
                "io.hitless.yaml.JsonReader",
                "io.hitless.yaml.ScalarText");
        noClasses()
                .that(DescribedPredicate.describe(
                        "do not read",
                        one -> !reading.contains(one.getName())
                                && !one.getPackageName().equals("io.hitless.source")))
                .should()
                .callConstructor(SourceFile.class, String.class, String.class)
                .orShould()
                .callMethod(MappedText.class, "opaque", Span.class, String.class)
                .orShould()
                .callMethod(MappedText.class, "mapped", Span.class, String.class, int[].class)
                .check(HITLESS);
    }

    @Test
    void one_place_makes_trusted_texts() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(MappedText.class.getName())
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "it is that of TrustedText",
                        call -> call.getTargetOwner().isEquivalentTo(TrustedText.class)))
                .check(HITLESS);
    }

    /** The lexer and what reads its tokens take trusted text alone, and serve templates and conditions alone. */
    @Test
    void one_place_compiles() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.hitless.template.eval.CompiledTemplate")
                .and()
                .doNotHaveFullyQualifiedName("io.hitless.template.Expression")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it parses",
                        call -> Set.of("template", "condition").contains(call.getName())
                                && Set.of(
                                                "io.hitless.template.syntax.StatementParser",
                                                "io.hitless.template.syntax.Parser")
                                        .contains(call.getTargetOwner().getName())))
                .check(HITLESS);
    }

    @Test
    void sshj_is_known_to_transport_alone() {
        onlyUser("net.schmizz..", "transport");
        onlyUser("com.hierynomus..", "transport");
    }

    @Test
    void snakeyaml_is_known_to_yaml_alone() {
        onlyUser("org.yaml..", "yaml");
    }

    @Test
    void sqlite_is_known_to_store_alone() {
        onlyUser("org.sqlite..", "store");
        onlyUser("java.sql..", "store");
    }

    @Test
    void jetty_is_known_to_serve_alone() {
        onlyUser("org.eclipse.jetty..", "serve");
    }

    @Test
    void picocli_is_known_to_cli_alone() {
        onlyUser("picocli..", "cli");
    }

    @Test
    void jline_is_known_to_the_live_view_and_cli_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hitless.report.live..", "io.hitless.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(HITLESS);
    }

    @Test
    void the_other_sinks_do_not_know_the_live_view() {
        noClasses()
                .that()
                .resideInAPackage("io.hitless.report")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hitless.report.live..")
                .check(HITLESS);
    }

    @Test
    void nothing_but_cli_ends_the_jvm_or_prints() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hitless.cli..", "io.hitless.report..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HITLESS);
    }

    private static void onlyUser(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hitless." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(HITLESS);
    }

    private static boolean outside(JavaClass other, String room, Set<String> allowed) {
        String name = other.getPackageName();
        if (!name.startsWith("io.hitless.")) {
            return false;
        }
        String its = name.substring("io.hitless.".length()).split("\\.", 2)[0];
        return !its.equals(room) && !allowed.contains(its);
    }
}
