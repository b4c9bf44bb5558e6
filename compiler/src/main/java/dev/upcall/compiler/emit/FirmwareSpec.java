package dev.upcall.compiler.emit;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.core.project.Preprocessor;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is to be printed, decided.
 *
 * @param project its name
 * @param board id of the board
 * @param command what a user would type to get this
 * @param preprocessor empty for a bare model, whose samples are its int8 input
 * @param signature 32 bytes
 * @param canUpcall whether somebody above may be asked
 * @param deadlineMs how long the device waits for an answer
 * @param rungs the ladder, first stage first
 */
public record FirmwareSpec(
    String version,
    String project,
    String board,
    String command,
    Optional<Preprocessor> preprocessor,
    byte[] signature,
    boolean canUpcall,
    int deadlineMs,
    List<Rung> rungs) {
  /** Whether some policy remembers and is told what the host answers. */
  public boolean learns() {
    return rungs.stream().anyMatch(rung -> rung.policy().map(CPolicy::stateful).orElse(false));
  }

  /**
   * A stage of the ladder.
   *
   * @param name the member's
   */
  public record Rung(String name, ModelSource source, MemoryPlan plan, Optional<CPolicy> policy) {
    /** The network's input. */
    public Value input() {
      return plan.program().model().graph().inputs().get(0);
    }

    /** The network's scores. */
    public Value output() {
      return plan.program().model().graph().outputs().get(0);
    }
  }

  public FirmwareSpec {
    signature = signature.clone();
    rungs = List.copyOf(rungs);
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /** Arena of the stage that needs most, at least a word. */
  public int arenaBytes() {
    int word = wordBytes();
    int bytes = rungs.stream().mapToInt(rung -> rung.plan().peakBytes()).max().orElse(0);
    return Math.max(word, (bytes + word - 1) / word * word);
  }

  /** What all networks keep from run to run, and what counts rows. */
  public int stateBytes() {
    return rungs.stream()
        .map(Rung::plan)
        .mapToInt(plan -> plan.rowStateBytes() + plan.program().model().stateBytes())
        .sum();
  }

  /** What the arena's address is a multiple of. */
  public int wordBytes() {
    return rungs.stream().mapToInt(rung -> rung.plan().program().alignment()).max().orElse(4);
  }

  /** Bytes of one sample before and after preprocessing. */
  public int inputBytes() {
    return rungs.get(0).plan().program().model().graph().inputs().stream()
        .mapToInt(input -> input.type().bytes())
        .sum();
  }

  /** Scores of a stage. */
  public int outputs() {
    return rungs.get(0).output().shape().size();
  }

  /** Bytes that they take: one each, but for bare models that are not quantised. */
  public int outputBytes() {
    return rungs.get(0).output().type().bytes();
  }

  /** Constants of all networks: weights, biases, requantisation. */
  public long weightBytes() {
    return rungs.stream()
        .flatMap(rung -> ConstantBytes.of(rung.plan()).stream())
        .mapToLong(Integer::longValue)
        .sum();
  }
}
