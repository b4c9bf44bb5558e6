package dev.upcall.host.inject;

import dev.upcall.core.wire.Result;
import java.time.Duration;

/**
 * What became of one sample.
 *
 * @param result the device's: class, what it alone would have said, stage, source, int8 scores
 * @param wall from the sample's sending to the result's arrival
 * @param bytesToDevice on the line meanwhile, with frames, acknowledgements and answers; meaningful
 *     if one sample was under way at a time
 * @param bytesFromDevice likewise
 * @param attempts how often the sample was sent, 1 unless something was lost
 */
public record Injected(
    Result result, Duration wall, long bytesToDevice, long bytesFromDevice, int attempts) {
  /** Index into the manifest's classes. */
  public int classIndex() {
    return result.classIndex();
  }

  /** The stage of the ladder that decided. */
  public int stage() {
    return result.header().stage();
  }

  public Result.Source source() {
    return result.source();
  }

  /** The device's int8 logits. */
  public byte[] scores() {
    return result.scores().toArray();
  }
}
