package dev.upcall.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.inspect.Inspection.Dead;
import dev.upcall.cli.inspect.Inspection.OnBoard;
import dev.upcall.compiler.CompileRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digits example, a project and a bare file of floats, before anything is built. */
class InspectorTest {
  @TempDir Path folder;

  @Test
  void saysWhereAProjectFits() {
    Inspection inspection = inspect(Home.path("examples/digits"));
    assertEquals(11_352, inspection.model().macs());
    OnBoard microbit = on(inspection, "microbit");
    assertTrue(microbit.fits());
    assertEquals(14_336, microbit.hasRamBytes());
    assertTrue(microbit.ramBytes() > 0 && microbit.ramBytes() < 2000);
    OnBoard fast = on(inspection, "mps2-an386");
    double perMac = fast.instructions().orElseThrow() / inspection.model().macs();
    assertTrue(perMac > 1 && perMac < 40, perMac + " per product");
    assertTrue(fast.instructionError().orElseThrow() < 0.5);
    assertTrue(inspection.boards().stream().noneMatch(board -> board.board().equals("posix")));
    assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
  }

  @Test
  void aBareModelOfFloatsNeedsNoSamplesForItsSizes() {
    Inspection inspection = inspect(Home.path("examples/digits/members/small.onnx"));
    assertEquals(11_352, inspection.model().macs());
    assertEquals(1, inspection.remarks().size());
  }

  @Test
  void saysWhatIsDeadAndWhatFlashHolds() {
    Path vww = Home.path("../shared/models/mlperf-tiny/vww_96_int8.tflite");
    assumeTrue(Files.isRegularFile(vww), "no " + vww + " beside the repository");
    Inspection inspection = inspect(vww);
    long dead = inspection.dead().stream().mapToLong(Dead::deadMacs).sum();
    long live = inspection.dead().stream().mapToLong(Dead::macs).sum() - dead;
    assertTrue(dead > 3_000_000 && live > 0, dead + " dead");
    assertTrue(inspection.dead().stream().allMatch(layer -> layer.source().length() < 160));
    OnBoard board = on(inspection, "mps2-an386");
    assertEquals(board.flashBytes(), board.codeBytes() + board.weightBytes() + board.tableBytes());
    assertTrue(board.tableBytes() > 0 && board.tableBytes() < board.weightBytes());
    assertTrue(board.codeBytes() > 1000);
    OnBoard unmeasured = on(inspection, "mps2-an500");
    assertTrue(unmeasured.instructions().isEmpty());
    assertTrue(unmeasured.codeBytes() >= board.codeBytes(), "code is there all the same");
  }

  private Inspection inspect(Path model) {
    return new Inspector().inspect(CompileRequest.of(model, "mps2-an386", folder.resolve("out")));
  }

  private static OnBoard on(Inspection inspection, String board) {
    return inspection.boards().stream()
        .filter(one -> one.board().equals(board))
        .findFirst()
        .orElseThrow();
  }
}
