package dev.upcall.compiler.onnx;

/** How a transposed convolution slides along one axis, and how many elements it writes there. */
record TransposedWindow(AxisWindow window, int output) {
  /** Of an axis of one element that the format does not have. */
  static TransposedWindow none() {
    return new TransposedWindow(AxisWindow.none(), 1);
  }
}
