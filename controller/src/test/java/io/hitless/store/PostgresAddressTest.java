package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAddressTest {
    @Test
    void options_are_for_the_driver_but_for_the_two_of_hitless() {
        PostgresAddress address = PostgresAddress.of(
                "postgresql://ops@db.example:6432/fleet?sslmode=verify-full&lease=30&wait=0&sslrootcert=%2Fetc%2Fca.pem",
                Map.of("PGPASSWORD", "secret"));
        assertThat(address.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/fleet");
        assertThat(address.properties())
                .containsEntry("user", "ops")
                .containsEntry("password", "secret")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/etc/ca.pem")
                .containsEntry("currentSchema", "hitless")
                .doesNotContainKeys("lease", "wait");
        assertThat(address.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(address.patience()).isEqualTo(Duration.ZERO);
        assertThat(address).hasToString("postgresql://ops@db.example:6432/fleet");
    }

    @Test
    void what_is_not_given_is_usual() {
        PostgresAddress address = PostgresAddress.of("postgresql://db/fleet", Map.of());
        assertThat(address.jdbc()).isEqualTo("jdbc:postgresql://db:5432/fleet");
        assertThat(address.properties()).doesNotContainKeys("user", "password");
        assertThat(address.lease()).isEqualTo(Duration.ofMinutes(1));
        assertThat(address.patience()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({
        "db, verify-full",
        "db?sslmode=require, require",
        "127.example.org, verify-full",
        "localhost,",
        "127.0.0.1,",
        "127.0.0.1?sslmode=verify-ca, verify-ca",
        "[::1],"
    })
    void a_server_elsewhere_must_prove_its_name_by_tls(String at, @Nullable String mode) {
        int query = at.indexOf('?');
        String address = query < 0 ? at + "/fleet" : at.substring(0, query) + "/fleet" + at.substring(query);
        assertThat(PostgresAddress.of("postgresql://" + address, Map.of())
                        .properties()
                        .getProperty("sslmode"))
                .isEqualTo(mode);
    }

    @Test
    void options_of_the_server_are_added_to_those_of_hitless() {
        assertThat(PostgresAddress.of("postgresql://db/fleet?options=-c%20work_mem%3D8MB", Map.of())
                        .properties()
                        .getProperty("options"))
                .startsWith("-c lock_timeout=")
                .endsWith(" -c work_mem=8MB");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ops:secret@db/fleet, has a password",
        "postgresql://ops@db/fleet?password=secret, has a password",
        "postgresql://ops@db/fleet?sslpassword=secret, has a password",
        "postgresql://ops@db, needs a host and a database",
        "postgresql:///fleet, needs a host and a database",
        "postgresql://ops@db/fleet/more, needs a host and a database",
        "postgresql://ops@db/fleet?sslmode, an option without a value: sslmode",
        "postgresql://ops@db/fleet?lease=2, lease of the state needs at least 3 seconds",
        "postgresql://ops@db/fleet?wait=long, wait of the state needs at least 0 seconds",
        "postgresql://a b/fleet, is not valid",
        "jdbc:postgresql://db/fleet, an address of JDBC"
    })
    void what_is_wrong_is_said(String address, String why) {
        assertThatThrownBy(() -> PostgresAddress.of(address, Map.of()))
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_state_is_a_database_or_a_directory_from_the_option_or_the_environment() {
        Map<String, String> environment = Map.of("HITLESS_STATE", "postgresql://db/fleet", "XDG_STATE_HOME", "/s");
        StateDirectory state = StateDirectory.of(null, environment);
        assertThat(state).hasToString("postgresql://db:5432/fleet");
        assertThat(state.path()).isEqualTo(Path.of("/s/hitless"));
        assertThat(StateDirectory.of("/x", environment)).isEqualTo(new StateDirectory(Path.of("/x")));
        assertThat(StateDirectory.of(null, Map.of("HITLESS_STATE", "/y"))).isEqualTo(new StateDirectory(Path.of("/y")));
    }
}
