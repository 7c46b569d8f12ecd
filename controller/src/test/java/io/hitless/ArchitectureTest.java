package io.hitless;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables of packages in the design: which may import which, at the top and within. A new package is a new row here
 * and there. Classes form no cycles but those listed.
 */
class ArchitectureTest {
    /** Which top-level package may import which. */
    private static final Map<String, Set<String>> TOP = table("""
        source     ->
        config     -> source
        http       -> source
        wording    -> source
        value      -> source
        yaml       -> source value
        template   -> source value config yaml http
        module     -> source value
        python     -> source value yaml module
        plugin     -> source value yaml template module python inventory
        galaxy     -> source yaml http
        event      -> source value wording
        transport  -> source wording
        agent      -> source value module transport wording
        inventory  -> source value yaml
        haproxy    ->
        playbook   -> source value yaml template module
        schema     -> module playbook
        lsp        -> source template module playbook vars
        vars       -> source value yaml template inventory playbook
        run        -> source value yaml template module python http event transport agent inventory playbook vars haproxy
        store      -> source value event wording
        rollout    -> source value template module event transport agent inventory playbook vars run store wording
        drift      -> source value template module event transport agent inventory playbook vars run store yaml wording
        report     -> source value event wording store http
        serve      -> source value event report store
        cli        -> source config http value template module python plugin galaxy event transport agent inventory playbook vars run store yaml wording \
                      rollout drift report serve schema lsp
        """);

    /**
     * Within a top-level package: which of its packages may import which. One that is not listed has no sub-packages.
     */
    private static final Map<String, Set<String>> WITHIN = table("""
        cli              -> cli.command cli.launch cli.option cli.output
        cli.command      -> cli.launch cli.option cli.output cli.vault
        cli.launch       -> cli.option cli.output cli.vault
        cli.option       -> cli.output
        cli.output       ->
        cli.vault        -> cli.option cli.output
        haproxy.compare  -> haproxy.syntax
        haproxy.live     -> haproxy.compare haproxy.syntax
        haproxy.syntax   ->
        playbook         ->
        playbook.load    -> playbook
        playbook.preflight -> playbook playbook.load
        report           ->
        report.console   -> report
        report.export    -> report
        report.history   -> report
        report.html      -> report
        report.live      -> report
        report.telemetry -> report report.export
        run              -> run.action run.event run.host run.lock run.operator run.plan run.policy run.result \
                            run.resume run.rollback run.session run.settings run.step run.task
        run.action       -> run.operator run.step
        run.event        -> run.resume
        run.host         -> run.step
        run.lock         -> run.host run.resume run.session run.step
        run.operator     ->
        run.plan         -> run.host run.result run.session run.settings run.step
        run.policy       -> run.resume run.rollback
        run.result       ->
        run.resume       -> run.session run.step
        run.rollback     -> run.action run.host run.result run.step run.task
        run.session      -> run.settings
        run.settings     ->
        run.step         ->
        run.task         -> run.action run.event run.host run.lock run.operator run.plan run.result run.resume \
                            run.session run.settings run.step
        template         -> template.syntax template.eval template.filters template.lookups template.format \
                            template.collections template.address
        template.syntax  ->
        template.eval    -> template.syntax template.format
        template.filters -> template.eval template.format
        template.lookups -> template.syntax template.eval template.filters template.format
        template.collections -> template.eval template.filters template.format
        template.address -> template.eval template.format
        template.format  ->
        """);

    /**
     * Cycles of classes that there are. Never add one without a reason beside it; one that is gone has to go from here.
     */
    private static final Set<String> CLASS_CYCLES = Set.of(
            // An expression may quote a template, which is statements, which are made of expressions.
            "Expr ParsedTemplate Stmt",
            // A text with a place can be one that the operator wrote, and that one shows its place in turn.
            "MappedText TrustedText",
            // The text of a value tells what is undefined in it, and that says what type lacks the attribute.
            "PythonText Undefined Values",
            // A role's tasks are steps, a step may take in a role, and what it takes in are steps.
            "IncludeReader RoleReader StepReader");

