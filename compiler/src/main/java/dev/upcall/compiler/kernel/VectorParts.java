package dev.upcall.compiler.kernel;

/**
 * A matrix product of one vector whose inputs are expanded part by part ({@code
 * upcall_products_parts}): sums of all outputs are kept, 4 bytes each, where a whole expansion
 * takes 2 bytes an input.
 *
 * @param depth inputs
 * @param channels outputs
 */
public record VectorParts(int depth, int channels) {
  private static final int LANES = 4;

  /** Of fewer, beginning and end of a block would cost more than a tenth of its products. */
  private static final int INPUTS = 64;

  /** Inputs of a group, which is two words of expansion. */
  private static final int GROUP = 4;

  /** Inputs that are expanded at a time. */
  public int part() {
    return INPUTS;
  }

  /** Groups of a part. */
  public int groups() {
    return INPUTS / GROUP;
  }

  /** Of four channels, the last of them filled up. */
  public int blocks() {
    return (channels + LANES - 1) / LANES;
  }

  int scratchBytes() {
    return Integer.BYTES * (2 * groups() + LANES * blocks());
  }
}
