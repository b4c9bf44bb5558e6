package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;

/**
 * How one axis is resized.
 *
 * @param in elements before
 * @param out elements after
 * @param scale out / in as the model says it, before out was rounded down
 * @param roiStart first element taken, as a share of the axis; 0 but for {@link
 *     ResizeCoordinates#TF_CROP_AND_RESIZE}
 * @param roiEnd last element taken; 1 otherwise
 */
record ResizeAxis(int in, int out, float scale, float roiStart, float roiEnd) {
  ResizeAxis {
    if (out < 1 || in < 1 || !(scale > 0) || Float.isInfinite(scale)) {
      throw new ShapeException(in + " elements resized to " + out + " by " + scale);
    }
  }

  static ResizeAxis unchanged(int size) {
    return new ResizeAxis(size, size, 1, 0, 1);
  }
}
