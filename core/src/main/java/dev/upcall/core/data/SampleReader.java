package dev.upcall.core.data;

import java.nio.file.Path;

/** Reads one file format. */
interface SampleReader {
  /**
   * Adds the samples of a file (or folder, or pair of files) in the order they lie there.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the file does not hold what the project
   *     expects, or is damaged
   */
  void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into);
}
