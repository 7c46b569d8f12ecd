import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the libraries of a CycloneDX document with their versions and licences: {@code java LicenceList.java BOM}. */
final class LicenceList {
    private LicenceList() {}

    public static void main(String[] args) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode library : new ObjectMapper().readTree(new File(args[0])).path("components")) {
            String licences = library.path("licenses")
                    .valueStream()
                    .map(LicenceList::name)
                    .distinct()
                    .collect(Collectors.joining(" or "));
            if (licences.isEmpty()) {
                throw new IOException(
                        "no licence is known of " + library.path("purl").asText());
            }
            lines.add("%-28s %-12s %s"
                    .formatted(
                            library.path("name").asText(),
                            library.path("version").asText(),
                            licences));
        }
        System.out.println("hitless is under the Apache License 2.0 (../copyright). It comes with:\n");
        lines.stream().sorted().forEach(System.out::println);
        System.out.println("\nThe Java runtime is OpenJDK, under the GPL 2.0 with the classpath exception (java/).");
        System.out.println("A directory beside this file has the texts that come with a library.");
    }

    private static String name(JsonNode choice) {
        JsonNode licence = choice.path("license");
        return choice.has("expression")
                ? choice.path("expression").asText()
                : licence.path("id").asText(licence.path("name").asText());
    }
}
