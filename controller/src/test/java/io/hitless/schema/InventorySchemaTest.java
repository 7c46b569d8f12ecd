package io.hitless.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventorySchemaTest {
    private static boolean takes(String yaml) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(new ObjectMapper().writeValueAsString(InventorySchema.inventory()), InputFormat.JSON)
                .validate(new YAMLMapper().readTree(yaml))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{all: {hosts: {'lb[1:3]': , web: {port: 80}}, children: {old: {hosts: {lb1: }}, empty: }, vars: {a:"
                        + " 1}}}",
                "{balancers: {hosts: lb1}}",
                "{plugin: constructed, strict: true, groups: {x: 'true'}}",
                "{balancers: }"
            })
    void groups_hosts_and_settings_of_plugins_are_taken(String yaml) throws IOException {
        assertThat(takes(yaml)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{all: {host: {lb1: }}}",
                "{all: {hosts: [lb1]}}",
                "{all: {children: [a]}}",
                "{all: {vars: [a]}}",
                "[lb1]",
                "{all: {hosts: {lb1: 80}}}"
            })
    void what_is_wrong_by_its_shape_is_found(String yaml) throws IOException {
        assertThat(takes(yaml)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../inventories/example/hosts.yml"})
    void the_example_is_right(String file) throws IOException {
        assertThat(takes(Files.readString(Path.of(file)))).isTrue();
    }
}
