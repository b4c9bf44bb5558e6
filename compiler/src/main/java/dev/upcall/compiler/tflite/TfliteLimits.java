package dev.upcall.compiler.tflite;

/**
 * What a file may ask of us before it is refused; far above any model for a microcontroller, far
 * below what would exhaust the heap. Parts of a FlatBuffer may be shared, so that a small file can
 * describe much: what counts is what is made of it.
 *
 * @param fileBytes size of the file
 * @param tables entries of one vector of tables: operators, tensors, buffers
 * @param elements elements of one tensor, and the greatest stride, dilation or kernel
 * @param rank axes of one tensor
 * @param constantBytes what all constants that operators use take, their scales included
 */
public record TfliteLimits(int fileBytes, int tables, int elements, int rank, long constantBytes) {
  public static TfliteLimits standard() {
    return new TfliteLimits(32 << 20, 20_000, 1 << 23, 8, 128L << 20);
  }
}
