package dev.upcall.compiler.onnx;

/**
 * What a file may ask of us before it is refused; far above any model for a microcontroller, far
 * below what would exhaust the heap.
 *
 * @param fileBytes size of the file
 * @param nodes operators in the graph
 * @param elements elements of one tensor
 * @param rank axes of one tensor
 * @param nesting depth of messages within messages
 */
public record OnnxLimits(long fileBytes, int nodes, int elements, int rank, int nesting) {
  public static OnnxLimits standard() {
    return new OnnxLimits(64L << 20, 20_000, 1 << 24, 8, 32);
  }
}
