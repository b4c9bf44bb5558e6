package dev.upcall.compiler.onnx;

import java.util.Locale;

/** Which element stands where padding by elements is. */
enum PadMode {
  /** Mirrored at the first and last element, which are not repeated. */
  REFLECT,
  /** The first or last element. */
  EDGE,
  /** As if the tensor were repeated. */
  WRAP;

  static PadMode of(NodeContext node, String mode) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "reflect" -> REFLECT;
      case "edge" -> EDGE;
      case "wrap" -> WRAP;
      default -> throw node.unsupported("mode " + mode, "constant, reflect, edge or wrap");
    };
  }

  /**
   * The element, 0..length-1, that stands at {@code position}.
   *
   * @param position negative before the first element, {@code length} or more behind the last
   */
  int index(int position, int length) {
    return switch (this) {
      case EDGE -> Math.min(length - 1, Math.max(0, position));
      case WRAP -> Math.floorMod(position, length);
      case REFLECT -> {
        int period = Math.max(1, 2 * (length - 1));
        int phase = Math.floorMod(position, period);
        yield phase < length ? phase : period - phase;
      }
    };
  }
}
