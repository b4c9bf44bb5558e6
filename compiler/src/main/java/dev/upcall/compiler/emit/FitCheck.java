package dev.upcall.compiler.emit;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.PeakStep;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Compares what is known before the C compiler runs with what the board has: the arena, the input
 * kept for the host, a front end's memory and constants that loads must find there against RAM, the
 * networks' constants against flash. The linker checks the rest, such as room for raw samples of
 * sound, which firmware may be built without.
 */
public final class FitCheck {
  /** A class has 16 bits in the runtime and on the wire. */
  private static final int MAX_OUTPUTS = 0xffff;

  /** Code of a firmware with wire and decision, rounded up. */
  private static final int CODE_BYTES = 48 * 1024;

  /** What LPM reaches without the processor's extended addresses. */
  private static final int NEAR_BYTES = 64 * 1024;

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
    checkRam(firmware, board, diagnostics);
    checkFlash(firmware, board, diagnostics);
    diagnostics.throwIfAny();
  }

  private static void checkRam(FirmwareSpec firmware, Board board, Diagnostics diagnostics) {
    long kept = firmware.keptBytes();
    long constants = sum(firmware, net -> ConstantBytes.inRam(net.plan(), board));
    long sound = firmware.audio().map(spec -> new AudioCode(spec).ramBytes(board)).orElse(0);
    long ram = firmware.arenaBytes() + firmware.stateBytes() + constants + sound + kept;
    long hasRam = board.memory().dataBytes();
    if (ram > hasRam) {
      diagnostics.add(
          Diagnostic.of(FirmwareCode.RAM, board.name(), firmware.project())
              .at(
                  "%s",
                  constants > firmware.arenaBytes() ? loaded(firmware, board) : peak(firmware))
              .found(
                  "%d bytes of arena%s%s%s%s, %d too many",
                  firmware.arenaBytes(),
                  firmware.stateBytes() > 0 ? ", " + firmware.stateBytes() + " of states" : "",
                  constants > 0
                      ? ", " + constants + " of constants, which loads find there alone"
                      : "",
                  sound > 0 ? ", " + sound + " to make features of sound" : "",
                  kept > 0 ? " and " + kept + " to keep " + what(firmware) : "",
                  ram - hasRam)
              .need(
                  "at most %d bytes: %d of RAM less %d of stack",
                  hasRam, board.memory().ram().bytes(), board.memory().stackBytes())
              .fix("a smaller network (fewer channels or pixels there), or a larger board"));
    }
  }

  private static void checkFlash(FirmwareSpec firmware, Board board, Diagnostics diagnostics) {
    long flash = firmware.weightBytes();
    long hasFlash = board.memory().flash().bytes();
    if (flash > hasFlash) {
      diagnostics.add(
          flash(firmware, board)
              .found("%d bytes, %d too many before any code", flash, flash - hasFlash)
              .need("at most %d bytes", hasFlash)
              .fix("a smaller network, or a larger board"));
    }
    long near = sum(firmware, net -> ConstantBytes.inProgramMemory(net.plan(), board));
    if (flash <= hasFlash && near > NEAR_BYTES) {
      diagnostics.add(
          flash(firmware, board)
              .found("%d bytes for kernels that read the flash by 16-bit addresses", near)
              .need("at most %d bytes", NEAR_BYTES)
              .fix("a smaller network, or a board with another processor"));
    }
  }

  private static Diagnostic flash(FirmwareSpec firmware, Board board) {
    return Diagnostic.of(FirmwareCode.FLASH, board.name(), firmware.project())
        .at("weights, biases and requantisation constants");
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
      ram += ConstantBytes.inRam(stage, board);
      flash += ConstantBytes.of(stage).stream().mapToLong(Integer::longValue).sum();
    }
    return ram <= board.memory().dataBytes() && flash <= board.memory().flash().bytes();
  }

  private static String what(FirmwareSpec firmware) {
    return firmware.keepsInput() ? "an input" : "a feature map";
  }

  private static long sum(FirmwareSpec firmware, ToIntFunction<Net> bytes) {
    return firmware.networks().stream().mapToInt(bytes).asLongStream().sum();
  }

  /** Where the arena is largest. */
  private static String peak(FirmwareSpec firmware) {
    Net net = most(firmware, one -> one.plan().peakBytes());
    return "stage \"%s\", %s".formatted(net.name(), PeakStep.of(net.plan()));
  }

  /** Where most constants lie in RAM. */
  private static String loaded(FirmwareSpec firmware, Board board) {
    Net net = most(firmware, one -> ConstantBytes.inRam(one.plan(), board));
    Op op = ConstantBytes.mostInRam(net.plan());
    return "stage \"%s\", %s of %s".formatted(net.name(), op.mnemonic(), op.source());
  }

  private static Net most(FirmwareSpec firmware, ToIntFunction<Net> bytes) {
    return firmware.networks().stream().max(Comparator.comparingInt(bytes)).orElseThrow();
  }
}
