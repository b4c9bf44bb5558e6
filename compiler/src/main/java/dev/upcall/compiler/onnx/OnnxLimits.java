package dev.upcall.compiler.onnx;

/**
 * What a file may ask of us before it is refused; far above any model for a microcontroller, far
 * below what would exhaust the heap.
 *
 * @param fileBytes size of the file
 * @param objects nested messages, strings and packed integers in the file, together
 * @param nodes operators in the graph
 * @param elements elements of one tensor, and of all constants computed when importing
 * @param rank axes of one tensor
 * @param nesting depth of messages within messages
 */
public record OnnxLimits(
    long fileBytes, long objects, int nodes, int elements, int rank, int nesting) {
  public static OnnxLimits standard() {
    return new OnnxLimits(32L << 20, 4L << 20, 20_000, 1 << 23, 8, 32);
  }
}
