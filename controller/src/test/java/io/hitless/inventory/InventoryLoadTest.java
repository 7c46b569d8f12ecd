package io.hitless.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InventoryLoadTest {
    private static final int HOSTS = 10_000;

    @TempDir
    Path directory;

    /** Anything quadratic in it would not end within the limit. */
    @Test
    @Timeout(60)
    void ten_thousand_hosts_are_read_layered_and_picked() throws IOException {
        String single = IntStream.range(0, HOSTS / 2)
                .mapToObj(i -> "    web" + i + ".example.org: {ansible_host: 10.0." + i / 250 + "." + i % 250
                        + ", rack: r" + i % 40 + "}\n")
                .collect(Collectors.joining());
        String text = "web:\n  hosts:\n" + single
                + "lb:\n  hosts:\n    \"lb[0001:5000].example.org\": {weight: 10}\n  vars: {zone: a}\n"
                + "site:\n  children: {web: , lb: }\n";
        Path file = Files.writeString(directory.resolve("hosts.yml"), text);
        String manyNames = IntStream.range(0, HOSTS / 2)
                .mapToObj(i -> "web" + i + ".example.org")
                .collect(Collectors.joining(","));
        String manyExcluded = "all,"
                + IntStream.range(0, HOSTS / 2)
                        .mapToObj(i -> "!web" + i + ".example.org")
                        .collect(Collectors.joining(","));

        Inventory inventory = load(file);
        HostLayers layers = new HostLayers(inventory, List.of(), UnaryOperator.identity());
        long count = inventory.hosts().values().stream()
                .mapToLong(host -> layers.of(host).size())
                .sum();
        int named = HostPattern.parse(manyNames).select(inventory).hosts().size();
        int left = HostPattern.parse(manyExcluded).select(inventory).hosts().size();

        assertThat(inventory.hostsOf(Objects.requireNonNull(inventory.group("site"))))
                .hasSize(HOSTS);
        assertThat(count).isEqualTo(HOSTS + HOSTS / 2);
        assertThat(named).isEqualTo(HOSTS / 2);
        assertThat(left).isEqualTo(HOSTS / 2);
    }

    private static Inventory load(Path file) {
        return InventoryReader.read(List.of(file.toString()), UnaryOperator.identity());
    }

    @Test
    void an_encrypted_variables_file_is_passed_on_to_be_decrypted() throws IOException {
        Files.createDirectories(directory.resolve("group_vars"));
        Files.writeString(directory.resolve("group_vars/all.yml"), "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
        Inventory inventory = InventoryReader.read(List.of("web1,"), UnaryOperator.identity());

        HostLayers layers = new HostLayers(
                inventory,
                List.of(directory),
                file -> new SourceFile(
                        file.name(), "secret: " + file.text().lines().count()));

        assertThat(layers.of(Objects.requireNonNull(inventory.host("web1"))))
                .singleElement()
                .satisfies(
                        layer -> assertThat(Objects.requireNonNull(layer.vars().get("secret"))
                                        .plain())
                                .isEqualTo(2L));
    }

    @Test
    void the_example_inventory_reads_as_its_comments_say() {
        Inventory inventory = InventoryReader.read(List.of("../inventories/example"), UnaryOperator.identity());

        assertThat(HostPattern.parse("balancers:&canary").select(inventory).hosts())
                .extracting(Host::name)
                .containsExactly("lb1.example.org");
        assertThat(HostPattern.parse("balancers:!berlin").select(inventory).hosts())
                .extracting(Host::name)
                .containsExactly("lb4.example.org", "lb5.example.org", "lb6.example.org");
        HostLayers layers = new HostLayers(inventory, List.of(), UnaryOperator.identity());
        assertThat(inventory.hosts().values())
                .allSatisfy(host -> assertThat(layers.of(host)).isNotEmpty());
    }
}
