package dev.upcall.core.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A model file in memory, ready to run: one input of floats, any outputs. */
public interface Model extends AutoCloseable {
  /** What a user calls it. */
  String title();

  Path file();

  /** The input's dimensions, batch first; -1 where free. */
  long[] inputShape();

  /** Whether images are channels-first where both layouts would fit. */
  boolean isChannelsFirst();

  Set<String> outputNames();

  /**
   * Runs {@code rows} samples, one unless the batch dimension is free.
   *
   * @param input all elements, batch first
   * @param dims dimensions of one sample
   * @return per output one array [rows, width], flat
   * @throws dev.upcall.core.diagnostic.UpcallException if it cannot
   */
  Map<String, float[]> run(float[] input, int rows, long[] dims);

  @Override
  void close();
}
