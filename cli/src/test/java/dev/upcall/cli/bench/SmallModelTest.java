package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.ProcessRunner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a board without room for the golden models is measured with. */
class SmallModelTest {
  @Test
  void eachBoardHasModelsThatItHasRoomFor() {
    assertEquals(SmallModel.ALL, BenchModel.on("atmega2560"));
    assertEquals(GoldenModel.ALL, BenchModel.on("riscv-virt-zb"));
  }

  @Test
  void anAvrGivesTheReferencesBytesAndCountsWhatTheyTake() {
    for (String tool : List.of("cmake", "ninja", "avr-gcc", "simavr", "gcc")) {
      try (ProcessRunner runner = new ProcessRunner()) {
        assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
      }
    }
    SmallModel digits = SmallModel.ALL.get(2);
    assertTrue(new BoardCatalogue().ids().contains(SmallModel.BOARD));
    try (Firmware firmware = new Firmware()) {
      BareMeasurement measured =
          BareMeasurement.of(firmware, digits, SmallModel.BOARD, Variant.BALANCED);
      assertEquals(0, measured.mismatchedBytes(digits.outputs()));
      assertTrue(measured.hasCycles() && measured.cycles() > measured.instructions());
      assertTrue(measured.sizes().ramBytes() < 2048, measured.sizes().toString());
    }
  }
}
