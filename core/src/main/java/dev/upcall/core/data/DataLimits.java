package dev.upcall.core.data;

/**
 * How much is read before a file is taken for a bomb.
 *
 * @param bytes of one file after decompression
 * @param samples of one data set
 */
record DataLimits(long bytes, int samples) {
  /** A gigabyte holds CIFAR-10 five times over. */
  static final DataLimits STANDARD = new DataLimits(1L << 30, 4_000_000);
}
