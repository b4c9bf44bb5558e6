package dev.upcall.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterTextTest {
  @Test
  void tablesAreShortenedShortListsAreNot() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("theta", 0.9);
    parameters.put("least[0]", 0.5);
    parameters.put("least[1]", 0.25);
    for (int i = 0; i < 256; i++) {
      parameters.put("table[" + i + "]", i / 256.0);
    }
    assertEquals(
        List.of(
            "theta        0.9",
            "least[0]     0.5",
            "least[1]     0.25",
            "table        256 values, 0.0 to 0.99609375"),
        ParameterText.lines(parameters));
  }
}
