package dev.upcall.compiler.ir;

import dev.upcall.core.text.LongNames;

/**
 * Where an operator comes from, for diagnostics and for comments in the emitted C.
 *
 * @param file model file's name
 * @param node index in the file's node list, -1 when a pass made the operator
 * @param name the node's name, e.g. {@code conv4/Conv}
 * @param opType the operator as the file calls it
 */
public record SourceRef(String file, int node, String name, String opType) {
  private static final int NAME_WIDTH = 64;

  /** As in {@code kws_small.onnx, node #17 "conv4/Conv" (Conv)}; a name that is too long is cut. */
  @Override
  public String toString() {
    return file
        + (node < 0 ? "" : ", node #" + node)
        + " \""
        + LongNames.cut(name, NAME_WIDTH)
        + "\" ("
        + opType
        + ")";
  }
}
