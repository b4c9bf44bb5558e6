package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A stage's source after its last layer: the functions others call.
 *
 * @param layers functions to call in turn
 * @param stops whether it stops behind the layer that upcall_bare_layers says
 * @param resets whether something is kept from run to run
 */
public record CStageRun(
    String name,
    List<CPort> inputs,
    List<CPort> outputs,
    List<String> layers,
    boolean stops,
    boolean resets) {
  public CStageRun {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
  }
}