    private static final JavaClasses HITLESS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.hitless");

    private static Map<String, Set<String>> table(String rows) {
        Map<String, Set<String>> table = new TreeMap<>();
        rows.lines().forEach(row -> {
            String[] sides = row.split("->", -1);
            table.put(sides[0].strip(), words(sides[1]));
        });
        return table;
    }

    private static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : Set.of(text.strip().split("\\s+"));
    }

    @TestFactory
    Stream<DynamicTest> a_package_imports_only_what_its_row_allows() {
        return TOP.keySet().stream()
                .map(top -> DynamicTest.dynamicTest(
                        top,
                        () -> noClasses()
                                .that()
                                .resideInAPackage("io.hitless." + top + "..")
                                .should()
                                .dependOnClassesThat(DescribedPredicate.describe(
                                        "are in a package outside " + TOP.get(top), other -> outside(other, top)))
                                .check(HITLESS)));
    }

    @TestFactory
    Stream<DynamicTest> a_sub_package_imports_only_what_its_row_allows() {
        return WITHIN.keySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one,
                        () -> noClasses()
                                .that()
                                .resideInAPackage("io.hitless." + one)
                                .should()
                                .dependOnClassesThat(DescribedPredicate.describe(
                                        "are in a sibling outside " + WITHIN.get(one),
                                        other -> outsideWithin(other, one)))
                                .check(HITLESS)));
    }

    @Test
    void every_class_is_in_a_package_of_the_tables() {
        Set<String> rows = new TreeSet<>(WITHIN.keySet());
        TOP.keySet().stream()
                .filter(top -> WITHIN.keySet().stream().noneMatch(row -> row.startsWith(top + ".")))
                .forEach(rows::add);
        Set<String> packages = new TreeSet<>();
        HITLESS.forEach(one -> packages.add(one.getPackageName().substring("io.hitless.".length())));
        assertThat(packages).isEqualTo(rows);
    }

    @Test
    void no_packages_form_a_cycle() {
        slices().matching("io.hitless.(*)..").should().beFreeOfCycles().check(HITLESS);
    }

    @Test
    void no_sub_packages_form_a_cycle() {
        slices().matching("io.hitless.(**)").should().beFreeOfCycles().check(HITLESS);
    }

    @Test
    void classes_form_no_cycles_but_those_listed() {
        assertThat(ClassCycles.among(HITLESS).stream().map(cycle -> String.join(" ", cycle)))
                .containsExactlyInAnyOrderElementsOf(CLASS_CYCLES);
    }

    @Test
    void a_name_stands_once_in_the_tree() {
        Map<String, Set<String>> places = new TreeMap<>();
        for (JavaClass one : HITLESS) {
            String name = ClassCycles.outermost(one);
            if (!name.endsWith("package-info")) {
                places.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), _ -> new TreeSet<>())
                        .add(name);
            }
        }
        places.values().removeIf(names -> names.size() == 1);
        assertThat(places).isEmpty();
    }

    /**
     * What is compiled is {@link TrustedText}; these read what the operator wrote, and nothing else makes a text with a
     * place.
     */
    @Test
    void only_what_reads_files_and_the_command_line_makes_texts_that_can_be_compiled() {
        Set<String> reading = Set.of(
                "io.hitless.cli.launch.AdHocPlay",
                "io.hitless.cli.launch.PlaybookDiagnosis",
                "io.hitless.cli.launch.RunLauncher",
                "io.hitless.inventory.InventoryBuilder",
                "io.hitless.inventory.Inventory",
                "io.hitless.inventory.InventoryReader",
                "io.hitless.inventory.PythonLiteral",
                "io.hitless.inventory.ScriptSource",
                "io.hitless.module.ModuleCatalog",
                "io.hitless.playbook.load.MappingReader",
                "io.hitless.playbook.load.KeyValues",
                "io.hitless.playbook.load.SourceCache",
                "io.hitless.playbook.load.Templates",
                "io.hitless.run.operator.Prompts",
                "io.hitless.template.syntax.OperandParser",
                "io.hitless.transport.SshConfigFile",
                "io.hitless.vars.ExtraVars",
                "io.hitless.vars.Vault",
                "io.hitless.yaml.JsonReader",
                "io.hitless.yaml.PlainNodes",
                "io.hitless.yaml.ScalarText",
                "io.hitless.yaml.TomlReader");
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

    /** What the JDK and libraries say of a failure is put into words in one place; our own errors say it themselves. */
    @Test
    void only_the_reason_of_a_failure_asks_a_foreign_exception_what_it_says() {
        Set<String> asking = Set.of(
                "io.hitless.source.Reason",
                "io.hitless.source.UserError",
                "io.hitless.cli.ErrorHandlers", // picocli's messages are for people
                "io.hitless.cli.launch.ScheduleRequest", // likewise
                "io.hitless.transport.Authenticator"); // sshj says what went wrong in words alone
        noClasses()
                .that(DescribedPredicate.describe("do not ask", one -> !asking.contains(ClassCycles.outermost(one))))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it is the message of a foreign exception",
                        call -> call.getName().equals("getMessage")
                                && call.getTargetOwner().isAssignableTo(Throwable.class)
                                && !call.getTargetOwner().getPackageName().startsWith("io.hitless")))
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
                .resideOutsideOfPackage("io.hitless.template.eval")
                .and()
                .doNotHaveFullyQualifiedName("io.hitless.template.syntax.StatementParser")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.hitless.template.syntax.StatementParser")
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
        onlyUser("com.fasterxml.jackson.dataformat.toml..", "yaml");
    }

    @Test
    void databases_are_known_to_store_alone() {
        onlyUser("org.sqlite..", "store");
        onlyUser("org.postgresql..", "store");
        onlyUser("com.zaxxer..", "store");
        onlyUser("org.flywaydb..", "store");
        onlyUser("java.sql..", "store");
    }

    @Test
    void jetty_is_known_to_serve_alone() {
        onlyUser("org.eclipse.jetty..", "serve");
    }

    @Test
    void opentelemetry_is_known_to_telemetry_alone() {
        onlyUser("io.opentelemetry..", "report.telemetry");
    }

    @Test
    void lsp4j_is_known_to_lsp_alone() {
        onlyUser("org.eclipse.lsp4j..", "lsp");
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
    void the_sinks_know_events_and_not_the_journal() {
        noClasses()
                .that()
                .resideInAPackage("io.hitless.report..")
                .and()
                .resideOutsideOfPackage("io.hitless.report.history")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hitless.store..")
                .check(HITLESS);
    }

    @Test
    void nothing_but_main_and_the_handler_of_interrupts_ends_the_jvm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.hitless.cli.Main")
                .and()
                .doNotHaveFullyQualifiedName("io.hitless.cli.launch.InterruptHandler")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(HITLESS);
    }

    @Test
    void nothing_but_cli_and_report_print() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hitless.cli..", "io.hitless.report..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HITLESS);
    }

    private static void onlyUser(String library, String top) {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hitless." + top + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(HITLESS);
    }

    private static boolean outside(JavaClass other, String top) {
        String its = other.getPackageName();
        if (!its.startsWith("io.hitless.")) {
            return false;
        }
        String itsTop = its.substring("io.hitless.".length()).split("\\.", 2)[0];
        return !itsTop.equals(top) && !TOP.get(top).contains(itsTop);
    }

    private static boolean outsideWithin(JavaClass other, String one) {
        String its = other.getPackageName();
        String top = "io.hitless." + one.split("\\.", 2)[0];
        if (!its.equals(top) && !its.startsWith(top + ".")) {
            return false;
        }
        String sibling = its.substring("io.hitless.".length());
        return !sibling.equals(one) && !WITHIN.get(one).contains(sibling);
    }
}
