package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.op.Window;

/**
 * How a kernel slides along one axis, in elements.
 *
 * @param kernel taps
 * @param before padding before the first element
 * @param after padding behind the last
 * @param extra further padding, by which ceil_mode makes a last, partial window whole
 */
record AxisWindow(int kernel, int stride, int dilation, int before, int after, int extra) {
  /** Of an axis of one element that the format does not have. */
  static AxisWindow none() {
    return new AxisWindow(1, 1, 1, 0, 0, 0);
  }

  static Window plane(AxisWindow h, AxisWindow w) {
    return new Window(
        h.stride,
        w.stride,
        h.dilation,
        w.dilation,
        h.before,
        h.after + h.extra,
        w.before,
        w.after + w.extra);
  }
}
