package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowBuildsTest {
  @Test
  void instructionsAreComparedWithThoseOfTheBalancedBuild() {
    List<BenchRow> rows =
        RowBuilds.compared(
            List.of(
                row("b.net.instructions", 200),
                row("b.net.ram.instructions", 210),
                row("b.net.ram.cycles", 400),
                row("b.net.rowFed.instructions", 220),
                row("b.net.size.instructions", 900),
                row("b.other.ram.instructions", 100)));
    Map<String, Double> ratios = new TreeMap<>();
    rows.stream()
        .filter(row -> row.name().endsWith("Ratio"))
        .forEach(row -> ratios.put(row.name(), row.value()));
    assertEquals(
        Map.of("b.net.ram.instructionsRatio", 1.05, "b.net.rowFed.instructionsRatio", 1.1), ratios);
    assertEquals(8, rows.size());
    assertEquals("b.net.ram.instructionsRatio", rows.get(2).name());
  }

  private static BenchRow row(String name, double value) {
    return BenchRow.lower(name, value, "instructions", 1);
  }
}
