package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.kernel.BytesKernels;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.testing.RandomNetworks;
import dev.upcall.compiler.testing.RandomOperators;
import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Preprocessor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is refused once memory is planned. */
class FitCheckTest {
  private static final Optional<String> BYTES = Optional.of(BytesKernels.FULLY_CONNECTED);

  private final Board board = new BoardCatalogue().load("posix");

  @Test
  void aClassHasSixteenBits() {
    FitCheck.require(withScores(0xffff), board);
    UpcallException e =
        assertThrows(UpcallException.class, () -> FitCheck.require(withScores(0x10000), board));
    assertEquals("UP2305", e.diagnostics().get(0).code().id());
    assertTrue(e.getMessage().contains("65536 scores"), e.getMessage());
  }

  /** Loads of an AVR do not reach the flash, where portable kernels' constants are elsewhere. */
  @Test
  void constantsThatLieInRamCountThere() {
    FirmwareSpec firmware = withScores(3000);
    FitCheck.require(firmware, new BoardCatalogue().load("microbit"));
    Board mega = new BoardCatalogue().load("atmega2560");
    Net net = firmware.networks().get(0);
    int constants = ConstantBytes.inRam(net.plan(), mega);
    assertEquals(firmware.weightBytes(), constants);
    UpcallException e = assertThrows(UpcallException.class, () -> FitCheck.require(firmware, mega));
    Diagnostic diagnostic = e.diagnostics().get(0);
    assertEquals("UP2302", diagnostic.code().id());
    String found =
        "%d bytes of arena, %d of constants, which loads find there alone, %d too many"
            .formatted(firmware.arenaBytes(), constants, firmware.arenaBytes() + constants - 7168);
    assertEquals(found, diagnostic.found());
    assertEquals(0, ConstantBytes.inRam(net.plan(), board));
  }

  /** A word a point and, where loads reach RAM alone, the tables. */
  @Test
  void soundCounts() {
    FirmwareSpec silent = withScores(10);
    AudioSpec spec =
        new AudioSpec(AudioSpec.Kind.LOG_MEL, 8000, 2048, 16, 2, 2, 0, 4000, -90, 0, 0);
    FirmwareSpec firmware = hearing(silent, spec);
    FitCheck.require(firmware, new BoardCatalogue().load("microbit"));
    Board mega = new BoardCatalogue().load("atmega2560");
    FitCheck.require(silent, mega);
    UpcallException e = assertThrows(UpcallException.class, () -> FitCheck.require(firmware, mega));
    assertEquals("UP2302", e.diagnostics().get(0).code().id());
    // The window's half, the cosines', edges, a weight for each bin but 0, logarithms.
    int tables = 2 * (1025 + 1025 + 4 + 1023 + 33);
    String found = e.diagnostics().get(0).found();
    assertTrue(
        found.contains(", %d to make features of sound".formatted(4 * 2048 + tables)), found);
  }

  private static FirmwareSpec hearing(FirmwareSpec silent, AudioSpec spec) {
    InputSpec input =
        new InputSpec(
            List.of(1, 2, 1), -32768, 32767, List.of(), List.of(), "frame", Optional.of(spec));
    return new FirmwareSpec(
        silent.version(),
        silent.project(),
        silent.board(),
        silent.command(),
        Optional.of(new Preprocessor(input)),
        silent.signature(),
        silent.canUpcall(),
        silent.deadlineMs(),
        silent.gate(),
        silent.networks(),
        silent.rungs(),
        silent.payload());
  }

  @Test
  void constantsThatKernelsReadFromFlashDoNot() {
    Board mega = new BoardCatalogue().load("atmega2560");
    Random random = new Random(1);
    MemoryPlan plan;
    do {
      QuantGraph product = RandomOperators.FULLY_CONNECTED.graph(random);
      plan = new MemoryPlanner().plan(KernelSelector.bytes().select(product));
    } while (!plan.program().steps().get(0).function().equals(BYTES));
    int all = ConstantBytes.of(plan).stream().mapToInt(Integer::intValue).sum();
    assertTrue(all > 0);
    assertEquals(0, ConstantBytes.inRam(plan, mega));
    assertEquals(all, ConstantBytes.inProgramMemory(plan, mega));
    assertEquals(0, ConstantBytes.inProgramMemory(plan, board), "an ordinary constant there");
  }

  private static FirmwareSpec withScores(int scores) {
    return TestSpecs.firmware(
        List.of(
            TestSpecs.net(
                "many", RandomNetworks.make("net", new Random(1), 2, scores, 1, 2, 2, 1))));
  }
}
