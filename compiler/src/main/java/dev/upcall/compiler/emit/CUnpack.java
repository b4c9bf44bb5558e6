package dev.upcall.compiler.emit;

/**
 * A layer whose weights are decoded before it runs. Its macro stands before the layer, its function
 * behind it.
 *
 * @param function name of the static function that does both
 * @param layer name of the one that computes
 * @param values name that the layer knows its weights by
 * @param type of their elements
 * @param packed name of the array
 * @param bytes decoded
 * @param buffer expression of type int32_t *
 */
public record CUnpack(
    String function,
    String layer,
    String values,
    String type,
    String packed,
    int bytes,
    String buffer) {
  /** Where the layer finds its weights. */
  String macro() {
    return "#define %s ((const %s *)(const void *)(%s))\n".formatted(values, type, buffer);
  }
}
