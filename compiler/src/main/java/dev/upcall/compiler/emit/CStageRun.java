package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A stage's source after its last layer: the functions others call.
 *
 * @param layers functions to call in turn
 * @param parts the same, cut where a ladder may stop; empty where it does not
 * @param stops whether it stops behind the layer that upcall_bare_layers says
 * @param resets whether something is kept from run to run
 */
public record CStageRun(
    String name,
    List<CPort> inputs,
    List<CPort> outputs,
    List<String> layers,
    List<Part> parts,
    boolean stops,
    boolean resets) {
  public CStageRun {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
    parts = List.copyOf(parts);
  }

  /** What one exit needs beyond those before it. */
  public record Part(List<String> layers) {
    public Part {
      layers = List.copyOf(layers);
    }
  }
}
