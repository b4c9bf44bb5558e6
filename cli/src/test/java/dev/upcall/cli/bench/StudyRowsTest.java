package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyRowsTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void comparesMelWithItsBaseAndItsBaseline() {
    StudyCell base = cell("base", Map.of("base", "1111111110"));
    StudyCell mel = cell("mel", Map.of("a", "1111110000", "b", "1111111000", "a+b", "1111111100"));
    StudyCell independent =
        cell("independent", Map.of("a", "1111110000", "b", "1111110000", "a+b", "1111111000"));
    List<BenchRow> rows =
        StudyRows.of(
            "cifar10",
            Map.of(
                "base", List.of(base), "mel", List.of(mel), "independent", List.of(independent)));
    assertEquals(0.9, value(rows, "cifar10.base.accuracy"), 1e-12);
    assertEquals(0.8, value(rows, "cifar10.mel.accuracy"), 1e-12);
    assertEquals(0.6, value(rows, "cifar10.mel.a.accuracy"), 1e-12);
    assertEquals(10, value(rows, "cifar10.mel.gapToBasePoints"), 1e-9);
    assertEquals(0.6 / 0.8, value(rows, "cifar10.mel.retention"), 1e-12);
    assertEquals((0.6 + 0.7) / 2 / 0.8, value(rows, "cifar10.mel.retentionMean"), 1e-12);
    assertEquals(10, value(rows, "cifar10.mel.pairGainOverIndependentPoints"), 1e-9);
    assertEquals(300.0 / 100, value(rows, "cifar10.mel.parameterShare"), 1e-12);
  }

  @Test
  void takesTheMeanOfSeeds() {
    List<StudyCell> seeds =
        List.of(cell("base", Map.of("base", "1100")), cell("base", Map.of("base", "1111")));
    BenchRow row = StudyRows.of("digits", Map.of("base", seeds)).get(0);
    assertEquals(0.75, row.value(), 1e-12);
    assertTrue(row.note().contains("2 seeds, sd 0.3536"), row.note());
  }

  private static double value(List<BenchRow> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow().value();
  }

  /** Answers by subset; a hundred weights for each member. */
  private StudyCell cell(String task, Map<String, String> answers) {
    ObjectNode report = json.createObjectNode();
    ObjectNode subsets = report.putArray("folds").addObject().putObject("subsets");
    answers.keySet().stream()
        .sorted(Comparator.comparing(String::length).thenComparing(key -> key))
        .forEach(
            key -> {
              int members = key.split("\\+").length;
              ObjectNode subset = subsets.putObject(key);
              subset.put("parameters", members == 1 ? 100 : 300);
              subset.set("answers", bits(answers.get(key)));
              subset.set("average", bits(answers.get(key)));
            });
    return new StudyCell("test", task, 1, "", report);
  }

  private ObjectNode bits(String digits) {
    byte[] right = PairedGainTest.answers(digits).right().toByteArray();
    return json.createObjectNode()
        .put("of", digits.length())
        .put("bits", Base64.getEncoder().encodeToString(right));
  }
}
