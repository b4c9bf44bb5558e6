package dev.upcall.compiler.emit;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.PeakStep;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.Comparator;
import java.util.List;

/**
 * Compares what is known before the C compiler runs with what the board has: the arena and the
 * input kept for the host against RAM, the networks' constants against flash. The linker checks the
 * rest.
 */
public final class FitCheck {
  /** A class has 16 bits in the runtime and on the wire. */
  private static final int MAX_OUTPUTS = 0xffff;

  /** Code of a firmware with wire and decision, rounded up. */
  private static final int CODE_BYTES = 48 * 1024;

  private FitCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2302, UP2303 saying by how much, UP2305
   */
  public static void require(FirmwareSpec firmware, Board board) {
    Diagnostics diagnostics = new Diagnostics();
    if (firmware.outputBytes() > MAX_OUTPUTS) {
      diagnostics.add(
          Diagnostic.of(FirmwareCode.OUTPUTS, firmware.project())
              .at("stage \"%s\"", firmware.networks().get(firmware.networks().size() - 1).name())
              .found("%d scores, %d bytes", firmware.outputs(), firmware.outputBytes())
              .need("at most %d", MAX_OUTPUTS)
              .fix("let the network end in fewer outputs"));
    }
    long kept = firmware.keepsInput() ? firmware.inputBytes() : 0;
    long ram = firmware.arenaBytes() + firmware.stateBytes() + kept;
    long hasRam = board.memory().dataBytes();
    if (ram > hasRam) {
      Net largest = largest(firmware);
      diagnostics.add(
          Diagnostic.of(FirmwareCode.RAM, board.name(), firmware.project())
              .at("stage \"%s\", %s", largest.name(), PeakStep.of(largest.plan()))
              .found(
                  "%d bytes of arena%s%s, %d too many",
                  firmware.arenaBytes(),
                  firmware.stateBytes() > 0 ? ", " + firmware.stateBytes() + " of states" : "",
                  kept > 0 ? " and " + kept + " to keep an input" : "",
                  ram - hasRam)
              .need(
                  "at most %d bytes: %d of RAM less %d of stack",
                  hasRam, board.memory().ram().bytes(), board.memory().stackBytes())
              .fix("a smaller network (fewer channels or pixels there), or a larger board"));
    }
    long flash = firmware.weightBytes();
    long hasFlash = board.memory().flash().bytes();
    if (flash > hasFlash) {
      diagnostics.add(
          Diagnostic.of(FirmwareCode.FLASH, board.name(), firmware.project())
              .at("weights, biases and requantisation constants")
              .found("%d bytes, %d too many before any code", flash, flash - hasFlash)
              .need("at most %d bytes", hasFlash)
              .fix("a smaller network, or a larger board"));
    }
    diagnostics.throwIfAny();
  }

  /**
   * Whether stages' constants and a usual firmware's code are within the board's flash, and their
   * memory within its RAM.
   *
   * @param kept bytes of an input that is kept for the host
   */
  public static boolean fits(List<MemoryPlan> stages, int kept, Board board) {
    long ram = kept + stages.stream().mapToInt(MemoryPlan::peakBytes).max().orElse(0);
    long flash = CODE_BYTES;
    for (MemoryPlan stage : stages) {
      ram += stage.rowStateBytes() + stage.program().model().stateBytes();
      flash += ConstantBytes.of(stage).stream().mapToLong(Integer::longValue).sum();
    }
    return ram <= board.memory().dataBytes() && flash <= board.memory().flash().bytes();
  }

  private static Net largest(FirmwareSpec firmware) {
    return firmware.networks().stream()
        .max(Comparator.comparing(net -> net.plan().peakBytes()))
        .orElseThrow();
  }
}
