package dev.upcall.compiler.kernel;

/**
 * How a kernel computes an image some rows at a time. Row y of the output needs rows {@code y *
 * stride - padTop} to {@code y * stride - padTop + reach - 1} of each operand, those outside the
 * image excepted.
 *
 * @param goodRows rows at a time from which on more of them save little
 * @param inPlace the output's rows may be written where the operand has rows that are not read
 *     again afterwards, pixel upon pixel
 */
public record BandKernel(int reach, int stride, int padTop, int goodRows, boolean inPlace) {
  /** Of a kernel that goes element by element. */
  static BandKernel elements() {
    return new BandKernel(1, 1, 0, 1, false);
  }
}
