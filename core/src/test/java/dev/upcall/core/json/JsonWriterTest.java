package dev.upcall.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.yaml.YamlCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  record Row(String name, double value, Optional<String> unit, float ratio) {}

  record Report(String suite, List<Row> rows) {}

  private final JsonWriter json = new JsonWriter();

  @Test
  void writesRecordsInTheOrderOfTheirComponents() {
    Row row = new Row("digits.ladder.accuracy", 0.975, Optional.of("share"), 0.1f);
    assertEquals(
        """
        {
          "suite" : "digits",
          "rows" : [
            {
              "name" : "digits.ladder.accuracy",
              "value" : 0.975,
              "unit" : "share",
              "ratio" : 0.1
            }
          ]
        }
        """,
        json.write(new Report("digits", List.of(row))));
  }

  @Test
  void writesNullForWhatJsonLacks() {
    String text = json.write(new Row("x", Double.NaN, Optional.empty(), Float.POSITIVE_INFINITY));
    assertTrue(text.contains("\"value\" : null"), text);
    assertTrue(text.contains("\"unit\" : null"), text);
    assertTrue(text.contains("\"ratio\" : null"), text);
  }

  @Test
  void writesDiagnosticsWithoutEmptyParts() {
    Diagnostic diagnostic = Diagnostic.of(YamlCode.MISSING_KEY, "name").at("ensemble.yaml:1");
    assertEquals(
        """
        {
          "code" : "UP1103",
          "title" : "key \\"name\\" is missing",
          "at" : "ensemble.yaml:1"
        }
        """,
        json.write(diagnostic));
  }
}
