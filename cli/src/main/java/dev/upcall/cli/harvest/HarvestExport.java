package dev.upcall.cli.harvest;

import dev.upcall.host.harvest.HarvestSample;
import java.io.IOException;

/**
 * Takes samples one by one and makes files of them. A file that is not finished does not bear the
 * name that the user gave; of pictures those stay that were written.
 */
interface HarvestExport extends AutoCloseable {
  /**
   * Takes a sample.
   *
   * @param values raw bytes of it, [H,W,C] or [N]; of sound its int8 features
   */
  void add(HarvestSample sample, byte[] values) throws IOException;

  /** Makes the files whole. */
  void finish() throws IOException;

  /** Takes away what is not finished. */
  @Override
  void close() throws IOException;
}
