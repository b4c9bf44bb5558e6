package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizedStudyRowsTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void saysWhatIntegersCostWithAndWithoutTuning() {
    StudyCell first = cell("1111111100", "1111110000", "1111111000", "1111111000");
    StudyCell second = cell("1111111100", "1111111000", "1111111100", "1111111000");
    List<BenchRow> rows = StudyRows.of("digits", Map.of(Study.QUANTIZED, List.of(first, second)));
    assertEquals(0.8, value(rows, "digits.quantized.untunedFloatAccuracy"), 1e-12);
    assertEquals(0.75, value(rows, "digits.quantized.floatAccuracy"), 1e-12);
    assertEquals(5, value(rows, "digits.quantized.int8LossPoints"), 1e-9);
    assertEquals(10, value(rows, "digits.quantized.int8LossFromUntunedPoints"), 1e-9);
    assertEquals(15, value(rows, "digits.quantized.untunedInt8LossPoints"), 1e-9);
    assertEquals(15, value(rows, "digits.quantized.untunedInt4LossPoints"), 1e-9);
    assertEquals(8, rows.size());
  }

  private static double value(List<BenchRow> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow().value();
  }

  private StudyCell cell(String floats, String integers, String tunedFloats, String tunedIntegers) {
    ObjectNode report = json.createObjectNode();
    for (String bits : QuantizedMember.BITS.keySet()) {
      ObjectNode state = report.putObject(bits);
      answers(state.putObject("untuned"), floats, integers);
      answers(state.putObject("tuned"), tunedFloats, tunedIntegers);
    }
    return new StudyCell("test", Study.QUANTIZED, 1, "", report);
  }

  private static void answers(ObjectNode into, String floats, String integers) {
    into.set("floats", PairedGainTest.answers(floats).json());
    into.set("integers", PairedGainTest.answers(integers).json());
  }
}
