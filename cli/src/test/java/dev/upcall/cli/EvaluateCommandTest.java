package dev.upcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.cli.firmware.Home;
import dev.upcall.core.diagnostic.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The books of the digits, without what takes compilers and emulators. */
class EvaluateCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void keepsTheBooksOfAProject() throws IOException {
    assertEquals(Exit.OK, run("--json"));
    JsonNode books = new ObjectMapper().readTree(out.toByteArray()).get(0);
    assertEquals("hi", books.path("ladder").asText());
    double device = system(books, "deviceOnly");
    double host = system(books, "hostOnly");
    double ladder = system(books, "hi");
    assertTrue(device < ladder && ladder > system(books, "random"), books::toString);
    assertTrue(system(books, "oracle") >= Math.max(ladder, host));
    int samples = 0;
    int right = 0;
    JsonNode confusion = books.path("confusion");
    for (int i = 0; i < confusion.size(); i++) {
      for (JsonNode count : confusion.get(i)) {
        samples += count.asInt();
      }
      right += confusion.get(i).get(i).asInt();
    }
    assertEquals(books.path("systems").get(0).path("samples").asInt(), samples);
    assertEquals(ladder, (double) right / samples, 1e-9);
    assertEquals(4, books.path("policies").size());
    assertTrue(books.path("calibration").get(0).path("ece").asDouble() < 0.2);
    assertTrue(Files.size(Home.path("firmware-out/digits/evaluation.svg")) > 1000);
  }

  @Test
  void printsATable() {
    assertEquals(Exit.OK, run());
    String text = out.toString(StandardCharsets.UTF_8);
    for (String word : List.of("deviceOnly", "oracle", "95 % interval", "confusion", "stage 0")) {
      assertTrue(text.contains(word), () -> word + " in\n" + text);
    }
    assertEquals(Exit.USAGE, run("--profile", "nrf52840"));
  }

  private Exit run(String... options) {
    out.reset();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> standard =
        options.length > 1 ? List.of() : List.of("--profile", "none", "--no-members");
    List<String> arguments =
        Stream.of(
                Stream.of("evaluate", Home.path("examples/digits").toString()),
                standard.stream(),
                Stream.of(options))
            .flatMap(s -> s)
            .toList();
    return new Main(stream, stream, false).run(arguments);
  }

  private static double system(JsonNode books, String name) {
    for (JsonNode system : books.path("systems")) {
      if (system.path("system").asText().equals(name)) {
        return system.path("accuracy").asDouble();
      }
    }
    throw new AssertionError(name);
  }
}
