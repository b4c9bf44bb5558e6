package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.wire.Result;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole way over a serial line: ONNX to C to an image, booted; samples in, results out, upcalls
 * answered. Everything has to equal Java's replay, on every board.
 */
class SerialEndToEndTest {
  @TempDir static Path folder;
  private static Prepared tiny;

  @BeforeAll
  static void prepare() {
    tiny = Prepared.of(SyntheticProject.tiny(), folder.resolve("tiny"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"posix", "mps2-an386", "microbit", "riscv-virt"})
  void everythingEqualsTheReplay(String id) throws InterruptedException {
    agrees(tiny, id, folder.resolve("out"));
  }

  static void agrees(Prepared prepared, String id, Path output) throws InterruptedException {
    try (RunningBoard board = RunningBoard.start(prepared.project(), id, output);
        Desk desk = Desk.serving(prepared.project()).serial(board.port())) {
      assertEquals(id, desk.target().birth().board());
      List<Injected> results = desk.inject(prepared.raw());
      Agreement.check(prepared, results, desk.traffic());
      assertTrue(results.stream().noneMatch(r -> r.source() == Result.Source.DEGRADED));
      assertTrue(board.isRunning());
    }
  }
}
