package dev.upcall.compiler.tool;

import dev.upcall.compiler.tool.InstructionCounter.Cost;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a bare image made of some inputs.
 *
 * @param outputs one for each input
 * @param costs of the functions counted, by name: one for each input; empty where nothing counts
 * @param stackBytes of stack used at the deepest, start-up included; empty where none is painted
 */
public record BareRun(List<byte[]> outputs, Map<String, List<Cost>> costs, OptionalInt stackBytes) {
  public BareRun {
    outputs = List.copyOf(outputs);
    costs = Map.copyOf(costs);
  }

  /**
   * Where a network takes its input and leaves its output.
   *
   * @param stage index of the network
   * @param inputOffset in the arena, in bytes
   * @param outputOffset in the arena, in bytes
   * @param layers how many of its layers run, 0 for all; only a stopping image stops before its end
   */
  public record Places(int stage, int inputOffset, int outputOffset, int outputBytes, int layers) {
    /** Of the whole network. */
    public Places(int stage, int inputOffset, int outputOffset, int outputBytes) {
      this(stage, inputOffset, outputOffset, outputBytes, 0);
    }
  }
}
