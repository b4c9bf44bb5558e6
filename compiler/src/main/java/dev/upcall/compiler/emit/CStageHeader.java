package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A stage's header.
 *
 * @param name prefix of its functions, {@code upcall_stage_small}
 * @param macro the same in upper case
 * @param resets whether something is kept from run to run
 */
public record CStageHeader(
    CBanner banner,
    String name,
    String macro,
    int arenaBytes,
    List<CPort> inputs,
    List<CPort> outputs,
    boolean resets) {
  public CStageHeader {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
