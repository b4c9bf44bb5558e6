package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LadderStudyRowsTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void saysWhatExitsCostTheEndAndSave() {
    StudyCell alone = cell(Study.BASE, "11111", "within 0.2 points", "11110", 0.25);
    StudyCell together = cell(Study.BASE, "11110", "within 0.2 points", "11100", 0.5);
    List<BenchRow> rows =
        LadderStudyRows.of(
            "digits", Map.of(Study.BASE, List.of(alone), "earlyExit", List.of(together)));
    assertEquals(20, value(rows, "digits.earlyExit.lossPoints"), 1e-9);
    assertEquals(20, value(rows, "digits.earlyExit.within0.2.lossPoints"), 1e-9);
    assertEquals(0.6, value(rows, "digits.earlyExit.within0.2.accuracy"), 1e-9);
    assertEquals(0.5, value(rows, "digits.earlyExit.within0.2.macsSaved"), 1e-9);
    assertEquals(0.25, value(rows, "digits.frozenExit.within0.2.macsSaved"), 1e-9);
    assertEquals(0.7, value(rows, "digits.earlyExit.within0.2.leaving.early"), 1e-9);
  }

  @Test
  void saysWhatBlocksForHardClassesAddToTheirMember() {
    StudyCell cell = cell(Study.MAIN, "11100", "hard classes to extension", "11110", -0.3);
    List<BenchRow> rows = LadderStudyRows.of("cifar10", Map.of("meanet", List.of(cell)));
    assertEquals(0.6, value(rows, "cifar10.meanet.main.accuracy"), 1e-9);
    assertEquals(0.8, value(rows, "cifar10.meanet.accuracy"), 1e-9);
    assertEquals(20, value(rows, "cifar10.meanet.gainOverMainPoints"), 1e-9);
  }

  private static double value(List<BenchRow> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow().value();
  }

  /** A ladder of one member: its end, and one way to choose between its blocks. */
  private StudyCell cell(String member, String end, String rule, String routed, double saved) {
    ObjectNode report = json.createObjectNode();
    ObjectNode ladder = report.putArray("folds").addObject().putObject("ladders").putObject(member);
    ObjectNode block = ladder.putArray("blocks").addObject();
    block.put("name", "logits").put("macs", 100).set("test", bits(end));
    ObjectNode route = ladder.putArray("routes").addObject();
    route.put("rule", rule).put("macsSaved", saved).set("test", bits(routed));
    route.putObject("leaving").put("early", 0.7).put("logits", 0.3);
    return new StudyCell("test", "task", 1, "", report);
  }

  private ObjectNode bits(String digits) {
    byte[] right = PairedGainTest.answers(digits).right().toByteArray();
    return json.createObjectNode()
        .put("of", digits.length())
        .put("bits", Base64.getEncoder().encodeToString(right));
  }
}
