package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A stage's source after its last layer where its input comes row by row: the functions others
 * call.
 *
 * @param layers functions to call in turn after the last row
 * @param resets whether something is kept from run to run
 */
public record CStageFed(
    String name, CRowFeed feed, List<CPort> outputs, List<String> layers, boolean resets) {
  public CStageFed {
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
  }
}
